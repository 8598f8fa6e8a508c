"""A claim that must persuade: Bayesian persuasion with two states and one threshold.

Source: Kamenica and Gentzkow (2011, American Economic Review 101:2590-615). The claimant always
makes the claim when it is true and, when it is false, at the rate q that leaves the receiver just
willing to act (posterior tau):

    q = mu0 (1 - tau)/((1 - mu0) tau),   Pr(claim) = mu0/tau,   posterior after the claim = tau,

unless mu0 >= tau, where the receiver acts unpersuaded: the claim is always made and says nothing.
Needs commitment: of a claimant known to claim always, nothing is learnt. Checked against a linear
program over all ways to split the prior.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import FloatArray, as_float, closed_unit, open_unit


class Persuasion(NamedTuple):
    """Optimal claims: three arrays of one shape, all probabilities."""

    false_claim_rate: FloatArray
    claim_probability: FloatArray
    posterior: FloatArray


def persuade(prior: npt.ArrayLike, acceptance: npt.ArrayLike) -> Persuasion:
    """Return the claimant's best policy against a receiver who acts iff posterior >= acceptance.

    prior in [0, 1] is the receiver's belief that the claim is true, acceptance in (0, 1]; they
    broadcast. At prior 0 the claim is never made and `posterior` is the limit, acceptance. Raises
    ValueError outside these ranges.
    """
    prior, acceptance = closed_unit("prior", prior), closed_unit("acceptance", acceptance)
    if np.any(acceptance == 0):
        raise ValueError("acceptance: expected a number above 0 and at most 1, found 0")
    convinced = prior >= acceptance
    doubt = np.where(convinced, 1.0, 1 - prior)
    rate = np.where(convinced, 1.0, prior * (1 - acceptance) / (doubt * acceptance))
    probability = np.where(convinced, 1.0, prior / acceptance)
    return Persuasion(rate, probability, np.where(convinced, prior, acceptance))


def posterior_after_claim(prior: npt.ArrayLike, false_claim_rate: npt.ArrayLike) -> FloatArray:
    """Return the belief after a claim always made when true, else at `false_claim_rate`.

    Rate 1 is cheap talk and returns the prior. Arguments broadcast. Raises ValueError unless the
    prior lies in (0, 1) and the rate in [0, 1].
    """
    prior = open_unit("prior", prior)
    rate = closed_unit("false_claim_rate", false_claim_rate)
    return as_float(prior / (prior + (1 - prior) * rate))
