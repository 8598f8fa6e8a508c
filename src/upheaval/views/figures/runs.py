"""Single runs by day, colored by how they end, with the median and the record over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FuncFormatter, NullLocator

from upheaval.record.compare import Comparison, quantiles
from upheaval.record.measures import find_measure
from upheaval.record.outcomes import Share
from upheaval.record.places import WHOLE
from upheaval.record.series import Floats, Series
from upheaval.views import numbers, style
from upheaval.views.likelihood_words import percent, percent_range

FLOOR = 10.0
"""Fewer people than this are drawn on the lower edge: a logarithm has no zero."""

SINGLE_RUNS = 50
"""Single runs drawn: enough to see the fork, few enough to follow one."""


def draw_runs(
    axes: Axes,
    run: Series,
    ends: Sequence[str],
    outcomes: dict[str, Share],
    observed: Sequence[Comparison],
    days: int,
) -> None:
    """Draw national participants by day.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    run : Series
        The run.
    ends : sequence of str
        How each replicate ends.
    outcomes : dict of str to Share
        All outcomes, in their order, with their shares.
    observed : sequence of Comparison
        Observations of national participants.
    days : int
        How many days to draw, from the first.
    """
    measure = find_measure("participants")
    by_day = [measure.function(run, WHOLE, float(day)) for day in range(days)]
    people: Floats = np.array(by_day).T
    colors = style.ordered(list(outcomes))
    at = np.arange(0.5, days, dtype=np.float64)
    drawn = list(range(min(SINGLE_RUNS, run.replicates)))
    # Frequent endings first, so that rare ones stay on top.
    drawn.sort(key=lambda row: -outcomes[ends[row]].count)
    for row in drawn:
        axes.plot(at, _floored(people[row]), color=colors[ends[row]], linewidth=0.9, alpha=0.75)
    if len(drawn) > 1:
        _draw_median(axes, at, people)
    _draw_record(axes, observed)
    _dress(axes, run, days, people)
    _label_ends(axes, outcomes, colors, len(drawn))


def _floored(people: Floats) -> Floats:
    return np.maximum(people, FLOOR)


def _draw_median(axes: Axes, at: Floats, people: Floats) -> None:
    middle = _floored(np.array([quantiles(day, [0.5])[0] for day in people.T]))
    halo = [Stroke(linewidth=4.5, foreground=style.PAPER), Normal()]
    axes.plot(at, middle, color=style.INK, linewidth=2.2, path_effects=halo, zorder=4)
    # Named where it is last above the floor; a line along the floor has no room beside it.
    above = np.flatnonzero(middle > 2 * FLOOR)
    if len(above):
        axes.annotate(
            "median", (at[above[-1]], middle[above[-1]]), xytext=(6, 2),
            textcoords="offset points", fontsize=style.BODY, fontweight="bold", color=style.INK,
            va="bottom", annotation_clip=False, path_effects=style.HALO, zorder=7,
        )  # fmt: skip


def _draw_record(axes: Axes, observed: Sequence[Comparison]) -> None:
    for item in observed:
        seen = item.observation
        x = (seen.day or 0.0) + 0.5
        for width, color in ((4.0, style.PAPER), (1.6, style.INK)):
            axes.plot([x, x], _floored(np.array([seen.low, seen.high])), color=color,
                      linewidth=width, zorder=5, solid_capstyle="butt")  # fmt: skip
        axes.plot(x, max(seen.value, FLOOR), marker="D", markersize=6.5, markeredgewidth=1.4,
                  markerfacecolor=style.PAPER, markeredgecolor=style.INK, zorder=6)  # fmt: skip


def _dress(axes: Axes, run: Series, days: int, people: Floats) -> None:
    top = float(np.nanmax(people)) if np.isfinite(people).any() else FLOOR
    axes.set_yscale("log")
    axes.set_ylim(FLOOR * 0.85, max(top * 1.6, 1_000.0))
    axes.set_xlim(0, days)
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(_power))
    axes.grid(axis="y", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    date_axis(axes, run, days)


def _power(value: float, _position: int) -> str:
    return f"under {value:,.0f}" if value <= FLOOR else f"{value:,.0f}"


def date_axis(axes: Axes, run: Series, days: float) -> None:
    """Mark the days of the month along the lower edge; a day's mark is its 0:00."""
    step = 1 if days <= 10 else 2
    ticks = list(range(0, int(days) + 1, step))
    start = run.scenario.start
    axes.set_xticks(ticks, [numbers.moment(start, float(t)).split()[0] for t in ticks])
    axes.set_xlabel(f"{start:%B %Y}, days begin at the marks", fontsize=style.BODY,
                    color=style.QUIET, loc="left")  # fmt: skip
    axes.tick_params(labelsize=style.BODY, colors=style.INK, length=3)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(style.QUIET)


def _label_ends(axes: Axes, outcomes: dict[str, Share], colors: dict[str, str], drawn: int) -> None:
    """Name the endings beside the panel, in their order, each with its line and share."""
    x, y = 1.13, 0.99
    total = next(iter(outcomes.values())).total

    def write(text: str, dx: float = 0.0, **how: object) -> None:
        axes.text(x + dx, y, text, transform=axes.transAxes, va="top", fontsize=style.BODY,
                  **{"color": style.INK, **how})  # type: ignore[arg-type]  # fmt: skip

    write("How the run ends" if total == 1 else f"How {numbers.runs(total)} end", fontweight="bold")
    for name, share in outcomes.items():
        y -= 0.085
        line = [x, x + 0.035], [y - 0.018, y - 0.018]
        axes.plot(*line, transform=axes.transAxes, color=colors[name], linewidth=4,
                  clip_on=False, solid_capstyle="butt")  # fmt: skip
        write(name, 0.05)
        y -= 0.047
        write(f"{percent(share.share)} ({percent_range(share.low, share.high)})", 0.05,
              color=style.QUIET)  # fmt: skip
    y -= 0.105
    axes.plot(x + 0.017, y - 0.018, transform=axes.transAxes, marker="D", markersize=6,
              markerfacecolor=style.PAPER, markeredgecolor=style.INK, clip_on=False)  # fmt: skip
    write("record, with range", 0.05)
    y -= 0.06
    lines = f"thin lines: {drawn} single runs" if drawn > 1 else "thin line: the run"
    write(lines, color=style.QUIET)
