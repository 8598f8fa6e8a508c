"""Mining: rigs follow cheap power, shortage follows rigs, the tariff follows a decision."""

import numpy as np
import pytest
from stage import Stage

from upheaval.closed_forms.price_burden import mines, mining_break_even_price
from upheaval.scenario import Scenario

CALM = {
    "mining.revenue": 120.0,
    "mining.energy_use": 1.2,
    "mining.power_price": 20.0,
    "mining.spread": 0.4,
    "mining.entry_rate": 0.05,
    "mining.offline": 0.9,
    "mining.boom_age": 0.0,
    "mining.review_interval": 3000.0,
    "mining.notice": 0.0,
    "mining.tariff_gain": 2.0,
    "mining.cut_rate": 0.0,
}
ALL_RIGS = 120.0


def test_the_share_of_rigs_that_run_is_that_of_single_rigs_that_pay(small: Scenario) -> None:
    stage = Stage(small, CALM | {"mining.power_price": 90.0})
    stage.step("mining")
    luck = np.random.default_rng(1).normal(size=200_000)
    pays = mines(90.0, mining_break_even_price(120.0, 1.2 * np.exp(0.4 * luck)))
    assert stage.state.mining_load[0] / ALL_RIGS == pytest.approx(pays.mean(), abs=0.004)


def test_dearer_power_and_poorer_coins_drive_rigs_away(small: Scenario) -> None:
    price = np.array([20.0, 80.0, 160.0])
    stage = Stage(small, CALM | {"mining.power_price": price}, replicates=3)
    stage.step("mining", ticks=4)
    assert (np.diff(stage.state.mining_load) < 0).all()
    poor = Stage(small, CALM | {"mining.revenue": np.array([120.0, 30.0, 0.0])}, replicates=3)
    poor.step("mining", ticks=4)
    assert (np.diff(poor.state.mining_load) < 0).all()
    assert poor.state.mining_load[2] == 0.0


def test_rigs_enter_at_their_rate_whatever_the_tick(small: Scenario) -> None:
    loads = []
    for tick in (0.125, 0.25, 1.0):
        stage = Stage(small, CALM, tick=tick)
        stage.state.rigs[:] = 0.0
        stage.step("mining", ticks=round(10 / tick))
        loads.append(stage.state.mining_load[0])
    assert loads[0] == pytest.approx(ALL_RIGS * -np.expm1(-0.5), rel=1e-3)
    np.testing.assert_allclose(loads, loads[0], rtol=1e-10)


def test_scarcity_is_the_shortage_as_a_share_of_capacity(small: Scenario) -> None:
    stage = Stage(small, CALM)
    stage.step("mining")
    load = stage.state.mining_load[0]
    assert stage.state.scarcity[0] == pytest.approx((1000 + load - 1070) / 1070)
    stage.state.rigs[:] = 50.0
    stage.step("mining")
    assert stage.state.scarcity[0] == 0.0


def test_a_shutdown_idles_rigs_and_lowers_the_hash_rate(small: Scenario) -> None:
    stage = Stage(small, CALM)
    stage.step("mining")
    before = stage.state.hash_rate_share[0]
    assert before == pytest.approx(0.12, rel=1e-3)
    stage.state.connectivity[:] = 0.2
    stage.step("mining")
    assert stage.state.hash_rate_share[0] == pytest.approx(before * (1 - 0.9 * 0.8), rel=1e-6)
    assert stage.state.scarcity[0] == 0.0
    stage.state.connectivity[:] = 1.0
    stage.step("mining")
    assert stage.state.hash_rate_share[0] == pytest.approx(before, rel=1e-6)


def test_a_tariff_waits_for_the_decision_and_for_its_notice(small: Scenario) -> None:
    # The reform was decided on 1 January 2020, 731 days before the start.
    values = CALM | {"mining.review_interval": 740.0, "mining.notice": 5.5 / 740.0}
    stage = Stage(small, values)
    seen = []
    for _ in range(80):
        stage.step("mining")
        seen.append(stage.state.tariff_pressure[0])
    seen = np.array(seen)
    ends = 0.25 * np.arange(1, 81)
    assert (seen[ends < 14.5] == 0.0).all()
    np.testing.assert_allclose(seen[ends >= 14.5], 2.0 * stage.state.scarcity[0], rtol=1e-3)


def test_scarcity_between_two_decisions_leaves_no_trace(small: Scenario) -> None:
    stage = Stage(small, CALM | {"mining.review_interval": 740.0})
    stage.step("mining", ticks=20)
    stage.state.rigs[:] = 0.0
    stage.parameters["mining"].entry_rate[:] = 0.0
    stage.step("mining", ticks=40)
    assert stage.state.tariff_pressure[0] == 0.0


