"""Where a measure is taken: a place is the country or one row of a table of the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upheaval.errors import UpheavalError, unknown

COUNTRY = "country"

TABLE_OF = {
    "region": "regions",
    "city": "cities",
    "figure": "figures",
    "office": "offices",
    "organ": "organs",
    "power": "powers",
    "faction": "factions",
    "ruler": "rulers",
    "neighbor": "neighbors",
    "claim": "claims",
}
"""Table that lists the places of each kind but ``country``."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its kind (``country`` or a key of `TABLE_OF`), its name and its row.

    The country has no row: its ``row`` is -1.
    """

    kind: str
    name: str
    row: int


WHOLE = Place(COUNTRY, COUNTRY, -1)
"""The whole country."""


def find_place(tables: Mapping[str, Any], kinds: tuple[str, ...], name: str) -> Place:
    """Find a place by name among the kinds that a measure allows, in their order.

    A region and a city may share a name; then the kind that the measure lists first is meant.

    Raises
    ------
    UpheavalError
        If no place of these kinds has the name; the message gives the nearest one.
    """
    for kind in kinds:
        if kind == COUNTRY:
            if name == COUNTRY:
                return WHOLE
            continue
        names = tables[TABLE_OF[kind]].names
        if name in names:
            return Place(kind, name, names.index(name))
    raise UpheavalError(unknown(" or ".join(kinds), name, _known(tables, kinds)))


def _known(tables: Mapping[str, Any], kinds: tuple[str, ...]) -> list[str]:
    known: list[str] = []
    for kind in kinds:
        known += [COUNTRY] if kind == COUNTRY else tables[TABLE_OF[kind]].names
    return known
