"""What must hold between the cells of the tables: keys, references, sums, orders, single words.

Every check passes over cells that could not be read, and over sums that a problem found earlier
makes wrong, so that one mistake gives one message.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from upheaval.errors import nearest
from upheaval.scenario.cells import Value
from upheaval.scenario.columns import Column, SumRule
from upheaval.scenario.problems import Problem, quoted
from upheaval.scenario.table import Cell, Invalid, Sheet

Sheets = Mapping[str, Sheet]
Key = tuple[Value, ...]


def check(sheets: Sheets) -> list[Problem]:
    """Check every rule of every table against all tables that could be read."""
    problems: list[Problem] = []
    for sheet in sheets.values():
        repeated = _check_keys(sheet, problems)
        broken = {
            column.name
            for column in sheet.kind.columns
            if column.refers_to and _check_references(sheet, column, sheets, problems)
        }
        _check_orders(sheet, problems)
        _check_once(sheet, problems)
        for rule in sheet.kind.sums:
            if broken.isdisjoint(rule.by):
                _check_sums(sheet, rule, sheets, repeated, problems)
    return problems


def _check_keys(sheet: Sheet, problems: list[Problem]) -> set[int]:
    """Give the rows whose key stands in another row as well."""
    first: dict[Key, int] = {}
    repeated: set[int] = set()
    for row, key in enumerate(sheet.keys(sheet.kind.key)):
        if key is None:
            continue
        if key not in first:
            first[key] = row
            continue
        repeated.update((row, first[key]))
        found = f"{quoted('/'.join(map(str, key)))} stands already in row {sheet.lines[first[key]]}"
        column = ", ".join(sheet.kind.key)
        problems.append(Problem(sheet.file, sheet.lines[row], column, found, "a key of its own"))
    return repeated


def _check_references(
    sheet: Sheet, column: Column, sheets: Sheets, problems: list[Problem]
) -> bool:
    """Tell whether any cell of the column names something that does not exist."""
    table, _, target = str(column.refers_to).partition(".")
    other = sheets.get(table)
    if other is None or target not in other.cells:
        return False
    known = other.words(target)
    # A name that could not be read may be the one that is referred to.
    if any(isinstance(cell, Invalid) for cell in other.cells[target]):
        return False
    found_any = False
    for row, cell in enumerate(sheet.cells.get(column.name, ())):
        if not isinstance(cell, str) or cell in known or (not cell and not column.required):
            continue
        found_any = True
        problems.append(
            Problem(
                sheet.file,
                sheet.lines[row],
                column.name,
                f"got {quoted(cell)}",
                f"a {target} of {table}.csv",
                nearest(cell, known),
            )
        )
    return found_any


def _check_orders(sheet: Sheet, problems: list[Problem]) -> None:
    for rule in sheet.kind.orders:
        for row, line in enumerate(sheet.lines):
            value = _number(sheet.get(rule.value, row))
            low, high = _number(sheet.get(rule.low, row)), _number(sheet.get(rule.high, row))
            if value is not None and low is not None and low > value:
                expected = f"at most the {rule.value}, {value:.9g}"
                problems.append(Problem(sheet.file, line, rule.low, f"got '{low:.9g}'", expected))
            if value is not None and high is not None and high < value:
                expected = f"at least the {rule.value}, {value:.9g}"
                problems.append(Problem(sheet.file, line, rule.high, f"got '{high:.9g}'", expected))


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, (int, float)) else None


def _check_once(sheet: Sheet, problems: list[Problem]) -> None:
    for rule in sheet.kind.once:
        cells = sheet.cells.get(rule.column)
        if not cells or any(isinstance(cell, Invalid) for cell in cells):
            continue
        lines = [line for line, cell in zip(sheet.lines, cells, strict=True) if cell == rule.word]
        if len(lines) != 1 and (lines or not rule.may_be_absent):
            line = lines[1] if lines else None
            found = f"{len(lines)} rows have {quoted(rule.word)}"
            wanted = "at most one" if rule.may_be_absent else "exactly one"
            problems.append(Problem(sheet.file, line, rule.column, found, wanted))


def _check_sums(
    sheet: Sheet, rule: SumRule, sheets: Sheets, repeated: set[int], problems: list[Problem]
) -> None:
    keys = sheet.keys(rule.by)
    if None in keys or not keys:
        return
    sets: defaultdict[Key, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        sets[key or ()].append(row)
    for key, rows in sets.items():
        total = _total(rule, key, sheets)
        parts = [_number(sheet.get(rule.column, row)) for row in rows]
        if total is None or None in parts or not repeated.isdisjoint(rows):
            continue
        added = math.fsum(part or 0.0 for part in parts)
        if abs(added - total) > rule.tolerance:
            found = f"the rows with {_named(rule, key)} add up to {added:.9g}"
            line = sheet.lines[rows[0]]
            problems.append(Problem(sheet.file, line, rule.column, found, _expected(rule, total)))
    for key, row_of_need in _needed(sheet, rule, sheets).items():
        if key not in sets:
            expected = (
                f"some, because of {str(rule.needed_by).partition('.')[0]}.csv, {row_of_need}"
            )
            found = f"no row with {_named(rule, key)}"
            problems.append(Problem(sheet.file, None, rule.column, found, expected))


def _expected(rule: SumRule, total: float) -> str:
    if not isinstance(rule.total, str):
        return f"{total:.9g}"
    table, _, column = rule.total.partition(".")
    return f"{total:.9g}, the {column} in {table}.csv"


def _named(rule: SumRule, key: Key) -> str:
    return ", ".join(f"{name} {quoted(cell)}" for name, cell in zip(rule.by, key, strict=True))


def _total(rule: SumRule, key: Key, sheets: Sheets) -> float | None:
    """Give what a set must add up to, or None where that cannot be known."""
    if not isinstance(rule.total, str):
        return rule.total
    table, _, column = rule.total.partition(".")
    other = sheets.get(table)
    if other is None:
        return None
    rows = [row for row, name in enumerate(other.keys(("name",))) if name == key]
    return _number(other.get(column, rows[0])) if len(rows) == 1 else None


def _needed(sheet: Sheet, rule: SumRule, sheets: Sheets) -> dict[Key, str]:
    """Give the sets that may not be absent, each with the row and column that needs it."""
    table, _, column = str(rule.needed_by).partition(".")
    other = sheets.get(table)
    if other is None:
        return {}
    has_columns = all(other.kind.has(name) for name in rule.by)
    needed: dict[Key, str] = {}
    for row, key in enumerate(other.keys(rule.by if has_columns else ("name",))):
        number = _number(other.get(column, row))
        if key is None or number is None or number <= 0 or not _exists(sheet, rule, key, sheets):
            continue
        needed.setdefault(key, f"row {other.lines[row]}, column {column}: {number:.9g}")
    return needed


def _exists(sheet: Sheet, rule: SumRule, key: Key, sheets: Sheets) -> bool:
    """Tell whether a set is made of names that exist; where one does not, that is the problem."""
    for name, cell in zip(rule.by, key, strict=True):
        table, _, target = str(sheet.kind.column(name).refers_to).partition(".")
        if table in sheets and cell not in sheets[table].words(target):
            return False
    return True
