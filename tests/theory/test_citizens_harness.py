"""The engine's citizens as a crowd of thresholds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from upheaval.closed_forms.threshold_model import cascade_size
from upheaval.theory.citizens_harness import crowd_size, settle

crowds = arrays(np.int64, st.integers(1, 40), elements=st.integers(0, 41))


@given(crowds)
@settings(deadline=None, max_examples=30)
def test_the_kernel_ends_where_the_closed_form_says(crowd):
    assert crowd_size(crowd) == cascade_size(crowd)


def test_people_join_one_by_one_in_a_chain_of_thresholds():
    assert settle(np.arange(5)) == [0, 1, 2, 3, 4, 5, 5]


def test_a_crowd_that_was_believed_larger_than_it_is_goes_home():
    assert settle(np.array([0, 5, 5, 5]), start=5) == [5, 4, 1, 1]


def test_a_push_from_outside_starts_what_then_stays():
    thresholds = np.array([1, 1, 2, 3])
    assert crowd_size(thresholds) == 0
    assert settle(thresholds, push=[1.0, 0.0])[-1] == 4


def test_a_crowd_that_comes_to_no_rest_has_no_size():
    assert np.isnan(crowd_size(np.arange(100), most_ticks=10))
    assert crowd_size(np.arange(100), most_ticks=101) == 100
