"""The figure of what is worth checking: a bar for each, with its range."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from upheaval.views import style
from upheaval.views.figures.foresee import save
from upheaval.views.screens.verify import KINDS, shown

if TYPE_CHECKING:
    from upheaval.answers.verify.result import Verified

MOST = 16
COLORS = {"claim": "#b3551f", "row": "#6b7280", "new": style.CIRCLE}
LONGEST = 62
"""Letters of a name beyond which it is cut."""


def draw(answer: Verified) -> Figure:
    """Draw what is worth most, those worth most on top."""
    items = shown(answer, MOST)
    figure = Figure(figsize=(10.5, 1.9 + 0.36 * max(len(items), 1)), facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.47, 0.12, 0.5, 0.72))
    for row, item in enumerate(items):
        color = COLORS[item.kind]
        axes.barh(row, item.value_of_information.value, color=color, alpha=0.75, height=0.6)
        axes.plot(
            [item.value_of_information.low, item.value_of_information.high],
            [row, row],
            color=style.INK,
            linewidth=1.2,
        )
    if not items:
        axes.text(0.5, 0.5, "Nothing is distinguishable from zero.", ha="center",
                  transform=axes.transAxes)  # fmt: skip
    axes.set_yticks(range(len(items)), [_cut(item.title) for item in items])
    axes.set_ylim(max(len(items), 1) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.tick_params(labelsize=style.SMALL)
    axes.set_xlabel(
        "expected information, bits" if answer.unit == "bit" else "share of the variance",
        fontsize=style.BODY,
    )
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    what = "the explanations" if answer.target == "explanations" else answer.target
    figure.text(0.02, 0.97, f"What to check first, to learn about {what}", fontsize=14,
                fontweight="bold", va="top", color=style.INK)  # fmt: skip
    rails = "" if answer.ok else " · GUARD RAILS FAIL"
    figure.text(0.02, 0.905, f"{answer.scenario} · bar: expected change · line: 90%{rails}",
                fontsize=style.BODY, va="top", color=style.QUIET)  # fmt: skip
    for n, (kind, color) in enumerate(COLORS.items()):
        figure.text(0.62 + 0.12 * n, 0.905, f"■ {KINDS[kind]}", fontsize=style.BODY, va="top",
                    color=color)  # fmt: skip
    return figure


def save_figure(answer: Verified, path: str | Path, *, dpi: int = 150) -> Path:
    """Draw the figure and write it; the file appears whole or not at all."""
    return save(draw(answer), path, dpi=dpi)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
