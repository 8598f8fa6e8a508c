"""What `verify` answers: what could be checked, and what each finding would move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.answer import Answer
from upheaval.answers.verify.value_of_information import (
    InformationValue,
)
from upheaval.inference.posterior.diagnostics import Guard

if TYPE_CHECKING:
    pass
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Finding:
    """One thing that a check could find.

    Attributes
    ----------
    label : str
        What.
    probability : float
        How likely.
    after : dict of str to float
        Probability of each explanation then, or the median of a number; empty where the guard
        rails forbid probabilities or no direction is known.
    moves : dict of str to float
        By how much each would change.
    """

    label: str
    probability: float
    after: dict[str, float]
    moves: dict[str, float]


@dataclass(frozen=True)
class Candidate:
    """Something that could be checked.

    Attributes
    ----------
    name, title : str
        Which; in words.
    kind : {"claim", "row", "new"}
        An open claim; a doubtful row of the record, settled beyond doubt; or what nobody measured,
        reported with medium confidence.
    findings : list of Finding
        What could be found.
    value_of_information : InformationValue
        Expected change.
    by_explanation : dict of str to float
        Expected change of each explanation, in bits; of the quantity alone where one is named.
    is_clear : bool
        Whether it can be told from nothing; for a claim, whether its range leaves zero out.
    is_bound : bool
        Whether the value is only the most that is possible.
    """

    name: str
    title: str
    kind: str
    findings: list[Finding]
    value_of_information: InformationValue
    by_explanation: dict[str, float]
    is_clear: bool
    is_bound: bool = False


@dataclass(frozen=True)
class Verified(Answer):
    """The answer of `verify`.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    target : str
        The quantity that is asked for, or ``explanations``.
    unit : str
        ``bit`` or ``share of the variance``.
    simulations, scale, seed : int
        Of the reference table.
    effective : float
        Equally weighted simulations that count as like the record.
    tempered : float
        How far from 0 and 1 the explanations' probabilities were kept in weighting them: above 0
        where the table is too short for worlds like the record alone.
    worlds : int
        Worlds that were run again for what nobody measured.
    guard : Guard
        Guard rails; where they fail, changes are told and no probabilities.
    candidates : list of Candidate
        Those worth most first.
    judged, unjudged : int
        How many were judged, and how many could not be for want of simulations like them.
    uninformative_claims : list of str
        Open claims that bear on no explanation that a mechanism tests.
    """

    scenario: str
    target: str
    unit: str
    simulations: int
    scale: int
    seed: int
    effective: float
    tempered: float
    worlds: int
    guard: Guard
    candidates: list[Candidate]
    judged: int
    unjudged: int
    uninformative_claims: list[str]

    @property
    def ok(self) -> bool:
        """Whether the guard rails hold."""
        return self.guard.ok
