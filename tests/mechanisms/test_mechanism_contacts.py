"""Contacts: activists who act if those they know do; off, nothing is changed by a byte."""

from datetime import date
from typing import Any

import numba
import numpy as np
import pytest
from stage import Stage

from upheaval.kernels.network import Graphs
from upheaval.mechanisms import contacts
from upheaval.runs.batch import BatchResult, run_batch
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario

ON = {"contacts.weight": 1.0, "opposition.organization": 0.5, "opposition.broadcast": 0.0}
ALONE = {"contacts.grievance": 0.0, "contacts.fear": 0.0, "contacts.memory": 0.0}
"""Nothing but what is one's own and whom one sees."""


def at_rest(
    scenario: Scenario, values: dict[str, object], replicates: int = 1, ticks: int = 40
) -> Stage:
    stage = Stage(scenario, ON | ALONE | values, replicates=replicates)
    stage.step("contacts", ticks=ticks)
    return stage


def ties_of(stage: Stage) -> contacts.Ties:
    own = stage.parameters["contacts"]
    return own.once("ties", lambda: contacts.make_ties(stage.world, own))


def pairs_of(graphs: Graphs, k: int) -> np.ndarray:
    degree = np.diff(graphs.first[k])
    ends = np.repeat(np.arange(degree.size), degree)
    return np.column_stack([ends, graphs.neighbor[graphs.first[k, 0] : graphs.first[k, -1]]])


# ---------------------------------------------------------------------- off
def run(scenario: Scenario, replicates: int | range, **changes: Any) -> BatchResult:
    usual = {"scale": 1000, "seed": 4, "until": date(2022, 1, 4)}
    numbers = range(replicates) if isinstance(replicates, int) else replicates
    return run_batch(RunPlan(scenario, **(usual | changes)), numbers)


def bytes_of(result: BatchResult) -> dict[str, bytes]:
    return {n: v.tobytes() for n, v in {**result.series, **result.final}.items()}


def test_with_weight_zero_a_run_is_that_of_a_country_without_the_mechanism(
    kazakhstan: Scenario,
) -> None:
    assert kazakhstan.parameters["contacts.weight"].value == 0
    usual = bytes_of(run(kazakhstan, 3))
    assert bytes_of(run(kazakhstan, 3, without=("contacts",))) == usual
    # What would be done with ties does not matter where there are none.
    others = {"contacts.shape": 2, "contacts.targeting": 1, "contacts.motivation": 2}
    assert bytes_of(run(kazakhstan, 3, set=others)) == usual


