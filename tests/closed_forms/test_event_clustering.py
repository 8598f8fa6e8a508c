"""Self-exciting events."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import event_clustering


def test_the_known_mean_rate():
    assert event_clustering.mean_rate(0.5, 0.6) == pytest.approx(1.25)


def test_branching_events_drawn_generation_by_generation_have_that_mean_and_dispersion():
    rng = np.random.default_rng(9)
    windows, days, background, branching = 20_000, 40, 0.5, 0.6
    generation = rng.poisson(background * days, windows)
    total = generation.copy()
    while generation.any():
        generation = rng.poisson(branching * generation)
        total += generation
    assert total.mean() / days == pytest.approx(1.25, rel=0.01)
    assert total.var() / total.mean() == pytest.approx(
        float(event_clustering.dispersion(branching)), rel=0.05
    )


@given(st.floats(0, 0.99))
def test_cluster_size_is_the_sum_of_generations(branching):
    generations = branching ** np.arange(5000.0)
    assert event_clustering.mean_cluster_size(branching) == pytest.approx(generations.sum())


def test_events_that_never_stop_are_refused():
    with pytest.raises(ValueError, match="branching"):
        event_clustering.mean_rate(0.5, [0.5, 1.0])
