"""Figures of the models about rulers, their courts and their organs."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from upheaval.closed_forms import elite_sanctions, selectorate, succession
from upheaval.closed_forms.multivector import alignment
from upheaval.theory import acemoglu_egorov_sonin, bueno_de_mesquita, organs, svolik
from upheaval.theory.figure_style import FAINT, GRAY, INK, dress, key, shades
from upheaval.theory.multivector import IDEAL, LEVERAGE


def _acemoglu_egorov_sonin(figure: Figure) -> None:
    axes = figure.subplots()
    names = acemoglu_egorov_sonin.DUUMVIRATE
    titles = ("patron N", "incumbent T 4", "security K 3", "oligarchs O 2.5")
    powers = np.arange(0.025, 12, 0.05)
    ruling = [acemoglu_egorov_sonin.around(float(power)) for power in powers]
    for row, (name, color) in enumerate(zip(names, shades(4), strict=True)):
        inside = np.array([name in members for members in ruling])
        here = np.where(inside, -row, np.nan)
        axes.plot(powers, here, color=color, lw=9, solid_capstyle="butt")
    for flip in (4.0, 9.5):
        axes.axvline(flip, color=GRAY, lw=0.8, ls=":")
    axes.set_xlim(0, 12)
    axes.set_ylim(-3.6, 0.6)
    dress(axes, "Who rules together, by the power of the patron", "power of the patron N", "")
    axes.set_yticks([0, -1, -2, -3], titles)


def _svolik(figure: Figure) -> None:
    axes = figure.subplots()
    years = np.linspace(0, 40, 161)
    rates = (svolik.CONTESTED, svolik.ESTABLISHMENT, svolik.ESTABLISHED)
    axes.plot(years, succession.dictator_survival(years, *rates), color=INK, lw=1.5,
              label="contested at first, may be established")  # fmt: skip
    axes.plot(years, np.exp(-svolik.CONTESTED * years), color=shades(2)[0], lw=1.2, ls="--",
              label="never established")  # fmt: skip
    at = (5.0, 10.0, 20.0)
    axes.plot(at, [svolik.simulated_survival(year, 4000, 200) for year in at], "o", color=INK, ms=4,
              label="4,000 dictators by keyed luck")  # fmt: skip
    dress(axes, "Who survives the first years stays", "years", "share still in power")
    key(axes, loc="upper right")


def _myerson(figure: Figure) -> None:
    axes = figure.subplots()
    captains = np.arange(1, 121)
    for revenue, color in zip((60, 90, 120), shades(3), strict=True):
        value = succession.court(captains, 10, 1.5, 5, 0.2, 0.05, revenue).ruler_value
        axes.plot(captains, value, color=color, lw=1.5, label=f"revenue {revenue}")
        best = int(np.argmax(value))
        axes.plot([captains[best]], [value[best]], "o", color=color, ms=5)
    dress(axes, "How many captains a ruler wants, against ten", "captains", "value to the ruler")
    key(axes, loc="lower right")


def _crown_prince(figure: Figure) -> None:
    axes = figure.subplots()
    hazard = np.linspace(0.005, 0.5, 200)
    for mortality, color in zip((0.02, 0.10, 0.30), shades(3), strict=True):
        axes.plot(hazard, succession.striking_strength(0.95, hazard, mortality, 1, 1), color=color,
                  lw=1.5, label=f"heir's mortality {mortality:g}")  # fmt: skip
    dress(axes, "An heir stronger than this strikes first",
          "chance a year that the ruler leaves by himself", "strength of the heir")  # fmt: skip
    key(axes, loc="lower right")


def _organs(figure: Figure) -> None:
    axes = figure.subplots()
    forces = list(np.arange(0, 8.001, 0.05))
    axes.plot(forces, organs.following(forces), ".", color=INK, ms=4, label="mechanism organs")
    axes.axvline(4.4, color=GRAY, lw=0.8, ls=":", label="F* = 4.4")
    dress(axes, "Whom the guns follow", "foreign force behind the incumbent",
          "share of organs with the incumbent")  # fmt: skip
    key(axes, loc="center right")


def _selectorate(figure: Figure) -> None:
    axes = figure.subplots()
    norm = np.linspace(0.005, 1, 200)
    for discount, color in zip((0.6, 0.8, 0.95), shades(3), strict=True):
        axes.plot(norm, selectorate.slack(100, 100 * norm, 100, discount), color=color, lw=1.5,
                  label=f"patience {discount:g}")  # fmt: skip
    dress(axes, "The smaller the coalition in its selectorate, the more the ruler keeps",
          "W/S, the loyalty norm", "kept, percent of revenue")  # fmt: skip
    key(axes, loc="lower left")


def _bueno_de_mesquita(figure: Figure) -> None:
    axes = figure.subplots()
    exponents = np.linspace(0.5, 8, 60)
    found = np.array([bueno_de_mesquita.outcome(float(nu)) for nu in exponents])
    for i, (option, color) in enumerate(zip(bueno_de_mesquita.OPTIONS, shades(3), strict=True)):
        axes.plot(exponents, found[:, i], color=color, lw=1.5, label=f"{option:g} years")
    dress(axes, "Where bargaining over emission standards ends", "exponent of strength",
          "long-run chance")  # fmt: skip
    key(axes, loc="center right")


def _multivector(figure: Figure) -> None:
    axes = figure.subplots()
    added = np.linspace(0, 12, 121)
    for patron, color in zip(range(3), shades(3), strict=True):
        leverage = LEVERAGE + added[:, None] * np.eye(3)[patron]
        axes.plot(added, alignment(IDEAL, leverage), color=color, lw=1.5,
                  label=f"patron at {IDEAL[patron]:g} gains")  # fmt: skip
        axes.axhline(IDEAL[patron], color=FAINT, lw=0.8, zorder=0)
    dress(axes, "A position among patrons at -1, 0.5 and 1", "leverage gained", "position")
    key(axes, loc="lower left")


def _elite_sanctions(figure: Figure) -> None:
    axes = figure.subplots()
    abroad = np.linspace(22, 100, 200)
    for seized, color in zip((0.5, 0.8, 1.0), shades(3), strict=True):
        critical = elite_sanctions.critical_probability(10.0, abroad, 30.0, seized)
        axes.plot(abroad, np.minimum(critical, 1), color=color, lw=1.5,
                  label=f"share seized {seized:g}")  # fmt: skip
    axes.set_ylim(0, 1.02)
    dress(axes, "The chance of sanctions above which an elite leaves (home 10, outside 30)",
          "wealth abroad", "critical chance")  # fmt: skip
    key(axes, loc="lower right")


FIGURES = {
    "acemoglu_egorov_sonin": _acemoglu_egorov_sonin,
    "svolik": _svolik,
    "myerson": _myerson,
    "crown_prince": _crown_prince,
    "organs": _organs,
    "selectorate": _selectorate,
    "bueno_de_mesquita": _bueno_de_mesquita,
    "multivector": _multivector,
    "elite_sanctions": _elite_sanctions,
}
