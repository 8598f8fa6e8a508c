"""The answer of explain as the page shows it: with likelihood words, and observations in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upheaval.record.measure import DATE
from upheaval.record.observations import Observation, read_observations
from upheaval.record.places import COUNTRY, TABLE_OF
from upheaval.scenario import Scenario
from upheaval.views import numbers
from upheaval.views.likelihood_words import limits, percent_range, words

Plain = dict[str, Any]

DIGITS = 4

NARROWED = 12
"""Parameters that a page lists."""


def page_of_answer(scenario: Scenario, plain: Plain) -> Plain:
    """Add words to the plain values of `upheaval explain --json`, and shorten what is long.

    Each explanation gets ``meaning``, ``word`` and ``band`` (null where there is no
    probability), each row of the evidence ``title``, ``date``, ``place`` and ``value``. Of the
    parameters those that the record narrows down most are left, of the check what lies outside.
    """
    meanings = {item.name: item.meaning for item in scenario.explanations}
    seen = {item.name: item for item in read_observations(scenario)}
    explanations = [
        {**item, "meaning": meanings.get(item["name"], ""), **_word(item)}
        for item in plain["explanations"]
    ]

    def worded(rows: Sequence[Plain]) -> list[Plain]:
        return [
            {**row, **_words_of(scenario, seen[row["observation"]])}
            for row in rows
            if row["observation"] in seen
        ]

    narrowed = [item for item in plain.get("parameters", []) if item["identified"]]
    check = plain.get("check", {"inside90": 0, "total": 0, "observations": []})
    outside = [item for item in check["observations"] if not item["inside"]]
    found: Plain = rounded(
        {
            **plain,
            "explanations": explanations,
            "evidence": worded(plain["evidence"]),
            "parameters": sorted(narrowed, key=lambda item: item["spread_ratio"])[:NARROWED],
            "narrowed": len(narrowed),
            "of_parameters": len(plain.get("parameters", [])),
            "check": {**check, "observations": worded(outside)},
        }
    )
    return found


def rounded(value: Any) -> Any:
    """Round every number of plain values to the digits that matter; JSON writes all of them."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def _word(item: Plain) -> dict[str, str | None]:
    low, high = item["low"], item["high"]
    if low is None or high is None:
        return {"word": None, "band": None}
    return {"word": words(low, high), "band": percent_range(*limits(low, high))}


def _title(scenario: Scenario, item: Observation) -> str:
    """Name what was observed and where: 'Participants in Port', 'Office lost: A. Name'."""
    name, place = item.measure.name.replace("_", " ").capitalize(), item.place
    if place.kind == COUNTRY:
        return name
    table = scenario.tables[TABLE_OF[place.kind]]
    titles = table["title"] if "title" in table else table["content"]
    title = str(titles[place.row]).removesuffix(".")
    return f"{name} in {title}" if place.kind in ("region", "city") else f"{name}: {title}"


def _words_of(scenario: Scenario, item: Observation) -> dict[str, str | None]:
    if item.unit == DATE:
        value = numbers.moment_range(scenario.start, item.value, item.low, item.high)
    elif item.measure.kind == "yes_no":
        value = "yes" if item.value > 0 else "no"
    else:
        value = numbers.count_range(item.value, item.low, item.high)
    return {
        "title": _title(scenario, item),
        "date": None if item.date is None else item.date.date().isoformat(),
        "place": item.place.name,
        "value": value,
    }
