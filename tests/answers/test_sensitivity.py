import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from upheaval import cli
from upheaval.answers.sensitivity import evaluations
from upheaval.answers.sensitivity.evaluations import Points, measured, named, run_points, set_at
from upheaval.answers.sensitivity.indices import morris_design, screen, sobol_of
from upheaval.answers.sensitivity.sensitivity import sensitivity
from upheaval.errors import UpheavalError
from upheaval.runs.batch import run_batch
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario

WEIGHTS = np.array([4.0, 2.0, 1.0])
LUCK = 3.0
VARIANCE = (WEIGHTS**2).sum() / 12.0 + LUCK**2
TRUE = WEIGHTS**2 / 12.0 / VARIANCE


def luck_of(numbers: np.ndarray) -> np.ndarray:
    return LUCK * np.random.default_rng(9).normal(size=100_000)[numbers]


def toy(units: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Give 4 x + 2 y + z and luck: indices and the share of luck are known."""
    return (units @ WEIGHTS + luck_of(numbers))[:, None]


def test_with_common_luck_indices_are_the_known_ones() -> None:
    (found,) = sobol_of(toy, 3, 1024, 1)
    np.testing.assert_allclose(found.total, TRUE, atol=0.02)
    np.testing.assert_allclose(found.first, TRUE, atol=0.05)
    assert (np.abs(found.total - TRUE) <= 1.5 * found.total_error + 0.01).all()
    assert found.luck == pytest.approx(LUCK**2 / VARIANCE, abs=0.06)
    assert found.total.sum() + found.luck == pytest.approx(1.0, abs=0.08)


def test_with_luck_of_their_own_runs_lend_its_variance_to_every_total() -> None:
    def independent(units: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        return toy(units, np.arange(len(numbers)))

    (common,) = sobol_of(toy, 3, 1024, 1)
    (apart,) = sobol_of(independent, 3, 1024, 1)
    share = LUCK**2 / VARIANCE
    np.testing.assert_allclose(apart.total, TRUE + share, atol=0.1)
    assert (apart.total > common.total + 0.5 * share).all()
    assert apart.luck < 0.15


def test_the_screening_finds_linear_effects_exactly_whatever_the_luck() -> None:
    design = morris_design(3, 6, 1)
    found = screen(design, toy(design.units, design.blocks)[:, 0], 1)
    np.testing.assert_allclose(found.mean, WEIGHTS, rtol=1e-6)
    np.testing.assert_allclose(found.spread, 0.0, atol=1e-6)
    noisy = toy(design.units, np.arange(len(design.units)))[:, 0]
    assert screen(design, noisy, 1).spread.min() > 1.0


def test_a_measure_that_never_varies_hangs_on_nothing() -> None:
    (found,) = sobol_of(lambda units, _: np.full((len(units), 1), 7.0), 2, 8, 1)
    assert found.total.tolist() == found.first.tolist() == [0.0, 0.0]
    assert found.luck == 0.0


# ---------------------------------------------------------------------- runs
def test_parameters_that_are_set_as_drawn_give_the_run_that_was_drawn(scenario: Scenario) -> None:
    plan = RunPlan(scenario, seed=3, scale=1000, until=date(2022, 1, 4))
    drawn = run_batch(plan, [5])
    name = "grievance.legitimacy"
    again = run_points(plan, np.array([5, 5]), {name: np.array([drawn.parameters[name][0], 0.69])})
    for field, values in drawn.series.items():
        np.testing.assert_array_equal(again.series[field][0], values[0], err_msg=field)
    assert (again.series["legitimacy"][1] != drawn.series["legitimacy"][0]).any()
    untouched = [n for n in drawn.parameters if n != name]
    assert all(again.parameters[n][1] == drawn.parameters[n][0] for n in untouched)


def test_points_of_the_cube_are_quantiles_of_the_priors(scenario: Scenario) -> None:
    plan = RunPlan(scenario, scale=1000, until=date(2022, 1, 2))
    chosen = Points(plan, ("prices.elasticity", "mining.entry_rate"), ("deaths",))
    found = set_at(chosen, np.array([[0.0, 0.5], [1.0, 0.5]]))
    np.testing.assert_allclose(found["prices.elasticity"], [1.3, 1.7], atol=1e-4)
    np.testing.assert_allclose(found["mining.entry_rate"], np.sqrt(0.003 * 0.03), rtol=1e-6)


def test_runs_that_were_done_are_kept_and_completed(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluations, "BATCH", 1)
    plan = RunPlan(scenario, seed=3, scale=1000, until=date(2022, 1, 2))
    asked = Points(plan, ("prices.elasticity",), ("peak_participants", "purge"))
    units, numbers = np.array([[0.2], [0.8], [0.5]]), np.array([0, 0, 1])

    def stop(done: float) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measured(asked, units, numbers, tmp_path, workers=1, progress=stop)
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.glob("points-*.measured")}
    assert len(kept) == 2
    seen: list[float] = []
    whole = measured(asked, units, numbers, tmp_path, workers=1, progress=seen.append)
    assert seen == [2, 3]
    assert {file: file.stat().st_mtime_ns for file in kept} == kept
    assert whole.shape == (3, 2)
    anew = measured(asked, units, numbers, tmp_path / "anew", workers=1)
    np.testing.assert_array_equal(whole, anew)


def test_a_small_analysis_ranks_keeps_and_writes(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    few = scenario.with_changes(
        set={
            name: setting.mean
            for name, setting in scenario.parameters.items()
            if not setting.is_fixed and not name.startswith("prices.")
        }
    )
    answer = sensitivity(
        few, ["peak_participants", "participants@mangystau:2022-01-03"], trajectories=2, keep=2,
        blocks=4, scale=1000, until="2022-01-04", out=tmp_path, workers=1, progress=False,
    )  # fmt: skip
    assert len(answer.parameters) == 3
    assert answer.runs == 2 * 4 + 4 * 4
    assert len(answer.kept) == 2
    assert answer.rank.max() <= 1.0
    json.dumps(answer.as_json(), allow_nan=False)
    assert answer.table().sizes == {"measure": 2, "parameter": 3, "kept": 2}
    assert answer.kept[0] in answer._repr_html_()
    from rich.console import Console

    from upheaval.commands.sensitivity import _write
    from upheaval.views.screens.sensitivity import print_sensitivity

    _write(tmp_path, answer)
    print_sensitivity(Console(width=120), answer, 1.0)
    shown = capsys.readouterr().out
    assert "Screening (Morris, 2 trajectories)" in shown
    assert "luck and all other parameters" in shown
    assert {"screening.csv", "indices.csv", "summary.json", "figure.png"} <= {
        file.name for file in tmp_path.iterdir()
    }


def test_bad_questions_get_one_clear_error(scenario: Scenario) -> None:
    for asked, message in (
        ({"measure": ["deathes"]}, "did you mean 'deaths'"),
        ({"measure": ["participants"]}, "expected a day"),
        ({"trajectories": 1}, "trajectories: got 1, expected 2 or more"),
        ({"keep": 1000}, "keep: got 1000, expected 0 to"),
        ({"blocks": 12}, "blocks: got 12, expected a power of 2"),
        ({"until": "2024-01-01"}, "until: got 2024-01-01, expected a day of the schedule"),
    ):
        with pytest.raises(UpheavalError, match=message):
            sensitivity(scenario, **asked)  # type: ignore[arg-type]
    assert named(scenario, "purge").kind == "time"


def test_the_command_ends_with_one_line_and_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["upheaval", "sensitivity", "kazakhstan-2022", "--measure", "deathes"]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert "--measure: unknown measure 'deathes'" in error
    assert error.count("\n") == 1
