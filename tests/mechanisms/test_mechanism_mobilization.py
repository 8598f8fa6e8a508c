"""Mobilization: company, fear, night, news and the fates of those who go out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from stage import Stage

from upheaval.mechanisms import mobilization
from upheaval.scenario import Scenario
from upheaval.scenario.scenario import SchedulePhase
from upheaval.world.citizens import DETAINED, QUIET, RALLYING
from upheaval.world.clock import Tick

# A few per cent would go out by themselves; nothing else moves them.
CALM = {
    "mobilization.threshold": 2.0,
    "mobilization.group_noise": 0.0,
    "coercion.negotiating": 0.0,
    "mobilization.hardship_gain": 0.0,
    "mobilization.social_pull": 0.0,
    "mobilization.fall_pull": 0.0,
    "mobilization.fear": 0.0,
    "mobilization.lethal_fear": 0.0,
    "mobilization.riot_gain": 0.0,
    "mobilization.strike_share": 0.0,
    "mobilization.outside_share": 0.0,
    "mobilization.saturation": 0.01,
}


@pytest.fixture(autouse=True)
def one_piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a tick be one piece, so that what a test sets is what people decide on."""
    if "in_pieces" not in request.fixturenames:
        monkeypatch.setattr(mobilization, "LONGEST_STEP", 1.0)


@pytest.fixture
def in_pieces() -> None:
    """Leave the pieces of a tick as they are."""


def growth_of(small: Scenario, tick: float) -> np.ndarray:
    """Let squares feed on themselves for two days; give the crowds at noon and at midnight."""
    values = {"mobilization.social_pull": 1.6, "mobilization.threshold": 2.4,
              "mobilization.night_cost": 0.0, "mobilization.reconsider_rate": 2.0}  # fmt: skip
    stage = stage_of(small, values, replicates=4, scale=1, tick=tick)
    crowds = []
    for _ in range(4):
        stage.step("mobilization", ticks=round(0.5 / tick))
        crowds.append(stage.state.crowd.sum(axis=(1, 2)).mean())
    return np.array(crowds)


@pytest.mark.usefixtures("in_pieces")
def test_a_square_that_feeds_on_itself_grows_alike_in_short_and_in_long_ticks(
    small: Scenario,
) -> None:
    fine, usual = growth_of(small, 1 / 32), growth_of(small, 0.25)
    assert usual[-1] > 3 * usual[0]
    np.testing.assert_allclose(usual[1:], fine[1:], rtol=0.12)


@pytest.mark.usefixtures("in_pieces")
def test_a_tick_is_cut_into_pieces_that_fill_it_and_share_its_night() -> None:
    tick = Tick(3, 0.75, 0.25, datetime(2022, 1, 1, 18))
    first, last = mobilization._pieces(tick)
    assert (first.start, first.length, last.end) == (0.75, 0.125, tick.end)
    assert last.begins == datetime(2022, 1, 1, 21)
    shares = [mobilization._share_of_night(piece, tick) for piece in (first, last)]
    assert shares == [0.0, 2.0]
    week = Tick(3, 31.0, 7.0, datetime(2022, 2, 1))
    assert mobilization._pieces(week) == [week]


def test_news_of_a_small_crowd_move_fewer_than_in_proportion(small: Scenario) -> None:
    values = {"mobilization.outside_share": 1.0, "mobilization.news_saturation": 0.001,
              "mobilization.news_time": 0.01}  # fmt: skip
    heard = []
    for share in (0.0001, 0.001):
        stage = stage_of(small, values)
        fill_squares(stage, share)
        stage.step("mobilization")
        heard.append(stage.state.company[0])
    assert (heard[1] > 10 * heard[0]).all()
    assert (heard[0] > 0).all()


def test_where_police_hold_back_nobody_riots_and_nobody_fears(small: Scenario) -> None:
    values = {"mobilization.threshold": -10.0, "mobilization.riot_gain": 20.0}
    stage = stage_of(small, values, replicates=2)
    stage.state.restraint[1] = 1.0
    stage.state.force[:] = 50.0
    stage.step("mobilization", ticks=8)
    fought, left_alone = stage.state.crowd[:, :, 2].sum(axis=1)
    assert fought > 1000
    assert left_alone == 0.0
    assert (stage.state.caught[0] > 0).any()
    assert not stage.state.caught[1].any()