def test_with_weight_zero_nothing_is_stepped_and_no_network_is_made(small: Scenario) -> None:
    stage = Stage(small, {"contacts.weight": 0.0}, replicates=2)
    stage.step("contacts", ticks=4)
    assert (stage.state.activity == 1).all()
    assert not stage.state.acting.any()
    assert (stage.state.contact_push == contacts.QUIET).all()
    with pytest.raises(ZeroDivisionError):
        stage.parameters["contacts"].once("ties", lambda: 1 // 0)


def test_switched_on_it_changes_a_run_only_through_what_organizers_reach(
    kazakhstan: Scenario,
) -> None:
    setting = {"opposition.organization": 0.5}
    usual = run(kazakhstan, 2, set=setting)
    tied = run(kazakhstan, 2, set=setting | {"contacts.weight": 1})
    first, before = tied.series["organizers"][:, 0], usual.series["organizers"][:, 0]
    assert (first <= before).all()
    assert first.mean() < 0.5 * before.mean()
    # In the first tick nobody but citizens has heard of organizers yet.
    np.testing.assert_array_equal(tied.series["legitimacy"][:, 0], usual.series["legitimacy"][:, 0])


# ---------------------------------------------------------------------- direction
def test_at_rest_everybody_acts_by_siegels_threshold(small: Scenario) -> None:
    stage = at_rest(small, {"contacts.motivation": 0.6, "contacts.spread": 0.3}, ticks=100)
    ties, acting = ties_of(stage), stage.state.acting[0]
    pairs = pairs_of(ties.graphs, 0)
    seen = np.bincount(pairs[:, 0], acting[pairs[:, 1]].astype(float), acting.size)
    share = seen / np.maximum(np.diff(ties.graphs.first[0]), 1)
    wants = share > 1.0 - (0.6 + 0.3 * ties.own[0])
    np.testing.assert_array_equal(wants, acting == 1)
    assert 0 < acting.mean() < 1


def test_motivation_and_grievance_bring_activists_out_and_fear_keeps_them_in(
    small: Scenario,
) -> None:
    base = {"contacts.motivation": 0.6, "contacts.spread": 0.3}
    stage = Stage(
        small,
        ON | base | {
            "contacts.motivation": np.array([0.6, 0.8, 0.6, 0.6]),
            "contacts.grievance": np.array([0.0, 0.0, 0.5, 0.0]),
            "contacts.fear": np.array([0.0, 0.0, 0.0, 0.5]),
        },
        replicates=4,
    )  # fmt: skip
    stage.state.demand[:, :, 0] = 0.4
    stage.state.caught[:] = 0.8
    stage.step("contacts", ticks=40)
    plain, motivated, aggrieved, afraid = stage.state.acting.mean(axis=1)
    assert motivated > 1.2 * plain
    assert aggrieved > 1.2 * plain
    assert afraid < 0.8 * plain


def test_who_would_act_alone_needs_nobody_and_who_never_would_stays_in(small: Scenario) -> None:
    values = {"contacts.motivation": np.array([1.01, -0.01]), "contacts.spread": 0.0}
    stage = at_rest(small, values, replicates=2)
    np.testing.assert_array_equal(stage.state.activity, [[1.0] * 3, [0.0] * 3])


def test_activity_carries_over_to_what_organizers_reach(small: Scenario) -> None:
    activity = []
    for weight in (0.0, 0.5, 1.0):
        stage = at_rest(small, {"contacts.weight": weight})
        stage.step("opposition")
        state = stage.state
        np.testing.assert_allclose(state.organizers, state.activists * state.activity)
        activity.append(state.activity[0].copy())
    assert (activity[0] == 1).all()
    assert (activity[2] < 1).any()
    np.testing.assert_allclose(activity[1], (1 + activity[2]) / 2)


def test_a_cascade_crosses_to_other_cities_over_kin_ties_and_not_without_them(
    kazakhstan: Scenario,
) -> None:
    values = {
        "contacts.motivation": 0.95, "contacts.spread": 0.0, "contacts.grievance": 1.0,
        "contacts.kin_ties": np.array([0.0, 0.3]),
    }  # fmt: skip
    stage = Stage(kazakhstan, ON | values | {"contacts.fear": 0.0}, replicates=2, scale=1000)
    city = int(np.argmax(stage.setting.city_people))
    stage.state.demand[:, stage.setting.cell_city == city, 0] = 0.5
    stage.step("contacts", ticks=60)
    elsewhere = np.arange(stage.setting.sizes["city"]) != city
    assert (stage.state.activity[:, city] == 1).all()
    assert not stage.state.activity[0, elsewhere].any()
    assert stage.state.activity[1, elsewhere].any()


def test_kin_ties_lead_to_cities_of_the_same_kin_and_more_to_the_larger(
    kazakhstan: Scenario,
) -> None:
    stage = Stage(kazakhstan, ON | {"contacts.kin_ties": 0.5}, scale=1000)
    setting, pairs = stage.setting, pairs_of(ties_of(stage).graphs, 0)
    kin = np.asarray(setting.table("regions")["kinship"])[setting.city_region]
    city = setting.node_city[pairs]
    apart = city[city[:, 0] != city[:, 1]]
    assert len(apart) / len(pairs) == pytest.approx(0.5, abs=0.05)
    assert (kin[apart[:, 0]] == kin[apart[:, 1]]).all()
    ties = np.bincount(apart[:, 1], minlength=setting.sizes["city"])
    assert np.corrcoef(ties, setting.city_people)[0, 1] > 0.5


def test_to_take_the_best_connected_leaves_fewer_ties_than_to_take_anybody(
    small: Scenario,
) -> None:
    values = {"contacts.shape": 2.0, "contacts.targeting": np.array([0.0, 0.5, 1.0])}
    stage = Stage(small, ON | values, replicates=3)
    stage.state.activists[:] = 0.8 * stage.state.activists_before
    stage.step("contacts")
    ties = ties_of(stage)
    kept = []
    for k in range(3):
        free = contacts._at_large(stage.world, ties)[k] == 1
        pairs = pairs_of(ties.graphs, k)
        kept.append((free[pairs[:, 0]] & free[pairs[:, 1]]).mean())
    assert kept[0] > kept[1] > kept[2]
    assert kept[2] < 0.7 * kept[0]


# ---------------------------------------------------------------------- nothing gets lost
def test_arrests_take_as_large_a_share_of_the_people_as_of_the_organization(
    small: Scenario,
) -> None:
    values = {"opposition.decapitation": 2.0, "opposition.regrowth": 0.5}
    stage = Stage(small, ON | values | {"contacts.motivation": 2.0}, replicates=2)
    stage.step("contacts", "opposition")
    everybody = stage.state.acting.sum()
    assert everybody == stage.state.acting.size
    stage.state.arrested[:] = 100.0
    stage.state.crowd[:, :, 0] = 100.0
    stage.step("opposition")
    stage.step("contacts")
    left = stage.state.acting.sum(axis=1)
    level = (stage.state.activists / stage.state.activists_before)[:, stage.setting.node_city]
    np.testing.assert_allclose(left, level.sum(axis=1), atol=1.5)
    # Those who are left all act: what arrests took away is not taken away a second time.
    assert (stage.state.activity == 1).all()
    stage.state.crowd[:] = 0.0
    stage.step("contacts", "opposition", ticks=40)
    assert stage.state.acting.sum() == everybody


def test_who_comes_back_is_who_was_taken_last(small: Scenario) -> None:
    stage = Stage(small, ON | {"contacts.motivation": 2.0})
    stage.step("contacts")
    free = []
    for level in (0.7, 0.4, 0.7):
        stage.state.activists[:] = level * stage.state.activists_before
        stage.step("contacts")
        free.append(stage.state.acting.copy())
    assert (free[1] <= free[0]).all()
    np.testing.assert_array_equal(free[0], free[2])


def test_shares_stay_shares_through_a_crisis(small: Scenario) -> None:
    stage = Stage(small, ON | {"mobilization.threshold": 3.5}, replicates=8)
    low, high = 1.0, 0.0
    for _ in range(28):
        stage.step(*stage.known)
        low = min(low, float(stage.state.activity.min()))
        high = max(high, float(stage.state.activity.max()))
    assert 0 <= low < high <= 1


# ---------------------------------------------------------------------- bad values
@pytest.mark.parametrize(
    ("name", "value"),
    [("weight", 1.1), ("shape", 4), ("degree", 1), ("kin_ties", 0.6), ("memory", 1), ("round", 0)],
)
def test_a_network_that_cannot_be_is_refused(kazakhstan: Scenario, name: str, value: float) -> None:
    with pytest.raises(Exception, match=f"contacts.{name}.*expected a number"):
        kazakhstan.with_changes(set={f"contacts.{name}": value})


# ---------------------------------------------------------------------- what must not matter
def test_rounds_follow_the_clock_and_not_the_tick(small: Scenario) -> None:
    acting = []
    for tick in (0.125, 0.25, 1.0):
        stage = Stage(small, ON | ALONE | {"contacts.round": 0.5}, tick=tick)
        stage.step("contacts", ticks=int(3 / tick))
        acting.append(stage.state.acting.tobytes())
    assert len(set(acting)) == 1


TIED = {"contacts.weight": 1, "opposition.organization": 0.5, "contacts.shape": 2}


def test_batches_of_any_size_and_any_number_of_threads_give_the_same_bytes(
    kazakhstan: Scenario,
) -> None:
    kept = numba.get_num_threads()
    try:
        whole = run(kazakhstan, 5, set=TIED)
        numba.set_num_threads(1)
        parts = [run(kazakhstan, rows, set=TIED) for rows in (range(2), range(2, 5))]
    finally:
        numba.set_num_threads(kept)
    for name, values in {**whole.series, **whole.final}.items():
        pieces = [{**part.series, **part.final}[name] for part in parts]
        assert np.concatenate(pieces).tobytes() == values.tobytes(), name
    assert len({row.tobytes() for row in whole.series["organizers"]}) == 5


def test_replicates_of_a_batch_may_differ_in_everything_and_stay_as_they_are_alone(
    small: Scenario,
) -> None:
    values = {
        "contacts.weight": np.array([1.0, 0.0, 0.5, 1.0]),
        "contacts.shape": np.array([0.0, 1.0, 2.0, 3.0]),
        "contacts.degree": np.array([4.0, 6.0, 8.0, 5.0]),
        "contacts.round": np.array([0.25, 0.5, 0.1, 0.3]),
        "contacts.memory": np.array([0.0, 0.2, 0.5, 0.9]),
    }
    together = Stage(small, ON | values, replicates=4)
    together.step(*together.known, ticks=12)
    for field in ("acting", "contact_push", "activity"):
        assert together.state[field][1].tobytes() == Stage(small).state[field][0].tobytes()
    alone = Stage(small, ON | {name: value[:1] for name, value in values.items()})
    alone.step(*alone.known, ticks=12)
    for field in ("acting", "contact_push", "activity", "organizers"):
        assert together.state[field][0].tobytes() == alone.state[field][0].tobytes(), field
