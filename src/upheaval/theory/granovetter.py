"""Granovetter (1978): thresholds of riot behavior, through the engine's citizens.

Everybody acts once the number already acting reaches her threshold. The kernel is that rule when
hardship and fear are switched off and the push is the number acting; the mechanism `mobilization`
is it when only the pull of company is left.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from upheaval.closed_forms.threshold_model import critical_spread
from upheaval.theory.citizens_harness import crowd_size, settle
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "granovetter"
SOURCE = "Granovetter 1978, AJS 83:1420-43"
KERNEL = "kernel citizens"
MEAN = 25.0
LARGE = 200_000
LINEAR = 1e6
"""Saturation, in shares of the adults, so large that the pull of company is linear."""


def normal_crowd(people: int, spread: float) -> npt.NDArray[np.float64]:
    """Give the quantiles of N(25, spread^2) per 100 at the middles of `people` equal steps."""
    return (MEAN + spread * np.asarray(ndtri((np.arange(people) + 0.5) / people))) * people / 100


def share_acting(spread: float, people: int = LARGE) -> float:
    """Give how many per 100 act in the end, thresholds not rounded, through the kernel."""
    return 100 * crowd_size(normal_crowd(people, spread), margin=0.0) / people


def mobilized(spread: float, people: int = 100_000, days: int = 40) -> float:
    """Give the share of adults in the streets when only `mobilization` steps, and only by company.

    Thresholds are the citizens' own, drawn by keyed luck from N(0.25, spread^2) of the adults.
    """
    town = [{"population": people}]
    world = small_country(
        "mobilization",
        {"regions": town, "cities": town},
        {
            "social_pull": LINEAR / spread,
            "saturation": LINEAR,
            "threshold": MEAN / 100 / spread,
            "reconsider_rate": 50.0,
        },
    )
    crowd = -1.0
    for day in range(days):
        before, crowd = crowd, float(world.state.crowd.sum())
        if crowd == before:
            break
        step_alone(world, "mobilization", index=day)
    return crowd / people


def rows() -> list[TheoryRow]:
    """Give the numbers of the paper, of its continuum, and of the flagship's own rule."""
    chain = np.arange(100)
    broken = np.where(chain == 1, 2, chain)
    critical, just_below = critical_spread(MEAN / 100)
    hundred = {spread: crowd_size(np.rint(normal_crowd(100, spread))) for spread in (12.2, 12.4)}
    return [
        *rows_of(MODEL, SOURCE, KERNEL, [
            ("thresholds 0 to 99: how many act", 100, crowd_size(chain), 0, "V"),
            ("one person's 1 becomes 2: how many act", 1, crowd_size(broken), 0, "V"),
            ("thresholds 0 to 99: ticks until none joins", 100, len(settle(chain)) - 2, 0, "C"),
            ("100 people, N(25, 12.2), rounded: act", 5, hundred[12.2], 0, "C"),
            ("100 people, N(25, 12.4), rounded: act", 100, hundred[12.4], 0, "C"),
            ("200,000 people, sd 10: per 100", 0.77, share_acting(10), 0.005, "C"),
            ("200,000 people, sd 11: per 100", 1.71, share_acting(11), 0.005, "C"),
            ("200,000 people, sd 12: per 100", 4.02, share_acting(12), 0.005, "C"),
            ("200,000 people, sd 12.2: per 100", 5.48, share_acting(12.2), 0.005, "C"),
            ("200,000 people, sd 12.3: per 100", 100, share_acting(12.3), 0.005, "C"),
            ("200,000 people, sd 20: per 100", 99.99, share_acting(20), 0.005, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "closed form threshold_model", [
            ("continuum: critical sd per 100", 12.22209, 100 * float(critical), 5e-6, "corrected"),
            ("continuum: per 100 just below it", 6.2003, 100 * float(just_below), 5e-4, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "mechanism mobilization", [
            ("100,000 drawn citizens, sd 10: share", 0.0077, mobilized(0.10), 0.0006, "C"),
            ("100,000 drawn citizens, sd 11: share", 0.0171, mobilized(0.11), 0.0012, "C"),
            ("100,000 drawn citizens, sd 14: share", 1.0, mobilized(0.14), 1e-4, "C"),
        ]),
    ]  # fmt: skip
