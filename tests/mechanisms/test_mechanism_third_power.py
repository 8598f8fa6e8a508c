"""Third power: it consents where it gains or is paid."""

import numpy as np
import pytest
from pace import pass_days
from stage import SURE_ALLIES as SURE
from stage import Stage

from upheaval.scenario import Scenario

ASKED = {
    "third_power.answer_rate": 50.0,
    "third_power.noise": 0.001,
    "third_power.border_fear": 0.0,
    "third_power.presence_cost": 1.0,
    "third_power.guarantee_limit": 0.0,
}


def asked(scenario: Scenario, danger: float, replicates: int = 50, **values: float) -> Stage:
    changed = {f"third_power.{name}": value for name, value in values.items()}
    stage = Stage(scenario, ASKED | SURE | changed, replicates=replicates)
    stage.state.fall_belief[:] = danger
    stage.state.treaty_request_time[:] = 0.0
    return stage


def test_it_is_silent_until_somebody_asks_for_help(small: Scenario) -> None:
    stage = asked(small, 0.9)
    stage.state.treaty_request_time[:] = np.inf
    stage.step("third_power", ticks=40)
    assert np.isinf(stage.state.consent_time).all()
    assert (stage.state.consent_bonus == 0).all()


def test_it_consents_for_nothing_where_it_gains_by_itself(small: Scenario) -> None:
    # The giant's stake is 2: it gains 1.8 at a cost of 1.
    stage = asked(small, 0.9, guarantee_limit=1.0)
    stage.step("third_power", ticks=4)
    assert np.isfinite(stage.state.consent_time).all()
    assert (stage.state.guarantee == 0).all()


def test_it_does_not_consent_where_it_loses_and_nothing_is_offered(small: Scenario) -> None:
    stage = asked(small, 0.4)
    stage.step("third_power", ticks=40)
    assert np.isinf(stage.state.consent_time).all()


def test_guarantees_buy_its_consent_for_what_it_would_lose(small: Scenario) -> None:
    stage = asked(small, 0.4, guarantee_limit=1.0)
    stage.step("third_power", ticks=8)
    assert np.isfinite(stage.state.consent_time).all()
    np.testing.assert_allclose(stage.state.guarantee, 1.0 - 2.0 * 0.4)


def test_it_never_gets_more_than_the_ruler_offers(small: Scenario) -> None:
    stage = asked(small, 0.3, replicates=200, guarantee_limit=1.0, noise=1.0)
    stage.step("third_power", ticks=20)
    assert np.isfinite(stage.state.consent_time).all()
    np.testing.assert_allclose(stage.state.guarantee, 0.3)


def test_fear_for_its_border_makes_it_consent(small: Scenario) -> None:
    stage = asked(small, 0.4, border_fear=0.3)
    stage.step("third_power", ticks=8)
    assert np.isfinite(stage.state.consent_time).all()


def decided(stage: Stage) -> float:
    stage.step("third_power", "alliance", ticks=4)
    return float(np.isfinite(stage.state.treaty_decision_time).mean())


def test_consent_takes_the_objection_away(small: Scenario) -> None:
    hard = {"alliance.consent": 0.0, "alliance.objection_cost": 10.0, "alliance.contingent_cost": 1}
    with_consent = Stage(small, ASKED | SURE | hard, replicates=50)
    without = Stage(small, ASKED | SURE | hard | {"third_power.answer_rate": 0.0}, replicates=50)
    for stage in (with_consent, without):
        stage.state.fall_belief[:] = 0.9
    # Answer before the allies meet.
    with_consent.state.treaty_request_time[:] = without.state.treaty_request_time[:] = 0.0
    with_consent.step("third_power")
    without.step("third_power")
    assert decided(with_consent) == 1.0
    # The partner weighs nobody's consent, but does not come without the leader.
    assert (without.state.committed[:, without.at("power", "neighbor")] == 0).all()
    assert decided(without) <= 1.0
    assert (without.state.committed[:, without.at("power", "neighbor")] == 0).all()
    assert (with_consent.state.committed[:, with_consent.at("power", "neighbor")] > 0).all()


@pytest.mark.parametrize("pieces", [4, 32])
def test_the_chance_of_an_answer_does_not_depend_on_the_tick(small: Scenario, pieces: int) -> None:
    stage = asked(small, 0.9, replicates=2000, answer_rate=0.5)
    stage.next = 1
    pass_days(stage, "third_power", 2.0, pieces)
    share = np.isfinite(stage.state.consent_time).mean()
    assert share == pytest.approx(1.0 - np.exp(-1.0), abs=0.04)


def bargaining(scenario: Scenario, urgency: float) -> Stage:
    """Let the third power lose at first, and be paid if it answers."""
    offered = {"third_power.guarantee_limit": 3.0, "third_power.presence_cost": 2.2,
               "third_power.noise": 0.3}  # fmt: skip
    rare = {"third_power.answer_rate": 2.0, "alliance.urgency": urgency}
    hard = {"alliance.consent": 0.5, "alliance.objection_cost": 10.0}
    stage = Stage(scenario, ASKED | SURE | offered | rare | hard, replicates=400)
    stage.state.fall_belief[:] = 0.9
    stage.state.treaty_request_time[:] = 0.0
    stage.step("third_power", "alliance", ticks=60)
    return stage


def test_the_leader_waits_for_an_answer_that_is_worth_more_than_the_delay(small: Scenario) -> None:
    patient, hurried = bargaining(small, 0.01), bargaining(small, 50.0)

    def with_consent(stage: Stage) -> float:
        agreed = np.isfinite(stage.state.treaty_decision_time)
        return float(
            (agreed & (stage.state.consent_time <= stage.state.treaty_decision_time)).mean()
        )

    assert with_consent(patient) > 0.95
    assert (patient.state.guarantee[np.isfinite(patient.state.consent_time)] > 0).all()
    # Who cannot wait meets an objection, and stays at home.
    assert with_consent(hurried) < 0.6
    assert np.isfinite(hurried.state.treaty_refused_time).mean() > 0.3
