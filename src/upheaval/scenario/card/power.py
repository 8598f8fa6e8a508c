"""Tables of the court and of force: factions, figures, offices, organs, garrisons."""

from __future__ import annotations

from upheaval.scenario.card.card import Card, Entry, Item
from upheaval.scenario.card.rows import Row, slug, source_of

_MADE = "assumption: an office that most countries have"
_WEIGHT = 4.0
"""Weight in the court of a faction of full weight. Assumption; only ratios matter."""
_BLAME = {"ruler": (0.35, 0.3, 0.7), "second_power": (0.25, 0.2, 0.3), "none": (0.1, 0.1, 0.05)}
"""Blame for demands about prices, work and politics, by seat. Assumption."""
_FORCE = {
    # weight, share that can be brought to the streets, zeal
    "police": (0.8, 0.15, 0.5),
    "guard": (0.7, 0.3, 0.6),
    "army": (0.8, 0.08, 0.4),
    "security_service": (0.8, 0.1, 0.6),
    "militia": (0.4, 0.3, 0.7),
}
"""Numbers of an organ by its kind. Assumption: guards are made for the streets, armies not."""
_UNPAID, _BIASED = 0.7, 1.3
OPPOSITION = "opposition"
"""Faction, outside of the court, of the leader of the opposition."""


def seat_of(item: Item) -> str:
    """Give the seat of a faction."""
    return item["seat"].text


def faction_rows(card: Card) -> list[Row]:
    """Give the rows of ``factions.csv``."""
    rows: list[Row] = [_faction(card, item) for item in card.items("factions")]
    if has_leader(card):
        rows.append(
            {
                "name": OPPOSITION,
                "title": card.text("opposition.name", "Opposition"),
                "seat": "none",
                "in_court": False,
                "value": 0,
                "low": 0,
                "high": 0,
                "source": source_of(card.get("opposition.kind")),
            }
        )
    return rows


def _faction(card: Card, item: Item) -> Row:
    seat = seat_of(item)
    weight = item["weight"]
    if seat == "second_power" and card.has("regime.second_power.weight"):
        given = card.get("regime.second_power.weight")
        weight = given if given.provenance == "given" else weight
    price, labor, political = _BLAME[seat]
    return {
        "name": item["name"].text,
        "title": item["title"].text,
        "seat": {"ruler": "incumbent", "second_power": "patron"}.get(seat, "none"),
        "in_court": True,
        "value": _WEIGHT * weight.number,
        "low": _WEIGHT * weight.low,
        "high": _WEIGHT * weight.high,
        "blame_price": price,
        "blame_labor": labor,
        "blame_political": political,
        "source": source_of(weight),
    }


def has_leader(card: Card) -> bool:
    """Tell whether the opposition has a leader."""
    return card.text("opposition.leader") in ("free", "jailed", "abroad")


def _ruler_faction(card: Card) -> str:
    return next(i["name"].text for i in card.items("factions") if seat_of(i) == "ruler")


def figure_rows(card: Card) -> list[Row]:
    """Give the rows of ``figures.csv``: the ruler, leaders of factions, heads of organs."""
    ruler = card.get("regime.ruler.name")
    own = _ruler_faction(card)
    rows: list[dict[str, object]] = [_figure("ruler", ruler, own, "")]
    for item in card.items("factions"):
        name, seat = item["name"].text, seat_of(item)
        if seat == "ruler":
            continue
        leader = item.get("leader")
        if seat == "second_power":
            leader = card.entries.get("regime.second_power.name", leader)
        if leader is None:
            words = f"Head of: {item['title'].text}"
            leader = Entry(words, "assumption", "assumption: nobody was named")
        rows.append(_figure(f"head_of_{slug(name)}", leader, name, ""))
    if has_leader(card):
        named = card.text("opposition.leader_name", "The leader of the opposition")
        entry = Entry(named, "given", source_of(card.get("opposition.leader")))
        row = _figure("opposition_leader", entry, OPPOSITION, "")
        row["abroad"] = card.text("opposition.leader") == "abroad"
        rows.append(row)
    return list(rows)


def _figure(name: str, title: Entry, faction: str, patron: str) -> dict[str, object]:
    return {
        "name": name,
        "title": title.text,
        "faction": faction,
        "patron": patron,
        "abroad": False,
        "confidence": "medium" if title.provenance == "given" else "low",
        "source": title.source,
    }


