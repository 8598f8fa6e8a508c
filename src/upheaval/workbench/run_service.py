"""Runs of the server, without HTTP: planned, started, shared by their askers, cancelled."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upheaval.answers.whatif.interventions import Change, compose
from upheaval.errors import UpheavalError
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario
from upheaval.workbench import worker_tasks
from upheaval.workbench.cache import AnswerCache, run_id_of
from upheaval.workbench.jobs import Job, Jobs
from upheaval.workbench.limits import Limits, check_size
from upheaval.workbench.pool import Pool, Work
from upheaval.workbench.request_bodies import ChangeBody, RunBody, text_of
from upheaval.workbench.scenario_library import Library

if TYPE_CHECKING:
    pass

BATCH = 8
"""Replicates of one task: small, so that progress is seen and a cancelled run stops soon."""


class BusyError(UpheavalError):
    """Too much is being computed already."""


class NotFoundError(UpheavalError):
    """There is nothing of that name here."""


class NotReadyError(UpheavalError):
    """It is still being computed."""


@dataclass(frozen=True)
class Settings:
    """How a server runs what it is not told otherwise.

    Attributes
    ----------
    scenario : str
        Scenario of the first page.
    replicates, scale, seed, until
        Of the baseline and of what is compared with it.
    preview : int
        Runs to learn the preview from; 0 for none.
    workers : int
        Worker processes.
    """

    scenario: str
    replicates: int = 200
    scale: int = 200
    seed: int = 1
    until: date | None = None
    preview: int = 0
    workers: int = 2
    limits: Limits = field(default_factory=Limits)


class RunService:
    """Everything that the server can do.

    Parameters
    ----------
    library : Library
        Its scenarios.
    settings : Settings
        How it runs them.
    kept : AnswerCache
        What it has computed already.
    """

    def __init__(self, library: Library, settings: Settings, kept: AnswerCache) -> None:
        self.library, self.settings, self.cache = library, settings, kept
        self.jobs = Jobs()
        self.pool = Pool(settings.workers)
        self.starting = threading.RLock()

    def forget(self, run_id: str) -> None:
        """Forget what was made ready of a run that has changed."""

    def close(self) -> None:
        """Stop everything."""
        self.pool.close()

    # ------------------------------------------------------------------ plans
    def plan(self, asked: ChangeBody) -> tuple[RunPlan, Change | None]:
        """Give the run that was asked for, and its change.

        Raises
        ------
        UpheavalError
            If a name or value is wrong, or the run is too large.
        """
        scenario = self.library.get(asked.scenario)
        change = None
        if asked.set or asked.without or asked.with_:
            values = {path: text_of(value) for path, value in asked.set.items()}
            change = compose(scenario, values, asked.without, asked.with_)
        plan = self._plan_of(scenario, asked, change)
        check_size(plan, self.settings.limits)
        return plan, change

    def _plan_of(self, scenario: Scenario, asked: ChangeBody, change: Change | None) -> RunPlan:
        given, own = self.settings, asked
        return RunPlan(
            scenario,
            replicates=given.replicates if own.replicates is None else own.replicates,
            scale=given.scale if own.scale is None else own.scale,
            seed=given.seed if own.seed is None else own.seed,
            until=given.until if own.until is None else own.until,
            set={} if change is None else change.all_set,
            without=() if change is None else change.all_without,
            batch=BATCH,
        )

    def baseline(self, name: str) -> RunPlan:
        """Give the baseline's run of a scenario."""
        plan, _ = self.plan(ChangeBody(scenario=name))
        return plan

    # ------------------------------------------------------------------ runs
    def start_run(self, asked: RunBody) -> Job:
        """Start a run, or give the one that is there."""
        plan, change = self.plan(asked)
        base = self.without_change(plan) if asked.baseline and change is not None else None
        words = {
            "scenario": asked.scenario,
            "with": list(asked.with_),
            "baseline": None if base is None else run_id_of(base),
        }
        return self.start_plan(plan, words, base)

    def without_change(self, plan: RunPlan) -> RunPlan:
        """Give the baseline of a run."""
        return replace(plan, set={}, without=())

    def start_plan(
        self, plan: RunPlan, words: dict[str, Any], base: RunPlan | None = None, kind: str = "run"
    ) -> Job:
        """Start the run of a plan, and that of the baseline beside it."""
        run_id = run_id_of(plan)
        with self.starting:
            known = self.jobs.get(run_id)
            if known is not None and not known.is_over:
                known.wanted += 1
                return known
            job = Job(run_id, kind, words["scenario"], float(plan.replicates))
            needed = None if base is None or self.is_cached(base) else base
            if self.is_cached(plan) and needed is None:
                self.jobs.add(job)
                self._touch(run_id)
                self._keep_words(run_id, words)
                job.finish({"run": run_id})
                return job
            self.check_room()
            self.jobs.add(job)
        beside = None
        if needed is not None:
            beside = self.start_plan(needed, {"scenario": words["scenario"], "with": []})
            job.total += beside.total
        self._begin(job, plan, words, beside)
        return job

    def check_room(self) -> None:
        """Refuse more work than the limits allow."""
        if len(self.jobs.active()) >= self.settings.limits.waiting:
            raise BusyError(
                f"{self.settings.limits.waiting} runs are under way or waiting; expected fewer: "
                "cancel one, or wait"
            )

    def is_cached(self, plan: RunPlan) -> bool:
        """Tell whether a run is there, complete."""
        return self.cache.is_complete(run_id_of(plan))

    def _keep_words(self, run_id: str, words: dict[str, Any]) -> None:
        if self.cache.asked(run_id) != words:
            self.cache.write_asked(run_id, words)
            self.forget(run_id)

    def _touch(self, run_id: str) -> None:
        self.cache.run(run_id).touch()

    def _begin(self, job: Job, plan: RunPlan, words: dict[str, Any], beside: Job | None) -> None:
        """Lay the store out and hand the batches to the workers."""
        from upheaval.runs.store import RunStore, complete_layout, is_store, start_store

        folder = self.cache.run(job.id)
        if self.is_cached(plan):
            missing: list[range] = []
        else:
            try:
                known = is_store(folder)
                store = complete_layout(folder, plan) if known else start_store(folder, plan)
                missing = store.missing()
            except UpheavalError:
                missing = start_store(folder, plan).missing()
        self.cache.write_asked(job.id, words)
        payload = pickle.dumps(plan)
        had = plan.replicates - sum(map(len, missing))
        own = [0.0, 0.0]

        def tell() -> None:
            job.progress(had + sum(own))

        def on_progress(done: float) -> None:
            own[0] = done
            tell()

        def finish() -> None:
            self.cache.prune(self.settings.limits.runs, self._spared())
            self.forget(job.id)
            job.finish({"run": job.id})

        def on_done(_: list[Any]) -> None:
            if missing:
                RunStore(folder).finish()
            if beside is None:
                finish()
            else:
                when_over(beside, job, finish)

        if beside is not None:

            def hear(event: tuple[str, dict[str, Any]]) -> None:
                own[1] = beside.total if event[0] == "finished" else beside.done
                tell()

            beside.listen(hear)
        list_of = [
            (worker_tasks.run_batch_of, (payload, str(folder), batch), float(len(batch)))
            for batch in missing
        ]
        self.submit(job, list_of, on_progress, on_done)

    def submit(
        self,
        job: Job,
        list_of: Sequence[tuple[Callable[..., Any], tuple[Any, ...], float]],
        on_progress: Callable[[float], None],
        on_done: Callable[[list[Any]], None],
    ) -> None:
        """Hand the tasks of a job to the workers."""
        work = Work(list_of, on_progress, on_done, lambda error: job.fail(error.message))
        job.works.append(work)
        if job.is_over:
            return
        self.pool.submit(work)

    def _spared(self) -> set[str]:
        return {job.id for job in self.jobs.active()}

    def cancel(self, job: Job) -> None:
        """Tell that one asker no longer wants a job; it stops when none does."""
        with self.starting:
            job.wanted -= 1
            if job.wanted > 0 or job.is_over:
                return
            job.cancel()
        for work in job.works:
            self.pool.cancel(work)

    def folder_of(self, run_id: str) -> Path:
        """Give the store of a run that is kept.

        Raises
        ------
        NotReadyError
            If it is still being computed.
        NotFoundError
            If there is no such run.
        """
        if self.cache.is_complete(run_id):
            return self.cache.run(run_id)
        job = self.jobs.get(run_id)
        if job is not None and not job.is_over:
            raise NotReadyError(f"run {run_id} is still being computed")
        raise NotFoundError(f"there is no finished run '{run_id}'")


def when_over(inner: Job, outer: Job, then: Callable[[], None]) -> None:
    """Go on when a job is done that another one waits for; what ends it otherwise ends both."""
    done = threading.Event()

    def go_on() -> None:
        try:
            then()
        except UpheavalError as error:
            outer.fail(error.message)

    def hear(event: tuple[str, dict[str, Any]]) -> None:
        if event[0] == "progress" or done.is_set():
            return
        done.set()
        if event[0] == "finished":
            # In a thread of its own: whoever tells the event must not wait for what follows.
            threading.Thread(target=go_on, daemon=True).start()
        elif event[0] == "failed":
            outer.fail(str(event[1]["message"]))
        else:
            outer.cancel()

    inner.listen(hear)
