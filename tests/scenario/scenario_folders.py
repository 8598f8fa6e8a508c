"""Scenario folders for tests: a valid one, and the ways to spoil it."""

import json
from pathlib import Path

from upheaval.scenario import Parameter, write_template

DECLARED = {
    "prices.memory": Parameter("memory", "day", 0.0, 365.0, "How long prices are remembered."),
    "streets.contact": Parameter("contact", "1/day", 0.0, 10.0, "Contacts a day."),
}
MECHANISMS = ("prices", "streets")
MEASURES = {"peak_crowd": "person", "first_day": "date"}

EXPLANATIONS = """\
explanations:
  - name: bills
    title: The bill
    mechanisms: [prices]
    meaning: The price did it.
    source: "assumption: for a test"
"""
RECORD = """\
peak,peak_crowd,country,,2.1e3,1000,3000,person,high,fit,assumption: for a test
onset,first_day,first_regions,2022-01-05,2022-01-05,2022-01-04,2022-01-05T18:30,date,low,check,test
"""


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text that must be there."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def set_cell(folder: Path, table: str, row: int, column: str, value: str) -> None:
    """Put a text into a cell; rows are counted as in error messages."""
    lines = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    cells = lines[row - 1].split(",")
    cells[lines[0].split(",").index(column)] = value
    lines[row - 1] = ",".join(cells)
    (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def add_row(folder: Path, table: str, **changes: str) -> None:
    """Repeat the first row of a table with some cells changed."""
    lines = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(lines[0].split(","), lines[1].split(","), strict=True)) | changes
    lines.append(",".join(cells.values()))
    (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_valid(folder: Path) -> Path:
    """Write the template with an explanation, two observations and a map."""
    write_template(folder, mechanisms=MECHANISMS, parameters=DECLARED)
    # The template's texts hold no commas inside a cell, which the helpers above rely on.
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text().replace('"assumption: a template, nothing measured"', "s"))
    edit(folder, "scenario.yaml", "explanations: []\n", EXPLANATIONS)
    with (folder / "record.csv").open("a") as record:
        record.write(RECORD)
    ring = [[50, 40], [51, 40], [51, 41], [50, 40]]
    shape = {
        "type": "Feature",
        "properties": {"name": "first_regions"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    (folder / "map.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [shape]})
    )
    return folder
