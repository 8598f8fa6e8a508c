"""What the pages of small charts share: bands over worlds by day, bars, and plain axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from upheaval.record.series import Floats, Series
from upheaval.views import numbers, style

DAYS = 31.0
"""Days that charts by day show, from the first; the acute phase of a crisis is shorter."""

COLORS = ("#12466b", "#c2571a", "#4d7c2a", "#7a3b8f", "#8a6d00", "#5b6470")
"""Colors of things that have no order; they differ in lightness as well."""


@dataclass(frozen=True)
class Chart:
    """One chart of a page.

    Parameters
    ----------
    title : str
        What it shows.
    fields : tuple of str
        Recorded fields without which there is nothing to draw.
    draw : callable
        ``draw(axes, run)`` fills the axes; it gives a text to say why there is nothing to see, or
        None.
    """

    title: str
    fields: tuple[str, ...]
    draw: Callable[[Axes, Series], str | None]


def days(run: Series, until: float = DAYS) -> slice:
    """Give the ticks that end within the days that are drawn."""
    return slice(0, int(np.searchsorted(run.ends, until + 1e-6, side="right")))


def by_day(
    axes: Axes,
    run: Series,
    lines: Mapping[str, ArrayLike],
    *,
    until: float = DAYS,
    unit: str = "",
    band: bool = True,
    limits: tuple[float, float] | None = None,
) -> None:
    """Draw the median over worlds of one or more series, each with its 90% band.

    Parameters
    ----------
    lines : mapping of str to array, shape ``(K, T)``
        Series by what they are called; T is that of the run. A single one is not named.
    """
    shown = days(run, until)
    ends = run.ends[shown]
    last: list[tuple[float, str, str]] = []
    for position, (name, values) in enumerate(lines.items()):
        color = COLORS[position % len(COLORS)]
        plain = np.asarray(values, dtype=np.float64)[:, shown]
        low, middle, high = np.quantile(plain, (0.05, 0.5, 0.95), axis=0)
        if band:
            axes.fill_between(ends, low, high, color=color, alpha=0.16, linewidth=0)
        axes.plot(ends, middle, color=color, linewidth=1.8)
        last.append((float(middle[-1]), name, color))
    dress(axes, unit)
    date_marks(axes, run, min(until, float(run.ends[-1])))
    if limits is not None:
        axes.set_ylim(*limits)
    if len(last) > 1:
        name_ends(axes, last)


def name_ends(axes: Axes, last: Sequence[tuple[float, str, str]]) -> None:
    """Name lines at their right ends, moved apart where they would overlap."""
    bottom, top = axes.get_ylim()
    gap = (top - bottom) * 0.085
    ordered = sorted(last)
    heights = [item[0] for item in ordered]
    for i in range(1, len(heights)):
        heights[i] = max(heights[i], heights[i - 1] + gap)
    over = heights[-1] - top
    if over > 0:
        heights = [height - over for height in heights]
        for i in range(len(heights) - 2, -1, -1):
            heights[i] = min(heights[i], heights[i + 1] - gap)
    for (_, name, color), height in zip(ordered, heights, strict=True):
        axes.annotate(
            name, (1.015, height), xycoords=("axes fraction", "data"), va="center",
            fontsize=style.BODY, color=color, annotation_clip=False,
        )  # fmt: skip


def bars(
    axes: Axes,
    names: Sequence[str],
    values: Floats,
    ranges: tuple[Floats, Floats] | None = None,
    *,
    beside: Floats | None = None,
    unit: str = "",
) -> None:
    """Draw one level bar a name, with its range; ``beside`` marks another number by a diamond."""
    rows = np.arange(len(names))
    axes.barh(rows, values, color=style.CIRCLE, alpha=0.55, height=0.62, linewidth=0)
    if ranges is not None:
        for row, low, high in zip(rows, *ranges, strict=True):
            axes.plot([low, high], [row, row], color=style.INK, linewidth=1.2)
    if beside is not None:
        axes.plot(beside, rows, linestyle="none", marker="D", markersize=4.6,
                  markerfacecolor=style.PAPER, markeredgecolor=style.INK)  # fmt: skip
    dress(axes, unit, along="x")
    axes.set_yticks(rows, [wrapped(name) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)


def stacked(
    axes: Axes, run: Series, layers: Mapping[str, Floats], *, until: float = DAYS, unit: str = ""
) -> None:
    """Draw layers on top of each other by day, shape ``(T,)`` each, named at the right."""
    shown = days(run, until)
    ends, base = run.ends[shown], np.zeros(len(run.ends[shown]))
    last = []
    for position, (name, values) in enumerate(layers.items()):
        color = COLORS[position % len(COLORS)]
        top = base + np.asarray(values, dtype=np.float64)[shown]
        axes.fill_between(ends, base, top, color=color, alpha=0.75, linewidth=0)
        last.append((float((base[-1] + top[-1]) / 2), name, color))
        base = top
    dress(axes, unit)
    date_marks(axes, run, min(until, float(run.ends[-1])))
    axes.set_ylim(0, max(float(base.max()), 1e-9))
    name_ends(axes, last)


def dress(axes: Axes, unit: str, along: str = "y") -> None:
    """Leave the axes plain: a faint grid along the numbers, and their unit."""
    axes.grid(axis=along, color=style.FAINT, linewidth=0.6)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=style.SMALL, colors=style.INK, length=2.5)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(style.QUIET)
    if along == "x":
        axes.set_xlabel(unit, fontsize=style.SMALL, color=style.QUIET, loc="left")
    elif unit:
        axes.set_ylabel(unit, fontsize=style.SMALL, color=style.QUIET)


def date_marks(axes: Axes, run: Series, until: float) -> None:
    """Mark about six days along the lower edge, in a long chart months."""
    step = 61.0 if until > 90 else max(1.0, float(np.ceil(until / 6)))
    marks = np.arange(0.0, until + 1e-6, step)
    words = [numbers.moment(run.scenario.start, mark).rsplit(" ", 1)[0] for mark in marks]
    axes.set_xticks(marks, words)
    axes.set_xlim(0, until)


def wrapped(name: str, length: int = 26) -> str:
    """Break a name that is too long for the margin into two lines, and cut what is left."""
    lines = wrap(name, length)
    return "\n".join(lines[:2]) + (" …" if len(lines) > 2 else "")


def text_only(axes: Axes, text: str) -> None:
    """Say why there is nothing to see, in place of a chart."""
    axes.set_axis_off()
    axes.text(0, 0.9, text, fontsize=style.BODY, color=style.QUIET, va="top", wrap=True)
