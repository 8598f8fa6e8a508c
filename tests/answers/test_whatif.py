"""Paired worlds: what a change changes, and nothing else."""

import json
import math
from typing import Any

import numpy as np
import pytest
from small_pairs import FEW, Answer

from upheaval.answers.whatif.paired_worlds import run_pairs, worlds_of
from upheaval.answers.whatif.result import WhatIf
from upheaval.answers.whatif.stepwise_comparison import SideBySide
from upheaval.answers.whatif.whatif import whatif
from upheaval.commands.line import as_json
from upheaval.errors import UpheavalError
from upheaval.record.outcomes import outcome_shares
from upheaval.runs.batch import begin, prepare, run_batch
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.simulate import simulate
from upheaval.scenario import Scenario

SAME = {"prices.liberalization": 1}
"""What the scenario says anyway."""


# ---------------------------------------------------------------------- null changes
def test_a_null_change_is_exactly_zero_everywhere(answer: Answer) -> None:
    found = answer(set=SAME)
    assert found.identical
    for item in found.outcomes.values():
        assert (item.difference, item.low, item.high) == (0, 0, 0)
    for measure in found.measures.values():
        numbers = (measure.value.difference, measure.value.low, measure.value.high)
        assert all(number == 0 or math.isnan(number) for number in numbers)
        assert measure.happens is None or measure.happens.low == measure.happens.high == 0
    assert math.isinf(found.saved.gain)


def test_a_null_change_leaves_every_recorded_byte_and_every_citizen_alone(
    scenario: Scenario,
) -> None:
    plans = [plan_of(scenario, scale=1000, until="2022-01-08", set=set_) for set_ in ({}, SAME)]
    results = [run_batch(plan, [0, 4]) for plan in plans]
    for name, values in (results[0].series | results[0].final).items():
        assert values.tobytes() == (results[1].series | results[1].final)[name].tobytes(), name
    people = []
    for plan in plans:
        shared = prepare(plan)
        world, _ = begin(shared, [0, 4])
        for tick in shared.setting.clock:
            shared.loop.step(world, tick)
        people.append(world.citizens.state)
    assert people[0].any()
    assert people[0].tobytes() == people[1].tobytes()


def test_a_parameter_of_a_mechanism_that_is_off_is_a_null_change(scenario: Scenario) -> None:
    alone = scenario.with_changes(without=["alliance"])
    assert whatif(alone, {"alliance.calm_time": 3}, **FEW).identical


def test_worlds_that_differ_anywhere_are_not_called_identical(without_alliance: WhatIf) -> None:
    assert not without_alliance.identical


# ---------------------------------------------------------------------- what differs
def test_both_arms_are_what_a_run_of_each_scenario_gives(
    scenario: Scenario, without_alliance: WhatIf
) -> None:
    options: dict[str, Any] = {key: FEW[key] for key in FEW if key != "workers"}
    for arm, off in ((without_alliance.baseline, []), (without_alliance.changed, ["alliance"])):
        run = simulate(scenario, without=off, workers=1, **options)
        shares = outcome_shares(run)
        side = "changed" if off else "baseline"
        for name, item in without_alliance.outcomes.items():
            assert math.isclose(getattr(item, side), shares[name].share)
        troops = run["troops"].sum("power").max("time").values
        assert np.allclose(arm.values["peak_troops"], troops)


def test_without_the_alliance_nobody_asks_and_nobody_comes(without_alliance: WhatIf) -> None:
    measures = without_alliance.measures
    request = measures["treaty_request"].happens
    assert request is not None
    assert request.baseline > 0
    assert request.changed == 0
    assert measures["peak_troops"].value.changed == 0
    assert measures["peak_troops"].value.baseline > 0
    assert measures["treaty_request"].value.pairs == 0


def test_what_comes_before_the_change_is_the_same_in_every_pair(without_alliance: WhatIf) -> None:
    # Prices are given back before anybody thinks of the treaty.
    arms = (without_alliance.baseline, without_alliance.changed)
    a, b = (arm.values["concession"] for arm in arms)
    early = a <= 4.0
    assert early.any()
    assert (a[early] == b[early]).all()


def test_the_workers_and_the_batches_change_no_result(answer: Answer) -> None:
    few: dict[str, Any] = {"without": ["alliance"], "replicates": 3, "until": "2022-01-04"}
    assert as_json(answer(**few).as_json()) == as_json(answer(**few, workers=2).as_json())


def test_asked_measures_come_with_the_usual_ones(without_alliance: WhatIf) -> None:
    assert list(without_alliance.measures)[-2:] == ["deaths@almaty:2022-01-05", "riot"]
    riot = without_alliance.measures["riot"].value
    assert 0 <= riot.baseline <= 1


# ---------------------------------------------------------------------- which worlds
def test_chosen_replicates_are_those_of_the_run(answer: Answer, without_alliance: WhatIf) -> None:
    chosen = answer(without=["alliance"], replicates=[5, 2])
    for name, values in chosen.changed.values.items():
        whole = without_alliance.changed.values[name]
        assert np.array_equal(values, whole[[5, 2]], equal_nan=True)


