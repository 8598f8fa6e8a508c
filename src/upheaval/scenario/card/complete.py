"""Fill what a card leaves out: looked-up facts, and open assumptions where nothing is known."""

from __future__ import annotations

from datetime import datetime

from upheaval import countries
from upheaval.countries import Country
from upheaval.scenario.card.card import Card, Content, Entry, Item
from upheaval.scenario.card.field import BURDENS, LEVELS
from upheaval.scenario.card.sections import BURDEN_KINDS

ACUTE_DAYS, DAYS = 30, 180

POLICE_RATE = (0.003, 0.0012, 0.006)
"""Police by people, where no source counts them: from memory, United Nations surveys of crime give
300 for 100,000 people in the median country, most between 120 and 600."""
ARMY_RATE = (0.004, 0.001, 0.012)
"""Armed forces by people, where the Factbook has no number: an open assumption."""
SECURITY_RATE = (0.0005, 0.0001, 0.002)
"""Security service by people: an open assumption; no public source counts them."""


def complete(card: Card) -> Card:
    """Fill a card that passed all checks, in place, and give it back."""
    country = countries.country(card.text("where.country"))
    start = card.get("when.start").value
    year = start.year if isinstance(start, datetime) else 0
    _head(card, country)
    _look_up(card, country, year)
    _assume(card)
    _complete_trigger(card)
    _complete_factions(card)
    _complete_organs(card, country, year)
    return card


def _assumed(value: Content, reason: str, low: float = 0.0, high: float = 0.0) -> Entry:
    return Entry(value, "assumption", f"assumption: {reason}", low, high)


def _level(word: str, reason: str) -> Entry:
    value, low, high = LEVELS[word]
    return Entry(value, "assumption", f"assumption: {reason}", low, high, word)


def _head(card: Card, country: Country) -> None:
    start = card.get("when.start").value
    name = card.text("where.name", country.name)
    source = "ISO 3166, pycountry 26.2.16"
    card.put("where.name", Entry(country.name, "looked up", source))
    if isinstance(start, datetime):
        title = f"{name}, {start:%B %Y}"
        card.put("title", Entry(title, "looked up", "country and first day"))
    card.put("when.acute_days", _assumed(float(ACUTE_DAYS), "a month", ACUTE_DAYS, ACUTE_DAYS))
    card.put("when.days", _assumed(float(DAYS), "half a year", DAYS, DAYS))


def _look_up(card: Card, country: Country, year: int) -> None:
    wanted = {
        "people.population": "population",
        "people.urban_share": "urban_share",
        "people.children_share": "children_share",
        "people.youth_share": "youth_share",
        "people.food_share": "food_share",
        "media.internet_share": "internet_share",
    }
    open_range = {
        "people.urban_share": (0.5, 0.2, 0.9),
        "people.children_share": (0.28, 0.14, 0.47),
        "people.youth_share": (0.17, 0.1, 0.22),
        "media.internet_share": (0.3, 0.0, 0.9),
    }
    for path, name in wanted.items():
        fact = country.fact(name, year)
        if fact is not None:
            word = "looked up" if fact.measured else "assumption"
            value = float(round(fact.value)) if name == "population" else fact.value
            source = fact.source if fact.measured else _as_assumption(fact.source)
            card.put(path, Entry(value, word, source, fact.low, fact.high))  # type: ignore[arg-type]
        elif path in open_range:
            value, low, high = open_range[path]
            card.put(path, _assumed(value, "no source has it; an open range", low, high))
    card.put("outside.neighbors", Entry(country.neighbors, "looked up", "GeoNames (CC BY 4.0)"))


def _as_assumption(source: str) -> str:
    if source.startswith("assumption"):
        return source
    return f"assumption: far from the years of the source ({source})"


def _assume(card: Card) -> None:
    card.put("regime.kind", _assumed("hybrid", "nothing is known of the kind of rule"))
    card.put("regime.ruler.name", _assumed("The ruler", "no name was given"))
    card.put("regime.ruler.office", _assumed("Head of state", "no office was given"))
    card.put("regime.ruler.age", _assumed(60.0, "rulers are mostly between 45 and 75", 45, 75))
    card.put("regime.ruler.way_in", _assumed("election", "nothing is known"))
    card.put("regime.heir", _assumed("none", "nobody was named"))
    card.put("regime.party", _assumed("weak", "nothing is known"))
    card.put("regime.parliament", _assumed("rubber_stamp", "nothing is known"))
    card.put("people.hardship", _level("medium", "nothing is known; the range is open"))
    card.put("people.excluded_share", _assumed(0.0, "nobody was named as excluded", 0.0, 0.1))
    card.put("opposition.kind", _assumed("scattered", "nothing is known"))
    card.put("opposition.leader", _assumed("none", "nobody was named"))
    for name in ("union", "students"):
        card.put(f"opposition.{name}", _level("low", "nothing is known; the range is open"))
    card.put("opposition.armed", _level("none", "none was named"))
    card.put("media.state_share", _assumed(0.5, "nothing is known; an open range", 0.2, 0.8))
    card.put("outside.patron", _assumed("none", "none was named"))


