"""The shape of a field of a card, as data.

Everything that knows a card's fields reads these declarations: the reader, the error messages, the
template with its comments, the reference page, the JSON Schema and the form of a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "choice", "flag", "date", "whole", "number", "share", "level", "burden",
    "country", "countries", "names", "dates",
]  # fmt: skip

LEVELS = {
    "none": (0.0, 0.0, 0.05),
    "very_low": (0.1, 0.02, 0.2),
    "low": (0.25, 0.1, 0.4),
    "medium": (0.5, 0.3, 0.7),
    "high": (0.75, 0.6, 0.9),
    "very_high": (0.9, 0.8, 1.0),
}
"""Words for a number from 0 to 1: value, low and high end of an open range. Assumption."""

BURDENS = {
    "none": (0.0, 0.0, 0.0),
    "low": (0.015, 0.005, 0.03),
    "medium": (0.04, 0.02, 0.08),
    "high": (0.1, 0.05, 0.2),
}
"""Words for a burden, as a share of a mean household's income. Assumption."""

MEASURED = ("whole", "number", "share", "level", "burden")
"""Kinds of fields that are numbers and may have a range and a source of their own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a card.

    Parameters
    ----------
    name : str
        Key within its section; a part of a group is written ``ruler.age``.
    kind : Kind
        ``level`` is a number from 0 to 1 or a word of `LEVELS`; ``burden`` a share of household
        income or a word of `BURDENS`; ``country`` an ISO 3166 code; ``names`` names of regions.
    meaning : str
        One sentence for the reference page, error messages and the template.
    becomes : str
        Which tables and parameters it sets.
    unit : str
        ``person``, ``day``, ``1`` for a pure number; empty for text.
    choices : tuple of str
        Allowed words of a ``choice``.
    minimum, maximum : float, optional
        Bounds of a number, both inclusive.
    otherwise : str
        Where the value comes from if it is left out.
    required : bool
        Whether it must be there.
    example : str
        What the template writes in its comment.
    """

    name: str
    kind: Kind
    meaning: str
    becomes: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    otherwise: str = "left out"
    required: bool = False
    example: str = ""

    @property
    def group(self) -> str:
        """Name of the group that it is a part of, or empty."""
        return self.name.rpartition(".")[0]

    @property
    def is_number(self) -> bool:
        """Whether it may be written with a range and a source."""
        return self.kind in MEASURED


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a card: one mapping, or a list of mappings of one shape.

    ``least`` and ``most`` bound the length of a list. ``absent`` names groups that may be the word
    ``none`` in place of a mapping.
    """

    name: str
    title: str
    meaning: str
    fields: tuple[Field, ...]
    is_list: bool = False
    least: int = 0
    most: int = 1000
    absent: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        """Give the field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups of fields, in order."""
        return tuple(dict.fromkeys(field.group for field in self.fields if field.group))

    def keys(self, group: str = "") -> list[str]:
        """Give the keys that stand at one place: of the section, or of one of its groups."""
        if group:
            return [f.name.rpartition(".")[2] for f in self.fields if f.group == group]
        heads = [field.name.partition(".")[0] for field in self.fields]
        return [*dict.fromkeys(heads), "source"]


def words_of(field: Field) -> dict[str, tuple[float, float, float]]:
    """Give the words that a number may be written as, with value, low and high."""
    return {"level": LEVELS, "burden": BURDENS}.get(field.kind, {})
