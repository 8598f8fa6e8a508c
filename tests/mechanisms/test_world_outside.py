"""The mechanisms of the world outside together: neutral when null, absent when off, table-free."""

from pathlib import Path

import numpy as np
import pytest
from stage import Stage
from two_regions import write_two_regions

from upheaval.mechanisms import loop
from upheaval.scenario import TABLES, Scenario, load

OUTSIDE = ("third_power", "proxy", "alignment", "fronts", "sanctions", "succession", "diffusion")
NULL = {
    "third_power.answer_rate": 0.0,
    "proxy.share": 0.0,
    "fronts.strain": 0.0,
    "sanctions.package_strength": 0.0,
    "diffusion.fear": 0.0,
}
CRISIS = {"mobilization.threshold": 3.5, "alliance.request_rate": 50.0}


def run(
    scenario: Scenario, without: tuple[str, ...] = (), ticks: int = 40, **values: float
) -> Stage:
    stage = Stage(scenario, CRISIS | values, replicates=8)
    stage.step(*(name for name in loop.known() if name not in without), ticks=ticks)
    return stage


def assert_upstream_alike(one: Stage, other: Stage) -> None:
    for name, mechanism in loop.known().items():
        if name not in OUTSIDE:
            for field in mechanism.owned:
                np.testing.assert_array_equal(one.state[field], other.state[field], field)


def test_null_parameters_leave_everything_else_as_without_the_mechanisms(
    small: Scenario,
) -> None:
    on, off = run(small, **NULL), run(small, without=OUTSIDE)
    assert np.isfinite(on.state.treaty_request_time).any()
    assert_upstream_alike(on, off)


@pytest.mark.parametrize("name", ["alignment", "succession", "sanctions"])
def test_what_only_looks_on_moves_nobody(small: Scenario, name: str) -> None:
    # Succession reaches others through the control that neighbors' risk depends on alone.
    assert_upstream_alike(run(small), run(small, without=(name,)))


def test_the_mechanisms_do_move_the_alliance_when_they_are_on(small: Scenario) -> None:
    strong = {"third_power.answer_rate": 50.0, "proxy.share": 1.0, "diffusion.fear": 50.0}
    on, off = run(small, **strong), run(small, without=OUTSIDE)
    assert on.state.consent_bonus.any()
    assert on.state.third_power_push.any()
    # Once the regime has fallen there is no precedent left to fear.
    assert run(small, ticks=2, **strong).state.precedent_fear.any()
    assert not any(off.state[field].any() for field in ("consent_bonus", "third_power_push"))


def test_a_country_without_any_table_of_the_world_outside_runs(tmp_path: Path) -> None:
    folder = write_two_regions(tmp_path / "alone")
    for table in ("leanings", "neighbors", "rulers", "exposure", "sanctions"):
        header = ",".join(column.name for column in TABLES[table].columns)
        (folder / f"{table}.csv").write_text(header + "\n", encoding="utf-8")
    stage = run(load(folder), **{"sanctions.package_strength": 1.0})
    assert stage.state.neighbor_risk.shape == (8, 0)
    assert stage.state.naming_probability.shape == (8, 0)
    assert np.isfinite(stage.state.alignment).all()
    assert (stage.state.defected == 0).all()


def test_a_country_without_an_alliance_runs_and_has_no_third_power(tmp_path: Path) -> None:
    folder = write_two_regions(tmp_path / "free")
    (folder / "treaties.csv").write_text(
        "name,title,member,needs_outside_threat,source\n", encoding="utf-8"
    )
    stage = run(load(folder))
    assert (stage.state.other_front_pressure == 1).all()
    assert np.isinf(stage.state.consent_time).all()
    assert (stage.state.alignment_tilt == 0).all()
