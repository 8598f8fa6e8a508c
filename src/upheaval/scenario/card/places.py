"""Tables of places: regions and towns whose people add up to the country's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from upheaval import countries
from upheaval.countries import Place, Region
from upheaval.countries.places import SOURCE, SPREAD
from upheaval.scenario.card.card import Card
from upheaval.scenario.card.rows import Row, slug, source_of, unique
from upheaval.scenario.problems import Problem, ScenarioError

MOST_TOWNS = 40
"""Towns that stand by name, the largest of each region included; smaller ones are put together."""
SMALLEST_TOWN = 0.002
"""A town stands by name from this share of the country's people on."""
CITY = 0.8
"""A region with this share of its people in one town is a city."""
_METROPOLIS = 0.5


@dataclass(frozen=True)
class Geography:
    """Regions of a card with the identifiers that its tables use."""

    regions: tuple[Region, ...]
    names: tuple[str, ...]

    def name_of(self, title: str) -> str:
        """Give the identifier of a region by the name that the card uses."""
        titles = [region.name for region in self.regions]
        return self.names[titles.index(title)]


def geography(card: Card) -> Geography:
    """Work out regions and towns of a completed card; people add up to its population."""
    country = countries.country(card.text("where.country"))
    if not country.has_places:
        found = f"no places are known of {country.name}"
        raise ScenarioError([Problem("crisis.yaml", None, "where.country", found)])
    people = round(card.number("people.population"))
    urban = card.number("people.urban_share")
    chosen = card.names("where.regions")
    regions = country.regions(people, urban)
    if chosen:
        regions = _chosen(country.regions(10_000_000, urban), chosen, people)
    regions = _merge_towns(regions, people)
    names = unique(slug(region.name) for region in regions)
    return Geography(tuple(regions), tuple(names))


def _chosen(regions: Sequence[Region], chosen: Sequence[str], people: int) -> list[Region]:
    """Keep some regions, and let them hold all the people of the card."""
    kept = [region for region in regions if region.name in chosen]
    factor = people / max(1, sum(region.people for region in kept))
    result = []
    for region in kept:
        towns = tuple(
            replace(town, people=max(1, int(town.people * factor))) for town in region.towns
        )
        villages = max(1, int(region.villages * factor))
        result.append(replace(region, towns=towns, other_towns=int(region.other_towns * factor),
                              villages=villages))  # fmt: skip
    left = people - sum(region.people for region in result)
    result[0] = replace(result[0], villages=max(1, result[0].villages + left))
    return result


def _merge_towns(regions: Sequence[Region], people: int) -> list[Region]:
    regions = [region for region in regions if region.people > 0]
    firsts = {region.code: region.towns[0] for region in regions}
    others = sorted(
        (town for region in regions for town in region.towns[1:]), key=lambda t: -t.people
    )
    room = max(0, MOST_TOWNS - len(firsts))
    named = {id(town) for town in others[:room] if town.people >= SMALLEST_TOWN * people}
    named |= {id(town) for town in firsts.values()}
    result = []
    for region in regions:
        kept = tuple(town for town in region.towns if id(town) in named)
        rest = sum(town.people for town in region.towns if id(town) not in named)
        result.append(replace(region, towns=kept, other_towns=region.other_towns + rest))
    return result


def region_rows(card: Card, places: Geography) -> list[Row]:
    """Give the rows of ``regions.csv``."""
    excluded = card.names("people.excluded_regions")
    sources = source_of(card.get("people.population"))
    rows: list[Row] = []
    for region, name in zip(places.regions, places.names, strict=True):
        largest = max(town.people for town in region.towns)
        in_towns = region.people - region.villages
        rows.append(
            {
                "name": name,
                "title": region.name,
                "kind": "city" if largest > CITY * region.people else "province",
                "population": region.people,
                "urban_share": in_towns / region.people,
                "fuel_dependence": 1,
                "fuel_dependence_low": 1,
                "fuel_dependence_high": 1,
                "titular_share": 1 - _excluded_here(card, region.name),
                "kinship": "all",
                "discontent": 0.5 if region.name in excluded else 0,
                "source": f"{sources}; {SPREAD}",
            }
        )
    return rows


def _excluded_here(card: Card, region: str) -> float:
    share = card.number("people.excluded_share")
    where = card.names("people.excluded_regions")
    return 0.0 if where and region not in where else share


def town_rows(places: Geography) -> list[Row]:
    """Give the rows of ``cities.csv``: named towns, other towns and villages of each region."""
    towns = [town for region in places.regions for town in region.towns if town.people > 0]
    capital = next((town for town in towns if town.role == "capital"), None)
    if capital is None:
        capital = max(towns, key=lambda town: town.people)
    largest = max((t for t in towns if t is not capital), key=lambda t: t.people, default=None)
    is_metropolis = largest is not None and largest.people > _METROPOLIS * capital.people
    rows: list[dict[str, object]] = []
    for region, name in zip(places.regions, places.names, strict=True):
        first = region.towns[0]
        for town in region.towns:
            if town.people == 0:
                continue
            role = "center" if town is first else "none"
            if town is largest and is_metropolis:
                role = "metropolis"
            role = "capital" if town is capital else role
            doubt = "; doubtful: an earlier count is far smaller" if town.doubtful else ""
            rows.append(_place(town, town.name, name, "town", town.people, role, SOURCE + doubt))
        title = f"Other towns of {region.name}"
        if region.other_towns > 0:
            rows.append(_place(first, title, name, "urban", region.other_towns, "none", SPREAD))
        if region.villages > 0:
            title = f"Villages of {region.name}"
            rows.append(_place(first, title, name, "rural", region.villages, "none", SPREAD))
    for row, identifier in zip(rows, unique(slug(str(row["title"])) for row in rows), strict=True):
        row["name"] = identifier
    taken = set(places.names)
    for row in rows:
        if row["name"] in taken:
            row["name"] = f"{row['name']}_town"
    return list(rows)


def _place(
    at: Place, title: str, region: str, settlement: str, people: int, role: str, source: str
) -> dict[str, object]:
    return {
        "title": title,
        "region": region,
        "settlement": settlement,
        "population": people,
        "latitude": at.latitude,
        "longitude": at.longitude,
        "role": role,
        "source": source,
    }
