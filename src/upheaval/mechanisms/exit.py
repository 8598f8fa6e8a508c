"""Exit: the ruler leaves office, and somebody takes it.

Seven ways lead out of office: the street brings the regime down (mechanism `outcome`), the army
takes power (`army`), the coalition of the court or a body of the regime drops him (`court`,
`institutions`), he leaves by agreement or resigns (`transition`), he loses a vote (`election`). The
first of them counts. The presidency ends with it: the office goes to

    the army's leader                 when the army has taken power,
    the successor named by the body   when a body of the regime has dropped him,
    the leader of the best organized opposition, with a chance of its organization,
                                      after a fall, an agreement or a lost vote,
    the head of government            after a resignation, if he still holds office,
    else a newcomer.

Of cases of leaders' exits see Goemans, Gleditsch and Chiozza 2009 (Archigos: regular, irregular);
of what may follow, Geddes, Wright and Frantz 2014.

Reads the times of the ways out, ``purged``, ``organization_strength``; writes ``exit_time`` (days),
``exit_kind``, ``ruler_gone``, ``office_holder``, ``office_lost_time``, ``figure_status`` and, in
the end, ``outcome``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.base import Mechanism
from upheaval.mechanisms.court import DISMISSED, IN_CUSTODY, NEWCOMER
from upheaval.mechanisms.outcome import FALLS, REPLACED
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import NOBODY
from upheaval.world.state import NEVER, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

IN_OFFICE, STREET, ARMY, DROPPED, COURT, AGREED, RESIGNED, VOTED_OUT = range(8)
WAYS = (
    "in office", "the street", "the army", "a body of the regime", "the court", "agreement",
    "resignation", "a vote",
)  # fmt: skip
"""How the ruler left, by ``exit_kind``."""

FROM_WITHIN = (ARMY, DROPPED, COURT)
ENDS_IN = {ARMY: REPLACED, DROPPED: REPLACED, COURT: REPLACED, AGREED: REPLACED,
           VOTED_OUT: REPLACED, RESIGNED: FALLS, STREET: FALLS}  # fmt: skip
"""Outcome of each way out, in the words of `outcome`; the general outcomes tell them apart further.

A resignation without an agreement counts as a fall to the street: a convention."""


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the ruler go where a way out has opened, and fill his office."""
    state = world.state
    kind = _way_out(world, tick)
    leaves = (kind != IN_OFFICE) & (state.ruler_gone < 1)
    if leaves.any():
        state.exit_kind[:] = np.where(leaves, kind, state.exit_kind)
        state.exit_time[:] = np.where(leaves, tick.end, state.exit_time)
        state.ruler_gone[:] = np.maximum(state.ruler_gone, leaves)
        _hand_over(world, tick, own, luck, leaves)
    for way, outcome in ENDS_IN.items():
        # War that came first stays war.
        ends = (state.exit_kind == way) & ~(state.war_time <= state.exit_time)
        state.outcome[:] = np.where(ends, outcome, state.outcome)


def _way_out(world: World, tick: Tick) -> Whole:
    state, setting = world.state, world.setting
    purged = state.purged[:, setting.incumbent_faction] > 0
    ways = (
        (ARMY, state.takeover_time), (DROPPED, state.dropped_time), (AGREED, state.agreement_time),
        (VOTED_OUT, state.voted_out_time), (RESIGNED, state.resigned_time),
        (STREET, state.fall_time), (COURT, np.where(purged, tick.end, NEVER)),
    )  # fmt: skip
    kind = np.full(world.size, IN_OFFICE)
    for way, time in reversed(ways):  # where two happen in one tick, the first listed counts
        kind = np.where(time <= tick.end, way, kind)
    return np.asarray(kind, dtype=np.int64)


