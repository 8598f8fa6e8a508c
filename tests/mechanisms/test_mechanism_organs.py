"""Organs: whom the guns follow is a game of coordination; standing down is the third way."""

import numpy as np
import pytest
from stage import Stage

from upheaval.closed_forms.loyalty import critical_force
from upheaval.scenario import Scenario

STILL = {
    "court.move_rate": 0.0,
    "court.failure_rate": 0.0,
    "court.governor_rate": 0.0,
    "organs.switch_rate": 50.0,
    "organs.withdraw_rate": 0.0,
}
COST = 0.4
PATRON = 4.0 + 2.0  # the clan and the service that leans to it
INCUMBENT = 3.0
ORGANS = 0.5 + 1.0 + 0.3


def test_force_above_the_critical_force_turns_the_organs_and_below_it_does_not(
    small: Scenario,
) -> None:
    critical = float(critical_force(INCUMBENT, PATRON, ORGANS, COST))
    assert critical == pytest.approx(PATRON - INCUMBENT - ORGANS * (1 - 2 * COST))
    values = STILL | {
        "organs.wrong_side_cost": COST,
        "organs.foreign_force": np.array([0.0, critical - 0.01, critical + 0.01, 100.0]),
        # What the backing weighs in the court is not counted a second time as force.
        "court.foreign_weight": np.array([0.0, 5.0, 0.0, 5.0]),
    }
    stage = Stage(small, values, replicates=4)
    stage.state.foreign_backing[:] = 1.0
    stage.step("court", "organs", ticks=8)
    loyalty = stage.state.organ_loyalty[:, stage.at("organ", "service")]
    np.testing.assert_allclose(loyalty, [0.0, 0.0, 1.0, 1.0], atol=1e-3)
    police = stage.state.organ_loyalty[:, stage.at("organ", "police")]
    np.testing.assert_allclose(police, [0.5, 0.5, 1.0, 1.0], atol=1e-3)


def test_the_guards_own_weight_is_not_counted_for_either_camp_while_it_is_decided(
    small: Scenario,
) -> None:
    values = STILL | {"organs.wrong_side_cost": COST, "court.foreign_weight": 0.0}
    force = PATRON - INCUMBENT - ORGANS * (1 - 2 * COST) - 0.01
    stage = Stage(small, values | {"organs.foreign_force": force}, replicates=2)
    stage.state.foreign_backing[:] = 1.0
    stage.state.organ_loyalty[:] = [[0.0] * 3, [1.0] * 3]
    stage.step("court", "organs", ticks=8)
    service = stage.state.organ_loyalty[:, stage.at("organ", "service")]
    np.testing.assert_allclose(service, 0.0, atol=1e-3)


def test_once_the_patron_is_purged_the_organs_follow_the_incumbent(small: Scenario) -> None:
    stage = Stage(small, STILL | {"court.purge_rate": 0.0}, replicates=2)
    stage.state.purged[0, [stage.at("faction", "clan"), stage.at("faction", "service")]] = 1.0
    stage.state.purged[1, stage.at("faction", "palace")] = 1.0
    stage.step("court", "organs", ticks=8)
    np.testing.assert_allclose(stage.state.organ_loyalty[0], 1.0, atol=1e-3)
    np.testing.assert_allclose(stage.state.organ_loyalty[1], 0.0, atol=1e-3)


def test_a_new_commander_brings_his_organ_along(small: Scenario) -> None:
    stage = Stage(small, STILL)
    stage.state.office_holder[:, stage.at("office", "service_chair")] = -2
    stage.step("court", "organs", ticks=8)
    assert stage.state.organ_loyalty[0, stage.at("organ", "service")] > 0.99
    assert stage.state.organ_loyalty[0, stage.at("organ", "police")] == pytest.approx(0.5)


def test_organs_change_sides_at_their_rate(small: Scenario) -> None:
    stage = Stage(small, STILL | {"organs.switch_rate": 1.0})
    stage.state.office_holder[:, stage.at("office", "service_chair")] = -2
    stage.step("organs", ticks=4)
    loyalty = stage.state.organ_loyalty[0, stage.at("organ", "service")]
    assert loyalty == pytest.approx(1 - np.exp(-1))


def test_standing_down_needs_a_duel_a_pressing_crowd_a_torn_organ_and_leaders_who_can(
    small: Scenario,
) -> None:
    values = STILL | {"organs.withdraw_rate": 50.0, "organs.pressing_crowd": 1000.0}
    stage = Stage(small, values | {"organs.switch_rate": 0.0}, replicates=4)
    state = stage.state
    state.organ_loyalty[:] = 0.0
    state.rivalry[:], state.crowding[:], state.crowd[:, :, 0] = 1.0, 0.9, 5000.0
    state.rivalry[1] = 0.0
    state.crowd[2] = 100.0
    state.organ_loyalty[3] = 1.0
    stage.step("organs", ticks=12)
    capital, port = stage.at("city", "capital"), stage.at("city", "port")
    service = stage.at("organ", "service")
    np.testing.assert_array_equal(state.withdrawn[:, service, capital], [1, 0, 0, 0])
    np.testing.assert_array_equal(state.withdrawn[:, service, port], [1, 0, 0, 0])
    # Police and guard cannot be ordered out, and nobody leaves a place where he is not.
    assert not state.withdrawn[:, [stage.at("organ", "police"), stage.at("organ", "guard")]].any()
    assert not state.withdrawn[:, :, stage.at("city", "villages")].any()
    assert np.isfinite(state.stood_down_time[0, [port, capital]]).all()
    assert np.isinf(state.stood_down_time[1:]).all()


def test_a_loyal_organ_comes_back_and_the_first_time_it_left_stays_known(small: Scenario) -> None:
    stage = Stage(small, STILL | {"organs.return_rate": 50.0, "organs.switch_rate": 0.0})
    service, capital = stage.at("organ", "service"), stage.at("city", "capital")
    stage.state.withdrawn[:, service, capital] = 1.0
    stage.state.organ_loyalty[:] = 0.0
    stage.step("organs", ticks=4)
    assert stage.state.withdrawn[0, service, capital] == 1.0
    stage.state.organ_loyalty[:] = 1.0
    stage.step("organs", ticks=4)
    assert not stage.state.withdrawn.any()


def test_the_torn_obey_less_the_fiercer_the_rivalry(small: Scenario) -> None:
    stage = Stage(
        small, STILL | {"organs.reluctance": 0.5, "organs.switch_rate": 0.0}, replicates=3
    )
    stage.state.organ_loyalty[:] = [[0.0], [0.0], [1.0]]
    stage.state.rivalry[:] = [0.0, 1.0, 1.0]
    stage.step("organs")
    np.testing.assert_allclose(stage.state.obedience, [1.0, 0.5, 1.0])
    np.testing.assert_allclose(stage.state.obedience_of[1], [0.3, 0.25, 0.45])
