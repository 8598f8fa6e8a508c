"""Regions, towns and the map."""

from __future__ import annotations

import json
from typing import Any

from kazakhstan_2022_record.reading import HERE, Row, cite, keyed, rows

Point = tuple[float, float]

# GeoNames' codes of today's provinces, by the region of January 2022 that held them.
_REGION_OF_CODE = {
    "01": "almaty_oblast", "02": "almaty", "03": "akmola", "04": "aktobe", "05": "nur_sultan",
    "06": "atyrau", "07": "west_kazakhstan", "08": "kyzylorda", "09": "mangystau",
    "10": "turkistan", "11": "pavlodar", "12": "karaganda", "13": "kostanay", "14": "kyzylorda",
    "15": "east_kazakhstan", "16": "north_kazakhstan", "17": "jambyl", "1537272": "shymkent",
    "12510143": "east_kazakhstan", "12510144": "almaty_oblast", "12510145": "karaganda",
}  # fmt: skip
_LATER_BORDERS = {"08", "12510143", "12510144", "12510145"}


def regions() -> list[Row]:
    """One row a region: official statistics, and the choices made by hand."""
    return [_region(choice) for choice in rows("coded", "regions")]


def _region(choice: Row) -> Row:
    official = keyed("raw", "regions_2021", "id")[choice["id"]]
    people = keyed("raw", "kazakhstan_2022_facts")[f"population_{choice['fact']}"]
    titular = (
        "titular share from 1.5 million Kazakhs in 2023 (collected facts; fergana.news/news/129978)"
        if choice["name"] == "turkistan"
        else "titular share (+-0.05; the country's 0.704 is that of the census of 2021)"
    )
    fuel = (
        f"fuel dependence: {cite('fact:lpg_vehicle_share_Mangystau')}; "
        if choice["name"] == "mangystau"
        else ""
    )
    guessed = "" if fuel else "fuel dependence, "
    return {
        **{
            name: choice[name]
            for name in (
                "name", "title", "fuel_dependence", "fuel_dependence_low",
                "fuel_dependence_high", "titular_share", "kinship", "discontent",
            )
        },
        "kind": "city" if official["kind"] == "city" else "province",
        "population": people["value"],
        "urban_share": official["urban_share_2022"],
        "wage": official["wage_2021q1_kzt_derived"],
        "unemployment": official["unemp_rate_2021_pct"],
        "income": official["cash_income_pc_2020_kzt_month"],
        "source": (
            f"people: {people['source']}; urban share 2022, wage of the first quarter of 2021, "
            "unemployment 2021 and income 2020: Bureau of National Statistics (stat.gov.kz); "
            f"{fuel}assumption: {guessed}{titular}, kinship (usual lands of the three zhuz), "
            f"discontent (+-0.2; {choice['why_discontent']}; judged from years before 2022)"
        ),
    }  # fmt: skip


def cities() -> list[Row]:
    """Towns and the rest of each region, whose people add up exactly to the region's."""
    shapes = centers()
    found = []
    for region in regions():
        towns = _towns(region)
        found += towns
        found += _rest(region, towns, shapes)
    return found


