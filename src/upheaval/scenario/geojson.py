"""The map of a scenario: ``map.geojson``, one shape a region."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from upheaval.errors import nearest
from upheaval.scenario.problems import Problem, quoted

FILE = "map.geojson"
_SHAPES = {"Polygon": 2, "MultiPolygon": 3}
"""Allowed geometries, with how deep their lists of positions are nested."""


def empty() -> dict[str, Any]:
    """Give a map without shapes."""
    return {"type": "FeatureCollection", "features": []}


def parse(text: str, regions: Collection[str] | None, problems: list[Problem]) -> dict[str, Any]:
    """Read a map; ``regions`` are the valid names, or None where they could not be read."""
    before = len(problems)
    try:
        value = json.loads(text, parse_constant=_reject)
    except json.JSONDecodeError as error:
        problems.append(Problem(FILE, error.lineno, None, error.msg, "JSON"))
        return empty()
    except (ValueError, RecursionError) as error:
        problems.append(Problem(FILE, None, None, quoted(error), "JSON"))
        return empty()
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection":
        problems.append(Problem(FILE, None, None, "not a map", "a GeoJSON FeatureCollection"))
        return empty()
    features = value.get("features")
    if not isinstance(features, list):
        problems.append(Problem(FILE, None, "features", f"got {quoted(features)}", "a list"))
        return empty()
    seen: set[str] = set()
    for i, feature in enumerate(features):
        _check_feature(feature, f"features[{i}]", regions, seen, problems)
    return value if len(problems) == before else empty()


def _reject(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def _check_feature(
    feature: Any,
    where: str,
    regions: Collection[str] | None,
    seen: set[str],
    problems: list[Problem],
) -> None:
    def add(place: str, found: str, expected: str, near: str | None = None) -> None:
        problems.append(Problem(FILE, None, f"{where}{place}", found, expected, near))

    if not isinstance(feature, dict):
        add("", f"got {quoted(feature)}", "a GeoJSON feature")
        return
    properties = feature.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        add(".properties.name", f"got {quoted(name)}", "the name of a region")
    elif regions is not None and name not in regions:
        near = nearest(name, regions)
        add(".properties.name", f"got {quoted(name)}", "a name of regions.csv", near)
    elif name in seen:
        add(".properties.name", f"{quoted(name)} stands twice", "one shape a region")
    else:
        seen.add(name)
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or not isinstance(kind, str) or kind not in _SHAPES:
        add(".geometry", f"got {quoted(kind)}", "a Polygon or MultiPolygon")
    elif not _is_positions(geometry.get("coordinates"), _SHAPES[kind]):
        add(".geometry.coordinates", "something else", "rings of [longitude, latitude] in degrees")


def _is_positions(value: Any, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if depth:
        return all(_is_positions(item, depth - 1) for item in value)
    return (
        len(value) in (2, 3)
        and all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in value)
        and -180 <= value[0] <= 180
        and -90 <= value[1] <= 90
    )
