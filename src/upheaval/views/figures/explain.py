"""The figure of `explain`: every explanation before and after the record, with its range."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from upheaval.views import style
from upheaval.views.figures.foresee import save
from upheaval.views.likelihood_words import percent, words

if TYPE_CHECKING:
    from upheaval.answers.explain.explain import Explained

WRONG = "#a63a2b"


def draw(answer: Explained) -> Figure:
    """Draw prior as a hollow, probability as a filled mark; without it, why there is none."""
    beliefs = answer.beliefs
    figure = Figure(figsize=(10.0, 2.0 + 0.42 * len(beliefs)), facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.36, 0.1, 0.34, 0.72))
    for row, item in enumerate(beliefs):
        axes.plot(item.prior, row, "o", markersize=7, markerfacecolor=style.PAPER,
                  markeredgecolor=style.QUIET)  # fmt: skip
        if item.probability is None or item.low is None or item.high is None:
            label = "not tested" if not item.testable else "not given"
        else:
            axes.annotate(
                "", (item.probability, row), (item.prior, row),
                arrowprops={"arrowstyle": "-", "color": style.FAINT, "linewidth": 1.2},
            )  # fmt: skip
            axes.plot([item.low, item.high], [row, row], color=style.CIRCLE, linewidth=5,
                      alpha=0.35, solid_capstyle="butt")  # fmt: skip
            axes.plot(item.probability, row, "o", color=style.CIRCLE, markersize=7)
            label = f"{percent(item.probability)}, {words(item.low, item.high)}"
            label += "" if item.identified else " (not identified)"
        axes.annotate(label, (1.04, row), xycoords=("axes fraction", "data"), va="center",
                      fontsize=style.BODY)  # fmt: skip
    axes.set_yticks(range(len(beliefs)), [item.title for item in beliefs], fontsize=style.BODY)
    axes.set_ylim(len(beliefs) - 0.5, -0.5)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes.grid(axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    figure.text(0.02, 0.97, f"What the record supports: {answer.scenario}", fontsize=14,
                fontweight="bold", va="top", color=style.INK)  # fmt: skip
    figure.text(
        0.02, 0.905,
        f"{answer.simulations:,} simulations, {len(answer.evidence)} observations · "
        "hollow: before the record · filled: after, with its range",
        fontsize=style.BODY, va="top", color=style.QUIET,
    )  # fmt: skip
    if not answer.ok:
        figure.text(0.02, 0.87, "No probabilities: " + "; ".join(answer.guard.failures),
                    fontsize=style.BODY, va="top", color=WRONG)  # fmt: skip
    return figure


def save_figure(answer: Explained, path: str | Path, *, dpi: int = 150) -> Path:
    """Draw the figure and write it; the file appears whole or not at all."""
    return save(draw(answer), path, dpi=dpi)
