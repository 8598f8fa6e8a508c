"""Coercion: force in the streets, who is overrun, and the risks that follow."""

import numpy as np
import pytest
from stage import Stage

from upheaval.scenario import Scenario

RIOTING = 2
COUNTS = ("seized", "arms_looted", "security_killed", "security_wounded", "seen")


def fill(stage: Stage, peaceful: float, rioters: float) -> None:
    stage.state.crowd[:, :, 0], stage.state.crowd[:, :, RIOTING] = peaceful, rioters
    stage.state.remembered[:] = peaceful + rioters


def test_rioters_who_outnumber_the_force_rout_it_and_take_buildings_and_arms(
    small: Scenario,
) -> None:
    stage = Stage(small, {"coercion.rout_ratio": 1.0, "coercion.seize_rate": 10.0}, replicates=40)
    fill(stage, 0.0, 5000.0)
    stage.step("coercion", ticks=8)
    assert (stage.state.presence < 0.5).all()
    assert (stage.state.seized > 0).all()
    assert (stage.state.arms_looted.sum(axis=1) > 0).all()
    assert np.isfinite(stage.state.first_seizure_time).all()


def test_a_force_that_is_not_outnumbered_stands_and_loses_nothing(small: Scenario) -> None:
    stage = Stage(small, replicates=40)
    fill(stage, 3000.0, 0.0)
    stage.step("coercion", ticks=8)
    np.testing.assert_array_equal(stage.state.presence, 1.0)
    for name in ("seized", "arms_looted", "security_killed", "security_wounded"):
        assert not stage.state[name].any(), name
    assert np.isinf(stage.state.first_seizure_time).all()


def test_a_routed_force_comes_back_when_the_rioters_are_gone(small: Scenario) -> None:
    stage = Stage(small, {"coercion.rally_time": 1.0})
    stage.state.presence[:] = 0.1
    fill(stage, 0.0, 0.0)
    stage.step("coercion", ticks=8)
    np.testing.assert_allclose(stage.state.presence, 1 - 0.9 * np.exp(-2.0))


def test_the_force_is_what_obeys_and_has_not_withdrawn(small: Scenario) -> None:
    stage = Stage(small)
    capital, port = stage.at("city", "capital"), stage.at("city", "port")
    state = stage.state
    state.organ_people[0] = [1000.0, 500.0, 200.0]
    state.obedience_of[0] = [0.5, 1.0, 1.0]
    stage.step("coercion")
    # Police 1000 x 0.5 on the street x 0.5 obeying; service 500 x 0.2; guard 200 x 0.5.
    assert state.force[0, port] == pytest.approx(250 * 0.4 + 100 * 0.2)
    assert state.force[0, capital] == pytest.approx(250 * 0.6 + 100 * 0.8 + 100)
    assert state.force[0, stage.at("city", "villages")] == 0.0
    state.withdrawn[0, stage.at("organ", "service"), capital] = 1.0
    stage.step("coercion")
    assert state.force[0, capital] == pytest.approx(250 * 0.6 + 100)


def test_reserves_and_forces_freed_by_allies_come_only_in_an_emergency_and_where_it_burns(
    small: Scenario,
) -> None:
    values = {"coercion.reserve_share": 0.5, "coercion.freed_by_allies": 1.0}
    stage = Stage(small, values, replicates=4)
    stage.state.organ_people[:] = [1000.0, 500.0, 200.0]
    stage.state.emergency[1:] = [[0.0, 1.0], [0.0, 1.0], [1.0, 1.0]]
    stage.state.troops[2, 0] = 800.0
    stage.state.remembered[:] = [[500.0, 0.0, 500.0]]
    stage.step("coercion", ticks=12)
    usual, called, freed, both = stage.state.force
    np.testing.assert_array_equal(called[:2], usual[:2])
    assert called[2] > usual[2]
    assert freed[2] == pytest.approx(called[2] + 800.0, rel=0.01)
    assert (both[[0, 2]] > usual[[0, 2]]).all()
    assert both[2] < called[2]


def test_people_are_swept_up_at_home_only_under_an_emergency(small: Scenario) -> None:
    stage = Stage(small, replicates=2)
    stage.state.emergency[1] = 1.0
    fill(stage, 2000.0, 0.0)
    stage.step("coercion", ticks=2)
    fill(stage, 0.0, 0.0)
    stage.step("coercion", ticks=2)
    assert not stage.state.sweep_rate[0].any()
    assert (stage.state.sweep_rate[1, [0, 2]] > 0).all()


def test_nobody_is_swept_up_where_nobody_was_out(small: Scenario) -> None:
    stage = Stage(small)
    stage.state.emergency[:] = 1.0
    stage.step("coercion", ticks=8)
    assert not stage.state.sweep_rate.any()


def test_the_peaceful_are_shot_at_only_on_order_and_less_than_rioters(small: Scenario) -> None:
    stage = Stage(small, {"coercion.peaceful_share": 0.1}, replicates=2)
    stage.state.shoot_order[1] = 1.0
    fill(stage, 500.0, 500.0)
    stage.step("coercion")
    state = stage.state
    assert not state.kill_rate[0].any()
    guarded = state.force[1] > 0
    assert (state.kill_rate[1, guarded] > 0).all()
    assert (state.kill_rate[1, guarded] < state.kill_rate_riot[1, guarded]).all()
    assert (state.kill_rate_riot[1, guarded] > state.kill_rate_riot[0, guarded]).all()
    assert (state.wound_rate[:, guarded] < state.wound_rate_riot[:, guarded]).all()


