"""Proxy: a third power's stake may drive the intervener."""

import numpy as np
from stage import SURE_ALLIES, Stage

from upheaval.scenario import Scenario

DEAR = SURE_ALLIES | {"alliance.contingent_cost": 3.0, "alliance.consent": 1.0}


def asked(scenario: Scenario, share: float, *mechanisms: str) -> Stage:
    stage = Stage(scenario, DEAR | {"proxy.share": share}, replicates=20)
    stage.state.fall_belief[:] = 0.9
    stage.state.treaty_request_time[:] = 0.0
    stage.step(*mechanisms, ticks=2)
    return stage


def test_an_intervener_that_acts_for_it_comes_where_it_would_not_for_itself(
    small: Scenario,
) -> None:
    alone, driven = (asked(small, share, "proxy", "alliance") for share in (0.0, 1.0))
    assert (alone.state.third_power_push == 0).all()
    assert (alone.state.committed == 0).all()
    row = driven.at("power", "neighbor")
    assert (driven.state.committed[:, row] > 0).all()


def test_only_who_weighs_its_consent_takes_its_stake_over(small: Scenario) -> None:
    driven = asked(small, 1.0, "proxy")
    row = driven.at("power", "neighbor")
    # The giant's stake is 2. The partner takes nothing over from it.
    np.testing.assert_allclose(driven.state.third_power_push[:, row], 2.0 * 0.9)
    assert (np.delete(driven.state.third_power_push, row, axis=1) == 0).all()


def test_left_out_the_third_power_still_answers(small: Scenario) -> None:
    stage = asked(small, 1.0, "third_power", "alliance")
    assert (stage.state.third_power_push == 0).all()
    assert stage.state.consent_rate.any() or np.isfinite(stage.state.consent_time).any()
