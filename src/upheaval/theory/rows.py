"""One row of the table of theory: a number that a published model implies, beside ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Value = float | str
"""A number, or a name where the answer is one (a coalition, a list of sizes)."""

Tag = Literal["V", "C", "M", "corrected"]
TAGS: tuple[str, ...] = get_args(Tag)

Tolerance = float | tuple[Literal["relative"], float] | tuple[float, float] | Literal["exact"]


@dataclass(frozen=True)
class TheoryRow:
    """A quantity of a published model, what is expected of it, and what this engine gives."""

    model: str
    """The published model, by its name on the command line."""
    quantity: str
    """What is compared, with the setting that it depends on."""
    expected: Value
    """What the model implies; where the tolerance is an interval, its middle or best guess."""
    ours: Value
    """What the engine gives."""
    tolerance: Tolerance
    """A difference; ("relative", share of expected); an interval (low, high); or "exact"."""
    ok: bool
    """Whether ours lies within the tolerance; names must be the same."""
    source: str
    """Paper, program or derivation."""
    tag: str
    """V: read in the source; C: derived and computed independently; M: from memory of it and
    derived again; corrected: differs from what can be met elsewhere."""
    mechanism: str
    """The part of the engine that is put to the test."""

    def as_json(self) -> dict[str, Any]:
        """Give the row as plain values, in the order of the fields."""
        return asdict(self)


def row(
    model: str,
    quantity: str,
    expected: Value,
    ours: Value,
    tolerance: Tolerance,
    source: str,
    tag: str,
    mechanism: str,
) -> TheoryRow:
    """Make a row, deciding whether ours is within the tolerance; a number that is none is not.

    Raises
    ------
    ValueError
        If the tolerance is negative, an empty interval or an unknown word, or the tag is unknown.
    """
    if tag not in TAGS:
        raise ValueError(f"tag: expected one of {', '.join(TAGS)}, got {tag!r}")
    if isinstance(expected, str) or isinstance(ours, str):
        ok = expected == ours
    else:
        expected, ours = float(expected), float(ours)
        ok = bool(_within(expected, ours, tolerance))
    return TheoryRow(model, quantity, expected, ours, tolerance, ok, source, tag, mechanism)


Entry = tuple[str, Value, Value, Tolerance, str]
"""A row without what it shares with its neighbors: quantity, expected, ours, tolerance, tag."""


def rows_of(model: str, source: str, mechanism: str, entries: Iterable[Entry]) -> list[TheoryRow]:
    """Make the rows that share a model, a source and a mechanism; raise ValueError as `row`."""
    return [
        row(model, quantity, expected, ours, tolerance, source, tag, mechanism)
        for quantity, expected, ours, tolerance, tag in entries
    ]


def worded(value: Value) -> str:
    """Give a value as tables print it: names as they are, numbers to six digits."""
    if isinstance(value, str):
        return value
    # What is nothing but rounding would print differently on another machine.
    return f"{0.0 if abs(value) < 1e-12 else value:.6g}"


def worded_tolerance(tolerance: Tolerance) -> str:
    """Give a tolerance as tables print it."""
    if isinstance(tolerance, str) or tolerance == 0:
        return "exact"
    if isinstance(tolerance, tuple):
        first, second = tolerance
        return f"{second:.3g} of it" if isinstance(first, str) else f"{first:g} to {second:g}"
    return f"{tolerance:g}"


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
    # An infinite value equals itself, though their difference is no number.
    return ours == expected or abs(ours - expected) <= tolerance
