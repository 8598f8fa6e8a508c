"""What must not matter: a null change, the batch, the blocks, the tick, the scale."""

import itertools
from datetime import date
from typing import Any

import numpy as np
import pytest

from upheaval.mechanisms import loop
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.runs.batch import BatchResult, run_batch
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario

REPLICATES = 64
BANDS = 4.0
"""Width of a Monte-Carlo band in standard errors: seeded, so a test passes always or never."""


def run(scenario: Scenario, replicates: int, **changes: Any) -> BatchResult:
    usual = {"scale": 1000, "seed": 4, "until": date(2022, 1, 8)}
    return run_batch(RunPlan(scenario, **(usual | changes)), range(replicates))


def differing(one: BatchResult, other: BatchResult, rows: Any = slice(None)) -> set[str]:
    """Give the recorded fields that are not equal to the last byte."""
    pairs = {**one.series, **one.final}
    others = {**other.series, **other.final}
    assert set(pairs) == set(others)
    return {n for n in pairs if pairs[n][rows].tobytes() != others[n][rows].tobytes()}


def test_a_null_change_gives_the_same_bytes(kazakhstan: Scenario) -> None:
    fixed = {
        name: setting.given_value
        for name, setting in kazakhstan.parameters.items()
        if setting.given_value is not None
    }
    assert fixed
    assert not differing(run(kazakhstan, 8), run(kazakhstan, 8, set=fixed))


def test_leaving_out_the_last_mechanism_changes_no_luck_of_the_others(
    kazakhstan: Scenario,
) -> None:
    usual = run(kazakhstan, 24)
    less = run(kazakhstan, 24, without=("outcome",))
    # At home others hear of the outcome only through a fall, after which the ruler decides
    # nothing; abroad it is what neighbors learn from.
    stands = np.isinf(usual.final["fall_time"])
    assert stands.any()
    hear = {
        name
        for mechanism in ("outcome", "succession", "diffusion")
        for name in loop.known()[mechanism].owned
    }
    assert differing(usual, less, stands) <= hear


def test_leaving_out_the_alliance_changes_nothing_until_somebody_would_have_asked(
    kazakhstan: Scenario,
) -> None:
    usual = run(kazakhstan, 16)
    less = run(kazakhstan, 16, without=("alliance",))
    asked = usual.final["treaty_decision_time"]
    first = int(min(8.0, asked.min()) / 0.25) - 1
    assert first > 4
    np.testing.assert_array_equal(usual.series["crowd"][:, :first], less.series["crowd"][:, :first])


@pytest.mark.parametrize("sizes", [[1, 1, 14], [5, 11]])
def test_batches_of_any_size_give_the_same_bytes(kazakhstan: Scenario, sizes: list[int]) -> None:
    together = run(kazakhstan, 16)
    plan = RunPlan(kazakhstan, scale=1000, seed=4, until=date(2022, 1, 8))
    starts = np.cumsum([0, *sizes])
    for first, last in itertools.pairwise(starts):
        part = run_batch(plan, range(int(first), int(last)))
        for name, values in {**part.series, **part.final}.items():
            whole = {**together.series, **together.final}[name][first:last]
            assert values.tobytes() == whole.tobytes(), name


def test_blocks_of_any_size_give_the_same_bytes(kazakhstan: Scenario) -> None:
    assert not differing(run(kazakhstan, 4), run(kazakhstan, 4, block_rows=100))


def test_counts_stay_within_bounds_through_the_long_ticks_of_the_aftermath(
    kazakhstan: Scenario,
) -> None:
    result = run(kazakhstan, 8, until=None)
    for name in ("arrested", "wounded", "killed", "seized", "security_killed"):
        assert (np.diff(result.series[name].astype(float), axis=1) >= 0).all(), name
    assert result.series["troops"].min() >= 0
    people = sum(row["population"] for row in kazakhstan.tables["cities"].rows())
    assert result.series["crowd"].sum(axis=(2, 3)).max() < people


def shares(result: BatchResult) -> np.ndarray:
    return np.bincount(result.final["outcome"], minlength=len(OUTCOMES)) / REPLICATES


def assert_agree(one: BatchResult, other: BatchResult) -> None:
    """Compare shares of outcomes, and the median of the logarithm of the largest crowd."""
    pooled = (shares(one) + shares(other)) / 2
    error = np.sqrt(2 * np.maximum(pooled * (1 - pooled), 1 / REPLICATES) / REPLICATES)
    assert (np.abs(shares(one) - shares(other)) <= BANDS * error).all()
    peaks = [np.log(r.series["crowd"].sum(axis=(2, 3)).max(axis=1)) for r in (one, other)]
    # The standard error of a median of a normal sample is 1.25 times that of its mean.
    spread = np.sqrt(sum((1.25 * peak.std()) ** 2 / REPLICATES for peak in peaks))
    assert abs(np.median(peaks[0]) - np.median(peaks[1])) <= BANDS * spread


@pytest.fixture(scope="module")
def usual(kazakhstan: Scenario) -> BatchResult:
    return run(kazakhstan, REPLICATES, scale=200, until=date(2022, 1, 8))


def test_a_tick_of_three_hours_agrees_with_one_of_six(
    kazakhstan: Scenario, usual: BatchResult
) -> None:
    fine = run(kazakhstan, REPLICATES, scale=200, until=date(2022, 1, 8), tick_length=1 / 8)
    assert_agree(usual, fine)


def test_one_row_for_two_hundred_people_agrees_with_one_for_fifty(
    kazakhstan: Scenario, usual: BatchResult
) -> None:
    fine = run(kazakhstan, REPLICATES, scale=50, until=date(2022, 1, 8))
    assert_agree(usual, fine)
