"""Tables of people: groups with what moves them, and their shares by place."""

from __future__ import annotations

from dataclasses import dataclass

from upheaval.scenario.card.card import Card
from upheaval.scenario.card.places import Geography
from upheaval.scenario.card.rows import Row, source_of
from upheaval.scenario.card.sections import BURDEN_KINDS

_ASSUMPTION = "assumption: groups that every country has; shares with an open range"
SETTLEMENTS = ("town", "urban", "rural")


@dataclass(frozen=True)
class _Group:
    """A kind of people: its part of adults in towns and in villages, and what moves it."""

    name: str
    title: str
    trade: str
    towns: float
    villages: float
    hardship: float
    exposure: float
    rage: float
    online: float
    readiness: float
    demands: tuple[float, float, float, float]


_ADULTS = (
    _Group("industry", "Workers in industry and transport", "industry", 0.18, 0.08, 1.0, 1.1, 0.2,
           0.9, 0.1, (0.35, 0.4, 0.2, 0.05)),
    _Group("public", "Teachers, doctors, officials", "public", 0.2, 0.1, 0.9, 0.9, 0.02, 1.2, -0.1,
           (0.3, 0.35, 0.3, 0.05)),
    _Group("informal", "Day laborers, traders, unemployed", "none", 0.3, 0.2, 1.3, 1.3, 0.35, 0.8,
           0.1, (0.45, 0.25, 0.25, 0.05)),
    _Group("middle", "Shopkeepers, professionals, students' parents", "none", 0.32, 0.07, 0.7, 0.7,
           0.03, 1.3, 0.1, (0.25, 0.1, 0.6, 0.05)),
    _Group("farmers", "Farmers and villagers", "none", 0.0, 0.55, 1.1, 1.1, 0.05, 0.6, -0.3,
           (0.5, 0.2, 0.25, 0.05)),
)  # fmt: skip
"""Adults from 25 on. Assumption: shares and numbers of a usual country of middle income; the order
of groups (who is poorer, younger, more online) is meant, not the decimals."""

_EXPOSED = _Group("exposed", "Drivers and carriers, hit hardest", "transport",
                  0.035, 0.025, 1.1, 6.0, 0.1, 1.0, 0.4, (0.7, 0.1, 0.15, 0.05))  # fmt: skip
"""Few whom a price hits hard, beside the many whom it hits a little. Assumption: a thirtieth of
adults, six times the mean burden, as drivers were in Kazakhstan in 2022; transport opens most
protests against fuel prices."""
_YOUTH = _Group("youth", "Youth from 15 to 24", "none", 1, 1, 1.0, 0.9, 0.3, 1.4, 0.3,
                (0.25, 0.2, 0.5, 0.05))  # fmt: skip
_EXCLUDED = _Group("excluded", "Excluded", "none", 1, 1, 1.3, 1.1, 0.15, 0.8, 0.2,
                   (0.2, 0.1, 0.65, 0.05))  # fmt: skip
_LEAST_HARDSHIP, _HARDSHIP = 0.35, 0.3
"""Mean sensitivity to hardship at the lowest level, and what the highest adds. Assumption: poverty
alone brings nobody out; the whole scale moves as much as groups of one country differ."""
_STUDENTS_PUSH = 0.4
"""Readiness that a full organization of students adds to the young. Assumption."""
_ARMED_RAGE = 0.4
"""Rage that a full armed group adds. Assumption."""
_EXCLUDED_CONCENTRATION = 0.9
_HIT_TWICE = 2.0


def group_rows(card: Card, places: Geography) -> list[Row]:
    """Give the rows of ``groups.csv``; readiness and exposure are centered over adults."""
    groups = _groups(card)
    shares = _country_shares(card, places)
    adults = sum(shares[group.name] for group in groups)
    ready = sum(shares[g.name] * g.readiness for g in groups) / adults
    exposure = {g.name: g.exposure * _hit(card, g.name) for g in groups}
    mean = sum(shares[g.name] * exposure[g.name] for g in groups) / adults
    online = sum(shares[g.name] * g.online for g in groups) / adults
    hardship = _LEAST_HARDSHIP + _HARDSHIP * card.number("people.hardship")
    hard = sum(shares[g.name] * g.hardship for g in groups) / adults
    internet = card.number("media.internet_share")
    sources = source_of(card.get("people.hardship"), card.get("media.internet_share"))
    rows: list[Row] = [_children()]
    for group in groups:
        price, labor, political, foreign = group.demands
        rows.append(
            {
                "name": group.name,
                "title": group.title,
                "acts": True,
                "trade": group.trade,
                "hardship": min(1.0, hardship * group.hardship / hard),
                "price_exposure": exposure[group.name] / mean if mean else 0.0,
                "rage": min(1.0, group.rage + _ARMED_RAGE * card.number("opposition.armed")),
                "online": min(1.0, internet * group.online / online),
                "readiness": group.readiness - ready,
                "demand_price": price,
                "demand_labor": labor,
                "demand_political": political,
                "demand_foreign": foreign,
                "source": f"{_ASSUMPTION}; {sources}",
            }
        )
    return rows