def _hand_over(
    world: World, tick: Tick, own: Parameters, luck: Luck, leaves: NDArray[np.bool_]
) -> None:
    state, setting = world.state, world.setting
    kinds = np.array(setting.table("offices")["kind"])
    presidencies = np.flatnonzero(kinds == "presidency")
    if not len(presidencies):
        return
    office = int(presidencies[0])
    rows = np.flatnonzero(leaves & (state.office_holder[:, office] != NOBODY))
    old = state.office_holder[rows, office]
    follower = _followers(world, own, luck)[rows]
    held = old >= 0
    state.office_lost_time[rows[held], old[held]] = np.minimum(
        state.office_lost_time[rows[held], old[held]], tick.end
    )
    status = state.figure_status[rows[held], old[held]]
    state.figure_status[rows[held], old[held]] = np.maximum(status, DISMISSED)
    # Who has just lost the office does not follow himself.
    state.office_holder[rows, office] = np.where(follower == old, NEWCOMER, follower)


def _followers(world: World, own: Parameters, luck: Luck) -> Whole:
    """Give the figure who would take the office in each world; `NEWCOMER` for somebody new."""
    state = world.state
    newcomer = np.full(world.size, NEWCOMER)
    kind = state.exit_kind
    opposition = _opposition_leader(world, own, luck)
    follower = np.where(np.isin(kind, (STREET, AGREED, VOTED_OUT)), opposition, newcomer)
    follower = np.where(kind == ARMY, _first_of(world, "army"), follower)
    follower = np.where(kind == RESIGNED, _head_of_government(world), follower)
    successor = world.setting.positions("institutions", "successor", "figures")
    if len(successor):
        by = np.maximum(state.dropped_by.astype(np.int64), 0)
        follower = np.where((kind == DROPPED) & (successor[by] != NOBODY), successor[by], follower)
    return np.asarray(_free(world, follower), dtype=np.int64)


def _opposition_leader(world: World, own: Parameters, luck: Luck) -> Whole:
    state, setting = world.state, world.setting
    leader = setting.positions("organizations", "leader", "figures")
    led = leader != NOBODY
    lot = luck.uniform("opposition", 1)[:, 0]
    if not led.any():
        return np.full(world.size, NEWCOMER)
    strength = state.organization_strength * led
    best = strength.argmax(axis=1)
    takes = lot < own.opposition_takes * strength[np.arange(world.size), best]
    return np.where(takes, leader[best], NEWCOMER)


def _first_of(world: World, table: str) -> int:
    faction = world.setting.positions(table, "faction", "factions")
    if not len(faction):
        return NEWCOMER
    figures = np.flatnonzero(world.setting.figure_faction == faction[0])
    return int(figures[0]) if len(figures) else NEWCOMER


def _head_of_government(world: World) -> Whole:
    setting = world.setting
    government = np.flatnonzero(setting.where("offices", "kind", "government"))
    if not len(government):
        return np.full(world.size, NEWCOMER)
    first = government[np.argmin(setting.column("offices", "rank")[government])]
    return np.asarray(world.state.office_holder[:, first])


def _free(world: World, follower: Whole) -> Whole:
    status = np.take_along_axis(world.state.figure_status, np.maximum(follower, 0)[:, None], axis=1)
    return np.where((follower >= 0) & (status[:, 0] >= IN_CUSTODY), NEWCOMER, follower)


MECHANISM = Mechanism(
    name="exit",
    title="The ruler leaves office",
    order=20.5,
    source="Goemans, Gleditsch and Chiozza 2009; Geddes, Wright and Frantz 2014",
    parameters=(
        Parameter("opposition_takes", "1", 0, 1, "Chance that a fully organized opposition takes "
                  "the office."),
    ),
    fields=(
        Field("exit_time", (), "day", "The ruler leaves office.", NEVER, "final"),
        Field("exit_kind", (), "1", "How he left: position in the list of ways.", 0, "final",
              "int8"),
        Field("ruler_gone", (), "1", "Whether he has left.", 0.0, "series"),
    ),
    reads=("fall_time", "war_time", "takeover_time", "dropped_time", "dropped_by",
           "agreement_time", "resigned_time", "voted_out_time", "purged", "organization_strength"),
    writes=("office_holder", "office_lost_time", "figure_status", "outcome"),
    step=step,
    structure=True,
)  # fmt: skip
