"""Measures that hold in every country: they agree with what the run recorded."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))

from other_country import other_country

import upheaval as up
from upheaval.record.everywhere import EVERYWHERE
from upheaval.record.general_outcomes import GENERAL_OUTCOMES, general_outcome
from upheaval.record.measures import MEASURES
from upheaval.record.places import WHOLE
from upheaval.record.series import Series


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Series:
    scenario = other_country(tmp_path_factory.mktemp("scenarios") / "other-country")
    dataset = up.simulate(scenario, replicates=40, scale=1000, workers=1, progress=False)
    return Series(dataset, scenario)


def value(run: Series, name: str, day: float | None = None) -> np.ndarray:
    return MEASURES[name].function(run, WHOLE, day)


def test_each_world_ends_in_exactly_one_general_outcome(run: Series) -> None:
    ends = np.stack([value(run, m.name) for m in EVERYWHERE if m.name.startswith("outcome_")])
    assert len(ends) == len(GENERAL_OUTCOMES) == 7
    np.testing.assert_array_equal(ends.sum(axis=0), 1)
    np.testing.assert_array_equal(ends.argmax(axis=0), general_outcome(run))


def test_the_ruler_is_in_office_until_he_leaves(run: Series) -> None:
    leaves = value(run, "ruler_leaves")
    np.testing.assert_array_equal(leaves, run.field("exit_time"))
    assert np.isfinite(leaves).any()
    assert np.isinf(leaves).any()
    for days in (14, 30, 90, 180):
        in_office = value(run, f"ruler_in_office_{days}")
        np.testing.assert_array_equal(in_office, leaves > days)
    gone = np.isin(general_outcome(run), (3, 4, 5))
    np.testing.assert_array_equal(gone, np.isfinite(leaves))


def test_after_the_fall_nobody_holds_the_presidency_as_before(run: Series) -> None:
    fell = np.isfinite(run.field("fall_time"))
    assert fell.any()
    last = float(run.ends[-1]) - 1.0
    assert not value(run, "incumbent_rules", last)[fell].any()
    presidency = run.tables["offices"].position("presidency")
    ruler = run.tables["figures"].position("ruler")
    assert (run.field("office_holder")[fell, -1, presidency] != ruler).all()


def test_peak_deaths_and_duration_are_those_of_the_series(run: Series) -> None:
    crowd = run.in_streets.sum(axis=2)
    np.testing.assert_allclose(value(run, "peak_crowd"), crowd.max(axis=1))
    dead = run.field("killed")[:, -1].sum(axis=1) + run.field("security_killed")[:, -1].sum(axis=1)
    np.testing.assert_allclose(value(run, "total_deaths"), dead)
    duration = value(run, "duration")
    assert (duration >= 0).all()
    assert duration.max() <= run.ends[-1]


def test_many_who_defect_are_some_who_defect(run: Series) -> None:
    some, many = value(run, "defection_some"), value(run, "defection_many")
    assert (many <= some).all()
    assert some.any()
    assert not value(run, "foreign_troops").any()  # there is no treaty to ask


def test_without_a_presidency_the_incumbent_s_faction_rules(tmp_path: Path, run: Series) -> None:
    scenario = run.scenario.with_changes(set={"offices.presidency.kind": "council"})
    dataset = up.simulate(
        scenario, replicates=4, scale=1000, until="2024-03-05", workers=1, progress=False
    )
    again = Series(dataset, scenario)
    rules = value(again, "ruler_in_office", 1.0)
    assert set(np.unique(rules)) <= {0.0, 1.0}
