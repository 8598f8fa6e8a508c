"""The chain is causal: without its first link nothing happens, without the others they are missed.

The priors are assumptions, so that these are statements about the median or about every run of a
fixed seed, never about one.
"""

from datetime import date
from typing import Any

import numpy as np
import pytest

from upheaval.mechanisms import loop
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.runs.batch import BatchResult, run_batch
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario

REPLICATES = 48


def run(scenario: Scenario, replicates: int = REPLICATES, **changes: Any) -> BatchResult:
    usual = {"scale": 200, "seed": 8, "until": date(2022, 1, 12)}
    return run_batch(RunPlan(scenario, **(usual | changes)), range(replicates))


def participants(result: BatchResult) -> np.ndarray:
    """Give the people in the streets of the country, by replicate and tick."""
    return result.series["crowd"].sum(axis=(2, 3), dtype=float)


@pytest.fixture(scope="module")
def usual(kazakhstan: Scenario) -> BatchResult:
    return run(kazakhstan)


def test_with_the_price_decision_most_runs_are_a_crisis(usual: BatchResult) -> None:
    assert np.median(participants(usual).max(axis=1)) > 10_000
    assert np.isfinite(usual.final["first_troops_time"]).mean() > 0.1
    assert np.isfinite(usual.final["move_time"]).mean() > 0.1


@pytest.mark.parametrize(
    "change", [{"without": ("prices",)}, {"set": {"prices.liberalization": 0}}]
)
def test_without_the_price_decision_the_median_run_stays_quiet(
    kazakhstan: Scenario, change: dict[str, Any]
) -> None:
    assert np.median(participants(run(kazakhstan, **change)).max(axis=1)) < 1000


def test_without_the_alliance_there_are_no_foreign_troops(kazakhstan: Scenario) -> None:
    result = run(kazakhstan, without=("alliance",))
    assert not result.series["troops"].any()
    assert np.isinf(result.final["first_troops_time"]).all()
    assert np.isinf(result.final["treaty_request_time"]).all()


def test_without_the_court_nobody_is_purged(kazakhstan: Scenario) -> None:
    result = run(kazakhstan, without=("court",))
    assert np.isinf(result.final["move_time"]).all()
    assert np.isinf(result.final["office_lost_time"]).all()
    assert not result.series["figure_status"].any()
    assert (result.series["office_holder"] == result.series["office_holder"][:1, :1]).all()
    named = {OUTCOMES[code] for code in result.final["outcome"]}
    assert named <= {"duumvirate holds", "regime falls", "civil war"}


def test_the_decision_two_weeks_later_moves_the_crisis_by_two_weeks(
    kazakhstan: Scenario, usual: BatchResult
) -> None:
    rows = kazakhstan.tables["prices"].names
    later = {f"prices.{row}.effective": "2022-01-15" for row in rows}
    until = date(2022, 1, 25)
    result = run(kazakhstan, set=later, until=until)
    never = run(kazakhstan, set={"prices.liberalization": 0}, until=until)
    # In some worlds something else sets the country alight before the price does.
    caused = participants(never).max(axis=1) < 1000
    assert caused.sum() > REPLICATES // 3
    for name in ("concession_time", "government_dismissed_time", "treaty_request_time"):
        first, second = (
            np.median(r.final[name].reshape(REPLICATES, -1).min(axis=1)[caused])
            for r in (usual, result)
        )
        # Workdays and feast days differ, so not to the hour.
        assert second - first == pytest.approx(14.0, abs=2.0), name


@pytest.mark.parametrize("name", [n for n, m in loop.known().items() if not m.structure])
def test_each_mechanism_can_be_left_out_alone_and_the_run_is_valid(
    kazakhstan: Scenario, name: str
) -> None:
    assert name in kazakhstan.mechanisms
    result = run(kazakhstan, 2, scale=1000, without=(name,), until=date(2022, 1, 8))
    for field, values in {**result.series, **result.final}.items():
        assert not np.isnan(values.astype(float)).any(), field
    counted = ("crowd", "arrested", "wounded", "killed", "seized", "arms_looted", "troops",
               "security_killed", "security_wounded", "faction_weight", "price")  # fmt: skip
    for field in counted:
        assert result.series[field].min() >= 0, field
    for field in ("legitimacy", "demand_share", "fall_belief", "connectivity", "organ_loyalty",
                  "rivalry", "obedience"):  # fmt: skip
        values = result.series[field]
        assert values.min() >= 0, field
        assert values.max() <= 1 + 1e-6, field
