"""Backlash: the belief that foreign troops fired feeds nationalist grievance.

Belief in the testimony comes from the audiences of a region (mechanism information) or, where
claims are not followed, from the mechanism's own testimony, made at a rate once foreign troops are
in the country under an order to shoot. The stock N of grievance grows with belief q and with troops
F that people can see, and fades,

    dN/dt = growth * q * F / (F + F0) - N / fade,

and turns into the demand against foreign powers (mechanism grievance). ``confirmed`` asks what
would follow if the testimony, once given, were proved before all.

Reads ``belief``, ``claim_asserted_time``, ``troops``, ``shoot_order``; writes ``nationalism``,
``testimony_belief`` (probability by region).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import NEVER, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Update belief in the testimony and the grievance that it feeds."""
    state = world.state
    troops = state.troops.sum(axis=1)
    _testify(world, tick, own, luck, troops)
    given = np.isfinite(state.testimony_time)
    heard = np.where((state.informed > 0)[:, None], _heard(world), _own_belief(world, tick, own))
    doubt = (1.0 - heard) * (1.0 - own.confirmed[:, None])
    state.testimony_belief[:] = np.where(given[:, None], 1.0 - doubt, 0.0)
    seen = own.growth * troops / (troops + own.troops_scale)
    stays = np.exp(-tick.length / own.fade)[:, None]
    # Exact within the tick for constant belief and troops, so that its length leaves no trace.
    level = seen[:, None] * state.testimony_belief * own.fade[:, None]
    state.nationalism[:] = level + (state.nationalism - level) * stays


def _testify(world: World, tick: Tick, own: Parameters, luck: Luck, troops: Floats) -> None:
    state = world.state
    claimed = state.claim_asserted_time[:, _claims(world)].min(axis=1, initial=NEVER)
    occasion = (troops > 0) & (state.shoot_order > 0)
    speaks = luck.happens("testify", own.testimony_rate * occasion, tick.length)
    alone = np.where(speaks & np.isinf(state.testimony_time), tick.end, state.testimony_time)
    state.testimony_time[:] = np.where(state.informed > 0, claimed, alone)


def _claims(world: World) -> NDArray[np.bool_]:
    return world.setting.where("claims", "kind", "foreign_fire")


def _heard(world: World) -> Floats:
    """Give the mean belief of each region's people in the strongest testimony that was given."""
    state = world.state
    kind = _claims(world)
    given = np.isfinite(state.claim_asserted_time[:, kind])[:, None, :]
    belief = np.where(given, state.belief[:, :, kind], 0.0).max(axis=2, initial=0.0)
    return np.asarray(np.einsum("kra,ka->kr", state.audience_share, belief))


def _own_belief(world: World, tick: Tick, own: Parameters) -> Floats:
    state = world.state
    since = np.maximum(tick.end - state.testimony_time, 0.0)
    since = np.where(np.isfinite(since), since, 0.0)
    reach = own.credence * -np.expm1(-since / own.spread_time)
    return np.broadcast_to(reach[:, None], state.testimony_belief.shape)


MECHANISM = Mechanism(
    name="backlash",
    title="Nationalist backlash",
    order=14,
    source="Lichbach 1987; model document",
    parameters=(
        Parameter("testimony_rate", "1/day", 0, 50, "Testimonies a day where claims are not "
                  "followed."),
        Parameter("credence", "1", 0, 1, "Belief in it once all have heard, likewise."),
        Parameter("spread_time", "day", 0.05, 60, "Time in which it spreads, likewise."),
        Parameter("confirmed", "1", 0, 1, "Whether the testimony is proved once it is given."),
        Parameter("growth", "1/day", 0, 10, "Growth of the grievance under full belief."),
        Parameter("troops_scale", "person", 1, 1e6, "Foreign troops at half their effect."),
        Parameter("fade", "day", 0.1, 3650, "How long the grievance lasts."),
    ),
    fields=(
        Field("testimony_time", (), "day", "Testimony that foreign troops fired.", NEVER, "final"),
        Field("testimony_belief", ("region",), "1", "Belief in it."),
        Field("nationalism", ("region",), "1", "Nationalist grievance.", 0.0, "series"),
    ),
    reads=("informed", "belief", "audience_share", "claim_asserted_time", "troops", "shoot_order"),
    writes=(),
    step=step,
)  # fmt: skip
