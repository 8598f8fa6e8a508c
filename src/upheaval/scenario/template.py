"""A new scenario: the smallest valid folder, written from the declarations."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from upheaval.scenario.cells import NAME
from upheaval.scenario.columns import Column, TableKind
from upheaval.scenario.document import FILE
from upheaval.scenario.parameters import Parameter
from upheaval.scenario.problems import Problem, ScenarioError, quoted
from upheaval.scenario.tables import TABLES

_SOURCE = "assumption: a template, nothing measured"
_START = "2022-01-01"
_END = "2022-02-01"


def write_template(
    folder: Path,
    *,
    mechanisms: Sequence[str] = (),
    parameters: Mapping[str, Parameter] | None = None,
) -> None:
    """Write a minimal valid scenario: one region, one town, one row for most tables.

    Parameters
    ----------
    folder : Path
        A folder that does not exist yet, or is empty.
    mechanisms : sequence of str
        Mechanisms to switch on.
    parameters : mapping of str to Parameter
        Their declarations, by ``mechanism.parameter``; each gets a flat prior over its bounds.

    Raises
    ------
    ScenarioError
        If the folder has files already, or cannot be written.
    """
    files = {FILE: _document(folder.name, mechanisms, parameters or {})}
    needed = (kind for kind in TABLES.values() if not kind.may_be_absent)
    files |= {f"{kind.name}.csv": _table(kind) for kind in needed}
    try:
        if folder.exists() and any(folder.iterdir()):
            raise _refusal(folder, "it has files already")
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _refusal(folder, error.strerror or type(error).__name__) from error


def _refusal(folder: Path, reason: str) -> ScenarioError:
    found = f"a scenario cannot be written to {quoted(folder)}: {reason}"
    return ScenarioError([Problem("template", None, None, found, "a new or empty folder")])


def _document(name: str, mechanisms: Sequence[str], parameters: Mapping[str, Parameter]) -> str:
    lines = [
        "format: scenario/1",
        f"title: {json.dumps(name, ensure_ascii=False)}",
        "country: Nowhere",
        "summary: What happened, in one paragraph.",
        f"start: {_START}",
        f"schedule: [{{until: {_END}, tick: 6 hours}}]",
        "holidays: []",
        f"mechanisms: [{', '.join(mechanisms)}]",
    ]
    lines.append("parameters:" if parameters else "parameters: {}")
    for parameter, declared in parameters.items():
        low, high = _finite_range(declared)
        setting = f"prior: {{uniform: [{low!r}, {high!r}]}}" if low < high else f"value: {low!r}"
        lines += [
            f"  {parameter}:",
            f"    {setting}",
            f"    unit: {json.dumps(declared.unit)}",
            f"    range: [{low!r}, {high!r}]",
            f"    meaning: {json.dumps(declared.meaning, ensure_ascii=False)}",
            f"    source: {json.dumps(_SOURCE)}",
        ]
    return "\n".join([*lines, "explanations: []"]) + "\n"


def _finite_range(declared: Parameter) -> tuple[float, float]:
    low, high = float(declared.minimum), float(declared.maximum)
    if math.isinf(low):
        low = 0.0 if math.isinf(high) else high - 1.0
    return low, low + 1.0 if math.isinf(high) else high


def _table(kind: TableKind) -> str:
    words = [rule.word for rule in kind.once] or [""]
    empty = kind.may_be_empty and not kind.in_template
    rows = [] if empty else [_row(kind, word) for word in words]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in kind.columns])
    writer.writerows(rows)
    return text.getvalue()


def _row(kind: TableKind, word: str) -> list[str]:
    return [_example(kind, column, word) for column in kind.columns]


def _example(kind: TableKind, column: Column, word: str) -> str:
    """Give a valid cell; ``word`` is the one that this row of the table must have."""
    if any(rule.column == column.name for rule in kind.once):
        return word
    if column.refers_to is not None:
        target = TABLES[column.refers_to.partition(".")[0]]
        return _first_name(target) if column.required else ""
    if column.name == "name":
        return word or _first_name(kind)
    if column.name == "source":
        return _SOURCE
    if column.kind in ("number", "integer"):
        return _example_number(kind, column)
    fixed = {"boolean": "true", "date": _START, "name": "any", "text": column.name}
    return column.choices[0] if column.choices else fixed[column.kind]


def _first_name(kind: TableKind) -> str:
    name = kind.once[0].word if kind.once else f"first_{kind.name}"
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a name")
    return name


def _example_number(kind: TableKind, column: Column) -> str:
    if column.unit == "person":
        return "1000"
    if any(rule.column == column.name for rule in kind.sums):
        return "1"
    low = column.minimum if column.minimum is not None else -math.inf
    high = column.maximum if column.maximum is not None else math.inf
    return f"{min(max(1.0, low), high):g}"
