"""Colors and text sizes of static figures.

Ordered things get an ordered lightness, so that they survive gray printing and color blindness.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib import colormaps
from matplotlib.colors import Colormap, ListedColormap, to_hex
from matplotlib.patheffects import Normal, Stroke

INK = "#1b1f24"
QUIET = "#6b7280"
FAINT = "#d5d9de"
PAPER = "#ffffff"
CIRCLE = "#12466b"

HALO = [Stroke(linewidth=2.2, foreground="#ffffffcc"), Normal()]
"""Effect that keeps a text readable on lines and shades."""

TITLE = 11.0
BODY = 8.5
SMALL = 7.5

_LIGHTEST, _DARKEST = 0.84, 0.10


def ordered(names: Sequence[str]) -> dict[str, str]:
    """Give each of several ordered names a color, the first the lightest, the last the darkest."""
    scale = colormaps["magma"]
    steps = max(1, len(names) - 1)
    return {
        name: to_hex(scale(_LIGHTEST + (_DARKEST - _LIGHTEST) * position / steps))
        for position, name in enumerate(names)
    }


def shares() -> Colormap:
    """Give the scale for shares between 0 and 1: paper to a middle orange."""
    oranges = colormaps["Oranges"]
    # Stops short of the dark end, so that circles stay visible on it.
    return ListedColormap([oranges(0.02 + 0.58 * step / 255) for step in range(256)])
