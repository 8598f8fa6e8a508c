from typing import Any

import numpy as np

from upheaval.runs.batch import Prepared, run_batch
from upheaval.runs.draws import draw


def test_a_replicate_is_the_same_alone_and_in_company(make_plan: Any) -> None:
    together = run_batch(make_plan(), [0, 1, 2])
    alone = run_batch(make_plan(), [1])
    for name, values in (alone.series | alone.final | alone.parameters).items():
        kept = (together.series | together.final | together.parameters)[name]
        np.testing.assert_array_equal(values[0], kept[1], err_msg=name)


def test_replicates_differ(make_plan: Any) -> None:
    result = run_batch(make_plan(), [0, 1])
    assert any((values[0] != values[1]).any() for values in result.series.values())
    assert any(values[0] != values[1] for values in result.parameters.values())


def test_floats_are_kept_in_single_precision_and_whole_numbers_as_they_are(make_plan: Any) -> None:
    plan = make_plan()
    shared, result = Prepared(plan), run_batch(plan, [0])
    kept = result.series | result.final
    assert {field.name for field in shared.recorded} == kept.keys()
    for field in shared.recorded:
        is_float = np.dtype(field.dtype).kind == "f"
        assert kept[field.name].dtype == (np.float32 if is_float else np.dtype(field.dtype))
        assert kept[field.name].shape == (1, *shared.shape(field))


def test_every_tick_is_told(make_plan: Any) -> None:
    told: list[tuple[int, int]] = []
    run_batch(make_plan(), [0], lambda done, of: told.append((done, of)))
    ticks = len(make_plan().clock)
    assert told == [(i + 1, ticks) for i in range(ticks)]


def test_fixing_one_parameter_leaves_the_draws_of_all_others(make_plan: Any) -> None:
    free = make_plan()
    name = next(
        name for name, setting in free.scenario.parameters.items() if setting.prior is not None
    )
    middle = free.scenario.parameters[name].mean
    fixed = make_plan(set={name: middle})
    numbers = np.arange(4)
    before, after = (
        draw(plan.changed, Prepared(plan).mechanisms, plan.seed, numbers).table
        for plan in (free, fixed)
    )
    assert before.keys() == after.keys()
    for other in before.keys() - {name}:
        np.testing.assert_array_equal(before[other], after[other])
    assert len(set(after[name])) == 1
    assert len(set(before[name])) == 4


def test_draws_stay_in_the_range_that_the_scenario_gives(make_plan: Any) -> None:
    plan = make_plan()
    drawn = draw(plan.changed, Prepared(plan).mechanisms, 3, np.arange(200))
    declared = {
        f"{mechanism.name}.{parameter.name}": parameter
        for mechanism in Prepared(plan).mechanisms
        for parameter in mechanism.parameters
    }
    assert drawn.table.keys() == plan.scenario.parameters.keys() & declared.keys()
    for name, values in drawn.table.items():
        setting = plan.scenario.parameters[name].in_unit(declared[name].unit)
        assert values.shape == (200,)
        assert (values >= setting.low).all()
        assert (values <= setting.high).all()
        mechanism, _, own = name.partition(".")
        np.testing.assert_array_equal(getattr(drawn.by_mechanism[mechanism], own), values)
