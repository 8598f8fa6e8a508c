"""Coercive organs and where their people are."""

from __future__ import annotations

from kazakhstan_2022_record.places import cities
from kazakhstan_2022_record.reading import Row, keyed, rows, sourced

GUARD_TOWN = 30_000
_PARTS = 1_000_000


def organs() -> list[Row]:
    """Give the organs of the record, with the faction that they answer to on the first day."""
    return [{**row, "source": sourced(row)} for row in rows("coded", "organs")]


def garrisons() -> list[Row]:
    """Share of every organ's people in each place; the largest takes what rounding leaves."""
    return [row for organ in rows("coded", "organs") for row in _garrison(organ["name"])]


def _garrison(organ: str) -> list[Row]:
    rule = keyed("coded", "garrison_rules", "organ")[organ]
    weights = {city["name"]: _weight(rule, city) for city in cities()}
    weights = {name: weight for name, weight in weights.items() if weight > 0}
    whole = sum(weights.values())
    parts = {name: int(_PARTS * weight / whole) for name, weight in weights.items()}
    parts = {name: part for name, part in parts.items() if part > 0}
    parts[max(parts, key=parts.__getitem__)] += _PARTS - sum(parts.values())
    return [
        {
            "organ": organ,
            "city": name,
            "share": f"{part // _PARTS}.{part % _PARTS:06d}",
            "source": f"assumption: {rule['note']}",
        }
        for name, part in parts.items()
    ]


def _weight(rule: Row, city: Row) -> float:
    only = rule["places"].split()
    if only and city["name"] not in only:
        return 0.0
    people = int(city["population"])
    if rule["organ"] == "national_guard" and (city["settlement"] != "town" or people < GUARD_TOWN):
        return 0.0
    by = people if rule["by"] == "people" else 1
    role = 1.0 if city["role"] == "none" else float(rule[city["role"]])
    return by * float(rule[city["settlement"]]) * role