def _complete_trigger(card: Card) -> None:
    if card.text("trigger.kind") == "none":
        return
    start = card.get("when.start")
    if not card.has("trigger.effective"):
        card.put("trigger.effective", _assumed(start.value, "the first day"))
    if not card.has("trigger.announced"):
        card.put("trigger.announced", _assumed(card.get("trigger.effective").value, "that day"))
    card.put("trigger.hits", _assumed("everybody", "nobody was named"))
    levels = BURDENS if card.text("trigger.kind") in BURDEN_KINDS else LEVELS
    value, low, high = levels["medium"]
    size = card.entries.get("trigger.size")
    if size is not None and size.word and levels is LEVELS:
        # A word for a size that is no burden is a level.
        value, low, high = LEVELS[size.word]
        card.entries["trigger.size"] = Entry(
            value, "given", size.source, low, high, size.word, size.line
        )
    card.put("trigger.size", Entry(value, "assumption", "assumption: of medium size; the range is "
                                   "open", low, high, "medium"))  # fmt: skip


_MADE: tuple[tuple[str, str, str, str], ...] = (
    ("ruler", "The ruler's circle", "ruler", "high"),
    ("government", "Government and party", "none", "low"),
    ("security", "Heads of police and security service", "none", "medium"),
    ("army", "Heads of the armed forces", "none", "medium"),
)
"""Factions of a card that names none: name, title, seat, weight."""


def _complete_factions(card: Card) -> None:
    second = card.has("regime.second_power.name")
    if second:
        card.put("regime.second_power.weight", _level("medium", "nothing is known"))
        card.put("regime.second_power.office", _assumed("Second in power", "none was given"))
    items = card.lists.setdefault("factions", [])
    if not items:
        for name, title, seat, weight in _MADE:
            items.append(_faction(name, title, seat, _level(weight, "a usual court")))
    has_seat = any(item.get("seat", _NONE).text == "second_power" for item in items)
    if second and not has_seat:
        title = f"{card.text('regime.second_power.name')} and his or her circle"
        items.append(
            _faction("second_power", title, "second_power", card.get("regime.second_power.weight"))
        )
    for item in items:
        item.setdefault("title", Entry(item["name"].value, "assumption", "assumption: its name"))
        item.setdefault("seat", _NONE)
        item.setdefault("weight", _level("medium", "nothing is known of its weight"))
        item.setdefault("leaning", _assumed(0.0, "nothing is known; the range is open", -0.6, 0.6))


_NONE = Entry("none", "assumption", "assumption: not named")


def _faction(name: str, title: str, seat: str, weight: Entry) -> Item:
    reason = "assumption: factions of a usual court, since none were named"
    return {
        "name": Entry(name, "assumption", reason),
        "title": Entry(title, "assumption", reason),
        "seat": Entry(seat, "assumption", reason),
        "weight": weight,
    }


def _complete_organs(card: Card, country: Country, year: int) -> None:
    people = card.get("people.population")
    names = [item["name"].text for item in card.items("factions")]
    ruler = next(i["name"].text for i in card.items("factions") if i["seat"].text == "ruler")
    army = next((i["name"].text for i in card.items("factions") if "army" in i), None)
    items = card.lists.setdefault("organs", [])
    if not items:
        items += _usual_organs(people, country, year)
    commanders = {"police": "security", "security_service": "security", "guard": "ruler",
                  "army": army or "army", "militia": "ruler"}  # fmt: skip
    for item in items:
        kind = item["kind"].text
        item.setdefault("title", Entry(item["name"].value, "assumption", "assumption: its name"))
        if "strength" not in item:
            item["strength"] = _strength(kind, people, country, year)
        if "faction" not in item:
            wanted = commanders[kind]
            faction = wanted if wanted in names else ruler
            item["faction"] = _assumed(faction, "a usual chain of command")
        item.setdefault("loyalty", _level("medium", "nothing is known of its loyalty"))
        item.setdefault("paid", _assumed(True, "nothing else is known"))
        item.setdefault("bias", _assumed("none", "nothing is known"))


def _usual_organs(people: Entry, country: Country, year: int) -> list[Item]:
    reason = "assumption: organs that most countries have, since none were named"
    kinds = [("police", "Police"), ("security_service", "Security service"),
             ("army", "Armed forces")]  # fmt: skip
    if country.fact("guard", year) is not None:
        kinds.insert(1, ("guard", "Guard or gendarmerie"))
    return [
        {
            "name": Entry(kind, "assumption", reason),
            "title": Entry(title, "assumption", reason),
            "kind": Entry(kind, "assumption", reason),
            "strength": _strength(kind, people, country, year),
        }
        for kind, title in kinds
    ]


def _strength(kind: str, people: Entry, country: Country, year: int) -> Entry:
    name = {"army": "armed_forces", "guard": "guard"}.get(kind)
    fact = country.fact(name, year) if name is not None else None
    if fact is not None:
        # Forces of another year are scaled with the people, who are known for both.
        value = float(round(fact.value))
        source = fact.source if fact.measured else _as_assumption(fact.source)
        word = "looked up" if fact.measured else "assumption"
        return Entry(value, word, source, fact.low, fact.high)  # type: ignore[arg-type]
    rate, low, high = {"police": POLICE_RATE, "army": ARMY_RATE}.get(kind, SECURITY_RATE)
    reason = f"{rate:.2%} of the people; no source counts them; the range is open"
    count = people.number
    return _assumed(float(round(rate * count)), reason, round(low * count), round(high * count))
