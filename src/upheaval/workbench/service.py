"""What the server does beside runs: what-ifs, explanations, previews, pages, turns; no HTTP."""

from __future__ import annotations

import gzip
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from upheaval.answers.whatif.interventions import Change, compose
from upheaval.answers.whatif.paired_worlds import worlds_of
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario
from upheaval.workbench import worker_tasks
from upheaval.workbench.cache import AnswerCache, key_of, run_id_of
from upheaval.workbench.cached_pages import build, comparison_of
from upheaval.workbench.dated_changes import Step, TimedPlan
from upheaval.workbench.jobs import Job
from upheaval.workbench.request_bodies import ChangeBody, ExplainBody, VerifyBody, WhatIfBody
from upheaval.workbench.run_service import BATCH, NotFoundError, RunService, Settings, when_over
from upheaval.workbench.scenario_library import Library

if TYPE_CHECKING:
    from upheaval.workbench.page.model import Comparison, Page

PAGES = 8
"""Pages that are kept ready, compressed."""

TRACED = 8
"""Pairs that a what-if with a trace steps side by side."""


class Service(RunService):
    """Everything that the server can do; parameters as for `RunService`."""

    def __init__(self, library: Library, settings: Settings, kept: AnswerCache) -> None:
        super().__init__(library, settings, kept)
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._models: OrderedDict[str, Page] = OrderedDict()
        self._building = threading.Lock()
        self._version = 0

    # ------------------------------------------------------------------ what if
    def start_whatif(self, asked: WhatIfBody) -> Job:
        """Answer a what-if: both runs, then their differences, then, if asked, the trace."""
        plan, change = self.plan(asked)
        if change is None:
            # Nothing is changed: the words of the answer that would have been given.
            compose(plan.scenario, {}, (), ())
            raise AssertionError("compose refuses an empty change")
        worlds_of(plan.replicates)
        base = self.without_change(plan)
        key = self._whatif_key(base, change, asked.trace)
        with self.starting:
            known = self.jobs.get(key)
            if known is not None and not known.is_over:
                known.wanted += 1
                return known
            job = Job(key, "whatif", asked.scenario, float(plan.replicates))
            kept = self.cache.answer("whatif", key)
            self.jobs.add(job)
            if kept is not None:
                job.finish(kept)
                return job
        words = {
            "scenario": asked.scenario, "with": list(asked.with_), "baseline": run_id_of(base),
        }  # fmt: skip
        inner = self.start_plan(plan, words, base)
        job.total = inner.total + (1.0 if asked.trace else 0.0)
        inner.listen(lambda _: job.progress(inner.done))
        when_over(inner, job, lambda: self._answer_whatif(job, plan, change, asked.trace))
        return job

    @staticmethod
    def _whatif_key(base: RunPlan, change: Change, trace: bool) -> str:
        asked = [change.all_set, sorted(change.all_without), list(change.names)]
        return key_of(["whatif", run_id_of(base), asked, trace])

    @staticmethod
    def _best_key(base: RunPlan, change: Change) -> str:
        """Give the key of the answer from most pairs, whatever their number."""
        asked = [change.all_set, sorted(change.all_without), list(change.names)]
        return key_of(["best whatif", base.key, asked])

    def whatif_answer(self, base: RunPlan, change: Change) -> Any:
        """Give what was answered to a what-if from most pairs; None if nothing was."""
        return self.cache.answer("whatif", self._best_key(base, change))

    def keep_whatif(self, base: RunPlan, change: Change, answer: Comparison) -> None:
        """Keep an answer, unless there is one from more pairs or one with a trace."""
        before = self.whatif_answer(base, change)
        if before is not None:
            rank = (before["replicates"], before["trace"] is not None)
            if rank >= (answer.replicates, answer.trace is not None):
                return
        plain = answer.model_dump(mode="json", by_alias=True)
        self.cache.write_answer("whatif", self._best_key(base, change), plain)
        self._version += 1

    def _answer_whatif(self, job: Job, plan: RunPlan, change: Change, trace: bool) -> None:
        base = self.without_change(plan)

        def end(traced: list[Any]) -> None:
            found = self.comparison(run_id_of(plan), traced[0] if traced else None)
            if found is None:
                raise NotFoundError("the runs of the what-if are gone; ask again")
            answer = found.model_dump(mode="json", by_alias=True)
            self.cache.write_answer("whatif", job.id, answer)
            self.keep_whatif(base, change, found)
            job.finish(answer)

        if not trace:
            end([])
            return
        found = self.comparison(run_id_of(plan))
        # First those that end differently; sorting is stable.
        pairs = sorted(
            found.peaks if found else [],
            key=lambda pair: pair.baseline_outcome == pair.changed_outcome,
        )
        chosen = [pair.replicate for pair in pairs][:TRACED]
        payload = pickle.dumps((base, plan, change))
        before = job.total - 1.0
        list_of = [(worker_tasks.traced, (payload, chosen), 1.0)]
        self.submit(job, list_of, lambda done: job.progress(before + done), end)

    # ------------------------------------------------------------------ explain
    def start_explain(self, asked: ExplainBody) -> Job:
        """Weigh the explanations with the reference table in the cache.

        Raises
        ------
        UpheavalError
            If there is no table, or an observation is unknown.
        """
        from upheaval.inference.observation.observation_model import check_names
        from upheaval.record.observations import read_observations

        scenario = self.library.get(asked.scenario)
        check_names(read_observations(scenario), asked.leave_out)
        key = self.explain_key(scenario, asked.leave_out)
        arguments = (str(scenario.folder), scenario.name, asked.leave_out, asked.scale)
        return self._ask_table(
            "explain", scenario, asked.scale, key, worker_tasks.explained, arguments
        )

    def start_verify(self, asked: VerifyBody) -> Job:
        """Value what could be verified, with the reference table in the cache.

        Raises
        ------
        UpheavalError
            If there is no table.
        """
        scenario = self.library.get(asked.scenario)
        key = self.answer_key("verify", scenario)
        arguments = (str(scenario.folder), scenario.name, asked.scale)
        return self._ask_table(
            "verify", scenario, asked.scale, key, worker_tasks.verified, arguments
        )

    def _ask_table(
        self,
        kind: str,
        scenario: Scenario,
        scale: int,
        key: str,
        task: Callable[..., Any],
        arguments: tuple[Any, ...],
    ) -> Job:
        """Start an answer that rests on the reference table, or give the one that is kept."""
        simulations = _simulations(scenario, scale)
        with self.starting:
            known = self.jobs.get(key)
            if known is not None and not known.is_over:
                known.wanted += 1
                return known
            self.check_room()
            job = Job(key, kind, scenario.name)
            self.jobs.add(job)
        kept = self.cache.answer(kind, key)
        # A table that has grown since, or one of another scale, would answer otherwise.
        rests_on = None if kept is None else (kept.get("simulations"), kept.get("scale"))
        if rests_on == (simulations, scale):
            job.finish(kept)
            return job

        def on_done(results: list[Any]) -> None:
            self.keep_answer(scenario, kind, results[0])
            job.finish(self.cache.answer(kind, key))

        self.submit(job, [(task, arguments, 1.0)], job.progress, on_done)
        return job

    @staticmethod
    def explain_key(scenario: Scenario, leave_out: Sequence[str] = ()) -> str:
        """Give the key of an answer of explain."""
        return key_of(["explain", scenario.hash, sorted(leave_out)])

    @staticmethod
    def answer_key(kind: str, scenario: Scenario) -> str:
        """Give the key of an answer about a whole scenario."""
        return key_of([kind, scenario.hash])

    def keep_answer(self, scenario: Scenario, kind: str, answer: Any) -> None:
        """Keep an answer for the pages of a scenario."""
        from upheaval.workbench.page.other_answers import page_of_answer

        key = self.answer_key(kind, scenario)
        if kind == "explain":
            key = self.explain_key(scenario, answer.get("left_out", []))
        self.cache.write_answer(kind, key, page_of_answer(kind, scenario, answer))
        self._version += 1

    # ------------------------------------------------------------------ preview
    def start_preview(self, name: str) -> Job | None:
        """Learn the preview of a scenario, once its baseline is there; None if it is known."""
        from upheaval.workbench import preview, preview_runs
        from upheaval.workbench.featured_inputs import featured

        base = self.baseline(name)
        inputs, groups = featured(base.scenario), self.settings.preview // preview_runs.GROUP
        if (
            not inputs
            or groups < 2 * preview.FOLDS
            or self.cache.answer("preview", self.preview_key(base)) is not None
        ):
            return None
        plan = preview.preview_plan(base.scenario, base.scale, base.seed, base.until)
        payload = preview_runs.payload_of(plan, inputs)
        job = Job(self.preview_key(base), "preview", name, float(groups * preview_runs.GROUP))
        self.jobs.add(job)

        def on_done(results: list[Any]) -> None:
            page = self.page(run_id_of(base))
            found = preview.surrogate(
                base.scenario, preview_runs.joined(results), inputs, page.outcomes
            )
            self.cache.write_answer("preview", job.id, found.model_dump(mode="json"))
            self._version += 1
            job.finish({"label": found.label})

        list_of = [
            (worker_tasks.preview_groups, (payload, some), float(len(some) * preview_runs.GROUP))
            for some in preview_runs.together(groups)
        ]
        self.submit(job, list_of, job.progress, on_done)
        return job

    @staticmethod
    def preview_key(base: RunPlan) -> str:
        """Give the key of the preview of a baseline."""
        from upheaval.workbench.featured_inputs import featured

        return key_of(["preview", base.identity(), featured(base.scenario)])

    # ------------------------------------------------------------------ pages
    def page(self, run_id: str) -> Page:
        """Give the page of a run that is kept.

        Raises
        ------
        NotFoundError
            If there is no such run.
        """
        key = f"{run_id}-{self._version}"
        if key not in self._models:
            with self._building:
                if key not in self._models:
                    self._models[key] = build(self, run_id)
                    while len(self._models) > PAGES:
                        self._models.popitem(last=False)
        return self._models[key]

    def page_bytes(self, run_id: str, *, first: bool = False) -> bytes:
        """Give the page of a run, or what its first screen needs, as compressed JSON."""
        from upheaval.workbench.page.page import first_part, page_json

        key = f"{run_id}-{self._version}-{first}"
        if key not in self._pages:
            page = self.page(run_id)
            text = page_json(first_part(page) if first else page)
            self._pages[key] = gzip.compress(text.encode(), 6)
            while len(self._pages) > 2 * PAGES:
                self._pages.popitem(last=False)
        return self._pages[key]

    def comparison(self, run_id: str, traced: Any = None) -> Comparison | None:
        """Set a run beside its baseline; None for a baseline itself."""
        return comparison_of(self, run_id, traced)

    def forget(self, run_id: str) -> None:
        """Forget what was made ready of a run that has changed."""
        for store in (self._pages, self._models):
            for key in [key for key in store if key.startswith(run_id)]:
                del store[key]

    # ------------------------------------------------------------------ games
    def start_turn(
        self, asked: ChangeBody, steps: tuple[Step, ...], until: date | None
    ) -> tuple[Job, str]:
        """Start the run of a game up to a day; gives the job and the identifier of its run."""
        plan, change = self.plan(asked)
        timed = TimedPlan(
            plan.scenario,
            replicates=plan.replicates,
            scale=plan.scale,
            seed=plan.seed,
            set=plan.set,
            without=plan.without,
            until=plan.until if until is None else until,
            batch=BATCH,
            steps=steps,
        )
        words = {
            "scenario": asked.scenario,
            "with": [] if change is None else list(change.names),
            "baseline": None,
            "steps": [str(step) for step in steps],
        }
        job = self.start_plan(timed, words)
        return job, run_id_of(timed)


def _simulations(scenario: Scenario, scale: int) -> int:
    """Count the simulations of the reference table of a scenario."""
    from upheaval.inference.simulations.reference_table import TablePlan
    from upheaval.inference.simulations.shards import simulated_so_far

    found = len(simulated_so_far(TablePlan(scenario, scale=scale).folder))
    if found == 0:
        raise NotFoundError(
            f"there is no reference table of {scenario.name}; make it with 'upheaval prepare "
            f"{scenario.name} --scale {scale}'"
        )
    return found
