"""Succession: rulers who see a patricide name no heir, and hold on more tightly."""

import numpy as np
import pytest
from pace import pass_days
from stage import Stage

from upheaval.closed_forms.succession import striking_strength
from upheaval.mechanisms.outcome import INCUMBENT, PATRON
from upheaval.scenario import Scenario

PLAIN = {
    "succession.discount": 0.95,
    "succession.heir_mortality": 0.02,
    "succession.penalty": 0.5,
    "succession.noise": 0.1,
    "succession.prior_cases": 4.0,
    "succession.learning_time": 30.0,
    "succession.tightening": 1.0,
    "succession.fear": 1.0,
    "succession.consensus_gain": 0.2,
    "succession.control_time": 30.0,
}
LONG = 3000.0


def stage_of(small: Scenario, outcome: int = 0, **values: float) -> Stage:
    changed = {f"succession.{name}": value for name, value in values.items()}
    stage = Stage(small, PLAIN | changed)
    stage.state.outcome[:] = outcome
    return stage


def test_naming_follows_the_strength_beyond_which_an_heir_strikes(small: Scenario) -> None:
    stage = stage_of(small)
    stage.step("succession")
    leaves, dies = -np.expm1(-0.06), -np.expm1(-0.02)
    strikes = striking_strength(0.95, leaves, dies, 1.0, 0.5)
    expected = 1 / (1 + np.exp(-(strikes - 0.5) / 0.1))
    np.testing.assert_allclose(stage.state.naming_probability[0], expected)
    np.testing.assert_array_equal(stage.state.naming_before, stage.state.naming_probability)


def test_a_duumvirate_that_holds_teaches_nothing(small: Scenario) -> None:
    stage = stage_of(small)
    pass_days(stage, "succession", LONG)
    np.testing.assert_array_equal(stage.state.heir_strength, stage.state.heir_prior)
    np.testing.assert_allclose(stage.state.ruler_control, stage.state.control_before)


def test_a_patricide_counts_as_one_case_by_likeness(small: Scenario) -> None:
    stage = stage_of(small, INCUMBENT)
    pass_days(stage, "succession", LONG)
    strength = stage.state.heir_strength[0]
    for ruler, likeness in (("home_ruler", 1.0), ("near_ruler", 0.9), ("strange_ruler", 0.4)):
        expected = (4 * 0.5 + likeness) / (4 + likeness)
        assert strength[stage.at("ruler", ruler)] == pytest.approx(expected)
    fall = (stage.state.naming_before - stage.state.naming_probability)[0]
    assert (fall > 0).all()
    assert fall[stage.at("ruler", "near_ruler")] > fall[stage.at("ruler", "strange_ruler")]


def test_a_patron_who_prevails_makes_heirs_look_harmless(small: Scenario) -> None:
    stage = stage_of(small, PATRON)
    pass_days(stage, "succession", LONG)
    assert (stage.state.naming_probability > stage.state.naming_before).all()


def test_rulers_who_know_many_cases_learn_little_from_one(small: Scenario) -> None:
    stage = stage_of(small, INCUMBENT, prior_cases=1000.0)
    pass_days(stage, "succession", LONG)
    np.testing.assert_allclose(stage.state.heir_strength, 0.5, atol=1e-3)


def test_control_tightens_where_heirs_are_feared_and_not_without_that_fear(
    small: Scenario,
) -> None:
    afraid, fearless = stage_of(small, INCUMBENT), stage_of(small, INCUMBENT, fear=0.0)
    for stage in (afraid, fearless):
        pass_days(stage, "succession", LONG)
    assert (afraid.state.ruler_control > afraid.state.control_before).all()
    np.testing.assert_allclose(fearless.state.ruler_control, fearless.state.control_before)


def test_control_tightens_at_home_as_legitimacy_falls(small: Scenario) -> None:
    stage = stage_of(small)
    stage.state.legitimacy[:] = stage.state.legitimacy_before - 0.2
    pass_days(stage, "succession", LONG)
    home, near = stage.at("ruler", "home_ruler"), stage.at("ruler", "near_ruler")
    control = stage.state.ruler_control[0]
    assert control[home] == pytest.approx(1 - np.exp(-0.6))
    assert control[near] == pytest.approx(1 - np.exp(-0.4))


def test_control_tightens_abroad_as_the_regime_weakens_there(small: Scenario) -> None:
    stage = stage_of(small)
    near = stage.at("ruler", "near_ruler")
    stage.state.neighbor_strength[:, stage.at("neighbor", "near")] -= 0.5
    pass_days(stage, "succession", LONG)
    assert stage.state.ruler_control[0, near] == pytest.approx(1 - np.exp(-(0.4 + 0.2 * 0.5)))


def test_there_is_no_control_without_tightening(small: Scenario) -> None:
    stage = stage_of(small, INCUMBENT, tightening=0.0)
    pass_days(stage, "succession", LONG)
    assert (stage.state.ruler_control == 0).all()


@pytest.mark.parametrize("pieces", [1, 4, 112])
def test_learning_is_the_same_however_time_is_cut(small: Scenario, pieces: int) -> None:
    stage = stage_of(small, INCUMBENT)
    pass_days(stage, "succession", 28.0, pieces)
    moved = -np.expm1(-28.0 / 30.0)
    home = stage.at("ruler", "home_ruler")
    assert stage.state.heir_strength[0, home] == pytest.approx(0.5 + moved * 0.1)
