"""Guard rails: what must hold before a probability is given.

Calibration of the stack on simulations that it had not seen; simulation-based calibration of the
parameters, ranks (Talts and others 2018) and coverage; and whether the record is typical of the
simulations at all. A record that no mechanism reproduces would get confident and worthless
probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.observation.features import Features
from upheaval.inference.observation.observation_model import Reports
from upheaval.inference.posterior import regression, scoring_rules
from upheaval.inference.posterior.log_odds import probability
from upheaval.inference.posterior.regression import Summaries

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LARGEST_ECE = 0.05
LEAST_SBC_P = 0.01
COVERAGE = (0.82, 0.97)
LEAST_TYPICALITY_P = 0.05
"""Limits: conventions of ours. Those of calibration and typicality were set before any result was
seen; that of coverage after a coverage of .85 had been seen."""

TESTED = 200
"""Simulations that play the record in simulation-based calibration."""

NEIGHBORS = 10
LEAST_NOVELTY = 0.95
"""Share of the variance that the directions of the typicality test hold."""
MOST_DIRECTIONS = 60
MOST_UNSEEN = 400
MOST_SEEN = 6000
"""Simulations among which neighbors are looked for: enough that the nearest are near."""

MOST_LEFT_OUT = 10


@dataclass(frozen=True)
class Clash:
    """An observation and how far out it lies among the simulations: a two-sided p-value."""

    observation: str
    p: float


@dataclass(frozen=True)
class Guard:
    """Guard rails of one answer.

    Attributes
    ----------
    ece : float
        Expected calibration error of all probabilities together.
    ece_of : dict of str to float
        The same of each explanation.
    sbc_p : float
        Probability of ranks as uneven as those of the worst parameter, times the parameters.
    coverage90 : float
        Share of the parameters of unseen simulations inside their 90% ranges.
    typicality_p : float
        Share of simulations that lie as far from their neighbors as the record does.
    clashes : list of Clash
        Observations, those that clash most first.
    typical_without : list of str
        Where typicality fails: clashing observations without which it would not.
    """

    ece: float
    ece_of: dict[str, float]
    sbc_p: float
    coverage90: float
    typicality_p: float
    clashes: list[Clash]
    typical_without: list[str] = field(default_factory=list)

    @property
    def failures(self) -> list[str]:
        """What fails, each in a few words; empty if probabilities may be given."""
        found = []
        if self.ece > LARGEST_ECE:
            found.append(
                f"the probabilities are off by {self.ece:.3f} on average, over {LARGEST_ECE}"
            )
        if self.sbc_p < LEAST_SBC_P:
            found.append(f"ranks of known parameters are uneven (p {self.sbc_p:.2g})")
        if not COVERAGE[0] <= self.coverage90 <= COVERAGE[1]:
            found.append(f"ranges of 90% hold {100 * self.coverage90:.0f}% of known parameters")
        if self.typicality_p < LEAST_TYPICALITY_P:
            found.append(
                f"no mechanism here reproduces the record (typicality p {self.typicality_p:.2g})"
            )
        return found

    @property
    def ok(self) -> bool:
        """Whether probabilities may be given."""
        return not self.failures


def calibration(odds: Floats, on: Flags, names: list[str]) -> tuple[float, dict[str, float]]:
    """Give the expected calibration error of all together and of each explanation."""
    chance = probability(odds)

    def error(chances: Floats, so: Flags) -> float:
        return scoring_rules.calibration_error(scoring_rules.reliability(chances, so))

    each = {name: error(chance[:, m], on[:, m]) for m, name in enumerate(names)}
    return error(chance.ravel(), on.ravel()), each


def parameter_calibration(summaries: Summaries, drawn: Floats) -> tuple[float, float]:
    """Let simulations play the record; give the p-value of the ranks and the coverage at 90%.

    Parameters
    ----------
    summaries : Summaries
        Of N simulations.
    drawn : float64 array, shape ``(N, P)``
        Their parameters on the normal scale.
    """
    if drawn.shape[1] == 0:
        return 1.0, 0.9
    count = len(drawn)
    tested = np.unique(np.linspace(0, count - 1, min(TESTED, count)).astype(int))
    ranks = np.empty((len(tested), drawn.shape[1]))
    for row, simulation in enumerate(tested):
        point = summaries.simulated[simulation]
        weights = regression.weights_at(summaries, point, without=int(simulation))
        moved = regression.adjusted(summaries, point, weights, drawn)
        below = moved < drawn[simulation]
        ranks[row] = weights[weights > 0] @ below
    return of_ranks(ranks)


def of_ranks(ranks: Floats) -> tuple[float, float]:
    """Give the p-value of ranks of known parameters, shape ``(tests, P)``, and their coverage."""
    # Imported here: it takes half a second, which an answer from a fit at hand need not wait for.
    from scipy.stats import kstest

    p_values = [kstest(ranks[:, p], "uniform").pvalue for p in range(ranks.shape[1])]
    inside = (ranks > 0.05) & (ranks < 0.95)
    return min(1.0, float(min(p_values)) * len(p_values)), float(inside.mean())


def covariance_of(columns: Floats) -> Floats:
    """Give the covariance of the columns that `typicality` needs, shape ``(D, D)``."""
    base = columns[_is_seen(columns)]
    return np.atleast_2d(np.cov(base - base.mean(axis=0), rowvar=False))


def _is_seen(columns: Floats) -> Flags:
    return np.asarray(np.arange(len(columns)) % 5 != 0)


def typicality(columns: Floats, record: Floats, covariance: Floats | None = None) -> float:
    """Give the share of unseen simulations that lie as far from their neighbors as the record.

    Distances are taken in the directions of largest variance, each of unit variance. The
    ``covariance`` of the columns (`covariance_of`) may be given if it is known.
    """
    seen = _is_seen(columns)
    if covariance is None:
        covariance = covariance_of(columns)
    rows = np.flatnonzero(seen)[:MOST_SEEN]
    base, others = columns[rows], columns[np.flatnonzero(~seen)[:MOST_UNSEEN]]
    middle = base.mean(axis=0)
    variance, directions = np.linalg.eigh(covariance)
    variance, directions = variance[::-1], directions[:, ::-1]
    enough = int(np.searchsorted(np.cumsum(variance) / variance.sum(), LEAST_NOVELTY)) + 1
    kept = min(enough, MOST_DIRECTIONS, int((variance > 1e-9 * variance[0]).sum()))
    turn = directions[:, :kept] / np.sqrt(variance[:kept])
    usual = _novelty((base - middle) @ turn, (others - middle) @ turn)
    own = _novelty((base - middle) @ turn, (record[None] - middle) @ turn)[0]
    return float((1 + (usual >= own).sum()) / (1 + len(usual)))


def _novelty(base: Floats, rows: Floats) -> Floats:
    """Give the mean distance of rows from their nearest neighbors."""
    near = min(NEIGHBORS, len(base))
    square = (base**2).sum(axis=1) - 2.0 * (rows @ base.T) + (rows**2).sum(axis=1)[:, None]
    square.partition(near - 1, axis=1)
    return np.asarray(np.sqrt(np.maximum(square[:, :near], 0.0)).mean(axis=1))


def typical_without(
    names: list[str], features: Features, clashing: list[Clash], covariance: Floats | None = None
) -> list[str]:
    """Give the observations without which the record is typical; empty if a few do not suffice.

    The most clashing ones are left out, two more at a time. ``names`` are those of all
    observations, whose positions the features know, and ``covariance`` is as for `typicality`.
    """
    known = covariance_of(features.simulated) if covariance is None else covariance
    # No more rows than typicality looks at.
    simulated = features.simulated[: MOST_SEEN * 5 // 4]
    for count in range(2, MOST_LEFT_OUT + 1, 2):
        out = [item.observation for item in clashing[:count]]
        gone = {int(d) for name in out for d in features.using(names.index(name))}
        kept = [d for d in range(len(features.columns)) if d not in gone]
        if len(out) < count or not kept:
            return []
        own = known[np.ix_(kept, kept)]
        p = typicality(simulated[:, kept], features.record[kept], own)
        if p >= LEAST_TYPICALITY_P:
            return out
    return []


def clashes(reports: Reports) -> list[Clash]:
    """Give two-sided p-values of the record among the simulated reports, smallest first."""
    found = []
    for j, name in enumerate(reports.names):
        simulated, seen = reports.simulated[:, j], reports.record[j]
        count = len(simulated)
        low = (1 + (simulated <= seen).sum()) / (1 + count)
        high = (1 + (simulated >= seen).sum()) / (1 + count)
        found.append(Clash(name, float(min(1.0, 2.0 * min(low, high)))))
    return sorted(found, key=lambda item: (item.p, item.observation))
