"""Alliance: the request, the claim that opens the treaty, troops that come and go."""

import numpy as np
import pytest
from stage import Stage

from upheaval.closed_forms.persuasion import persuade
from upheaval.scenario import Scenario

EAGER = {
    "alliance.request_rate": 50.0,
    "alliance.noise": 0.01,
    "alliance.dependence_cost": 0.3,
    "alliance.disloyalty_weight": 0.0,
    "alliance.prior_outside": 0.6,
    "alliance.acceptance": 0.5,
    "alliance.violence_evidence": 0.0,
    "alliance.contingent_cost": 0.1,
    "alliance.other_front": 0.0,
    "alliance.survival_gain": 0.8,
    "alliance.consent": 1.0,
    "alliance.decision_time": 0.5,
    "alliance.transit_factor": 1.0,
    "alliance.deployment_time": 1.0,
    "alliance.calm_crowd": 1000.0,
    "alliance.calm_time": 3.0,
    "alliance.withdrawal_time": 4.0,
}


def in_danger(stage: Stage) -> None:
    stage.state.fall_belief[:] = 0.9
    stage.state.crowd[:, 2, 0] = 1e5


def test_nobody_asks_for_help_without_need(small: Scenario) -> None:
    stage = Stage(small, EAGER, replicates=100)
    stage.state.fall_belief[:] = 0.1
    stage.step("alliance", ticks=60)
    assert np.isinf(stage.state.treaty_request_time).all()
    assert not stage.state.troops.any()
    assert not stage.state.foreign_backing.any()


def test_organs_that_do_not_obey_make_the_ruler_ask(small: Scenario) -> None:
    values = EAGER | {"alliance.disloyalty_weight": np.repeat([0.0, 1.0], 50)}
    stage = Stage(small, values, replicates=100)
    stage.state.fall_belief[:], stage.state.obedience[:] = 0.1, 0.5
    stage.step("alliance", ticks=8)
    asked = np.isfinite(stage.state.treaty_request_time)
    assert not asked[:50].any()
    assert asked[50:].all()


def test_a_fallen_regime_asks_nobody(small: Scenario) -> None:
    stage = Stage(small, EAGER, replicates=20)
    in_danger(stage)
    stage.state.fall_time[:] = 0.0
    stage.step("alliance", ticks=8)
    assert np.isinf(stage.state.treaty_request_time).all()


@pytest.mark.parametrize("acceptance", [0.3, 0.6])
def test_a_claim_that_the_allies_hold_likely_enough_anyway_is_always_believed(
    small: Scenario, acceptance: float
) -> None:
    stage = Stage(small, EAGER | {"alliance.acceptance": acceptance}, replicates=200)
    in_danger(stage)
    stage.step("alliance", ticks=8)
    assert np.isfinite(stage.state.treaty_decision_time).all()
    assert np.isinf(stage.state.treaty_refused_time).all()


def test_an_unlikely_claim_is_believed_as_often_as_persuasion_allows(small: Scenario) -> None:
    replicates = 2000
    values = EAGER | {"alliance.prior_outside": 0.2, "alliance.acceptance": 0.5}
    stage = Stage(small, values, replicates=replicates)
    in_danger(stage)
    stage.step("alliance", ticks=8)
    believed = np.isfinite(stage.state.treaty_decision_time).mean()
    expected = float(persuade(0.2, 0.5).false_claim_rate)
    assert expected == pytest.approx(0.25)
    assert believed == pytest.approx(expected, abs=4 * np.sqrt(0.25 * 0.75 / replicates))
    refused = np.isfinite(stage.state.treaty_refused_time)
    np.testing.assert_array_equal(refused, np.isinf(stage.state.treaty_decision_time))


def test_seized_buildings_make_the_claim_easier_to_believe(small: Scenario) -> None:
    values = EAGER | {"alliance.prior_outside": 0.2, "alliance.violence_evidence": 2.0}
    stage = Stage(small, values, replicates=1000)
    in_danger(stage)
    stage.state.seized[500:, 0] = 1e4
    stage.step("alliance", ticks=8)
    believed = np.isfinite(stage.state.treaty_decision_time)
    assert believed[500:].mean() > 1.5 * believed[:500].mean() > 0


