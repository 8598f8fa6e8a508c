"""The answer of `sensitivity` on the screen: the screening, and indices with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upheaval.views import numbers
from upheaval.views.screens.table import folded

if TYPE_CHECKING:
    from upheaval.answers.sensitivity.result import Sensitivity

FOLDED = 24
"""Letters of a parameter's name in a line of a narrow screen."""

NAMES, WIDE_CELL = 34, 20
"""Columns that names take, and each measure where there is room for intervals."""

LONGEST = 12
"""Letters of a column's title."""

SHOWN = 15
"""Parameters of the screening that are shown; the files and the JSON have all."""


def print_sensitivity(console: Console, answer: Sensitivity, took: float | None = None) -> None:
    """Print the answer at the width of the console."""
    is_wide = console.width >= NAMES + WIDE_CELL * len(answer.measures)
    parts = [_title(answer, took), _screening(answer, is_wide)]
    if answer.indices:
        parts.append(_indices(answer, is_wide))
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
    """Shorten a measure's name to its first words that fit a narrow column."""
    text = name.removeprefix("peak_").partition("@")[0].partition(":")[0].replace("_", " ")
    return text if len(text) <= LONGEST else text.split(" ")[0][:LONGEST]


def _table(answer: Sensitivity, first: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.padding = (0, 1, 0, 0)
    table.add_column(first, overflow="fold", min_width=FOLDED)
    for name in answer.measures:
        table.add_column(_short(name), justify="right", no_wrap=True)
    return table


def _screening(answer: Sensitivity, is_wide: bool) -> RenderableType:
    table = _table(answer, "mean effect (± 90%)" if is_wide else "mean effect")
    for n in np.argsort(-answer.rank, kind="stable")[:SHOWN]:
        table.add_row(
            answer.parameters[n] if is_wide else folded(answer.parameters[n], FOLDED),
            *(
                f"{item.mean[n]:.2f} ± {item.error[n]:.2f}" if is_wide else f"{item.mean[n]:.2f}"
                for item in answer.screened.values()
            ),
        )
    title = f"Screening (Morris, {answer.trajectories} trajectories): the strongest {SHOWN}"
    caption = "A step goes through two thirds of the parameter's prior, all luck the same."
    return Group(Text(title, style="bold"), table, Text(caption, style="dim"))


def _indices(answer: Sensitivity, is_wide: bool) -> RenderableType:
    table = _table(answer, "total ± 90%, alone" if is_wide else "total ± 90%")
    for n, name in enumerate(answer.kept):
        table.add_row(
            name if is_wide else folded(name, FOLDED),
            *(
                f"{item.total[n]:.2f}±{item.total_error[n]:.2f}"
                + (f", {item.first[n]:.2f}" if is_wide else "")
                for item in answer.indices.values()
            ),
        )
    table.add_row(
        "luck and all other parameters",
        *(f"{item.luck:.2f}±{item.luck_error:.2f}" for item in answer.indices.values()),
        style="dim",
    )
    title = f"Shares of the variance (Sobol, {answer.blocks} blocks of common luck)"
    caption = (
        "Total: with all interactions, those with luck among them; totals may add up to more than "
        "1. Alone: first order (on a wide screen). ±: half of the 90% interval."
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
