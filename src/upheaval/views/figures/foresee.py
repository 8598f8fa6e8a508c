"""The figure of what is foreseen: outcomes by day, fans of what happens in the streets, events."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from upheaval.views import numbers, style
from upheaval.views.likelihood_words import percent

if TYPE_CHECKING:
    from upheaval.answers.foresee.result import Foreseen

SIZE = (12.0, 7.2)
"""Width and height in inches."""

FANS = ("participants", "deaths", "detained", "troops")
LOGARITHMIC_FROM = 1.0
"""Count from which the axis of a fan is logarithmic; linear below, so that none has a place."""


def draw(answer: Foreseen) -> Figure:
    """Draw the outcomes by day, fans of numbers, and events by the last day."""
    figure = Figure(figsize=SIZE, facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    grid = figure.add_gridspec(1, 4, left=0.06, right=0.98, top=0.38, bottom=0.08, wspace=0.38)
    _write_title(figure, answer)
    _outcomes(figure.add_axes((0.06, 0.51, 0.42, 0.33)), answer)
    _events(figure.add_axes((0.70, 0.51, 0.24, 0.33)), answer)
    for position, name in enumerate(name for name in FANS if name in answer.amounts):
        _fan(figure.add_subplot(grid[0, position]), answer, name)
    return figure


def save_figure(answer: Foreseen, path: str | Path, *, dpi: int = 150) -> Path:
    """Draw the figure and write it; the file appears whole or not at all."""
    return save(draw(answer), path, dpi=dpi)


def save(figure: Figure, path: str | Path, *, dpi: int = 150) -> Path:
    """Write a figure; the file appears whole or not at all.

    Raises
    ------
    UpheavalError
        If the file cannot be written, or its ending names no kind of picture.
    """
    from upheaval.errors import UpheavalError

    target = Path(path)
    draft = target.with_name(f".{target.name}.partial")
    kind = target.suffix.lstrip(".") or "png"
    try:
        figure.savefig(draft, dpi=dpi, format=kind)
        os.replace(draft, target)
    except (OSError, ValueError) as error:
        raise UpheavalError(f"cannot write {target}: {error}") from None
    finally:
        draft.unlink(missing_ok=True)
    return target


def _write_title(figure: Figure, answer: Foreseen) -> None:
    figure.text(0.06, 0.965, f"{answer.scenario.title}: foreseen from {answer.since}",
                fontsize=15, fontweight="bold", va="top", color=style.INK)  # fmt: skip
    rails = (
        "guard rails hold" if answer.ok else "GUARD RAILS FAIL: " + answer.conditioned.failures[0]
    )
    figure.text(
        0.06, 0.92,
        f"{answer.worlds} worlds like the record so far, {answer.branches} runs each; {rails}. "
        "What the model does, not a forecast. Filled: reported by then; hollow: later, not used.",
        fontsize=9.5, va="top", color=style.QUIET, wrap=True,
    )  # fmt: skip


def _dates(answer: Foreseen) -> np.ndarray:
    moments = [datetime(day.year, day.month, day.day, 12) for day in answer.days]
    return np.array([date2num(moment) for moment in moments])  # type: ignore[no-untyped-call]


def _outcomes(axes: Axes, answer: Foreseen) -> None:
    """Stack the probabilities of the outcomes by day."""
    colors = style.ordered(list(answer.outcomes))
    rows = [item.probability for item in answer.outcomes.values()]
    days = _dates(answer)
    axes.stackplot(days, rows, colors=list(colors.values()), labels=list(colors), linewidth=0)
    _mark_date(axes, answer)
    axes.set_ylim(0, 1)
    axes.set_xlim(days[0], days[-1])
    axes.set_yticks([0, 0.5, 1], ["0", "50%", "100%"])
    _finish(axes, "How it stands by the end of the day")
    axes.legend(fontsize=style.SMALL, loc="lower left", framealpha=0.9, ncols=2)


def _events(axes: Axes, answer: Foreseen) -> None:
    """Draw the chance that each event has come by the last day, with its range."""
    names = list(answer.chances)
    for row, name in enumerate(names):
        item = answer.chances[name]
        middle, low, high = (float(v[-1]) for v in (item.probability, item.low, item.high))
        axes.plot([low, high], [row, row], color=style.CIRCLE, linewidth=5, alpha=0.35,
                  solid_capstyle="butt")  # fmt: skip
        axes.plot(middle, row, "o", color=style.CIRCLE, markersize=5)
        axes.annotate(percent(middle), (1.03, row), xycoords=("axes fraction", "data"),
                      va="center", fontsize=style.BODY)  # fmt: skip
    axes.set_yticks(range(len(names)), [answer.quantities[name].title for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.5, 1], ["0", "50%", "100%"])
    axes.grid(axis="x", color=style.FAINT, linewidth=0.6)
    axes.tick_params(axis="y", length=0, labelsize=style.BODY)
    _finish(axes, f"Has come by {answer.days[-1]}", dated=False)


def _fan(axes: Axes, answer: Foreseen, name: str) -> None:
    item, days = answer.amounts[name], _dates(answer)
    axes.fill_between(days, item.p5, item.p95, color=style.CIRCLE, alpha=0.22, linewidth=0)
    axes.plot(days, item.p50, color=style.CIRCLE, linewidth=1.8)
    axes.set_yscale("symlog", linthresh=LOGARITHMIC_FROM)
    axes.set_ylim(0, max(10.0, 3.0 * float(item.p95.max())))
    axes.set_yticks([0, *(10.0**power for power in range(_powers(axes.get_ylim()[1]) + 1))])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: numbers.count(value)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_xlim(days[0], days[-1])
    known, later = _reported(answer, name)
    for rows, face in ((known, style.INK), (later, style.PAPER)):
        if rows:
            at, values = zip(*rows, strict=True)
            axes.plot(at, values, "D", markersize=4.5, markerfacecolor=face,
                      markeredgecolor=style.INK, linestyle="none")  # fmt: skip
    _mark_date(axes, answer)
    _finish(axes, answer.quantities[name].title)


def _powers(top: float) -> int:
    return int(np.log10(top))


def _reported(
    answer: Foreseen, name: str
) -> tuple[Sequence[tuple[float, float]], Sequence[tuple[float, float]]]:
    """Give what the record says of the country by day: known at the date, and later rows."""
    days = _dates(answer)
    known: list[tuple[float, float]] = []
    later: list[tuple[float, float]] = []
    for item in answer.information.record:
        if item.measure.name != name or item.place.kind != "country" or item.day is None:
            continue
        at = days[0] + item.day
        if at <= days[-1]:
            (known if item.day + 1.0 <= answer.information.moment else later).append(
                (at, item.value)
            )
    return known, later


def _mark_date(axes: Axes, answer: Foreseen) -> None:
    at = _dates(answer)[0] - 0.5 + answer.information.moment
    axes.axvline(at, color=style.INK, linewidth=0.9, linestyle=":")


def _finish(axes: Axes, title: str, dated: bool = True) -> None:
    axes.set_title(title, loc="left", fontsize=style.TITLE, color=style.INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=style.SMALL)
    if dated:
        locator = AutoDateLocator(minticks=3, maxticks=5)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_formatter(formatter)
