"""Draws of the uncertain parameters, one a replicate, keyed like all other luck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.kernels import words
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario import Scenario
from upheaval.world.luck import SETUP_TICK, Luck, bases_of
from upheaval.world.world import Parameters

Floats = NDArray[np.float64]

OWNER = "parameter"
"""Owner of the decision by which a parameter is drawn; the decision is its full name."""


@dataclass(frozen=True)
class Draws:
    """Parameters of a batch.

    Attributes
    ----------
    table : dict of str to float64 array, shape ``(K,)``
        Value of each declared parameter in the mechanism's unit, by ``mechanism.parameter``.
    by_mechanism : dict of str to Parameters
        The same, as each mechanism sees it.
    """

    table: dict[str, Floats]
    by_mechanism: dict[str, Parameters]


def draw(
    scenario: Scenario,
    mechanisms: Iterable[Mechanism],
    seed: int,
    replicates: NDArray[np.int64],
) -> Draws:
    """Draw every parameter of the mechanisms from what the scenario says about it.

    A draw depends on the seed, the replicate and the parameter's name alone: fixing one parameter,
    or switching a mechanism off, leaves the draws of all others as they were.

    Raises
    ------
    UpheavalError
        If the names of two parameters lead to the same luck.
    """
    luck = Luck(bases_of(seed, replicates), OWNER, SETUP_TICK)
    table: dict[str, Floats] = {}
    by_mechanism: dict[str, Parameters] = {}
    for mechanism in sorted(mechanisms, key=lambda item: item.name):
        own: dict[str, Floats] = {}
        for parameter in sorted(mechanism.parameters, key=lambda item: item.name):
            name = f"{mechanism.name}.{parameter.name}"
            # The scenario may say nothing about a mechanism that it does not use.
            if name in scenario.parameters:
                setting = scenario.parameters[name].in_unit(parameter.unit)
                drawn = setting.quantile(luck.uniform(name, 1)[:, 0])
                own[parameter.name] = table[name] = np.asarray(drawn, dtype=np.float64)
        by_mechanism[mechanism.name] = Parameters(own)
    _check_names(table)
    return Draws(table, by_mechanism)


def _check_names(names: Iterable[str]) -> None:
    try:
        words.decision_numbers(f"{OWNER}.{name}" for name in names)
    except ValueError as error:
        raise UpheavalError(str(error)) from None
