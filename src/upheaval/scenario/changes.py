"""Changes by hand: values set, mechanisms switched off, under the same checks as the files."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from upheaval.errors import OutsidePriorWarning, listed, nearest
from upheaval.scenario import cells, observations, relations
from upheaval.scenario.columns import TableKind
from upheaval.scenario.parameters import ParameterSetting
from upheaval.scenario.problems import Problem, ScenarioError, quoted
from upheaval.scenario.table import Sheet, Table

FILE = "changes"


class Named(Protocol):
    """An explanation, as far as it is read here."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Mechanisms that it stands for."""


class Changeable(Protocol):
    """A scenario, as far as changes read it."""

    @property
    def parameters(self) -> dict[str, ParameterSetting]:
        """Settings by name."""

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by name."""

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Mechanisms that are on."""

    @property
    def switched_off(self) -> tuple[str, ...]:
        """Mechanisms that were taken off the list before."""

    @property
    def explanations(self) -> Sequence[Named]:
        """Explanations that are not switched off."""


@dataclass(frozen=True)
class Changed:
    """What differs after the changes: parameters, tables, and mechanisms to switch off."""

    parameters: dict[str, ParameterSetting]
    tables: dict[str, Table]
    off: set[str]


def apply(scenario: Changeable, values: Mapping[str, object], without: Collection[str]) -> Changed:
    """Give what differs then; raise `ScenarioError` with every problem."""
    problems: list[Problem] = []
    parameters = dict(scenario.parameters)
    edits: list[tuple[str, str, str, str]] = []
    for path, value in values.items():
        name = path.removeprefix("parameters.")
        if name in parameters:
            parameters[name] = _fix(parameters[name], path, value, problems)
        elif not _is_in_table(scenario, path):
            problems.append(_unknown_path(scenario, path, name))
        else:
            edit = _locate(scenario, path, str(value), problems)
            edits += [edit] if edit else []
    tables = _edit(scenario, edits, problems)
    off = _to_switch_off(scenario, without, problems)
    if problems:
        raise ScenarioError(problems)
    return Changed(parameters, tables, off)


def _is_in_table(scenario: Changeable, path: str) -> bool:
    table, _, rest = path.partition(".")
    return table in scenario.tables and "." in rest


def _problem(path: str, found: str, expected: str | None, near: str | None = None) -> Problem:
    return Problem(FILE, None, path, found, expected, near)


def _fix(
    setting: ParameterSetting, path: str, value: object, problems: list[Problem]
) -> ParameterSetting:
    least, most = setting.allowed
    expected = f"a number from {least:g} to {most:g}, in {setting.unit}"
    try:
        number = cells.number(str(value))
    except cells.BadCell as bad:
        problems.append(_problem(path, bad.message, expected))
        return setting
    if not least <= number <= most:
        problems.append(_problem(path, f"got {quoted(value)}", expected))
        return setting
    if not setting.low <= number <= setting.high:
        unit = "" if setting.unit == "1" else f" {setting.unit}"
        warnings.warn(
            f"{path}: {number:g} lies outside the range of the scenario, {setting.low:g} to "
            f"{setting.high:g}{unit}: results there are untested",
            OutsidePriorWarning,
            stacklevel=4,
        )
    return setting.fixed_at(number)


def _unknown_path(scenario: Changeable, path: str, name: str) -> Problem:
    if not path.startswith("parameters.") and "/" in path:
        near = nearest(path.partition(".")[0], scenario.tables)
    else:
        near = nearest(name, [*scenario.parameters, *scenario.tables])
    expected = "a parameter, or TABLE.ROW.COLUMN"
    return _problem(path, "there is no such parameter or table", expected, near)


def _locate(
    scenario: Changeable, path: str, text: str, problems: list[Problem]
) -> tuple[str, str, str, str] | None:
    """Give table, row, column and new text; None after adding a problem."""
    table_name, _, rest = path.partition(".")
    row, _, column = rest.rpartition(".")
    table = scenario.tables[table_name]
    columns = [item.name for item in table.kind.columns if item.name not in table.kind.key]
    if column not in columns:
        expected = f"one of {listed(columns)} after the row"
        found = f"{table_name} has no column {quoted(column)} to set"
        problems.append(_problem(path, found, expected, nearest(column, columns)))
        return None
    if row not in table.names:
        key = "/".join(table.kind.key)
        found = f"{table_name} has no row {quoted(row)}"
        problems.append(_problem(path, found, f"its {key}", nearest(row, table.names)))
        return None
    return table_name, row, column, text


def _edit(
    scenario: Changeable, edits: list[tuple[str, str, str, str]], problems: list[Problem]
) -> dict[str, Table]:
    """Give all tables, those with edits read again from their changed cells."""
    if not edits:
        return scenario.tables
    sheets = {name: table.sheet for name, table in scenario.tables.items()}
    for name in {edit[0] for edit in edits}:
        old = sheets[name]
        sheets[name] = Sheet(old.kind, old.lines, {key: [*old.cells[key]] for key in old.cells})
    set_by_hand = {edit[:3] for edit in edits}
    for name, row, column, text in edits:
        followers = [
            end
            for end in _range_of(sheets[name].kind, column)
            if (name, row, end) not in set_by_hand
        ]
        position = scenario.tables[name].position(row)
        for target in (column, *followers):
            try:
                value = cells.parse(sheets[name].kind.column(target), text)
            except cells.BadCell as bad:
                path = f"{name}.{row}.{column}"
                problems.append(_problem(path, bad.message, bad.expected, bad.nearest))
                break
            sheets[name].cells[target][position] = value
    if not problems:
        problems += relations.check(sheets)
        problems += observations.check_record(sheets)
        names = [explanation.name for explanation in scenario.explanations]
        problems += observations.check_claims(sheets, names)
    changed = {edit[0] for edit in edits}
    return {
        name: Table(sheets[name]) if name in changed else table
        for name, table in scenario.tables.items()
    }


def _range_of(kind: TableKind, column: str) -> tuple[str, ...]:
    """Give the columns that hold the range of a column's value."""
    if kind.name == "record" and column == "value":
        return ("low", "high")
    return tuple(
        end for rule in kind.orders if rule.value == column for end in (rule.low, rule.high)
    )


def _to_switch_off(
    scenario: Changeable, without: Collection[str], problems: list[Problem]
) -> set[str]:
    """Give the mechanisms that go off with these mechanisms and explanations."""
    explanations = {item.name: item for item in scenario.explanations}
    kept = {
        mechanism
        for item in scenario.explanations
        if item.name not in without
        for mechanism in item.mechanisms
    }
    off: set[str] = set()
    for name in without:
        if name in explanations:
            off |= set(explanations[name].mechanisms) - kept
        elif name in scenario.mechanisms:
            off.add(name)
        elif name not in scenario.switched_off:
            valid = [*scenario.mechanisms, *explanations]
            found = f"there is no mechanism or explanation {quoted(name)}"
            expected = "one of " + listed(valid) if valid else None
            problems.append(_problem("without", found, expected, nearest(name, valid)))
    return off | {name for name in without if name in scenario.mechanisms}
