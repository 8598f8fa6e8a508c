"""Triggers: decisions, events and fixed dates that set people in motion.

A trigger j has a size s_j (drawn within its range), a day on which people learn of it and one on
which it takes effect or happens. A mere announcement moves people too, by a part of the push; what
has happened fades from attention, unless it is a burden that stays (Downs 1972):

    target_j = s_j [announced_share before; from the day on exp(-(t - day) / lasts_j)] [stands]
    felt_j   <- felt_j + (1 - exp(-length / time)) (target_j - felt_j)
    push of a cell, for demand d = sum over j that ask d: gain_j felt_j hits_j

with the time of attention where it rises and that of relief where it falls, the gain of a burden
(share of spending) or of a level. It is a focal point as well as a grievance: people learn that
others were hit (Tucker 2007; Kuran 1991). Legitimacy falls as it is felt.

The ruler can take back what is reversible: as in the mechanism `regime_response`, at a rate that is
a logit in the danger he sees less the cost (Lichbach 1987; Moore 2000).

Reads ``fall_belief``, ``fall_time``, ``ruler_gone``, ``demand``, ``legitimacy``; writes ``demand``
(standard deviations of the threshold), ``legitimacy`` (1), ``trigger_felt``, ``retracted_time``
(days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from upheaval.errors import UpheavalError, unknown
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.scenario.tables_structures import BURDENS, EVERYBODY, TOWNS, VILLAGES
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import Setting
from upheaval.world.state import NEVER, Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let triggers be felt, push people, and be taken back."""
    if not world.setting.sizes["trigger"]:
        return
    fresh = _feel(world, tick, own)
    _push(world, own, fresh)
    _retract(world, tick, own, luck)


def _feel(world: World, tick: Tick, own: Parameters) -> Floats:
    """Move what is felt towards what there is; give what was newly felt."""
    state, setting = world.state, world.setting
    announced, effective = days_of(setting)
    passed = np.maximum(tick.end - effective, 0.0)
    lasts = setting.column("triggers", "lasts")
    fades = np.where(np.isnan(lasts), 1.0, np.exp(-passed / np.where(np.isnan(lasts), 1.0, lasts)))
    begun = np.where(
        tick.end > effective, fades, own.announced_share[:, None] * (tick.end > announced)
    )
    target = state.trigger_size * begun * np.isinf(state.retracted_time)
    gap = target - state.trigger_felt
    time = np.where(gap > 0, own.attention_time[:, None], own.relief_time[:, None])
    moved = -np.expm1(-tick.length / time) * gap
    state.trigger_felt[:] += moved
    return np.asarray(np.maximum(moved, 0.0))


def _push(world: World, own: Parameters, fresh: Floats) -> None:
    state, setting = world.state, world.setting
    hits, demand = hits_of(setting), demands_of(setting)
    burden = is_burden(setting)
    gain = np.where(burden, own.burden_gain[:, None], own.level_gain[:, None])
    for j, d in enumerate(demand.tolist()):
        state.demand[:, :, d] += (gain[:, j] * state.trigger_felt[:, j])[:, None] * hits[j]
    loss = np.where(burden, own.unfairness[:, None], own.outrage[:, None]) * fresh
    adults = setting.cell_people * setting.cell_acts
    hit_share = setting.per_city(hits * adults) / setting.city_adults
    state.legitimacy[:] = np.clip(state.legitimacy - loss @ hit_share, 0.0, 1.0)


