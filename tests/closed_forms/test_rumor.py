"""How many never hear a rumor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import lambertw

from upheaval.closed_forms import rumor


def pair_process(people, rng):
    """Daley-Kendall by unordered pairs; the share left ignorant."""
    ignorant, spreading, knowing = people - 1, 1, 0
    while spreading:
        tell = ignorant * spreading
        both = spreading * (spreading - 1) / 2
        drawn = rng.random() * (tell + both + spreading * knowing)
        if drawn < tell:
            ignorant, spreading = ignorant - 1, spreading + 1
        elif drawn < tell + both:
            spreading, knowing = spreading - 2, knowing + 2
        else:
            spreading, knowing = spreading - 1, knowing + 1
    return ignorant / people


def test_a_fifth_never_hears():
    share = rumor.final_ignorant_share()
    assert share == pytest.approx(0.20318787, abs=5e-9)
    assert share == pytest.approx(np.exp(-2 * (1 - share)))


def test_meetings_simulated_pair_by_pair_leave_the_same_share():
    rng = np.random.default_rng(12)
    shares = np.array([pair_process(2000, rng) for _ in range(60)])
    caught_on = shares[shares < 0.9]
    assert caught_on.mean() == pytest.approx(0.2032, abs=0.006)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_final_share_solves_its_equation_and_never_exceeds_the_first(ignorant, spreading):
    spreading *= 1 - ignorant
    share = rumor.final_ignorant_share(ignorant, spreading)
    assert 0 <= share <= ignorant + 1e-7
    expected = ignorant * np.exp(-(spreading + 2 * (ignorant - share)))
    assert share == pytest.approx(expected, abs=1e-6)


def test_it_is_lambert_s_function_away_from_the_branch_point():
    ignorant, spreading = np.array([1.0, 0.9, 0.3]), np.array([0.0, 0.1, 0.4])
    exact = -0.5 * lambertw(-2 * ignorant * np.exp(-spreading - 2 * ignorant)).real
    np.testing.assert_allclose(rumor.final_ignorant_share(ignorant, spreading), exact, atol=1e-12)


def test_more_first_spreaders_leave_fewer_ignorant():
    first = np.linspace(0, 0.5, 11)
    assert np.all(np.diff(rumor.final_ignorant_share(0.5, first)) < 0)


def test_more_than_everybody_is_refused():
    with pytest.raises(ValueError, match="spreaders"):
        rumor.final_ignorant_share(0.8, 0.3)
