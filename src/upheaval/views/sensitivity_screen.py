"""The answer of `sensitivity` on the screen: the screening, and indices with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upheaval.views import numbers

if TYPE_CHECKING:
    from upheaval.answers.sensitivity.sensitivity import Sensitivity

SHOWN = 15
"""Parameters of the screening that are shown; the files and the JSON have all."""


def print_sensitivity(console: Console, answer: Sensitivity, took: float | None = None) -> None:
    """Print the answer at the width of the console."""
    parts = [_title(answer, took), _screening(answer)]
    if answer.indices:
        parts.append(_indices(answer))
    parts.append(_closing(answer))
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def _title(answer: Sensitivity, took: float | None) -> RenderableType:
    ending = "" if took is None else f" · {numbers.duration(took)}"
    return Text.assemble(
        (f"What the results hang on: {answer.scenario}", "bold"),
        f"\n{len(answer.parameters)} uncertain parameters, {answer.runs:,} runs until "
        f"{answer.until} · 1:{answer.scale} · seed {answer.seed}{ending}\n"
        "All explanations on; counts in logarithms, times in days",
    )


def _short(name: str) -> str:
    return name.removeprefix("peak_").replace("_", " ")


def _table(answer: Sensitivity, first: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.padding = (0, 2, 0, 0)
    table.add_column(first, no_wrap=True)
    for name in answer.measures:
        table.add_column(_short(name), justify="right", overflow="fold")
    return table


def _screening(answer: Sensitivity) -> RenderableType:
    table = _table(answer, "mean effect of a step (90%)")
    for n in np.argsort(-answer.rank, kind="stable")[:SHOWN]:
        table.add_row(
            answer.parameters[n],
            *(f"{item.mean[n]:.2f} ± {item.error[n]:.2f}" for item in answer.screened.values()),
        )
    title = f"Screening (Morris, {answer.trajectories} trajectories): the strongest {SHOWN}"
    caption = "A step goes through two thirds of the parameter's prior, all luck the same."
    return Group(Text(title, style="bold"), table, Text(caption, style="dim"))


def _indices(answer: Sensitivity) -> RenderableType:
    table = _table(answer, "total, of it alone")
    for n, name in enumerate(answer.kept):
        table.add_row(
            name,
            *(
                f"{item.total[n]:.2f} ± {item.total_error[n]:.2f}, {item.first[n]:.2f}"
                for item in answer.indices.values()
            ),
        )
    table.add_row(
        "luck and all other parameters",
        *(f"{item.luck:.2f} ± {item.luck_error:.2f}" for item in answer.indices.values()),
        style="dim",
    )
    title = f"Shares of the variance (Sobol, {answer.blocks} blocks of common luck)"
    caption = (
        "Total: with all interactions, those with luck among them; totals may add up to more than "
        "1. Alone: first order. ±: half of the 90% interval."
    )
    return Group(Text(title, style="bold"), table, Text(caption, style="dim"))


def _closing(answer: Sensitivity) -> RenderableType:
    widest = max((float(item.total_error.max()) for item in answer.indices.values()), default=0.0)
    text = (
        f"The widest interval of a total is ± {widest:.2f}; four times the blocks (--blocks "
        f"{4 * answer.blocks}) would about halve it. "
        if answer.indices
        else ""
    )
    return Text(
        text + "A screening of few trajectories may miss a parameter that matters in a corner; "
        "10 are usual."
    )
