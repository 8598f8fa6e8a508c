"""The shape of a column and of a table, as data.

Everything that knows a table's columns reads these declarations: the reader, the error
messages, the reference page, the JSON Schema and the template of a new scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "text", "integer", "number", "boolean", "date", "choice"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a scenario table.

    Parameters
    ----------
    name : str
        Header of the column in the CSV file.
    kind : Kind
        ``name`` is an identifier without spaces; ``date`` is ISO 8601, local time of the country,
        with or without a time of day.
    meaning : str
        One sentence for the reference page and for error messages.
    unit : str
        Unit that pint knows (``person``, ``1`` for a pure number, ``KZT/liter``); empty for text.
    default : object, optional
        Value of an empty cell; ``...`` means that the cell must be filled.
    minimum, maximum : float, optional
        Bounds of a number, both inclusive.
    choices : tuple of str
        Allowed words of a ``choice``.
    refers_to : str, optional
        ``table.column`` whose values this cell must repeat.
    may_be_absent : bool
        Whether the file may lack the column; every cell then has its default.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    default: object = ...
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    may_be_absent: bool = False

    @property
    def required(self) -> bool:
        """Whether an empty cell is an error."""
        return self.default is ...


@dataclass(frozen=True, slots=True)
class SumRule:
    """Within each set of rows that agree on ``by``, ``column`` must add up.

    ``total`` is a number, or ``table.column`` of the row whose ``name`` the ``by`` value repeats.
    ``needed_by`` is ``table.column`` of numbers: a set of rows may be absent only where these are
    zero. Its table has the columns ``by``, or is the one that the single column of ``by`` repeats
    the ``name`` of.
    """

    column: str
    by: tuple[str, ...]
    total: float | str
    tolerance: float
    needed_by: str | None = None


@dataclass(frozen=True, slots=True)
class OrderRule:
    """Every row must have ``low <= value <= high`` where the three are filled."""

    low: str
    value: str
    high: str


@dataclass(frozen=True, slots=True)
class OnceRule:
    """Exactly one row must have ``word`` in ``column``; with ``may_be_absent`` one or none."""

    column: str
    word: str
    may_be_absent: bool = False


@dataclass(frozen=True, slots=True)
class TableKind:
    """One kind of table of a scenario folder: ``<name>.csv``.

    ``may_be_empty``: the file may have no rows. ``may_be_absent``: there may be no file, which
    means the same as one without rows. ``in_template``: a template shows an example row even so.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sums: tuple[SumRule, ...] = ()
    orders: tuple[OrderRule, ...] = ()
    once: tuple[OnceRule, ...] = ()
    may_be_empty: bool = False
    may_be_absent: bool = False
    in_template: bool = False

    def column(self, name: str) -> Column:
        """Give the declaration of one column; ``KeyError`` if there is none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Tell whether there is a column of that name."""
        return any(column.name == name for column in self.columns)
