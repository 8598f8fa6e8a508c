"""How numbers and moments are written on screens and in figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import isinf, isnan

NEVER = "never"
UNKNOWN = "not run"


def count(value: float) -> str:
    """Write a count with at most three digits that matter from 10,000 on: '36.8k', '1.2M'."""
    if isnan(value):
        return UNKNOWN
    if abs(value) >= 999_500:
        return f"{value / 1e6:.3g}M"
    if abs(value) >= 9_999.5:
        return f"{value / 1e3:.3g}k"
    return f"{value:,.0f}"


def runs(replicates: int) -> str:
    """Write how many runs there are: '1 run', '200 runs'."""
    return "1 run" if replicates == 1 else f"{replicates:,} runs"


def moment(start: datetime, days: float) -> str:
    """Write days since the start as a local day and hour: '5 Jan 18h'; infinite is never."""
    if isnan(days):
        return UNKNOWN
    if isinf(days):
        return NEVER
    when = _to_hour(start, days)
    return f"{day(when)} {when.hour}h"


def moment_range(start: datetime, value: float, low: float, high: float) -> str:
    """Write a moment with its range; the range names only days other than the moment's own."""
    if low == high == value:
        return moment(start, value)
    own = _to_hour(start, value).date()
    first, last = _to_hour(start, low), _to_hour(start, high)
    # The end of a day is its 24h, not the next day's 0h.
    last_hour = last.hour or 24
    last_day = last if last.hour else last - timedelta(days=1)
    begins = f"{first.hour}h" if first.date() == own else f"{day(first)} {first.hour}h"
    ends = f"{last_hour}h" if last_day.date() == own else f"{day(last_day)} {last_hour}h"
    return f"{moment(start, value)} ({begins}–{ends})"


def count_range(value: float, low: float, high: float) -> str:
    """Write a count with its range, if it has one: '36.8k (30k–60k)'."""
    if low == high == value:
        return count(value)
    return f"{count(value)} ({count(low)}–{count(high)})"


def day(when: datetime) -> str:
    """Write a day without its year: '5 Jan'."""
    return f"{when.day} {when:%b}"


def date_of(start: datetime, ends: float) -> str:
    """Write the day that a tick ends, ISO 8601; midnight belongs to the day before."""
    return (start + timedelta(days=ends) - timedelta(seconds=1)).date().isoformat()


def duration(seconds: float) -> str:
    """Write how long something took: '42 s', '1 min 37 s'."""
    if seconds < 60:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def _to_hour(start: datetime, days: float) -> datetime:
    return start + timedelta(hours=round(days * 24))
