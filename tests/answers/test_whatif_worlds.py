"""Which worlds a what-if rests on: like the record where that can be told, else of the priors."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from small_pairs import FEW, Answer
from synthetic_table import made_up

from upheaval.answers.whatif import world_selection
from upheaval.answers.whatif.paired_worlds import worlds_of
from upheaval.answers.whatif.result import WhatIf
from upheaval.answers.whatif.world_selection import choose
from upheaval.commands.line import as_json
from upheaval.errors import UpheavalError
from upheaval.inference.posterior.diagnostics import Guard
from upheaval.inference.simulations.reference_table import ReferenceTable, TablePlan
from upheaval.runs.batch import run_batch
from upheaval.runs.digest import replicate_digests
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.scenario import Scenario
from upheaval.views.screens.whatif import print_whatif

SHORT: dict[str, Any] = {"until": "2022-01-06", "replicates": 4}
WEIGHTS = {0: 0.4, 3: 0.3, 4: 0.2, 7: 0.1}
GOOD = Guard(0.01, {}, 0.5, 0.9, 0.5, [])
BAD = Guard(0.01, {}, 0.5, 0.9, 0.001, [])


def a_table(scenario: Scenario, guard: Guard, **weights: Any) -> Any:
    """Give what weighing a table of ten simulations gives."""
    plan = TablePlan(scenario, FEW["scale"], FEW["seed"])
    numbers = np.arange(10)
    nothing = np.zeros(10, dtype=np.int64)
    table = ReferenceTable(
        plan, Path("nowhere"), numbers, plan.indicators(numbers), {}, {}, nothing
    )
    given = weights.get("weights", WEIGHTS)
    return table, np.array([given.get(number, 0.0) for number in range(10)]), guard


@pytest.fixture
def conditioned(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> Any:
    def give(guard: Guard = GOOD, **weights: Any) -> None:
        told = a_table(scenario, guard, **weights)
        monkeypatch.setattr(world_selection, "_conditioned", lambda *_: told)

    return give


def screen(answer: WhatIf) -> str:
    console = Console(width=120, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    print_whatif(console, answer)
    return " ".join(console.export_text().split())


# ---------------------------------------------------------------------- like the record
def test_worlds_like_the_record_run_as_they_are_in_the_table(
    scenario: Scenario, answer: Answer, conditioned: Any
) -> None:
    conditioned()
    found = answer(without=["alliance"], **SHORT)
    assert found.basis.kind == "posterior"
    assert found.worlds.numbers.tolist() == list(WEIGHTS)
    assert found.worlds.weights == pytest.approx(list(WEIGHTS.values()))
    assert found.worlds.effective == pytest.approx(1 / 0.3)
    plan = TablePlan(scenario, FEW["scale"], FEW["seed"])
    for row, number in enumerate(list(WEIGHTS)[:2]):
        off = plan.switched_off(plan.indicators(np.array([number]))[0])
        assert off
        for arm, gone in ((found.baseline, off), (found.changed, {*off, "alliance"})):
            alone = run_batch(
                RunPlan(scenario, seed=FEW["seed"], scale=FEW["scale"], without=tuple(gone),
                        until=found.plan.until), [number],
            )  # fmt: skip
            assert arm.digests[row] == replicate_digests(alone.series | alone.final)[0]


def test_shares_and_means_are_weighted_and_their_ranges_use_the_effective_number(
    answer: Answer, conditioned: Any
) -> None:
    conditioned()
    found = answer(without=["mobilization"], **SHORT)
    weights = np.array(list(WEIGHTS.values()))
    peak = found.measures["peak_participants"].value
    assert peak.baseline == pytest.approx(
        found.baseline.values["peak_participants"] @ weights, rel=1e-9
    )
    even = answer(without=["mobilization"], **SHORT | {"replicates": dict.fromkeys(WEIGHTS, 1.0)})
    assert even.basis.kind == "given"
    assert even.baseline.digests == found.baseline.digests
    assert even.worlds.effective == pytest.approx(4.0)
    # An outcome that no world changes has a range that the number of worlds alone decides.
    still = [name for name, item in even.outcomes.items() if item.baseline == item.changed == 0]
    assert still
    for name in still:
        assert found.outcomes[name].high > even.outcomes[name].high > 0


def test_a_null_change_is_exactly_zero_in_worlds_like_the_record(
    answer: Answer, conditioned: Any
) -> None:
    conditioned()
    found = answer(set={"prices.liberalization": 1}, **SHORT)
    assert found.identical
    for item in found.outcomes.values():
        assert (item.difference, item.low, item.high) == (0, 0, 0)
    for measure in found.measures.values():
        assert measure.value.difference == 0 or math.isnan(measure.value.difference)


def test_an_explanation_that_is_taken_away_changes_only_worlds_in_which_it_is_on(
    scenario: Scenario, answer: Answer, conditioned: Any
) -> None:
    conditioned()
    found = answer(without=["bills"], **SHORT)
    plan = TablePlan(scenario, FEW["scale"], FEW["seed"])
    bills = plan.indicators(found.worlds.numbers)[:, [e.name for e in plan.testable].index("bills")]
    assert bills.any()
    assert not bills.all()
    same = np.array(found.baseline.digests) == np.array(found.changed.digests)
    assert same.tolist() == (~bills).tolist()
    assert found.basis.untouched == pytest.approx(float(found.worlds.weights @ ~bills))
    assert "everything that the change touches is off" in screen(found)


def test_the_trace_steps_the_same_worlds_and_names_the_explanation_that_went(
    answer: Answer, conditioned: Any
) -> None:
    conditioned()
    found = answer(without=["bills"], trace=True, trace_worlds=4, **SHORT)
    assert found.trace is not None
    digests = zip(found.baseline.digests, found.changed.digests, strict=True)
    differ = [one != other for one, other in digests]
    assert found.trace.parted == sum(differ)
    for pair, apart in zip(found.trace.pairs, differ, strict=True):
        assert bool(pair.partings) == apart
        if apart:
            first = next(iter(pair.partings.values()))
            assert first.root == "without prices"


def test_more_worlds_than_are_wanted_are_drawn_by_weight(
    scenario: Scenario, conditioned: Any
) -> None:
    conditioned(weights=dict.fromkeys(range(8), 0.1) | {9: 0.2})
    choice = choose(scenario, 5, None, FEW["scale"], FEW["seed"])
    assert len(choice.worlds.numbers) <= 5
    assert choice.worlds.weights.sum() == pytest.approx(1.0)
    assert 9 in choice.worlds.numbers
    many = choose(scenario, 50, None, FEW["scale"], FEW["seed"])
    assert len(many.worlds.numbers) == 9
    assert many.worlds.weights[-1] == pytest.approx(0.2)


# ---------------------------------------------------------------------- of the priors
def test_without_a_table_the_answer_says_so_and_rests_on_the_priors(
    scenario: Scenario, answer: Answer
) -> None:
    found = answer(without=["alliance"], **SHORT)
    assert found.basis.kind == "prior"
    plain = json.loads(as_json(found.as_json()))["worlds"]
    assert plain["kind"] == "prior"
    assert plain["effective"] == pytest.approx(4.0)
    assert "holds no simulation yet" in plain["reason"]
    assert "up.prepare(" in plain["reason"]
    shown = screen(found)
    assert "Not worlds like the record: " in shown
    assert "upheaval prepare kazakhstan-2022 --simulations" in " ".join(shown.split())
    alone = run_batch(plan_of(scenario, seed=FEW["seed"], scale=FEW["scale"],
                              until=SHORT["until"]), [0, 1, 2, 3])  # fmt: skip
    assert found.baseline.digests == replicate_digests(alone.series | alone.final)
    with pytest.raises(UpheavalError, match="holds no simulation yet"):
        answer(without=["alliance"], basis="posterior", **SHORT)


def test_prior_worlds_that_were_asked_for_need_no_reason(answer: Answer, conditioned: Any) -> None:
    conditioned()
    found = answer(without=["alliance"], basis="prior", **SHORT)
    assert (found.basis.kind, found.basis.reason) == ("prior", None)
    assert found.worlds.numbers.tolist() == [0, 1, 2, 3]


def test_guard_rails_that_fail_mean_prior_worlds_unless_others_are_asked_for(
    answer: Answer, conditioned: Any
) -> None:
    conditioned(BAD)
    found = answer(without=["alliance"], **SHORT)
    assert found.basis.kind == "prior"
    assert found.basis.guard_ok is False
    assert "no mechanism here reproduces the record" in (found.basis.reason or "")
    forced = answer(without=["alliance"], basis="posterior", **SHORT)
    assert forced.basis.kind == "posterior"
    assert "no mechanism here reproduces the record" in (forced.basis.reason or "")
    assert "Warning: explain gives no probabilities here" in screen(forced)


def test_the_weights_and_the_guard_are_those_of_explain(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from upheaval.answers.explain.explain import explain_table
    from upheaval.inference.simulations import shards
    from upheaval.record import observations

    table, record = made_up(scenario, tmp_path, 400)
    monkeypatch.setattr(shards, "read", lambda *_: table)
    monkeypatch.setattr(observations, "read_observations", lambda _: record)
    monkeypatch.setattr(world_selection, "TablePlan", lambda *_: table.plan)
    explained = explain_table(table, record, workers=1)
    assert explained.ok, explained.guard.failures
    choice = choose(table.plan.scenario, 400, None, 1, 1, workers=1)
    assert choice.basis.kind == "posterior"
    assert choice.basis.simulations == 400
    found = dict(zip(choice.worlds.numbers.tolist(), choice.worlds.weights.tolist(), strict=True))
    assert found == pytest.approx(explained.weights)


# ---------------------------------------------------------------------- mistakes
def test_each_mistake_about_the_worlds_is_one_clear_error(scenario: Scenario) -> None:
    with pytest.raises(UpheavalError, match="`basis`: got 'past', expected posterior or prior"):
        choose(scenario, 5, "past", 1000, 3)
    with pytest.raises(UpheavalError, match="replicates are given by number"):
        choose(scenario, [1, 2], "posterior", 1000, 3)
    by_number = choose(scenario, [1, 2], None, 1000, 3)
    assert by_number.basis.reason == "the replicates were given by number"


def test_weights_for_a_scenario_without_explanations_run_with_everything_on(
    scenario: Scenario,
) -> None:
    bare = replace(scenario, explanations=())
    choice = choose(bare, {0: 1.0, 1: 2.0}, None, 1000, 3)
    assert choice.on is None
    assert choice.worlds.weights.tolist() == worlds_of({0: 1.0, 1: 2.0}).weights.tolist()
