"""Fronts: what is committed here is missing there, and credit may be a card or a brake."""

import numpy as np
import pytest
from pace import pass_days
from stage import Stage

from upheaval.scenario import Scenario

PLAIN = {
    "fronts.capacity": 100_000.0,
    "fronts.strain": 5.0,
    "fronts.other_value": 5.0,
    "fronts.opponent": 1.0,
    "fronts.credit_gain": 1.0,
    "fronts.credit_time": 30.0,
    "fronts.card": 0.0,
    "fronts.response_time": 5.0,
}


def engaged(small: Scenario, troops: float = 2000.0, **values: float) -> Stage:
    stage = Stage(small, PLAIN | {f"fronts.{name}": value for name, value in values.items()})
    row = stage.at("power", "neighbor")
    stage.state.committed[:, row] = stage.state.troops[:, row] = troops
    stage.state.foreign_backing[:] = 1.0
    return stage


def test_without_an_intervention_the_other_front_feels_nothing(small: Scenario) -> None:
    stage = Stage(small, PLAIN)
    stage.state.fall_belief[:] = 0.9
    stage.step("fronts", ticks=40)
    assert (stage.state.other_front_pressure == 1).all()
    assert (stage.state.bargaining_credit == 0).all()


def test_a_commitment_here_lowers_the_pressure_there(small: Scenario) -> None:
    stage = engaged(small)
    stage.state.fall_belief[:] = 0.0
    pass_days(stage, "fronts", 1000.0)
    # No danger, no attention lost: only the force tied down is missing.
    assert stage.state.other_front_pressure[0] == pytest.approx(1 - 5 * 2000 / 100_000)
    stage.state.fall_belief[:] = 0.5
    pass_days(stage, "fronts", 1000.0)
    attention = 5.0 / (5.0 + 3 * 0.5)
    assert stage.state.other_front_pressure[0] == pytest.approx(attention * 0.9)


@pytest.mark.parametrize(("card", "sign"), [(0.3, 1), (-0.3, -1)])
def test_credit_as_guarantor_is_a_card_or_a_brake(small: Scenario, card: float, sign: int) -> None:
    stage = engaged(small, troops=1.0, card=card)
    pass_days(stage, "fronts", 2000.0)
    assert stage.state.bargaining_credit[0] == pytest.approx(1.0)
    assert np.sign(stage.state.other_front_pressure[0] - 1.0) == sign


def test_a_guarantor_whose_regime_falls_loses_his_credit(small: Scenario) -> None:
    stage = engaged(small)
    pass_days(stage, "fronts", 300.0)
    stage.state.fall_time[:] = 300.0
    pass_days(stage, "fronts", 300.0)
    assert stage.state.bargaining_credit[0] < 1e-4


def test_no_more_than_the_whole_capacity_can_be_tied_down(small: Scenario) -> None:
    stage = engaged(small, capacity=1000.0, strain=100.0)
    pass_days(stage, "fronts", 1000.0)
    assert stage.state.other_front_pressure[0] == pytest.approx(0.0, abs=1e-12)
    assert np.isfinite(stage.state.front_price).all()


def test_only_the_leader_has_a_price_and_none_without_strain(small: Scenario) -> None:
    stage = engaged(small)
    stage.step("fronts")
    row = stage.at("power", "neighbor")
    assert stage.state.front_price[0, row] > 0
    assert (np.delete(stage.state.front_price, row, axis=1) == 0).all()
    free = engaged(small, strain=0.0)
    free.step("fronts")
    assert (free.state.front_price == 0).all()


def test_a_dear_other_front_keeps_the_leader_at_home(small: Scenario) -> None:
    ready = {
        "alliance.prior_outside": 0.6, "alliance.acceptance": 0.5, "alliance.consent": 1.0,
        "alliance.decision_time": 0.01, "alliance.contingent_cost": 0.1,
        "alliance.other_front": 0.0,
    }  # fmt: skip
    sent = []
    for value in (0.01, 100.0):
        stage = Stage(small, PLAIN | ready | {"fronts.other_value": value, "fronts.strain": 50.0})
        stage.state.fall_belief[:] = 0.5
        stage.state.treaty_request_time[:] = 0.0
        stage.step("fronts")
        stage.step("alliance")
        sent.append(stage.state.committed[0, stage.at("power", "neighbor")])
    assert sent[0] > 0
    assert sent[1] == 0


@pytest.mark.parametrize("pieces", [1, 28])
def test_credit_grows_alike_however_time_is_cut(small: Scenario, pieces: int) -> None:
    stage = engaged(small)
    stage.state.fall_belief[:] = 0.2
    pass_days(stage, "fronts", 7.0, pieces)
    assert stage.state.bargaining_credit[0] == pytest.approx(0.8 * -np.expm1(-7.0 / 30.0))
