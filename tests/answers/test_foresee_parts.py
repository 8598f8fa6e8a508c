from datetime import date

import numpy as np
import pytest
from scipy.stats import norm

from upheaval.answers.foresee import baselines
from upheaval.answers.foresee.branches import run_on
from upheaval.answers.foresee.projection import amount_of, chance_of, counted, parts_of
from upheaval.runs.batch import run_batch
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario


def test_the_first_branch_is_the_world_itself_and_others_part_at_the_moment(
    scenario: Scenario,
) -> None:
    number, moment = 7, 3.0
    run = RunPlan(scenario, seed=4, scale=1000, until=date(2022, 1, 5))
    itself = run_batch(run, [number])
    found, outcomes = run_on(run, {}, np.array([number] * 3), np.arange(3), moment)
    assert outcomes.shape == (3, 20)
    for name, values in itself.series.items():
        np.testing.assert_array_equal(found.series[name][0], values[0], err_msg=name)
        for branch in (1, 2):
            np.testing.assert_array_equal(found.series[name][branch, :12], values[0, :12])
    crowds = found.series["crowd"][:, 12:]
    assert (crowds[0] != crowds[1]).any()
    assert (crowds[1] != crowds[2]).any()


def test_variance_is_taken_apart_into_worlds_and_luck() -> None:
    rng = np.random.default_rng(0)
    worlds = rng.normal(0.0, 2.0, (4000, 1)) + rng.normal(0.0, 1.0, (4000, 4))
    parts = parts_of(worlds, 4000.0)
    assert parts.between == pytest.approx(4.0, rel=0.08)
    assert parts.within == pytest.approx(1.0, rel=0.05)
    assert parts.luck == pytest.approx(0.2, abs=0.02)
    assert parts.error == pytest.approx(np.sqrt((4.0 + 0.25) / 4000), rel=0.05)


def test_ranges_of_shares_hold_the_truth_nine_times_in_ten() -> None:
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(400):
        own = rng.beta(0.6, 1.4, (40, 1))
        so = (rng.random((40, 4)) < own).astype(np.float64)
        found = chance_of(so[:, :, None], 40.0)
        inside += bool(found.low[0] <= 0.3 <= found.high[0])
    assert 0.86 <= inside / 400 <= 0.97


def test_worlds_that_all_agree_still_have_a_range_and_no_luck() -> None:
    found = chance_of(np.zeros((10, 4, 1)), 10.0)
    assert found.probability[0] == found.low[0] == 0.0
    assert 0.1 < found.high[0] < 0.3
    assert np.isnan(found.luck[0])
    amount = amount_of(np.full((10, 4, 2), 3.0), 10.0)
    assert amount.p5.tolist() == amount.p95.tolist() == [3.0, 3.0]


def test_worlds_drawn_twice_count_once() -> None:
    assert counted(np.array([1, 2, 3, 4]), 100.0) == 4.0
    assert counted(np.array([1, 1, 1, 1]), 100.0) == 1.0
    assert counted(np.array([1, 2, 3, 4]), 2.5) == 2.5


def test_the_score_of_a_sample_is_that_of_its_law() -> None:
    sample = norm.ppf((np.arange(4000) + 0.5) / 4000) * 2.0 + 1.0
    even = np.ones(4000)
    for seen in (-3.0, 1.0, 4.0):
        truth = baselines.crps_of_normal(1.0, 2.0, seen)
        assert baselines.crps_of_sample(sample, even, seen) == pytest.approx(truth, abs=2e-3)
    assert baselines.crps_of_sample(np.array([2.0]), np.ones(1), 5.0) == 3.0
    assert baselines.crps_of_normal(2.0, 0.0, 5.0) == 3.0
    # Weights count as repeated values do.
    assert baselines.crps_of_sample(
        np.array([0.0, 1.0]), np.array([1.0, 3.0]), 0.4
    ) == pytest.approx(baselines.crps_of_sample(np.array([0.0, 1.0, 1.0, 1.0]), np.ones(4), 0.4))


def test_other_crises_leave_the_one_in_question_out_and_every_end_is_possible() -> None:
    everything = baselines.crises()
    others = baselines.others("Kazakhstan")
    assert len(everything) == 35
    assert {item.name for item in everything} - {item.name for item in others} == {"kaz_2022"}
    shares = baselines.end_shares(others)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert min(shares.values()) > 0
    assert all(item.deaths >= 0 for item in everything)
    assert set(baselines.END_OF_OUTCOME.values()) == set(baselines.ENDS)


def test_the_pace_so_far_goes_on() -> None:
    # Half came in four days: of the rest half come in the next four.
    assert baselines.pace(50, 100, 4.0, 4.0) == pytest.approx(0.5, abs=0.01)
    assert baselines.pace(50, 100, 4.0, 8.0) == pytest.approx(0.75, abs=0.01)
    assert 0 < baselines.pace(0, 100, 4.0, 4.0) < 0.01
