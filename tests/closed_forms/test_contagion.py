"""Unrest between cities."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from upheaval.closed_forms import contagion

PROXIMITY = np.array([[0.0, 0.5, 0.1], [0.4, 0.0, 0.3], [0.2, 0.6, 0.0]])
POOL = np.array([10.0, 20.0, 5.0])


@pytest.mark.parametrize(("factor", "grows"), [(0.95, False), (1.05, True)])
def test_a_spark_grows_just_above_the_threshold(factor, grows):
    decay = 0.3
    base = float(contagion.reproduction_number(POOL, PROXIMITY, decay, 1.0))
    sensitivity = factor / base
    assert contagion.spreads(POOL, PROXIMITY, decay, sensitivity) == grows

    def change(_, state):
        activity, pool = np.split(state, 2)
        felt = np.tanh(sensitivity * (PROXIMITY @ activity))
        return np.concatenate([-decay * activity + pool * felt, -pool * felt])

    spark = np.concatenate([np.full(3, 1e-9), POOL])
    path = solve_ivp(change, (0, 200), spark, rtol=1e-9, atol=1e-16).y[:3].sum(axis=0)
    assert (path[-1] > path[len(path) // 2]) == grows


def test_two_equal_cities_spread_at_the_product_of_pool_and_proximity():
    weights = np.array([[0.0, 0.5], [0.5, 0.0]])
    found = contagion.reproduction_number([4.0, 4.0], weights, 2.0, 1.5)
    assert found == pytest.approx(4 * 0.5 * 1.5 / 2)


def test_replicates_with_their_own_pools_are_solved_together():
    pools = POOL * np.array([[1.0], [2.0]])
    found = contagion.reproduction_number(pools, PROXIMITY, 0.3, np.array([0.1, 0.1]))
    assert found.shape == (2,)
    assert found[1] == pytest.approx(2 * found[0])


def test_cities_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="cities"):
        contagion.reproduction_number([1.0, 1.0], PROXIMITY, 1, 1)


def test_proximity_must_be_a_square_table():
    with pytest.raises(ValueError, match="cities"):
        contagion.reproduction_number([1.0, 1.0], [1.0, 1.0], 1, 1)
