"""What `explain` answers: the explanations, what supports them, and what they did."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from upheaval.answers.answer import Answer
from upheaval.answers.explain.evidence_matrix import Evidence
from upheaval.answers.explain.shapley import Effect, Effects
from upheaval.inference.posterior.diagnostics import Guard
from upheaval.inference.posterior.neural import REGRESSION
from upheaval.inference.posterior.regression import ParameterBelief


@dataclass(frozen=True)
class Belief:
    """One explanation before and after the record.

    Attributes
    ----------
    name, title : str
        Which one.
    prior : float
        Its probability before the record.
    probability, low, high : float or None
        After it, and its range over three independent tables widened by the Monte-Carlo error;
        None where the guard rails forbid it or nothing in the scenario tests it.
    tables : tuple of float
        Probability by each of the three.
    testable, identified : bool
        Whether a mechanism of it is in the scenario; whether the observations tell worlds with it
        from worlds without it: better than the prior by more than two standard errors.
    effect : Effect or None
        What it did in worlds like the record.
    tautological_evidence : tuple of str
        Observations that could not have been made without it (`circular`).
    without_tautologies : tuple of float or None
        Probability and range without those observations; None where there are none.
    """

    name: str
    title: str
    prior: float
    probability: float | None
    low: float | None
    high: float | None
    tables: tuple[float, ...] = ()
    testable: bool = True
    identified: bool = False
    effect: Effect | None = None
    tautological_evidence: tuple[str, ...] = ()
    without_tautologies: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Combination:
    """Explanations that hold together, and the others not; with its range of 90%."""

    explanations: tuple[str, ...]
    probability: float
    low: float
    high: float


@dataclass(frozen=True)
class Check:
    """An observation that was kept back, beside what worlds like the record would report.

    Values are in the measure's unit; times in days since the start, infinite for never. The range
    of a yes-or-no row often holds both answers, so that nearly all such rows are ``inside``.
    ``held`` says how far the row counts where reports that are alike share their place evenly
    (randomized probability integral transform; Czado, Gneiting and Held 2009, in expectation): 90%
    on average where ranges are right, for numbers and for yes or no.
    """

    observation: str
    value: float
    p5: float
    p50: float
    p95: float
    inside: bool
    held: float


@dataclass(frozen=True)
class Explained(Answer):
    """The answer of `explain`.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    simulations, tables, scale, seed : int
        What it rests on.
    left_out : tuple of str
        Observations that were left out.
    guard : Guard
        Guard rails; nothing that follows from probabilities is there if they fail.
    beliefs : list of Belief
        Every explanation, in the scenario's order.
    none : tuple of float or None
        Probability that no testable explanation holds, and its range.
    combinations : list of Combination
        The likeliest, in falling order.
    evidence : list of Evidence
        Each observation and what it says.
    parameters : list of ParameterBelief
        Every uncertain parameter before and after.
    check : list of Check
        The observations that were kept back.
    effects : Effects or None
        What the worlds that were run again showed.
    posterior : {"regression", "sbi"}
        How the parameters after the record were found.
    weights : dict of int to float
        Weight of each simulation that is like the record, by replicate number: worlds that other
        answers may start from.
    """

    scenario: str
    simulations: int
    tables: int
    scale: int
    seed: int
    left_out: tuple[str, ...]
    guard: Guard
    beliefs: list[Belief]
    none: Combination | None
    combinations: list[Combination]
    evidence: list[Evidence]
    parameters: list[ParameterBelief]
    check: list[Check]
    effects: Effects | None = None
    posterior: str = REGRESSION
    weights: dict[int, float] = field(default_factory=dict, repr=False)

    @property
    def ok(self) -> bool:
        """Whether the guard rails hold."""
        return self.guard.ok

    @property
    def check_coverage(self) -> float:
        """Share of the observations kept back that 90% ranges hold, ties shared; NaN if none."""
        held = [item.held for item in self.check]
        return sum(held) / len(held) if held else math.nan
