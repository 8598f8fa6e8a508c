"""The evidence matrix: what each observation says of each explanation."""

from __future__ import annotations

from dataclasses import dataclass

from upheaval.inference.observation.observation_model import Reports
from upheaval.inference.posterior.log_odds import probability
from upheaval.inference.posterior.model_choice import Fit, Toggled, record_odds_without
from upheaval.inference.simulations.reference_table import ReferenceTable


@dataclass(frozen=True)
class Evidence:
    """One observation.

    Attributes
    ----------
    observation : str
        Its name.
    likelihood_ratio : dict of str to float
        How much likelier it is with each explanation than without, by itself.
    without : dict of str to float
        Probability of each explanation if this observation is left out of the record. Empty where
        no probability is given.
    only_with : tuple of str
        Explanations without which it could not have been observed (`circular`).
    """

    observation: str
    likelihood_ratio: dict[str, float]
    without: dict[str, float]
    only_with: tuple[str, ...] = ()


def evidence_of(
    table: ReferenceTable, fit: Fit, now: Toggled, whole: Reports, left: Reports, ok: bool
) -> list[Evidence]:
    """Give the evidence matrix of the observations that are left.

    Parameters
    ----------
    table, fit
        The simulations and what was learned from them.
    now : Toggled
        What remains of that with the observations that are left.
    whole, left : Reports
        All reports of the fit, and those that are left.
    ok : bool
        Whether probabilities may be given.
    """
    positions = [whole.names.index(name) for name in left.names]
    gone = sorted(set(range(len(whole.names))) - set(positions))
    # One observation more or less hardly changes a curve of calibration.
    odds = record_odds_without(fit, [[*gone, position] for position in positions]) if ok else None
    found = []
    for k, (name, position) in enumerate(zip(left.names, positions, strict=True)):
        without: dict[str, float] = {}
        if odds is not None:
            chances = probability(now.curves(odds[:, k].mean(axis=0)))
            without = dict(zip(table.names, chances.tolist(), strict=True))
        ratio = dict(zip(table.names, fit.ratios[position].tolist(), strict=True))
        needed = zip(table.names, fit.tautological_evidence[position], strict=True)
        found.append(Evidence(name, ratio, without, tuple(name for name, is_so in needed if is_so)))
    return found