def stage_of(scenario: Scenario, values: Mapping[str, object], **keywords: object) -> Stage:
    stage = Stage(scenario, CALM | dict(values), **keywords)
    stage.state.unrest_shift[:] = 0.0
    return stage


def fill_squares(stage: Stage, share: float) -> None:
    """Put a share of each city's adults into the squares as everybody sees them."""
    stage.state.crowd[:, :, 0] = share * stage.setting.city_adults
    stage.state.growth[:] = 0.0


def crowd_after_a_tick(stage: Stage) -> np.ndarray:
    stage.step("mobilization")
    return stage.state.crowd.sum(axis=(1, 2))


def test_company_draws_people_out_when_the_pull_is_positive_and_keeps_them_in_when_negative(
    small: Scenario,
) -> None:
    alone = crowd_after_a_tick(stage_of(small, {"mobilization.social_pull": 2.0}))
    company = {}
    for pull in (-1.0, 0.0, 1.0, 2.0):
        stage = stage_of(small, {"mobilization.social_pull": pull})
        fill_squares(stage, 0.02)
        company[pull] = float(crowd_after_a_tick(stage)[0])
    assert company[-1.0] < 0.8 * company[0.0]
    assert company[0.0] == alone[0]
    assert company[2.0] > 1.5 * company[1.0] > 2.0 * company[0.0]


def test_a_fuller_square_draws_more(small: Scenario) -> None:
    crowds = []
    for share in (0.0, 0.001, 0.01, 0.1):
        stage = stage_of(small, {"mobilization.social_pull": 1.5})
        fill_squares(stage, share)
        crowds.append(float(crowd_after_a_tick(stage)[0]))
    assert crowds == sorted(crowds)
    assert crowds[0] < crowds[1] < crowds[3]


@pytest.mark.parametrize(
    ("name", "prepare"),
    [
        ("fear", lambda state: state.force.__setitem__(slice(None), 500.0)),
        ("lethal_fear", lambda state: state.dread.__setitem__(slice(None), 1.0)),
        ("night_cost", lambda state: state.night.__setitem__(slice(None), 1.0)),
        ("curfew_cost", lambda state: state.emergency.__setitem__(slice(None), 1.0)),
    ],
)
def test_fear_night_and_curfew_keep_people_at_home(
    small: Scenario, name: str, prepare: object
) -> None:
    values = {f"mobilization.{name}": np.array([0.0, 0.5, 2.0])}
    stage = stage_of(small, values, replicates=3)
    # The same luck for all three: they differ by the parameter alone.
    stage.world.bases[:] = stage.world.bases[0]
    prepare(stage.state)
    free, shy, afraid = crowd_after_a_tick(stage)
    assert free > shy > afraid


def test_demands_hardship_readiness_and_the_hope_of_a_fall_bring_people_out(
    small: Scenario,
) -> None:
    values = {"mobilization.hardship_gain": 2.0, "mobilization.fall_pull": 2.0}
    stage = stage_of(small, values, replicates=5)
    stage.world.bases[:] = stage.world.bases[0]
    state = stage.state
    state.legitimacy[:] = 1.0
    state.demand[1, :, 2] = 0.5
    state.legitimacy[2] = 0.3
    state.unrest_shift[3] = 0.5
    state.fall_belief[4] = 0.5
    crowds = crowd_after_a_tick(stage)
    assert (crowds[1:] > 1.3 * crowds[0]).all()


@pytest.mark.parametrize("tie", ["proximity", "kin", "online"])
def test_a_shutdown_cuts_the_news_of_the_internet_alone(kazakhstan: Scenario, tie: str) -> None:
    ties = {f"mobilization.{name}": float(name == tie) for name in ("proximity", "kin", "online")}
    stage = Stage(kazakhstan, CALM | ties, replicates=2, scale=1000)
    fill_squares(stage, 0.01)
    stage.state.connectivity[:] = [1.0, 0.0]
    stage.step("mobilization")
    open_news, shut_news = stage.state.news
    assert (open_news > 0).any()
    if tie == "online":
        np.testing.assert_array_equal(shut_news, 0.0)
    else:
        np.testing.assert_array_equal(shut_news, open_news)
    np.testing.assert_array_equal(stage.state.beside[1], stage.state.beside[0])


