"""One cell of a table: from text to a typed value, by the declaration of its column."""

from __future__ import annotations

import re
from datetime import datetime

from upheaval.errors import listed, nearest
from upheaval.scenario.columns import Column
from upheaval.scenario.problems import quoted

Value = str | int | float | bool | datetime | None
"""A typed cell; None stands for an empty date or number that may be empty."""

NAME = re.compile(r"\w[\w.:-]*")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?", re.ASCII)
NEVER = "never"
"""Value of the record of something that did not happen."""

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
# Beyond this a float no longer holds every whole number.
_LARGEST_WHOLE = 2**53
_YEARS = range(1800, 2201)


class BadCell(Exception):  # noqa: N818 - caught in this package, never shown as such
    """A text that is no value of its column: what was found, expected, and the nearest word."""

    def __init__(self, message: str, expected: str, nearest: str | None = None) -> None:
        super().__init__(message, expected, nearest)
        self.message = message
        self.expected = expected
        self.nearest = nearest


def parse(column: Column, text: str) -> Value:
    """Turn the text of a cell into its value; raise `BadCell` if it is none of its column."""
    text = text.strip()
    if not text:
        return _default(column)
    if "\0" in text:
        raise BadCell("there is a NUL character", "text")
    if column.kind == "number" or column.kind == "integer":
        return _number(column, text)
    if column.kind == "boolean":
        if text.lower() not in _BOOLEANS:
            raise BadCell(f"got {quoted(text)}", "true or false")
        return _BOOLEANS[text.lower()]
    if column.kind == "date":
        return moment(text)
    if column.kind == "choice":
        if text not in column.choices:
            expected = "one of " + listed(column.choices)
            raise BadCell(f"got {quoted(text)}", expected, nearest(text, column.choices))
        return text
    if column.kind == "name" and not NAME.fullmatch(text):
        raise BadCell(f"got {quoted(text)}", "a name of letters, digits, '_', '-', '.' and ':'")
    return text


def number(text: str) -> float:
    """Read a plain decimal number; raise `BadCell` for anything else, such as nan or 1,000."""
    text = text.strip()
    if not _NUMBER.fullmatch(text) or abs(value := float(text)) > 1e300:
        raise BadCell(f"got {quoted(text)}", "a number")
    return value


def moment(text: str) -> datetime:
    """Read a date, with or without a time of day, as local time; `BadCell` for anything else."""
    text = text.strip()
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        value = datetime.fromisoformat(text)
    except ValueError:
        expected = "a date such as 2022-01-05 or 2022-01-05T18:30"
        raise BadCell(f"got {quoted(text)}", expected) from None
    if value.year not in _YEARS:
        raise BadCell(f"got {quoted(text)}", f"a year from {_YEARS[0]} to {_YEARS[-1]}")
    return value


def number_or_moment(text: str) -> float | datetime:
    """Read a value of the record: a number, or a date; ``never`` comes after all dates."""
    if text.strip() == NEVER:
        return datetime.max
    try:
        return number(text)
    except BadCell:
        pass
    if re.match(r"\s*\d{4}-", text):
        return moment(text)
    raise BadCell(f"got {quoted(text)}", "a number, a date or never")


def wanted(column: Column) -> str:
    """Say in words what a cell of this column holds."""
    if column.kind == "choice":
        return "one of " + listed(column.choices)
    nouns = {
        "name": "a name",
        "text": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "date": "a date such as 2022-01-05",
    }
    words = nouns[column.kind] + _bounds(column)
    return f"{words} {column.unit}" if column.unit not in ("", "1") else words


def _bounds(column: Column) -> str:
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    if low is not None:
        return f" of at least {low:g}"
    return "" if high is None else f" of at most {high:g}"


def _default(column: Column) -> Value:
    if column.required:
        raise BadCell("the cell is empty", wanted(column))
    if column.kind in ("date", "number") and column.default in ("", None):
        return None
    if not isinstance(column.default, (str, int, float, bool)):
        raise TypeError(f"column {column.name} declares the default {column.default!r}")
    return column.default


def _number(column: Column, text: str) -> float | int:
    expected = wanted(column)
    try:
        value = number(text)
    except BadCell as bad:
        raise BadCell(bad.message, expected) from None
    whole = column.kind == "integer"
    too_low = column.minimum is not None and value < column.minimum
    too_high = column.maximum is not None and value > column.maximum
    if too_low or too_high:
        raise BadCell(f"got {quoted(text)}", expected)
    if whole and (value != int(value) or abs(value) > _LARGEST_WHOLE):
        raise BadCell(f"got {quoted(text)}", expected)
    return int(value) if whole else value
