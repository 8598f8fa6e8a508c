"""The pages of the theory: texts written by hand, tables filled from the rows.

A page holds markers, each on a line of its own, that stand before what is filled in and are
closed by ``<!-- end -->``::

    <!-- numbers: MODEL -->        the model's rows as a table
    <!-- used by: MODULE ... -->   mechanisms that import these kernels and closed forms
    <!-- models -->                all models, with their pages and counts of rows
    <!-- corrected -->             the rows tagged as corrected
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import upheaval.mechanisms
from upheaval.theory.registry import MODELS
from upheaval.theory.rows import TheoryRow, worded, worded_tolerance

RowsByModel = Mapping[str, Sequence[TheoryRow]]

_BLOCK = re.compile(r"<!-- (?P<kind>[a-z ]+?)(?:: (?P<names>[^>]*?))? -->\n.*?<!-- end -->", re.S)


def filled(text: str, rows: RowsByModel) -> str:
    """Give a page with every marked block filled in.

    Raises
    ------
    KeyError
        If a marker names a model without rows, or is of an unknown kind.
    """

    def fill(block: re.Match[str]) -> str:
        names = (block["names"] or "").split()
        content = _WRITERS[block["kind"]](names, rows)
        opening = block[0].partition("\n")[0]
        return f"{opening}\n\n{content}\n\n<!-- end -->"

    return _BLOCK.sub(fill, text)


def models_of(text: str) -> set[str]:
    """Give the models whose rows a page shows."""
    return {
        name
        for block in _BLOCK.finditer(text)
        if block["kind"] == "numbers"
        for name in (block["names"] or "").split()
    }


def _numbers(names: list[str], rows: RowsByModel) -> str:
    lines = ["| quantity | expected | ours | tolerance | by | tag |", "|---|--:|--:|--:|---|---|"]
    for name in names:
        for row in rows[name]:
            tolerance = worded_tolerance(row.tolerance)
            verdict = "" if row.ok else " **fails**"
            lines.append(
                f"| {row.quantity} | {worded(row.expected)} | {worded(row.ours)}{verdict} | "
                f"{tolerance} | {row.mechanism} | {row.tag} |"
            )
    return "\n".join(lines)


def _corrected(names: list[str], rows: RowsByModel) -> str:
    del names
    lines = ["| model | quantity | right | ours | by |", "|---|---|--:|--:|---|"]
    lines += [
        f"| {row.model} | {row.quantity} | {worded(row.expected)} | {worded(row.ours)} | "
        f"{row.mechanism} |"
        for found in rows.values()
        for row in found
        if row.tag == "corrected"
    ]
    return "\n".join(lines)


def _models(names: list[str], rows: RowsByModel) -> str:
    del names
    lines = ["| name | model | rows |", "|---|---|--:|"]
    for model in MODELS.values():
        lines.append(
            f"| `{model.name}` | [{model.title}]({model.page}.md) | {len(rows[model.name])} |"
        )
    total = sum(len(found) for found in rows.values())
    lines.append(f"| | all | {total} |")
    return "\n".join(lines)


def _used_by(names: list[str], rows: RowsByModel) -> str:
    del rows
    lines = []
    for name in names:
        users = [f"`{user}`" for user, imported in _imports().items() if name in imported]
        lines.append(f"- `{name}`: " + (", ".join(users) or "no mechanism yet"))
    return "\n".join(lines)


@cache
def _imports() -> dict[str, set[str]]:
    """Give the names of kernels and closed forms that each mechanism's file imports."""
    found: dict[str, set[str]] = {}
    for file in sorted(Path(upheaval.mechanisms.__path__[0]).glob("*.py")):
        names: set[str] = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                whole = node.module.split(".")
                if "closed_forms" in whole or "kernels" in whole:
                    names |= {whole[-1], *(alias.name for alias in node.names)}
        found[file.stem] = names
    return found


_WRITERS = {
    "numbers": _numbers,
    "corrected": _corrected,
    "models": _models,
    "used by": _used_by,
}
