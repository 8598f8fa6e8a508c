"""Alignment: where the state stands among the powers, by who rules and whom he owes.

Multivector foreign policy in closed form: a state that weighs its patrons' displeasure takes the
leverage-weighted mean of their ideal points (closed_forms/multivector). The rulers' own
leaning counts as one more voice:

    position = (w r + sum_j (W_j + D_j) z_j) / (w + sum_j (W_j + D_j))

z_j and W_j are the ideal point and leverage of power j; r is the mean leaning of the factions
that rule, by their weight; w the rulers' will. Whoever sends troops to save a ruler gains leverage
D_j, which fades with time once they have left; a third power gains by what it was guaranteed.
Positions run from West (-1) to East (1).

Reads ``faction_base``, ``blame``, ``in_coalition``, ``purged``, ``committed`` (person),
``foreign_backing``, ``contingent`` (person), ``guarantee``, ``fall_time`` (days); writes
``alignment``, ``alignment_before``, ``alignment_tilt`` (1) and ``owed`` (leverage, per power).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms import multivector
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.allies import able_members, lead_power, third_power
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import NOBODY
from upheaval.world.state import Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Add up what is owed, then weigh rulers and powers."""
    del luck
    state, setting = world.state, world.setting
    if not len(setting.table("leanings")) and not state.leverage.any():
        return
    _owe(world, tick, own)
    ideal = np.broadcast_to(setting.column("powers", "ideal_point"), state.leverage.shape)
    before = _leaning(world, state.faction_base)
    standing = state.faction_base * np.exp(-state.blame) * state.in_coalition * (state.purged < 1)
    now = _leaning(world, standing)
    now = np.where(np.isfinite(state.fall_time), own.successor, now)
    will = own.will * state.leverage.sum(axis=1)
    state.alignment_before[:] = _position(before, will, ideal, state.leverage)
    state.alignment[:] = _position(now, will, ideal, state.leverage + state.owed)
    _tilt(world, now, will, ideal)


def _owe(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    whole = np.maximum((state.contingent * able_members(setting)).sum(axis=1), 1.0)
    backing = state.committed / whole[:, None] * (state.foreign_backing > 0)[:, None]
    total = state.leverage.sum(axis=1)
    incurred = (own.debt * total)[:, None] * backing
    third = third_power(setting)
    if third != NOBODY:
        incurred[:, third] += own.consent_debt * total * state.guarantee
    kept = np.exp(-tick.length / own.debt_time)[:, None]
    state.owed[:] = np.maximum(kept * state.owed, incurred)


def _leaning(world: World, weight: Floats) -> Floats:
    """Give the mean leaning of factions by weight, shape ``(K,)``; 0 where nobody leans."""
    setting = world.setting
    rows = setting.positions("leanings", "faction", "factions")
    heard = weight[:, rows]
    total = heard.sum(axis=1)
    mean = (heard * world.state.leaning).sum(axis=1) / np.where(total > 0, total, 1.0)
    return np.asarray(np.where(total > 0, mean, 0.0))


def _position(leaning: Floats, will: Floats, ideal: Floats, leverage: Floats) -> Floats:
    voices = np.concatenate([leaning[:, None], ideal], axis=1)
    return multivector.alignment(voices, np.concatenate([will[:, None], leverage], axis=1))


def _tilt(world: World, now: Floats, will: Floats, ideal: Floats) -> None:
    """Tell how far the position moves by what is owed to the leader of the alliance alone."""
    state = world.state
    lead = lead_power(world.setting)
    if lead == NOBODY:
        return
    voices = np.concatenate([now[:, None], ideal], axis=1)
    weight = np.concatenate([will[:, None], state.leverage], axis=1)
    state.alignment_tilt[:] = multivector.tilt(voices, weight, lead + 1, state.owed[:, lead])


def _leverage(start: Beginning) -> Floats:
    names = ("leverage_low", "leverage", "leverage_high")
    low, value, high = (start.setting.column("powers", name) for name in names)
    return within(low, value, high, start.uniform("leverage", len(low)))


def _leanings(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("leanings", n) for n in ("low", "value", "high"))
    return within(low, value, high, start.uniform("leaning", len(low)))


MECHANISM = Mechanism(
    name="alignment",
    title="Position among the powers",
    order=15,
    source="closed form of a multivector policy; model document",
    parameters=(
        Parameter("will", "1", 0.01, 10, "Weight of the rulers' own leaning, relative to the "
                  "leverage of all powers together."),
        Parameter("debt", "1", 0, 10, "Leverage that the whole contingent earns, in the same "
                  "unit."),
        Parameter("debt_time", "day", 1, 20000, "Time in which that debt fades."),
        Parameter("consent_debt", "1", 0, 10, "Leverage that a unit of guarantee earns the third "
                  "power."),
        Parameter("successor", "1", -1, 1, "Position of those who rule after a fall."),
    ),
    fields=(
        Field("leverage", ("power",), "1", "Leverage of each power before the crisis.", _leverage),
        Field("leaning", ("leaning",), "1", "Where each faction leans.", _leanings),
        Field("owed", ("power",), "1", "Leverage gained in the crisis.", 0.0, "series"),
        Field("alignment", (), "1", "Position between West (-1) and East (1).", 0.0, "series"),
        Field("alignment_before", (), "1", "The same before the crisis.", 0.0, "final"),
        Field("alignment_tilt", (), "1", "Shift by what is owed to the alliance's leader.", 0.0,
              "series"),
    ),
    reads=("faction_base", "blame", "in_coalition", "purged", "committed", "foreign_backing",
           "contingent", "guarantee", "fall_time"),
    writes=(),
    step=step,
)  # fmt: skip
