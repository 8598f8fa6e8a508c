"""What is looked at while worlds go on: the streets, the dead, alignment, heirs, neighbors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheaval.record import turning_points
from upheaval.record.measure import Kind
from upheaval.record.measures import find_measure
from upheaval.record.places import TABLE_OF, WHOLE, Place, find_place
from upheaval.record.series import Series
from upheaval.scenario import Scenario

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Daily:
    """A number, or a yes or no, of each world at the end of each day.

    Parameters
    ----------
    name, title, unit : str
        Name in results; in words; unit that pint knows.
    group : str
        ``streets``, ``events``, ``abroad``, ``heirs`` or ``neighbors``.
    kind : {"count", "number", "yes_no"}
        What the values are.
    meaning : str
        One sentence.
    function : callable
        ``function(run, day)`` gives a float64 array, shape ``(K,)``.
    """

    name: str
    title: str
    unit: str
    group: str
    kind: Kind
    meaning: str
    function: Callable[[Series, float], Floats]


_COUNTRY = (
    ("participants", "people in the streets", "streets", "crowd"),
    ("regions_with_violence", "regions with violence", "streets", "crowd"),
    ("deaths", "dead so far", "streets", "killed"),
    ("detained", "detained so far", "streets", "arrested"),
    ("troops", "foreign troops in the country", "abroad", "troops"),
    ("alignment", "alignment, West −1 to East 1", "abroad", "alignment"),
    ("other_front_pressure", "pressure on the other front", "abroad", "other_front_pressure"),
)
"""Measures of the country: name, title, group, recorded field."""

_PLACES = (
    ("naming_probability", "naming_before", "ruler", "heirs", "an heir named in {}"),
    ("neighbor_risk", "neighbor_risk_before", "neighbor", "neighbors", "risk of fall in {}"),
)
"""Measures of one place each: name, the same before the crisis, kind of place, group, title."""

CHANGE = "_change"
"""Ending of the name of a change since before the crisis."""

_EVENTS = (
    ("concession", "concession_time", "price rise taken back somewhere"),
    ("government_dismissed", "government_dismissed_time", "government dismissed"),
    ("emergency", "emergency_time", "state of emergency somewhere"),
    ("shutdown", "shutdown_time", "internet shut down"),
    ("treaty_request", "treaty_request_time", "allies asked for troops"),
    ("first_troops", "first_troops_time", "foreign troops arrive"),
    ("withdrawal_end", "withdrawal_end_time", "foreign troops gone again"),
    ("purge", "move_time", "a power of the duel is put out"),
)
"""Events by the end of the day: name, recorded field, title."""


def quantities(scenario: Scenario, fields: Sequence[str] | None = None) -> list[Daily]:
    """Give what is looked at; with ``fields``, those that these recorded fields allow."""
    found = [_of_country(*row) for row in _COUNTRY if fields is None or row[3] in fields]
    found += [_event(*row) for row in _EVENTS if fields is None or row[1] in fields]
    for measure, before, kind, group, title in _PLACES:
        if fields is None or {measure, before} <= {*fields}:
            found += _of_places(scenario, measure, before, kind, group, title)
    return found


def _of_country(measure: str, title: str, group: str, _field: str) -> Daily:
    found = find_measure(measure)

    def function(run: Series, day: float) -> Floats:
        return found.function(run, WHOLE, day)

    return Daily(measure, title, found.unit, group, found.kind, found.meaning, function)


def _of_places(
    scenario: Scenario, measure: str, before: str, kind: str, group: str, title: str
) -> list[Daily]:
    """Give a measure of each place of a kind, and its change since before the crisis."""
    found, at_first = find_measure(measure), find_measure(before)
    made = []
    for name in scenario.tables[TABLE_OF[kind]].names:
        place = find_place(scenario.tables, (kind,), name)

        def level(run: Series, day: float, place: Place = place) -> Floats:
            return found.function(run, place, day)

        def change(run: Series, day: float, place: Place = place) -> Floats:
            return found.function(run, place, day) - at_first.function(run, place, None)

        own = title.format(name.replace("_", " ").title())
        for ending, words, function in (("", own, level), (CHANGE, f"{own}, change", change)):
            made.append(
                Daily(f"{measure}{ending}@{name}", words, found.unit, group, found.kind,
                      found.meaning, function)
            )  # fmt: skip
    return made


def _event(name: str, field: str, title: str) -> Daily:
    when = turning_points.time_of(field)

    def function(run: Series, day: float) -> Floats:
        if run.last_tick(day) is None:
            return run.unknown()
        return np.asarray(when(run, WHOLE) <= day + 1.0 + 1e-9, dtype=np.float64)

    return Daily(name, title, "1", "events", "yes_no", f"Whether by then: {title}.", function)
