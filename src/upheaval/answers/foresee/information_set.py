"""What was known by the end of a day: the record cut there, and nothing after it.

A row about a day is known once that day is over, a row about an event once its whole range has
passed. An event whose range begins later has not come yet, and that is known too: it is compared
as an event that does not come by then, whatever its row says. An event whose range spans the
moment is unsettled and left out. What is only settled by the end of the acute phase (whether,
anywhere, at any time; the last time) is not known before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.inference.simulations.reference_table import ReferenceTable, TablePlan
from upheaval.record.observations import Observation
from upheaval.scenario import Scenario

DAY = timedelta(days=1)

SETTLED_LATE = ("last_protest",)
"""Measures of when that a later moment may still move."""

LATER = "later"
"""Use of a row in a cut record that is not known yet."""

SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class InformationSetPlan(TablePlan):
    """A plan of simulations that are compared with the record up to a moment only.

    Parameters
    ----------
    moment : float
        End of what is known, in days since the start.
    """

    moment: float = 0.0

    @cached_property
    def horizon(self) -> float:
        """End of what is compared: times after it count as not yet."""
        return self.moment

    def identity(self) -> dict[str, Any]:
        """Give what tells what is known from what other moments know."""
        return super().identity() | {"known_until": self.moment}


@dataclass(frozen=True)
class InformationSet:
    """A record cut at a moment.

    Attributes
    ----------
    moment : float
        The moment, in days since the start.
    record : list of Observation
        The whole record in its order; what is not known has the use `LATER`, and events that have
        not come have the moment as their value.
    happened, not_yet, unsettled : int
        Rows of use ``fit`` that are known, that say that an event has not come, and that are left
        out because their range spans the moment.
    """

    moment: float
    record: list[Observation]
    happened: int
    not_yet: int
    unsettled: int


def day_of(scenario: Scenario, given: date | str, name: str = "from") -> date:
    """Read a day of the schedule.

    Raises
    ------
    UpheavalError
        If it is no date, or none of the schedule.
    """
    first = scenario.start.date()
    last = (scenario.schedule[-1].until - timedelta(microseconds=1)).date()
    if isinstance(given, datetime):
        given = given.date()
    if not isinstance(given, date):
        try:
            given = date.fromisoformat(given)
        except ValueError:
            raise UpheavalError(f"{name}: got '{given}', expected a day such as {first}") from None
    if not first <= given <= last:
        raise UpheavalError(
            f"{name}: {given} is no day of the schedule of {scenario.name}, {first} to {last}"
        )
    return given


def end_of(scenario: Scenario, day: date) -> float:
    """Give the end of a day in days since the start."""
    return (datetime.combine(day, time()) + DAY - scenario.start) / DAY


def information_set(
    scenario: Scenario, record: Sequence[Observation], moment: float
) -> InformationSet:
    """Cut a record at a moment.

    Raises
    ------
    UpheavalError
        If nothing of use ``fit`` is known by then.
    """
    acute = (scenario.schedule[0].until - scenario.start) / DAY
    states = [_state(item, moment, acute) for item in record]
    rows = [
        _as_reported_then(item, state, moment) for item, state in zip(record, states, strict=True)
    ]
    fit = [state for item, state in zip(record, states, strict=True) if item.use == "fit"]
    if fit.count("known") == 0:
        when = scenario.start + timedelta(days=moment)
        raise UpheavalError(
            f"{scenario.name}: the record has no observation of use 'fit' that is known by "
            f"{when - timedelta(microseconds=1):%Y-%m-%d}; expected a later day"
        )
    return InformationSet(
        moment, rows, *(fit.count(kind) for kind in ("known", "not yet", "unsettled"))
    )


def _state(item: Observation, moment: float, acute: float) -> str:
    if item.day is not None:
        return "known" if item.day + 1.0 <= moment + SLACK else LATER
    if item.measure.kind != "time" or item.measure.name in SETTLED_LATE:
        return "known" if acute <= moment + SLACK else LATER
    if item.high <= moment + SLACK:
        return "known"
    return "not yet" if item.low >= moment - SLACK else "unsettled"


def _as_reported_then(item: Observation, state: str, moment: float) -> Observation:
    if state == "known":
        return item
    if state == "not yet":
        # Nothing of the row but its name is left: its value and range come later.
        return replace(item, value=moment, low=moment, high=moment, confidence="high")
    return replace(item, use=LATER)


def table_at_moment(table: ReferenceTable, moment: float) -> ReferenceTable:
    """Give the table as it is compared with what is known at a moment."""
    plan = table.plan
    cut_plan = InformationSetPlan(plan.scenario, plan.scale, plan.seed, moment)
    return replace(table, plan=cut_plan)
