"""One power's capacity over several fronts."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from upheaval.closed_forms import fronts


def test_forces_are_spread_in_proportion_to_values():
    found = fronts.lottery_allocation([6.0, 12.0], [1.0, 2.0, 3.0])
    np.testing.assert_allclose(found, [[1, 2, 3], [2, 4, 6]])


def test_no_other_spread_wins_more_of_a_lottery():
    rng = np.random.default_rng(6)
    values = np.array([1.0, 2.0, 5.0])
    rival = fronts.lottery_allocation(4.0, values)
    best = fronts.lottery_allocation(3.0, values)
    other = 3.0 * rng.dirichlet(np.ones(3), 2000)

    def won(own):
        return (values * own / (own + rival)).sum(axis=-1)

    assert np.all(won(other) <= won(best) + 1e-12)


def discrete_value(weaker, stronger):
    """Value to the weaker side of the three-front game with whole units, ties split, by LP."""

    def spreads(units):
        return [s for s in product(range(units + 1), repeat=3) if sum(s) == units]

    ordered = np.array([s for s in spreads(weaker) if list(s) == sorted(s)])
    rival = np.array(spreads(stronger))
    payoff = (np.sign(ordered[:, None, :] - rival[None, :, :]) + 1).sum(axis=2) / 6
    kinds, kind = np.unique(np.sort(rival, axis=1), axis=0, return_inverse=True)
    # Fronts are alike, so the rival may as well shuffle: average over its orderings.
    shuffle = np.zeros((rival.shape[0], kinds.shape[0]))
    shuffle[np.arange(rival.shape[0]), kind.ravel()] = 1
    payoff = payoff @ (shuffle / shuffle.sum(axis=0))
    count = payoff.shape[0]
    solved = linprog(
        np.append(np.zeros(count), -1.0),
        A_ub=np.hstack([-payoff.T, np.ones((payoff.shape[1], 1))]),
        b_ub=np.zeros(payoff.shape[1]),
        A_eq=[np.append(np.ones(count), 0.0)],
        b_eq=[1.0],
        bounds=[(0, 1)] * count + [(None, None)],
    )
    return -solved.fun


@pytest.mark.parametrize(
    ("weaker", "stronger", "expected"),
    [
        (24, 30, 0.4),
        (24, 32, 0.375),
        (24, 45, 0.25),
        (27, 66, 4 / 27),
        (32, 82, 1 / 9),
        (14, 45, 0.0),
    ],
)
def test_the_weaker_share_is_the_value_of_the_finely_divided_game(weaker, stronger, expected):
    found = fronts.weaker_share(weaker / stronger, 3)
    assert found == pytest.approx(expected, abs=1e-12)
    assert discrete_value(weaker, stronger) == pytest.approx(float(found), abs=0.008)


@given(st.integers(2, 12))
def test_more_force_never_wins_fewer_fronts_and_parity_wins_half(count):
    share = fronts.weaker_share(np.linspace(0, 1, 400), count)
    assert np.all(np.diff(share) >= -1e-12)
    assert share[0] == 0
    assert share[-1] == pytest.approx(0.5)


def test_the_regimes_of_the_weaker_share_join():
    for count in (3, 4, 7):
        for edge in (2 / count, 1 / (count - 1)):
            low, high = fronts.weaker_share([edge - 1e-7, edge + 1e-7], count)
            assert low == pytest.approx(high, abs=1e-4)


def test_a_power_steps_in_only_if_the_claim_is_accepted_and_it_pays():
    benefit = fronts.intervention_benefit(0.4, 10, 1, 0.5, np.array([2, 6, 2]))
    np.testing.assert_allclose(benefit, [2, 0, 2])
    goes = fronts.intervenes([0.6, 0.6, 0.4], 0.5, benefit)
    assert goes.tolist() == [True, False, False]


def test_one_front_is_no_game_of_fronts():
    with pytest.raises(ValueError, match="fronts"):
        fronts.weaker_share(0.5, 1)
