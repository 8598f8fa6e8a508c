"""Tables of the world outside and of what people hear: powers, treaties, neighbors, audiences."""

from __future__ import annotations

import math
from datetime import datetime

from upheaval import countries
from upheaval.scenario.card.card import Card, Entry
from upheaval.scenario.card.rows import Row, source_of

_EARTH_RADIUS = 6371.0088
_OPEN = "assumption: nothing is known; the range is open"
_CONTINGENT = (2000, 200, 20000)
"""Troops that a patron would send: value, low, high. Assumption; few such cases are known."""
_STAKE = {"patron": 2.0, "member": 0.8, "rival": 0.0, "donor": 0.5, "none": 0.2}
_POSITION = {"patron": 0.5, "member": 0.5, "rival": -0.5, "donor": -0.3, "none": 0.0}
_LEVERAGE = {"patron": 0.2, "member": 0.02, "rival": 0.05, "donor": 0.15, "none": 0.02}
"""What a power means to the state, by its part. Assumptions; the axis is the card's own, with the
patron's side at its upper end."""
MOST_NEIGHBORS = 12
_BASE_HAZARD, _PER_YEAR_OF_AGE = 0.02, 0.002
"""Exit by age or mishap: a fiftieth a year, and more with age above 50. Assumption of the order of
leaders' mortality."""


def parts(card: Card) -> dict[str, str]:
    """Give the powers of a card by code, each with its part."""
    result: dict[str, str] = {}
    patron = card.text("outside.patron", "none")
    if patron != "none":
        result[patron] = "patron"
    for code in card.names("outside.members"):
        result.setdefault(code, "member")
    for code in card.names("outside.rivals"):
        result.setdefault(code, "rival")
    for code in card.names("outside.donors"):
        result.setdefault(code, "donor")
    return result


def has_allies(card: Card) -> bool:
    """Tell whether somebody outside could send troops."""
    return any(part in ("patron", "member") for part in parts(card).values())


def power_rows(card: Card) -> list[Row]:
    """Give the rows of ``powers.csv``."""
    found = parts(card)
    rows: list[Row] = []
    for code, part in found.items():
        value, low, high = _CONTINGENT if part in ("patron", "member") else (0, 0, 0)
        leverage = _LEVERAGE[part]
        rows.append(
            {
                "name": code.lower(),
                "title": countries.country(code).name,
                "ideal_point": _POSITION[part],
                "leverage": leverage,
                "leverage_low": leverage / 2,
                "leverage_high": min(1.0, leverage * 2),
                "stake": _STAKE[part],
                "contingent": value,
                "contingent_low": low,
                "contingent_high": high,
                "transit": 24 if value else 0,
                "source": f"{_OPEN}; its part: {part}",
            }
        )
    return rows


def treaty_rows(card: Card) -> list[Row]:
    """Give the rows of ``treaties.csv``: a patron without a treaty has an understanding."""
    if not has_allies(card):
        return []
    treaty = card.text("outside.treaty", "none")
    title = "An understanding without a treaty" if treaty == "none" else treaty
    source = source_of(card.get("outside.patron"))
    return [
        {"name": "treaty", "title": title, "member": code.lower(), "needs_outside_threat": False,
         "source": source}
        for code, part in parts(card).items()
        if part in ("patron", "member")
    ]  # fmt: skip


def neighbor_rows(card: Card) -> list[Row]:
    """Give the rows of ``neighbors.csv``."""
    fell = card.names("outside.fell_lately")
    powers = parts(card)
    codes = list(dict.fromkeys([*card.names("outside.neighbors"), *fell]))[:MOST_NEIGHBORS]
    here = countries.country(card.text("where.country")).position()
    rows: list[Row] = []
    for code in codes:
        there = countries.country(code).position()
        weak = code in fell
        rows.append(
            {
                "name": code.lower(),
                "title": countries.country(code).name,
                "power": code.lower() if code in powers else "",
                "distance": round(_distance(here, there)),
                "likeness": 0.5,
                "likeness_low": 0.1,
                "likeness_high": 0.9,
                "value": 0.5 if weak else 1.4,
                "low": 0.0 if weak else 0.7,
                "high": 1.0 if weak else 2.1,
                "source": f"distance between capitals: GeoNames; likeness and strength: {_OPEN}",
            }
        )
    return rows


def _distance(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float:
    if one is None or other is None:
        return 1000.0
    (a, b), (c, d) = (tuple(map(math.radians, one)), tuple(map(math.radians, other)))
    half = math.sin((a - c) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((b - d) / 2) ** 2
    return 2 * _EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half)))