def test_arrests_grow_with_force_and_fall_with_the_crowd_up_to_a_limit(small: Scenario) -> None:
    values = {"coercion.arrest_rate": np.array([0.05, 0.05, 50.0]), "coercion.arrest_limit": 0.3}
    values |= {"coercion.local_zeal": 0.0, "coercion.negotiating": 0.0}
    stage = Stage(small, values, replicates=3)
    stage.state.crowd[:, :, 0] = np.array([100.0, 5000.0, 100.0])[:, None]
    stage.step("coercion")
    few, many, limited = stage.state.arrest_rate[:, stage.at("city", "capital")]
    assert few > many > 0
    assert limited == 0.3


def test_where_authorities_negotiate_police_neither_arrest_nor_hurt_anybody(
    small: Scenario,
) -> None:
    values = {"coercion.negotiating": np.array([0.0, 1.0]), "coercion.held_back": 1.0}
    stage = Stage(small, values, replicates=2)
    stage.state.emergency[:], stage.state.shoot_order[:] = 1.0, 1.0
    fill(stage, 500.0, 500.0)
    stage.step("coercion", ticks=2)
    for kind in ("arrest", "arrest_riot", "wound_riot", "kill", "kill_riot"):
        rate = stage.state[f"{kind}_rate" if "riot" not in kind else kind.replace("_", "_rate_")]
        assert rate[0].any(), kind
        assert not rate[1].any(), kind


def test_regions_differ_in_how_many_are_arrested_and_in_whether_they_negotiate(
    small: Scenario,
) -> None:
    values = {"coercion.local_zeal": 1.5, "coercion.negotiating": 0.3, "coercion.held_back": 1.0}
    stage = Stage(small, values, replicates=2000)
    first = stage.setting.city_region.argmin()
    zeal, restraint = stage.state.arrest_zeal[:, first], stage.state.restraint[:, first]
    assert np.log(zeal).std() == pytest.approx(1.5, rel=0.1)
    assert restraint.mean() == pytest.approx(0.3, abs=0.04)
    # One region, one way of policing.
    same = stage.setting.city_region == stage.setting.city_region[first]
    assert (stage.state.restraint[:, same] == restraint[:, None]).all()


def test_cumulative_counts_never_fall(small: Scenario) -> None:
    stage = Stage(small, {"mobilization.threshold": 1.0, "mobilization.riot_gain": 5.0})
    before = {name: stage.state[name].copy() for name in COUNTS}
    for _ in range(40):
        stage.step("mobilization", "coercion", "public_signal")
        for name in COUNTS:
            assert (stage.state[name] >= before[name]).all(), name
            before[name] = stage.state[name].copy()
    assert stage.state.security_wounded.any()


def test_dread_follows_deaths_and_fades(small: Scenario) -> None:
    stage = Stage(small, {"coercion.dread_time": 5.0, "coercion.dread_elsewhere": 0.3})
    stage.step("coercion")
    np.testing.assert_array_equal(stage.state.dread, 0.0)
    stage.state.killed[:, stage.at("city", "port")] = 10.0
    stage.step("coercion")
    first = stage.state.dread.copy()
    assert first[0, stage.at("city", "port")] > first[0, stage.at("city", "capital")] > 0
    stage.step("coercion", ticks=40)
    np.testing.assert_allclose(stage.state.deaths_remembered[0, 0], 10.0 * np.exp(-2.0))
    assert (stage.state.dread < 0.6 * first).all()
    stage.state.shoot_order[:] = 1.0
    faded = stage.state.dread.copy()
    stage.step("coercion")
    assert (stage.state.dread > faded + 0.9).all()


def test_severity_is_zero_without_a_crowd_and_stays_below_one(small: Scenario) -> None:
    stage = Stage(small, {"coercion.arrest_limit": 50.0, "coercion.wound_rate": 10.0})
    stage.step("coercion")
    np.testing.assert_array_equal(stage.state.coercion_severity, 0.0)
    fill(stage, 10.0, 10.0)
    stage.step("coercion")
    assert ((stage.state.coercion_severity >= 0) & (stage.state.coercion_severity < 1)).all()
    assert stage.state.coercion_severity.max() > 0.5


def test_open_doors_are_entered_without_a_fight(small: Scenario) -> None:
    values = {"coercion.open_door": np.array([0.0, 1.0]), "coercion.seize_rate": 20.0}
    stage = Stage(small, values, replicates=2)
    stage.state.withdrawn[:, stage.at("organ", "service"), stage.at("city", "capital")] = 1.0
    fill(stage, 500.0, 0.0)
    stage.step("coercion", ticks=8)
    assert not stage.state.seized[0].any()
    assert stage.state.seized[1, stage.at("city", "capital")] > 0
    assert stage.state.seized[1, stage.at("city", "port")] == 0
