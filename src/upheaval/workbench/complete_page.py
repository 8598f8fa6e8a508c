"""A finished page in one call: the run, the preview and the what-ifs, made as far as they lack."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.runs.checking import load
from upheaval.runs.dataset import open_store
from upheaval.runs.store import is_store
from upheaval.runs.workers import usable_cores
from upheaval.scenario import available
from upheaval.workbench.answer_files import check_scenario_of, read_answers
from upheaval.workbench.cache import AnswerCache
from upheaval.workbench.jobs import Job
from upheaval.workbench.limits import Limits
from upheaval.workbench.page.model import Page
from upheaval.workbench.page.other_answers import page_of_answer
from upheaval.workbench.page.page import Answers, page_of, stored_scenario
from upheaval.workbench.request_bodies import RunBody, WhatIfBody
from upheaval.workbench.run_service import Settings
from upheaval.workbench.scenario_library import Library
from upheaval.workbench.service import Service

Tell = Callable[[str, float], None]
"""Called with what is being done and the share of it that is done."""

NO_LIMITS = Limits(steps=float("inf"), citizens=2**31, replicates=2**31, waiting=1000, runs=200)
"""Whoever gives the command owns the machine."""


@dataclass(frozen=True)
class Wanted:
    """What a page is made from.

    Attributes
    ----------
    scenario : str
        Name or folder of a scenario.
    replicates, scale, seed, until
        Of the run.
    preview : int
        Runs to learn the preview from; 0 for none.
    whatifs : int
        Pairs of worlds for each intervention; 0 for none but those that are kept.
    workers : int, optional
        Worker processes; by default as many as there are cores.
    answers : tuple of Path
        Files with answers of other commands (`answer_files`).
    """

    scenario: str
    replicates: int = 200
    scale: int = 200
    seed: int = 1
    until: date | None = None
    preview: int = 960
    whatifs: int = 32
    workers: int | None = None
    answers: tuple[Path, ...] = ()


def page_from(wanted: Wanted, tell: Tell | None = None, kept: AnswerCache | None = None) -> Page:
    """Give the page of a scenario, or of the store of a run; what lacks is computed and kept.

    Raises
    ------
    UpheavalError
        If there is no such scenario, or a number is wrong.
    """
    given = Path(wanted.scenario)
    answers = read_answers(wanted.answers)
    if wanted.scenario not in available() and is_store(given):
        return _page_of_store(given, answers)
    service = service_of(wanted, kept or AnswerCache())
    try:
        return _page_of_scenario(service, wanted, answers, tell or (lambda _what, _share: None))
    finally:
        service.close()


def service_of(wanted: Wanted, kept: AnswerCache, limits: Limits = NO_LIMITS) -> Service:
    """Give a service for one scenario."""
    library, name = library_of(wanted.scenario)
    settings = Settings(
        scenario=name,
        replicates=wanted.replicates,
        scale=wanted.scale,
        seed=wanted.seed,
        until=wanted.until,
        preview=wanted.preview,
        workers=wanted.workers or cores(),
        limits=limits,
    )
    return Service(library, settings, kept)


def library_of(scenario: str, folder: Path | None = None) -> tuple[Library, str]:
    """Give a library with a scenario by its name or folder, and its name there."""
    saved = Path("scenarios") if folder is None else folder
    if scenario in available():
        return Library(saved), scenario
    path = Path(scenario)
    if not path.is_dir() and (saved / scenario).is_dir():
        path = saved / scenario
    load(path if path.is_dir() else scenario)
    if path.parent.resolve() == saved.resolve():
        return Library(saved), path.resolve().name
    return Library(saved, (path,)), path.resolve().name


def cores() -> int:
    """Count the cores that this process may use."""
    return usable_cores(None)


def _page_of_store(folder: Path, answers: dict[str, Any]) -> Page:
    dataset = open_store(folder)
    scenario = stored_scenario(folder, str(dataset.attrs["scenario"]))
    check_scenario_of(answers, scenario)
    pages = {kind: page_of_answer(kind, scenario, answer) for kind, answer in answers.items()}
    known = Answers(
        explained=pages.get("explain"),
        verified=pages.get("verify"),
        parts=pages.get("parts"),
        hindcast=pages.get("hindcast"),
        foreseen=pages.get("foresee"),
        sensitivity=pages.get("sensitivity"),
    )
    return page_of(dataset, scenario, known)


def _page_of_scenario(
    service: Service, wanted: Wanted, answers: dict[str, Any], tell: Tell
) -> Page:
    name = service.settings.scenario
    scenario = service.library.get(name)
    keep_answers(service, answers)
    run = service.start_run(RunBody(scenario=name))
    wait(run, "the run", tell)
    preview = service.start_preview(name)
    if preview is not None:
        wait(preview, "the preview", tell)
    for number, item in enumerate(scenario.interventions if wanted.whatifs else ()):
        asked = WhatIfBody(
            scenario=name, with_=[item.name], replicates=min(wanted.whatifs, wanted.replicates)
        )
        label = f"what-if {number + 1} of {len(scenario.interventions)}"
        wait(service.start_whatif(asked), label, tell)
    return service.page(run.id)


def wait(job: Job, what: str, tell: Tell) -> None:
    """Wait for a job; raise `UpheavalError` if it fails."""
    over = threading.Event()

    def hear(event: tuple[str, dict[str, Any]]) -> None:
        tell(what, job.done / max(job.total, 1e-9))
        if event[0] != "progress":
            over.set()

    end = job.listen(hear)
    try:
        while not over.wait(0.5):
            # In short waits, so that Ctrl-C is heard.
            pass
    finally:
        end()
    if job.state != "finished":
        raise UpheavalError(f"{what}: {job.message or job.state}")


def keep_answers(service: Service, answers: dict[str, Any]) -> None:
    """Keep answers that were read from files for the pages of the service's scenario."""
    scenario = service.library.get(service.settings.scenario)
    check_scenario_of(answers, scenario)
    for kind, answer in answers.items():
        service.keep_answer(scenario, kind, answer)
