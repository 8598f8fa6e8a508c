"""The map of one day: regions by the share of runs with protest, cities by their crowds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Circle, Polygon
from numpy.typing import ArrayLike, NDArray

from upheaval.record.compare import quantiles
from upheaval.record.crowds import GATHERING
from upheaval.record.series import Floats, Series
from upheaval.views import numbers, style

SMALLEST = float(GATHERING)
"""People below which a city gets no circle: fewer make no gathering."""

AREAS = (100.0, 1_000.0, 10_000.0)
"""Sizes of circle that the key shows."""

LABELS = 4
"""Cities named on a map at most: those with most people in the streets."""


class Projection:
    """Albers' equal-area conic projection, its standard parallels by the rule of sixths."""

    def __init__(self, longitude: Floats, latitude: Floats) -> None:
        south, north = np.radians(latitude.min()), np.radians(latitude.max())
        first, second = south + (north - south) / 6, north - (north - south) / 6
        self._middle = float(np.radians((longitude.min() + longitude.max()) / 2))
        self._n = float((np.sin(first) + np.sin(second)) / 2)
        self._c = float(np.cos(first) ** 2 + 2 * self._n * np.sin(first))
        self._origin = self._radius(np.asarray((south + north) / 2))

    def _radius(self, phi: Floats) -> Floats:
        return np.asarray(np.sqrt(self._c - 2 * self._n * np.sin(phi)) / self._n)

    def __call__(self, longitude: ArrayLike, latitude: ArrayLike) -> tuple[Floats, Floats]:
        """Give x and y, in radii of the Earth, of points in degrees."""
        angle = self._n * (np.radians(np.asarray(longitude, float)) - self._middle)
        radius = self._radius(np.radians(np.asarray(latitude, float)))
        return radius * np.sin(angle), self._origin - radius * np.cos(angle)


def radius(people: float) -> float:
    """Give the radius of a circle for a number of people, in radii of the Earth."""
    return float(0.0041 * (np.log10(max(people, SMALLEST) / SMALLEST) + 0.6) ** 1.25)


def draw_day(axes: Axes, run: Series, day: float, title: str) -> None:
    """Draw the map of one day.

    Regions are shaded by the share of replicates in which some city of theirs has a gathering;
    a city's circle grows with the logarithm of the median of its largest crowd of the day.
    """
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_title(title, fontsize=style.TITLE, color=style.INK, loc="left", pad=3)
    largest = run.largest("in_streets", day)
    cities = run.tables["cities"]
    project = _projection(run)
    _draw_regions(axes, run, largest, project)
    x, y = project(cities["longitude"], cities["latitude"])
    axes.autoscale_view()
    if largest is None:
        axes.text(0.5, 0.5, "not run", transform=axes.transAxes, ha="center", color=style.QUIET)
        return
    people = np.array([quantiles(city, [0.5])[0] for city in largest.T])
    _draw_cities(axes, run, people, x, y)
    everyone = quantiles(largest.sum(axis=1), [0.5])[0]
    text = f"{numbers.count(everyone)} people, median run"
    axes.text(0, 1.0, text, transform=axes.transAxes, va="top", fontsize=style.SMALL,
              color=style.QUIET)  # fmt: skip


def _projection(run: Series) -> Projection:
    points = [ring for _, ring in _rings(run.scenario.map)]
    cities = run.tables["cities"]
    points.append(np.column_stack([cities["longitude"], cities["latitude"]]))
    longitude, latitude = np.concatenate(points).T
    return Projection(longitude, latitude)