def ruler_rows(card: Card) -> list[Row]:
    """Give the rows of ``rulers.csv``: the card's own ruler and those next door."""
    age = card.get("regime.ruler.age")
    hazard = _BASE_HAZARD + _PER_YEAR_OF_AGE * max(0.0, age.number - 50)
    heir = {"none": 0.5, "named": 0.4, "family": 0.3}[card.text("regime.heir")]
    rows: list[Row] = [
        _ruler(card.text("where.country"), "", heir, min(1.0, hazard), source_of(age))
    ]
    for row in neighbor_rows(card):
        name = str(row["name"])
        rows.append(_ruler(name.upper(), name, 0.5, 0.05, _OPEN))
    return rows


def _ruler(code: str, neighbor: str, heir: float, hazard: float, source: str) -> Row:
    return {
        "name": f"ruler_{code.lower()}",
        "title": f"Ruler of {countries.country(code).name}",
        "neighbor": neighbor,
        "value": heir,
        "low": max(0.0, heir - 0.3),
        "high": min(1.0, heir + 0.3),
        "consensus": 0.55,
        "exit_hazard": hazard,
        "source": f"{source}; belief in an heir and consensus: {_OPEN}",
    }


def leaning_rows(card: Card) -> list[Row]:
    """Give the rows of ``leanings.csv``."""
    return [
        {
            "faction": item["name"].text,
            "value": item["leaning"].number,
            "low": max(-1.0, min(item["leaning"].low, item["leaning"].number)),
            "high": min(1.0, max(item["leaning"].high, item["leaning"].number)),
            "source": item["leaning"].source,
        }
        for item in card.items("factions")
    ]


_TRUST = {
    # audience: trust in the state, press, people, allies
    "citizens": (0.35, 0.5, 0.4, 0.35),
    "elites": (0.4, 0.6, 0.2, 0.4),
    "allies": (0.6, 0.2, 0.1, 0.8),
    "abroad": (0.15, 0.65, 0.35, 0.15),
}
"""Trust before the crisis; assumption, with ranges of two tenths either way."""
_SPEAKERS = ("state", "press", "people", "allies")


def _audiences(card: Card) -> list[tuple[str, str]]:
    found = [("citizens", "Citizens"), ("elites", "Elites of the state")]
    found += [("allies", "Governments of the allies")] if has_allies(card) else []
    return [*found, ("abroad", "Publics abroad")]


def audience_rows(card: Card) -> list[Row]:
    """Give the rows of ``audiences.csv``."""
    state, online = card.get("media.state_share"), card.get("media.internet_share")
    rows: list[Row] = []
    for name, title in _audiences(card):
        mine = name == "citizens"
        rows.append(
            {
                "name": name,
                "title": title,
                "kind": name,
                "language": "any",
                **_ranged("state_media", state if mine else None, 0.5 if name == "abroad" else 0.9),
                **_ranged("internet", online if mine else None, 0.9),
                "source": source_of(state, online) if mine else _OPEN,
            }
        )
    return rows


def _ranged(name: str, entry: Entry | None, otherwise: float) -> dict[str, object]:
    if entry is None:
        low, value, high = max(0.0, otherwise - 0.2), otherwise, min(1.0, otherwise + 0.1)
    else:
        low, value, high = entry.low, entry.number, entry.high
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def trust_rows(card: Card) -> list[Row]:
    """Give the rows of ``trust.csv``."""
    return [
        {
            "audience": name,
            "speaker": speaker,
            "value": value,
            "low": max(0.0, value - 0.2),
            "high": min(1.0, value + 0.2),
            "source": _OPEN,
        }
        for name, _ in _audiences(card)
        for speaker, value in zip(_SPEAKERS, _TRUST[name], strict=True)
    ]


def record_rows(card: Card) -> list[Row]:
    """Give the rows of ``record.csv`` from what was known on the first day."""
    rows: list[Row] = []
    for item in card.items("so_far"):
        row: dict[str, object] = {name: _written(entry) for name, entry in item.items()}
        row.setdefault("place", "country")
        row.setdefault("low", row["value"])
        row.setdefault("high", row["value"])
        row.setdefault("confidence", "low")
        row.setdefault("use", "fit")
        row["source"] = source_of(item["value"])
        rows.append(row)
    return rows


def _written(entry: Entry) -> str:
    if isinstance(entry.value, datetime):
        return entry.value.date().isoformat()
    return entry.text
