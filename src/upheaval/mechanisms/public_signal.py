"""Public signal: what the streets tell everybody about the strength of the regime.

The crowd is read as turnout in a global game of regime change (Morris and Shin 1998, 2003;
Angeletos, Hellwig and Pavan 2007). In the linear-normal reduction of Casper and Tyson (2014) the
normal score of turnout is linear in the regime's strength, so that it is a public signal of it.
Everybody - citizens, ruler, elites, allies - updates the same public belief (alpha, y), shifted by
what defends the regime: organs that obey and foreign troops (Tyson and Smith 2018: both sides read
the same public information). The chance that the regime falls is Pr(theta <= theta*).

Citizens do not foresee the purge or the intervention of the same tick: a bounded-rationality
choice.

Reads ``crowd``, ``obedience``, ``foreign_backing``; writes ``strength`` (citizen mass),
``precision``, ``fall_belief`` (1), ``local_belief`` (1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms import global_game, public_signal
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Update the public belief about the regime, for the country and for each region."""
    del luck
    state, setting = world.state, world.setting
    weight = np.array([1.0, 1.0, 1.0])[None, None, :] + (
        own.riot_weight[:, None, None] * np.array([0.0, 0.0, 1.0])
    )
    mass = over_kinds(state.crowd * weight)
    # People remember yesterday's square at night: the signal fades, it does not vanish.
    kept = np.exp(-tick.length / own.memory)[:, None]
    state.remembered[:] = np.maximum(mass, kept * state.remembered)
    defended = own.defense * (state.obedience - 1.0) + own.backing * state.foreign_backing
    share = state.remembered.sum(axis=1) / (own.critical_share * setting.city_adults.sum())
    # The crowd is read against what was believed before it came out. Defenders shift the result:
    # if they shifted the cutoff as well, the same crowd would look more daring, and help from
    # abroad could make the regime seem weaker.
    region_share = setting.per_region(state.remembered) / (
        own.critical_share[:, None] * setting.per_region(setting.city_adults)
    )
    # The country is the first column and the regions are the others: one formula, solved once.
    precision, strength = _belief(np.concatenate([share[:, None], region_share], axis=1), own)
    strength = strength + defended[:, None]
    falls = _falls(precision, strength, own)
    state.precision[:], state.strength[:] = precision[:, 0], strength[:, 0]
    state.fall_belief[:], state.local_belief[:] = falls[:, 0], falls[:, 1:]


def _belief(share: Floats, own: Parameters) -> tuple[Floats, Floats]:
    least = own.least_turnout[:, None]
    turnout = np.clip(share, least, 1.0 - least)
    citizen = own.citizen_precision[:, None]
    signal = public_signal.strength_signal(
        turnout, own.once("cutoff", lambda: _cutoff(own))[:, None], citizen
    )
    precision = public_signal.signal_precision(citizen, own.media_precision[:, None])
    return global_game.belief_update(
        own.prior_precision[:, None], own.strength[:, None], signal, precision
    )


def _cutoff(own: Parameters) -> Floats:
    """Give the signal below which citizens attack, as all believe before anybody comes out."""
    threshold = global_game.threshold(
        own.prior_precision, own.citizen_precision, own.strength, own.attack_cost
    )
    return global_game.signal_cutoff(threshold, own.citizen_precision)


def _falls(precision: Floats, strength: Floats, own: Parameters) -> Floats:
    threshold = global_game.threshold(
        precision, own.citizen_precision[:, None], strength, own.attack_cost[:, None]
    )
    return np.asarray(global_game.fall_probability(threshold, strength, precision))


def _strength(start: Beginning) -> Floats:
    return np.asarray(start.parameters.strength)


MECHANISM = Mechanism(
    name="public_signal",
    title="What the streets reveal",
    order=9.5,
    source="Morris and Shin 2003; Angeletos, Hellwig and Pavan 2007; Casper and Tyson 2014",
    parameters=(
        Parameter("strength", "1", -5, 10, "Prior mean of the regime's strength, in the mass of "
                  "citizens that can topple it."),
        Parameter("prior_precision", "1", 0.01, 100, "Precision of that prior."),
        Parameter("citizen_precision", "1", 0.01, 100, "Precision of a citizen's own signal."),
        Parameter("media_precision", "1", 0, 100, "How clearly turnout is seen."),
        Parameter("attack_cost", "1", 0.01, 0.99, "Cost of joining relative to its prize."),
        Parameter("critical_share", "1", 1e-4, 1, "Share of adults whose revolt would be total."),
        Parameter("least_turnout", "1", 1e-9, 0.1, "Turnout that cannot be told from none, or from "
                  "all."),
        Parameter("riot_weight", "1", 0, 100, "Extra weight of a rioter in the signal."),
        Parameter("memory", "day", 0.05, 30, "How long a crowd is remembered."),
        Parameter("defense", "1", 0, 10, "Strength lost when no organ obeys."),
        Parameter("backing", "1", 0, 10, "Strength added by the whole foreign contingent."),
    ),
    fields=(
        Field("strength", (), "1", "Public belief: mean of the regime's strength.", _strength),
        Field("precision", (), "1", "Public belief: precision.", 1.0),
        Field("fall_belief", (), "1", "Public belief that the regime falls.", 0.0, "series"),
        Field("local_belief", ("region",), "1", "The same, if all were like this region."),
        Field("remembered", ("city",), "person", "Crowd as it is remembered."),
    ),
    reads=("crowd", "obedience", "foreign_backing"),
    writes=(),
    step=step,
)  # fmt: skip
