"""Pages of small charts: one chart for each part of the system, six pages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from math import ceil
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from upheaval.record.series import Series
from upheaval.runs.files import check_writable, telling_of
from upheaval.views import numbers, style
from upheaval.views.figures.bands import Chart, text_only
from upheaval.views.figures.parts_power import ALLIANCE, COURT, WORLD
from upheaval.views.figures.parts_street import CLAIMS, ECONOMY, STREETS

FIGURES = "figures"
"""Where `upheaval run --out DIR` leaves the pages within ``DIR``."""

PAGES: dict[str, tuple[str, Sequence[Chart]]] = {
    "parts_1_economy": ("Prices, mining and rents", ECONOMY),
    "parts_2_street": ("Demands, spread, the order of regions, and who was sent", STREETS),
    "parts_3_court": ("Elites, offices and organs", COURT),
    "parts_4_alliance": ("Alliance, backlash, alignment and the third power", ALLIANCE),
    "parts_5_claims": ("Claims and what is believed", CLAIMS),
    "parts_6_world": ("Fronts, heirs, the precedent and sanctions", WORLD),
}
"""Title and charts of each page, by the name of its file."""

COLUMNS = 2
WIDTH, ROW = 12.0, 3.1
"""Width of a page and height of a row of charts, in inches."""


def draw_page(run: Series, name: str) -> Figure:
    """Draw one page of `PAGES`: the median of all worlds, and the band of nine in ten."""
    title, charts = PAGES[name]
    rows = ceil(len(charts) / COLUMNS)
    height = rows * ROW + 0.9
    figure = Figure(figsize=(WIDTH, height), facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    figure.text(0.03, 1 - 0.2 / height, title, fontsize=14, fontweight="bold", va="top",
                color=style.INK)  # fmt: skip
    figure.text(
        0.03, 1 - 0.5 / height,
        f"{run.scenario.title}. {numbers.runs(run.replicates)}: line or bar: median or mean; shade "
        "or whisker: 5–95% of runs. What-if, not forecast.",
        fontsize=style.BODY, va="top", color=style.QUIET,
    )  # fmt: skip
    for position, chart in enumerate(charts):
        row, column = divmod(position, COLUMNS)
        bottom = (rows - 1 - row) * ROW + 0.5
        axes = figure.add_axes((0.14 + column * 0.5, bottom / height, 0.245, (ROW - 1.0) / height))
        axes.set_title(chart.title, fontsize=style.TITLE - 1, color=style.INK, loc="left", pad=8)
        _fill(run, chart, axes)
    return figure


def _fill(run: Series, chart: Chart, axes: object) -> None:
    missing = [field for field in chart.fields if not run.recorded(field)]
    if missing:
        text_only(axes, "The run did not record it.")  # type: ignore[arg-type]
        return
    why = chart.draw(axes, run)  # type: ignore[arg-type]
    if why is not None:
        text_only(axes, why)  # type: ignore[arg-type]


def save_parts(run: Series, folder: Path, *, dpi: int = 110) -> list[Path]:
    """Draw every page into a folder, as PNG; a file appears whole or not at all.

    Raises
    ------
    UpheavalError
        If the folder cannot be written to.
    """
    check_writable(folder)
    written = []
    with telling_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in PAGES:
            target = folder / f"{name}.png"
            draft = target.with_name(f".{target.name}.partial")
            try:
                draw_page(run, name).savefig(draft, dpi=dpi, format="png")
                os.replace(draft, target)
            finally:
                draft.unlink(missing_ok=True)
            written.append(target)
    return written