def _rings(geojson: Mapping[str, Any]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    for feature in geojson.get("features", ()):
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        for polygon in polygons:
            yield feature["properties"]["name"], np.asarray(polygon[0], dtype=float)[:, :2]


def _draw_regions(axes: Axes, run: Series, largest: Floats | None, project: Projection) -> None:
    regions = run.tables["regions"].names
    shares = np.zeros(len(regions)) if largest is None else _shares(run, largest)
    scale = style.shares()
    rings = list(_rings(run.scenario.map))
    patches = [Polygon(np.column_stack(project(*ring.T)), closed=True) for _, ring in rings]
    colors = [scale(shares[regions.index(name)]) for name, _ in rings]
    axes.add_collection(
        PatchCollection(patches, facecolors=colors, edgecolors=style.QUIET, linewidths=0.4)
    )


def _shares(run: Series, largest: Floats) -> Floats:
    """Give the share of replicates with a gathering in each region, shape ``(regions,)``."""
    gathers = largest >= GATHERING
    rows = range(len(run.tables["regions"]))
    return np.array([gathers[:, run.city_region == row].any(axis=1).mean() for row in rows])


def _draw_cities(axes: Axes, run: Series, people: Floats, x: Floats, y: Floats) -> None:
    circles = [
        Circle((x[city], y[city]), radius(people[city]))
        for city in np.argsort(-people)
        if people[city] >= SMALLEST
    ]
    axes.add_collection(
        PatchCollection(
            circles, facecolors=style.CIRCLE, edgecolors=style.PAPER, linewidths=0.5, alpha=0.8
        )
    )
    _label_cities(axes, run, people, x, y)


def _label_cities(axes: Axes, run: Series, people: Floats, x: Floats, y: Floats) -> None:
    """Name the largest crowds, leaving out a name that would lie on another or on a circle."""
    titles = run.tables["cities"]["title"]
    taken: list[tuple[float, float, float, float]] = []
    west, east = axes.get_xlim()
    unit = (east - west) / 100
    named = 0
    for city in np.argsort(-people):
        if people[city] < SMALLEST or named == LABELS or not run.is_town[city]:
            continue
        text = str(titles[city])
        width, height = 2.25 * unit * len(text), 4.5 * unit
        reach = radius(people[city]) + 0.6 * unit
        spots = [
            (x[city] + reach, y[city] - height / 2, "left"),
            (x[city] - reach - width, y[city] - height / 2, "left"),
            (x[city] - width / 2, y[city] + reach, "left"),
            (x[city] - width / 2, y[city] - reach - height, "left"),
        ]
        for left, bottom, _ in spots:
            box = (left, bottom, left + width, bottom + height)
            if left < west or left + width > east + 4 * unit:
                continue
            if any(_overlap(box, other) for other in taken):
                continue
            axes.text(left, bottom + height / 2, text, fontsize=style.SMALL, va="center",
                      color=style.INK, path_effects=style.HALO)  # fmt: skip
            taken.append(box)
            named += 1
            break


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def draw_key(axes: Axes, scale_of: Axes) -> None:
    """Draw the key of the maps: shades, and circles as large as on ``scale_of``."""
    axes.set_axis_off()
    west, east = scale_of.get_xlim()
    inches = _width(scale_of) / (east - west)
    width, height = _width(axes), axes.get_window_extent().height / axes.figure.dpi
    axes.set_xlim(0, width)
    axes.set_ylim(-height / 2, height / 2)
    text: dict[str, Any] = {"fontsize": style.SMALL, "color": style.INK, "va": "center"}
    x = 0.0
    axes.text(x, 0, f"Shade: share of runs with a gathering of {GATHERING} or more", **text)
    x = 3.0
    scale = style.shares()
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        box = Polygon([(x, -0.08), (x + 0.28, -0.08), (x + 0.28, 0.08), (x, 0.08)], closed=True)
        box.set(facecolor=scale(share), edgecolor=style.QUIET, linewidth=0.4)
        axes.add_patch(box)
        axes.text(x + 0.33, 0, f"{share:.0%}", **text)
        x += 0.72
    x += 0.3
    axes.text(x, 0, "Circle: people in the streets, median run", **text)
    x += 2.45
    for people in AREAS:
        size = radius(people) * inches
        x += size
        circle = Circle((x, 0), size, facecolor=style.CIRCLE, edgecolor=style.PAPER, alpha=0.8)
        axes.add_patch(circle)
        axes.text(x + size + 0.05, 0, f"{people:,.0f}", **text)
        x += size + 0.62


def _width(axes: Axes) -> float:
    return float(axes.get_window_extent().width / axes.figure.dpi)
