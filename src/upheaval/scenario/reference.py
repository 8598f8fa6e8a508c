"""The reference page of the scenario format, written from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from upheaval.scenario import document, observations, reporting
from upheaval.scenario.columns import Column, SumRule, TableKind
from upheaval.scenario.priors import KINDS
from upheaval.scenario.tables import TABLES

_INTRODUCTION = """\
# Scenario reference

This page is written by `make documents` from the declarations that the reader
checks files against; do not edit it by hand.

A scenario is a folder: `scenario.yaml`, one CSV file for each table below, and, if there are
shapes to draw, `map.geojson` (a FeatureCollection of polygons whose property `name` is a region).
All files are UTF-8. Every problem is reported at once, with file, row (the header is row 1) and
column.

Times are local times of the country: `2022-01-05`, or `2022-01-05T18:30`. YAML is version 1.2, so
`NO` is text and `2.1e6` a number; a key that stands twice is an error, and so is an unknown one.
"""

_ENTRIES: tuple[tuple[str, type[BaseModel]], ...] = (
    ("`schedule`: a list of", document.PhaseEntry),
    ("`holidays`: a list of", document.HolidayEntry),
    ("`mechanisms`: a list of names or of", document.MechanismFile),
    ("`parameters`: for each name", document.ParameterEntry),
    ("`reporting`: for each name", document.ReportingEntry),
    ("`explanations`: a list of", document.ExplanationEntry),
    ("`interventions`: a list of", document.InterventionEntry),
)


def reference() -> str:
    """Give the reference page in Markdown."""
    lines = [_INTRODUCTION, "## scenario.yaml", ""]
    lines += _keys(document.ScenarioDocument)
    for title, entry in _ENTRIES:
        lines += [f"### {title}", "", str(entry.__doc__), "", *_keys(entry)]
        if entry is document.ReportingEntry:
            lines += [*_reporting_errors(), ""]
    lines += ["### Priors", "", "| written | meaning |", "| --- | --- |"]
    for prior in KINDS.values():
        written, _, meaning = " ".join(str(prior.__doc__).split()).partition("``: ")
        written = written.replace("``", "").rstrip(".")
        lines.append(f"| `{written}` | {_sentence(meaning)} |")
    lines += ["", "Each prior is cut to the parameter's `range`.", "", "## Tables", ""]
    lines += [f"- [{name}.csv](#{name}csv): {kind.meaning}" for name, kind in TABLES.items()]
    for kind in TABLES.values():
        lines += ["", *_table(kind)]
    return "\n".join(lines) + "\n"


def _reporting_errors() -> list[str]:
    lines = ["| name | unit | within | default | meaning |", "| --- | --- | --- | --- | --- |"]
    for name, (declared, default) in reporting.DECLARED.items():
        bounds = f"{declared.minimum:g} to {declared.maximum:g}"
        lines.append(
            f"| `{name}` | {declared.unit} | {bounds} | `{default:g}` | {declared.meaning} |"
        )
    return [*lines, "", "No error may be larger where confidence is higher."]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if text else "Mean and standard deviation."


def _keys(entry: type[BaseModel]) -> list[str]:
    lines = ["| key | needed | meaning |", "| --- | --- | --- |"]
    for name, info in entry.model_fields.items():
        needed = "yes" if info.is_required() else _default(info.default)
        lines.append(f"| `{name}` | {needed} | {_cell(info.description)} |")
    return [*lines, ""]


def _default(value: Any) -> str:
    if value in (None, "", [], {}) and not isinstance(value, (int, float)):
        return "may be left out"
    word = str(value).lower() if isinstance(value, bool) else f"{value}"
    return f"else `{word}`"


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")


def _table(kind: TableKind) -> list[str]:
    lines = [f"### {kind.name}.csv", "", kind.meaning, ""]
    lines += ["| column | holds | unit | needed | meaning |", "| --- | --- | --- | --- | --- |"]
    for column in kind.columns:
        needed = "yes" if column.required else _default(column.default)
        meaning = _cell(column.meaning)
        lines.append(
            f"| `{column.name}` | {_holds(column)} | {column.unit} | {needed} | {meaning} |"
        )
    return [*lines, "", *(f"- {rule}" for rule in _rules(kind))]


def _holds(column: Column) -> str:
    if column.choices:
        return ", ".join(f"`{choice}`" for choice in column.choices)
    if column.refers_to:
        table, _, target = column.refers_to.partition(".")
        return f"a {target} of [{table}.csv](#{table}csv)"
    noun = {"name": "name", "integer": "whole number", "boolean": "`true` or `false`"}
    words = noun.get(column.kind, column.kind)
    if column.minimum is not None:
        words += f" from {column.minimum:g}"
    if column.maximum is not None:
        words += f" to {column.maximum:g}"
    return words


def _rules(kind: TableKind) -> Iterator[str]:
    key = ", ".join(f"`{name}`" for name in kind.key)
    yield f"No two rows have the same {key}."
    yield from (_sum_rule(rule) for rule in kind.sums)
    for order in kind.orders:
        yield f"`{order.low}` <= `{order.value}` <= `{order.high}`."
    for once in kind.once:
        number = "At most" if once.may_be_absent else "Exactly"
        yield f"{number} one row has `{once.word}` in `{once.column}`."
    if kind.name == "record":
        places = ", ".join(f"{name}.csv" for name in observations.PLACES)
        yield "`low` <= `value` <= `high`, all numbers or all dates; the unit of dates is `date`."
        yield f"`place` is `{observations.COUNTRY}` or a name of {places}."
    if kind.name == "claims":
        yield "`bears_on` is an explanation of scenario.yaml."
    if kind.may_be_absent:
        yield "There may be no such file: the same as one without rows."
    elif kind.may_be_empty:
        yield "The table may have no rows."


def _sum_rule(rule: SumRule) -> str:
    by = ", ".join(f"`{name}`" for name in rule.by)
    total = f"`{rule.total}`" if isinstance(rule.total, str) else f"{rule.total:g}"
    within = f", to within {rule.tolerance:g}" if rule.tolerance else ""
    needed = f"; rows may be left out where `{rule.needed_by}` is 0" if rule.needed_by else ""
    return f"Over rows with the same {by}, `{rule.column}` adds up to {total}{within}{needed}."
