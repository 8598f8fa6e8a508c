"""Checks of a scenario's structure: what cannot be read from one cell, and what is only odd.

Problems are names that do not exist where a cell holds several. Warnings are things that a scenario
may have, but that usually are a slip: dates that no run reaches, people who are readier than their
own mean, no office that the ruler holds, a way out of office that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from upheaval.errors import nearest
from upheaval.scenario.document import FILE
from upheaval.scenario.problems import Problem, quoted
from upheaval.scenario.scenario import Scenario
from upheaval.scenario.tables_structures import DEMAND_KINDS, EVERYBODY, TOWNS, VILLAGES

CENTERED = 0.1
"""Mean readiness, in standard deviations of the threshold, that still counts as centered."""

DATED = (
    ("prices", ("effective",)),
    ("triggers", ("announced", "effective")),
    ("elections", ("date",)),
    ("record", ("date",)),
)
"""Columns whose dates ought to lie within the run."""

LONG_AGO = timedelta(days=366)
NEED_EXIT = ("army", "institutions", "transition", "election")
NEED_PRESSURE = ("army", "institutions", "transition")


def structure_problems(scenario: Scenario) -> list[Problem]:
    """Give names in cells of several names that do not exist, and a second army."""
    found: list[Problem] = []
    tables = scenario.tables
    known = {
        "demand": [*DEMAND_KINDS, *tables["demands"].names],
        "hits": [EVERYBODY, TOWNS, VILLAGES, *tables["groups"].names],
        "regions": tables["regions"].names,
    }
    table = tables["triggers"]
    for row, cells in enumerate(table.rows()):
        for column, names in known.items():
            for word in str(cells[column]).split():
                if word not in names:
                    found.append(
                        Problem(
                            "triggers.csv",
                            table.line(row),
                            column,
                            f"got {quoted(word)}",
                            "one of " + ", ".join(names),
                            nearest(word, names),
                        )
                    )
    if len(tables["army"]) > 1:
        line = tables["army"].line(1)
        found.append(Problem("army.csv", line, "faction", "there are two armies", "one row"))
    usual = set(DEMAND_KINDS) & set(tables["demands"].names)
    found += [
        Problem("demands.csv", None, "name", f"{quoted(name)} is a usual demand", "another name")
        for name in sorted(usual)
    ]
    return found


def structure_warnings(scenario: Scenario) -> list[Problem]:
    """Give what is odd in a scenario; a run does not mind."""
    return [
        *_dates(scenario),
        *_presidency(scenario),
        *_centered(scenario),
        *_ways_out(scenario),
    ]


def _dates(scenario: Scenario) -> Iterator[Problem]:
    start, end = scenario.start, scenario.schedule[-1].until
    for name, columns in DATED:
        table = scenario.tables[name]
        for row, cells in enumerate(table.rows()):
            for column in columns:
                moment = cells[column]
                if not isinstance(moment, datetime):
                    continue
                line, file = table.line(row), f"{name}.csv"
                if moment >= end:
                    found = f"{moment:%Y-%m-%d} is after the end of the run"
                    yield Problem(file, line, column, found, f"a day before {end:%Y-%m-%d}")
                elif moment < start - LONG_AGO:
                    found = f"{moment:%Y-%m-%d} is more than a year before the start"
                    yield Problem(file, line, column, found, f"a day near {start:%Y-%m-%d}")


def _presidency(scenario: Scenario) -> Iterator[Problem]:
    offices = scenario.tables["offices"]
    held = [row for row in offices.rows() if row["kind"] == "presidency"]
    if not held:
        found = "nobody holds a presidency: office cannot be lost"
        yield Problem("offices.csv", None, "kind", found, "one row of the kind presidency")
    elif not held[0]["holder"]:
        found = "the presidency is empty on the first day"
        yield Problem("offices.csv", None, "holder", found, "the figure who rules")


def _centered(scenario: Scenario) -> Iterator[Problem]:
    tables = scenario.tables
    groups, cities = tables["groups"], tables["cities"]
    people = np.zeros(len(groups))
    residents: dict[tuple[str, str], float] = {}
    for city in cities.rows():
        key = (city["region"], city["settlement"])
        residents[key] = residents.get(key, 0.0) + city["population"]
    for row in tables["composition"].rows():
        share = row["value"] * residents.get((row["region"], row["settlement"]), 0.0)
        people[groups.position(row["group"])] += share
    people = people * np.asarray(groups["acts"], dtype=np.float64)
    if not people.sum():
        return
    mean = float(np.average(np.asarray(groups["readiness"], dtype=np.float64), weights=people))
    if abs(mean) > CENTERED:
        found = f"the mean over people who can act is {mean:+.2f}"
        yield Problem("groups.csv", None, "readiness", found, "0: it is relative to the mean")


def _ways_out(scenario: Scenario) -> Iterator[Problem]:
    on = scenario.mechanisms
    for needed, names in (("exit", NEED_EXIT), ("pressure", NEED_PRESSURE)):
        missing = [name for name in names if name in on]
        if missing and needed not in on:
            found = f"{', '.join(missing)} without the mechanism {needed} lead nowhere"
            yield Problem(FILE, None, "mechanisms", found, f"{needed} among them")
