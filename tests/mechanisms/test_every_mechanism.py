"""What holds for every mechanism alike: off, it touches nothing upstream; nothing gets lost.

Upstream of a mechanism is what none of its fields reach: not directly, and not through any other
mechanism that reads what it writes. Within the first tick only mechanisms that step later can
pass something on; over many ticks all can.
"""

from collections.abc import Iterable

import numpy as np
import pytest
from stage import Stage

from upheaval.mechanisms import loop
from upheaval.scenario import Scenario, ScenarioError
from upheaval.world.citizens import DEAD

CRISIS = {
    "mobilization.threshold": 3.5,
    "alliance.request_rate": 50.0,
    "sanctions.package_strength": 1.0,
    "contacts.weight": 1.0,
}
TICKS = 28
NAMES = tuple(loop.known())


def run(scenario: Scenario, without: tuple[str, ...] = (), ticks: int = TICKS) -> Stage:
    stage = Stage(scenario, CRISIS, replicates=8)
    # The stage switches the struggle on; here its own mechanisms do, or nobody.
    stage.state.incumbent_opens[:] = 0.0
    stage.state.clans_fight[:] = 0.0
    stage.step(*(name for name in NAMES if name not in without), ticks=ticks)
    return stage


def reached(name: str, later: Iterable[str] = NAMES) -> set[str]:
    """Give the fields that a mechanism changes, and those that others change because of it."""
    known, order = loop.known(), tuple(later)
    found = {*known[name].owned, *known[name].writes}
    grown = True
    while grown:
        before = len(found)
        for other in order:
            mechanism = known[other]
            if found & {*mechanism.reads, *mechanism.owned, *mechanism.writes}:
                found |= {*mechanism.owned, *mechanism.writes}
        grown = len(found) > before
    return found


def assert_alike(one: Stage, other: Stage, apart: set[str]) -> None:
    for mechanism in loop.known().values():
        for field in set(mechanism.owned) - apart:
            np.testing.assert_array_equal(one.state[field], other.state[field], field)


@pytest.fixture(scope="module")
def first(small: Scenario) -> Stage:
    return run(small, ticks=1)


@pytest.fixture(scope="module")
def whole(small: Scenario) -> Stage:
    return run(small)


@pytest.mark.parametrize("name", NAMES)
def test_off_it_leaves_what_stepped_before_it_as_it_was_to_the_byte(
    small: Scenario, first: Stage, name: str
) -> None:
    later = NAMES[NAMES.index(name) + 1 :]
    apart = reached(name, later)
    # Whoever steps earlier is apart only where a later one writes into his fields.
    assert_alike(first, run(small, (name,), ticks=1), apart)
    assert len(apart) < sum(len(mechanism.owned) for mechanism in loop.known().values())


@pytest.mark.parametrize("name", NAMES)
def test_off_it_leaves_all_that_it_cannot_reach_as_it_was_to_the_byte(
    small: Scenario, whole: Stage, name: str
) -> None:
    assert_alike(whole, run(small, (name,)), reached(name))


def test_the_crisis_of_these_tests_is_one(whole: Stage) -> None:
    state = whole.state
    assert state.arrested.any()
    assert state.killed.any()
    assert np.isfinite(state.first_troops_time).any()
    assert np.isfinite(state.move_time).any()


# ---------------------------------------------------------------------- nothing gets lost
def test_people_are_neither_made_nor_lost(small: Scenario) -> None:
    stage = run(small, ticks=0)
    known, setting = loop.known(), stage.setting
    people = setting.city_people
    dead_before = np.zeros((8, len(people)))
    for _ in range(TICKS):
        tick = stage.tick()
        for name, mechanism in known.items():
            luck = stage.world.luck(name, tick.index)
            mechanism.step(stage.world, tick, stage.parameters[name], luck)
        state = stage.state
        out = state.crowd.sum(axis=2)
        # A row stands for at most some people more than a city's share.
        assert (out + state.killed <= people + 1e-6).all()
        assert (state.killed >= dead_before - 1e-9).all()
        dead_before = state.killed.copy()
    per_row = stage.state.people_per_row
    np.testing.assert_allclose(
        setting.per_city(per_row * setting.cell_rows), np.tile(people, (8, 1)), rtol=1e-9
    )


