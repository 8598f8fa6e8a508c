"""What must hold between the fields of a card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from upheaval import countries
from upheaval.errors import listed, nearest
from upheaval.scenario.card.card import Card, Entry
from upheaval.scenario.card.sections import BURDEN_KINDS
from upheaval.scenario.cells import NAME
from upheaval.scenario.problems import Problem, quoted

_DAYS = 180
Add = Callable[[str, str, str | None, str | None], None]


def check(card: Card, file: str) -> list[Problem]:
    """Give everything that contradicts itself; cells that could not be read are passed over."""
    problems: list[Problem] = []

    def add(path: str, found: str, expected: str | None = None, near: str | None = None) -> None:
        problems.append(Problem(file, _line(card, path), path, found, expected, near))

    _when(card, add)
    _trigger(card, add)
    _factions(card, add)
    _organs(card, add)
    _people(card, add)
    _opposition(card, add)
    _outside(card, add)
    _regions(card, add)
    _so_far(card, add)
    return problems


def _line(card: Card, path: str) -> int | None:
    if path in card.entries:
        return card.entries[path].line
    section, _, rest = path.partition("[")
    if rest and section in card.lists:
        number, _, name = rest.partition("].")
        items = card.lists[section]
        if number.isdigit() and int(number) < len(items) and name in items[int(number)]:
            return items[int(number)][name].line
    inside = [entry.line for name, entry in card.rows() if name.startswith(section + ".")]
    inside += [e.line for name, e in card.rows() if name.startswith(section + "[")]
    lines = [line for line in inside if line is not None]
    return min(lines, default=None)


def end_of(card: Card) -> datetime | None:
    """Give the end of the simulated time, or None without a start."""
    start = card.date("when.start")
    days = int(card.number("when.days") or _DAYS)
    return None if start is None else start + timedelta(days=days)


def _when(card: Card, add: Add) -> None:
    start, end = card.date("when.start"), end_of(card)
    if start is None or end is None:
        return
    if card.has("when.acute_days") and card.number("when.acute_days") > (
        card.number("when.days") or _DAYS
    ):
        days = int(card.number("when.days") or _DAYS)
        found = f"got {card.number('when.acute_days'):g} days"
        add("when.acute_days", found, f"at most when.days, {days}", None)
    for day in card.names("when.holidays"):
        if not start.date().isoformat() <= day <= end.date().isoformat():
            add("when.holidays", f"got {quoted(day)}", _within(start, end), None)


def _within(start: datetime, end: datetime) -> str:
    return f"a day from {start:%Y-%m-%d} to {end:%Y-%m-%d}, the time that is simulated"


def _trigger(card: Card, add: Add) -> None:
    start, end = card.date("when.start"), end_of(card)
    kind = card.text("trigger.kind")
    if kind == "none":
        for name in ("size", "announced", "effective", "regions", "hits"):
            if card.has(f"trigger.{name}"):
                found = "a trigger of kind 'none' has no such thing"
                add(f"trigger.{name}", found, "another kind, or the key left out", None)
    elif kind not in (*BURDEN_KINDS, "") and card.has("trigger.size"):
        size = card.get("trigger.size")
        if size.word and size.word not in ("none", "low", "medium", "high"):
            add("trigger.size", f"got {quoted(size.word)}", "a level", None)
    effective = card.date("trigger.effective")
    if start is not None and end is not None and effective is not None and effective > end:
        add("trigger.effective", f"got '{effective:%Y-%m-%d}'", f"at most {end:%Y-%m-%d}", None)
    announced = card.date("trigger.announced")
    known = effective or start
    if announced is not None and known is not None and announced > known:
        found = f"got '{announced:%Y-%m-%d}'"
        add("trigger.announced", found, f"at most the day of effect, {known:%Y-%m-%d}", None)
    for i, item in enumerate(card.items("dates")):
        day = item["date"].value if "date" in item else None
        bounded = isinstance(day, datetime) and start is not None and end is not None
        if bounded and not start <= day <= end:  # type: ignore[operator]
            found = f"got '{day:%Y-%m-%d}'"
            add(f"dates[{i}].date", found, _within(start, end), None)  # type: ignore[arg-type]
    for name in ("regime.ruler.since",):
        since = card.date(name)
        if since is not None and start is not None and since > start:
            add(name, f"got '{since:%Y-%m-%d}'", f"at most the first day, {start:%Y-%m-%d}", None)
    term = card.date("regime.term_ends")
    if term is not None and start is not None and term < start:
        found = f"got '{term:%Y-%m-%d}'"
        add("regime.term_ends", found, f"the first day, {start:%Y-%m-%d}, or later", None)


def _names(card: Card, section: str, add: Add) -> list[str]:
    names: list[str] = []
    for i, item in enumerate(card.items(section)):
        name = item["name"].text if "name" in item else None
        if name is None:
            continue
        if not NAME.fullmatch(name):
            expected = "a name of letters, digits, '_', '-', '.' and ':'"
            add(f"{section}[{i}].name", f"got {quoted(name)}", expected, None)
        elif name in names:
            found = f"{quoted(name)} stands twice"
            add(f"{section}[{i}].name", found, "a name of its own", None)
        names.append(name)
    return names


def _factions(card: Card, add: Add) -> None:
    names = _names(card, "factions", add)
    if not card.items("factions"):
        return
    seats = [item["seat"].text if "seat" in item else "none" for item in card.items("factions")]
    rulers = [i for i, seat in enumerate(seats) if seat == "ruler"]
    if len(rulers) != 1:
        path = f"factions[{rulers[1]}].seat" if rulers else "factions"
        found = f"{len(rulers)} factions have the seat 'ruler'"
        add(path, found, "exactly one", None)
    seconds = [i for i, seat in enumerate(seats) if seat == "second_power"]
    named = any(name.startswith("regime.second_power.") for name in card.entries)
    if len(seconds) > 1:
        found = f"{len(seconds)} factions have the seat 'second_power'"
        add(f"factions[{seconds[1]}].seat", found, "at most one", None)
    if seconds and not named:
        found = "a faction of the second power, and no second power"
        add(f"factions[{seconds[0]}].seat", found, "regime.second_power with a name", None)
    armies = [i for i, item in enumerate(card.items("factions")) if "army" in item]
    if len(armies) > 1:
        add(f"factions[{armies[1]}].army", "two factions are the army", "at most one", None)
    for i, item in enumerate(card.items("organs")):
        faction = item["faction"].text if "faction" in item else None
        if faction is not None and faction not in names:
            expected = "a faction of the card: " + ", ".join(names)
            near = nearest(faction, names)
            add(f"organs[{i}].faction", f"got {quoted(faction)}", expected, near)


def _organs(card: Card, add: Add) -> None:
    _names(card, "organs", add)
    if card.items("organs") and not card.items("factions"):
        made = ("ruler", "government", "security", "army", "second_power", "notables")
        for i, item in enumerate(card.items("organs")):
            faction = item["faction"].text if "faction" in item else None
            if faction is not None and faction not in made:
                expected = "a faction that is made: " + ", ".join(made) + "; or write factions"
                add(f"organs[{i}].faction", f"got {quoted(faction)}", expected,
                    nearest(faction, made))  # fmt: skip


def _people(card: Card, add: Add) -> None:
    young = card.number("people.children_share") + card.number("people.youth_share")
    if young > 0.9:
        path = "people.youth_share" if card.has("people.youth_share") else "people.children_share"
        add(path, f"children and youth are {young:g} of all", "at most 0.9 together", None)
    if card.names("people.excluded_regions") and not card.has("people.excluded_share"):
        found = "regions of the excluded, and no excluded_share"
        add("people.excluded_regions", found, "people.excluded_share", None)
    if card.text("trigger.hits") == "excluded" and not card.number("people.excluded_share"):
        found = "the trigger hits the excluded, and nobody is"
        add("trigger.hits", found, "people.excluded_share above 0", None)


def _opposition(card: Card, add: Add) -> None:
    kind, leader = card.text("opposition.kind"), card.text("opposition.leader")
    if kind == "none":
        for name in ("strength", "leader_name", "name"):
            if card.has(f"opposition.{name}"):
                found = "there is no opposition that could have one"
                add(f"opposition.{name}", found, "another kind, or the key left out", None)
    if leader in ("free", "jailed", "abroad") and kind in ("none", "scattered"):
        found = f"a leader of an opposition of kind {quoted(kind)}"
        add("opposition.leader", found, "kind movement or party", None)
    if leader == "none" and card.has("opposition.leader_name"):
        add("opposition.leader_name", "the name of a leader who is none", "no name", None)


def _outside(card: Card, add: Add) -> None:
    own = card.text("where.country")
    treaty, members = card.text("outside.treaty", "none"), card.names("outside.members")
    patron = card.text("outside.patron", "none")
    if treaty != "none" and not members and patron == "none":
        found = f"the treaty {quoted(treaty)} is with nobody"
        add("outside.treaty", found, "outside.members or outside.patron", None)
    if members and treaty == "none":
        add("outside.members", "members of no treaty", "outside.treaty, its name", None)
    for name in ("members", "rivals", "donors", "neighbors", "fell_lately"):
        if own and own in card.names(f"outside.{name}"):
            found = f"got {quoted(own)}, the country of the card"
            add(f"outside.{name}", found, "other countries", None)
    if own and patron == own:
        found = f"got {quoted(own)}, the country of the card"
        add("outside.patron", found, "another country", None)
    both = sorted({patron, *members} & set(card.names("outside.rivals")) - {"none"})
    if both:
        found = f"{both[0]} is a rival and an ally"
        add("outside.rivals", found, "one of the two", None)


def _regions(card: Card, add: Add) -> None:
    code = card.text("where.country")
    if not code:
        return
    known = countries.country(code).region_names().values()
    for path in ("where.regions", "trigger.regions", "people.excluded_regions"):
        for name in card.names(path):
            if name not in known:
                _unknown_region(card, path, name, add)
    chosen = card.names("where.regions")
    for path in ("trigger.regions", "people.excluded_regions"):
        for name in card.names(path):
            if chosen and name in known and name not in chosen:
                add(path, f"got {quoted(name)}", "a region of where.regions", None)


def _unknown_region(card: Card, path: str, name: str, add: Add) -> None:
    country = countries.country(card.text("where.country"))
    names = list(country.region_names().values())
    for code in countries.codes():
        if code != country.code and name in countries.country(code).region_names().values():
            other = countries.country(code).name
            found = f"{quoted(name)} is a region of {other}"
            add(path, found, f"a region of {country.name}", nearest(name, names))
            return
    shown = listed(sorted(names))
    add(path, f"got {quoted(name)}", f"a region of {country.name}, such as {shown}",
        nearest(name, names))  # fmt: skip


def _so_far(card: Card, add: Add) -> None:
    names = _names(card, "so_far", add)
    del names
    start = card.date("when.start")
    for i, item in enumerate(card.items("so_far")):
        day = item["date"].value if "date" in item else None
        if isinstance(day, datetime) and start is not None and day.date() > start.date():
            found = f"got '{day:%Y-%m-%d}', after the first day"
            expected = f"what was known by {start:%Y-%m-%d}; what came stands in record.csv"
            add(f"so_far[{i}].date", found, expected, None)


def is_given(entry: Entry | None) -> bool:
    """Tell whether somebody wrote the value."""
    return entry is not None and entry.provenance == "given"
