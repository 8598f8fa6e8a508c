"""The figure of what results hang on: the screening, and indices with their intervals."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from upheaval.views import style
from upheaval.views.figures.foresee import save

if TYPE_CHECKING:
    from upheaval.answers.sensitivity.result import Sensitivity

ACROSS = 3
NAMED = 5
"""Parameters that are named in each panel of the screening."""


def draw(answer: Sensitivity) -> Figure:
    """Draw one panel of the screening a measure, and one of indices below it."""
    count = len(answer.measures)
    rows = ceil(count / ACROSS) * (2 if answer.indices else 1)
    figure = Figure(figsize=(13.0, 1.0 + 2.9 * rows), facecolor=style.PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, ACROSS, squeeze=False)
    panels = list(axes.reshape(-1))
    for name, panel in zip(answer.measures, panels, strict=False):
        _screening(panel, answer, name)
    below = panels[ceil(count / ACROSS) * ACROSS :]
    for name, panel in zip(answer.indices, below, strict=False):
        _indices(panel, answer, name)
    used = {*range(count)} | {len(panels) - len(below) + n for n in range(len(answer.indices))}
    for n, panel in enumerate(panels):
        if n not in used:
            panel.set_axis_off()
    figure.suptitle(
        f"What the results hang on: {answer.scenario} ({answer.runs:,} runs)", fontsize=14,
        fontweight="bold", x=0.01, ha="left", color=style.INK,
    )  # fmt: skip
    return figure


def save_figure(answer: Sensitivity, path: str | Path, *, dpi: int = 130) -> Path:
    """Draw the figure and write it; the file appears whole or not at all."""
    return save(draw(answer), path, dpi=dpi)


def _screening(axes: Axes, answer: Sensitivity, name: str) -> None:
    """Draw the mean effect of every parameter against its spread."""
    item = answer.screened[name]
    axes.plot(item.mean, item.spread, "o", color=style.CIRCLE, markersize=3.5, alpha=0.6)
    top = float(max(item.mean.max(), 1e-9))
    axes.plot([0, top], [0, top], color=style.FAINT, linewidth=0.8)
    for n in np.argsort(-item.mean, kind="stable")[:NAMED]:
        axes.annotate(
            answer.parameters[n], (item.mean[n], item.spread[n]), fontsize=style.SMALL,
            xytext=(-3, 3), textcoords="offset points", ha="right", path_effects=style.HALO,
        )  # fmt: skip
    axes.set_xlim(0, top * 1.08)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("mean effect of a step", fontsize=style.SMALL)
    axes.set_ylabel("spread of effects", fontsize=style.SMALL)
    _finish(axes, f"{name.replace('_', ' ')}: screening")


def _indices(axes: Axes, answer: Sensitivity, name: str) -> None:
    """Draw total and first-order indices with their intervals."""
    item = answer.indices[name]
    rows = np.arange(len(answer.kept))
    for shift, values, errors, color, label in (
        (-0.17, item.total, item.total_error, style.CIRCLE, "total"),
        (0.17, item.first, item.first_error, style.QUIET, "alone"),
    ):
        axes.errorbar(values, rows + shift, xerr=errors, fmt="o", color=color, markersize=4,
                      linewidth=1.2, label=label)  # fmt: skip
    axes.errorbar([item.luck], [len(rows)], xerr=[item.luck_error], fmt="s", color=style.INK,
                  markersize=4, linewidth=1.2)  # fmt: skip
    axes.set_yticks(np.arange(len(rows) + 1), [*answer.kept, "luck and all others"])
    axes.set_ylim(len(rows) + 0.6, -0.6)
    axes.axvline(0, color=style.FAINT, linewidth=0.8)
    axes.legend(fontsize=style.SMALL, frameon=False, loc="lower right")
    axes.set_xlabel("share of the variance", fontsize=style.SMALL)
    _finish(axes, f"{name.replace('_', ' ')}: Sobol")


def _finish(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=style.TITLE, color=style.INK)
    axes.tick_params(labelsize=style.SMALL)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
