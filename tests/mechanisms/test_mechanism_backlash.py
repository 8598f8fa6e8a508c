"""Backlash: belief that foreign troops fired turns into a demand against foreign powers."""

import numpy as np
import pytest
from stage import Stage
from talk import talking_country

from upheaval.scenario import Scenario

FOREIGN = 3
ALONE = {
    "backlash.testimony_rate": 50.0,
    "backlash.spread_time": 0.05,
    "backlash.credence": 0.4,
    "backlash.growth": 1.0,
}


def shooting(stage: Stage) -> Stage:
    stage.state.troops[:] = 1000.0
    stage.state.shoot_order[:] = 1.0
    return stage


def test_there_is_no_testimony_without_foreign_troops_or_an_order_to_shoot(
    small: Scenario,
) -> None:
    for field in ("troops", "shoot_order"):
        stage = shooting(Stage(small, ALONE))
        stage.state[field][:] = 0.0
        stage.step("backlash", ticks=10)
        assert np.isinf(stage.state.testimony_time).all(), field
        np.testing.assert_array_equal(stage.state.nationalism, 0.0)


def test_belief_feeds_grievance_and_grievance_the_demand_against_foreign_powers(
    kazakhstan: Scenario,
) -> None:
    stage = shooting(Stage(kazakhstan, ALONE | {"grievance.foreign_gain": 2.0}))
    stage.step("backlash", "grievance", ticks=1)
    before = stage.state.demand[0, :, FOREIGN].copy()
    np.testing.assert_array_equal(before, 0.0)
    stage.step("backlash", "grievance", ticks=8)
    assert (stage.state.nationalism > 0).all()
    expected = 2.0 * stage.setting.of_cell("demand_foreign")
    grievance = stage.state.nationalism[0, stage.setting.cell_region]
    stage.step("grievance")
    np.testing.assert_allclose(stage.state.demand[0, :, FOREIGN], expected * grievance)


def test_grievance_fades_once_the_troops_are_gone(small: Scenario) -> None:
    stage = shooting(Stage(small, ALONE | {"backlash.fade": 1.0}))
    stage.step("backlash", ticks=8)
    high = stage.state.nationalism.copy()
    stage.state.troops[:] = 0.0
    stage.step("backlash", ticks=4)
    np.testing.assert_allclose(stage.state.nationalism, high * np.exp(-1.0))


def test_the_length_of_the_tick_leaves_no_trace(small: Scenario) -> None:
    grown = []
    for tick in (0.25, 0.125):
        stage = shooting(Stage(small, ALONE, tick=tick))
        stage.state.testimony_time[:] = -100.0
        stage.step("backlash", ticks=round(5 / tick))
        grown.append(stage.state.nationalism)
    np.testing.assert_allclose(*grown)


def test_a_proved_testimony_is_believed_by_all_but_only_once_it_is_given(small: Scenario) -> None:
    proved = ALONE | {"backlash.confirmed": np.array([0.0, 1.0])}
    stage = Stage(small, proved, replicates=2)
    stage.step("backlash", ticks=4)
    np.testing.assert_array_equal(stage.state.testimony_belief, 0.0)
    shooting(stage).step("backlash", ticks=8)
    assert stage.state.testimony_belief[0] == pytest.approx(0.4, abs=1e-3)
    np.testing.assert_array_equal(stage.state.testimony_belief[1], 1.0)
    assert (stage.state.nationalism[1] > 2.0 * stage.state.nationalism[0]).all()


def test_where_claims_are_followed_the_belief_is_that_of_the_region(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    talking = talking_country(tmp_path_factory.mktemp("scenarios") / "talking")
    values = {"information.press_rate": 50.0, "information.contact_rate": 0.0}
    stage = shooting(Stage(talking, ALONE | values))
    stage.step("information", "backlash", ticks=4)
    state = stage.state
    soldiers = stage.at("claim", "soldiers")
    assert state.testimony_time[0] == state.claim_asserted_time[0, soldiers]
    coast = state.belief[0, stage.at("audience", "coast"), soldiers]
    assert state.testimony_belief[0, stage.at("region", "west")] == pytest.approx(coast)
