"""The figure of `whatif`: each outcome, event and amount without and with the change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from upheaval.views import numbers, style
from upheaval.views.figures.foresee import save

if TYPE_CHECKING:
    from upheaval.answers.whatif.differences import Difference
    from upheaval.answers.whatif.result import WhatIf

CHANGED = "#b3551f"


def draw(answer: WhatIf) -> Figure:
    """Draw shares as dots, hollow without and filled with the change, and what amounts do."""
    shares = [(name, item) for name, item in answer.outcomes.items()]
    shares += [
        (name.replace("_", " "), item.happens or item.value)
        for name, item in answer.measures.items()
        if item.quantity.kind in ("time", "yes_no")
    ]
    amounts = [
        (name.replace("_", " "), item.value)
        for name, item in answer.measures.items()
        if item.quantity.kind in ("count", "number")
    ]
    height = 1.6 + 0.32 * max(len(shares), 1)
    figure = Figure(figsize=(12.0, height), facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    top = 1.0 - 0.95 / height
    bottom = 0.55 / height
    _shares(figure.add_axes((0.2, bottom, 0.3, top - bottom)), shares)
    tall = (top - bottom) * min(1.0, max(len(amounts), 1) / max(len(shares), 1))
    _amounts(figure.add_axes((0.72, top - tall, 0.16, tall)), amounts)
    change = answer.change
    words = [item.title for item in change.interventions]
    words += [f"without {name}" for name in change.without]
    words += [f"{path} = {value}" for path, value in change.set.items()]
    figure.text(0.02, 1.0 - 0.12 / height, f"What if? {'; '.join(words)}", fontsize=14,
                fontweight="bold", va="top", color=style.INK)  # fmt: skip
    figure.text(
        0.02, 1.0 - 0.45 / height,
        f"{answer.scenario.title} · {answer.replicates} pairs of worlds with the same luck · "
        "hollow: without · filled: with the change · line: 90% range of the difference",
        fontsize=style.BODY, va="top", color=style.QUIET,
    )  # fmt: skip
    return figure


def save_figure(answer: WhatIf, path: str | Path, *, dpi: int = 150) -> Path:
    """Draw the figure and write it; the file appears whole or not at all."""
    return save(draw(answer), path, dpi=dpi)


def _shares(axes: Axes, rows: list[tuple[str, Difference]]) -> None:
    for row, (_, item) in enumerate(rows):
        axes.plot([item.baseline + item.low, item.baseline + item.high], [row, row],
                  color=CHANGED, linewidth=4, alpha=0.3, solid_capstyle="butt")  # fmt: skip
        axes.plot(item.baseline, row, "o", markersize=6.5, markerfacecolor=style.PAPER,
                  markeredgecolor=style.INK)  # fmt: skip
        axes.plot(item.changed, row, "o", markersize=5, color=CHANGED)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.5, 1], ["0", "50%", "100%"])
    _finish(axes, [name for name, _ in rows], "How often")


def _amounts(axes: Axes, rows: list[tuple[str, Difference]]) -> None:
    """Draw differences relative to the baseline; the amounts stand beside them."""
    for row, (_, item) in enumerate(rows):
        if item.baseline > 0:
            low, middle, high = (x / item.baseline for x in (item.low, item.difference, item.high))
            axes.plot([low, high], [row, row], color=CHANGED, linewidth=4, alpha=0.3,
                      solid_capstyle="butt")  # fmt: skip
            axes.plot(middle, row, "o", markersize=5, color=CHANGED)
        text = f"{numbers.count(item.baseline)} → {numbers.count(item.changed)}"
        axes.annotate(text, (1.05, row), xycoords=("axes fraction", "data"), va="center",
                      fontsize=style.BODY)  # fmt: skip
    axes.axvline(0, color=style.INK, linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:+.0f}%".replace("-", "−"))
    _finish(axes, [name for name, _ in rows], "How much, relative to without")


def _finish(axes: Axes, names: list[str], title: str) -> None:
    axes.set_yticks(range(len(names)), names, fontsize=style.BODY)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.grid(axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=style.SMALL)
    axes.set_title(title, loc="left", fontsize=style.TITLE, color=style.INK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
