import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
import pytest

from upheaval.errors import UpheavalError
from upheaval.inference.simulations import shards
from upheaval.inference.simulations.reference_table import TablePlan
from upheaval.runs.batch import run_batch
from upheaval.runs.mixed_batch import run_mixed
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario, load


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("kazakhstan-2022")


@pytest.fixture
def plan(scenario: Scenario) -> TablePlan:
    """Give a plan of few people and two days."""
    small = TablePlan(scenario, scale=1000, seed=3)
    small.__dict__["until"] = date(2022, 1, 2)
    return small


def test_a_replicate_of_a_mixed_batch_is_that_of_a_batch_of_its_own_kind(
    scenario: Scenario,
) -> None:
    week = {"seed": 5, "scale": 1000, "until": date(2022, 1, 6)}
    plan = TablePlan(scenario, scale=1000, seed=5)
    numbers = np.arange(4)
    off = [plan.switched_off(row) for row in plan.indicators(numbers)]
    named = {name for item in plan.testable for name in item.mechanisms}
    masks = {name: np.array([name in names for names in off]) for name in named}
    mixed = run_mixed(RunPlan(scenario, **week), numbers.tolist(), masks)
    assert len(set(off)) > 1
    for k in (0, 1):
        alone = run_batch(RunPlan(scenario, without=off[k], **week), [k])
        for own, fields in ((alone.series, mixed.series), (alone.final, mixed.final)):
            for name, values in own.items():
                np.testing.assert_array_equal(values[0], fields[name][k], err_msg=name)


def test_an_explanation_switches_off_only_what_no_other_one_needs(scenario: Scenario) -> None:
    plan = TablePlan(scenario)
    everything = {name for item in plan.testable for name in item.mechanisms}
    for m, item in enumerate(plan.testable):
        on = np.ones(len(plan.testable), dtype=bool)
        on[m] = False
        others = {n for o in plan.testable if o is not item for n in o.mechanisms}
        assert set(plan.switched_off(on)) == set(item.mechanisms) - others
    assert set(plan.switched_off(np.zeros(len(plan.testable), dtype=bool))) == everything


def test_explanations_are_on_as_often_as_their_priors_say(scenario: Scenario) -> None:
    plan = TablePlan(scenario)
    on = plan.indicators(np.arange(2000))
    priors = np.array([item.prior for item in plan.testable])
    assert on.mean(axis=0) == pytest.approx(priors, abs=0.045)
    assert np.abs(np.corrcoef(on.T) - np.eye(on.shape[1])).max() < 0.1


def test_a_table_grows_and_comes_out_as_if_made_at_once(
    plan: TablePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "BATCH", 2)
    seen: list[float] = []
    shards.build(plan, 3, tmp_path / "grown", workers=1)
    grown = shards.build(plan, 5, tmp_path / "grown", workers=1, progress=seen.append)
    assert seen == [5]
    whole = shards.build(plan, 5, tmp_path / "whole", workers=1)
    assert grown.replicates.tolist() == [0, 1, 2, 3, 4]
    np.testing.assert_array_equal(grown.indicators, whole.indicators)
    for name, values in whole.simulated.items():
        np.testing.assert_array_equal(values, grown.simulated[name], err_msg=name)
    for name, values in whole.parameters.items():
        np.testing.assert_array_equal(values, grown.parameters[name], err_msg=name)
    assert {len(whole.part(n, 3)) for n in range(3)} == {1, 2}


def test_many_shards_become_one_that_reads_the_same(
    plan: TablePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "BATCH", 1)
    before = shards.build(plan, 2, tmp_path, workers=1)
    monkeypatch.setattr(shards, "MOST_SHARDS", 1)
    after = shards.build(plan, 2, tmp_path, workers=1)
    assert len(list(tmp_path.glob("*.parquet"))) == 1
    for name, values in before.simulated.items():
        np.testing.assert_array_equal(values, after.simulated[name])


def test_a_table_of_other_luck_or_none_is_refused(plan: TablePlan, tmp_path: Path) -> None:
    with pytest.raises(UpheavalError, match=r"holds no simulation yet.*up\.prepare\("):
        shards.read(plan, tmp_path)
    identity = plan.identity() | {"seed": 4}
    (tmp_path / "table.json").write_text(json.dumps(identity), encoding="utf-8")
    with pytest.raises(UpheavalError, match="differs in seed"):
        shards.build(plan, 1, tmp_path, workers=1)
    assert not list(tmp_path.glob("*.parquet"))


def test_a_damaged_shard_is_named(plan: TablePlan, tmp_path: Path) -> None:
    (tmp_path / "table.json").write_text(json.dumps(plan.identity()), encoding="utf-8")
    (tmp_path / "00000000-bad.parquet").write_bytes(b"no parquet at all")
    for use in (shards.read, lambda *of: shards.build(of[0], 1, of[1], workers=1)):
        with pytest.raises(UpheavalError, match=r"00000000-bad\.parquet is damaged"):
            use(plan, tmp_path)


def test_a_draft_of_a_killed_worker_is_no_shard(plan: TablePlan, tmp_path: Path) -> None:
    (tmp_path / f"{'a' * 32}.partial.00000000-bad.parquet").write_bytes(b"half a shard")
    shards.build(plan, 1, tmp_path, workers=1)
    assert len(shards.read(plan, tmp_path)) == 1


def test_too_few_simulations_are_told_with_the_command_that_makes_them(
    plan: TablePlan, tmp_path: Path
) -> None:
    shards.build(plan, 1, tmp_path, workers=1)
    assert parquet.read_table(next(tmp_path.glob("*.parquet"))).num_rows == 1
    with pytest.raises(UpheavalError, match=r"holds 1 of 9 .*simulations=9"):
        shards.read(plan, tmp_path, 9)


def test_numbers_out_of_range_are_refused(plan: TablePlan, tmp_path: Path) -> None:
    with pytest.raises(UpheavalError, match="simulations: got 0"):
        shards.build(plan, 0, tmp_path)
    with pytest.raises(UpheavalError, match="scale: got 0"):
        TablePlan(plan.scenario, scale=0)
