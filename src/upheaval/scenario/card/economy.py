"""The table of prices: what a trigger that costs households costs them."""

from __future__ import annotations

import math
from datetime import datetime

from upheaval.scenario.card.card import Card, Entry
from upheaval.scenario.card.places import Geography
from upheaval.scenario.card.rows import Row, source_of
from upheaval.scenario.card.sections import BURDEN_KINDS

INDEX = 100.0
"""Prices are an index: what households paid before is 100."""
_PART = 0.5
"""Part of spending that the index stands for; the burden is this times the rise of its log."""
_ELSEWHERE = 0.3
"""What regions feel that the trigger does not name, relative to those it names. Assumption."""


def is_burden(card: Card) -> bool:
    """Tell whether the trigger of a card costs households."""
    return card.text("trigger.kind") in BURDEN_KINDS


def price_rows(card: Card, places: Geography) -> list[Row]:
    """Give the rows of ``prices.csv``, one a region; none where nothing became dearer."""
    if not is_burden(card):
        return []
    size = card.get("trigger.size")
    where = card.names("trigger.regions")
    start = card.get("when.start")
    decided = card.entries.get("trigger.announced", start)
    effective = card.entries.get("trigger.effective", start)
    source = source_of(size)
    rows: list[Row] = []
    for region, name in zip(places.regions, places.names, strict=True):
        part = 1.0 if not where or region.name in where else _ELSEWHERE
        rows.append(
            {
                "region": name,
                "fuel": "cost_of_living",
                "before": INDEX,
                "after": _after(size.number * part),
                "after_low": _after(size.low * part),
                "after_high": _after(size.high * part),
                "regulated": INDEX,
                "decided": _day(decided),
                "effective": _day(effective),
                "budget_share": _PART,
                "source": f"{source}; prices are an index, 100 before",
            }
        )
    return rows


def _after(share: float) -> float:
    return INDEX * math.exp(share / _PART)


def _day(entry: Entry) -> str:
    return entry.value.date().isoformat() if isinstance(entry.value, datetime) else entry.text