def test_weights_move_means_and_widen_ranges(answer: Answer, without_alliance: WhatIf) -> None:
    weighted = answer(without=["alliance"], replicates={0: 5.0, 1: 1.0, 2: 1.0, 3: 0.0})
    values = weighted.baseline.values["peak_participants"]
    assert weighted.replicates == 3
    mean = weighted.measures["peak_participants"].value.baseline
    assert math.isclose(mean, float(values @ np.array([5, 1, 1]) / 7))
    assert weighted.worlds.effective < 3


@pytest.mark.parametrize(
    ("replicates", "told"),
    [
        (1, "at least 2"),
        ([], "at least 2"),
        ([3, 3], "stands twice"),
        ([0, -1], "whole numbers"),
        ([0.5, 1], "whole numbers"),
        ({0: 1.0, 1: -1.0, 2: 1.0}, "weights"),
        ({0: 1.0, 1: 0.0}, "weights"),
        ({0: 1.0, 1: math.nan}, "weights"),
    ],
)
def test_worlds_that_are_none_are_told(replicates: Any, told: str) -> None:
    with pytest.raises(UpheavalError, match=told):
        worlds_of(replicates)


# ---------------------------------------------------------------------- mistakes
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "nothing is changed"),
        ({"without": ["aliance"]}, "did you mean alliance"),
        ({"set": {"prices.elastisity": 1}}, "did you mean prices.elasticity"),
        ({"with_": ["no-treaty-trops"]}, "did you mean 'no-treaty-troops'"),
        ({"without": ["alliance"], "until": "2024-01-01"}, "expected a day of the schedule"),
        ({"without": ["alliance"], "workers": 0}, "workers"),
        ({"without": ["alliance"], "measure": ["deths:2022-01-05"]}, "did you mean 'deaths'"),
        ({"without": ["alliance"], "measure": ["deaths"]}, "expected a day"),
        ({"without": ["alliance"], "measure": ["riot:2022-01-05"]}, "expected no day"),
        ({"without": ["alliance"], "measure": ["deaths:5.1.22"]}, "got the day"),
        ({"without": ["alliance"], "measure": ["deaths:2025-01-01"]}, "no day of the schedule"),
        ({"without": ["alliance"], "measure": ["deaths@almati:2022-01-05"]}, "almaty"),
        ({"without": ["alliance"], "measure": ["office_lost"]}, "expected a place"),
    ],
)
def test_every_mistake_is_one_clear_error(answer: Answer, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(UpheavalError, match=told):
        answer(**asked)


# ---------------------------------------------------------------------- results
def test_the_json_has_stable_keys_and_no_numbers_that_json_lacks(without_alliance: WhatIf) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    found = json.loads(as_json(without_alliance.as_json()), parse_constant=refuse)
    assert list(found) == [
        *("scenario", "version", "seed", "replicates", "scale", "worlds", "changed", "identical"),
        *("outcomes", "measures", "saved", "trace"),
    ]
    assert found["changed"] == {"set": {}, "without": ["alliance"], "with": []}
    keys = {"baseline", "changed", "difference", "low", "high"}
    assert all(item.keys() == keys for item in found["outcomes"].values())
    assert all(item.keys() > keys for item in found["measures"].values())
    assert found["trace"] is None
    assert found["measures"]["purge"]["unit"] == "day"


def test_every_range_holds_its_difference(without_alliance: WhatIf) -> None:
    for item in without_alliance.outcomes.values():
        assert -1 <= item.low <= item.difference <= item.high <= 1
        assert math.isclose(item.changed - item.baseline, item.difference, abs_tol=1e-12)


def test_the_table_holds_every_world(without_alliance: WhatIf) -> None:
    table = without_alliance.table()
    assert dict(table.sizes) == {"world": 2, "replicate": 6}
    assert float(table["peak_troops"].sel(world="changed").max()) == 0


def test_the_answer_shows_itself_in_a_notebook(without_alliance: WhatIf) -> None:
    html = without_alliance._repr_html_()
    assert "regime falls" in html
    assert html.count("<tr>") == html.count("</tr>")


def test_a_side_by_side_run_ends_where_two_runs_end(scenario: Scenario) -> None:
    few: dict[str, Any] = {"scale": 1000, "until": "2022-01-05"}
    plans: list[RunPlan] = [plan_of(scenario, without=off, **few) for off in ((), ("alliance",))]
    pair = SideBySide(*plans, [0, 1, 2])
    pair.run()
    arms = run_pairs(*plans, worlds_of(3), workers=1)
    for world, arm in zip((pair.a, pair.b), arms, strict=True):
        assert (world.state.outcome == arm.outcomes).all()
        deaths = (world.state.killed + world.state.security_killed).sum(axis=1)
        assert np.allclose(deaths, arm.values["deaths"], rtol=1e-5)
