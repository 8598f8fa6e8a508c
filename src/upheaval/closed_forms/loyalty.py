"""Whom the coercive organs follow when incumbent and patron give rival orders.

Source: own derivation, in the spirit of Dragu and Lupu (2018, Comparative Political Studies
51:1042-73), where repression is a game of coordination among agents. Organs of mass m_S split, a
share s following the incumbent. The incumbent (weight w_T, foreign force F at his side) prevails
over the patron (weight w_N) iff s m_S + w_T + F > (1 - s) m_S + w_N, that is iff s > theta_S,

    theta_S = 1/2 + (w_N - w_T - F)/(2 m_S).

In the diffuse global game with cost c of following the loser all follow the incumbent iff
theta_S < 1 - c, that is iff F > F* = w_N - w_T - m_S (1 - 2c). Foreign troops need not fight: they
move what each commander expects of the others. All weights in one unit of power; c in units of the
benefit of standing with the winner.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    BoolArray,
    FloatArray,
    as_float,
    finite,
    open_unit,
    positive,
)


def critical_share(
    incumbent_weight: npt.ArrayLike,
    patron_weight: npt.ArrayLike,
    organ_mass: npt.ArrayLike,
    force: npt.ArrayLike = 0.0,
) -> FloatArray:
    """Return theta_S, the share of the organs the incumbent must win.

    Below 0 he prevails without any, above 1 not even with all. Arguments broadcast. Raises
    ValueError if organ_mass is not above 0 or a weight is not finite.
    """
    gap = finite("patron_weight", patron_weight) - finite("incumbent_weight", incumbent_weight)
    return as_float(0.5 + (gap - finite("force", force)) / (2 * positive("organ_mass", organ_mass)))


def critical_force(
    incumbent_weight: npt.ArrayLike,
    patron_weight: npt.ArrayLike,
    organ_mass: npt.ArrayLike,
    cost: npt.ArrayLike,
) -> FloatArray:
    """Return F*, the foreign force above which all organs follow the incumbent.

    Negative where he needs none. Arguments broadcast. Raises ValueError as `critical_share` and
    unless 0 < cost < 1.
    """
    gap = finite("patron_weight", patron_weight) - finite("incumbent_weight", incumbent_weight)
    return as_float(gap - positive("organ_mass", organ_mass) * (1 - 2 * open_unit("cost", cost)))


def incumbent_prevails(
    incumbent_weight: npt.ArrayLike,
    patron_weight: npt.ArrayLike,
    organ_mass: npt.ArrayLike,
    cost: npt.ArrayLike,
    force: npt.ArrayLike = 0.0,
) -> BoolArray:
    """Say whether all organs follow the incumbent: force > critical_force (strictly).

    Arguments broadcast; same errors as `critical_force`.
    """
    needed = critical_force(incumbent_weight, patron_weight, organ_mass, cost)
    return np.asarray(finite("force", force) > needed)
