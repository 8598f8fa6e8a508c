"""Kamenica and Gentzkow (2011): 'foreign terrorists' as Bayesian persuasion.

A prosecutor whose judge holds a prior of 0.3 and convicts at 0.5 gets 60% convicted. A ruler whose
ally may act only against a threat from outside is that prosecutor: the claim is made whenever it is
true and, when it is not, as often as leaves the ally just willing. `alliance` calls the same
closed form; here it decides for thousands of replicates.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms import persuasion
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "persuasion"
SOURCE = "Kamenica and Gentzkow 2011, AER 101:2590-615"
PRIOR, ACCEPTANCE = 0.3, 0.5


def agreement_rate(
    prior: float, other_front: float = 0.0, replicates: int = 20_000, stake: float = 3.0
) -> float:
    """Give how often the allies agree to a request when only `alliance` steps.

    The threat is not from outside; the whole regime is saved (stake times 1) at a cost of 1.
    """
    world = small_country(
        "alliance",
        {
            "powers": [{"stake": stake}],
            "treaties": [
                {"name": "treaty", "title": "Treaty", "member": "first_powers",
                 "needs_outside_threat": "true", "source": "assumption: an example"}
            ],
        },
        {
            "prior_outside": prior,
            "acceptance": ACCEPTANCE,
            "survival_gain": 1.0,
            "fear_of_precedent": 1.0,
            "contingent_cost": 1.0,
            "other_front": other_front,
            "consent": 1.0,
        },
        replicates,
    )  # fmt: skip
    world.state.treaty_request_time[:] = 0.0
    step_alone(world, "alliance")
    return float(np.isfinite(world.state.treaty_decision_time).mean())


def rows() -> list[TheoryRow]:
    """Give the prosecutor's numbers, the limits, and how often the flagship's allies agree."""
    policy = persuasion.persuade(PRIOR, ACCEPTANCE)
    ready = persuasion.persuade(0.6, ACCEPTANCE)
    talk = float(persuasion.posterior_after_claim(PRIOR, 1.0))
    back = float(persuasion.posterior_after_claim(PRIOR, policy.false_claim_rate))
    return [
        *rows_of(MODEL, SOURCE, "closed form persuasion", [
            ("convicted, prior 0.3, acceptance 0.5", 0.6, float(policy.claim_probability), 1e-12,
             "V"),
            ("rate of false claims", 0.428571, float(policy.false_claim_rate), 1e-6, "C"),
            ("posterior after the claim", 0.5, float(policy.posterior), 1e-12, "C"),
            ("posterior by Bayes from that rate", 0.5, back, 1e-12, "C"),
            ("rate of false claims, prior 0.6: always", 1, float(ready.false_claim_rate), 0, "C"),
            ("posterior after a claim that is always made", 0.3, talk, 1e-12, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "mechanism alliance", [
            ("20,000 false claims: share believed", 0.428571, agreement_rate(PRIOR), 0.012, "C"),
            ("the same, prior 0.6", 1, agreement_rate(0.6, replicates=500), 0, "C"),
        ]),
    ]  # fmt: skip
