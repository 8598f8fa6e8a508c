"""Ticks: from a schedule of phases to the steps of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upheaval.errors import UpheavalError

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """One step of time.

    ``start`` and ``length`` are in days since the start of the schedule; ``begins`` is local time.
    """

    index: int
    start: float
    length: float
    begins: datetime

    @property
    def end(self) -> float:
        """End of the tick in days since the start of the schedule."""
        return self.start + self.length

    @property
    def night_share(self) -> float:
        """Share of the tick between 23:00 and 7:00, when squares empty."""
        return _overlap_of_hours(self.begins, self.length, 23.0, 31.0)


def _overlap_of_hours(begins: datetime, length: float, opens: float, closes: float) -> float:
    first = begins.hour + begins.minute / 60.0
    last = first + 24.0 * length
    days = int(last // 24.0) + 1
    hours = sum(
        max(0.0, min(last, closes + 24.0 * day) - max(first, opens + 24.0 * day))
        for day in range(-1, days)
    )
    return hours / (24.0 * length)


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the schedule with one tick length, in days, up to and excluding ``until``."""

    until: datetime
    length: float


class Clock:
    """The ticks of a run from ``start`` through the phases, cut at ``until`` if that is given."""

    def __init__(
        self, start: datetime, phases: Sequence[Phase], until: datetime | None = None
    ) -> None:
        self.start = start
        self.ticks: list[Tick] = list(_ticks(start, phases, until))
        if not self.ticks:
            raise UpheavalError(f"the schedule has no tick between {start} and {until}")

    def __len__(self) -> int:
        return len(self.ticks)

    def __iter__(self) -> Iterator[Tick]:
        return iter(self.ticks)

    def days(self, when: datetime | date) -> float:
        """Turn a local date or time into days since the start."""
        if not isinstance(when, datetime):
            when = datetime.combine(when, datetime.min.time())
        return (when - self.start) / DAY

    def when(self, days: float) -> datetime:
        """Turn days since the start into a local time."""
        return self.start + timedelta(days=days)


def _ticks(start: datetime, phases: Sequence[Phase], until: datetime | None) -> Iterator[Tick]:
    begins, index = start, 0
    for phase in phases:
        stop = phase.until if until is None else min(phase.until, until)
        while begins < stop:
            length = min(phase.length, (stop - begins) / DAY)
            yield Tick(index, (begins - start) / DAY, length, begins)
            begins += timedelta(days=length)
            index += 1
