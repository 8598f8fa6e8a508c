"""The page of a finished run, section by section."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upheaval import scenario as scenarios
from upheaval.record.crowds import GATHERING
from upheaval.runs.store import SCENARIO
from upheaval.scenario import Scenario
from upheaval.workbench.page import head
from upheaval.workbench.page.aftermath import aftermath
from upheaval.workbench.page.claims import claims, values_of_verifying
from upheaval.workbench.page.context import Context
from upheaval.workbench.page.inputs import inputs
from upheaval.workbench.page.map import map_shapes
from upheaval.workbench.page.method import method
from upheaval.workbench.page.model import Comparison, Page, Surrogate, WhatIfEntry
from upheaval.workbench.page.power import power
from upheaval.workbench.page.roles import roles
from upheaval.workbench.page.street import cities_by_day, regions_by_day, street

if TYPE_CHECKING:
    import xarray


@dataclass
class Answers:
    """What was answered beside the run; whatever is missing is null on the page.

    Attributes
    ----------
    explained : dict or None
        ``explain --json``.
    verified : dict or None
        ``verify --json``.
    whatifs : dict of str to Comparison
        What interventions do, by their name.
    surrogate : Surrogate or None
        The quick guess of the outcome shares.
    parts : list of dict or None
        What the model says about each part of the question.
    hindcast : dict or None
        Scores of past forecasts.
    foreseen : dict or None
        ``foresee --json``.
    sensitivity : dict or None
        ``sensitivity --json``.
    """

    explained: dict[str, Any] | None = None
    verified: dict[str, Any] | None = None
    whatifs: dict[str, Comparison] = field(default_factory=dict)
    surrogate: Surrogate | None = None
    parts: list[dict[str, Any]] | None = None
    hindcast: dict[str, Any] | None = None
    foreseen: dict[str, Any] | None = None
    sensitivity: dict[str, Any] | None = None


def context_of(dataset: xarray.Dataset, scenario: Scenario) -> Context:
    """Make the run of a dataset ready to be told; ``scenario`` is the one without changes.

    Raises
    ------
    UpheavalError
        If the run was made from another scenario.
    """
    given = head.changes_of(dataset.attrs)
    without = head.without_of(dataset.attrs)
    changed = scenario.with_changes(given, without) if given or without else scenario
    return Context(dataset.load(), changed, scenario)


def stored_scenario(folder: Path, name: str) -> Scenario:
    """Give the copy of the scenario in a store, under its own name.

    It is read without the mechanisms of today, which may want other parameters than those of the
    day of the run: a page tells, and runs nothing.
    """
    return replace(scenarios.load(folder / SCENARIO), name=name)


def page_of(
    dataset: xarray.Dataset,
    scenario: Scenario,
    answers: Answers | None = None,
    *,
    interventions: Sequence[str] = (),
    against: Comparison | None = None,
    run_id: str | None = None,
    steps: Sequence[str] = (),
) -> Page:
    """Give the page of a finished run.

    Parameters
    ----------
    dataset : xarray.Dataset
        The run (`upheaval.simulate`, `upheaval.open_store`).
    scenario : Scenario
        Its scenario, without the run's changes.
    answers : Answers, optional
        What else was answered.
    interventions : sequence of str
        Names of the interventions that the run's changes came from.
    against : Comparison, optional
        The run against its baseline.
    run_id : str, optional
        How a server knows the run.
    steps : sequence of str
        What was changed from a day on, in words.

    Raises
    ------
    UpheavalError
        If the run was made from another scenario.
    """
    page, known = context_of(dataset, scenario), answers or Answers()
    shown = head.run_head(page, interventions, run_id, steps)
    guard = known.explained.get("guard") if known.explained else None
    sections: dict[str, Any] = {
        "scenario": head.scenario_head(page),
        "map": map_shapes(page),
        "run": shown,
        "sentence": head.sentence(page),
        "outcomes": head.outcomes(page),
        "days": page.dates,
        "gathering": GATHERING,
        "street": street(page),
        "cities_by_day": cities_by_day(page),
        "regions_by_day": regions_by_day(page),
        "power": power(page),
        "explanations": known.explained,
        "verify": known.verified,
        "claims": claims(page, values_of_verifying(known.verified)),
        "whatifs": _whatifs(page, known.whatifs),
        "comparison": against,
        "aftermath": aftermath(page),
        "foreseen": known.foreseen,
        "sensitivity": known.sensitivity,
        "parts": known.parts,
        "method": method(page, shown, guard, known.hindcast),
        "inputs": inputs(page, interventions),
        "surrogate": known.surrogate,
        "roles": roles(page.baseline),
    }
    return Page(**sections, sources=page.sources)


def _whatifs(page: Context, results: Mapping[str, Comparison]) -> list[WhatIfEntry]:
    return [
        WhatIfEntry(
            name=item.name,
            title=item.title,
            meaning=item.meaning,
            set=dict(item.set),
            without=list(item.without),
            result=results.get(item.name),
            source=page.source(item.source),
        )
        for item in page.baseline.interventions
    ]


def first_part(page: Page) -> Page:
    """Give a page with what its first screen does not show left empty: a third of the whole."""
    empty_power = page.power.model_copy(
        update={"figures": [], "factions": [], "ties": [], "offices": [], "organs": []}
    )
    cities = [item.model_copy(update={"record": []}) for item in page.cities_by_day]
    sliders = [item for item in page.inputs.sliders if item.featured]
    return page.model_copy(
        update={
            "power": empty_power,
            "cities_by_day": cities,
            "claims": page.claims.model_copy(update={"claims": []}),
            "explanations": None,
            "whatifs": [item.model_copy(update={"result": None}) for item in page.whatifs],
            "parts": None,
            "verify": None,
            "foreseen": None,
            "sensitivity": None,
            "method": page.method.model_copy(
                update={"record": [], "licenses": [], "sources_text": ""}
            ),
            "inputs": page.inputs.model_copy(update={"sliders": sliders}),
            "roles": [],
            "sources": [],
        }
    )


def page_json(page: Page) -> str:
    """Write a page as JSON, as short as it goes."""
    plain = _whole_numbers(page.model_dump(mode="json", by_alias=True))
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _whole_numbers(value: Any) -> Any:
    """Write 195, not 195.0: a tenth of the page."""
    if isinstance(value, dict):
        return {key: _whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def page_schema() -> dict[str, Any]:
    """Give the JSON Schema of a page."""
    return Page.model_json_schema(by_alias=True, mode="serialization")
