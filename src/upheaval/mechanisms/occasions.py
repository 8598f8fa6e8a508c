"""Occasions: which of the crisis's own events make a claim possible. No date enters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.scenario.tables_information import OCCASIONS
from upheaval.world.setting import NOBODY
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

USUAL = {
    "outside_threat": "request",
    "numbers": "violence",
    "confession": "arrests",
    "conspiracy": "custody",
    "mining": "protest",
    "foreign_fire": "gunfire",
    "betrayal": "stand_down",
    "consent": "decision",
    "sent": "seizure",
    "came": "seizure",
    "other": "protest",
}
"""Occasion of a claim by its kind, where its row names none."""

IN_CUSTODY = 2


def occasion_of_claims(world: World, own: Parameters) -> Floats:
    """Give 1 where something has happened that each claim can be about, shape ``(K, claims)``."""
    happened = _happened(world, own)
    table = world.setting.table("claims")
    named = [
        str(after) or USUAL[str(kind)]
        for after, kind in zip(table["after"], table["kind"], strict=True)
    ]
    position = [OCCASIONS.index(name) for name in named]
    return np.asarray(happened[:, position], dtype=np.float64)


def _happened(world: World, own: Parameters) -> Flags:
    """Tell which occasions there are now, shape ``(K, occasions)``."""
    state = world.state
    now = {
        "protest": state.crowd.sum(axis=(1, 2)) >= own.notable_crowd,
        "violence": (state.killed + state.security_killed).sum(axis=1) >= 1.0,
        "seizure": state.seized.sum(axis=1) >= 1.0,
        "stand_down": np.isfinite(state.stood_down_time).any(axis=1),
        "arrests": state.arrested.sum(axis=1) >= own.mass_arrests,
        "purge": np.isfinite(state.move_time),
        "custody": (state.figure_status == IN_CUSTODY)[:, _security_figures(world)].any(axis=1),
        "request": np.isfinite(state.treaty_request_time),
        "decision": np.isfinite(state.treaty_decision_time),
        "gunfire": (state.troops.sum(axis=1) > 0) & (state.shoot_order > 0),
    }
    return np.stack([now[name] for name in OCCASIONS], axis=1)


def _security_figures(world: World) -> NDArray[np.int64]:
    """Give the figures who held a security office on the first day."""
    setting = world.setting
    holder = setting.positions("offices", "holder", "figures")
    security = setting.where("offices", "kind", "security") & (holder != NOBODY)
    return np.asarray(holder[security], dtype=np.int64)
