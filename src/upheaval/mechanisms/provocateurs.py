"""Provocateurs: a faction that would gain from disorder sends people to riot.

A faction compares what disorder gives it with the risk of being found out. Disorder helps those
who may lose the duel: the gain grows with the rivalry at the top, with the threat to the faction
(the blame that it bears, or that it is being purged) and with how little it leans to the incumbent,

    u = gain * rivalry * threat * (1 - leaning) / 2,

and it sends its people with a logit in (u - cost) / noise. They go where crowds give cover and the
police is weak. They add to no crowd that could be counted apart: they draw people of the square
into rioting, so that by state nobody can tell them from people who came by themselves. How many
were sent is the hidden truth; observers only have ``sent_belief`` (mechanism suspicion).

Reads ``rivalry``, ``blame``, ``purged``, ``faction_weight``, ``crowd``, ``caught``; writes
``incitement`` (share of a square drawn into rioting, read by mobilization) and ``sent_truth``
(person).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let each faction decide once, place its people, and let them incite."""
    state, setting = world.state, world.setting
    where = soft_targets(world, own.cover)
    sends = _decide(world, tick, own, luck) & (where.sum(axis=1) > 0)[:, None]
    state.has_sent[:] = np.maximum(state.has_sent, sends)
    court = np.asarray(setting.table("factions")["in_court"], dtype=bool)
    weight = state.faction_weight * court
    share = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
    arriving = (own.people * (share * sends).sum(axis=1))[:, None] * where
    kept = np.exp(-tick.length / own.stay)[:, None]
    state.sent[:] = kept * state.sent + arriving
    state.sent_truth[:] += arriving
    crowd = np.maximum(over_kinds(state.crowd), 1.0)
    state.incitement[:] = own.followers[:, None] * state.sent / crowd


def _decide(world: World, tick: Tick, own: Parameters, luck: Luck) -> NDArray[np.bool_]:
    state, setting = world.state, world.setting
    threat = np.maximum(1.0 - np.exp(-state.blame), state.purged)
    against = (1.0 - setting.faction_leaning) / 2.0
    gain = own.gain[:, None] * state.rivalry[:, None] * threat * against
    choice = expit((gain - own.cost[:, None]) / own.noise[:, None])
    able = np.asarray(setting.table("factions")["in_court"], dtype=bool) & (state.has_sent < 1)
    rate = np.where(able, own.decision_rate[:, None] * choice, 0.0)
    return luck.happens("send", rate, tick.length)


def soft_targets(world: World, cover: Floats) -> Floats:
    """Give where people are best sent: shares of cities, by crowd and weakness of the police.

    Only crowds of at least ``cover`` people, shape ``(K,)``, hide anybody; where there is none,
    the shares are 0.
    """
    state = world.state
    crowd = over_kinds(state.crowd)
    pull = crowd * (crowd >= cover[:, None]) * (1.0 - state.caught)
    total = pull.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(pull, total, out=np.zeros_like(pull), where=total > 0))


MECHANISM = Mechanism(
    name="provocateurs",
    title="Rioters who are sent",
    order=8.1,
    source="Pierskalla 2010; model document",
    parameters=(
        Parameter("people", "person", 0, 1e5, "People whom all factions of the court together "
                  "could send; 0: nobody is ever sent."),
        Parameter("followers", "1", 0, 100, "People of the square drawn into rioting by each."),
        Parameter("gain", "1", 0, 20, "Gain from disorder of a faction that is all lost without."),
        Parameter("cost", "1", 0, 5, "Gain at which the risk of being found out is worth it."),
        Parameter("noise", "1", 0.001, 1, "Noise of that choice."),
        Parameter("decision_rate", "1/day", 0, 50, "Decisions a day once the gain is clear."),
        Parameter("cover", "person", 1, 1e6, "Crowd in a city that gives cover."),
        Parameter("stay", "day", 0.1, 365, "How long the people who were sent go on."),
    ),
    fields=(
        Field("has_sent", ("faction",), "1", "1 once the faction has sent people."),
        Field("sent", ("city",), "person", "People who were sent and are there now."),
        Field("sent_truth", ("city",), "person", "Hidden truth: people sent so far.", 0.0,
              "series"),
        Field("incitement", ("city",), "1", "Share of the square that they draw into rioting."),
    ),
    reads=("rivalry", "blame", "purged", "faction_weight", "crowd", "caught"),
    writes=(),
    step=step,
)  # fmt: skip
