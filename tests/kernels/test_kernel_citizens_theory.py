"""Published threshold models as special cases of the citizens' kernel."""

import numpy as np
import pytest

ARREST_PROBABILITY = 0.899741  # 1 - exp(-2.3), Epstein 2002 with one officer to one active


def settle(people):
    """Share out when everybody has answered to the share of the tick before."""
    share = 0.0
    for tick in range(200):
        people.terms[1][:] = np.float32(share + 1e-6)
        counts = people.step(tick)
        now = counts[0, :, 1:4].sum() / people.state.shape[1]
        if now == share:
            return round(100 * now)
        share = now
    raise AssertionError("the crowd never came to rest")


def test_granovetters_hundred_with_even_thresholds_all_join(crowd):
    thresholds = np.arange(100) / 100
    assert settle(crowd([100], threshold=thresholds, chances={"reconsider": 1.0})) == 100


def test_granovetters_hundred_stop_at_one_when_one_threshold_moves_from_one_to_two(crowd):
    thresholds = np.arange(100) / 100
    thresholds[1] = 0.02
    assert settle(crowd([100], threshold=thresholds, chances={"reconsider": 1.0})) == 1


@pytest.mark.parametrize(
    ("legitimacy", "expected"),
    [(0.7, 0.074095), (0.8, 0.027786), (0.82, 0.019759), (0.89, 0.000505)],
)
def test_epsteins_share_ready_to_ignite_beside_one_officer(crowd, legitimacy, expected):
    # two numbers of points, lest the border run along the grid, as its slope is near 3 at .7
    sides = [(np.arange(points) + 0.5) / points for points in (1777, 1499)]
    hardship, risk = (axis.ravel() for axis in np.meshgrid(*sides))
    people = crowd(
        [hardship.size], hardship=hardship, risk=risk, threshold=np.full(hardship.size, 0.1),
        grim=1 - legitimacy, fear=ARREST_PROBABILITY, chances={"reconsider": 1.0},
    )  # fmt: skip
    share = people.step(0)[0, 0, 1] / hardship.size
    assert share == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("legitimacy", "expected"), [(0.5, 0.8), (0.7, 2 / 3), (0.82, 4 / 9), (0.9, 0.0)]
)
def test_epsteins_share_active_with_no_officer(crowd, legitimacy, expected):
    hardship = (np.arange(200_000) + 0.5) / 200_000
    people = crowd(
        [hardship.size], hardship=hardship, threshold=np.full(hardship.size, 0.1),
        grim=1 - legitimacy, chances={"reconsider": 1.0},
    )  # fmt: skip
    assert people.step(0)[0, 0, 1] / hardship.size == pytest.approx(expected, abs=1e-5)
