"""One row of the table of theory: a number that a published model implies, beside ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tag = Literal["V", "C", "M"]
Tolerance = float | tuple[Literal["relative"], float] | tuple[float, float] | Literal["exact"]


@dataclass(frozen=True)
class TheoryRow:
    """A quantity of a published model, what is expected of it, and what this engine gives."""

    model: str
    """The published model, by author and year."""
    quantity: str
    """What is compared, with the setting that it depends on."""
    expected: float
    """What the model implies; where the tolerance is an interval, its middle or best guess."""
    ours: float
    """What the engine gives."""
    tolerance: Tolerance
    """A difference; ("relative", share of expected); an interval (low, high); or "exact"."""
    ok: bool
    """Whether ours lies within the tolerance."""
    source: str
    """Paper, program or derivation."""
    tag: Tag
    """V: read in the source; C: derived and computed independently; M: from memory of it."""
    mechanism: str
    """The part of the engine that is put to the test."""


def row(
    model: str,
    quantity: str,
    expected: float,
    ours: float,
    tolerance: Tolerance,
    source: str,
    tag: Tag,
    mechanism: str,
) -> TheoryRow:
    """Make a row, deciding whether ours is within the tolerance; a number that is none is not.

    Raises
    ------
    ValueError
        If the tolerance is negative, an empty interval or an unknown word.
    """
    ok = bool(_within(expected, ours, tolerance))
    return TheoryRow(
        model, quantity, float(expected), float(ours), tolerance, ok, source, tag, mechanism
    )


def _within(expected: float, ours: float, tolerance: Tolerance) -> bool:
    if isinstance(tolerance, str):
        if tolerance != "exact":
            raise ValueError(f"tolerance: expected a number, a pair or 'exact', got {tolerance!r}")
        return ours == expected
    if isinstance(tolerance, tuple):
        first, second = tolerance
        if isinstance(first, str):
            if first != "relative" or not second >= 0:
                raise ValueError(
                    f"tolerance: expected ('relative', share of 0 or more), got {tolerance!r}"
                )
            return abs(ours - expected) <= second * abs(expected)
        if not first <= second:
            raise ValueError(f"tolerance: the interval {tolerance} is empty")
        return first <= ours <= second
    if not tolerance >= 0:
        raise ValueError(f"tolerance: expected 0 or more, got {tolerance}")
    return abs(ours - expected) <= tolerance