def _children() -> Row:
    numbers = dict.fromkeys(
        ("hardship", "price_exposure", "rage", "online", "readiness", "demand_price",
         "demand_labor", "demand_political", "demand_foreign"), 0,
    )  # fmt: skip
    return {"name": "children", "title": "Children under 15", "acts": False, "trade": "none",
            **numbers, "source": "children do not act"}  # fmt: skip


def _adults(card: Card) -> list[_Group]:
    """Give the groups of adults from 25 on; few are hit hard where the trigger is a burden."""
    is_burden = card.text("trigger.kind") in BURDEN_KINDS
    return [*_ADULTS, _EXPOSED] if is_burden else list(_ADULTS)


def _groups(card: Card) -> list[_Group]:
    students = _STUDENTS_PUSH * card.number("opposition.students")
    youth = _Group(**{**_YOUTH.__dict__, "readiness": _YOUTH.readiness + students})
    groups = [youth, *_adults(card)]
    if card.number("people.excluded_share") > 0:
        title = card.text("people.excluded", _EXCLUDED.title)
        groups.append(_Group(**{**_EXCLUDED.__dict__, "title": title}))
    return groups


def _hit(card: Card, group: str) -> float:
    """Give how much more than others a group is hit by the trigger."""
    hits = card.text("trigger.hits", "everybody")
    chosen = {
        "youth": ("youth",),
        "workers": ("industry", "public", "informal", "exposed"),
        "excluded": ("excluded",),
        "villages": ("farmers",),
        "towns": ("industry", "public", "informal", "middle", "youth", "exposed"),
    }.get(hits)
    return 1.0 if chosen is None else _HIT_TWICE if group in chosen else 0.3


def _country_shares(card: Card, places: Geography) -> dict[str, float]:
    total = sum(region.people for region in places.regions)
    result: dict[str, float] = {}
    for region in places.regions:
        people = {
            "town": sum(town.people for town in region.towns),
            "urban": region.other_towns,
            "rural": region.villages,
        }
        for settlement in SETTLEMENTS:
            for name, share in _shares(card, region.name, settlement).items():
                result[name] = result.get(name, 0.0) + share * people[settlement] / total
    return result


def _shares(card: Card, region: str, settlement: str) -> dict[str, float]:
    """Give the shares of all groups among the people of one kind of place; they add up to 1."""
    children = card.number("people.children_share")
    youth = card.number("people.youth_share")
    excluded = _excluded(card, region)
    rest = max(0.0, 1.0 - children - youth) * (1.0 - excluded)
    part = {g.name: g.villages if settlement == "rural" else g.towns for g in _adults(card)}
    total = sum(part.values())
    shares = {"children": children, "youth": youth * (1.0 - excluded)}
    shares |= {name: rest * weight / total for name, weight in part.items()}
    if card.number("people.excluded_share") > 0:
        shares["excluded"] = (1.0 - children) * excluded
    whole = {name: round(share, 4) for name, share in shares.items()}
    largest = max(whole, key=lambda name: whole[name])
    whole[largest] = round(whole[largest] + 1.0 - sum(whole.values()), 4)
    return whole


def _excluded(card: Card, region: str) -> float:
    share = card.number("people.excluded_share")
    where = card.names("people.excluded_regions")
    if not where or share <= 0:
        return share
    # Most of them live where the card says; the rest is spread.
    return min(_EXCLUDED_CONCENTRATION, 3 * share) if region in where else share * 0.2


def composition_rows(card: Card, places: Geography) -> list[Row]:
    """Give the rows of ``composition.csv``."""
    source = source_of(card.get("people.children_share"), card.get("people.youth_share"))
    rows: list[Row] = []
    for region, name in zip(places.regions, places.names, strict=True):
        for settlement in SETTLEMENTS:
            for group, share in _shares(card, region.name, settlement).items():
                rows.append(
                    {
                        "region": name,
                        "settlement": settlement,
                        "group": group,
                        "value": share,
                        "low": round(share / 1.4, 4),
                        "high": round(min(1.0, share * 1.4), 4),
                        "source": f"{source}; {_ASSUMPTION}",
                    }
                )
    return rows
