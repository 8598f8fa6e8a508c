"""Kendall's tau between the order of regions in a run and in the record, and its test."""

from itertools import permutations

import numpy as np
import pytest
import synthetic

from upheaval.record.order_of_regions import (
    order_of_regions,
    order_test,
    p_values,
    recorded_order,
    signs_of,
    tau,
)
from upheaval.record.places import WHOLE
from upheaval.record.series import Series

NEVER = np.inf


def exact(*moments: float) -> np.ndarray:
    """Give the signs of a record that knows each moment exactly."""
    times = np.array(moments, dtype=float)
    return signs_of(times, times)


def test_the_same_order_gives_one_and_the_reverse_minus_one() -> None:
    recorded = exact(1, 2, 3, 4)
    assert tau(recorded, np.array([10.0, 20.0, 30.0, 40.0])) == 1.0
    assert tau(recorded, np.array([4.0, 3.0, 2.0, 1.0])) == -1.0


def test_one_exchange_of_neighbors_costs_two_pairs() -> None:
    # of six pairs five agree and one does not
    assert tau(exact(1, 2, 3, 4), np.array([1.0, 3.0, 2.0, 4.0])) == pytest.approx(4 / 6)


def test_with_ties_it_is_the_tau_b_of_scipy() -> None:
    from scipy.stats import kendalltau

    seen, run = [1, 1, 2, 3, 3, 4, 5], [2.0, 1.0, 2.0, 2.0, 5.0, 4.0, 4.0]
    expected = kendalltau(seen, run, variant="b").statistic
    assert tau(exact(*seen), np.array(run)) == pytest.approx(expected)


def test_never_comes_last_and_two_that_never_come_are_a_tie() -> None:
    recorded = exact(1, 2, 3)
    assert tau(recorded, np.array([1.0, 2.0, NEVER])) == 1.0
    assert tau(recorded, np.array([NEVER, 2.0, 1.0])) == -1.0
    # one pair is tied: two of the three agree, over the root of 3 * 2
    assert tau(recorded, np.array([1.0, NEVER, NEVER])) == pytest.approx(2 / np.sqrt(6))
    assert tau(recorded, np.full(3, NEVER)) == 0.0


def test_moments_whose_ranges_overlap_are_not_ordered() -> None:
    low, high = np.array([0.0, 0.5, 2.0]), np.array([1.0, 1.5, 3.0])
    recorded = signs_of(low, high)
    assert recorded.tolist() == [[0, 0, 1], [0, 0, 1], [-1, -1, 0]]
    assert tau(recorded, np.array([2.0, 1.0, 3.0])) == tau(recorded, np.array([1.0, 2.0, 3.0]))


def test_the_chance_is_that_of_all_orders_counted_out() -> None:
    recorded, times = exact(1, 2, 2, 4, 5), np.array([1.0, 3.0, 2.0, NEVER, 4.0])
    found = tau(recorded, times)
    every = np.array([times[list(order)] for order in permutations(range(5))])
    expected = (tau(recorded, every) >= found - 1e-12).mean()
    chance = p_values(recorded, times[None], orders=20_000)[0]
    # binomial error of 20,000 random orders, four times over
    assert chance == pytest.approx(expected, abs=4 * np.sqrt(expected / 20_000))
    assert 0 < expected < 0.1


def test_a_perfect_order_of_many_regions_is_never_said_to_be_certain() -> None:
    times = np.arange(12.0)
    assert p_values(exact(*times), times[None], orders=999)[0] == 1 / 1000


def test_chances_of_random_orders_are_spread_evenly() -> None:
    luck = np.random.default_rng(20220101)
    times = np.array([luck.permutation(9) for _ in range(300)], dtype=float)
    chances = p_values(exact(*range(9)), times, orders=999)
    assert abs((chances < 0.05).mean() - 0.05) < 0.04
    assert abs(chances.mean() - 0.5) < 0.07


def test_the_same_seed_gives_the_same_chance() -> None:
    recorded, times = exact(1, 2, 3, 4, 5), np.array([[2.0, 1.0, 3.0, 5.0, 4.0]])
    assert p_values(recorded, times, seed=3) == p_values(recorded, times, seed=3)


def test_a_record_that_dates_no_two_regions_orders_nothing() -> None:
    run = Series(synthetic.run(), synthetic.scenario())
    assert len(recorded_order(run.scenario).regions) == 0
    assert order_test(run) is None
    assert np.isnan(order_of_regions(run, WHOLE)).all()


def test_the_test_of_a_run_takes_the_median_time_of_each_region() -> None:
    rows = [
        synthetic.observation("first_protest", when, unit="date", place=name, name=name)
        for name, when in (("west", "2022-01-02T10:00"), ("south", "2022-01-03T10:00"))
    ]
    run = Series(synthetic.run().isel(replicate=[0, 0, 2]), synthetic.scenario(rows))
    found = order_test(run, orders=99)
    assert found is not None
    assert found.regions == 2
    assert found.tau == 1.0
    assert found.single.tolist() == [1.0, 1.0, -1.0]
    # of two regions every other order is as good, so that nothing can be shown
    assert found.p_value > 0.3
    assert found.as_json()["better_than_chance"] == 0.0
