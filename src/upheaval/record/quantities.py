"""What a difference between two worlds is taken of: measures, peaks of measures, turning points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from upheaval.errors import UpheavalError
from upheaval.record import turning_points
from upheaval.record.measure import DATE, Kind
from upheaval.record.measures import find_measure
from upheaval.record.places import COUNTRY, WHOLE, find_place
from upheaval.record.series import Floats, Series
from upheaval.scenario import Scenario


@dataclass(frozen=True)
class Quantity:
    """A number, time or yes-or-no of each world.

    Parameters
    ----------
    name : str
        Name in results; a measure that was asked for keeps what was written.
    unit : str
        Unit that pint knows, or ``date``.
    kind : {"count", "number", "time", "yes_no"}
        What the values are.
    meaning : str
        One sentence.
    field : str or None
        Recorded field without which it cannot be taken; None if every run has what it needs.
    function : callable
        ``function(run)`` gives a float64 array, shape ``(replicates,)``; see `Measure.function`.
    """

    name: str
    unit: str
    kind: Kind
    meaning: str
    function: Callable[[Series], Floats]
    field: str | None = None


def usual(fields: Sequence[str] | None = None) -> list[Quantity]:
    """Give the quantities that are always looked at; with ``fields``, those that they allow."""
    return [item for item in _USUAL if fields is None or item.field is None or item.field in fields]


def quantity_of(scenario: Scenario, text: str) -> Quantity:
    """Read ``MEASURE``, ``MEASURE@PLACE``, ``MEASURE:DAY`` or ``MEASURE@PLACE:DAY``.

    Raises
    ------
    UpheavalError
        If there is no such measure or place, or the day is missing, superfluous or no day of the
        schedule.
    """
    head, _, day_text = text.partition(":")
    name, _, place_name = head.partition("@")
    measure = find_measure(name)
    if not place_name and COUNTRY not in measure.places:
        raise UpheavalError(
            f"measure '{text}': expected a place, {name}@{measure.places[0].upper()}"
        )
    place = find_place(scenario.tables, measure.places, place_name or COUNTRY)
    if measure.dated != bool(day_text):
        expected = f"a day, such as {head}:{scenario.start.date()}" if measure.dated else "no day"
        raise UpheavalError(f"measure '{text}': expected {expected}")
    day = _day(scenario, text, day_text) if day_text else None

    def function(run: Series) -> Floats:
        return measure.function(run, place, day)

    return Quantity(text, measure.unit, measure.kind, measure.meaning, function)


def _day(scenario: Scenario, text: str, day_text: str) -> float:
    first, end = scenario.start.date(), scenario.schedule[-1].until
    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        raise UpheavalError(
            f"measure '{text}': got the day '{day_text}', expected one such as {first}"
        ) from None
    if not first <= day or datetime.combine(day, datetime.min.time()) >= end:
        raise UpheavalError(
            f"measure '{text}': {day} is no day of the schedule, which goes from {first} to {end}"
        )
    return float((datetime.combine(day, datetime.min.time()) - scenario.start).days)


# ---------------------------------------------------------------------- the usual ones
def _acute_days(run: Series) -> range:
    """Give the days of the acute phase that the run reaches to their end."""
    until = run.days(run.scenario.schedule[0].until)
    return range(int(min(until, run.ends[-1]) + 1e-6))


def _peak(measure: str, meaning: str, field: str) -> Quantity:
    found = find_measure(measure)

    def function(run: Series) -> Floats:
        days = [found.function(run, WHOLE, float(day)) for day in _acute_days(run)]
        return np.asarray(np.max(days, axis=0)) if days else run.unknown()

    return Quantity(f"peak_{measure}", found.unit, "count", meaning, function, field)


def _sum(measure: str, meaning: str, field: str) -> Quantity:
    found = find_measure(measure)

    def function(run: Series) -> Floats:
        days = _acute_days(run)
        return found.function(run, WHOLE, float(days[-1])) if days else run.unknown()

    return Quantity(measure, found.unit, "count", meaning, function, field)


def _event(name: str, field: str, meaning: str) -> Quantity:
    when = turning_points.time_of(field)

    def function(run: Series) -> Floats:
        return when(run, WHOLE)

    return Quantity(name, DATE, "time", meaning, function, field)


_USUAL: tuple[Quantity, ...] = (
    _peak("participants", "People in the streets on the fullest day of the acute phase.", "crowd"),
    _peak("regions_with_protest", "Regions with a gathering on the widest day.", "crowd"),
    _sum("deaths", "Dead by the end of the acute phase, on both sides.", "killed"),
    _sum("detained", "People detained by the end of the acute phase.", "arrested"),
    _peak("troops", "Most foreign troops in the country at a time.", "troops"),
    _event("concession", "concession_time", "The price rise is first taken back."),
    _event("government_dismissed", "government_dismissed_time", "The government is dismissed."),
    _event("emergency", "emergency_time", "The first state of emergency."),
    _event("shutdown", "shutdown_time", "The internet is shut down."),
    _event("purge", "move_time", "One power of the duel is put out of the coalition."),
    _event("treaty_request", "treaty_request_time", "The ruler asks the alliance for troops."),
    _event("first_troops", "first_troops_time", "The first foreign troops arrive."),
    _event("withdrawal_end", "withdrawal_end_time", "The last foreign troops have left."),
)
