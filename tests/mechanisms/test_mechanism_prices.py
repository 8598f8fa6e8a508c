"""Prices: the reform reaches the pumps, a concession takes it back, the household pays."""

import numpy as np
import pytest
from stage import Stage

from upheaval.scenario import Scenario

FULL = {
    "prices.liberalization": 1.0,
    "prices.pass_through_time": 0.3,
    "prices.elasticity": 2.0,
    "prices.reversal": 1.0,
    "prices.phase_in": 0.0,
    "prices.cap": 100.0,
    "prices.reversed_after": 36500.0,
    "prices.compensation": 0.0,
}


def test_prices_stay_until_the_day_of_the_reform(small: Scenario) -> None:
    stage = Stage(small, FULL)
    stage.step("prices", ticks=4)
    np.testing.assert_allclose(stage.state.price[0, :, 0], [60.0, 80.0])
    np.testing.assert_allclose(stage.state.burden, 0.0, atol=1e-12)
    stage.step("prices")
    assert (stage.state.price[0, :, 0] > [60.0, 80.0]).all()


def test_prices_converge_to_what_the_reform_leads_to(small: Scenario) -> None:
    stage = Stage(small, FULL, replicates=50)
    stage.step("prices", ticks=60)
    np.testing.assert_allclose(stage.state.price, stage.state.price_after, rtol=1e-6)
    west = stage.state.price[:, 0, 0]
    assert 110 < west.min() < west.max() < 130
    np.testing.assert_allclose(stage.state.price[:, 1, 0], 100.0)


def test_a_concession_brings_prices_back_to_the_regulated_price(small: Scenario) -> None:
    stage = Stage(small, FULL)
    stage.step("prices", ticks=40)
    stage.state.conceded[:] = 1.0
    stage.step("prices", ticks=60)
    np.testing.assert_allclose(stage.state.price[0, :, 0], [55.0, 70.0], rtol=1e-6)
    assert (stage.state.burden < 0).all()


def test_a_reversal_may_go_below_the_regulated_price(small: Scenario) -> None:
    stage = Stage(small, FULL | {"prices.reversal": 0.9})
    stage.state.conceded[:] = 1.0
    stage.step("prices", ticks=60)
    np.testing.assert_allclose(stage.state.price[0, :, 0], [49.5, 63.0], rtol=1e-6)


def test_half_a_concession_meets_half_way_in_logarithms(small: Scenario) -> None:
    stage = Stage(small, FULL)
    stage.state.conceded[0] = [0.0, 0.5]
    stage.step("prices", ticks=60)
    assert stage.state.price[0, 1, 0] == pytest.approx(np.sqrt(100.0 * 70.0), rel=1e-6)
    assert stage.state.price[0, 0, 0] == pytest.approx(stage.state.price_after[0, 0, 0])


def test_without_liberalization_there_is_no_burden(small: Scenario) -> None:
    stage = Stage(small, FULL | {"prices.liberalization": 0.0}, replicates=3)
    for _ in range(20):
        stage.step("prices")
        np.testing.assert_allclose(stage.state.burden, 0.0, atol=1e-12)


def test_half_a_liberalization_gives_half_the_burden(small: Scenario) -> None:
    stage = Stage(small, FULL | {"prices.liberalization": np.array([1.0, 0.5])}, replicates=2)
    stage.state.price_after[1] = stage.state.price_after[0]
    stage.state.fuel_dependence[1] = stage.state.fuel_dependence[0]
    stage.step("prices", ticks=80)
    np.testing.assert_allclose(stage.state.burden[1], 0.5 * stage.state.burden[0], rtol=1e-6)


def test_the_burden_is_the_lost_share_of_spending(small: Scenario) -> None:
    stage = Stage(small, FULL)
    stage.step("prices", ticks=80)
    drivers, others = stage.at("cell", "port/drivers"), stage.at("cell", "port/others")
    dependence = stage.state.fuel_dependence[0, 0]
    expected = 2.0 * dependence * 0.06 * np.log(stage.state.price_after[0, 0, 0] / 60.0)
    assert 0.4 <= dependence <= 0.6
    assert stage.state.burden[0, others] == pytest.approx(expected, rel=1e-6)
    assert stage.state.burden[0, drivers] == pytest.approx(3 * expected, rel=1e-6)


