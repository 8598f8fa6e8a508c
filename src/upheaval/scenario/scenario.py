"""A scenario in memory: everything that a run, a fit and a view need to know about a crisis."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from upheaval.scenario.card.card import Card
from upheaval.scenario.cells import Value
from upheaval.scenario.changes import apply
from upheaval.scenario.parameters import ParameterSetting
from upheaval.scenario.reporting import usual
from upheaval.scenario.table import Table


@dataclass(frozen=True, slots=True)
class SchedulePhase:
    """A part of the schedule up to ``until`` (local time), with ticks of ``length`` days."""

    until: datetime
    length: float


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day without work, and where that comes from."""

    date: date
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A possible cause: mechanisms that are switched off together, with a prior probability."""

    name: str
    title: str
    mechanisms: tuple[str, ...]
    prior: float
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Intervention:
    """A named change: mechanisms that are switched off and values that are set, as text."""

    name: str
    title: str
    meaning: str
    without: tuple[str, ...]
    set: dict[str, str]
    source: str


@dataclass(frozen=True)
class Scenario:
    """A checked scenario.

    Parameters
    ----------
    name : str
        Name of the folder.
    folder : Path
        Where it was read from.
    title, country, summary : str
        Words to print.
    start : datetime
        First moment, local time.
    schedule : tuple of SchedulePhase
        Phases, one after the other.
    holidays : tuple of Holiday
        Days without work.
    mechanisms : tuple of str
        Names of the mechanisms that are on.
    mechanism_files : dict of str to Path
        File of each mechanism that the scenario brings along, whether on or off.
    mechanism_digests : dict of str to str
        SHA-256 of each of those files when it was read.
    parameters : dict of str to ParameterSetting
        What is said about each parameter, by ``mechanism.parameter``.
    explanations : tuple of Explanation
        Those that are not switched off; one without mechanisms can only be named, not tested.
    tables : dict of str to Table
        Every table, by name.
    map : dict
        A GeoJSON feature collection; the property ``name`` of a feature is a region. Without the
        file ``map.geojson`` it has no features.
    interventions : tuple of Intervention
        Named changes that can be asked about.
    reporting : dict of str to ParameterSetting
        How wrong a row of the record may be beyond its range, by the names of `reporting`.
    switched_off : tuple of str
        Mechanisms that ``with_changes`` took off the list.
    lines : dict
        Line of ``scenario.yaml`` for each path of keys, to word errors found later.
    card : Card or None
        The completed card that the scenario was read from, if its folder has one.
    made : tuple of str
        Names of the files that the card stands for.
    """

    name: str
    folder: Path
    title: str
    country: str
    summary: str
    start: datetime
    schedule: tuple[SchedulePhase, ...]
    holidays: tuple[Holiday, ...]
    mechanisms: tuple[str, ...]
    mechanism_files: dict[str, Path]
    mechanism_digests: dict[str, str]
    parameters: dict[str, ParameterSetting]
    explanations: tuple[Explanation, ...]
    tables: dict[str, Table]
    map: dict[str, Any]
    interventions: tuple[Intervention, ...] = ()
    reporting: dict[str, ParameterSetting] = field(default_factory=usual)
    switched_off: tuple[str, ...] = ()
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict, repr=False)
    card: Card | None = field(default=None, repr=False)
    made: tuple[str, ...] = ()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content, in hexadecimal.

        It does not change with the folder, the order of columns or the spelling of numbers, and
        does with every value, text, source and mechanism file.
        """
        text = json.dumps(_content(self), sort_keys=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def with_changes(
        self,
        set: Mapping[str, object] | None = None,
        without: Collection[str] = (),
    ) -> Scenario:
        """Give the scenario with some values set by hand and some mechanisms switched off.

        Parameters
        ----------
        set : mapping of str to value
            ``parameters.NAME`` or ``NAME``: the parameter gets this one value, in the unit that
            the scenario writes it in. ``TABLE.ROW.COLUMN``, with a key of several columns joined
            by ``/``: the cell gets this value, and so do the low and high end of its range unless
            they are set as well.
        without : collection of str
            Mechanisms, or explanations: of an explanation those mechanisms are switched off that
            no other explanation kept needs.

        Raises
        ------
        ScenarioError
            If a name is unknown, or a value is not one that the reader would accept there.
        """
        changed = apply(self, set or {}, without)
        mechanisms = tuple(name for name in self.mechanisms if name not in changed.off)
        gone = tuple(name for name in self.mechanisms if name in changed.off)
        return replace(
            self,
            parameters=changed.parameters,
            tables=changed.tables,
            mechanisms=mechanisms,
            switched_off=self.switched_off + gone,
            explanations=tuple(
                left
                for item in self.explanations
                if item.name not in without and (left := _left(item, mechanisms)) is not None
            ),
        )


def _left(explanation: Explanation, mechanisms: tuple[str, ...]) -> Explanation | None:
    """Give what is left of an explanation; None if every mechanism of it went off."""
    still = tuple(name for name in explanation.mechanisms if name in mechanisms)
    lost_all = bool(explanation.mechanisms) and not still
    return None if lost_all else replace(explanation, mechanisms=still)


def _content(scenario: Scenario) -> dict[str, Any]:
    return {
        "title": scenario.title,
        "country": scenario.country,
        "summary": scenario.summary,
        "start": scenario.start.isoformat(),
        "schedule": [[phase.until.isoformat(), phase.length] for phase in scenario.schedule],
        "holidays": [[day.date.isoformat(), day.source] for day in scenario.holidays],
        "mechanisms": list(scenario.mechanisms),
        "mechanism_digests": scenario.mechanism_digests,
        "parameters": {name: _setting(item) for name, item in scenario.parameters.items()},
        "reporting": {name: _setting(item) for name, item in scenario.reporting.items()},
        "explanations": [
            [item.name, item.title, item.mechanisms, item.prior, item.meaning, item.source]
            for item in scenario.explanations
        ],
        "interventions": [
            [item.name, item.title, item.meaning, item.without, item.set, item.source]
            for item in scenario.interventions
        ],
        "tables": {
            name: _table(table)
            for name, table in scenario.tables.items()
            if len(table) or not table.kind.may_be_absent
        },
        "map": scenario.map,
    }


def _setting(setting: ParameterSetting) -> list[Any]:
    prior = setting.prior.model_dump() if setting.prior is not None else None
    numbers = [setting.given_value, setting.given_range, prior]
    return [*numbers, setting.given_unit, setting.meaning, setting.source]


def _table(table: Table) -> list[list[Any]]:
    return [[_plain(cell) for cell in row.values()] for row in table.rows()]


def _plain(cell: Value) -> str | int | float | bool | None:
    return cell.isoformat() if isinstance(cell, datetime) else cell
