"""The map: regions and cities projected into one box, ready to draw as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.views.figures.map import Projection
from upheaval.workbench.page.context import Context
from upheaval.workbench.page.model import CityPoint, MapShapes, RegionShape

WIDTH = 1000.0
"""Width of the box; its height follows from the country's shape."""

MARGIN = 12.0

TOLERANCE = 1.0
"""Farthest that a simplified outline may lie from the given one, in the units of the box."""

Points = NDArray[np.float64]


def map_shapes(page: Context) -> MapShapes:
    """Project the scenario's shapes and cities; without shapes there are cities alone."""
    regions, cities = page.scenario.tables["regions"], page.scenario.tables["cities"]
    shapes = {name: list(rings) for name, rings in _shapes(page.scenario.map)}
    places = np.column_stack([cities["longitude"], cities["latitude"]])
    box = _Box(np.concatenate([*(ring for rings in shapes.values() for ring in rings), places]))
    at = box(places)
    region_of = np.asarray(cities["region"])
    drawn = []
    for name, title in zip(regions.names, regions["title"], strict=True):
        rings = [box(ring) for ring in shapes.get(name, [])]
        inside = at[region_of == name]
        middle = _middle(rings) if rings else inside.mean(axis=0)
        drawn.append(
            RegionShape(
                id=name,
                name=str(title),
                path="".join(_path(ring) for ring in rings),
                x=round(float(middle[0]), 1),
                y=round(float(middle[1]), 1),
            )
        )
    return MapShapes(width=WIDTH, height=box.height, regions=drawn, cities=_cities(page, at))


def _cities(page: Context, at: Points) -> list[CityPoint]:
    return [
        CityPoint(
            id=row["name"],
            name=row["title"],
            region=row["region"],
            x=round(float(x), 1),
            y=round(float(y), 1),
            population=int(row["population"]),
            rest=row["settlement"] != "town",
        )
        for row, (x, y) in zip(page.rows("cities"), at, strict=True)
    ]


class _Box:
    """From degrees to the box: x to the right, y down."""

    def __init__(self, places: Points) -> None:
        self._project = Projection(*places.T)
        x, y = self._project(*places.T)
        self._west, self._north = float(x.min()), float(y.max())
        self._scale = (WIDTH - 2 * MARGIN) / max(float(np.ptp(x)), 1e-9)
        self.height = round(float(np.ptp(y)) * self._scale + 2 * MARGIN, 1)

    def __call__(self, places: Points) -> Points:
        x, y = self._project(*places.T)
        across = (x - self._west) * self._scale + MARGIN
        down = (self._north - y) * self._scale + MARGIN
        return np.column_stack([across, down])


def _shapes(geojson: Mapping[str, Any]) -> Iterator[tuple[str, Iterator[Points]]]:
    for feature in geojson.get("features", ()):
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = (np.asarray(polygon[0], dtype=float)[:, :2] for polygon in polygons)
        yield feature["properties"]["name"], rings


def _middle(rings: list[Points]) -> Points:
    largest = max(rings, key=len)
    return np.asarray((largest.min(axis=0) + largest.max(axis=0)) / 2)


def _path(ring: Points) -> str:
    # A ring begins where it ends; the halves are simplified apart, or both ends would be one.
    half = len(ring) // 2
    kept = np.concatenate([simplified(ring[: half + 1])[:-1], simplified(ring[half:])])
    corners = "L".join(f"{x:.1f},{y:.1f}" for x, y in kept[:-1])
    return f"M{corners}Z"


def simplified(line: Points, tolerance: float = TOLERANCE) -> Points:
    """Leave out points that lie nearly on the line between others (Douglas and Peucker 1973)."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        start, way = line[first], line[last] - line[first]
        length = float(np.hypot(*way))
        apart = line[first + 1 : last] - start
        if length > 0:
            distance = np.abs(way[0] * apart[:, 1] - way[1] * apart[:, 0]) / length
        else:
            distance = np.hypot(*apart.T)
        farthest = int(distance.argmax())
        if distance[farthest] > tolerance:
            middle = first + 1 + farthest
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return line[keep]
