"""Palace coup and clan war are the two ways in which the game at the top can be opened."""

from __future__ import annotations

import numpy as np
from stage import Stage

from upheaval.scenario import Scenario

CERTAIN = {
    "court.move_rate": 50.0,
    "court.habit": 0.0,
    "court.elite_cost": 0.01,
    "court.agenda": 0.5,
    "court.weight_noise": 0.2,
}


def _played(small: Scenario, opens: float, fight: float) -> Stage:
    stage = Stage(small, CERTAIN, replicates=200)
    stage.state.incumbent_opens[:] = opens
    stage.state.clans_fight[:] = fight
    stage.state.strength[:] = -2.0
    stage.state.precision[:] = 1.0
    stage.step("court")
    return stage


def test_where_nobody_opens_the_game_nobody_is_purged(small: Scenario) -> None:
    assert np.isinf(_played(small, 0.0, 0.0).state.move_time).all()


def test_a_coup_from_the_palace_never_leaves_the_incumbent_outside(small: Scenario) -> None:
    stage = _played(small, 1.0, 0.0)
    incumbent = stage.setting.incumbent_faction
    assert np.isfinite(stage.state.move_time).any()
    assert stage.state.in_coalition[:, incumbent].all()


def test_each_way_alone_opens_fewer_games_than_both(small: Scenario) -> None:
    counts = [
        np.isfinite(_played(small, opens, fight).state.move_time).sum()
        for opens, fight in ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
    ]
    assert counts[2] >= max(counts[:2]) > 0


def test_the_switches_are_on_only_while_their_mechanisms_step(small: Scenario) -> None:
    stage = Stage(small, {"palace_coup.boldness": 0.7, "clan_war.intensity": 0.4})
    stage.state.incumbent_opens[:] = stage.state.clans_fight[:] = 0.0
    stage.step("palace_coup", "clan_war")
    assert stage.state.incumbent_opens[0] == 0.7
    assert stage.state.clans_fight[0] == 0.4
