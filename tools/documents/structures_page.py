"""Write the generated table of docs/structures.md: parameters of structures with their priors."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import upheaval.mechanisms
from upheaval.mechanisms.loop import known

PART = re.compile(
    r"(<!-- generated: parameters of structures -->\n)"
    r".*?(<!-- end of parameters of structures -->)",
    re.DOTALL,
)


def generate(text: str) -> str:
    """Give the page with its table made anew."""
    return PART.sub(lambda found: f"{found[1]}\n{_table()}\n\n{found[2]}", text)


def _table() -> str:
    file = Path(upheaval.mechanisms.__path__[0]) / "structure_priors.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    order = [name for name, mechanism in known().items() if mechanism.structure]
    rows.sort(key=lambda row: order.index(row["parameter"].partition(".")[0]))
    lines = ["| parameter | prior | unit | meaning | source |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `{row['parameter']}` | {row['prior']} | {row['unit']} | {row['meaning']} | "
        f"{row['source']} |"
        for row in rows
    ]
    return "\n".join(lines)
