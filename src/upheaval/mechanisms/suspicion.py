"""Suspicion: how likely observers think it that rioters were sent.

Observers see squares and police, never who was sent. They expect a share of a crowd to riot by
itself, more where the police is weak, and are surprised by more than that. With z the logarithm of
rioters over the rioters expected, of Student's t with ``tail`` degrees of freedom and the same
spread under both explanations (Lange, Little and Taylor 1989, JASA 84:881-896: what is far off any
expectation then hardly speaks for one of them),

    LR = [(tail + (z / spread)^2) / (tail + ((z - shift) / spread)^2)]^((tail + 1) / 2),

where people who were sent would raise z by ``shift``; belief is Bayes' rule on the largest surprise
so far. A rage that nobody expected is so no proof: the ratio goes back to 1. Fields of the hidden
truth are not read: with nobody sent the same square gives the same belief.

Reads ``crowd``, ``caught``; writes ``sent_belief`` (probability by city).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.source_credibility import update_by_likelihood_ratio
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

RIOTING_CROWD = 2


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Compare rioters with those expected, and update by the largest surprise so far."""
    del tick, luck
    state = world.state
    crowd = over_kinds(state.crowd)
    seen = crowd >= own.seen_crowd[:, None]
    expected = own.usual_share[:, None] * crowd * (1.0 - state.caught)
    surprise = np.log((state.crowd[:, :, RIOTING_CROWD] + 1.0) / (expected + 1.0))
    larger = seen & (surprise > state.surprise)
    state.surprise[:] = np.where(larger, surprise, state.surprise)
    known = np.isfinite(state.surprise)
    z = np.where(known, state.surprise, 0.0) / own.spread[:, None]
    moved, tail = (own.shift / own.spread)[:, None], own.tail[:, None]
    odds = (tail + z**2) / (tail + (z - moved) ** 2)
    ratio = np.where(known, odds ** ((tail + 1.0) / 2.0), 1.0)
    state.sent_belief[:] = update_by_likelihood_ratio(own.prior[:, None], ratio)


def _prior(start: Beginning) -> Floats:
    return np.asarray(start.parameters.prior[:, None])


MECHANISM = Mechanism(
    name="suspicion",
    title="What observers think of the riots",
    order=8.3,
    source="Lange, Little and Taylor 1989; Bayes' rule; model document",
    parameters=(
        Parameter("prior", "1", 0, 1, "Chance that rioters are sent, before any riot."),
        Parameter("usual_share", "1", 0, 1, "Share of a crowd without police that is expected to "
                  "riot."),
        Parameter("shift", "1", 0, 5, "How much more, in logarithms, if some are sent."),
        Parameter("spread", "1", 0.1, 5, "Spread of what is expected, in logarithms."),
        Parameter("tail", "1", 1, 1000, "Degrees of freedom of that spread: few, where much "
                  "that is unexpected happens."),
        Parameter("seen_crowd", "person", 1, 1e6, "Crowd in a city that is observed."),
    ),
    fields=(
        Field("surprise", ("city",), "1", "Largest surprise so far.", -np.inf),
        Field("sent_belief", ("city",), "1", "Chance that rioters were sent, as observers see it.",
              _prior, "series"),
    ),
    reads=("crowd", "caught"),
    writes=(),
    step=step,
)  # fmt: skip
