"""The classic figure of each published model, drawn from the engine's own functions.

`FIGURES` names the function that draws each; `save` writes it as a PNG for a page or a slide.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from upheaval.runs.files import replacing
from upheaval.theory import figures_agents, figures_elites, figures_games, figures_streets

Draw = Callable[[Figure], None]

SIZE = (6.4, 3.4)
"""Inches: half a slide, or the width of a page."""
RESOLUTION = 110

FIGURES: dict[str, Draw] = {
    **figures_streets.FIGURES,
    **figures_agents.FIGURES,
    **figures_games.FIGURES,
    **figures_elites.FIGURES,
}
"""The function that draws each model's figure, by the model's name."""


def draw(name: str) -> Figure:
    """Draw the figure of a model on a canvas without a screen; KeyError if it has none."""
    figure = Figure(figsize=SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    FIGURES[name](figure)
    return figure


def save(name: str, path: Path) -> None:
    """Write the figure of a model as a PNG; KeyError if it has none, OSError if it cannot."""
    figure = draw(name)
    with replacing(path) as draft:
        # No date or version inside: the same figure gives the same bytes.
        figure.savefig(draft, format="png", dpi=RESOLUTION, metadata={"Software": None})
