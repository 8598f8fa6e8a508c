"""A position among patrons."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from upheaval.closed_forms import multivector

ideals = arrays(np.float64, 4, elements=st.floats(-10, 10))
leverages = arrays(np.float64, 4, elements=st.floats(0.01, 10))


@given(ideals, leverages)
def test_no_other_position_pleases_the_patrons_more(ideal, leverage):
    position = multivector.alignment(ideal, leverage)

    def approval(a):
        return -(leverage * (a - ideal) ** 2).sum()

    assert ideal.min() - 1e-9 <= position <= ideal.max() + 1e-9
    assert approval(position) >= max(approval(position + 0.01), approval(position - 0.01))


@given(ideals, leverages, st.integers(0, 3), st.floats(0, 50))
def test_leverage_tilts_toward_the_patron_who_gains_it(ideal, leverage, patron, added):
    more = leverage.copy()
    more[patron] += added
    moved = multivector.alignment(ideal, more) - multivector.alignment(ideal, leverage)
    tilt = multivector.tilt(ideal, leverage, patron, added)
    assert tilt == pytest.approx(moved, abs=1e-9)


def test_replicates_share_patrons_but_not_leverage():
    found = multivector.alignment([-1.0, 0.0, 1.0], np.array([[1, 1, 1], [1, 1, 3.0]]))
    np.testing.assert_allclose(found, [0.0, 0.4])


def test_a_state_without_any_patron_is_refused():
    with pytest.raises(ValueError, match="leverage"):
        multivector.alignment([1.0, 2.0], [0.0, 0.0])
