"""Grievance: legitimacy, the felt burden, and what people ask for.

Legitimacy falls with unfairness (a visible subsidy is withdrawn) and with harsh repression, whose
harm is an inverted U of its severity s: s (1 - s) (theory of repression and dissent).

Each demand pushes people into the streets with its own strength: the price by the felt burden,
labor and the presence of foreigners by the group's own mind. The political demand is that of latent
anger and has a mechanism of its own, `anger`. A concession takes away only the demand of its own
kind, so demands move from price to politics.

Reads ``burden``, ``company``, ``coercion_severity``, ``discredit``, ``nationalism``; writes
``legitimacy`` (1), ``felt_burden`` (1), ``demand`` (standard deviations of the threshold).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import Beginning, Field, columns
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Update felt burden, legitimacy, anger and the strength of each demand."""
    del luck
    state, setting = world.state, world.setting
    _feel(world, tick, own)
    _judge(world, tick, own)
    doubt = 1.0 - columns(state.legitimacy, setting.cell_city)
    state.demand[:, :, 0] = own.burden_gain[:, None] * state.felt_burden
    state.demand[:, :, 1] = own.labor_gain[:, None] * setting.of_cell("demand_labor") * doubt
    nationalism = columns(state.nationalism, setting.cell_region)
    against = setting.of_cell("demand_foreign") * nationalism
    state.demand[:, :, 3] = own.foreign_gain[:, None] * against


def _feel(world: World, tick: Tick, own: Parameters) -> None:
    # A rise is felt within a day or two at the pump; a cut is believed only slowly.
    state = world.state
    gap = state.burden - state.felt_burden
    time = np.where(gap > 0, own.attention_time[:, None], own.relief_time[:, None])
    felt = -np.expm1(-tick.length / time) * gap
    state.felt_burden[:] += felt


def _judge(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    weight = setting.cell_people * setting.cell_acts
    mean_burden = setting.per_city(state.felt_burden * weight) / setting.city_adults
    state.felt_by_region[:] = setting.per_region(mean_burden * setting.city_adults) / (
        setting.per_region(setting.city_adults)
    )
    severity = state.coercion_severity
    unfairness = own.unfairness[:, None] * mean_burden
    harshness = own.harshness[:, None] * severity * (1.0 - severity) * state.company
    target = np.clip(state.legitimacy_before - unfairness - state.discredit, 0.0, 1.0)
    pull = -np.expm1(-own.recovery * tick.length)[:, None] * (target - state.legitimacy)
    # Unfairness is felt as soon as the price is; forgiveness takes its time.
    state.legitimacy[:] += np.where(target < state.legitimacy, target - state.legitimacy, pull)
    state.legitimacy[:] = np.clip(state.legitimacy - harshness * tick.length, 0.0, 1.0)


def _legitimacy(start: Beginning) -> Floats:
    setting = start.setting
    own = start.parameters
    discontent = setting.column("regions", "discontent")[setting.city_region]
    legitimacy = own.legitimacy[:, None] - own.regional_spread[:, None] * discontent
    return np.asarray(np.clip(legitimacy, 0.0, 1.0))


MECHANISM = Mechanism(
    name="grievance",
    title="Legitimacy, felt burden, demands",
    order=5,
    source="Epstein 2002; Kuran 1991; Drabo et al. 2023; model document",
    parameters=(
        Parameter("legitimacy", "1", 0, 1, "Legitimacy of the regime before the crisis."),
        Parameter("regional_spread", "1", 0, 0.5, "Loss of legitimacy per unit of a region's "
                  "discontent."),
        Parameter("attention_time", "day", 0.05, 30, "Time in which a higher price is felt."),
        Parameter("relief_time", "day", 0.05, 120, "Time in which a lower price is believed."),
        Parameter("burden_gain", "1", 0, 500, "Push of the felt burden, standard deviations of "
                  "the threshold per unit of spending lost."),
        Parameter("labor_gain", "1", 0, 20, "Push of demands about work and pay."),
        Parameter("foreign_gain", "1", 0, 50, "Push of nationalist grievance."),
        Parameter("unfairness", "1", 0, 50, "Legitimacy lost per unit of felt burden."),
        Parameter("harshness", "1/day", 0, 20, "Legitimacy lost a day to the harshest response."),
        Parameter("recovery", "1/day", 0, 5, "Rate at which legitimacy comes back."),
    ),
    fields=(
        Field("legitimacy", ("city",), "1", "Legitimacy of the regime.", _legitimacy, "series"),
        Field("legitimacy_before", ("city",), "1", "Legitimacy before the crisis.", _legitimacy),
        Field("felt_burden", ("cell",), "1", "Burden as households feel it."),
        Field("felt_by_region", ("region",), "1", "Mean felt burden of a region's adults."),
        Field("demand", ("cell", "demand"), "1", "Push of each demand."),
    ),
    reads=("burden", "company", "coercion_severity", "discredit", "nationalism"),
    writes=(),
    step=step,
)  # fmt: skip
