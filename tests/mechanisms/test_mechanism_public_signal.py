"""Public signal: turnout and defenders move what everybody believes about the regime."""

import numpy as np
import pytest
from stage import Stage

from upheaval.mechanisms.public_signal import MECHANISM
from upheaval.scenario import Scenario, load

SHARES = np.array([0.0, 0.0005, 0.002, 0.005, 0.01, 0.05])


def fill_squares(stage: Stage, shares: np.ndarray) -> None:
    stage.state.crowd[:, :, 0] = shares[:, None] * stage.setting.city_adults


def test_a_bigger_crowd_lowers_the_strength_and_raises_the_belief_in_a_fall(
    small: Scenario,
) -> None:
    stage = Stage(small, {"public_signal.critical_share": 0.02}, replicates=len(SHARES))
    fill_squares(stage, SHARES)
    stage.step("public_signal")
    assert (np.diff(stage.state.strength) < 0).all()
    assert (np.diff(stage.state.fall_belief) > 0).all()
    assert (np.diff(stage.state.local_belief, axis=0) > 0).all()
    assert stage.state.fall_belief[0] < 0.1
    assert stage.state.fall_belief[-1] > 0.9


def drawn_from_priors(replicates: int) -> dict[str, np.ndarray]:
    settings = load("kazakhstan-2022").parameters
    rng = np.random.default_rng(3)
    return {
        f"public_signal.{p.name}": settings[f"public_signal.{p.name}"]
        .in_unit(p.unit)
        .quantile(rng.uniform(size=replicates))
        for p in MECHANISM.parameters
    }


@pytest.mark.parametrize("share", [0.0, 0.003, 0.01])
def test_foreign_backing_and_obedience_raise_the_strength_at_any_parameters(
    small: Scenario, share: float
) -> None:
    beliefs = {}
    for name, backing, obedience in (("usual", 0, 1), ("backed", 1, 1), ("torn", 0, 0.4)):
        stage = Stage(small, drawn_from_priors(100), replicates=100)
        fill_squares(stage, np.full(100, share))
        stage.state.foreign_backing[:], stage.state.obedience[:] = backing, obedience
        stage.step("public_signal")
        beliefs[name] = (stage.state.strength.copy(), stage.state.fall_belief.copy())
    assert (beliefs["backed"][0] > beliefs["usual"][0]).all()
    assert (beliefs["backed"][1] < beliefs["usual"][1]).all()
    assert (beliefs["torn"][0] < beliefs["usual"][0]).all()
    assert (beliefs["torn"][1] > beliefs["usual"][1]).all()


def test_the_crowd_of_one_region_alarms_that_region_most(small: Scenario) -> None:
    stage = Stage(small)
    stage.state.crowd[:, :2, 0] = 100.0
    stage.step("public_signal")
    west, east = stage.state.local_belief[0]
    assert west > stage.state.fall_belief[0] > east


def test_a_rioter_counts_for_more_than_a_peaceful_man(small: Scenario) -> None:
    stage = Stage(small, {"public_signal.riot_weight": np.array([0, 2, 2])}, replicates=3)
    stage.state.crowd[:, 2, 2] = [500, 500, 0]
    stage.state.crowd[:, 2, 0] = [0, 0, 500]
    stage.step("public_signal")
    peaceful_weight, riot, rally = stage.state.fall_belief
    assert riot > rally
    assert peaceful_weight == pytest.approx(rally)


def test_a_crowd_that_went_home_is_remembered_for_a_while(small: Scenario) -> None:
    stage = Stage(small, {"public_signal.memory": 1.0})
    stage.state.crowd[:, :, 0] = 1000.0
    stage.step("public_signal")
    stage.state.crowd[:] = 0.0
    beliefs = [float(stage.state.fall_belief[0])]
    for _ in range(8):
        stage.step("public_signal")
        beliefs.append(float(stage.state.fall_belief[0]))
    assert beliefs == sorted(beliefs, reverse=True)
    np.testing.assert_allclose(stage.state.remembered, 1000.0 * np.exp(-2.0))


def test_the_belief_stays_a_probability_however_many_are_out(small: Scenario) -> None:
    stage = Stage(small, replicates=3)
    stage.state.crowd[:, :, 0] = np.array([0.0, 1e5, 1e9])[:, None]
    stage.step("public_signal")
    for belief in (stage.state.fall_belief, stage.state.local_belief):
        assert np.isfinite(belief).all()
        assert ((belief >= 0) & (belief <= 1)).all()
