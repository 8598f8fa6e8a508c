"""Figures of the games of regime change, of persuasion and of fronts."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from upheaval.closed_forms import global_game, manipulation, persuasion
from upheaval.closed_forms.fronts import weaker_share
from upheaval.theory import angeletos_hellwig_pavan, casper_tyson, tyson_smith
from upheaval.theory.figure_style import FAINT, GRAY, INK, dress, key, shades
from upheaval.theory.persuasion import ACCEPTANCE, agreement_rate


def _morris_shin(figure: Figure) -> None:
    axes = figure.subplots()
    means = np.linspace(-0.5, 1.5, 201)
    for beta, color in zip((0.1, 1.0, 10.0), shades(3), strict=True):
        points = [
            (mean, theta)
            for mean in means
            for theta in global_game.thresholds(1.0, beta, float(mean), 0.5)
        ]
        x, y = np.array(points).T
        axes.plot(x, y, ".", color=color, ms=3, label=f"precision of private signals {beta:g}")
    dress(axes, "Regimes weaker than the threshold fall (alpha 1, cost 0.5)",
          "public mean of the regime's strength", "threshold")  # fmt: skip
    key(axes, loc="upper right")


def _angeletos_hellwig_pavan(figure: Figure) -> None:
    axes = figure.subplots()
    precisions = np.geomspace(1, 2000, 120)
    found = [angeletos_hellwig_pavan.new_thresholds(1.0, float(p)) for p in precisions]
    points = [(p, t) for p, ts in zip(precisions, found, strict=True) for t in ts]
    x, y = np.array(points).T
    axes.plot(x, y, ".", color=INK, ms=3, label="a new attack succeeds below")
    first = angeletos_hellwig_pavan.first_threshold(1.0)
    axes.axhline(first, color=GRAY, lw=1, ls="--", label="survived the first attack above")
    axes.set_xscale("log")
    axes.set_xlim(1, 2000)
    axes.set_ylim(0, 0.6)
    axes.annotate("tranquility", (3, 0.4), fontsize=8, color=GRAY)
    axes.annotate("distress", (250, 0.36), fontsize=8, color=GRAY)
    dress(axes, "After a failed attack: no second one until news has come (z 1)",
          "precision of private information", "strength of the regime")  # fmt: skip
    key(axes, loc="lower left")


def _edmond(figure: Figure) -> None:
    axes = figure.subplots()
    alphas = np.geomspace(0.3, 1e5, 400)
    for p, color in zip((0.25, 0.5, 0.75), shades(3), strict=True):
        axes.plot(alphas, manipulation.threshold(alphas, p, 0.5), color=color, lw=1.5,
                  label=f"opportunity cost p = {p:g}")  # fmt: skip
        axes.axhline(1 - p, color=FAINT, lw=0.8, zorder=0)
    axes.set_xscale("log")
    dress(axes, "The sharper the signals, the safer the regime that can shift them (c 0.5)",
          "precision of citizens' signals", "threshold")  # fmt: skip
    key(axes, loc="upper right")


def _tyson_smith(figure: Figure) -> None:
    axes = figure.subplots()
    means = np.linspace(-0.4, 1.2, 81)
    for mass, color in zip((0.0, 0.5, 1.0), shades(3), strict=True):
        axes.plot(means, [tyson_smith.threshold(mass, float(m)) for m in means], color=color,
                  lw=1.5, label=f"mass of adherents {mass:g}")  # fmt: skip
    dress(axes, "Adherents steepen the response to public news",
          "public mean of the regime's strength", "threshold")  # fmt: skip
    key(axes, loc="upper right")


def _casper_tyson(figure: Figure) -> None:
    axes = figure.subplots()
    media = np.linspace(0, 3, 151)
    for signal, color in zip((0.0, 0.3, 0.9), shades(3), strict=True):
        lowest = [casper_tyson.elite_threshold(float(m), signal) for m in media]
        label = f"turnout reveals strength {signal:g}"
        axes.plot(media, lowest, ".", color=color, ms=3, label=label)
    dress(
        axes,
        "The freer the media, the more elites make of a turnout (lowest equilibrium)",
        "precision of media",
        "elites move below this strength",
    )
    key(axes, loc="center right")


def _persuasion(figure: Figure) -> None:
    axes = figure.subplots()
    prior = np.linspace(0.01, 0.99, 197)
    policy = persuasion.persuade(prior, ACCEPTANCE)
    axes.plot(prior, policy.claim_probability, color=shades(2)[0], lw=1.5, label="claim made")
    axes.plot(prior, policy.false_claim_rate, color=shades(2)[1], lw=1.5,
              label="claim made though false")  # fmt: skip
    axes.plot(prior, prior, color=FAINT, lw=1)
    some = (0.1, 0.2, 0.3, 0.4, 0.45)
    axes.plot(some, [agreement_rate(p, replicates=4000) for p in some], "o", color=INK, ms=4,
              label="mechanism alliance: believed though false")  # fmt: skip
    axes.axvline(ACCEPTANCE, color=FAINT, lw=0.8, ls=":")
    dress(axes, "An ally who may act at a belief of 0.5", "ally's prior of a threat from outside",
          "probability")  # fmt: skip
    key(axes, loc="lower right")


def _blotto(figure: Figure) -> None:
    axes = figure.subplots()
    ratio = np.linspace(0, 1, 1001)
    axes.plot(ratio, ratio / 2, color=FAINT, lw=1)
    for fronts, color in zip((3, 5, 10), shades(3), strict=True):
        axes.plot(ratio, weaker_share(ratio, fronts), color=color, lw=1.4, label=f"{fronts} fronts")
    dress(axes, "The weaker side still wins fronts", "its force over the other's",
          "share of fronts it wins")  # fmt: skip
    key(axes, loc="upper left")


FIGURES = {
    "morris_shin": _morris_shin,
    "angeletos_hellwig_pavan": _angeletos_hellwig_pavan,
    "edmond": _edmond,
    "tyson_smith": _tyson_smith,
    "casper_tyson": _casper_tyson,
    "persuasion": _persuasion,
    "blotto": _blotto,
}
