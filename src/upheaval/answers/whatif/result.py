"""What `whatif` answers: differences between paired worlds, with ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheaval.answers.answer import TableAnswer
from upheaval.answers.whatif.differences import Difference
from upheaval.answers.whatif.interventions import Change
from upheaval.answers.whatif.paired_worlds import Arm, Worlds
from upheaval.answers.whatif.world_selection import OF_THE_PRIORS, Basis
from upheaval.record.quantities import Quantity
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario

if TYPE_CHECKING:
    from upheaval.answers.whatif.trace import Trace


@dataclass(frozen=True, slots=True)
class MeasureDifference:
    """How one quantity differs.

    Parameters
    ----------
    quantity : Quantity
        What it is.
    value : Difference
        Of numbers, their means; of yes and no, shares; of times, means in days since the start
        over the pairs in which it happens in both worlds.
    spread : tuple of float
        5%, 50% and 95% quantiles of the difference in single pairs.
    happens : Difference or None
        Of times, the shares of worlds in which it happens at all.
    """

    quantity: Quantity
    value: Difference
    spread: tuple[float, float, float]
    happens: Difference | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What pairing saved.

    Parameters
    ----------
    gain : float
        Independent worlds that do the work of one pair's world, the median over everything that
        is measured; infinite where no pair differs.
    pairs : int
        Pairs that were run.
    by : dict of str to float
        The same by outcome and quantity.
    """

    gain: float
    pairs: int
    by: dict[str, float]

    @property
    def independent(self) -> float:
        """How many independent pairs would have been needed for the same precision."""
        return self.gain * self.pairs


@dataclass(frozen=True)
class WhatIf(TableAnswer):
    """The answer of `whatif`.

    Attributes
    ----------
    scenario : Scenario
        The scenario without the change.
    change : Change
        What was changed.
    baseline, changed : Arm
        Every world without and with the change.
    outcomes : dict of str to Difference
        Shares of the outcomes.
    measures : dict of str to MeasureDifference
        Everything else, by name.
    saved : Saved
        What pairing saved.
    identical : bool
        Whether every recorded field of every world is the same, byte for byte.
    basis : Basis
        What the worlds rest on: the record, or the priors and why.
    trace : Trace or None
        Where and why the worlds part, if that was asked for.
    """

    scenario: Scenario
    plan: RunPlan
    change: Change
    worlds: Worlds
    baseline: Arm
    changed: Arm
    outcomes: dict[str, Difference]
    measures: dict[str, MeasureDifference]
    saved: Saved
    identical: bool
    basis: Basis = OF_THE_PRIORS
    trace: Trace | None = None

    @property
    def replicates(self) -> int:
        """Number of pairs."""
        return len(self.worlds.numbers)
