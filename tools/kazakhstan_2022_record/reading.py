"""Read the record and cite it: every cell of evidence names the rows that it rests on."""

from __future__ import annotations

import csv
import re
from functools import cache
from math import sqrt
from pathlib import Path

HERE = Path(__file__).parent
Row = dict[str, str]

_CONFIDENCE = ("low", "medium", "high")
_EVENT = re.compile(r"(?P<date>[\d-]+(T\d\d:\d\d)?):(@(?P<region>[^:]+):)?(?P<piece>.+)")


@cache
def rows(folder: str, name: str) -> tuple[Row, ...]:
    """Rows of one CSV file of ``raw`` (as recorded) or ``coded`` (choices made by hand)."""
    with (HERE / folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def keyed(folder: str, name: str, key: str = "name") -> dict[str, Row]:
    """Rows of one CSV file by the value of ``key``."""
    return {row[key]: row for row in rows(folder, name)}


def evidence(text: str) -> list[Row]:
    """Rows of the record that an evidence cell names.

    Parts are joined by ``" & "``; each is ``fact:<name>``, ``elite:<name>`` or
    ``event:<start of date>:<piece of description>`` (``@<region>:`` before the piece where
    several regions share it), and must match exactly one row.
    """
    found = []
    for part in text.split(" & "):
        kind, _, rest = part.partition(":")
        matches = _events(rest) if kind == "event" else _named(kind, rest)
        if len(matches) != 1:
            raise ValueError(f"evidence {part!r} matches {len(matches)} rows of the record, not 1")
        found.append(matches[0])
    return found


def _named(kind: str, name: str) -> list[Row]:
    return [row for row in rows("raw", f"kazakhstan_2022_{kind}s") if row["name"] == name]


def _events(text: str) -> list[Row]:
    wanted = _EVENT.fullmatch(text)
    if wanted is None:
        raise ValueError(f"evidence 'event:{text}' has no date and piece of description")
    return [
        row
        for row in rows("raw", "kazakhstan_2022_events")
        if row["date"].startswith(wanted["date"])
        and wanted["region"] in (None, row["region"])
        and wanted["piece"] in row["description"]
    ]


def cite(text: str) -> str:
    """List the sources of an evidence cell, each once, in order."""
    return " || ".join(dict.fromkeys(row["source"] for row in evidence(text)))


def confidence(text: str) -> str:
    """Lowest confidence of the rows that an evidence cell names."""
    return min((row["confidence"] for row in evidence(text)), key=_CONFIDENCE.index)


def sourced(row: Row) -> str:
    """Source of a hand-coded row: what the record says, then how it was read.

    A row without evidence rests on its note alone, which then must say that it is an assumption,
    a reading of the interview or common knowledge.
    """
    note = row["note"]
    if not row["evidence"]:
        return note
    source = cite(row["evidence"])
    return f"{source} || reading: {note}" if note else source


def size(text: str) -> tuple[str, str, str]:
    """Value, low and high of an evidence cell: a fact's own, or an event's crowd.

    The value of a crowd given as a range is its geometric mean, since sizes err by factors.
    """
    row = evidence(text)[0]
    if "value" in row:
        return row["value"], row["low"], row["high"]
    low, high = float(row["size_low"]), float(row["size_high"])
    return str(round(sqrt(low * high))), row["size_low"], row["size_high"]
