"""Figures of the models in which people see their neighbors: on a lattice and in a network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from upheaval.closed_forms.cascade_window import window
from upheaval.kernels import lattice
from upheaval.theory import epstein_groups, networks
from upheaval.theory import epstein_town as town
from upheaval.theory.figure_style import BODY, FAINT, GRAY, INK, TITLE, dress, key, shades

RED = "#c2342b"
BLUE = "#2b5fa8"
# In the order of the kernel's states: empty, quiet, active, jailed, officer.
CELLS = ListedColormap(["#ffffff", "#cfd8c4", RED, "#8a8f98", BLUE])


def _epstein(figure: Figure) -> None:
    axes = figure.subplot_mosaic([["time", "town"], ["groups", "town"]], width_ratios=[1.25, 1])
    setting = town.Setting()
    cut = town.active(town.run(setting))[0]
    raw = town.active(town.run(replace(setting, rounding="none")))[0]
    axes["time"].plot(cut, color=RED, lw=1, label="ratio C/A cut to whole numbers")
    axes["time"].plot(raw, color=INK, lw=1, label="as printed")
    dress(axes["time"], "Model I: agents active", "tick", "")
    axes["time"].set_ylim(0, 1.5 * cut.max())
    key(axes["time"], loc="upper right")
    peak = 50 + int(cut[50:].argmax())  # past what comes of everybody starting at once
    board = town.run(replace(setting, ticks=peak + 1)).state[0]
    axes["town"].imshow(board, cmap=CELLS, vmin=0, vmax=lattice.OFFICER, interpolation="nearest")
    axes["town"].set_title(f"The town at tick {peak}", fontsize=TITLE, loc="left", color=INK)
    axes["town"].set_xticks([])
    axes["town"].set_yticks([])
    axes["town"].set_xlabel("red active, blue officers, gray in jail", fontsize=BODY, color=INK)
    for officers, color in zip((0.0, 0.04, 0.08), shades(3), strict=True):
        result = epstein_groups.run(epstein_groups.TwoGroups(officers=officers, ticks=400))
        smaller = epstein_groups.smaller_group(result)[0]
        axes["groups"].plot(smaller, color=color, lw=1.2, label=f"{officers:.0%} officers")
    dress(axes["groups"], "Model II, L .8: the smaller group", "tick", "")
    key(axes["groups"], loc="upper right")


def _networks(figure: Figure) -> None:
    left, right = figure.subplots(1, 2)
    low, high = (float(end) for end in window(networks.PHI))
    degrees = np.linspace(0.6, 8, 150)
    left.axvspan(low, high, color=FAINT, alpha=0.5, lw=0)
    chances = [networks.chance_of_global_cascade(float(z)) for z in degrees]
    left.plot(degrees, chances, color=GRAY, lw=1, label="branching")
    tried = (0.8, 1.2, 1.5, 2.0, 3.0, 4.0, 5.0, 5.5, 6.0, 7.0, 8.0)
    found = [
        np.mean(np.array(networks.cascades(z, nodes=3000, seeds=100)) > networks.GLOBAL)
        for z in tried
    ]
    left.plot(tried, found, "o", color=RED, ms=3.5, label="engine, 3,000 nodes")
    dress(left, "Watts: one seed turns all (phi .18)", "mean degree", "share of seeds")
    left.set_ylim(0, 1.25)
    key(left, loc="upper right")
    ties = (2, 4, 8, 12, 20, 40)
    for shape, color in zip(networks.SHAPES, shades(len(networks.SHAPES)), strict=True):
        shares = [100 * networks.participation(shape, count) for count in ties]
        right.plot(ties, shares, "o-", color=color, lw=1.2, ms=3, label=shape)
    all_tied = 100 * networks.participation_of_all_tied()
    right.axhline(all_tied, color=GRAY, lw=0.8, ls="--", label="all tied to all")
    right.set_ylim(0, None)
    dress(right, "Siegel: more ties, fewer people", "ties of each", "acting, per 100")
    key(right, loc="lower left")


FIGURES = {"epstein": _epstein, "networks": _networks}
"""Figures of the models in which people see their neighbors."""