def test_the_dead_stay_dead_and_are_counted_once(whole: Stage) -> None:
    citizens, setting = whole.world.citizens, whole.setting
    dead = (citizens.state == DEAD).astype(float)
    starts = np.concatenate([[0], np.cumsum(setting.cell_rows)[:-1]])
    by_cell = np.add.reduceat(dead, starts, axis=1)
    counted = setting.per_city(by_cell * whole.state.people_per_row)
    np.testing.assert_allclose(counted, whole.state.killed, rtol=1e-6, atol=1e-6)


def test_every_office_has_one_holder_and_nobody_in_custody_holds_one_but_his_own(
    whole: Stage,
) -> None:
    holder, figures = whole.state.office_holder, whole.setting.sizes["figure"]
    assert holder.shape == (8, whole.setting.sizes["office"])
    assert ((holder >= -2) & (holder < figures)).all()
    in_custody = np.take_along_axis(whole.state.figure_status, np.maximum(holder, 0), axis=1) == 2
    # What somebody owns is not lost by an arrest alone.
    owned = whole.setting.where("offices", "kind", "company")
    assert not (in_custody & (holder >= 0) & ~owned).any()
    lost = np.isfinite(whole.state.office_lost_time)
    changed = holder != run_first_holders(whole)
    # An office changes hands only if somebody lost it.
    assert (changed.any(axis=1) <= lost.any(axis=1)).all()


def run_first_holders(stage: Stage) -> np.ndarray:
    return stage.setting.positions("offices", "holder", "figures")[None, :]


def test_troops_are_those_of_the_contingents_and_all_go_home(small: Scenario) -> None:
    stage = run(small, ticks=0)
    for ticks in (8, 20):
        stage.step(*NAMES, ticks=ticks)
        state = stage.state
        assert (state.troops <= state.committed + 1e-9).all()
        assert (state.committed <= state.contingent + 1e-9).all()
        gone = np.isfinite(state.withdrawal_end_time)
        assert not state.troops[gone].any()


def test_men_under_arms_are_neither_made_nor_lost(small: Scenario, whole: Stage) -> None:
    before = run(small, ticks=0).state
    np.testing.assert_array_equal(before.organ_people, whole.state.organ_people)
    assert (whole.state.withdrawn <= 1).all()
    assert ((whole.state.organ_loyalty >= 0) & (whole.state.organ_loyalty <= 1)).all()


def test_money_is_neither_made_nor_lost(whole: Stage) -> None:
    assert np.abs(whole.state.ledger).max() > 0
    assert not whole.state.ledger.sum(axis=1).any()


def test_demands_and_wealth_abroad_are_shares_of_a_whole(whole: Stage) -> None:
    voiced = whole.state.demand_share.sum(axis=2)
    assert (np.isclose(voiced, 1.0) | (voiced == 0)).all()
    assert (whole.state.exposure.sum(axis=2) <= 1 + 1e-9).all()


# ---------------------------------------------------------------------- bad values
@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_refuses_what_is_outside_its_range(
    kazakhstan: Scenario, other: Scenario, name: str
) -> None:
    scenario = other if loop.known()[name].structure else kazakhstan
    for parameter in loop.known()[name].parameters:
        path = f"{name}.{parameter.name}"
        limits = parameter.minimum, parameter.maximum
        assert limits[0] < limits[1]
        setting = scenario.parameters[path]
        # What the flagship allows lies within what the mechanism declares.
        assert limits[0] <= setting.low <= setting.high <= limits[1]
        low, high = setting.given_range
        for bad in ({path: 2 * high + 1}, {path: low - 1}):
            with pytest.raises(ScenarioError, match="expected"):
                scenario.with_changes(set=bad)
    for word in ("nan", "much", ""):
        if loop.known()[name].parameters:
            with pytest.raises(ScenarioError, match="expected"):
                scenario.with_changes(set={path: word})


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_of_a_name_that_is_nearly_right_is_refused_with_the_right_one(
    kazakhstan: Scenario, other: Scenario, name: str
) -> None:
    scenario = other if loop.known()[name].structure else kazakhstan
    parameters = loop.known()[name].parameters
    if not parameters:
        assert name == "calendar"
        return
    right = f"{name}.{parameters[0].name}"
    with pytest.raises(ScenarioError, match=f"did you mean .*{right}"):
        scenario.with_changes(set={right + "x": 1})
