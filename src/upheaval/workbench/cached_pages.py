"""Pages of runs that are kept: the store opened, with whatever else was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from upheaval.answers.whatif.interventions import Change, compose
from upheaval.errors import UpheavalError
from upheaval.runs.dataset import open_store
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario
from upheaval.workbench.comparison import arm_of, check_pairs, compare_runs, comparison
from upheaval.workbench.page.head import changes_of, without_of
from upheaval.workbench.page.model import Comparison, Page, Surrogate
from upheaval.workbench.page.page import Answers, context_of, page_of, stored_scenario

if TYPE_CHECKING:
    from pathlib import Path

    import xarray

    from upheaval.workbench.cache import AnswerCache
    from upheaval.workbench.scenario_library import Library

FEWEST = 2
"""Pairs from which a difference has a range."""


class Cached(Protocol):
    """What a page is built from: runs and answers that are kept, and their keys."""

    @property
    def cache(self) -> AnswerCache:
        """Stores and answers in the cache folder."""

    @property
    def library(self) -> Library:
        """Scenarios by name."""

    def folder_of(self, run_id: str) -> Path:
        """Give the store of a run."""

    def whatif_answer(self, base: RunPlan, change: Change) -> Any:
        """Give what was answered to a what-if; None if nothing was."""

    def keep_whatif(self, base: RunPlan, change: Change, answer: Comparison) -> None:
        """Keep an answer to a what-if."""

    def explain_key(self, scenario: Scenario, leave_out: Sequence[str] = ()) -> str:
        """Give the key of an answer of explain."""

    def answer_key(self, kind: str, scenario: Scenario) -> str:
        """Give the key of an answer about a whole scenario."""

    def preview_key(self, base: RunPlan) -> str:
        """Give the key of the preview of a baseline."""


def build(service: Cached, run_id: str) -> Page:
    """Build the page of a run that is kept."""
    asked = service.cache.asked(run_id)
    dataset = open_store(service.folder_of(run_id))
    scenario = scenario_of(service, run_id, dataset)
    against = comparison_of(service, run_id)
    names = asked.get("with", [])
    if against is not None and len(names) == 1:
        change = _change(scenario, dataset, asked)
        if not (change.set or change.without):
            service.keep_whatif(_baseline(scenario, dataset), change, against)
    return page_of(
        dataset,
        scenario,
        answers_of(service, scenario, dataset, asked),
        interventions=names,
        against=against,
        run_id=run_id,
        steps=asked.get("steps", []),
    )


def scenario_of(service: Cached, run_id: str, dataset: xarray.Dataset) -> Scenario:
    """Give the scenario of a run: the present one if it is still the same, else the store's."""
    name = str(service.cache.asked(run_id).get("scenario", dataset.attrs["scenario"]))
    given, without = changes_of(dataset.attrs), without_of(dataset.attrs)
    try:
        now = service.library.get(name)
        if now.with_changes(given, without).hash == dataset.attrs["scenario_hash"]:
            return now
    except UpheavalError:
        # Its files are gone or wrong now; the run has a copy of those that it was made from.
        pass
    return stored_scenario(service.folder_of(run_id), name)


def _baseline(scenario: Scenario, dataset: xarray.Dataset) -> RunPlan:
    """Give the run of the scenario without changes that is like a dataset in all else."""
    attributes = dataset.attrs
    until = attributes.get("until")
    return RunPlan(
        scenario,
        seed=int(attributes["seed"]),
        replicates=int(attributes["replicates"]),
        scale=int(attributes["scale"]),
        until=None if until is None else date.fromisoformat(str(until)),
    )


def comparison_of(service: Cached, run_id: str, traced: Any = None) -> Comparison | None:
    """Set a run that is kept beside its baseline; None if it has none."""
    asked = service.cache.asked(run_id)
    base_id = asked.get("baseline")
    if not base_id or not service.cache.is_complete(str(base_id)):
        return None
    changed = open_store(service.folder_of(run_id))
    base = open_store(service.folder_of(str(base_id)))
    check_pairs(base, changed)
    if base.sizes["replicate"] < FEWEST:
        return None
    scenario = scenario_of(service, run_id, changed)
    change = _change(scenario, changed, asked)
    plan = _baseline(scenario, base)
    before = context_of(base, scenario)
    after = context_of(changed, scenario)
    arms = arm_of(before.dataset, before.scenario), arm_of(after.dataset, after.scenario)
    answer = compare_runs(plan, change, *arms, base["replicate"].values.tolist())
    return comparison(answer, before, traced)


def _change(scenario: Scenario, changed: xarray.Dataset, asked: Mapping[str, Any]) -> Any:
    """Word the change as it was asked for: by interventions, and what was set beside them."""
    names = list(asked.get("with", []))
    given, without = changes_of(changed.attrs), without_of(changed.attrs)
    if names:
        named = compose(scenario, {}, (), names)
        given = {path: text for path, text in given.items() if named.all_set.get(path) != text}
        without = [name for name in without if name not in named.all_without]
    return compose(scenario, given, without, names)


def answers_of(
    service: Cached, scenario: Scenario, dataset: xarray.Dataset, asked: Mapping[str, Any]
) -> Answers:
    """Gather what was answered beside the run."""
    kept = service.cache
    answers = Answers(
        explained=kept.answer("explain", service.explain_key(scenario)),
        verified=kept.answer("verify", service.answer_key("verify", scenario)),
        parts=kept.answer("parts", service.answer_key("parts", scenario)),
        hindcast=kept.answer("hindcast", service.answer_key("hindcast", scenario)),
        foreseen=kept.answer("foresee", service.answer_key("foresee", scenario)),
        sensitivity=kept.answer("sensitivity", service.answer_key("sensitivity", scenario)),
    )
    if asked.get("steps"):
        return answers
    base = _baseline(scenario, dataset)
    guess = kept.answer("preview", service.preview_key(base))
    answers.surrogate = None if guess is None else Surrogate.model_validate(guess)
    for item in scenario.interventions:
        found = service.whatif_answer(base, compose(scenario, {}, (), [item.name]))
        if found is not None:
            # The page has the baseline itself.
            short = {**found, "baseline_street": None, "baseline_outcomes": None}
            answers.whatifs[item.name] = Comparison.model_validate(short)
    return answers
