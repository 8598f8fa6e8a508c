"""Violence and the size of the next protest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import protester_violence


def test_a_little_state_violence_inflames_and_much_deters():
    growth = protester_violence.growth(np.array([0.0, 0.2, 1.0]), 0.0, 1.0, 1.5, 0.5)
    assert growth[0] == 0
    assert growth[1] == pytest.approx(0.2 - 1.5 * 0.04)
    assert growth[2] == pytest.approx(-0.5)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_violence_by_protesters_never_makes_the_next_protest_larger(state, less, more):
    less, more = sorted((less, more))
    small = protester_violence.growth(state, more, 1.0, 1.5, 0.5)
    assert small <= protester_violence.growth(state, less, 1.0, 1.5, 0.5)


@given(st.floats(0, 5), st.floats(0, 5))
def test_no_violence_inflames_more_than_the_most_inflaming(backlash, deterrence):
    most = protester_violence.most_inflaming_violence(backlash, deterrence)
    grid = protester_violence.growth(np.linspace(0, 1, 101), 0, backlash, deterrence, 0)
    peak = protester_violence.growth(most, 0, backlash, deterrence, 0)
    assert np.all(grid <= peak + 1e-12)


def test_violence_beyond_its_scale_is_refused():
    with pytest.raises(ValueError, match="state_violence"):
        protester_violence.growth(1.2, 0, 1, 1, 1)
