"""One line of the theory table: a number of a published model beside the engine's own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

Value = float | str
"""A number, or a name where the answer is one (a coalition, a list of sizes)."""

TAGS = ("V", "C", "M", "corrected")
"""V read in a source; C derived independently; M from memory and derived anew; corrected: differs
from what is often stated, see the page of corrections."""


@dataclass(frozen=True, slots=True)
class TheoryRow:
    """A number that a published model gives, and ours.

    Parameters
    ----------
    model : str
        Name of the model, as on the command line.
    quantity : str
        What is compared, in a few words, with the setting.
    expected, ours : float or str
        The published or derived value, written out; what the engine gives.
    tolerance : float
        Largest absolute difference that passes; 0 for names.
    ok : bool
        Whether it passes.
    source : str
        The paper.
    tag : str
        One of `TAGS`.
    mechanism : str
        The mechanism, kernel or closed form that gives our value.
    """

    model: str
    quantity: str
    expected: Value
    ours: Value
    tolerance: float
    ok: bool
    source: str
    tag: str
    mechanism: str

    def as_json(self) -> dict[str, Any]:
        """Give the row as plain values of JSON, in the order of the fields."""
        return asdict(self)


def row(
    model: str,
    quantity: str,
    expected: Value,
    ours: Value,
    tolerance: float,
    source: str,
    tag: str,
    mechanism: str,
) -> TheoryRow:
    """Make a row that passes if ours is within the tolerance of the expected value.

    Raises
    ------
    ValueError
        If the tag is unknown or the tolerance negative.
    """
    if tag not in TAGS:
        raise ValueError(f"{model}, {quantity}: tag {tag!r}, expected one of {', '.join(TAGS)}")
    if not tolerance >= 0:
        raise ValueError(f"{model}, {quantity}: tolerance {tolerance}, expected 0 or more")
    if not isinstance(expected, str) and not isinstance(ours, str):
        expected, ours = float(expected), float(ours)
    return TheoryRow(
        model, quantity, expected, ours, float(tolerance), _agrees(expected, ours, tolerance),
        source, tag, mechanism,
    )  # fmt: skip


def _agrees(expected: Value, ours: Value, tolerance: float) -> bool:
    if isinstance(expected, str) or isinstance(ours, str):
        return expected == ours
    if math.isinf(expected):
        return expected == ours
    return abs(ours - expected) <= tolerance


Entry = tuple[str, Value, Value, float, str]
"""A row without what it shares with its neighbors: quantity, expected, ours, tolerance, tag."""


def rows_of(model: str, source: str, mechanism: str, entries: Iterable[Entry]) -> list[TheoryRow]:
    """Make the rows that share a model, a source and a mechanism; raise ValueError as `row`."""
    return [
        row(model, quantity, expected, ours, tolerance, source, tag, mechanism)
        for quantity, expected, ours, tolerance, tag in entries
    ]
