"""Which measures the summary and the figure show, out of all that were observed.

The nation's course by day, and the turning points: events of the whole country, the first protest
in the region where the record sees it first, and the loss of office of those at the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from upheaval.record.compare import Comparison
from upheaval.record.measure import DATE
from upheaval.record.places import COUNTRY
from upheaval.scenario import Scenario

DAY = timedelta(days=1)

COURSE = ("participants", "regions_with_protest", "deaths", "detained", "troops")
"""Measures of the country whose days are shown, in this order."""

TOP_RANKS = 2
"""Offices of this rank or a higher one (a smaller number) count as the top."""


def course(comparisons: Sequence[Comparison]) -> dict[str, list[Comparison]]:
    """Give the observations of the country by day, for each measure in the order of `COURSE`."""
    found: dict[str, list[Comparison]] = {name: [] for name in COURSE}
    for item in comparisons:
        seen = item.observation
        if seen.measure.name in found and seen.place.name == COUNTRY:
            found[seen.measure.name].append(item)
    ordered = {name: sorted(rows, key=_day) for name, rows in found.items()}
    return {name: rows for name, rows in ordered.items() if rows}


def _day(item: Comparison) -> float:
    return item.observation.day or 0.0


def turning_points(scenario: Scenario, comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Give the turning points that the record dates, in the order in which they were observed.

    Those after the acute phase, the first phase of the schedule, are left out.
    """
    top = _at_the_top(scenario)
    acute = (scenario.schedule[0].until - scenario.start) / DAY
    chosen = []
    starts = []
    for item in comparisons:
        seen = item.observation
        if seen.unit != DATE or seen.value > acute:
            continue
        if seen.measure.name == "first_protest":
            starts.append(item)
        elif seen.place.name == COUNTRY or (
            seen.measure.name == "office_lost" and seen.place.name in top
        ):
            chosen.append(item)
    if starts:
        chosen.append(min(starts, key=lambda item: item.observation.value))
    return sorted(chosen, key=lambda item: item.observation.value)


def _at_the_top(scenario: Scenario) -> set[str]:
    offices = scenario.tables["offices"]
    return {
        str(holder)
        for holder, rank in zip(offices["holder"], offices["rank"], strict=True)
        if rank <= TOP_RANKS
    }


def label(scenario: Scenario, item: Comparison) -> str:
    """Name a turning point for a reader."""
    seen = item.observation
    words = seen.measure.name.replace("_", " ")
    if seen.place.kind == "figure":
        return f"{_title(scenario, seen.place.name)} loses office"
    if seen.place.name == COUNTRY:
        return words.capitalize()
    tables = {"region": "regions", "city": "cities"}
    place = scenario.tables[tables[seen.place.kind]]["title"][seen.place.row]
    return f"{words.capitalize()}, {place}"


def _title(scenario: Scenario, figure: str) -> str:
    """Give the last name of a figure as the record spells it."""
    figures = scenario.tables["figures"]
    title = str(figures["title"][figures.position(figure)])
    return title.split()[-1] if title else figure
