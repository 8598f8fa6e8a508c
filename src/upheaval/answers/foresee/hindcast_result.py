"""What `hindcast` answers: forecasts from several days, and how they scored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.answer import Answer
from upheaval.answers.foresee.conditioning import ConditionedWorlds
from upheaval.answers.foresee.information_set import InformationSet

if TYPE_CHECKING:
    from upheaval.scenario import Scenario
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ForecastRow:
    """One row of the record: what was foreseen, and what it then said.

    Attributes
    ----------
    observation : str
        Its name.
    kind : {"yes_no", "time", "count", "number"}
        Of its measure. Times give two scores: whether by the end, and when.
    chance : dict of str to float
        By forecaster: probability that it is so, or that the event comes by the end; empty for
        amounts.
    came : bool or None
        Whether it was so.
    crps : dict of str to float
        By forecaster; counts in logarithms, times in days, numbers in reporting errors.
    inside90 : bool or None
        Whether what was reported lies in our 90% range.
    """

    observation: str
    kind: str
    chance: dict[str, float]
    came: bool | None
    crps: dict[str, float]
    inside90: bool | None


@dataclass(frozen=True)
class Question:
    """A question that other crises can answer too.

    Attributes
    ----------
    name : str
        In words.
    score : dict of str to float
        Minus the log of the probability given to what happened, by forecaster; for the dead the
        continuous ranked probability score of their logarithm. Lower is better.
    chance : dict of str to float
        Probability given to what happened; empty for the dead.
    happened : str
        What happened.
    """

    name: str
    score: dict[str, float]
    chance: dict[str, float]
    happened: str


@dataclass(frozen=True)
class HindcastDay:
    """All that was foreseen from one day.

    Attributes
    ----------
    since, until : date
        Last day of which anything is known, and the last foreseen.
    conditioned : ConditionedWorlds
        Worlds and guard rails.
    information : InformationSet
        What was known.
    rows : list of ForecastRow
        Rows that were settled in between.
    questions : list of Question
        Those that other crises answer too.
    log_score, brier : dict of str to dict of str to float
        Mean over events (whether they come by the end) and over states (yes or no), by forecaster.
    crps : dict of str to dict of str to float
        Mean by kind and forecaster.
    coverage90 : float
        Share of amounts in our 90% range; NaN of none.
    """

    since: date
    until: date
    conditioned: ConditionedWorlds
    information: InformationSet
    rows: list[ForecastRow]
    questions: list[Question]
    log_score: dict[str, dict[str, float]]
    brier: dict[str, dict[str, float]]
    crps: dict[str, dict[str, float]]
    coverage90: float

    @property
    def yes_no(self) -> int:
        """How many rows are answered by yes or no."""
        return sum(item.came is not None for item in self.rows)


@dataclass(frozen=True)
class Hindcast(Answer):
    """The answer of `hindcast`.

    Attributes
    ----------
    scenario : Scenario
        The scenario.
    simulations, scale, seed : int
        Of the reference table.
    days : list of HindcastDay
        One for each day.
    """

    scenario: Scenario
    simulations: int
    scale: int
    seed: int
    days: list[HindcastDay] = field(default_factory=list)