def office_rows(card: Card) -> list[Row]:
    """Give the rows of ``offices.csv``."""
    rows: list[Row] = [
        _office("president", card.get("regime.ruler.office"), "ruler", "presidency", 1)
    ]
    heads = {i["name"].text: f"head_of_{slug(i['name'].text)}" for i in card.items("factions")}
    second = next((i for i in card.items("factions") if seat_of(i) == "second_power"), None)
    if second is not None:
        title = card.entries.get("regime.second_power.office", _entry("Second in power"))
        rows.append(_office("second_power", title, heads[second["name"].text], "council", 1))
    others = [i["name"].text for i in card.items("factions") if seat_of(i) == "none"]
    government = heads[others[0]] if others else "ruler"
    rows.append(
        {**_office("prime_minister", _entry("Head of government"), government, "government", 2),
         "appointed_by": "president"}
    )  # fmt: skip
    for organ in card.items("organs"):
        faction = organ["faction"].text
        holder = "ruler" if faction == _ruler_faction(card) else heads[faction]
        title = _entry(f"Head of: {organ['title'].text}")
        name = f"{slug(organ['name'].text)}_chief"
        rows.append(
            {**_office(name, title, holder, "security", 3), "commands": organ["name"].text,
             "appointed_by": "president"}
        )  # fmt: skip
    if card.text("regime.parliament") != "none":
        rows.append(_office("parliament", _entry("Speaker of parliament"), "", "parliament", 3))
    if card.text("regime.party") != "none":
        rows.append(_office("party", _entry("Chair of the ruling party"), "", "party", 4))
    return rows


def _entry(words: str) -> Entry:
    return Entry(words, "assumption", _MADE)


def _office(name: str, title: Entry, holder: str, kind: str, rank: int) -> dict[str, object]:
    return {
        "name": name,
        "title": title.text,
        "holder": holder,
        "kind": kind,
        "rank": rank,
        "source": title.source,
    }


def organ_rows(card: Card) -> list[Row]:
    """Give the rows of ``organs.csv``."""
    rows: list[Row] = []
    for item in card.items("organs"):
        weight, street, zeal = _FORCE[item["kind"].text]
        strength, loyalty = item["strength"], item["loyalty"]
        if loyalty.provenance == "given":
            zeal = loyalty.number
        zeal *= 1.0 if item["paid"].value else _UNPAID
        zeal *= _BIASED if item["bias"].text != "none" else 1.0
        rows.append(
            {
                "name": item["name"].text,
                "title": item["title"].text,
                "faction": item["faction"].text,
                "value": round(strength.number),
                "low": round(strength.low),
                "high": round(strength.high),
                "weight": weight,
                "street_share": street,
                "zeal": min(1.0, zeal),
                "can_withdraw": item["kind"].text in ("police", "security_service"),
                "source": source_of(strength, loyalty),
            }
        )
    return rows


_IN_CAPITAL = {"police": 0.0, "guard": 0.4, "army": 0.1, "security_service": 0.4, "militia": 0.2}
"""Share of an organ that stands in the capital beyond what its people would give. Assumption."""


def garrison_rows(card: Card, towns: list[Row]) -> list[Row]:
    """Give the rows of ``garrisons.csv``: police by people, others in towns and the capital."""
    rows: list[Row] = []
    for item in card.items("organs"):
        kind = item["kind"].text
        weights: dict[str, float] = {}
        for town in towns:
            rural = town["settlement"] == "rural"
            people = float(str(town["population"]))
            weights[str(town["name"])] = people * (0.5 if kind == "police" else 0.05) ** rural
        total = sum(weights.values())
        shares = {name: (1 - _IN_CAPITAL[kind]) * w / total for name, w in weights.items()}
        capital = next(str(town["name"]) for town in towns if town["role"] == "capital")
        shares[capital] += _IN_CAPITAL[kind]
        whole = {name: round(share, 6) for name, share in shares.items()}
        whole[capital] = round(whole[capital] + 1.0 - sum(whole.values()), 6)
        rows += [
            {"organ": item["name"].text, "city": name, "share": f"{share:.6f}",
             "source": "assumption: police by people, others in towns and the capital"}
            for name, share in whole.items()
            if share > 0
        ]  # fmt: skip
    return rows
