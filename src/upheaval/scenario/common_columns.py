"""Columns that many tables share: the source of a row, a share, a value with its range."""

from __future__ import annotations

from dataclasses import replace

from upheaval.scenario.columns import Column, OrderRule

SOURCE = Column(
    "source", "text", "Where the row comes from; `assumption: ...` where the record does not know."
)
RANGE = (OrderRule("low", "value", "high"),)
"""The rule of a table whose rows have a value within a range."""


def share(name: str, meaning: str, default: object = ...) -> Column:
    """Declare a column of shares, from 0 to 1."""
    return Column(name, "number", meaning, unit="1", default=default, minimum=0, maximum=1)


def optional_share(name: str, meaning: str) -> Column:
    """Declare a column of shares that a file may lack: 0 then."""
    return Column(
        name, "number", meaning, unit="1", default=0.0, minimum=0, maximum=1, may_be_absent=True
    )


def with_range(column: Column) -> tuple[Column, Column, Column]:
    """Declare a column and the two ends of its range: ``low`` and ``high``, or ``NAME_low``, ..."""
    stem = "" if column.name == "value" else f"{column.name}_"
    return (
        column,
        replace(column, name=f"{stem}low", meaning="Low end of its range."),
        replace(column, name=f"{stem}high", meaning="High end of its range."),
    )
