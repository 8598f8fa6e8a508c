"""The one figure of a run: maps of four days, single runs by their end, dates of turning points."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from upheaval.record.compare import Comparison, compare
from upheaval.record.outcomes import outcome_shares
from upheaval.record.series import Series
from upheaval.record.simulated_observations import observe
from upheaval.scenario import Scenario
from upheaval.views import highlights, numbers, style
from upheaval.views.figures.map import draw_day, draw_key
from upheaval.views.figures.runs import draw_runs
from upheaval.views.figures.turning_points import draw_turning_points
from upheaval.views.likelihood_words import phrase

if TYPE_CHECKING:
    import xarray

MAP_DAYS = (1, 3, 4, 7)
"""Days of the maps, since the start: the first town, the spread, the peak, the empty streets."""

DAYS = 15
"""Days of the single runs."""

SIZE = (13.0, 9.4)
"""Width and height in inches."""


def draw(
    dataset: xarray.Dataset,
    scenario: Scenario,
    comparisons: Sequence[Comparison] | None = None,
    *,
    map_days: Sequence[int] = MAP_DAYS,
) -> Figure:
    """Draw the figure of a run.

    Parameters
    ----------
    dataset : xarray.Dataset
        The recorded fields of a run.
    scenario : Scenario
        The scenario of the run.
    comparisons : sequence of Comparison, optional
        The run beside the record; made from the record unless given.
    map_days : sequence of int
        Days of the four maps, since the start.
    """
    found = compare(dataset, scenario) if comparisons is None else comparisons
    run = Series(dataset, scenario)
    figure = Figure(figsize=SIZE, facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    _write_title(figure, dataset, scenario)
    _draw_maps(figure, run, map_days)
    _draw_runs(figure, run, dataset, found)
    _draw_points(figure, run, dataset, found)
    return figure


def save_figure(
    dataset: xarray.Dataset,
    scenario: Scenario,
    path: str | Path,
    comparisons: Sequence[Comparison] | None = None,
    *,
    dpi: int = 150,
) -> Path:
    """Draw the figure of a run and write it; the file appears whole or not at all."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.partial")
    kind = target.suffix.lstrip(".") or "png"
    try:
        draw(dataset, scenario, comparisons).savefig(draft, dpi=dpi, format=kind)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def _write_title(figure: Figure, dataset: xarray.Dataset, scenario: Scenario) -> None:
    shares = outcome_shares(dataset)
    name, share = max(shares.items(), key=lambda item: item[1].share)
    total = numbers.runs(dataset.sizes["replicate"])
    figure.text(0.03, 0.975, scenario.title, fontsize=15, fontweight="bold", va="top",
                color=style.INK)  # fmt: skip
    figure.text(
        0.03, 0.945,
        f"{total}. Most often: {name}, {phrase(share)}. What-if, not forecast.",
        fontsize=10, va="top", color=style.QUIET,
    )  # fmt: skip


def _draw_maps(figure: Figure, run: Series, map_days: Sequence[int]) -> None:
    share = 0.94 / len(map_days)
    maps = [
        figure.add_axes((0.03 + share * position, 0.69, share - 0.006, 0.19))
        for position in range(len(map_days))
    ]
    for axes, day in zip(maps, map_days, strict=True):
        when = numbers.moment(run.scenario.start, float(day)).rsplit(" ", 1)[0]
        draw_day(axes, run, float(day), when)
    for axes in maps:
        axes.apply_aspect()
    draw_key(figure.add_axes((0.03, 0.645, 0.94, 0.035)), maps[0])


def _draw_runs(
    figure: Figure, run: Series, dataset: xarray.Dataset, found: Sequence[Comparison]
) -> None:
    axes = figure.add_axes((0.075, 0.07, 0.33, 0.495))
    shares = outcome_shares(dataset)
    names = list(shares)
    ends = [names[int(code)] for code in np.asarray(dataset["outcome"].values)]
    observed = highlights.course(found).get("participants", [])
    days = min(DAYS, int(run.ends[-1] + 1e-6))
    _write_panel_title(figure, 0.03, "People in the streets by day, whole country")
    draw_runs(axes, run, ends, shares, observed, days)


def _draw_points(
    figure: Figure, run: Series, dataset: xarray.Dataset, found: Sequence[Comparison]
) -> None:
    axes = figure.add_axes((0.745, 0.07, 0.195, 0.465))
    points = highlights.turning_points(run.scenario, found)
    measured = observe(dataset, run.scenario, [item.observation for item in points])
    draw_turning_points(axes, run, points, measured)
    _write_panel_title(figure, 0.6, "Turning points, runs and record")
    figure.text(
        0.6, 0.574,
        "bar: 5–95% of runs · tick: median · arrow: later or never · diamond: record, with range",
        fontsize=style.SMALL, color=style.QUIET,
    )  # fmt: skip


def _write_panel_title(figure: Figure, x: float, text: str) -> None:
    figure.text(x, 0.596, text, fontsize=style.TITLE, color=style.INK)
