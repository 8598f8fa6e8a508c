from datetime import date

import numpy as np
import pytest

from upheaval.errors import UpheavalError
from upheaval.runs.batch import run_batch
from upheaval.scenario import Scenario
from upheaval.workbench.dated_changes import Step, TimedPlan, run_timed

LAST = date(2022, 1, 5)
DAY = date(2022, 1, 3)


def plan_with(scenario: Scenario, *steps: Step) -> TimedPlan:
    return TimedPlan(scenario, replicates=3, scale=1000, until=LAST, steps=steps)


def test_without_steps_a_run_is_the_run_of_the_engine(scenario: Scenario) -> None:
    plan = plan_with(scenario)
    one, other = run_timed(plan, range(3)), run_batch(plan, range(3))
    assert "steps" not in plan.identity()
    for name, values in other.series.items():
        assert np.array_equal(one.series[name], values, equal_nan=True), name
    for name, values in other.final.items():
        assert np.array_equal(one.final[name], values, equal_nan=True), name


def test_a_step_changes_nothing_before_its_day_and_something_after(scenario: Scenario) -> None:
    plan = plan_with(scenario, Step(DAY, (("prices.liberalization", "0"),)))
    changed, plain = run_timed(plan, range(3)), run_batch(plan, range(3))
    # Four ticks a day; two days before the step.
    for name, values in plain.series.items():
        assert np.array_equal(changed.series[name][:, :8], values[:, :8], equal_nan=True), name
    # By the evening of the day the price has come down to what it was before the reform.
    fuel, without = changed.series["price"][:, 11, :, 0], plain.series["price"][:, 11, :, 0]
    assert (fuel <= without).all()
    assert fuel.mean() < 0.9 * without.mean()


def test_a_mechanism_that_is_switched_off_no_longer_acts(scenario: Scenario) -> None:
    plan = plan_with(scenario, Step(DAY, without=("prices",)))
    changed = run_timed(plan, range(3)).series["price"]
    assert (changed[:, 8:] == changed[:, 7:8]).all()
    assert not (changed[:, 6] == changed[:, 7]).all()


def test_two_plans_with_other_steps_are_other_runs(scenario: Scenario) -> None:
    one = plan_with(scenario, Step(DAY, (("prices.liberalization", "0"),)))
    other = plan_with(scenario, Step(DAY, (("prices.liberalization", "0.5"),)))
    assert len({plan_with(scenario).key, one.key, other.key}) == 3


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(date(2022, 1, 1), (("prices.cap", "2"),)), "after the first"),
        (Step(date(2022, 1, 9), (("prices.cap", "2"),)), "expected a day of the run"),
        (Step(DAY, (("offices.knb_chair.holder", "sagimbayev"),)), "tables are what a run begins"),
        (Step(DAY, (("prices.cap", "1000"),)), "from 1 to 10"),
        (Step(DAY, without=("allience",)), "no mechanism 'allience'"),
    ],
)
def test_a_wrong_step_is_told_before_anything_runs(
    scenario: Scenario, step: Step, words: str
) -> None:
    with pytest.raises(UpheavalError, match=words):
        plan_with(scenario, step)
