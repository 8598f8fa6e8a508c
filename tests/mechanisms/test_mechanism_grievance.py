"""Grievance: what people feel, what they hold down, and what they ask for."""

import numpy as np
import pytest
from stage import Stage

from upheaval.scenario import Scenario

SHOCK = {"prices.liberalization": 1.0, "prices.elasticity": 2.0, "prices.pass_through_time": 0.1}
PRICE, LABOR, POLITICAL, FOREIGN = range(4)


def test_a_concession_moves_demands_from_price_to_politics(small: Scenario) -> None:
    values = SHOCK | {"grievance.relief_time": 1.0, "anger.voice": 2.0}
    stage = Stage(small, values, replicates=2)
    stage.state.company[:] = 0.5
    stage.step("prices", "grievance", "anger", ticks=20)
    before = np.maximum(stage.state.demand.copy(), 0.0)
    stage.state.conceded[1] = 1.0
    stage.step("prices", "grievance", "anger", ticks=20)
    after = np.maximum(stage.state.demand, 0.0)
    acting = stage.setting.cell_acts
    # The price is asked for no longer where it was given, and politics as much as ever.
    assert (after[1, acting, PRICE] < 0.1 * before[1, acting, PRICE]).all()
    assert (after[0, acting, PRICE] > 0.9 * before[0, acting, PRICE]).all()
    assert (after[1, acting, POLITICAL] > 0.8 * before[1, acting, POLITICAL]).all()
    share = after[:, acting, POLITICAL] / after[:, acting].sum(axis=2)
    assert (share[1] > share[0]).all()


def test_a_rise_is_felt_sooner_than_a_cut(small: Scenario) -> None:
    values = {"grievance.attention_time": 1.0, "grievance.relief_time": 10.0}
    stage = Stage(small, values)
    stage.state.burden[:] = 0.1
    stage.step("grievance", ticks=4)
    risen = stage.state.felt_burden.copy()
    np.testing.assert_allclose(risen, 0.1 * (1 - np.exp(-1)))
    stage.state.burden[:] = 0.0
    stage.step("grievance", ticks=4)
    np.testing.assert_allclose(stage.state.felt_burden, risen * np.exp(-0.1))


def test_a_visible_burden_costs_legitimacy_at_once_and_it_comes_back_slowly(
    small: Scenario,
) -> None:
    stage = Stage(small, {"grievance.unfairness": 2.0, "grievance.attention_time": 0.05})
    before = stage.state.legitimacy.copy()
    stage.state.burden[:] = 0.05
    stage.step("grievance", ticks=2)
    lost = before - stage.state.legitimacy
    np.testing.assert_allclose(lost, 2.0 * 0.05, rtol=0.01)
    stage.state.felt_burden[:] = stage.state.burden[:] = 0.0
    stage.step("grievance")
    left = before - stage.state.legitimacy
    assert ((left > 0) & (left < lost)).all()
    stage.step("grievance", ticks=20)
    assert (before - stage.state.legitimacy < left).all()


def test_harshness_hurts_most_in_the_middle(small: Scenario) -> None:
    stage = Stage(small, {"grievance.harshness": 1.0, "grievance.recovery": 0.0}, replicates=4)
    stage.state.company[:] = 1.0
    stage.state.coercion_severity[:] = np.array([0.0, 0.2, 0.5, 1.0])[:, None]
    before = stage.state.legitimacy.copy()
    stage.step("grievance")
    lost = (before - stage.state.legitimacy)[:, 0]
    np.testing.assert_allclose(lost, 0.25 * np.array([0.0, 0.16, 0.25, 0.0]), atol=1e-12)


def test_legitimacy_stays_between_zero_and_one(small: Scenario) -> None:
    stage = Stage(small, {"grievance.unfairness": 50.0, "grievance.harshness": 20.0})
    stage.state.burden[:], stage.state.company[:] = 1.0, 1.0
    stage.state.coercion_severity[:] = 0.5
    stage.step("grievance", ticks=40)
    np.testing.assert_array_equal(stage.state.legitimacy, 0.0)


def test_the_felt_burden_of_a_region_is_the_mean_of_its_adults(small: Scenario) -> None:
    stage = Stage(small, {"grievance.attention_time": 0.05})
    stage.state.burden[:] = 0.07
    stage.step("grievance", ticks=20)
    np.testing.assert_allclose(stage.state.felt_by_region, 0.07, rtol=1e-3)


def test_labor_demands_grow_with_doubt(small: Scenario) -> None:
    stage = Stage(small, {"grievance.legitimacy": np.array([0.9, 0.2])}, replicates=2)
    stage.step("grievance")
    labor = stage.state.demand[:, :, LABOR]
    drivers = stage.at("cell", "port/drivers")
    assert labor[1, drivers] > labor[0, drivers] > 0
    assert stage.state.demand[:, :, FOREIGN].max() == pytest.approx(0.0)
