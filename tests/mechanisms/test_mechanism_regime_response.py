"""Regime response: steps follow danger, the cheap before the dear, and are taken back in calm."""

import numpy as np
from stage import Stage

from upheaval.scenario import Scenario

SHARP = {
    "regime_response.noise": 0.005,
    "regime_response.decision_rate": 20.0,
    "regime_response.concession_cost": 0.2,
    "regime_response.dismissal_cost": 0.35,
    "regime_response.emergency_cost": 0.5,
    "regime_response.shutdown_cost": 0.65,
    "regime_response.shoot_cost": 0.8,
    "regime_response.felt_enough": 0.001,
    "regime_response.concession_step": 0.5,
}
TIMES = (
    "concession_time",
    "government_dismissed_time",
    "emergency_time",
    "shutdown_time",
    "shoot_order_time",
)


def first(stage: Stage, name: str) -> np.ndarray:
    times = stage.state[name]
    return times.reshape(len(times), -1).min(axis=1)


def test_without_danger_no_step_is_taken(small: Scenario) -> None:
    stage = Stage(small, SHARP, replicates=200)
    stage.state.felt_by_region[:] = 0.05
    stage.step("regime_response", ticks=80)
    for name in TIMES:
        assert np.isinf(stage.state[name]).all(), name
    for name in ("conceded", "emergency", "shoot_order"):
        assert not stage.state[name].any(), name
    np.testing.assert_array_equal(stage.state.connectivity, 1.0)


def test_as_danger_rises_steps_come_in_the_order_of_their_costs(small: Scenario) -> None:
    stage = Stage(small, SHARP, replicates=100)
    stage.state.felt_by_region[:] = 0.05
    stage.state.crowd[:, :, 2] = 1e6
    for danger in np.linspace(0.0, 1.0, 100):
        stage.state.fall_belief[:] = danger
        stage.step("regime_response")
    times = np.stack([first(stage, name) for name in TIMES])
    assert np.isfinite(times).all()
    assert (np.diff(times, axis=0) > 0).all()


def test_once_the_regime_has_fallen_nothing_is_decided(small: Scenario) -> None:
    stage = Stage(small, SHARP, replicates=20)
    stage.state.felt_by_region[:], stage.state.crowd[:] = 0.05, 1e5
    stage.state.fall_belief[:], stage.state.fall_time[:] = 1.0, 0.0
    stage.step("regime_response", ticks=20)
    for name in TIMES:
        assert np.isinf(stage.state[name]).all(), name


def test_a_price_that_is_not_felt_is_not_given_back(small: Scenario) -> None:
    stage = Stage(small, SHARP, replicates=20)
    stage.state.fall_belief[:] = 1.0
    stage.state.felt_by_region[:] = [0.05, 0.0]
    stage.step("regime_response", ticks=8)
    assert (stage.state.conceded[:, 0] > 0).all()
    assert not stage.state.conceded[:, 1].any()
    assert np.isinf(stage.state.concession_time[:, 1]).all()


def test_each_concession_gives_back_a_share_of_what_is_left(small: Scenario) -> None:
    stage = Stage(small, SHARP, replicates=20)
    stage.state.fall_belief[:], stage.state.felt_by_region[:] = 1.0, 0.05
    seen = set()
    before = stage.state.conceded.copy()
    for _ in range(12):
        stage.step("regime_response")
        assert (stage.state.conceded >= before).all()
        before = stage.state.conceded.copy()
        seen |= set(np.round(before, 9).ravel())
    assert seen <= {round(1 - 0.5**steps, 9) for steps in range(13)}
    assert len(seen) > 2


def test_a_region_in_danger_gets_its_concession_before_the_others(small: Scenario) -> None:
    stage = Stage(small, SHARP | {"regime_response.local_weight": 0.5}, replicates=50)
    stage.state.felt_by_region[:] = 0.05
    stage.state.local_belief[:, 0] = 0.9
    stage.step("regime_response", ticks=8)
    assert np.isfinite(stage.state.concession_time[:, 0]).all()
    assert np.isinf(stage.state.concession_time[:, 1]).all()
    assert np.isinf(stage.state.government_dismissed_time).all()


def test_a_shutdown_cuts_its_share_of_links_and_ends_after_calm_days(small: Scenario) -> None:
    values = {"regime_response.shutdown_depth": 0.7, "regime_response.shutdown_calm": 2.0}
    stage = Stage(small, SHARP | values, replicates=20)
    stage.state.fall_belief[:] = 1.0
    stage.step("regime_response", ticks=4)
    np.testing.assert_allclose(stage.state.connectivity, 0.3)
    stage.state.fall_belief[:] = 0.0
    stage.step("regime_response", ticks=8)
    np.testing.assert_allclose(stage.state.connectivity, 0.3)
    stage.step("regime_response")
    np.testing.assert_allclose(stage.state.connectivity, 1.0)
    np.testing.assert_allclose(stage.state.shutdown_end_time, 13 * 0.25)


def test_an_emergency_ends_after_calm_days_and_the_shoot_order_with_it(small: Scenario) -> None:
    stage = Stage(small, SHARP | {"regime_response.emergency_calm": 3.0}, replicates=20)
    stage.state.fall_belief[:], stage.state.crowd[:, :, 2] = 1.0, 1e6
    stage.step("regime_response", ticks=6)
    assert stage.state.emergency.all()
    assert stage.state.shoot_order.all()
    stage.state.fall_belief[:] = 0.0
    stage.step("regime_response", ticks=12)
    assert stage.state.emergency.all()
    stage.step("regime_response")
    assert not stage.state.emergency.any()
    assert not stage.state.shoot_order.any()


def test_nobody_orders_to_shoot_without_violence_or_an_emergency(small: Scenario) -> None:
    stage = Stage(small, SHARP, replicates=20)
    stage.state.fall_belief[:] = 1.0
    stage.step("regime_response", ticks=8)
    assert np.isinf(stage.state.shoot_order_time).all()
    quiet = Stage(small, SHARP | {"regime_response.emergency_cost": 5.0}, replicates=20)
    quiet.state.fall_belief[:], quiet.state.crowd[:, :, 2] = 1.0, 1e6
    quiet.step("regime_response", ticks=8)
    assert np.isinf(quiet.state.shoot_order_time).all()
