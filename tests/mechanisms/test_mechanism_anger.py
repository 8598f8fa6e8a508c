"""Anger: what nobody answered is held down, and voiced in company."""

from datetime import date

import numpy as np
from stage import Stage

from upheaval.runs.batch import run_batch
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario, load

PRICE, LABOR, POLITICAL, FOREIGN = range(4)


def test_political_demands_need_company_to_be_voiced(small: Scenario) -> None:
    stage = Stage(small, {"anger.voice": np.array([2.0, 0.0])}, replicates=2)
    stage.step("anger")
    alone = stage.state.demand[:, :, POLITICAL].copy()
    stage.state.company[:] = 1.0
    stage.step("anger")
    together = stage.state.demand[:, :, POLITICAL]
    acting = alone[0] > 0
    assert acting.any()
    np.testing.assert_allclose(together[0, acting], 3.0 * alone[0, acting], rtol=1e-6)
    np.testing.assert_allclose(together[1], alone[1], rtol=1e-6)


def test_anger_follows_unanswered_hardship_and_none_grows_below_tolerance(small: Scenario) -> None:
    values = {"anger.rate": 1.0, "anger.tolerance": np.array([0.0, 1.0])}
    stage = Stage(small, values, replicates=2)
    stage.state.legitimacy_before[:] = stage.state.legitimacy[:] = 0.5
    stage.state.anger[:] = 0.0
    stage.step("anger", ticks=40)
    hardship = stage.setting.of_cell("hardship")
    np.testing.assert_allclose(stage.state.anger[0], 0.5 * hardship, rtol=1e-3)
    np.testing.assert_array_equal(stage.state.anger[1], 0.0)


def test_welfare_takes_anger_away(small: Scenario) -> None:
    stage = Stage(small, {"anger.rate": 5.0, "anger.tolerance": 0.0}, replicates=2)
    stage.state.legitimacy_before[:] = stage.state.legitimacy[:] = 0.5
    stage.state.welfare_relief[1] = 1.0
    stage.step("anger", ticks=40)
    assert stage.state.anger[0].max() > 0
    np.testing.assert_allclose(stage.state.anger[1], 0.0, atol=1e-12)


def test_without_anger_the_other_pushes_are_the_same_to_the_byte(small: Scenario) -> None:
    stages = [Stage(small, {"prices.liberalization": 1.0}) for _ in range(2)]
    for stage, names in zip(stages, (("grievance", "anger"), ("grievance",)), strict=True):
        stage.step("prices", *names, ticks=12)
    with_it, without = (stage.state for stage in stages)
    for name in ("felt_burden", "felt_by_region", "legitimacy"):
        assert getattr(with_it, name).tobytes() == getattr(without, name).tobytes(), name
    for kind in (PRICE, LABOR, FOREIGN):
        assert with_it.demand[:, :, kind].tobytes() == without.demand[:, :, kind].tobytes()
    assert with_it.demand[:, :, POLITICAL].max() > 0
    assert without.demand[:, :, POLITICAL].max() == 0


def test_the_explanation_anger_switches_nothing_but_anger() -> None:
    scenario = load("kazakhstan-2022")
    assert scenario.with_changes(without=["anger"]).switched_off == ("anger",)
    assert scenario.with_changes(without=["bills"]).switched_off == ("prices",)


def test_a_price_alone_still_brings_people_out() -> None:
    """Neither cause is switched by the other: without anger the price push is left."""
    crowds = {}
    for name, without in (("both", []), ("bills", ["anger"]), ("none", ["anger", "bills"])):
        scenario = load("kazakhstan-2022").with_changes(without=without)
        plan = RunPlan(scenario, replicates=16, scale=500, seed=3, until=date(2022, 1, 7))
        found = run_batch(plan, range(16)).series["crowd"]
        crowds[name] = np.median(found.sum(axis=(2, 3)).max(axis=1))
    assert crowds["both"] > crowds["bills"] > 20 * max(crowds["none"], 1.0)
