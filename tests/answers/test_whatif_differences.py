"""Differences of pairs, on numbers whose answer is known."""

import math

import numpy as np
import pytest

from upheaval.answers.whatif.differences import of_numbers, of_shares, spread_of


def equal(count: int) -> np.ndarray:
    return np.full(count, 1 / count)


def test_the_range_of_a_mean_is_the_textbook_one() -> None:
    a, b = np.zeros(4), np.array([1.0, 2.0, 3.0, 4.0])
    found = of_numbers(a, b, equal(4))
    half = 1.6448536269514722 * np.std(b, ddof=1) / 2
    assert math.isclose(found.difference, 2.5)
    assert math.isclose(found.high - found.difference, half)


def test_the_gain_is_the_ratio_of_independent_to_paired_variance() -> None:
    rng = np.random.default_rng(1)
    shared = rng.normal(size=20_000)
    a, b = shared + 0.1 * rng.normal(size=20_000), shared + 0.1 * rng.normal(size=20_000)
    # var(a) + var(b) = 2.02, var(b - a) = 0.02.
    assert of_numbers(a, b, equal(20_000)).gain == pytest.approx(101, rel=0.05)


def test_the_range_covers_the_truth_nine_times_of_ten() -> None:
    rng = np.random.default_rng(2)
    numbers = shares = 0
    for _ in range(1000):
        a = rng.random(60) < 0.3
        b = np.where(rng.random(60) < 0.8, a, rng.random(60) < 0.6)
        truth = 0.2 * (0.6 - 0.3)
        found = of_shares(a, b, equal(60), identical=False)
        shares += found.low <= truth <= found.high
        x = rng.normal(size=60)
        mean = of_numbers(x, x + rng.normal(0.5, 1, 60), equal(60))
        numbers += mean.low <= 0.5 <= mean.high
    # Three binomial standard deviations of 1000 tries are 0.028; the share's range errs upwards.
    assert 0.872 <= numbers / 1000 <= 0.928
    assert 0.872 <= shares / 1000 <= 0.96


def test_pairs_that_agree_prove_no_certainty_unless_the_worlds_are_identical() -> None:
    same = np.array([True, False, False, False])
    open_ = of_shares(same, same, equal(4), identical=False)
    assert open_.low < 0 < open_.high
    closed = of_shares(same, same, equal(4), identical=True)
    assert closed.low == closed.high == 0


def test_events_that_never_happen_are_left_out_of_the_dates() -> None:
    a, b = np.array([1.0, np.inf, 2.0]), np.array([2.0, 5.0, np.inf])
    found = of_numbers(a, b, equal(3))
    assert (found.difference, found.pairs) == (1.0, 1)
    assert math.isnan(found.low)
    nothing = of_numbers(a, np.full(3, np.inf), equal(3))
    assert nothing.pairs == 0
    assert math.isnan(nothing.difference)


def test_the_spread_gives_values_that_occur_and_follows_the_weights() -> None:
    a, b = np.zeros(20), np.arange(20.0)
    assert spread_of(a, b, equal(20)) == (0.0, 9.0, 18.0)
    heavy = np.array([0.9, *np.full(19, 0.1 / 19)])
    assert spread_of(a, b, heavy)[1] == 0.0
    assert all(map(math.isnan, spread_of(a, np.full(20, np.inf), equal(20))))
