"""A table of a scenario in memory: typed columns, with rows found by their key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import unknown
from upheaval.scenario.cells import Value
from upheaval.scenario.columns import Column, TableKind


class Invalid:
    """Stands in a sheet for a cell that could not be read, so that no check reads it again."""


INVALID = Invalid()
Cell = Value | Invalid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read, perhaps with invalid cells and missing columns.

    ``lines`` holds the row of each record in the file (the header is row 1); ``cells`` holds one
    list a column.
    """

    kind: TableKind
    lines: list[int] = field(default_factory=list)
    cells: dict[str, list[Cell]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.kind.name}.csv"

    def __len__(self) -> int:
        return len(self.lines)

    def get(self, column: str, row: int) -> Cell:
        """Give one cell; ``INVALID`` also where the file lacks the column."""
        cells = self.cells.get(column)
        return INVALID if cells is None else cells[row]

    def keys(self, columns: Sequence[str]) -> list[tuple[Value, ...] | None]:
        """Give each row's values in these columns, or None where one of them is invalid."""
        return [self._key(columns, row) for row in range(len(self))]

    def _key(self, columns: Sequence[str], row: int) -> tuple[Value, ...] | None:
        key: list[Value] = []
        for column in columns:
            cell = self.get(column, row)
            if isinstance(cell, Invalid):
                return None
            key.append(cell)
        return tuple(key)

    def words(self, column: str) -> set[str]:
        """Give the valid text cells of a column."""
        return {cell for cell in self.cells.get(column, ()) if isinstance(cell, str)}


class Table:
    """A checked table: ``table["population"]`` is an array with one element a row.

    Names, texts and choices are strings; integers ``int64``; numbers ``float64`` (an empty one
    NaN); booleans ``bool``; dates ``datetime64[s]`` in local time (an empty one NaT). The arrays
    are read-only. ``len(table)`` counts rows.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.kind = sheet.kind
        self.sheet = sheet
        self._columns = {column.name: _array(column, sheet) for column in sheet.kind.columns}

    def __getitem__(self, column: str) -> NDArray[Any]:
        try:
            return self._columns[column]
        except KeyError:
            where = f"column of {self.kind.name}"
            raise KeyError(unknown(where, column, self._columns)) from None

    def __contains__(self, column: object) -> bool:
        return column in self._columns

    def __len__(self) -> int:
        return len(self.sheet)

    @cached_property
    def names(self) -> list[str]:
        """Key of each row; keys of several columns are joined by ``/``."""
        keys = self.sheet.keys(self.kind.key)
        return ["/".join(map(str, key)) for key in keys if key is not None]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    def position(self, name: str) -> int:
        """Give the row with this key, counted from 0; ``KeyError`` with the nearest name."""
        try:
            return self._positions[str(name)]
        except KeyError:
            raise KeyError(unknown(f"row of {self.kind.name}", name, self.names)) from None

    def line(self, row: int) -> int:
        """Give the row of the file that row ``row`` of the table came from."""
        return self.sheet.lines[row]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give each row as a dictionary of plain values; an empty date or number is None."""
        for row in range(len(self)):
            yield {name: self.sheet.get(name, row) for name in self._columns}


_TYPES = {
    "name": np.dtype(np.str_),
    "text": np.dtype(np.str_),
    "choice": np.dtype(np.str_),
    "integer": np.dtype(np.int64),
    "number": np.dtype(np.float64),
    "boolean": np.dtype(np.bool_),
    "date": np.dtype("datetime64[s]"),
}
_EMPTY = {"number": np.nan, "date": np.datetime64("NaT", "s")}


def _array(column: Column, sheet: Sheet) -> NDArray[Any]:
    cells: list[Any] = sheet.cells[column.name]
    filled = [_EMPTY[column.kind] if cell is None else cell for cell in cells]
    array: NDArray[Any] = np.array(filled, dtype=_TYPES[column.kind])
    array.setflags(write=False)
    return array
