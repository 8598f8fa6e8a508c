"""Luck: keyed by decision, never by what was drawn before."""

import numpy as np
import pytest
from scipy.stats import poisson

from upheaval.world.luck import Luck, bases_of

REPLICATES = np.arange(2000, dtype=np.int64)


def luck(
    owner: str = "court", tick: int = 3, seed: int = 1, replicates: object = REPLICATES
) -> Luck:
    return Luck(bases_of(seed, np.asarray(replicates, dtype=np.int64)), owner, tick)


def test_the_same_decision_draws_the_same_numbers_whatever_was_drawn_before() -> None:
    first = luck().uniform("move", 5)
    other = luck()
    other.uniform("weight", 100)
    np.testing.assert_array_equal(other.uniform("move", 5), first)


def test_another_decision_owner_tick_seed_or_replicate_draws_other_numbers() -> None:
    first = luck().uniform("move", 5)
    others = (
        luck().uniform("weight", 5),
        luck("organs").uniform("move", 5),
        luck(tick=4).uniform("move", 5),
        luck(seed=2).uniform("move", 5),
        luck(replicates=REPLICATES + len(REPLICATES)).uniform("move", 5),
    )
    for drawn in others:
        assert not (drawn == first).any()
        assert abs(np.corrcoef(drawn.ravel(), first.ravel())[0, 1]) < 5 / np.sqrt(first.size)


def test_a_replicate_has_its_luck_in_any_batch() -> None:
    alone = luck(replicates=[17]).uniform("move", 5)
    np.testing.assert_array_equal(luck().uniform("move", 5)[17], alone[0])


def test_more_rows_leave_the_first_as_they_were() -> None:
    np.testing.assert_array_equal(luck().uniform("x", 9)[:, :4], luck().uniform("x", 4))


def test_normal_numbers_have_mean_zero_and_spread_one() -> None:
    drawn = luck().normal("x", 5)
    assert drawn.mean() == pytest.approx(0.0, abs=5 / np.sqrt(drawn.size))
    assert drawn.std() == pytest.approx(1.0, abs=5 / np.sqrt(2 * drawn.size))


def test_an_event_happens_as_often_as_its_rate_says() -> None:
    rate = np.full((len(REPLICATES), 5), 2.0)
    happens = luck().happens("x", rate, 0.25)
    chance = 1 - np.exp(-0.5)
    assert happens.mean() == pytest.approx(chance, abs=5 * 0.5 / np.sqrt(happens.size))
    assert not luck().happens("x", 0.0 * rate, 0.25).any()
    assert luck().happens("x", rate[:, 0], 0.25).shape == (len(REPLICATES),)


def test_a_higher_rate_only_adds_events() -> None:
    rate = np.full((len(REPLICATES), 5), 0.7)
    few, many = luck().happens("x", rate, 0.25), luck().happens("x", 2 * rate, 0.25)
    assert (many >= few).all()
    assert many.sum() > few.sum()


@pytest.mark.parametrize("mean", [0.01, 0.7, 3.0, 400.0])
def test_poisson_counts_are_the_quantiles_of_the_distribution(mean: float) -> None:
    means = np.full((len(REPLICATES), 2), mean)
    expected = poisson.ppf(luck().uniform("x", 2), mean)
    np.testing.assert_array_equal(luck().poisson("x", means), expected)


def test_poisson_counts_of_mean_zero_are_zero() -> None:
    assert not luck().poisson("x", np.zeros((len(REPLICATES), 2))).any()


def test_an_event_with_a_rate_happens_alike_beside_events_without() -> None:
    rate = np.abs(np.sin(np.arange(2000 * 6))).reshape(2000, 6)
    expected = luck().uniform("move", 6) < -np.expm1(-rate * 0.25)
    here = np.arange(6) % 2 == 0
    some = luck().happens("move", np.where(here, rate, 0.0), 0.25)
    np.testing.assert_array_equal(some, expected & here)


def test_poisson_counts_left_out_as_zero_are_zero() -> None:
    mean = np.exp(np.linspace(-9.0, 3.0, 2000 * 4)).reshape(2000, 4)
    drawn = luck().uniform("arms", 4)
    exact = poisson.ppf(drawn, mean)
    np.testing.assert_array_equal(luck().poisson("arms", mean), exact)