def test_news_arrive_with_a_delay(small: Scenario) -> None:
    values = {"mobilization.news_time": 1.0, "mobilization.threshold": 20.0}
    ties = {"mobilization.proximity": 0.0, "mobilization.kin": 0.0, "mobilization.online": 1.0}
    stage = stage_of(small, values | ties)
    fill_squares(stage, 0.01)
    stage.step("mobilization")
    np.testing.assert_allclose(stage.state.news, 0.01 * (1 - np.exp(-0.25)))
    fill_squares(stage, 0.01)
    stage.step("mobilization")
    np.testing.assert_allclose(stage.state.news, 0.01 * (1 - np.exp(-0.5)))


def test_nobody_goes_out_beyond_every_threshold_and_children_never_do(small: Scenario) -> None:
    stage = stage_of(small, {"mobilization.threshold": np.array([20.0, -10.0])}, replicates=2)
    stage.step("mobilization", ticks=40)
    out = stage.state.crowd.sum(axis=2)
    np.testing.assert_array_equal(out[0], 0.0)
    np.testing.assert_allclose(out[1], stage.setting.city_adults, rtol=0.03)
    ends = np.cumsum(stage.setting.cell_rows)
    for cell in np.flatnonzero(~stage.setting.cell_acts):
        rows = slice(int(ends[cell] - stage.setting.cell_rows[cell]), int(ends[cell]))
        assert not stage.world.citizens.state[:, rows].any()


def test_only_workers_strike_and_only_on_working_days(small: Scenario) -> None:
    values = {"mobilization.strike_share": 1.0, "mobilization.threshold": -10.0}
    stage = stage_of(small, values, replicates=2)
    stage.state.workday[:] = [1.0, 0.0]
    stage.step("mobilization", ticks=20)
    striking = stage.state.crowd[:, :, 1]
    assert (striking[1] == 0.0).all()
    drivers = stage.world.state.people_per_row * stage.setting.cell_rows
    in_trade = np.array([label.endswith("drivers") for label in stage.setting.labels["cell"]])
    possible = stage.setting.per_city(drivers * in_trade)
    np.testing.assert_allclose(striking[0], possible[0], rtol=0.01)


def test_riots_need_rage_company_and_a_weak_police(small: Scenario) -> None:
    values = {"mobilization.threshold": -10.0, "mobilization.riot_gain": 20.0}
    calm = small.with_changes(set={"groups.drivers.rage": 0, "groups.others.rage": 0})

    def rioters(scenario: Scenario, force: float) -> float:
        stage = stage_of(scenario, values)
        stage.state.force[:] = force
        stage.step("mobilization", ticks=8)
        return float(stage.state.crowd[0, :, 2].sum())

    assert rioters(calm, 0.0) == 0.0
    assert rioters(small, 0.0) > 1000
    assert rioters(small, 1e9) == 0.0


def test_looted_arms_add_rioters(small: Scenario) -> None:
    values = {"mobilization.threshold": -10.0, "mobilization.riot_gain": 2.0}
    stage = stage_of(small, values, replicates=2)
    stage.world.bases[:] = stage.world.bases[0]
    stage.state.arms_looted[1] = 1e6
    stage.step("mobilization", ticks=8)
    rioters = stage.state.crowd[:, :, 2].sum(axis=1)
    assert rioters[1] > 1.5 * rioters[0] > 0


def test_those_out_are_arrested_hurt_and_killed_at_their_rates(small: Scenario) -> None:
    stage = stage_of(small, {"mobilization.threshold": -10.0}, scale=1)
    stage.world.citizens.state[:] = RALLYING
    stage.state.arrest_rate[:], stage.state.wound_rate[:], stage.state.kill_rate[:] = 0.4, 0.2, 0.1
    stage.step("mobilization")
    adults = stage.setting.city_adults.sum()
    for count, rate in (("arrested", 0.4), ("wounded", 0.2), ("killed", 0.1)):
        chance = 1 - np.exp(-0.25 * rate)
        happened = float(stage.state[count].sum())
        assert happened == pytest.approx(adults * chance, abs=6 * np.sqrt(adults * chance)), count