def _towns(region: Row) -> list[Row]:
    names = keyed("coded", "towns", "geonameid")
    people = int(region["population"])
    urban = round(float(region["urban_share"]) * people)
    found = [
        row for row in rows("raw", "cities") if _REGION_OF_CODE[row["admin1code"]] == region["name"]
    ]
    counts = {row["geonameid"]: int(row["population"]) for row in found}
    notes = {row["geonameid"]: "GeoNames (CC BY 4.0), vintage mixed" for row in found}
    if region["kind"] == "city":
        counts = dict.fromkeys(counts, people)
        notes = {key: f"{note}; people: those of the region" for key, note in notes.items()}
    for key, name in names.items():
        if name["name"] == "zhanaozen" and key in counts:
            counts[key] = int(
                keyed("raw", "kazakhstan_2022_facts")["population_Zhanaozen"]["value"]
            )
            notes[key] += f"; people (90,000 to 150,000): {cite('fact:population_Zhanaozen')}"
    if sum(counts.values()) > urban:
        counts, factor = _scaled(counts, urban)
        notes = {
            key: f"{note}; people scaled by {factor:.3f}, since the region's towns would have more "
            "than its urban people of 2022"
            for key, note in notes.items()
        }
    for row in found:
        if row["admin1code"] in _LATER_BORDERS:
            notes[row["geonameid"]] += "; put into the region of January 2022"
        if names[row["geonameid"]]["note"]:
            notes[row["geonameid"]] += f"; {names[row['geonameid']]['note']}"
    return [
        {
            "name": names[row["geonameid"]]["name"],
            "title": names[row["geonameid"]]["title"],
            "region": region["name"],
            "settlement": "town",
            "population": str(counts[row["geonameid"]]),
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "role": names[row["geonameid"]]["role"],
            "source": notes[row["geonameid"]],
        }
        for row in found
    ]


def _scaled(counts: dict[str, int], total: int) -> tuple[dict[str, int], float]:
    """Scale counts to add up exactly; the largest takes what rounding leaves."""
    factor = total / sum(counts.values())
    scaled = {key: int(count * factor) for key, count in counts.items()}
    scaled[max(counts, key=counts.__getitem__)] += total - sum(scaled.values())
    return scaled, factor


def _rest(region: Row, towns: list[Row], shapes: dict[str, Point]) -> list[Row]:
    if region["kind"] == "city":
        return []
    people = int(region["population"])
    urban = round(float(region["urban_share"]) * people)
    in_towns = sum(int(town["population"]) for town in towns)
    weights = [int(town["population"]) / in_towns for town in towns]
    middle = (
        sum(w * float(t["latitude"]) for w, t in zip(weights, towns, strict=True)),
        sum(w * float(t["longitude"]) for w, t in zip(weights, towns, strict=True)),
    )
    kinds = (
        ("urban", "rest of the towns", urban - in_towns, middle, "mean place of its towns"),
        ("rural", "villages", people - urban, shapes[region["name"]], "centroid of its shape"),
    )
    return [
        {
            "name": f"{region['name']}_{kind}",
            "title": f"{region['title']}, {words}",
            "region": region["name"],
            "settlement": kind,
            "population": str(count),
            "latitude": f"{place[0]:.4f}",
            "longitude": f"{place[1]:.4f}",
            "role": "none",
            "source": "people: the region's less those listed, by its urban share of 2022 "
            f"(Bureau of National Statistics); assumption: place at the {where}",
        }
        for kind, words, count, place, where in kinds
        if count > 0
    ]


def map_shapes() -> dict[str, Any]:
    """Give the map, each shape with the region's name of the tables."""
    names = {row["id"]: row["name"] for row in rows("coded", "regions")}
    text = (HERE / "raw" / "regions.geojson").read_text(encoding="utf-8")
    drawn: dict[str, Any] = json.loads(text)
    for shape in drawn["features"]:
        shape["properties"] = {"name": names[shape["properties"]["id"]]}
        shape.pop("id", None)
    return drawn


def centers() -> dict[str, Point]:
    """Latitude and longitude of the centroid of each shape's largest ring."""
    found = {}
    for shape in map_shapes()["features"]:
        outline = shape["geometry"]
        polygons = outline["coordinates"]
        rings = [polygons[0]] if outline["type"] == "Polygon" else [part[0] for part in polygons]
        found[shape["properties"]["name"]] = max(map(_centroid, rings))[1]
    return found


def _centroid(ring: list[list[float]]) -> tuple[float, Point]:
    """Area and centroid (latitude, longitude) of a closed ring, by the shoelace formula."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross / 2
        x += (x1 + x2) * cross / 6
        y += (y1 + y2) * cross / 6
    return abs(area), (y / area, x / area)
