"""Edited copies of scenarios: values changed in the files, under the reader's own checks."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from upheaval.answers.check import check
from upheaval.errors import UpheavalError
from upheaval.runs.files import check_writable, telling_of
from upheaval.scenario import Scenario, ScenarioError, available, cells
from upheaval.workbench.scenario_library import SAFE, Library

YAML_FILE = "scenario.yaml"
LONG = 4096


class ExistsError(UpheavalError):
    """There is a scenario of that name already."""


def save_copy(
    library: Library, name: str, base: str, values: Mapping[str, str], title: str | None = None
) -> Path:
    """Write a copy of a scenario with some values changed.

    Parameters
    ----------
    library : Library
        Where the base comes from and the copy goes to.
    name, base : str
        Names of the copy and of what is copied.
    values : mapping of str to str
        Values by path, as for `Scenario.with_changes`. A parameter gets one value instead of its
        prior; a cell of a table gets the value, and so do the ends of its range.
    title : str, optional
        Title of the copy.

    Returns
    -------
    Path
        The new folder; it appears whole, and only if nothing is wrong with it.

    Raises
    ------
    ExistsError
        If the name is taken.
    ScenarioError
        If a value is wrong.
    """
    if not SAFE.fullmatch(name):
        raise UpheavalError(
            f"name: got '{name[:80]}', expected small letters, digits, - and _, at most 63"
        )
    target = library.folder / name
    if name in available() or name in library.names() or target.exists() or target.is_symlink():
        raise ExistsError(f"there is a scenario '{name}' already; expected another name")
    scenario = library.get(base)
    changed = scenario.with_changes(dict(values))
    check_writable(library.folder)
    with telling_of(library.folder):
        library.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=library.folder) as draft_name:
            draft = Path(draft_name) / name
            shutil.copytree(scenario.folder, draft, ignore=_unwanted)
            _edit_yaml(draft / YAML_FILE, scenario, values, title)
            _edit_tables(draft, scenario, changed)
            problems = check(draft)
            if problems:
                raise ScenarioError(problems, name)
            draft.replace(target)
    return target


def _unwanted(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__" or name.startswith(".")]


def _edit_yaml(
    file: Path, scenario: Scenario, values: Mapping[str, str], title: str | None
) -> None:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = LONG
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(file.read_text(encoding="utf-8"))
    document["title"] = title or f"{scenario.title} (edited)"
    for path, text in values.items():
        name = path.removeprefix("parameters.")
        if name in scenario.parameters:
            _edit_parameter(document["parameters"][name], scenario, name, text)
    written = io.StringIO()
    yaml.dump(document, written)
    file.write_text(written.getvalue(), encoding="utf-8")


def _edit_parameter(entry: Any, scenario: Scenario, name: str, text: str) -> None:
    setting = scenario.parameters[name]
    before = "a prior" if setting.prior is not None else f"{setting.given_value:g}"
    entry.pop("prior", None)
    number = cells.number(text)
    entry["value"] = int(number) if number.is_integer() else number
    entry["source"] = f"assumption: set by hand, instead of {before}; before: {setting.source}"


def _edit_tables(folder: Path, scenario: Scenario, changed: Scenario) -> None:
    """Write the cells that differ, in the rows of the file that they came from."""
    for name, table in scenario.tables.items():
        after = changed.tables[name].sheet.cells
        edits = {
            (table.line(row), column): _plain(after[column][row])
            for column, cells in table.sheet.cells.items()
            for row, cell in enumerate(cells)
            if after[column][row] != cell
        }
        if edits:
            _edit_cells(folder / f"{name}.csv", edits)


def _edit_cells(file: Path, edits: Mapping[tuple[int, str], str]) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    for (line, column), text in edits.items():
        rows[line - 1][rows[0].index(column)] = text
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.isoformat()
    return f"{cell:.12g}" if isinstance(cell, float) else str(cell)
