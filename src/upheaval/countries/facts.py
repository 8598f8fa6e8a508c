"""Facts of a country in a year, from the years that the sources have."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST_INTERNET_YEAR = 1993
"""Assumption: before this year nobody outside laboratories was online."""

_GROWTH_BEFORE = 0.01
"""Growth of people a year before the first count: an open assumption, with a range of its size."""
_ERRORS = {
    # Relative (population, forces) or absolute (shares): at the source's year, and a year off it.
    "population": (0.02, 0.004),
    "armed_forces": (0.3, 0.03),
    "guard": (0.4, 0.03),
    "urban_share": (0.05, 0.006),
    "children_share": (0.02, 0.004),
    "youth_share": (0.02, 0.002),
    "internet_share": (0.05, 0.02),
    "food_share": (0.05, 0.01),
    "largest_group_share": (0.05, 0.005),
}
_COUNTS = ("population", "armed_forces", "guard")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its range, and where it comes from.

    ``measured`` is false where the year is so far from those of the source, or so little is known,
    that the number is an assumption.
    """

    value: float
    low: float
    high: float
    source: str
    measured: bool = True


Points = Sequence[tuple[int, float, str]]


def at(name: str, points: Points, year: int) -> Fact | None:
    """Work out a fact in a year.

    Parameters
    ----------
    name : str
        Name of the fact, as in ``facts.csv``.
    points : sequence of (year, value, source)
        What is known, in the order of years.
    year : int
        Wanted year.

    Returns
    -------
    Fact or None
        Interpolated between years (counts by equal growth, shares in a line); before the first and
        after the last year held, or carried on for people; None if nothing is known.
    """
    if not points:
        return None
    if name == "internet_share":
        return _online(points, year)
    before = [point for point in points if point[0] <= year]
    after = [point for point in points if point[0] >= year]
    gap = min(abs(point[0] - year) for point in points)
    if before and after:
        value = _between(before[-1], after[0], year, name in _COUNTS)
        source = _both(before[-1], after[0], year)
    else:
        end = after[0] if after else before[-1]
        value = end[1] * _carried(points, year) if name == "population" else end[1]
        source = f"{end[2]}, of {end[0]}"
    return _ranged(name, value, gap, source)


def _between(
    one: tuple[int, float, str], other: tuple[int, float, str], year: int, count: bool
) -> float:
    if one[0] == other[0]:
        return one[1]
    part = (year - one[0]) / (other[0] - one[0])
    if count:
        return math.exp((1 - part) * math.log(one[1]) + part * math.log(other[1]))
    return (1 - part) * one[1] + part * other[1]


def _both(one: tuple[int, float, str], other: tuple[int, float, str], year: int) -> str:
    if one[0] == other[0] or one[0] == year:
        return f"{one[2]}, of {one[0]}"
    if one[2] == other[2]:
        return f"{one[2]}, between {one[0]} and {other[0]}"
    return f"{one[2]}, of {one[0]}, and {other[2]}, of {other[0]}"


def _carried(points: Points, year: int) -> float:
    if year < points[0][0]:
        return (1 + _GROWTH_BEFORE) ** (year - points[0][0])
    if len(points) < 2:
        return 1.0
    (first, one, _), (last, other, _) = points[-2], points[-1]
    growth = (other / one) ** (1 / (last - first))
    return float(growth ** (year - last))


def _ranged(name: str, value: float, gap: int, source: str, measured: bool = True) -> Fact:
    error, a_year = _ERRORS.get(name, (0.1, 0.01))
    error += a_year * gap
    if name in _COUNTS:
        factor = 1 + error
        return Fact(value, value / factor, value * factor, source, measured and error < 1)
    low, high = max(0.0, value - error), min(1.0, value + error)
    return Fact(value, low, high, source, measured and error < 0.25)


def _online(points: Points, year: int) -> Fact:
    first = points[0]
    if year <= FIRST_INTERNET_YEAR:
        reason = f"assumption: hardly anybody was online before {FIRST_INTERNET_YEAR}"
        return Fact(0.0, 0.0, 0.01, reason, True)
    if year >= first[0]:
        later = [point for point in points if point[0] >= year]
        earlier = [point for point in points if point[0] <= year][-1]
        value = _between(earlier, later[0], year, False) if later else earlier[1]
        gap = min(abs(point[0] - year) for point in points)
        source = _both(earlier, later[0] if later else earlier, year)
        return _ranged("internet_share", value, gap, source)
    part = (year - FIRST_INTERNET_YEAR) / (first[0] - FIRST_INTERNET_YEAR)
    source = f"assumption: slow growth from {FIRST_INTERNET_YEAR} to {first[2]}, of {first[0]}"
    return _ranged("internet_share", first[1] * part**2, first[0] - year, source, False)


def points_of(found: Sequence[Mapping[str, str]], name: str) -> list[tuple[int, float, str]]:
    """Give the known points of one fact, in the order of years."""
    points = [
        (int(row["year"]), float(row["value"]), row["source"])
        for row in found
        if row["fact"] == name
    ]
    return sorted(points)
