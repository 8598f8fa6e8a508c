"""Heirs, the survival of dictators, and the support a ruler can recruit.

Heir: own condition on the crown-prince problem (Herz 1952; Tullock 1987; Konrad and Mui 2017). An
heir of strength q inherits V when the ruler leaves (chance h a period) unless he dies first (m); he
strikes iff q V - (1-q) K > D V, D = delta (1-m) h/(1 - delta (1-h)(1-m)). Checked by summing the
series period by period.

Survival: two-state reduction of Svolik (2009, American Journal of Political Science 53:477-94), own
form: a contested dictator falls at rate h_c or becomes established at rate a, then falls at h_e.
Checked against the matrix exponential of the chain.

Court: reduced equations after Myerson (2008, American Political Science Review 102:125-39),
not checked against the printed paper. A ruler with n captains meets challengers (m captains) at
rate lambda and survives with p = n^s/(n^s + m^s). Captains are worth U with
delta U = y - lambda (1-p) U; one joins the first battle iff p U >= c, which fixes the wage
y = c (delta + lambda)/p - c lambda. It holds if the cost c is borne once, when joining; were it
borne in each battle the last term would vanish. The ruler's value is
V = (R - n y)/(delta + lambda - lambda p).

Rates and discounts per period or per unit of time, values in money.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import exprel

from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    closed_unit,
    finite,
    nonnegative,
    positive,
)


def value_of_waiting(
    discount: npt.ArrayLike, exit_hazard: npt.ArrayLike, heir_mortality: npt.ArrayLike
) -> FloatArray:
    """Return D, the share of V that a patient heir expects, discounted.

    Probabilities per period; arguments broadcast. Raises ValueError if one lies outside [0, 1] or
    discount is 1 while neither ruler nor heir ever leaves.
    """
    delta, hazard = closed_unit("discount", discount), closed_unit("exit_hazard", exit_hazard)
    alive = 1 - closed_unit("heir_mortality", heir_mortality)
    remainder = 1 - delta * (1 - hazard) * alive
    return as_float(delta * alive * hazard / positive("1 - discount of waiting", remainder))


def striking_strength(
    discount: npt.ArrayLike,
    exit_hazard: npt.ArrayLike,
    heir_mortality: npt.ArrayLike,
    prize: npt.ArrayLike,
    penalty: npt.ArrayLike,
) -> FloatArray:
    """Return q_dagger = (D V + K)/(V + K): an heir stronger than this strikes first.

    If a successor must be stronger than q_dagger to hold the state together, name nobody. Arguments
    broadcast. Raises ValueError unless prize > 0, penalty >= 0 and as `value_of_waiting`.
    """
    prize, penalty = positive("prize", prize), nonnegative("penalty", penalty)
    waiting = value_of_waiting(discount, exit_hazard, heir_mortality)
    return as_float((waiting * prize + penalty) / (prize + penalty))


def dictator_survival(
    time: npt.ArrayLike,
    contested_hazard: npt.ArrayLike,
    establishment_rate: npt.ArrayLike,
    established_hazard: npt.ArrayLike,
) -> FloatArray:
    """Return the chance that a dictator contested at time 0 still rules at `time`.

    Arguments broadcast; equal rates are handled as limits. Raises ValueError if one is negative.
    """
    time, fall = nonnegative("time", time), nonnegative("contested_hazard", contested_hazard)
    rise = nonnegative("establishment_rate", establishment_rate)
    late = nonnegative("established_hazard", established_hazard)
    leave = fall + rise
    # (e^-late t - e^-leave t)/(leave - late), written so that neither equality nor size hurts.
    slower = np.minimum(leave, late)
    mixed = np.exp(-slower * time) * time * exprel(-np.abs(leave - late) * time)
    return as_float(np.exp(-leave * time) + rise * mixed)


def establishment_probability(
    contested_hazard: npt.ArrayLike, establishment_rate: npt.ArrayLike
) -> FloatArray:
    """Return the chance a/(a + h_c) that a contested dictator is established before he falls.

    Arguments broadcast. Raises ValueError if a rate is negative or both are 0.
    """
    fall = nonnegative("contested_hazard", contested_hazard)
    rise = nonnegative("establishment_rate", establishment_rate)
    return as_float(rise / positive("contested_hazard + establishment_rate", fall + rise))


class Court(NamedTuple):
    """What a court costs and is worth: arrays of one shape."""

    survival: FloatArray
    wage: FloatArray
    ruler_value: FloatArray


def court(
    captains: npt.ArrayLike,
    rival_captains: npt.ArrayLike,
    decisiveness: npt.ArrayLike,
    support_cost: npt.ArrayLike,
    challenge_rate: npt.ArrayLike,
    discount_rate: npt.ArrayLike,
    revenue: npt.ArrayLike,
) -> Court:
    """Return the ruler's chance per battle, the least wage of a captain and the ruler's value.

    Arguments broadcast; discount_rate and challenge_rate per unit of time, revenue and wage in
    money per unit of time. Raises ValueError unless captains, rival_captains and discount_rate are
    above 0, revenue finite and the others 0 or more.
    """
    own, rival = positive("captains", captains), positive("rival_captains", rival_captains)
    power = nonnegative("decisiveness", decisiveness)
    cost = nonnegative("support_cost", support_cost)
    challenge = nonnegative("challenge_rate", challenge_rate)
    delta = positive("discount_rate", discount_rate)
    survival = 1 / (1 + (rival / own) ** power)
    wage = cost * (delta + challenge) / survival - cost * challenge
    value = (finite("revenue", revenue) - own * wage) / (delta + challenge * (1 - survival))
    return Court(as_float(survival), as_float(wage), as_float(value))