def test_the_path_of_prices_does_not_depend_on_the_tick(small: Scenario) -> None:
    prices = []
    for tick in (0.125, 0.25, 1.0):
        stage = Stage(small, FULL, tick=tick)
        stage.step("prices", ticks=round(3 / tick))
        prices.append(stage.state.price.copy())
    np.testing.assert_allclose(prices[0], prices[1], rtol=1e-12)
    np.testing.assert_allclose(prices[0], prices[2], rtol=1e-12)


# ---------------------------------------------------------------------- tariff policies
def test_a_phased_reform_has_come_half_way_in_half_the_time(small: Scenario) -> None:
    stage = Stage(small, FULL | {"prices.phase_in": 20.0, "prices.pass_through_time": 0.05})
    stage.step("prices", ticks=4 * 11)
    after, price = stage.state.price_after[0, 0, 0], stage.state.price[0, 0, 0]
    assert price == pytest.approx(np.sqrt(60.0 * after), rel=0.01)
    stage.step("prices", ticks=4 * 12)
    assert stage.state.price[0, 0, 0] == pytest.approx(after, rel=1e-6)


def test_a_cap_holds_the_price_and_leaves_cheaper_regions_alone(small: Scenario) -> None:
    stage = Stage(small, FULL | {"prices.cap": 1.5})
    stage.step("prices", ticks=60)
    np.testing.assert_allclose(stage.state.price[0, :, 0], [90.0, 100.0], rtol=1e-6)


def test_a_reform_that_is_taken_back_ends_at_the_regulated_price(small: Scenario) -> None:
    stage = Stage(small, FULL | {"prices.reversed_after": 5.0})
    stage.step("prices", ticks=20)
    assert (stage.state.price > 90).all()
    stage.step("prices", ticks=40)
    np.testing.assert_allclose(stage.state.price[0, :, 0], [55.0, 70.0], rtol=1e-6)


def test_compensation_takes_its_share_of_the_loss_and_nothing_of_a_gain(small: Scenario) -> None:
    share = np.array([0.0, 0.4, 1.0])
    stage = Stage(small, FULL | {"prices.compensation": share}, replicates=3)
    stage.state.price_after[:] = stage.state.price_after[:1]
    stage.state.fuel_dependence[:] = stage.state.fuel_dependence[:1]
    stage.step("prices", ticks=40)
    lost = stage.state.burden
    np.testing.assert_allclose(lost[1], 0.6 * lost[0], rtol=1e-12)
    np.testing.assert_array_equal(lost[2], 0.0)
    np.testing.assert_array_equal(stage.state.compensated, share)
    stage.state.conceded[:] = 1.0
    stage.step("prices", ticks=60)
    assert (lost[0] < 0).all()
    np.testing.assert_array_equal(lost[1], lost[0])


def test_pressure_on_the_tariff_adds_to_the_logarithm_of_the_price(small: Scenario) -> None:
    stage = Stage(small, FULL)
    stage.state.tariff_pressure[:] = 0.1
    stage.step("prices", ticks=80)
    expected = stage.state.price_after[0, :, 0] * np.exp(0.1)
    np.testing.assert_allclose(stage.state.price[0, :, 0], expected, rtol=1e-6)


def test_every_tariff_policy_that_the_flagship_names_spares_households(
    kazakhstan: Scenario,
) -> None:
    def lost(changes: dict[str, object]) -> float:
        stage = Stage(kazakhstan, changes, scale=5000)
        stage.step("prices", ticks=40)
        return float(stage.state.burden.mean())

    policies = {
        item.name: dict(item.set)
        for item in kazakhstan.interventions
        if item.name.startswith("price-")
    }
    assert len(policies) >= 5
    freed = lost({})
    assert freed > 0
    for name, changes in policies.items():
        assert lost(changes) < 0.5 * freed, name
    assert abs(lost(policies["price-never"])) < 1e-12
