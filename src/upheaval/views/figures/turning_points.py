"""When turning points come in the runs, against when the record has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from upheaval.record.compare import Comparison
from upheaval.record.series import Floats, Series
from upheaval.views import highlights, style
from upheaval.views.figures.runs import date_axis
from upheaval.views.likelihood_words import percent

AFTER = 2.0
"""Days shown after the last recorded turning point."""


def draw_turning_points(
    axes: Axes, run: Series, points: Sequence[Comparison], measured: Mapping[str, Floats]
) -> None:
    """Draw one row a turning point: simulated 5–50–95% as a bar, the record as a diamond.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    run : Series
        The run.
    points : sequence of Comparison
        Turning points, in the order of their rows.
    measured : mapping of str to float64 array
        Time in every replicate, by the observation's name; infinite for never.
    """
    if not points:
        axes.set_axis_off()
        axes.text(0, 1, "The record dates no turning point.", va="top", fontsize=style.BODY)
        return
    horizon = float(np.ceil(max(item.observation.high for item in points) + AFTER))
    for row, item in enumerate(points):
        _draw_row(axes, row, item, measured[item.observation.name], horizon)
    axes.set_ylim(len(points) - 0.4, -0.6)
    axes.set_xlim(0, horizon)
    date_axis(axes, run, horizon)
    names = [highlights.label(run.scenario, item) for item in points]
    axes.set_yticks(range(len(points)), names)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.text(1.05, 1.0, "never in", transform=axes.transAxes, fontsize=style.BODY,
              color=style.QUIET, va="bottom")  # fmt: skip


def _draw_row(axes: Axes, row: int, item: Comparison, times: Floats, horizon: float) -> None:
    first, last = item.p5, min(item.p95, horizon)
    if first < horizon:
        axes.plot([first, last], [row, row], color=style.CIRCLE, linewidth=5, alpha=0.35,
                  solid_capstyle="butt")  # fmt: skip
    if item.p95 > horizon and first < horizon:
        axes.plot(horizon, row, marker=">", color=style.CIRCLE, markersize=6, clip_on=False)
    if item.p50 < horizon:
        axes.plot([item.p50] * 2, [row - 0.26, row + 0.26], color=style.CIRCLE, linewidth=2.4)
    seen = item.observation
    axes.plot([seen.low, seen.high], [row, row], color=style.INK, linewidth=1.4)
    axes.plot(seen.value, row, marker="D", markersize=5.5, markerfacecolor=style.PAPER,
              markeredgecolor=style.INK, markeredgewidth=1.3)  # fmt: skip
    never = float(np.isinf(times).mean())
    axes.annotate(percent(never), (1.05, row), xycoords=("axes fraction", "data"), va="center",
                  fontsize=style.BODY, color=style.INK if never else style.QUIET)  # fmt: skip
