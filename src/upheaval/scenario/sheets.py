"""CSV files to sheets: header, rows and cells, each problem with its row and column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from upheaval.errors import listed, nearest
from upheaval.scenario.cells import BadCell, parse
from upheaval.scenario.columns import TableKind
from upheaval.scenario.problems import Problem
from upheaval.scenario.table import INVALID, Cell, Sheet


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """Read a UTF-8 file, with or without a byte-order mark; None after adding a problem."""
    name = path.name
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(name, None, None, "the file is missing"))
        return None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.append(Problem(name, None, None, f"the file cannot be read ({reason})"))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"byte 0x{raw[error.start]:02x} is not text"
        problems.append(Problem(name, line, None, found, "a file in UTF-8"))
        return None


def read_sheet(path: Path, kind: TableKind, problems: list[Problem]) -> Sheet | None:
    """Read one table; None after adding a problem that leaves nothing to check further."""
    text = read_text(path, problems)
    return None if text is None else sheet_of(text, kind, problems)


def sheet_of(text: str, kind: TableKind, problems: list[Problem]) -> Sheet | None:
    """Read the text of one table; None after adding a problem with the whole of it."""
    rows = _rows(text, f"{kind.name}.csv", problems)
    if rows is None:
        return None
    header = [cell.strip() for cell in rows[0]] if rows else []
    _check_header(kind, header, problems)
    sheet = Sheet(kind)
    known = {column.name for column in kind.columns}
    sheet.cells.update({name: [] for name in header if name in known})
    absent = [c for c in kind.columns if c.may_be_absent and c.name not in header]
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            _add_row(sheet, header, line, row, problems)
    for column in absent:
        sheet.cells[column.name] = [parse(column, "")] * len(sheet)
    if len(rows) < 2 and not kind.may_be_empty:
        problems.append(Problem(sheet.file, None, None, "the table has no rows", "at least one"))
    return sheet


def empty_sheet(kind: TableKind) -> Sheet:
    """Give a table without rows, as where the folder has no file for it."""
    return Sheet(kind, [], {column.name: [] for column in kind.columns})


def _rows(text: str, file: str, problems: list[Problem]) -> list[list[str]] | None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        expected = "comma-separated cells, with quotes closed"
        problems.append(Problem(file, len(rows) + 1, None, f"{error}", expected))
        return None
    return rows


def _check_header(kind: TableKind, header: list[str], problems: list[Problem]) -> None:
    file = f"{kind.name}.csv"
    known = [column.name for column in kind.columns]
    missing = [name for name in known if name not in header]
    for name in dict.fromkeys(header):
        if name not in known:
            guess = nearest(name, missing or known)
            expected = "one of " + listed(missing) if missing else "no other column"
            problems.append(Problem(file, 1, name, "unknown column", expected, guess))
        elif header.count(name) > 1:
            problems.append(Problem(file, 1, name, "the column stands twice", "it once"))
    for name in missing:
        if kind.column(name).may_be_absent:
            continue
        problems.append(
            Problem(file, 1, name, "the column is missing", _first(kind.column(name).meaning))
        )


def _first(meaning: str) -> str:
    return meaning[:1].lower() + meaning[1:].rstrip(".")


def _add_row(
    sheet: Sheet, header: list[str], line: int, row: list[str], problems: list[Problem]
) -> None:
    if len(row) != len(header):
        found = f"{len(row)} cells in the row"
        expected = f"{len(header)}, as in the header"
        problems.append(Problem(sheet.file, line, None, found, expected))
    fits = len(row) == len(header)
    sheet.lines.append(line)
    for name, cells in sheet.cells.items():
        sure = fits and header.count(name) == 1
        text = row[header.index(name)] if sure else None
        cells.append(INVALID if text is None else _cell(sheet, name, line, text, problems))


def _cell(sheet: Sheet, name: str, line: int, text: str, problems: list[Problem]) -> Cell:
    try:
        return parse(sheet.kind.column(name), text)
    except BadCell as bad:
        problems.append(Problem(sheet.file, line, name, bad.message, bad.expected, bad.nearest))
        return INVALID
