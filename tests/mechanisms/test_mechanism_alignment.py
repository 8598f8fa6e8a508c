"""Alignment: who rules and whom he owes move the state between the powers."""

import numpy as np
import pytest
from pace import pass_days
from stage import Stage

from upheaval.scenario import Scenario

PLAIN = {
    "alignment.will": 1.0,
    "alignment.debt": 0.5,
    "alignment.debt_time": 365.0,
    "alignment.consent_debt": 0.2,
    "alignment.successor": -0.5,
}


def stage_of(small: Scenario, **values: float) -> Stage:
    return Stage(small, PLAIN | {f"alignment.{name}": value for name, value in values.items()})


def send(stage: Stage, power: str) -> None:
    state = stage.state
    row = stage.at("power", power)
    state.committed[:, row] = state.contingent[:, row]
    state.foreign_backing[:] = 1.0


def test_before_the_crisis_it_is_the_mean_of_rulers_and_powers_by_leverage(
    small: Scenario,
) -> None:
    stage = stage_of(small)
    stage.step("alignment")
    # Powers: 0.3 x 0.8 + 0.3 x 0.5 + 0.1 x 0.5 over 0.7; rulers: 4, 3 and 2 parts, the same weight.
    powers = (0.3 * 0.8 + 0.3 * 0.5 + 0.1 * 0.5) / 0.7
    rulers = (4 * -0.2 + 3 * 0.4 + 2 * 0.1) / 9
    assert stage.state.alignment_before[0] == pytest.approx((powers + rulers) / 2)
    assert stage.state.alignment[0] == stage.state.alignment_before[0]
    assert stage.state.alignment_tilt[0] == 0


def test_without_the_patron_it_moves_to_where_the_incumbent_leans(small: Scenario) -> None:
    stage = stage_of(small)
    stage.state.in_coalition[:, stage.at("faction", "clan")] = False
    stage.step("alignment")
    assert stage.state.alignment[0] > stage.state.alignment_before[0]


def test_rulers_without_a_will_of_their_own_follow_the_powers(small: Scenario) -> None:
    stage = stage_of(small, will=0.01)
    stage.state.in_coalition[:, stage.at("faction", "clan")] = False
    stage.step("alignment")
    moved = stage.state.alignment - stage.state.alignment_before
    assert 0 < moved[0] < 0.005


def test_whoever_sends_troops_pulls_it_to_his_side_by_the_tilt(small: Scenario) -> None:
    stage = stage_of(small)
    send(stage, "neighbor")
    stage.step("alignment")
    moved = stage.state.alignment - stage.state.alignment_before
    assert moved[0] > 0.02
    np.testing.assert_allclose(moved, stage.state.alignment_tilt)


def test_a_guarantee_is_owed_to_the_third_power(small: Scenario) -> None:
    stage = stage_of(small)
    stage.state.guarantee[:] = 0.5
    stage.step("alignment")
    giant = stage.at("power", "giant")
    assert stage.state.owed[0, giant] == pytest.approx(0.2 * 0.7 * 0.5)
    assert stage.state.alignment[0] != stage.state.alignment_before[0]


def test_without_debts_nothing_is_owed(small: Scenario) -> None:
    stage = stage_of(small, debt=0.0, consent_debt=0.0)
    send(stage, "neighbor")
    stage.state.guarantee[:] = 0.5
    stage.step("alignment", ticks=4)
    assert (stage.state.owed == 0).all()
    np.testing.assert_array_equal(stage.state.alignment, stage.state.alignment_before)


@pytest.mark.parametrize("pieces", [1, 7, 100])
def test_a_debt_fades_alike_however_time_is_cut(small: Scenario, pieces: int) -> None:
    stage = stage_of(small)
    send(stage, "neighbor")
    pass_days(stage, "alignment", 1.0)
    owed = stage.state.owed.copy()
    stage.state.foreign_backing[:] = 0.0
    pass_days(stage, "alignment", 100.0, pieces)
    np.testing.assert_allclose(stage.state.owed, owed * np.exp(-100.0 / 365.0))


def test_after_a_fall_the_successor_leans_his_own_way(small: Scenario) -> None:
    stage = stage_of(small, will=10.0)
    stage.state.fall_time[:] = 3.0
    stage.step("alignment")
    assert stage.state.alignment[0] < -0.35


def test_it_stays_between_the_extremes_of_all_voices(kazakhstan: Scenario) -> None:
    stage = Stage(kazakhstan, replicates=200, scale=1000)
    stage.step("alignment")
    assert (np.abs(stage.state.alignment) < 1).all()
    assert stage.state.alignment.std() > 0.02
