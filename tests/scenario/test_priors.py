"""Priors are what they say, cut to the range."""

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import stats
from scipy.integrate import quad

from upheaval.scenario.priors import AnyPrior, Truncated

READ = TypeAdapter(AnyPrior).validate_python
U = np.linspace(0.001, 0.999, 199)
TRUTHS = [
    ({"uniform": [2.0, 5.0]}, stats.uniform(2, 3)),
    ({"loguniform": [0.1, 10.0]}, stats.loguniform(0.1, 10)),
    ({"normal": {"mean": 1.0, "sd": 2.0}}, stats.norm(1, 2)),
    ({"lognormal": {"median": 3.0, "factor": 2.0}}, stats.lognorm(np.log(2), scale=3)),
    ({"beta": {"a": 2.0, "b": 5.0}}, stats.beta(2, 5)),
    ({"triangular": [0.0, 1.0, 4.0]}, stats.triang(0.25, 0, 4)),
    ({"triangular": [0.0, 0.0, 4.0]}, stats.triang(0.0, 0, 4)),
    ({"triangular": [0.0, 4.0, 4.0]}, stats.triang(1.0, 0, 4)),
]
WIDE = [(written, truth, -50.0, 5000.0) for written, truth in TRUTHS]
CUT = [(written, truth, 0.3, 2.5) for written, truth in TRUTHS]


@pytest.mark.parametrize(("written", "truth", "low", "high"), WIDE + CUT)
def test_quantiles_and_densities_agree_with_scipy(written, truth, low, high):
    cut = Truncated(READ(written), low, high)
    below, above = truth.cdf(low), truth.cdf(high)
    expected = truth.ppf(below + U * (above - below))
    np.testing.assert_allclose(cut.quantile(U), expected, rtol=1e-9)
    density = truth.logpdf(expected) - np.log(above - below)
    np.testing.assert_allclose(cut.log_density(expected), density, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("written", "truth", "low", "high"), CUT)
def test_mean_and_sd_agree_with_quadrature(written, truth, low, high):
    cut = Truncated(READ(written), low, high)
    a, b = max(low, truth.support()[0]), min(high, truth.support()[1])
    mass = truth.cdf(b) - truth.cdf(a)
    mean = quad(lambda x: x * truth.pdf(x), a, b, points=[1.0])[0] / mass
    square = quad(lambda x: x * x * truth.pdf(x), a, b, points=[1.0])[0] / mass
    assert cut.mean == pytest.approx(mean, rel=1e-6)
    assert cut.sd == pytest.approx(np.sqrt(square - mean**2), rel=1e-6)


@pytest.mark.parametrize(("written", "truth", "low", "high"), CUT)
def test_draws_never_leave_the_range(written, truth, low, high):
    drawn = Truncated(READ(written), low, high).quantile(np.array([0.0, 1e-300, 1 - 2**-53, 1.0]))
    assert np.all((drawn >= low) & (drawn <= high))


def test_there_is_no_density_outside_the_range():
    cut = Truncated(READ({"normal": {"mean": 1.0, "sd": 2.0}}), 0.0, 2.0)
    assert np.isneginf(cut.log_density([-0.1, 2.1])).all()


def test_a_change_of_unit_scales_draws_and_keeps_the_probability():
    plain = Truncated(READ({"lognormal": {"median": 3.0, "factor": 2.0}}), 1.0, 9.0)
    scaled = Truncated(plain.prior, 1.0, 9.0, 24.0)
    np.testing.assert_allclose(scaled.quantile(U), 24.0 * plain.quantile(U))
    assert quad(lambda x: np.exp(scaled.log_density(x)), 24, 216)[0] == pytest.approx(1.0)
    assert scaled.mean == pytest.approx(24.0 * plain.mean)
