"""The smallest country that the engine can run, to set one of its mechanisms alone.

One region, one town, one kind of people, two powers at the top: the template of a scenario with
the rows that a published model needs. Every parameter is at the value that switches its term off
(0, or the end of its range next to 0) unless it is set, and only the mechanism asked for steps.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from upheaval import scenario as scenarios
from upheaval.mechanisms import loop
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario import Scenario
from upheaval.scenario.parameters import Parameter
from upheaval.scenario.template import write_template
from upheaval.world.clock import Tick
from upheaval.world.setting import Setting
from upheaval.world.world import Parameters, World

Rows = Sequence[Mapping[str, object]]

_SILENT: dict[str, dict[str, object]] = {
    "regions": {"discontent": 0},
    "groups": {"readiness": 0, "rage": 0, "demand_labor": 0, "demand_political": 0},
    "factions": {"blame_price": 0, "blame_labor": 0, "blame_political": 0},
}
"""Cells of the template that would move somebody."""

_EXAMPLE = {"title": "Example", "source": "assumption: an example of a published model"}
"""Cells of a row of a table that is empty in the template."""


def small_country(
    mechanism: str,
    tables: Mapping[str, Rows] | None = None,
    parameters: Mapping[str, npt.ArrayLike] | None = None,
    replicates: int = 1,
    seed: int = 1,
) -> World:
    """Make the world of a small country for one mechanism, with everything switched off.

    The state has the fields of the mechanism and of those whose fields it reads or writes, at
    their initial values.

    Parameters
    ----------
    mechanism : str
        Name of the mechanism that `step_alone` will step.
    tables : mapping of table to rows
        Rows that replace those of the template; a cell that is left out is the template's.
    parameters : mapping of name to number or array of shape ``(replicates,)``
        The mechanism's own parameters that are switched on.
    replicates, seed : int
        Size of the batch and seed of its luck.

    Raises
    ------
    KeyError
        If the mechanism does not declare a parameter.
    """
    written = {name: tuple(_frozen(row) for row in rows) for name, rows in (tables or {}).items()}
    needed = _needed(mechanism)
    values = {
        owner.name: {own.name: np.full(replicates, _off(own)) for own in owner.parameters}
        for owner in needed
    }
    for name, value in (parameters or {}).items():
        if name not in values[mechanism]:
            raise KeyError(f"the mechanism '{mechanism}' declares no parameter '{name}'")
        values[mechanism][name] = np.array(np.broadcast_to(value, replicates), dtype=np.float64)
    return World(
        Setting(_scenario(tuple(sorted(written.items()))), scale=1),
        {owner.name: owner.fields for owner in needed},
        {name: Parameters(own) for name, own in values.items()},
        seed,
        np.arange(replicates, dtype=np.int64),
    )


def step_alone(world: World, mechanism: str, length: float = 1.0, index: int = 0) -> None:
    """Let one mechanism of the engine make one step of ``length`` days; the others stand still."""
    begins = world.setting.clock.start
    tick = Tick(index, index * length, length, begins)
    found = loop.known()[mechanism]
    found.step(world, tick, world.parameters[mechanism], world.luck(mechanism, index))


def _needed(mechanism: str) -> list[Mechanism]:
    """Give the mechanism and the owners of the fields that it reads or writes."""
    known = loop.known()
    wanted = {*known[mechanism].reads, *known[mechanism].writes}
    return [m for m in known.values() if m.name == mechanism or wanted & set(m.owned)]


def _off(parameter: Parameter) -> float:
    return float(np.clip(0.0, parameter.minimum, parameter.maximum))


_Cells = tuple[tuple[str, str], ...]


def _frozen(row: Mapping[str, object]) -> _Cells:
    return tuple((column, str(value)) for column, value in row.items())


@cache
def _scenario(tables: tuple[tuple[str, tuple[_Cells, ...]], ...]) -> Scenario:
    with tempfile.TemporaryDirectory(prefix="upheaval-theory-") as parent:
        folder = Path(parent) / "small-country"
        write_template(folder)
        given = dict(tables)
        for name in {*_SILENT, *given}:
            _edit(folder / f"{name}.csv", _SILENT.get(name, {}), given.get(name))
        return scenarios.load(folder)


def _edit(file: Path, silent: Mapping[str, object], given: tuple[_Cells, ...] | None) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, template = list(reader.fieldnames or ()), list(reader)
    for row in template:
        row.update({column: str(value) for column, value in silent.items()})
    blank = {column: _EXAMPLE.get(column, "") for column in columns}
    first = template[0] if template else blank
    rows = template if given is None else [first | dict(cells) for cells in given]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
