"""Figures of the models about people in the streets and what they hear."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from scipy.special import ndtr

from upheaval.closed_forms import source_credibility, threshold_model
from upheaval.closed_forms.diffusion import convergence_step, half_life
from upheaval.closed_forms.event_clustering import mean_rate
from upheaval.closed_forms.price_burden import burden
from upheaval.closed_forms.rumor import final_ignorant_share
from upheaval.theory import contagion, hawkes, kuran, lichbach, price_shock, steinert_threlkeld
from upheaval.theory.figure_style import FAINT, GRAY, INK, dress, key, shades
from upheaval.theory.granovetter import MEAN, share_acting


def _granovetter(figure: Figure) -> None:
    left, right = figure.subplots(1, 2)
    r = np.linspace(0, 100, 401)
    spreads = (8.0, 12.22, 20.0)
    left.plot(r, r, color=FAINT, lw=1)
    for spread, color in zip(spreads, shades(3), strict=True):
        left.plot(r, 100 * ndtr((r - MEAN) / spread), color=color, lw=1.4, label=f"sd {spread:g}")
    dress(left, "Who would join, and the diagonal", "acting, per 100", "willing to act, per 100")
    key(left, loc="lower right")
    grid = np.concatenate([np.arange(2, 12, 0.5), np.arange(12, 12.5, 0.05), np.arange(12.5, 41)])
    found = [share_acting(float(s), 20_000) for s in grid]
    right.plot(grid, found, ".", color=INK, ms=3.5, label="engine, 20,000 citizens")
    right.plot(grid, 100 * threshold_model.normal_fixed_point(0.25, grid / 100), color=GRAY, lw=0.8,
               label="continuum")  # fmt: skip
    dress(right, "Where it ends", "sd of thresholds, per 100", "acting in the end, per 100")
    key(right, loc="center right")


def _kuran(figure: Figure) -> None:
    axes = figure.subplots()
    share = np.linspace(0, 100, 1001)
    axes.plot([0, 100], [0, 100], color=FAINT, lw=1)
    for name, color, style in zip(("A", "A'"), shades(2), ("-", "--"), strict=True):
        thresholds = np.array(kuran.SEQUENCES[name])
        willing = 10 * (thresholds[:, None] <= share).sum(axis=0)
        axes.plot(share, willing, style, color=color, lw=1.5, drawstyle="steps-post",
                  label=f"sequence {name}")  # fmt: skip
        end = kuran.public_opposition(name)
        axes.plot([end], [end], "o", color=color, ms=6)
    dress(axes, "One person's private change, and where the public ends (dots: engine)",
          "public opposition, percent", "willing to oppose in public, percent")  # fmt: skip
    key(axes, loc="upper left")


def _lichbach(figure: Figure) -> None:
    axes = figure.subplots()
    costs = np.linspace(0.6, 4, 120)
    acts = np.array([lichbach.acts(float(cost)) for cost in costs])
    names = ("nonviolent acts", "violent acts")
    for i, (name, color) in enumerate(zip(names, shades(2), strict=True)):
        axes.plot(costs, acts[:, i], color=color, lw=1.5, label=name)
    axes.plot(costs, acts.sum(axis=1), color=GRAY, lw=1, ls="--", label="all acts")
    dress(axes, "Repress nonviolence: less of it, more violence", "cost of a nonviolent act",
          "acts")  # fmt: skip
    key(axes, loc="upper right")


def _steinert_threlkeld(figure: Figure) -> None:
    axes = figure.subplots()
    violence = np.linspace(0, 1, 101)
    axes.axhline(0, color=FAINT, lw=1)
    for protesters, color in zip((0.0, 0.4), shades(2), strict=True):
        change = [steinert_threlkeld.change(float(v), protesters) for v in violence]
        axes.plot(
            violence, change, color=color, lw=1.5, label=f"violence by protesters {protesters:g}"
        )
    dress(axes, "A little force inflames, much deters", "violence by the state, 0 to 1",
          "growth of ln crowd, per day")  # fmt: skip
    key(axes, loc="lower left")


def _gentzkow_shapiro(figure: Figure) -> None:
    left, right = figure.subplots(1, 2)
    prior = np.linspace(0.01, 0.99, 99)
    for affirms, name, color in ((True, "affirms", shades(2)[1]), (False, "denies", shades(2)[0])):
        update = source_credibility.update_on_report(prior, 0.5, affirms)
        left.plot(prior, update.belief, color=color, lw=1.5, label=f"source {name}")
        right.plot(prior, update.credibility, color=color, lw=1.5, label=f"source {name}")
    left.plot(prior, prior, color=FAINT, lw=1)
    right.axhline(0.5, color=FAINT, lw=1)
    dress(left, "Belief in the claim", "belief before", "belief after")
    dress(right, "Credibility of the source", "belief before", "credibility after (0.5 before)")
    key(left, loc="upper left")


def _daley_kendall(figure: Figure) -> None:
    axes = figure.subplots()
    ignorant = np.linspace(1e-3, 1, 600)
    unordered = 2 * (1 - ignorant) + np.log(ignorant)
    ordered = ignorant - 1 - 2 * ignorant * np.log(ignorant)
    for spreading, name, color in (
        (unordered, "meetings of unordered pairs", shades(2)[1]),
        (ordered, "ordered pairs (a common mistake)", shades(2)[0]),
    ):
        axes.plot(ignorant[spreading >= 0], spreading[spreading >= 0], color=color, lw=1.5,
                  label=name)  # fmt: skip
    end = float(final_ignorant_share())
    axes.plot([end], [0], "o", color=INK, ms=5)
    axes.annotate(f"{end:.4f} never hear", (end, 0), (end + 0.03, 0.02), fontsize=7.5, color=INK)
    axes.invert_xaxis()
    dress(axes, "A rumor runs from left to right", "share that has not heard", "share that spreads")
    key(axes, loc="upper left")


def _contagion(figure: Figure) -> None:
    axes = figure.subplots()
    numbers = np.linspace(0.6, 1.4, 17)
    axes.axhline(0, color=FAINT, lw=1)
    axes.axvline(1, color=FAINT, lw=1)
    for towns, name, color, marker in (
        (contagion.EQUAL, "two equal towns", shades(2)[1], "-"),
        (contagion.UNEQUAL, "three unequal towns", shades(2)[0], "x"),
    ):
        rates = [contagion.growth(towns, float(n), days=60, steps=3000) for n in numbers]
        axes.plot(numbers, rates, marker, color=color, lw=1, ms=5, label=name)
    dress(axes, "A spark grows where the reproduction number exceeds 1", "reproduction number",
          "growth of activity, per day")  # fmt: skip
    key(axes, loc="upper left")


def _hawkes(figure: Figure) -> None:
    left, right = figure.subplots(1, 2)
    branching = np.linspace(0, 0.9, 91)
    left.plot(branching, mean_rate(0.5, branching), color=INK, lw=1.5)
    dress(left, "Mean rate, mu = 0.5", "events that each causes, n", "events per day")
    counts = hawkes.simulated_counts(5000)
    bins = np.arange(0, 130, 5)
    right.hist(counts, bins, color=shades(2)[0], density=True, label="n = 0.6, simulated")
    k = np.arange(0, 130)
    mean = counts.mean()
    poisson = np.exp(k * np.log(mean) - mean - np.cumsum(np.log(np.maximum(k, 1))))
    right.plot(k, poisson, color=GRAY, lw=1, label="Poisson, same mean")
    dress(right, "Events in 40 days", "events", "density")
    key(right, loc="upper right")


def _diffusion(figure: Figure) -> None:
    axes = figure.subplots()
    years = np.linspace(0, 40, 161)
    for rate, color in zip((0.02, 0.05, 0.1), shades(3), strict=True):
        label = f"b = {rate:g}, half-life {float(half_life(rate)):.1f} years"
        axes.plot(years, convergence_step(2.0, 10.0, rate, years), color=color, lw=1.5, label=label)
    axes.axhline(10, color=FAINT, lw=1)
    dress(axes, "A regime at 2 among neighbors at 10", "years", "level")
    key(axes, loc="lower right")


def _price_shock(figure: Figure) -> None:
    axes = figure.subplots()
    ratio = np.linspace(1, 3, 81)
    for share, color in zip((0.02, 0.05, 0.1), shades(3), strict=True):
        axes.plot(ratio, 100 * burden(1.0, share, ratio, 1.0), color=color, lw=1.5,
                  label=f"{share:.0%} of spending")  # fmt: skip
    for after in (90, 120, 150):
        axes.plot([after / 60], [100 * price_shock.felt_burden(after)], "o", color=INK, ms=4)
    dress(axes, "Real income lost to a price rise (dots: mechanism prices)",
          "new price over old", "percent of real income")  # fmt: skip
    key(axes, loc="upper left")


FIGURES = {
    "granovetter": _granovetter,
    "kuran": _kuran,
    "lichbach": _lichbach,
    "steinert_threlkeld": _steinert_threlkeld,
    "gentzkow_shapiro": _gentzkow_shapiro,
    "daley_kendall": _daley_kendall,
    "contagion": _contagion,
    "hawkes": _hawkes,
    "diffusion": _diffusion,
    "price_shock": _price_shock,
}
