"""The example of a new mechanism: one file and one line of the scenario make it run."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import upheaval as up
from upheaval.answers.check import check
from upheaval.mechanisms.loop import assemble, from_file
from upheaval.runs.batch import prepare
from upheaval.runs.draws import draw
from upheaval.runs.plan import RunPlan
from upheaval.scenario.reader import BUNDLED
from upheaval.world.world import World

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "new_mechanism.py"
LINE = "  - {file: union_call.py}\n"
TINY = {"replicates": 8, "scale": 1000, "until": "2022-01-08", "workers": 1, "progress": False}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the bundled scenario, add the file and the line that the example names."""
    folder = tmp_path_factory.mktemp("example") / "with-a-union"
    shutil.copytree(BUNDLED / "kazakhstan-2022", folder)
    shutil.copyfile(EXAMPLE, folder / "union_call.py")
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("mechanisms:\n", "mechanisms:\n" + LINE, 1), encoding="utf-8")
    return folder


def test_the_example_names_the_line_that_the_test_adds() -> None:
    assert LINE in EXAMPLE.read_text(encoding="utf-8")


def test_the_scenario_with_the_example_has_no_problem(folder: Path) -> None:
    assert check(folder) == []
    names = [mechanism.name for mechanism in assemble(up.load(folder)).mechanisms]
    at = names.index("union_call")
    assert names.index("grievance") < at < names.index("mobilization")


def test_the_example_takes_part_in_a_run(folder: Path) -> None:
    with_union = up.simulate(up.load(folder), seed=1, **TINY)
    without = up.simulate(up.load(folder), seed=1, without=["union_call"], **TINY)
    plain = up.simulate("kazakhstan-2022", seed=1, **TINY)
    call = with_union["strike_call"].values
    assert 0 < call.max() <= 1
    assert without["strike_call"].values.max() == 0
    np.testing.assert_array_equal(without["crowd"].values, plain["crowd"].values)


def test_more_people_go_out_where_the_union_calls(folder: Path) -> None:
    # One citizen for 1,000 is too coarse for the few whom a call of a tenth of its strength moves.
    finer = TINY | {"scale": 200}
    with_union = up.simulate(up.load(folder), seed=1, **finer)["crowd"]
    plain = up.simulate("kazakhstan-2022", seed=1, **finer)["crowd"]
    more = (with_union - plain).sum(["city", "crowd_kind", "time"]).values
    assert (more >= 0).all()
    assert more.sum() > 0


def test_the_call_doubles_the_demands_of_workers_at_most_and_of_nobody_else(folder: Path) -> None:
    mechanism = from_file(folder / "union_call.py")
    assert mechanism.parameters == ()
    shared = prepare(RunPlan(up.load(folder), seed=1, replicates=3, scale=1000))
    numbers = np.arange(3)
    draws = draw(shared.scenario, shared.mechanisms, 1, numbers)
    world = World(shared.setting, shared.loop.fields, draws.by_mechanism, 1, numbers)
    state, setting = world.state, world.setting
    state.demand[:] = 1.0
    state.crowd[1, 0] = (30.0, 10.0, 0.0)
    state.crowd[2, 0] = (0.0, 40.0, 0.0)
    tick = setting.clock.ticks[0]
    mechanism.step(world, tick, world.parameters["union_call"], world.luck("union", 0))
    works = (setting.group("trade") != "none")[setting.cell_group]
    np.testing.assert_allclose(state.strike_call, [0.0, 0.25, 1.0])
    labor = setting.labels["demand"].index("labor")
    for replicate, factor in enumerate((1.0, 1.25, 2.0)):
        np.testing.assert_allclose(state.demand[replicate, works, labor], factor)
    state.demand[:, works, labor] = 1.0
    np.testing.assert_array_equal(state.demand, 1.0)