def test_a_decision_before_the_start_counts_only_if_the_rigs_had_come(small: Scenario) -> None:
    # With 700 days between decisions the last one was taken 31 days before the start.
    values = CALM | {"mining.review_interval": 700.0, "mining.notice": 34.0 / 700.0}
    came = np.array([30.0, 32.0])
    stage = Stage(small, values | {"mining.boom_age": came}, replicates=2)
    stage.step("mining", ticks=8)
    np.testing.assert_array_equal(stage.state.tariff_pressure, 0.0)
    stage.step("mining", ticks=8)
    assert stage.state.tariff_pressure[0] == 0.0
    assert stage.state.tariff_pressure[1] > 0.0


def test_the_decree_comes_from_scarcity_and_ends(small: Scenario) -> None:
    values = CALM | {
        "mining.cut_rate": 0.5, "mining.cut_scale": 0.01, "mining.cut_depth": 0.75,
        "mining.cut_length": 3.0, "mining.power_price": np.repeat([20.0, 1000.0], 200),
    }  # fmt: skip
    stage = Stage(small, values, replicates=400)
    stage.step("mining", ticks=120)
    scarce, enough = np.split(stage.state.mining_cut_time, 2)
    assert np.isfinite(scarce).all()
    assert np.isinf(enough).all()
    # The hazard of 0.5 a day is halved or better where scarcity is 0.0467 against 0.01.
    assert scarce.mean() == pytest.approx(1 / (0.5 * 0.0467 / 0.0567), rel=0.2)
    assert (stage.state.mining_cut == (stage.state.cut_until > 30.0)).all()
    cut = np.split(stage.state.mining_cut, 2)[0] > 0
    load = np.split(stage.state.mining_load, 2)[0]
    assert 0 < cut.sum() < 200
    np.testing.assert_allclose(load[cut], 0.25 * ALL_RIGS, rtol=1e-3)
    np.testing.assert_allclose(load[~cut], ALL_RIGS, rtol=1e-3)


def test_a_country_without_a_table_of_energy_has_no_miners(tmp_path, small: Scenario) -> None:
    from two_regions import write_two_regions

    from upheaval.scenario import load

    folder = write_two_regions(tmp_path / "country")
    header = (folder / "energy.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "energy.csv").write_text(header + "\n", encoding="utf-8")
    stage = Stage(load(folder), CALM | {"mining.cut_rate": 5.0})
    stage.step("mining", "prices", ticks=20)
    for name in ("mining_load", "scarcity", "hash_rate_share", "tariff_pressure"):
        np.testing.assert_array_equal(stage.state[name], 0.0)
    assert np.isinf(stage.state.mining_cut_time).all()


def test_mining_moves_the_price_of_january_by_less_than_nobody_knows_it(
    kazakhstan: Scenario,
) -> None:
    """The timing test: the price was decided before the rigs came."""
    prices = {}
    values = {
        name: setting.quantile(np.random.default_rng(7).uniform(size=200))
        for name, setting in kazakhstan.parameters.items()
        if name.partition(".")[0] in ("mining", "prices")
    }
    for on in (True, False):
        stage = Stage(kazakhstan, values, replicates=200, scale=5000)
        names = ("prices", "mining") if on else ("prices",)
        path = []
        for _ in range(31 * 4):
            stage.step(*names)
            path.append(stage.state.price[:, :, 0].copy())
        prices[on] = np.array(path)[4:]
    spread = prices[False].std(axis=1)
    assert spread.max() > 1.0
    moved = np.abs(prices[True] - prices[False]).mean(axis=1)
    fixed = kazakhstan.tables["prices"]["after_low"] == kazakhstan.tables["prices"]["after_high"]
    # Where the new price is known exactly, only its arrival has a spread.
    assert (moved[:, ~fixed] < 0.25 * spread[:, ~fixed]).all()
    assert moved.max() < 1.0


def test_without_the_lag_the_timing_test_would_fail(kazakhstan: Scenario) -> None:
    at_once = {
        "mining.tariff_gain": 15.0, "mining.review_interval": 1.0, "mining.notice": 0.0,
        "mining.boom_age": 330.0, "mining.cut_rate": 0.0,
    }  # fmt: skip
    stage = Stage(kazakhstan, at_once, replicates=50, scale=5000)
    stage.step("prices", "mining", ticks=40)
    raised = stage.state.price[:, :, 0] / stage.state.price_after[:, :, 0]
    assert raised.mean() > 1.1


def test_switched_off_it_leaves_no_pressure_and_no_load(small: Scenario) -> None:
    stage = Stage(small, CALM | {"mining.boom_age": 3000.0, "mining.review_interval": 100.0})
    stage.step("prices", ticks=10)
    for name in ("tariff_pressure", "mining_load", "scarcity", "hash_rate_share"):
        np.testing.assert_array_equal(stage.state[name], 0.0)
