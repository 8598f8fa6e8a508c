"""Groups, what they make up of each place, and the prices that they pay."""

from __future__ import annotations

from kazakhstan_2022_record.places import cities
from kazakhstan_2022_record.reading import Row, cite, keyed, rows, sourced

# Drivers and their families: a few everywhere (taxis, trade), more where vehicles burn LPG. The
# record has 300 to 500 thousand such vehicles, 1.5 to 2.5 for 100 people.
DRIVERS_EVERYWHERE = 0.015
DRIVERS_BY_DEPENDENCE = 0.08

LITERS_A_MONTH = 300
PEOPLE_A_HOUSEHOLD = 3.5
PRICE_ROSE = 100 / 67
AFTER_ELSEWHERE = 110
REGULATED_BY_BEFORE = 55 / 60

_SPREAD = {"children": 1.1, "pensioners": 1.2}
_WHY = {
    "children": "highest in the south and west, lowest in the north; 0.30 of the country",
    "pensioners": "highest in the north, lowest in the south and west",
    "students": "most in the two capitals, few in villages",
    "drivers": "0.015 everywhere and 0.08 times the region's fuel dependence",
    "oil_workers": "in the oil provinces only, most in Mangystau and Atyrau",
    "industrial_workers": "most in Karaganda, Pavlodar, East Kazakhstan, Aktobe and Kostanay",
    "village_migrants": "most at the edges of Almaty, Shymkent and Nur-Sultan",
    "salaried": "the rest of the people",
}


def groups() -> list[Row]:
    """Give the kinds of people, as set by hand."""
    return list(rows("coded", "groups"))


def composition() -> list[Row]:
    """Shares of the groups for every region and kind of place that the towns' table has."""
    pairs = dict.fromkeys((city["region"], city["settlement"]) for city in cities())
    return [row for region, settlement in pairs for row in _shares(region, settlement)]


def _shares(region: str, settlement: str) -> list[Row]:
    choice = keyed("coded", "regions")[region]
    factors = keyed("coded", "settlements")[settlement]
    shares = {}
    for group in keyed("coded", "groups"):
        if group == "salaried":
            continue
        base = (
            DRIVERS_EVERYWHERE + DRIVERS_BY_DEPENDENCE * float(choice["fuel_dependence"])
            if group == "drivers"
            else float(choice[group])
        )
        shares[group] = round(base * float(factors[group]), 4)
    shares["salaried"] = round(1 - sum(shares.values()), 4)
    return [
        {
            "region": region,
            "settlement": settlement,
            "group": group,
            "value": f"{share:.4f}",
            "low": f"{max(0.0, low):.4f}",
            "high": f"{high:.4f}",
            "source": f"assumption: {_WHY[group]}; by kind of place as in SOURCES.md",
        }
        for group in keyed("coded", "groups")
        for share in (shares[group],)
        for low, high in (_range(group, share),)
    ]


def _range(group: str, share: float) -> tuple[float, float]:
    if group == "salaried":
        return share - 0.08, min(1.0, share + 0.08)
    spread = _SPREAD.get(group, 1.5)
    return share / spread, share * spread


def prices() -> list[Row]:
    """Retail prices of LPG; where the record has none, from the rise of the wholesale price."""
    known = keyed("coded", "prices", "region")
    return [_price(region, known.get(region["name"])) for region in rows("coded", "regions")]


def _price(region: Row, known: Row | None) -> Row:
    if known is None:
        before = round(AFTER_ELSEWHERE / PRICE_ROSE)
        known = {
            "before": str(before),
            "after": str(AFTER_ELSEWHERE),
            "after_low": "90",
            "after_high": "125",
            "regulated": str(round(before * REGULATED_BY_BEFORE)),
            "evidence": "fact:lpg_wholesale_price_start_2021 & fact:lpg_wholesale_price_end_2021",
            "note": "assumption: after a little below the west's, before (55 to 95) lower by the "
            "rise of the wholesale price during 2021, regulated by Mangystau's ratio of 55 to 60",
        }
    income = float(
        keyed("raw", "regions_2021", "id")[region["id"]]["cash_income_pc_2020_kzt_month"]
    )
    share = LITERS_A_MONTH * float(known["before"]) / (PEOPLE_A_HOUSEHOLD * income)
    return {
        "region": region["name"],
        "fuel": "lpg",
        **{key: known[key] for key in ("before", "after", "after_low", "after_high", "regulated")},
        "decided": "2019-01-01",
        "effective": "2022-01-01",
        "budget_share": f"{share:.3f}",
        "source": sourced(known)
        + f"; decided: {cite('event:2019-01:gradual transition')}; assumption: budget "
        "share (half to one and a half times) of 300 liters a month at the price before, in a "
        "household of 3.5 people with the region's cash income",
    }
