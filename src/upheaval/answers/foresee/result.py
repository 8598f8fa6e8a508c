"""What `foresee` answers: outcomes, events and amounts by day, luck apart from doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.answer import TableAnswer
from upheaval.answers.foresee.conditioning import ConditionedWorlds
from upheaval.answers.foresee.forecast_quantities import Daily
from upheaval.answers.foresee.information_set import InformationSet
from upheaval.answers.foresee.projection import (
    Amount,
    Chance,
    PrecisionGain,
)

if TYPE_CHECKING:
    from upheaval.scenario import Scenario
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Foreseen(TableAnswer):
    """The answer of `foresee`; T days are looked at.

    Attributes
    ----------
    scenario : Scenario
        The scenario.
    since : date
        Last day of which anything is known.
    days : tuple of date
        Days that are looked at, from the first of the scenario to the last foreseen.
    information : InformationSet
        The record cut at the end of ``since``.
    conditioned : ConditionedWorlds
        Worlds like the record so far, and the guard rails.
    simulations, scale, seed : int
        Of the reference table.
    worlds : int
        Worlds that were run on; ``counted`` of them count.
    branches : int
        Runs of each world with luck of their own.
    outcomes : dict of str to Chance
        Probability of each outcome by day.
    chances : dict of str to Chance
        Probability that each event has come by the end of the day.
    amounts : dict of str to Amount
        Numbers at the end of each day.
    quantities : dict of str to Daily
        What each of them is.
    more : PrecisionGain
        What more worlds or branches would buy.
    """

    scenario: Scenario
    since: date
    days: tuple[date, ...]
    information: InformationSet
    conditioned: ConditionedWorlds
    simulations: int
    scale: int
    seed: int
    worlds: int
    counted: float
    branches: int
    outcomes: dict[str, Chance]
    chances: dict[str, Chance]
    amounts: dict[str, Amount]
    quantities: dict[str, Daily]
    more: PrecisionGain

    @property
    def ok(self) -> bool:
        """Whether the guard rails hold."""
        return self.conditioned.ok

    @property
    def ahead(self) -> list[int]:
        """Positions of the days after ``since``."""
        return [n for n, day in enumerate(self.days) if day > self.since]