def test_help_that_does_not_pay_is_refused(small: Scenario) -> None:
    stage = Stage(small, EAGER | {"alliance.contingent_cost": 10.0}, replicates=50)
    in_danger(stage)
    stage.step("alliance", ticks=20)
    assert np.isfinite(stage.state.treaty_refused_time).all()
    assert np.isinf(stage.state.treaty_decision_time).all()
    assert not stage.state.committed.any()
    assert not stage.state.troops.any()
    assert not stage.state.foreign_backing.any()


def test_the_objection_of_a_third_power_and_another_front_hold_the_ally_back(
    small: Scenario,
) -> None:
    neighbor, partner = 0, 2
    base = EAGER | {"alliance.consent": 0.0, "alliance.objection_cost": 5.0}
    stage = Stage(small, base, replicates=20)
    in_danger(stage)
    stage.step("alliance", ticks=8)
    assert not stage.state.committed[:, neighbor].any()
    # Nobody goes without the leader.
    assert not stage.state.committed[:, partner].any()
    assert np.isfinite(stage.state.treaty_refused_time).all()
    busy = Stage(small, EAGER | {"alliance.other_front": 10.0}, replicates=20)
    in_danger(busy)
    busy.step("alliance", ticks=8)
    assert not busy.state.committed.any()


def test_only_members_send_and_never_more_than_their_contingents(small: Scenario) -> None:
    stage = Stage(small, EAGER, replicates=50)
    in_danger(stage)
    giant = stage.at("power", "giant")
    for _ in range(60):
        stage.step("alliance")
        assert (stage.state.troops <= stage.state.contingent + 1e-9).all()
        assert (stage.state.troops >= 0).all()
        assert not stage.state.troops[:, giant].any()
    np.testing.assert_allclose(stage.state.troops.sum(axis=1), stage.state.contingent.sum(axis=1))
    contingent = stage.state.contingent[:, stage.at("power", "neighbor")]
    assert 1500 < contingent.min() < contingent.max() < 2500


def test_decision_transit_and_arrival_follow_the_request(small: Scenario) -> None:
    stage = Stage(small, EAGER, replicates=20)
    in_danger(stage)
    stage.step("alliance", ticks=20)
    state = stage.state
    np.testing.assert_allclose(state.treaty_decision_time, state.treaty_request_time + 0.5)
    np.testing.assert_allclose(state.first_troops_time, state.treaty_decision_time + 0.5)


def test_the_backing_counts_from_the_decision_on(small: Scenario) -> None:
    stage = Stage(small, EAGER, replicates=20)
    in_danger(stage)
    seen_before_arrival = False
    for _ in range(8):
        stage.step("alliance")
        state = stage.state
        decided = np.isfinite(state.treaty_decision_time)
        np.testing.assert_array_equal(state.foreign_backing > 0, decided)
        seen_before_arrival |= bool((decided & (state.troops.sum(axis=1) == 0)).any())
    assert seen_before_arrival
    np.testing.assert_allclose(state.foreign_backing, 1.0)


def test_all_troops_leave_after_enough_calm_days(small: Scenario) -> None:
    stage = Stage(small, EAGER, replicates=20)
    in_danger(stage)
    stage.step("alliance", ticks=16)
    assert np.isinf(stage.state.withdrawal_start_time).all()
    stage.state.crowd[:], stage.state.fall_belief[:] = 0.0, 0.0
    before = stage.state.troops.copy()
    stage.step("alliance", ticks=12)
    np.testing.assert_array_equal(stage.state.troops, before)
    for _ in range(20):
        stage.step("alliance")
        assert (stage.state.troops <= before + 1e-9).all()
        before = stage.state.troops.copy()
    state = stage.state
    np.testing.assert_array_equal(state.troops, 0.0)
    np.testing.assert_allclose(state.withdrawal_end_time, state.withdrawal_start_time + 4.0)
    np.testing.assert_array_equal(state.foreign_backing, 0.0)


def test_a_new_crowd_starts_the_count_of_calm_days_again(small: Scenario) -> None:
    stage = Stage(small, EAGER, replicates=5)
    in_danger(stage)
    stage.step("alliance", ticks=16)
    stage.state.crowd[:] = 0.0
    stage.step("alliance", ticks=10)
    stage.state.crowd[:, 2, 0] = 1e5
    stage.step("alliance")
    stage.state.crowd[:] = 0.0
    stage.step("alliance", ticks=10)
    assert np.isinf(stage.state.withdrawal_start_time).all()
