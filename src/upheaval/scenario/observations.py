"""The rows of ``record.csv``: values that are numbers or dates, and what they are about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from upheaval.errors import nearest
from upheaval.scenario import units
from upheaval.scenario.cells import BadCell, number_or_moment
from upheaval.scenario.problems import Problem, quoted
from upheaval.scenario.table import Invalid, Sheet

COUNTRY = "country"
"""The place of an observation about the whole country."""

_Add = Callable[[str, str, str], None]

PLACES = ("regions", "cities", "figures", "offices", "organs", "powers", "factions", "rulers",
          "neighbors", "claims")  # fmt: skip
"""Tables whose names can be the place of an observation."""


def check_record(sheets: Mapping[str, Sheet]) -> list[Problem]:
    """Check value, low, high, unit and place of every observation."""
    record = sheets.get("record")
    if record is None:
        return []
    problems: list[Problem] = []
    places = _places(sheets)
    for row in range(len(record)):
        _check_values(record, row, problems)
        place = record.get("place", row)
        if places is not None and isinstance(place, str) and place not in places:
            expected = f"{COUNTRY}, or a name of " + ", ".join(f"{name}.csv" for name in PLACES)
            line, near = record.lines[row], nearest(place, places)
            problems.append(
                Problem(record.file, line, "place", f"got {quoted(place)}", expected, near)
            )
    return problems


def check_claims(sheets: Mapping[str, Sheet], explanations: Collection[str]) -> list[Problem]:
    """Check that claims bear on explanations that exist."""
    claims = sheets.get("claims")
    if claims is None:
        return []
    return [
        Problem(
            claims.file,
            line,
            "bears_on",
            f"got {quoted(cell)}",
            "an explanation of scenario.yaml",
            nearest(cell, explanations),
        )
        for line, cell in zip(claims.lines, claims.cells.get("bears_on", ()), strict=False)
        if isinstance(cell, str) and cell and cell not in explanations
    ]


def _places(sheets: Mapping[str, Sheet]) -> set[str] | None:
    """Give every valid place, or None where some could not be read."""
    places = {COUNTRY}
    for name in PLACES:
        cells = sheets[name].cells.get("name") if name in sheets else None
        if cells is None or any(isinstance(cell, Invalid) for cell in cells):
            return None
        places |= sheets[name].words("name")
    return places


def _check_values(record: Sheet, row: int, problems: list[Problem]) -> None:
    line = record.lines[row]

    def add(column: str, found: str, expected: str) -> None:
        problems.append(Problem(record.file, line, column, found, expected))

    values = {name: _value(record, row, name, add) for name in ("value", "low", "high")}
    value, low, high = values["value"], values["low"], values["high"]
    for column, other in (("low", low), ("high", high)):
        if value is None or other is None:
            continue
        if isinstance(value, datetime) != isinstance(other, datetime):
            noun = "a date" if isinstance(value, datetime) else "a number"
            add(column, f"got {quoted(record.get(column, row))}", f"{noun}, as the value is")
        elif column == "low" and other > value:  # type: ignore[operator]
            expected = f"at most the value, {record.get('value', row)}"
            add(column, f"got {quoted(record.get(column, row))}", expected)
        elif column == "high" and other < value:  # type: ignore[operator]
            expected = f"at least the value, {record.get('value', row)}"
            add(column, f"got {quoted(record.get(column, row))}", expected)
    _check_unit(record, row, value, add)


def _value(record: Sheet, row: int, column: str, add: _Add) -> float | datetime | None:
    cell = record.get(column, row)
    if not isinstance(cell, str):
        return None
    try:
        return number_or_moment(cell)
    except BadCell as bad:
        add(column, bad.message, bad.expected)
        return None


def _check_unit(record: Sheet, row: int, value: float | datetime | None, add: _Add) -> None:
    unit = record.get("unit", row)
    if not isinstance(unit, str):
        return
    is_date = isinstance(value, datetime)
    if value is not None and is_date != (unit == units.DATE):
        wanted = units.DATE if is_date else "a unit of numbers, since the value is one"
        add("unit", f"got {quoted(unit)}", wanted)
        return
    try:
        units.check(unit)
    except units.UnitError as error:
        add("unit", error.message, "a unit such as person, troops or 1")
