"""Citizens: the same people in every replicate, batch and block size; traits by group."""

import numpy as np
import pytest

from upheaval.scenario import Scenario
from upheaval.world.citizens import Citizens
from upheaval.world.setting import Setting

TRAITS = ("hardship", "risk", "threshold")


def same_people(one: Citizens, other: Citizens) -> bool:
    return all(getattr(one, trait).tobytes() == getattr(other, trait).tobytes() for trait in TRAITS)


def of_cell(citizens: Citizens, setting: Setting, label: str, trait: str) -> np.ndarray:
    cell = setting.labels["cell"].index(label)
    stop = int(np.cumsum(setting.cell_rows)[cell])
    return getattr(citizens, trait)[stop - int(setting.cell_rows[cell]) : stop]


@pytest.mark.parametrize(("replicates", "block_rows"), [(1, 16_384), (7, 16_384), (3, 10)])
def test_people_do_not_depend_on_the_batch_nor_on_the_blocks(
    setting: Setting, replicates: int, block_rows: int
) -> None:
    assert same_people(
        Citizens(setting, 5, replicates, block_rows), Citizens(setting, 5, 2, 999_999)
    )


def test_another_seed_makes_other_people(setting: Setting) -> None:
    assert not same_people(Citizens(setting, 5, 1), Citizens(setting, 6, 1))


def test_a_batch_of_another_size_shares_the_people_and_starts_quiet(setting: Setting) -> None:
    people = Citizens(setting, 5, 2)
    people.state[:] = 3
    twin = people.for_replicates(4)
    assert twin.threshold is people.threshold
    assert twin.state.shape == (4, people.rows)
    assert not twin.state.any()
    assert (people.state == 3).all()


def test_people_of_one_cell_do_not_depend_on_how_many_live_elsewhere(small: Scenario) -> None:
    grown = small.with_changes(
        set={"regions.west.population": 80000, "cities.port.population": 60000}
    )
    before, after = Setting(small, 20), Setting(grown, 20)
    for trait in TRAITS:
        np.testing.assert_array_equal(
            of_cell(Citizens(before, 5, 1), before, "capital/others", trait),
            of_cell(Citizens(after, 5, 1), after, "capital/others", trait),
        )


def test_traits_have_the_distributions_that_the_rule_assumes(small: Scenario) -> None:
    setting = Setting(small, 1)
    people = Citizens(setting, 5, 0)
    hardship = of_cell(people, setting, "port/drivers", "hardship")
    rows = len(hardship)
    # Uniform, 0.4 on either side of the group's mean of 0.6: no wider than keeps it from 0 to 1.
    assert hardship.min() >= 0.2
    assert hardship.max() <= 1.0
    assert hardship.mean() == pytest.approx(0.6, abs=5 * 0.8 / np.sqrt(12 * rows))
    threshold = of_cell(people, setting, "capital/others", "threshold")
    assert threshold.mean() == pytest.approx(0.0, abs=5 / np.sqrt(len(threshold)))
    assert threshold.std() == pytest.approx(1.0, abs=5 / np.sqrt(2 * len(threshold)))
    risk = of_cell(people, setting, "capital/others", "risk")
    assert risk.mean() == pytest.approx(0.5, abs=5 / np.sqrt(12 * len(risk)))


def test_traits_of_one_person_are_independent(small: Scenario) -> None:
    setting = Setting(small, 1)
    people = Citizens(setting, 5, 0)
    traits = np.stack([of_cell(people, setting, "capital/others", trait) for trait in TRAITS])
    correlation = np.corrcoef(traits)[np.triu_indices(3, 1)]
    assert np.abs(correlation).max() < 5 / np.sqrt(traits.shape[1])


def test_blocks_hold_exactly_the_rows_of_those_who_act(setting: Setting) -> None:
    people = Citizens(setting, 5, 1, block_rows=100)
    assert (people.high - people.low).max() == 100
    rows = np.bincount(people.cell, people.high - people.low, setting.sizes["cell"])
    np.testing.assert_array_equal(rows, setting.cell_rows * setting.cell_acts)
