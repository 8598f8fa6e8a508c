"""What `parts` answers: each part of the system, and what a run shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from upheaval.answers.parts.part import Part, Shown
from upheaval.runs.plan import RunPlan


@dataclass(frozen=True)
class PartRow:
    """A part and what the run shows of it; None where the scenario leaves its mechanisms out."""

    part: Part
    shown: Shown | None

    def as_json(self) -> dict[str, Any]:
        """Give plain values with stable keys."""
        return {
            "part": self.part.number,
            "title": self.part.title,
            "mechanisms": list(self.part.mechanisms),
            "measures": list(self.part.measures),
            "switch": self.part.switch.words,
            "demonstration": None if self.shown is None else self.shown.as_json(),
        }


@dataclass(frozen=True)
class Parts:
    """The answer of `parts`.

    Attributes
    ----------
    plan : RunPlan
        The run as it is; others differ from it by one switch.
    rows : tuple of PartRow
        One a part, in order.
    """

    plan: RunPlan
    rows: tuple[PartRow, ...]

    def __getitem__(self, number: int) -> PartRow:
        """Give the row of a part by its number."""
        return next(row for row in self.rows if row.part.number == number)

    def as_json(self) -> list[dict[str, Any]]:
        """Give one object a part; NaN may occur."""
        return [row.as_json() for row in self.rows]
