"""Rows of tables as dictionaries, and their text as CSV."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from upheaval.scenario.card.card import Entry
from upheaval.scenario.columns import TableKind

Row = Mapping[str, object]


def table_text(kind: TableKind, rows: Sequence[Row]) -> str:
    """Write rows as the CSV text of a table; a column that a row does not have stays empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in kind.columns])
    for row in rows:
        writer.writerow([_cell(row.get(column.name, "")) for column in kind.columns])
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e5 else f"{value:.10g}"
    return str(value)


def slug(text: str) -> str:
    """Give a name of small letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "place"


def unique(names: Iterable[str]) -> list[str]:
    """Give names of which none stands twice: a later one gets a number."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result


def source_of(*entries: Entry) -> str:
    """Give the sources of some entries, each once."""
    return "; ".join(dict.fromkeys(f"{entry.source}" for entry in entries))
