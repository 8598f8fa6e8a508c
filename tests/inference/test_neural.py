"""The neural posterior: the same interface and guard rails as the default one."""

from pathlib import Path

import numpy as np
import pytest
from synthetic_table import made_up

from upheaval.answers.explain.explain import explain_table
from upheaval.errors import UpheavalError
from upheaval.inference.observation.features import Feature, Features
from upheaval.inference.posterior import neural
from upheaval.inference.posterior.diagnostics import COVERAGE, LEAST_SBC_P
from upheaval.inference.posterior.neural import Sampler, estimated
from upheaval.scenario import load

NOISE = 0.5


def two_normals(rows: int) -> tuple[Features, np.ndarray]:
    """Give features of which the first tells the first of two parameters, with known noise."""
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(rows, 2))
    columns = np.stack([scores[:, 0] + NOISE * rng.normal(size=rows), rng.normal(size=rows)], 1)
    items = [Feature(name, "raw", (j,)) for j, name in enumerate(("one", "other"))]
    return Features(items, columns, np.array([1.0, 0.0])), scores


def exact(widened: float = 1.0) -> "object":
    """Give a way to learn that knows the answer, or one that is too sure or too shy."""
    variance = NOISE**2 / (1 + NOISE**2)

    def learn(columns: np.ndarray, scores: np.ndarray, seed: int) -> Sampler:
        rng = np.random.default_rng(seed)

        def sampler(points: np.ndarray, count: int) -> np.ndarray:
            noise = rng.normal(size=(len(points), count, 2)) * widened
            middle = points[:, :1] / (1 + NOISE**2)
            told = middle + np.sqrt(variance) * noise[:, :, 0]
            return np.stack([told, noise[:, :, 1]], axis=2)

        return sampler

    return learn


def test_a_right_posterior_passes_and_one_that_is_too_sure_does_not() -> None:
    features, scores = two_normals(1500)
    right = estimated(features, scores, 1, exact())  # type: ignore[arg-type]
    assert right.sbc_p > LEAST_SBC_P
    assert COVERAGE[0] <= right.coverage90 <= COVERAGE[1]
    assert right.draws.shape == (neural.DRAWS, 2)
    assert right.draws[:, 0].mean() == pytest.approx(0.8, abs=0.05)
    assert right.learned == 1300
    sure = estimated(features, scores, 1, exact(0.5))  # type: ignore[arg-type]
    assert sure.coverage90 < COVERAGE[0]
    assert sure.sbc_p < LEAST_SBC_P


def test_explain_takes_parameters_and_guard_from_the_neural_posterior(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, record = made_up(load("kazakhstan-2022"), tmp_path, 400)
    draws = np.stack([np.full(100, 1.5), np.linspace(-2, 2, 100)], axis=1)
    found = neural.Neural(draws, 0.5, 0.9, 320)
    monkeypatch.setattr("upheaval.answers.explain.explain.check_kind", lambda _: None)
    monkeypatch.setattr("upheaval.answers.explain.explain.neural", lambda *_: found)
    answer = explain_table(table, record, posterior="sbi", workers=1)
    assert answer.ok, answer.guard.failures
    assert answer.posterior == answer.as_json()["posterior"] == "sbi"
    assert (answer.guard.sbc_p, answer.guard.coverage90) == (0.5, 0.9)
    told, untold = answer.parameters
    assert told.posterior[0] == pytest.approx(told.posterior[2])
    assert told.identified
    assert not untold.identified
    bad = neural.Neural(draws, 0.5, 0.5, 320)
    monkeypatch.setattr("upheaval.answers.explain.explain.neural", lambda *_: bad)
    refused = explain_table(table, record, posterior="sbi", workers=1)
    assert not refused.ok
    assert refused.parameters == []


def test_without_the_extra_there_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, record = made_up(load("kazakhstan-2022"), tmp_path, 60)
    monkeypatch.setattr(neural.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UpheavalError, match=r"sbi is not installed.*upheaval\[sbi\]"):
        explain_table(table, record, posterior="sbi", workers=1)
    with pytest.raises(UpheavalError, match="`posterior`: got 'exact', expected regression or sbi"):
        explain_table(table, record, posterior="exact", workers=1)


def test_the_flow_of_sbi_comes_near_the_closed_form(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sbi")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    features, scores = two_normals(1500)
    found = neural.neural(features, scores, tmp_path, "two normals", 1)
    assert not any(here.iterdir())
    # It would stand before the JSON of the command.
    assert capfd.readouterr().out == ""
    assert found.draws[:, 0].mean() == pytest.approx(0.8, abs=0.15)
    assert found.draws[:, 0].std() == pytest.approx(np.sqrt(0.2), rel=0.25)
    assert found.draws[:, 1].std() == pytest.approx(1.0, rel=0.2)
    assert COVERAGE[0] <= found.coverage90 <= COVERAGE[1]
    again = neural.neural(features, scores, tmp_path, "two normals", 1)
    np.testing.assert_array_equal(again.draws, found.draws)
