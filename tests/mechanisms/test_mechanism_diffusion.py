"""Diffusion: look-alikes next door take the lesson, and their rulers fear it beforehand."""

import numpy as np
import pytest
from pace import pass_days
from stage import Stage

from upheaval.scenario import Scenario

PLAIN = {
    "diffusion.rate": 0.01,
    "diffusion.alike_scale": 0.5,
    "diffusion.reach": 2000.0,
    "diffusion.unrest_lesson": 0.5,
    "diffusion.fall_lesson": 1.0,
    "diffusion.war_lesson": 0.5,
    "diffusion.survival_lesson": 0.4,
    "diffusion.critical": 0.5,
    "diffusion.precision": 2.0,
    "diffusion.press": 0.0,
    "diffusion.fear": 2.0,
}
LONG = 5000.0


def stage_of(small: Scenario, **values: float) -> Stage:
    return Stage(small, PLAIN | {f"diffusion.{name}": value for name, value in values.items()})


def change(stage: Stage) -> dict[str, float]:
    moved = stage.state.neighbor_risk - stage.state.neighbor_risk_before
    return {name: moved[0, row] for row, name in enumerate(stage.setting.labels["neighbor"])}


def test_without_a_crisis_neighbors_stay_as_they_are(small: Scenario) -> None:
    stage = stage_of(small)
    stage.step("diffusion", ticks=40)
    np.testing.assert_array_equal(
        stage.state.neighbor_strength, stage.state.neighbor_strength_before
    )
    np.testing.assert_array_equal(stage.state.neighbor_risk, stage.state.neighbor_risk_before)


def test_a_fall_endangers_look_alikes_most_of_all_those_next_door(small: Scenario) -> None:
    stage = stage_of(small)
    stage.state.fall_time[:] = 0.0
    pass_days(stage, "diffusion", 100.0)
    risen = change(stage)
    assert risen["near"] > risen["far"] > 0
    assert risen["near"] > risen["stranger"] > 0


def test_a_danger_that_was_survived_makes_neighbors_safer(small: Scenario) -> None:
    stage = stage_of(small)
    stage.state.fall_belief[:] = 0.8
    pass_days(stage, "diffusion", 1.0)
    assert change(stage)["near"] > 0
    stage.state.fall_belief[:] = 0.0
    pass_days(stage, "diffusion", LONG)
    assert change(stage)["near"] < 0
    strength = stage.state.neighbor_strength[0, stage.at("neighbor", "near")]
    assert strength == pytest.approx(1.5 + 0.4 * 0.8)


@pytest.mark.parametrize("lesson", [0.5, -0.5])
def test_what_a_civil_war_teaches_has_an_open_sign(small: Scenario, lesson: float) -> None:
    stage = stage_of(small, war_lesson=lesson)
    stage.state.war_time[:] = 0.0
    pass_days(stage, "diffusion", 100.0)
    assert np.sign(change(stage)["near"]) == -np.sign(lesson)


def test_without_lessons_or_without_contact_nothing_diffuses(small: Scenario) -> None:
    silent = {f"{kind}_lesson": 0.0 for kind in ("unrest", "fall", "survival")}
    for stage in (stage_of(small, **silent), stage_of(small, rate=0.0)):
        stage.state.fall_belief[:] = 0.8
        stage.state.fall_time[:] = 0.0
        pass_days(stage, "diffusion", 100.0)
        assert set(change(stage).values()) == {0.0}


def test_a_ruler_fears_the_precedent_by_likeness_and_as_a_power_alone(small: Scenario) -> None:
    stage = stage_of(small)
    stage.step("diffusion")
    fear = stage.state.precedent_fear[0]
    assert fear[stage.at("power", "neighbor")] > fear[stage.at("power", "giant")] > 0
    assert fear[stage.at("power", "partner")] == 0
    stage.state.fall_time[:] = 0.25
    stage.step("diffusion")
    assert (stage.state.precedent_fear == 0).all()


def test_without_fear_allies_add_nothing(small: Scenario) -> None:
    stage = stage_of(small, fear=0.0)
    stage.step("diffusion")
    assert (stage.state.precedent_fear == 0).all()


def test_fear_of_the_precedent_brings_an_ally_who_would_have_stayed_at_home(
    small: Scenario,
) -> None:
    ready = {
        "alliance.prior_outside": 0.6, "alliance.acceptance": 0.5, "alliance.consent": 1.0,
        "alliance.decision_time": 0.01, "alliance.contingent_cost": 1.0,
        "alliance.other_front": 0.0, "alliance.survival_gain": 0.8,
        "alliance.fear_of_precedent": 0.1,
    }  # fmt: skip
    sent = []
    for fear in (0.0, 2.0):
        stage = Stage(small, PLAIN | ready | {"diffusion.fear": fear})
        stage.state.fall_belief[:] = 0.2
        stage.state.treaty_request_time[:] = 0.0
        stage.step("diffusion")
        stage.step("alliance")
        sent.append(stage.state.committed[0, stage.at("power", "neighbor")])
    assert sent[0] == 0
    assert sent[1] > 0


def test_tighter_control_lowers_the_risk(small: Scenario) -> None:
    stage = stage_of(small, press=0.5)
    stage.state.ruler_control[:, stage.at("ruler", "near_ruler")] = 0.4
    stage.step("diffusion")
    moved = change(stage)
    assert moved["near"] < 0
    assert moved["far"] == moved["stranger"] == 0


@pytest.mark.parametrize("pieces", [1, 4, 112])
def test_a_lesson_sinks_in_alike_however_time_is_cut(small: Scenario, pieces: int) -> None:
    stage = stage_of(small)
    stage.state.fall_time[:] = 0.0
    pass_days(stage, "diffusion", 28.0, pieces)
    tie = np.exp(-(0.1**2) / 0.5**2) * np.exp(-500.0 / 2000.0)
    near = stage.at("neighbor", "near")
    expected = 1.5 - 1.0 * -np.expm1(-0.01 * tie * 28.0)
    assert stage.state.neighbor_strength[0, near] == pytest.approx(expected)
