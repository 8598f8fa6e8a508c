"""Hindcast: what would have been foreseen from several days, scored by what then happened.

Every row of the record that is settled between the day and the end is foreseen from the weighted
table, reporting error included, and compared with what it says. Whether an event comes by the end,
and states (yes or no): log score. Counts on a log scale and times in days: continuous ranked
probability score, and coverage of 90% ranges. Beside it the baselines of `baselines`.

A record lists events because they came, so whoever says that all comes does well at events. States
and counts hold both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.foresee import baselines
from upheaval.answers.foresee.conditioning import BLUR, ConditionedWorlds, chances_of, condition_on
from upheaval.answers.foresee.foresee import without
from upheaval.answers.foresee.hindcast_result import ForecastRow, Hindcast, HindcastDay, Question
from upheaval.answers.foresee.information_set import (
    LATER,
    InformationSet,
    day_of,
    end_of,
    information_set,
)
from upheaval.errors import UpheavalError
from upheaval.inference.available_table import available
from upheaval.inference.observation import observation_model
from upheaval.inference.observation.observation_model import Reports
from upheaval.inference.posterior.regression import weighted_quantiles
from upheaval.inference.prepare import opened
from upheaval.inference.simulations.reference_table import (
    DEFAULT_SCALE,
    DEFAULT_SEED,
    ReferenceTable,
)
from upheaval.record.observations import Observation
from upheaval.record.places import COUNTRY
from upheaval.runs.progress import telling

if TYPE_CHECKING:
    from upheaval.scenario import Scenario

Floats = NDArray[np.float64]

AFTER_START = (2, 4, 6, 8)
"""Days after the first one from which is foreseen: 3, 5, 7, 9 January for a start on the first."""

OURS, PRIOR, PERSISTENCE, PACE = "ours", "prior", "persistence", "pace"
CRISES = "other crises"

ASKED = "asked"
"""Use of a row that is foreseen."""


def hindcast(
    scenario: Scenario | str | Path,
    days: int | None = None,
    simulations: int | None = None,
    scale: int = DEFAULT_SCALE,
    seed: int = DEFAULT_SEED,
    table: str | Path | None = None,
    from_: Sequence[date | str] = (),
    leave_out: Sequence[str] = (),
    workers: int | None = None,
    progress: bool = True,
) -> Hindcast:
    """Foresee from several days and score it by what the record then says.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario; a name or a folder is loaded.
    days : int, optional
        How many days ahead; by default to the end of the acute phase.
    from_ : sequence of date or str
        Days; by default the third, fifth, seventh and ninth of the scenario.
    simulations, scale, seed, table, leave_out, workers, progress
        As for `foresee`.

    Raises
    ------
    ScenarioError
        If the scenario is wrong.
    UpheavalError
        As for `foresee`.
    """
    plan, folder, record = opened(scenario, scale, seed, table, leave_out)
    first = plan.scenario.start.date()
    chosen = from_ or [first + timedelta(days=after) for after in AFTER_START]
    sinces = [day_of(plan.scenario, day) for day in chosen]
    for since in sinces:
        if since >= plan.until:
            raise UpheavalError(
                f"from: {since} is not before the end of the acute phase, {plan.until}, to which "
                "the table of simulations reaches"
            )
    if days is not None and days < 1:
        raise UpheavalError(f"days: got {days}, expected 1 or more")
    record = without(record, leave_out)
    for since in sinces:
        information_set(plan.scenario, record, end_of(plan.scenario, since))
    rows = available(plan, simulations, folder, workers, progress)
    with telling(f"Foreseeing from {len(sinces)} days, from what was known by then", progress):
        scored = [hindcast_table(rows, record, since, days) for since in sinces]
    return Hindcast(plan.scenario, len(rows), scale, seed, scored)


def hindcast_table(
    table: ReferenceTable, record: Sequence[Observation], since: date, days: int | None = None
) -> HindcastDay:
    """Foresee from one day with a table, and score it; arguments as for `hindcast`."""
    plan = table.plan
    last = plan.until if days is None else min(plan.until, since + timedelta(days=days))
    begins, ends = end_of(plan.scenario, since), end_of(plan.scenario, last)
    information = information_set(plan.scenario, record, begins)
    found = condition_on(table, information)
    truth = information_set(plan.scenario, record, ends)
    later = _later(information, truth, record)
    rows: list[ForecastRow] = []
    if later:
        asked = [replace(item, use=ASKED if item.name in later else LATER) for item in truth.record]
        reports = observation_model.report(table, asked, ASKED)
        earlier = _last_values(information)
        rows = [
            _forecast_row(reports, j, found.weights, earlier, ends)
            for j in range(len(reports.observations))
        ]
        rows = _with_baselines(rows, asked, information, begins, ends, plan.scenario)
    return HindcastDay(
        since, last, found, information, rows,
        _questions(table, found, rows, record, last, plan.scenario.country),
        _mean_of(rows, _loss), _mean_of(rows, _square), _mean_crps(rows), _coverage(rows),
    )  # fmt: skip


def _later(
    information: InformationSet, truth: InformationSet, record: Sequence[Observation]
) -> set[str]:
    """Give the rows, of either use, that were not settled at the date and are at the end."""
    found = set()
    for before, after, item in zip(information.record, truth.record, record, strict=True):
        open_then = before.use == LATER or before.value != item.value
        settled = after.use != LATER
        if open_then and settled and item.use in ("fit", "check"):
            found.add(item.name)
    return found


def _last_values(information: InformationSet) -> dict[tuple[str, str], Observation]:
    """Give the last known row of each measure and place about a day."""
    found: dict[tuple[str, str], Observation] = {}
    for item in information.record:
        if item.day is not None and item.use in ("fit", "check"):
            key = item.measure.name, item.place.name
            if key not in found or (found[key].day or 0.0) < item.day:
                found[key] = item
    return found


def _forecast_row(
    reports: Reports,
    j: int,
    weights: Floats,
    earlier: dict[tuple[str, str], Observation],
    ends: float,
) -> ForecastRow:
    prior = np.full(len(weights), 1.0 / len(weights))
    item, simulated, seen = reports.observations[j], reports.simulated[:, j], reports.record[j]
    kind = item.measure.kind
    if kind == "yes_no":
        so = simulated > 0.5
        return ForecastRow(item.name, kind, _chances(so, weights), bool(seen > 0.5), {}, None)
    low, high = weighted_quantiles(simulated, weights, (0.05, 0.95))
    error = reports.errors[j] if kind == "number" else 1.0
    crps = {
        OURS: baselines.crps_of_sample(simulated, weights, seen) / error,
        PRIOR: baselines.crps_of_sample(simulated, prior, seen) / error,
    }
    inside = low <= seen <= high
    if kind == "time":
        # Later than the end is told from never by nobody: both are cut there.
        seen, cut_times = min(seen, ends), np.minimum(simulated, ends)
        crps = {
            OURS: baselines.crps_of_sample(cut_times, weights, seen),
            PRIOR: baselines.crps_of_sample(cut_times, prior, seen),
            PERSISTENCE: ends - seen,
        }
        low, high = weighted_quantiles(cut_times, weights, (0.05, 0.95))
        chances = _chances(simulated < ends, weights)
        return ForecastRow(item.name, kind, chances, bool(seen < ends), crps, low <= seen <= high)
    before = earlier.get((item.measure.name, item.place.name))
    value = _at_first(item) if before is None else before.value
    if value is not None:
        center = float(reports.scale.scaled(item, np.array([value]))[0])
        crps[PERSISTENCE] = (
            baselines.crps_of_normal(center, float(reports.errors[j]), float(seen)) / error
        )
    return ForecastRow(item.name, kind, {}, None, crps, inside)


def _at_first(item: Observation) -> float | None:
    """Give what a count is before anything is reported: none; a number has no such value."""
    return 0.0 if item.measure.kind == "count" else None


def _chances(so: NDArray[np.bool_], weights: Floats) -> dict[str, float]:
    effective = 1.0 / float((weights**2).sum())
    before = (float(so.sum()) + 0.5) / (len(so) + 1.0)
    ours = (effective * float(weights @ so) + BLUR * before) / (effective + BLUR)
    return {OURS: ours, PRIOR: before}


def _with_baselines(
    rows: list[ForecastRow],
    asked: Sequence[Observation],
    information: InformationSet,
    begins: float,
    ends: float,
    scenario: Scenario,
) -> list[ForecastRow]:
    """Add persistence to yes and no, and the pace to events."""
    watched = [
        item for item in information.record if item.measure.kind == "time" and item.use != LATER
    ]
    came = sum(item.value < begins for item in watched)
    rate = baselines.pace(came, len(watched), begins, ends - begins)
    items = {item.name: item for item in asked}
    made = []
    for row in rows:
        chance = dict(row.chance)
        if row.kind == "time":
            chance |= {PERSISTENCE: baselines.CHANGE, PACE: rate}
        elif (
            row.kind == "yes_no"
            and (first := at_first(items[row.observation], scenario)) is not None
        ):
            chance[PERSISTENCE] = 1.0 - baselines.CHANGE if first else baselines.CHANGE
        made.append(replace(row, chance=chance))
    return made


NO_AT_FIRST = (
    "riot", "site_seized", "stood_down", "strike", "political_demand", "in_custody", "regime_falls",
)  # fmt: skip
"""Measures of yes or no that are no before anything happens."""


def at_first(item: Observation, scenario: Scenario) -> bool | None:
    """Tell what a state is before the crisis; None where that is not plain."""
    name = item.measure.name
    if name in NO_AT_FIRST:
        return False
    if name == "incumbent_rules":
        return True
    if name == "holds_office":
        return item.place.name in scenario.tables["offices"]["holder"].tolist()
    return None


# ---------------------------------------------------------------------- questions to all
def _questions(
    table: ReferenceTable,
    found: ConditionedWorlds,
    rows: list[ForecastRow],
    record: Sequence[Observation],
    last: date,
    country: str,
) -> list[Question]:
    others = baselines.others(country)
    made = []
    if last >= table.plan.until and (end := _end(record)) is not None:
        ours = baselines.ends_of(chances_of(table.outcome, found.weights))
        even = np.full(len(table), 1.0 / len(table))
        prior = baselines.ends_of(chances_of(table.outcome, even))
        elsewhere = baselines.end_shares(others)
        made.append(_answered("how it ends", end, {
            OURS: ours[end], PRIOR: prior[end], CRISES: elsewhere[end],
        }))  # fmt: skip
    asked = (
        ("shutdown_start", "the internet is shut down", [item.shutdown for item in others]),
        ("first_troops", "foreign troops come", [item.troops for item in others]),
    )
    names = {item.name: item for item in record}
    for measure, words, so in asked:
        row = next((r for r in rows if names[r.observation].measure.name == measure), None)
        if row is None or row.came is None:
            continue
        chance = {who: p if row.came else 1.0 - p for who, p in row.chance.items()}
        elsewhere_share = baselines.share(so)
        chance[CRISES] = elsewhere_share if row.came else 1.0 - elsewhere_share
        chance = {who: p for who, p in chance.items() if who in (OURS, PRIOR, CRISES)}
        made.append(_answered(words, "yes" if row.came else "no", chance))
    return made + _of_the_dead(rows, names, others)


def _of_the_dead(
    rows: list[ForecastRow], names: dict[str, Observation], others: list[baselines.Crisis]
) -> list[Question]:
    """Ask for the last count of all the dead."""
    counts = [
        row for row in rows
        if names[row.observation].measure.name == "deaths"
        and names[row.observation].place.kind == COUNTRY
    ]  # fmt: skip
    if not counts:
        return []
    last = max(counts, key=lambda row: names[row.observation].day or 0.0)
    value = names[last.observation].value
    tolls = np.log1p([item.deaths for item in others])
    score = {who: last.crps[who] for who in (OURS, PRIOR)}
    score[CRISES] = baselines.crps_of_sample(tolls, np.ones(len(tolls)), float(np.log1p(value)))
    return [Question("how many die", score, {}, f"{value:,.0f}")]


def _answered(name: str, happened: str, chance: dict[str, float]) -> Question:
    return Question(name, {who: float(-np.log(p)) for who, p in chance.items()}, chance, happened)


def _end(record: Sequence[Observation]) -> str | None:
    """Give how it ended, as the record says: who ruled fell, was replaced, or stayed."""
    named = {
        name: [item for item in record if item.measure.name == name]
        for name in ("regime_falls", "incumbent_rules")
    }
    falls = [item.value > 0.5 for item in named["regime_falls"]]
    rules = sorted(named["incumbent_rules"], key=lambda item: item.day or 0.0)
    if any(falls):
        return baselines.ENDS[2]
    if not falls or not rules:
        return None
    return baselines.ENDS[0] if rules[0].value > 0.5 else baselines.ENDS[1]


# ---------------------------------------------------------------------- means
def _loss(chance: float, came: bool) -> float:
    return float(-np.log(chance if came else 1.0 - chance))


def _square(chance: float, came: bool) -> float:
    return (chance - came) ** 2


def _mean_of(
    rows: list[ForecastRow], score: Callable[[float, bool], float]
) -> dict[str, dict[str, float]]:
    """Give a mean score by group and forecaster, over rows that persistence speaks of."""
    found: dict[str, dict[str, float]] = {}
    for group, kind in (("events", "time"), ("states", "yes_no")):
        own = [item for item in rows if item.kind == kind and PERSISTENCE in item.chance]
        if own:
            found[group] = {
                who: float(np.mean([score(item.chance[who], bool(item.came)) for item in own]))
                for who in own[0].chance
            }
    return found


def _mean_crps(rows: list[ForecastRow]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for kind in ("count", "time"):
        own = [item for item in rows if item.kind == kind and PERSISTENCE in item.crps]
        if own:
            found[kind] = {
                who: float(np.mean([item.crps[who] for item in own]))
                for who in (OURS, PRIOR, PERSISTENCE)
            }
    return found


def _coverage(rows: list[ForecastRow]) -> float:
    inside = [item.inside90 for item in rows if item.inside90 is not None]
    return float(np.mean(inside)) if inside else float("nan")
