"""Foreign terrorists: armed cadres enter from abroad, if a sponsor there thinks that it pays.

The mechanism is in the model so that it can be refuted. A sponsor weighs the chance that the regime
falls against the cost of being found out, with a logit in (stake * Pr(fall) - cost) / noise, and
acts once. The cadres go where crowds give cover and the police is weak, draw people into rioting
and bring arms. They work through the same visible state as people who came by themselves or were
sent by a faction at home: the share that riots, and arms. How many entered is the hidden truth.

Reads ``fall_belief``, ``crowd``, ``caught``; writes ``infiltration`` (share of a square drawn into
rioting), ``arms_brought`` (weapon), both read by mobilization, and ``cadres_truth`` (person).
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from upheaval.mechanisms.base import Mechanism
from upheaval.mechanisms.provocateurs import soft_targets
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import NEVER, Field, over_kinds
from upheaval.world.world import Parameters, World


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the sponsor decide, place the cadres, and let them incite and arm."""
    state = world.state
    where = soft_targets(world, own.cover)
    worth = own.stake * state.fall_belief - own.cost
    rate = own.decision_rate * expit(worth / own.noise)
    enters = luck.happens("enter", rate, tick.length) & np.isinf(state.cadres_entry_time)
    enters &= (where.sum(axis=1) > 0) & (own.cadres > 0)
    state.cadres_entry_time[:] = np.where(enters, tick.end, state.cadres_entry_time)
    arriving = (own.cadres * enters)[:, None] * where
    kept = np.exp(-tick.length / own.stay)[:, None]
    state.cadres[:] = kept * state.cadres + arriving
    state.cadres_truth[:] += arriving
    state.arms_brought[:] += own.arms_each[:, None] * arriving
    crowd = np.maximum(over_kinds(state.crowd), 1.0)
    state.infiltration[:] = own.followers[:, None] * state.cadres / crowd


MECHANISM = Mechanism(
    name="foreign_terrorists",
    title="Armed cadres from abroad",
    order=8.2,
    source="Cunningham 2016; model document",
    parameters=(
        Parameter("cadres", "person", 0, 1e5, "Armed people who could enter; 0: nobody ever does."),
        Parameter("followers", "1", 0, 100, "People of the square drawn into rioting by each."),
        Parameter("arms_each", "weapon", 0, 100, "Arms that each brings."),
        Parameter("stake", "1", 0, 20, "What the sponsor gains if the regime falls."),
        Parameter("cost", "1", 0, 5, "His cost of being found out."),
        Parameter("noise", "1", 0.001, 1, "Noise of that choice."),
        Parameter("decision_rate", "1/day", 0, 50, "Decisions a day once it pays."),
        Parameter("cover", "person", 1, 1e6, "Crowd in a city that gives cover."),
        Parameter("stay", "day", 0.1, 365, "How long the cadres go on."),
    ),
    fields=(
        Field("cadres", ("city",), "person", "Cadres who are there now."),
        Field("cadres_truth", ("city",), "person", "Hidden truth: cadres so far.", 0.0, "series"),
        Field("cadres_entry_time", (), "day", "Cadres enter.", NEVER, "final"),
        Field("infiltration", ("city",), "1", "Share of the square that they draw into rioting."),
        Field("arms_brought", ("city",), "weapon", "Arms that they brought."),
    ),
    reads=("fall_belief", "crowd", "caught"),
    writes=(),
    step=step,
)  # fmt: skip
