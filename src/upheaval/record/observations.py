"""The record as typed observations: each row one value of one measure, with its range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from upheaval.errors import UpheavalError
from upheaval.record.measure import DATE, Measure
from upheaval.record.measures import find_measure
from upheaval.record.places import Place, find_place
from upheaval.scenario.cells import NEVER, BadCell, moment, number
from upheaval.scenario.problems import Problem, ScenarioError
from upheaval.scenario.units import UnitError, factor

if TYPE_CHECKING:
    from upheaval.scenario import Scenario

DAY = timedelta(days=1)
NOON = timedelta(hours=12)
FILE = "record.csv"


@dataclass(frozen=True, slots=True)
class Observation:
    """One row of the record.

    Parameters
    ----------
    name : str
        Identifier of the row.
    measure : Measure
        What it observes.
    place : Place
        Where.
    date : datetime or None
        Day that it refers to (its 0:00), local time; None for measures that refer to none.
    day : float or None
        That day in days since the start of the scenario.
    value, low, high : float
        Value and its range in the measure's unit; for measures of when, in days since the start.
        A date without an hour means the whole day: its noon as a value, its first and last
        moment as the ends of a range. ``never`` is infinite.
    confidence : str
        ``high``, ``medium`` or ``low``.
    use : str
        ``fit`` or ``check``; what is kept back as a check never enters a fit.
    source : str
        Where the row comes from.
    """

    name: str
    measure: Measure
    place: Place
    date: datetime | None
    day: float | None
    value: float
    low: float
    high: float
    confidence: str
    use: str
    source: str

    @property
    def unit(self) -> str:
        """Unit of value, low and high; ``date`` for days since the start."""
        return self.measure.unit


def read_observations(scenario: Scenario) -> list[Observation]:
    """Give the rows of a scenario's record as observations, in the order of the file.

    Raises
    ------
    ScenarioError
        With every row that cannot be an observation: an unknown measure or place, a date that is
        missing or superfluous, a value or unit of the wrong kind.
    """
    record = scenario.tables["record"]
    observations: list[Observation] = []
    problems: list[Problem] = []
    for position, row in enumerate(record.rows()):
        try:
            observations.append(_observation(scenario, row))
        except _BadField as bad:
            problems.append(Problem(FILE, record.line(position), bad.column, bad.message))
    if problems:
        raise ScenarioError(problems, scenario.name)
    return observations


class _BadField(Exception):  # noqa: N818 - it is caught in this file and never shown as such
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message


def _observation(scenario: Scenario, row: dict[str, Any]) -> Observation:
    try:
        measure = find_measure(row["measure"])
    except UpheavalError as error:
        raise _BadField("measure", error.message) from None
    try:
        place = find_place(scenario.tables, measure.places, row["place"])
    except UpheavalError as error:
        raise _BadField("place", f"measure '{measure.name}': {error.message}") from None
    date = _date(measure, row["date"])
    value, low, high = _values(scenario.start, measure, row)
    return Observation(
        name=row["name"],
        measure=measure,
        place=place,
        date=date,
        day=None if date is None else (date - scenario.start) / DAY,
        value=value,
        low=low,
        high=high,
        confidence=row["confidence"],
        use=row["use"],
        source=row["source"],
    )


def _date(measure: Measure, cell: object) -> datetime | None:
    date = cell if isinstance(cell, datetime) else None
    if measure.dated and date is None:
        raise _BadField("date", f"the cell is empty, but measure '{measure.name}' refers to a day")
    if not measure.dated and date is not None:
        raise _BadField("date", f"measure '{measure.name}' refers to the whole run, not to a day")
    return None if date is None else datetime.combine(date, datetime.min.time())


def _values(start: datetime, measure: Measure, row: dict[str, Any]) -> Iterator[float]:
    columns = ("value", "low", "high")
    if measure.unit == DATE:
        read = [_moment(column, row[column], start) for column in columns]
    else:
        times = _factor(row["unit"], measure)
        read = [_number(column, row[column]) * times for column in columns]
    value, low, high = read
    if not low <= value <= high:
        raise _BadField("value", f"{row['value']} is not from {row['low']} to {row['high']}")
    return iter(read)


def _moment(column: str, text: str, start: datetime) -> float:
    if text.strip() == NEVER:
        return float("inf")
    try:
        when = moment(text)
    except BadCell as bad:
        raise _BadField(column, f"{bad.message}, expected {bad.expected}") from None
    if ":" not in text:
        when += {"value": NOON, "low": timedelta(0), "high": DAY}[column]
    return float((when - start) / DAY)


def _number(column: str, text: str) -> float:
    try:
        return number(text)
    except BadCell as bad:
        raise _BadField(column, f"{bad.message}, expected {bad.expected}") from None


def _factor(unit: str, measure: Measure) -> float:
    if unit == measure.unit:
        return 1.0
    try:
        return factor(unit, measure.unit)
    except UnitError as error:
        raise _BadField("unit", f"measure '{measure.name}': {error.message}") from None