def test_rates_of_rioters_do_not_touch_the_peaceful(small: Scenario) -> None:
    stage = stage_of(small, {"mobilization.threshold": -10.0})
    for kind in ("arrest", "wound", "kill"):
        stage.state[f"{kind}_rate_riot"][:] = 50.0
    stage.step("mobilization", ticks=4)
    for count in ("arrested", "wounded", "killed"):
        assert not stage.state[count].any()


def test_a_sweep_takes_people_from_their_homes(small: Scenario) -> None:
    stage = stage_of(small, {"mobilization.threshold": 20.0}, scale=1)
    stage.state.sweep_rate[:] = 0.2
    stage.step("mobilization")
    expected = stage.setting.city_adults.sum() * (1 - np.exp(-0.05))
    assert stage.state.arrested.sum() == pytest.approx(expected, rel=0.05)


def test_the_detained_come_home_after_their_time(small: Scenario) -> None:
    stage = stage_of(
        small, {"mobilization.threshold": 20.0, "mobilization.release_time": 2.0}, scale=1
    )
    stage.world.citizens.state[:] = DETAINED
    stage.step("mobilization", ticks=8)
    acting = np.repeat(stage.setting.cell_acts, stage.setting.cell_rows)
    home = (stage.world.citizens.state[:, acting] == QUIET).mean()
    assert home == pytest.approx(1 - np.exp(-1), abs=0.01)


@pytest.mark.parametrize("rate", [0.001, 1.0, 50.0])
def test_in_a_long_tick_fate_goes_before_second_thoughts(small: Scenario, rate: float) -> None:
    weeks = replace(small, schedule=(SchedulePhase(datetime(2022, 2, 1), 7.0),))
    values = {"mobilization.threshold": -10.0, "mobilization.reconsider_rate": 50.0}
    stage = stage_of(weeks, values, tick=7.0, scale=1)
    stage.world.citizens.state[:] = RALLYING
    for kind in ("arrest", "wound", "kill"):
        stage.state[f"{kind}_rate"][:] = stage.state[f"{kind}_rate_riot"][:] = rate
    stage.state.sweep_rate[:] = rate
    stage.step("mobilization")
    chance = 1 - np.exp(-7 * rate)
    adults = stage.setting.city_adults.sum()
    expected = adults * chance / max(1.0, 3 * chance)
    assert stage.state.arrested.sum() == pytest.approx(expected, rel=0.1, abs=60)
    assert stage.state.killed.sum() == pytest.approx(expected, rel=0.1, abs=60)


def test_shares_of_groups_are_uncertain_and_cities_keep_their_people(small: Scenario) -> None:
    stage = Stage(small, replicates=50)
    people = stage.state.people_per_row * stage.setting.cell_rows
    np.testing.assert_allclose(
        stage.setting.per_city(people), np.broadcast_to(stage.setting.city_people, (50, 3))
    )
    drivers = people[:, stage.at("cell", "port/drivers")] / stage.setting.city_people[0]
    assert 0.04 < drivers.min() < 0.08
    assert 0.12 < drivers.max() < 0.21
    villages = people[:, stage.at("cell", "villages/drivers")]
    assert villages.mean() == pytest.approx(2.0, rel=0.1)


def test_what_squares_ask_for_is_shared_out_among_demands(small: Scenario) -> None:
    stage = stage_of(small, {"mobilization.threshold": 1.0})
    stage.state.demand[:, :, 0], stage.state.demand[:, :, 2] = 0.3, 0.1
    stage.step("mobilization", ticks=4)
    np.testing.assert_allclose(stage.state.demand_share.sum(axis=2), 1.0)
    np.testing.assert_allclose(stage.state.demand_share[0, 0], [0.75, 0.0, 0.25, 0.0], rtol=1e-6)


def test_nobody_is_lost(small: Scenario) -> None:
    stage = stage_of(small, {"mobilization.threshold": 0.5})
    stage.state.arrest_rate[:], stage.state.wound_rate[:], stage.state.kill_rate[:] = 0.4, 0.2, 0.1
    stage.step("mobilization", ticks=20)
    states = stage.world.citizens.state
    assert states.shape == (1, stage.world.citizens.rows)
    assert set(np.unique(states)) <= set(range(7))
    out = stage.state.crowd.sum(axis=(1, 2)) + stage.state.killed.sum(axis=1)
    assert (out <= stage.setting.city_adults.sum()).all()