def _retract(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    state, setting = world.state, world.setting
    able = np.asarray(setting.table("triggers")["reversible"], dtype=bool)
    known = tick.end > days_of(setting)[0]
    rules = np.isinf(state.fall_time) & (state.ruler_gone < 1)
    choice = expit((state.fall_belief - own.retraction_cost) / own.noise)
    rate = (own.decision_rate * choice * rules)[:, None] * (able & known)
    taken = luck.happens("retract", rate, tick.length) & np.isinf(state.retracted_time)
    state.retracted_time[:] = np.where(taken, tick.end, state.retracted_time)


def days_of(setting: Setting) -> tuple[Floats, Floats]:
    """Give the days on which triggers become known and take effect, in days since the start."""
    table, clock = setting.table("triggers"), setting.clock

    def days(column: str) -> Floats:
        moments = table[column].astype(object)
        return np.array([np.nan if m is None else clock.days(m) for m in moments], dtype=float)

    effective, announced = days("effective"), days("announced")
    return np.where(np.isnan(announced), effective, np.minimum(announced, effective)), effective


def is_burden(setting: Setting) -> NDArray[np.bool_]:
    """Tell which triggers are a burden on households; the size of the others is a level."""
    return np.isin(setting.table("triggers")["kind"], BURDENS)


def demands_of(setting: Setting) -> NDArray[np.int64]:
    """Give the position of the demand that each trigger raises."""
    return np.array(
        [
            _position(str(name), setting.labels["demand"], "demand", "demand")
            for name in setting.table("triggers")["demand"]
        ],
        dtype=np.int64,
    )


def hits_of(setting: Setting) -> Floats:
    """Give 1 where a trigger hits a cell, shape ``(trigger, cell)``."""
    table = setting.table("triggers")
    rows = [
        _groups(setting, str(words)) * _regions(setting, str(names))
        for words, names in zip(table["hits"], table["regions"], strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), setting.sizes["cell"])


def _groups(setting: Setting, words: str) -> Floats:
    hit = np.zeros(setting.sizes["cell"])
    rural = np.asarray(setting.rural[setting.cell_city], dtype=np.float64)
    where: dict[str, Floats] = {EVERYBODY: np.ones(1), TOWNS: 1.0 - rural, VILLAGES: rural}
    for word in words.split():
        if word in where:
            hit = np.maximum(hit, where[word])
        else:
            hit[setting.cell_group == _position(word, setting.labels["group"], "hits", "group")] = 1
    return hit


def _regions(setting: Setting, names: str) -> Floats:
    chosen = [
        _position(name, setting.labels["region"], "regions", "region") for name in names.split()
    ]
    return np.isin(setting.cell_region, chosen).astype(float) if chosen else np.ones(1)


def _position(name: str, known: list[str], column: str, what: str) -> int:
    if name not in known:
        raise UpheavalError(f"triggers.csv, column {column}: " + unknown(what, name, known))
    return known.index(name)


def _size(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("triggers", n) for n in ("low", "value", "high"))
    return within(low, value, high, start.uniform("size", len(low)))


MECHANISM = Mechanism(
    name="triggers",
    title="What sets people in motion",
    order=5.5,
    source="Downs 1972; Tucker 2007; Lichbach 1987; Moore 2000; scenario: triggers",
    parameters=(
        Parameter("announced_share", "1", 0, 1, "Push of what is only announced, relative."),
        Parameter("attention_time", "day", 0.05, 60, "Time in which a trigger is felt."),
        Parameter("relief_time", "day", 0.05, 365, "Time in which its end is believed."),
        Parameter("burden_gain", "1", 0, 500, "Push of a burden, standard deviations of the "
                  "threshold per unit of spending lost."),
        Parameter("level_gain", "1", 0, 20, "Push of a trigger of level 1, likewise."),
        Parameter("unfairness", "1", 0, 50, "Legitimacy lost per unit of a burden."),
        Parameter("outrage", "1", 0, 1, "Legitimacy lost to a trigger of level 1."),
        Parameter("decision_rate", "1/day", 0, 50, "Decisions a day to take something back, once "
                  "the danger is clear."),
        Parameter("retraction_cost", "1", 0, 5, "Danger at which that is worth it."),
        Parameter("noise", "1", 0.001, 1, "Noise of that choice."),
    ),
    fields=(
        Field("trigger_size", ("trigger",), "1", "Size of a trigger.", _size),
        Field("trigger_felt", ("trigger",), "1", "What is felt of it.", 0.0, "series"),
        Field("retracted_time", ("trigger",), "day", "Taken back by the ruler.", NEVER, "final"),
    ),
    reads=("fall_belief", "fall_time", "ruler_gone"),
    writes=("demand", "legitimacy"),
    step=step,
    structure=True,
)  # fmt: skip
