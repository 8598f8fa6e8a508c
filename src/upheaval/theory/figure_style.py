"""How the theory's figures look: few lines, each named where it ends, no box around them."""

from __future__ import annotations

from typing import Literal

from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

INK, GRAY, FAINT = "#1b1f24", "#6b7280", "#d5d9de"
SMALL, BODY, TITLE = 7.5, 8.5, 9.5


def shades(count: int) -> list[str]:
    """Give colors from light to dark, told apart on gray paper too."""
    steps = max(count - 1, 1)
    return [to_hex(colormaps["magma"](0.72 - 0.6 * i / steps)) for i in range(count)]


def dress(axes: Axes, title: str, x: str, y: str) -> None:
    """Give axes their texts and take away what says nothing."""
    axes.set_title(title, fontsize=TITLE, loc="left", color=INK)
    axes.set_xlabel(x, fontsize=BODY, color=INK)
    axes.set_ylabel(y, fontsize=BODY, color=INK)
    axes.tick_params(labelsize=SMALL, colors=GRAY, length=2.5)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(FAINT)


Corner = Literal["upper left", "upper right", "lower left", "lower right", "center right"]


def key(axes: Axes, loc: Corner) -> None:
    """Add a small key where nothing is drawn."""
    axes.legend(loc=loc, fontsize=SMALL, frameon=False, labelcolor=INK, handlelength=1.6)
