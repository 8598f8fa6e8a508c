"""Beliefs about claims and about who makes them.

Sources: Gentzkow and Shapiro (2006, Journal of Political Economy 114:280-316): sources whose
reports match the audience's prior are judged better. Two-type form: a source is of high accuracy
with probability lambda (its credibility), else of low accuracy; its binary report updates both the
belief mu in the event and lambda. Likelihood ratios: Bayes' rule in odds. A confession made under
coercion is as likely from the innocent as from the guilty, so its ratio goes to 1 and it moves no
Bayesian. All quantities are probabilities, or ratios of them.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    closed_unit,
)


class ReportUpdate(NamedTuple):
    """Beliefs after a report: arrays of one shape."""

    belief: FloatArray
    credibility: FloatArray


def update_on_report(
    belief: npt.ArrayLike,
    credibility: npt.ArrayLike,
    affirms: npt.ArrayLike,
    high_accuracy: npt.ArrayLike = 1.0,
    low_accuracy: npt.ArrayLike = 0.5,
) -> ReportUpdate:
    """Update the belief in an event and the credibility of the source that affirms or denies it.

    Accuracy is the chance that a report is right, whatever the event (symmetric); the defaults are
    the perfect and the guessing source of the two-type example. Arguments broadcast; `affirms` is
    boolean. A report that was held impossible leaves both unchanged: Bayes is silent there. Raises
    ValueError if a probability lies outside [0, 1].
    """
    belief, credibility = closed_unit("belief", belief), closed_unit("credibility", credibility)
    high = closed_unit("high_accuracy", high_accuracy)
    low = closed_unit("low_accuracy", low_accuracy)
    # A denial affirms the opposite event, so one formula serves both.
    yes = np.asarray(affirms, dtype=np.bool_)
    affirmed = np.where(yes, belief, 1 - belief)
    from_high = high * affirmed + (1 - high) * (1 - affirmed)
    from_low = low * affirmed + (1 - low) * (1 - affirmed)
    total = credibility * from_high + (1 - credibility) * from_low
    accuracy = credibility * high + (1 - credibility) * low
    possible = total > 0
    safe = np.where(possible, total, 1.0)
    posterior = np.where(possible, accuracy * affirmed / safe, affirmed)
    return ReportUpdate(
        as_float(np.where(yes, posterior, 1 - posterior)),
        as_float(np.where(possible, credibility * from_high / safe, credibility)),
    )


def update_by_likelihood_ratio(
    belief: npt.ArrayLike, likelihood_ratio: npt.ArrayLike
) -> FloatArray:
    """Return the posterior whose odds are the prior odds times `likelihood_ratio`.

    The ratio is Pr(evidence | true)/Pr(evidence | false), 0 or more; infinite proves. Arguments
    broadcast. Raises ValueError if a belief lies outside [0, 1] or a ratio is negative or NaN.
    """
    belief, ratio = closed_unit("belief", belief), as_float(likelihood_ratio)
    if not np.all(ratio >= 0):
        raise ValueError("likelihood_ratio: expected a number, 0 or more")
    proof = np.isinf(ratio)
    ratio = np.where(proof, 1.0, ratio)
    weight = belief * ratio
    total = weight + (1 - belief)
    impossible = total == 0
    posterior = np.where(impossible, belief, weight / np.where(impossible, 1.0, total))
    return as_float(np.where(proof & (belief > 0), 1.0, posterior))


def confession_likelihood_ratio(
    guilty_rate: npt.ArrayLike,
    innocent_rate: npt.ArrayLike,
    coercion: npt.ArrayLike,
    coerced_rate: npt.ArrayLike = 1.0,
) -> FloatArray:
    """Return how much more a confession is to be expected of the guilty than of the innocent.

    A share `coercion` of confessions-or-refusals happens under coercion, where both confess at
    `coerced_rate`; the rest at their free rates. Arguments broadcast. At coercion 1 the ratio is 1;
    where only the innocent rate is 0 it is infinite.
    Raises ValueError if an argument lies outside [0, 1] or nobody could confess.
    """
    coercion = closed_unit("coercion", coercion)
    forced = coercion * closed_unit("coerced_rate", coerced_rate)
    guilty = (1 - coercion) * closed_unit("guilty_rate", guilty_rate) + forced
    innocent = (1 - coercion) * closed_unit("innocent_rate", innocent_rate) + forced
    if np.any((guilty == 0) & (innocent == 0)):
        raise ValueError("guilty_rate, innocent_rate: a confession that nobody makes has no ratio")
    with np.errstate(divide="ignore"):
        return as_float(guilty / innocent)
