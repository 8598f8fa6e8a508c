"""Tables of structures that a card may have: triggers, organizations, army, institutions, votes."""

from __future__ import annotations

from datetime import datetime

from upheaval.scenario.card.card import Card, Entry, Item
from upheaval.scenario.card.places import Geography
from upheaval.scenario.card.power import OPPOSITION, has_leader
from upheaval.scenario.card.rows import Row, source_of
from upheaval.scenario.card.sections import BURDEN_KINDS

_LASTING_LAWS = ("jobs", "third_term", "ruling", "military_order")
"""Kinds that a ruler can take back, and that do not fade: they stay in force."""
_ATTENTION = 14.0
"""Days in which attention to an event fades. Assumption: two weeks."""
_DEMANDS = {"jobs": "labor", **dict.fromkeys(BURDEN_KINDS, "price")}
"""Demand that a trigger raises; political for all that are not here."""
_ELECTIONS = ("election_ahead",)
_STRENGTH = {"movement": (0.35, 0.1, 0.6), "party": (0.3, 0.1, 0.5)}
"""Organization of a movement or party of which nothing else is known. Assumption."""
_COHESION = {"with_ruler": (0.8, 0.6, 0.95), "neutral": (0.7, 0.4, 0.9),
             "kingmaker": (0.8, 0.6, 0.95), "split": (0.4, 0.2, 0.6)}  # fmt: skip
"""Cohesion of the army by where it stands. Assumption."""
_DROPS = {"strong": (0.3, 0.1, 0.6), "can_vote": (0.4, 0.1, 0.7)}
"""Power of a strong party, and of a parliament that can vote, to drop the ruler. Assumption."""
_FALSIFIED = (0.15, 0.0, 0.35)
"""Share of a vote that can be falsified. Assumption."""


Rows = dict[str, list[Row]]


def structure_rows(card: Card, places: Geography | None = None) -> Rows:
    """Give the rows of every table of structures, by the name of the table.

    Without ``places`` regions of triggers are left out, which does for counting rows.
    """
    return {
        "triggers": trigger_rows(card, places),
        "organizations": organization_rows(card),
        "army": army_rows(card),
        "institutions": institution_rows(card),
        "elections": election_rows(card),
    }


def trigger_rows(card: Card, places: Geography | None) -> list[Row]:
    """Give the rows of ``triggers.csv``: the card's trigger, and dates that are fixed ahead.

    A trigger that costs households stands in ``prices.csv``.
    """
    rows: list[Row] = []
    kind = card.text("trigger.kind")
    if kind not in ("none", *BURDEN_KINDS):
        size = card.get("trigger.size")
        regions = card.names("trigger.regions") if places is not None else ()
        chosen = [places.name_of(name) for name in regions] if places is not None else []
        rows.append(
            {
                "name": "trigger",
                "title": card.text("trigger.what", f"Trigger: {kind.replace('_', ' ')}"),
                "kind": kind,
                "announced": _day(card.get("trigger.announced")),
                "effective": _day(card.get("trigger.effective")),
                "value": size.number,
                "low": size.low,
                "high": size.high,
                "lasts": "" if kind in _LASTING_LAWS else _ATTENTION,
                "reversible": kind in _LASTING_LAWS,
                "demand": _DEMANDS.get(kind, "political"),
                "hits": _hit(card.text("trigger.hits")),
                "regions": " ".join(chosen),
                "source": source_of(size),
            }
        )
    for i, item in enumerate(card.items("dates")):
        if _kind(item) not in _ELECTIONS:
            rows.append(_date_ahead(item, i + 1))
    return rows


def _hit(word: str) -> str:
    return {"workers": "industry public informal"}.get(word, word)


def _kind(item: Item) -> str:
    return item["kind"].text if "kind" in item else "other"


def _date_ahead(item: Item, number: int) -> Row:
    kind = _kind(item)
    return {
        "name": f"date_{number}",
        "title": item["what"].text,
        "kind": "other" if kind == "none" else kind,
        "announced": "",
        "effective": _day(item["date"]),
        # A day that is known ahead brings people together; how many is open.
        "value": 0.25,
        "low": 0.0,
        "high": 0.6,
        "lasts": _ATTENTION / 2,
        "reversible": False,
        "demand": _DEMANDS.get(kind, "political"),
        "hits": "everybody",
        "regions": "",
        "source": f"{item['date'].source}; size: assumption",
    }


def _day(entry: Entry) -> str:
    return entry.value.date().isoformat() if isinstance(entry.value, datetime) else entry.text


def organization_rows(card: Card) -> list[Row]:
    """Give the rows of ``organizations.csv``."""
    kind = card.text("opposition.kind")
    rows: list[Row] = []
    if kind in _STRENGTH:
        entry = card.entries.get("opposition.strength")
        value, low, high = _STRENGTH[kind]
        if entry is not None:
            value, low, high = entry.number, entry.low, entry.high
        rows.append(
            {
                "name": OPPOSITION,
                "title": card.text("opposition.name", "The opposition"),
                "kind": kind,
                "value": value,
                "low": low,
                "high": high,
                "leader": "opposition_leader" if has_leader(card) else "",
                "leader_status": card.text("opposition.leader"),
                "source": source_of(entry or card.get("opposition.kind")),
            }
        )
    titles = {"union": "Trade unions", "students": "Student bodies", "armed": "An armed group"}
    for name, title in titles.items():
        entry = card.get(f"opposition.{name}")
        if entry.number > 0:
            rows.append(
                {
                    "name": name,
                    "title": title,
                    "kind": name,
                    "value": entry.number,
                    "low": entry.low,
                    "high": entry.high,
                    "leader": "",
                    "leader_status": "none",
                    "source": entry.source,
                }
            )
    return rows


def army_rows(card: Card) -> list[Row]:
    """Give the row of ``army.csv``, where the army is a player of its own."""
    for item in card.items("factions"):
        if "army" in item:
            value, low, high = _COHESION[item["army"].text]
            return [
                {
                    "faction": item["name"].text,
                    "stance": item["army"].text,
                    "value": value,
                    "low": low,
                    "high": high,
                    "source": f"{item['army'].source}; cohesion: assumption",
                }
            ]
    return []


def institution_rows(card: Card) -> list[Row]:
    """Give the rows of ``institutions.csv``: bodies that could drop the ruler."""
    rows: list[Row] = []
    bodies = (("party", "The ruling party", "strong"), ("parliament", "Parliament", "can_vote"))
    for kind, title, able in bodies:
        entry = card.get(f"regime.{kind}")
        if entry.text == able:
            value, low, high = _DROPS[able]
            rows.append(
                {
                    "name": f"{kind}_body",
                    "title": title,
                    "kind": kind,
                    "value": value,
                    "low": low,
                    "high": high,
                    "successor": "",
                    "source": f"{entry.source}; its power: assumption",
                }
            )
    return rows


def election_rows(card: Card) -> list[Row]:
    """Give the rows of ``elections.csv``: votes whose day is fixed."""
    value, low, high = _FALSIFIED
    return [
        {
            "name": f"election_{i + 1}",
            "title": item["what"].text,
            "kind": "presidential",
            "date": _day(item["date"]),
            "value": value,
            "low": low,
            "high": high,
            "ruler_stands": True,
            "source": f"{item['date'].source}; what can be falsified: assumption",
        }
        for i, item in enumerate(card.items("dates"))
        if _kind(item) in _ELECTIONS
    ]
