"""Rents: a ledger to the unit, loyalty at its price, favors that move weights, welfare."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from stage import Stage

from upheaval.closed_forms.selectorate import rent_per_member, slack
from upheaval.mechanisms.rents import HOUSEHOLDS, RESOURCES, STATE, split
from upheaval.scenario import Scenario
from upheaval.world.setting import ACCOUNTS

PLAIN = {
    "rents.income": 1e9,
    "rents.coalition": 1000.0,
    "rents.selectorate": 100_000.0,
    "rents.discount": 0.9,
    "rents.welfare_share": 0.25,
    "rents.accustomed_share": 0.25,
    "rents.welfare_response": 0.0,
    "rents.buffer": 1.0,
    "rents.fuel_volume": 1e4,
    "rents.favor_share": 0.0,
    "rents.loyalty_price": 1e9,
}
FIRST = len(ACCOUNTS)


@given(
    total=some.integers(-(10**13), 10**13),
    share=some.lists(some.floats(0, 1), min_size=1, max_size=9),
)
@settings(deadline=None)
def test_a_split_loses_nothing_and_rounds_each_part_by_less_than_one_unit(
    total: int, share: list[float]
) -> None:
    parts = split(np.array([total]), np.array([share]))[0]
    whole = sum(share)
    assert int(parts.sum()) == (total if whole > 0 else 0)
    assert (parts[np.array(share) == 0.0] == 0).all()
    if whole > 0:
        exact = np.array(share) / whole * total
        np.testing.assert_allclose(parts, exact, atol=1.0 + 1e-9 * abs(total))


def test_the_ledger_balances_to_the_unit_in_every_tick(small: Scenario) -> None:
    drawn = np.random.default_rng(3)
    values = {
        "rents.income": drawn.uniform(1e8, 1e11, 20),
        "rents.favor_share": drawn.uniform(0, 1, 20),
        "rents.welfare_response": drawn.uniform(0, 5, 20),
        "prices.compensation": drawn.uniform(0, 1, 20),
    }
    stage = Stage(small, PLAIN | values, replicates=20)
    last = stage.state.ledger.copy()
    for tick in range(60):
        stage.state.rivalry[:] = drawn.uniform(0, 1, 20)
        stage.state.conceded[:] = tick > 40
        stage.state.in_coalition[:, 0] = tick < 50
        stage.step("prices", "rents")
        booked = stage.state.ledger - last
        paid = -np.minimum(booked, 0).sum(axis=1)
        received = np.maximum(booked, 0).sum(axis=1)
        assert paid.dtype == np.int64
        assert (paid == received).all()
        assert (paid > 0).all()
        assert (stage.state.ledger.sum(axis=1) == 0).all()
        last = stage.state.ledger.copy()


def test_the_coalition_gets_its_price_and_the_rulers_the_slack(small: Scenario) -> None:
    stage = Stage(small, PLAIN | {"rents.fuel_volume": 0.0}, tick=1.0)
    stage.step("rents")
    ledger = stage.state.ledger[0]
    assert ledger[RESOURCES] == -1_000_000_000
    assert ledger[HOUSEHOLDS] == 250_000_000
    assert ledger[STATE] == 0
    each = float(rent_per_member(7.5e8, 1000, 100_000, 0.9))
    kept = float(slack(7.5e8, 1000, 100_000, 0.9))
    officers = stage.state.coalition_share[0] / stage.state.coalition_share[0].sum()
    at = stage.at("faction", "uniforms")
    assert ledger[FIRST + at] == pytest.approx(1000 * each * officers[at], abs=2)
    clan = stage.at("faction", "clan")
    expected = 1000 * each * officers[clan] + 0.6 * kept
    assert ledger[FIRST + clan] == pytest.approx(expected, abs=2)
    assert ledger[FIRST:].sum() == 750_000_000


def test_the_smaller_the_coalition_the_more_its_rulers_keep(small: Scenario) -> None:
    values = {"rents.fuel_volume": 0.0, "rents.coalition": np.array([90_000.0, 10_000.0, 1000.0])}
    stage = Stage(small, PLAIN | values, replicates=3, tick=1.0)
    stage.step("rents")
    at = FIRST + stage.at("faction", "palace")
    assert (np.diff(stage.state.ledger[:, at]) > 0).all()


def test_who_is_outside_the_coalition_gets_nothing_more(small: Scenario) -> None:
    stage = Stage(small, PLAIN | {"rents.fuel_volume": 0.0})
    clan, palace = (stage.at("faction", name) for name in ("clan", "palace"))
    stage.state.in_coalition[:, clan] = False
    stage.step("rents", ticks=4)
    ledger = stage.state.ledger[0]
    assert ledger[FIRST + clan] == 0
    assert ledger[FIRST + palace] > 0.5 * 7.5e8
    assert ledger[FIRST:].sum() == 750_000_000


def test_where_both_powers_are_out_the_others_share_what_is_left(small: Scenario) -> None:
    stage = Stage(small, PLAIN | {"rents.fuel_volume": 0.0})
    for name in ("clan", "palace"):
        stage.state.in_coalition[:, stage.at("faction", name)] = False
    stage.step("rents", ticks=4)
    ledger = stage.state.ledger[0]
    assert ledger[FIRST + stage.at("faction", "uniforms")] == 750_000_000
    assert ledger[STATE] == 0


def test_the_reform_pays_its_sellers_the_rise_times_the_volume(small: Scenario) -> None:
    stage = Stage(small, PLAIN | {"rents.income": 0.0}, tick=1.0)
    stage.state.price[0, :, 0] = [120.0, 90.0]
    stage.step("rents")
    burned = np.array([60_000, 100_001]) * stage.state.fuel_dependence[0]
    expected = 1e4 * (burned @ [60.0, 10.0]) / burned.sum()
    gained = stage.state.reform_rent[0]
    assert gained.sum() == round(expected)
    assert gained[stage.at("faction", "clan")] > gained[stage.at("faction", "technocrats")] > 0
    assert gained[stage.at("faction", "palace")] == 0
    assert stage.state.ledger[0, HOUSEHOLDS] == -gained.sum()


def test_sellers_lose_where_a_reversal_goes_below_the_price_before(small: Scenario) -> None:
    stage = Stage(small, PLAIN)
    stage.state.price[0, :, 0] = [50.0, 70.0]
    stage.step("rents")
    assert stage.state.reform_rent[0].sum() < 0
    assert (stage.state.ledger.sum(axis=1) == 0).all()


def test_compensation_is_paid_by_the_state_to_households(small: Scenario) -> None:
    stage = Stage(small, PLAIN | {"rents.income": 0.0}, tick=1.0)
    stage.state.price[:] = 120.0
    stage.state.compensated[:] = 1.0
    stage.step("rents")
    ledger = stage.state.ledger[0]
    assert ledger[HOUSEHOLDS] == 0
    assert ledger[STATE] == -stage.state.reform_rent[0].sum() < 0


def test_favors_move_weight_to_who_pays_them_and_make_none(small: Scenario) -> None:
    rivalry = np.array([0.0, 0.1, 0.5, 1.0])
    stage = Stage(small, PLAIN | {"rents.favor_share": 0.3}, replicates=4)
    stage.state.rivalry[:] = rivalry
    stage.step("rents", ticks=20)
    clan, palace, officers = (stage.at("faction", name) for name in ("clan", "palace", "uniforms"))
    moved = stage.state.rent_weight
    np.testing.assert_array_equal(moved[0], 0.0)
    np.testing.assert_allclose(moved.sum(axis=1), 0.0, atol=1e-12)
    assert (np.diff(moved[:, officers]) < 0).all()
    assert (moved[:, officers] > -stage.state.faction_base[:, officers]).all()
    # The clan keeps 0.6 of the slack, the palace 0.4.
    np.testing.assert_allclose(moved[1:, clan] / moved[1:, palace], 1.5, rtol=1e-3)
    assert (stage.state.favors[1:, officers] > 0).all()


def test_what_a_purged_patron_bought_does_not_outlive_him(small: Scenario) -> None:
    stage = Stage(small, PLAIN | {"rents.favor_share": 0.3})
    stage.state.rivalry[:] = 1.0
    stage.step("rents", ticks=20)
    clan, palace = (stage.at("faction", name) for name in ("clan", "palace"))
    stage.state.purged[:, clan] = 1.0
    stage.step("rents")
    assert stage.state.rent_weight[0, clan] == 0.0
    assert stage.state.rent_weight[0, palace] > 0.0


def test_bought_weight_reaches_the_court(small: Scenario) -> None:
    stage = Stage(small, PLAIN)
    stage.step("court")
    plain = stage.state.faction_weight.copy()
    moved = np.array([0.5, 1.0, 0.0, -1.5, 0.0, 0.0])
    stage.state.rent_weight[:] = moved
    stage.step("court")
    np.testing.assert_allclose(stage.state.faction_weight, plain + moved)
    stage.state.rent_weight[:] = -100.0
    stage.step("court")
    np.testing.assert_array_equal(stage.state.faction_weight, 0.0)


def test_welfare_as_usual_changes_nothing_and_more_of_it_softens_anger(small: Scenario) -> None:
    share = np.array([0.2, 0.25, 0.4])
    stage = Stage(small, PLAIN | {"rents.welfare_share": share}, replicates=3)
    stage.state.anger[:] = stage.state.anger[:1]
    stage.state.legitimacy[:] = 0.5
    stage.step("rents")
    relief = stage.state.welfare_relief
    np.testing.assert_array_equal(relief[1], 0.0)
    month = 365.25 / 12
    expected = 0.15 * 1e9 / 160_001 * month / np.array([100_000.0, 150_000.0])
    np.testing.assert_allclose(relief[2], expected, rtol=1e-9)
    stage.step("rents", "grievance", "anger", ticks=100)
    anger = stage.state.anger.sum(axis=1)
    assert anger[0] > anger[1] > anger[2]


def test_a_concession_brings_welfare_with_it(small: Scenario) -> None:
    stage = Stage(small, PLAIN | {"rents.welfare_response": 0.4}, tick=1.0)
    stage.state.conceded[:] = 0.5
    stage.step("rents")
    paid = -stage.state.ledger[0, RESOURCES] * 0.25 * 1.2
    lost = stage.state.reform_rent[0].sum()
    assert stage.state.ledger[0, HOUSEHOLDS] == pytest.approx(paid - lost, abs=1)


def test_a_country_without_rents_inherits_no_income_and_pays_nobody(
    tmp_path, small: Scenario
) -> None:
    from two_regions import write_two_regions

    from upheaval.scenario import load

    folder = write_two_regions(tmp_path / "country")
    header = (folder / "rents.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "rents.csv").write_text(header + "\n", encoding="utf-8")
    stage = Stage(load(folder), PLAIN | {"rents.favor_share": 1.0})
    stage.state.rivalry[:] = 1.0
    stage.step("prices", "rents", ticks=20)
    np.testing.assert_array_equal(stage.state.ledger[0, FIRST:], 0)
    np.testing.assert_array_equal(stage.state.rent_weight, 0.0)
    assert not stage.state.ledger.any()
    assert not stage.state.welfare_relief.any()


def test_switched_off_it_moves_neither_weights_nor_anger(small: Scenario) -> None:
    stage = Stage(small, PLAIN | {"rents.favor_share": 1.0, "rents.welfare_share": 0.9})
    stage.step("prices", "grievance", "court", ticks=10)
    for name in ("rent_weight", "welfare_relief", "ledger", "reform_rent", "favors"):
        np.testing.assert_array_equal(stage.state[name], 0)
