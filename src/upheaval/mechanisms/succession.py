"""Succession: whether rulers name heirs, what they learn from patricide, how tightly they hold.

The crown-prince problem (Herz 1952; Tullock 1987; Konrad and Mui 2017), in closed form
(closed_forms/succession): an heir of strength q, his chance to win if he strikes, strikes
iff q > q_dagger = (D V + K)/(V + K), D the discounted value of waiting. A ruler who believes in q
names an heir with the probability

    naming = 1 / (1 + exp(-(q_dagger - q)/noise))

He learns from others as from cases: his prior is worth n cases, and the case that he watches
counts by its likeness l. If the incumbent purges his patron, q -> (n q + l)/(n + l); if the patron
prevails, q -> n q/(n + l); a duumvirate that holds teaches nothing. Belief follows in time. What
is known counts as ended, so an outcome that is undone is unlearnt.

Control is tightened as consensus falls and as heirs are feared:
control -> 1 - exp(-tightening [1 - consensus + fear (q - q_before)]+).

Reads ``outcome``, ``likeness``, ``neighbor_strength``, ``neighbor_strength_before``,
``legitimacy``, ``legitimacy_before``; writes ``heir_strength``, ``naming_probability``,
``naming_before``, ``ruler_control``, ``control_before`` (1, per ruler).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.succession import striking_strength
from upheaval.mechanisms.base import Mechanism
from upheaval.mechanisms.outcome import INCUMBENT, PATRON
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import NOBODY
from upheaval.world.state import Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let rulers learn, weigh an heir, and tighten their hold."""
    del luck
    _learn(world, tick, own)
    state = world.state
    strikes = _striking(world, own)
    state.naming_before[:] = _names(strikes, state.heir_prior, own)
    state.naming_probability[:] = _names(strikes, state.heir_strength, own)
    _tighten(world, tick, own)


def _learn(world: World, tick: Tick, own: Parameters) -> None:
    state = world.state
    won = (state.outcome == INCUMBENT)[:, None]
    lost = (state.outcome == PATRON)[:, None]
    cases = own.prior_cases[:, None]
    likeness = _of_neighbor(world, state.likeness, 1.0)
    seen = likeness * (won | lost)
    goal = (cases * state.heir_prior + likeness * won) / (cases + seen)
    moved = -np.expm1(-tick.length / own.learning_time)[:, None]
    state.heir_strength[:] += moved * (goal - state.heir_strength)


def _of_neighbor(world: World, values: Floats, at_home: float | Floats) -> Floats:
    """Give what neighbors have to their rulers; ``at_home`` to the ruler of this country."""
    setting = world.setting
    rows = setting.positions("rulers", "neighbor", "neighbors")
    result = np.empty((world.size, len(rows)))
    result[:] = np.reshape(at_home, (-1, 1))
    abroad = rows != NOBODY
    result[:, abroad] = values[:, rows[abroad]]
    return result


def _striking(world: World, own: Parameters) -> Floats:
    leaves = -np.expm1(-world.setting.column("rulers", "exit_hazard"))
    dies = -np.expm1(-own.heir_mortality)[:, None]
    return striking_strength(own.discount[:, None], leaves, dies, 1.0, own.penalty[:, None])


def _names(strikes: Floats, strength: Floats, own: Parameters) -> Floats:
    score = (strikes - strength) / own.noise[:, None]
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -60.0, 60.0))))


def _tighten(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    people = setting.city_people / setting.city_people.sum()
    at_home = (state.legitimacy - state.legitimacy_before) @ people
    abroad = state.neighbor_strength - state.neighbor_strength_before
    change = _of_neighbor(world, own.consensus_gain[:, None] * abroad, at_home)
    before = np.broadcast_to(setting.column("rulers", "consensus"), change.shape)
    consensus = np.clip(before + change, 0.0, 1.0)
    fear = own.fear[:, None] * (state.heir_strength - state.heir_prior)
    first = tick.index == 0
    state.control_before[:] = _control(1.0 - before, own)
    goal = _control(np.maximum(1.0 - consensus + fear, 0.0), own)
    if first:
        state.ruler_control[:] = state.control_before
    moved = -np.expm1(-tick.length / own.control_time)[:, None]
    state.ruler_control[:] += moved * (goal - state.ruler_control)


def _control(threat: Floats, own: Parameters) -> Floats:
    return np.asarray(-np.expm1(-own.tightening[:, None] * threat))


def _heir_prior(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("rulers", n) for n in ("low", "value", "high"))
    return within(low, value, high, start.uniform("heir_prior", len(low)))


MECHANISM = Mechanism(
    name="succession",
    title="Heirs and control",
    order=18,
    source="Herz 1952; Tullock 1987; Konrad and Mui 2017; closed form of the heir's choice",
    parameters=(
        Parameter("discount", "1", 0, 0.999, "What a year later is worth, relative to now."),
        Parameter("heir_mortality", "1/year", 0, 1, "Rate at which a waiting heir is lost."),
        Parameter("penalty", "1", 0, 100, "Cost of having struck and lost, relative to ruling."),
        Parameter("noise", "1", 0.001, 2, "Noise of naming, in units of an heir's strength."),
        Parameter("prior_cases", "1", 0.1, 1000, "Cases that a ruler's prior belief is worth."),
        Parameter("learning_time", "day", 0.1, 5000, "Time in which a case sinks in."),
        Parameter("tightening", "1", 0, 10, "Control per unit of missing consensus."),
        Parameter("fear", "1", 0, 10, "Missing consensus that a feared heir counts for."),
        Parameter("consensus_gain", "1", 0, 5, "Consensus per unit of a regime's public strength."),
        Parameter("control_time", "day", 0.1, 5000, "Time in which control follows."),
    ),
    fields=(
        Field("heir_prior", ("ruler",), "1", "Believed strength of an heir before.", _heir_prior),
        Field("heir_strength", ("ruler",), "1", "Believed strength of an heir who strikes.",
              _heir_prior, "series"),
        Field("naming_before", ("ruler",), "1", "Probability of naming an heir, before.", 0.0,
              "final"),
        Field("naming_probability", ("ruler",), "1", "Probability of naming an heir.", 0.0,
              "series"),
        Field("control_before", ("ruler",), "1", "Tightness of control, before.", 0.0, "final"),
        Field("ruler_control", ("ruler",), "1", "Tightness of control.", 0.0, "series"),
    ),
    reads=("outcome", "likeness", "neighbor_strength", "neighbor_strength_before", "legitimacy",
           "legitimacy_before"),
    writes=(),
    step=step,
)  # fmt: skip
