import pickle
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from upheaval.errors import UpheavalError
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.scenario import Scenario, ScenarioError


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"replicates": 0}, "replicates: got 0"),
        ({"replicates": 2.5}, "replicates: got 2.5"),
        ({"scale": 0}, "scale: got 0"),
        ({"scale": 1001}, "scale: got 1001.*1 to 1,000"),
        ({"seed": -1}, "seed: got -1"),
        ({"batch": 0}, "batch: got 0"),
        ({"block_rows": 0}, "block rows: got 0"),
        ({"until": date(2021, 12, 31)}, "until: got 2021-12-31, expected a day of the schedule"),
        ({"until": date(2040, 1, 1)}, "until: got 2040-01-01"),
        ({"tick_length": 0.0}, "tick: got 0 hours"),
        ({"tick_length": 1e9}, "tick: got"),
        ({"tick_length": float("nan")}, "tick: got nan hours"),
    ],
)
def test_a_number_out_of_range_is_named(
    make_plan: Any, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(UpheavalError, match=message):
        make_plan(**changes)


def test_an_unknown_mechanism_or_value_is_answered_with_the_nearest_name(make_plan: Any) -> None:
    with pytest.raises(ScenarioError, match=r"courts.*did you mean court"):
        make_plan(without=("courts",))
    with pytest.raises(ScenarioError, match="did you mean prices"):
        make_plan(set={"pricess.elasticity": 1})


def test_a_day_that_is_none_is_refused(scenario: Scenario) -> None:
    with pytest.raises(UpheavalError, match="until: got 'soon', expected a day such as"):
        plan_of(scenario, until="soon")


def test_the_run_stops_at_the_midnight_after_its_last_day(make_plan: Any) -> None:
    plan = make_plan(until=date(2022, 1, 2))
    assert plan.clock.when(plan.clock.ticks[-1].end) == datetime(2022, 1, 3)


def test_the_tick_of_the_first_phase_can_be_changed(scenario: Scenario) -> None:
    plan = plan_of(scenario, tick=3, until="2022-01-01")
    assert [tick.length for tick in plan.clock] == [pytest.approx(0.125)] * 8


def test_the_batches_cover_every_replicate_once(make_plan: Any) -> None:
    batches = make_plan(replicates=7, batch=3).batches
    assert [list(batch) for batch in batches] == [[0, 1, 2], [3, 4, 5], [6]]


def test_a_plan_can_be_pickled(make_plan: Any) -> None:
    plan: RunPlan = make_plan(without=("court",))
    twin = pickle.loads(pickle.dumps(plan))
    assert twin.key == plan.key
    assert twin.identity() == plan.identity()


def test_what_decides_results_decides_the_key_and_nothing_else(make_plan: Any) -> None:
    plan = make_plan()
    assert make_plan(batch=9, block_rows=77, replicates=50).key == plan.key
    for changes in (
        {"seed": 8},
        {"scale": 999},
        {"without": ("court",)},
        {"until": date(2022, 1, 3)},
        {"tick_length": timedelta(hours=3) / timedelta(days=1)},
    ):
        assert make_plan(**changes).key != plan.key
