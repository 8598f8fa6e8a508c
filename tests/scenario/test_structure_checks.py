"""What `check` says of the structure of a scenario, and the word for what never happened."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))

from other_country import other_country

from upheaval.record.observations import read_observations
from upheaval.scenario import Scenario, load
from upheaval.scenario.structure_checks import structure_problems, structure_warnings


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return other_country(tmp_path_factory.mktemp("scenarios") / "other-country")


def warned(scenario: Scenario, **changes: str) -> list[str]:
    cells = {name.replace("__", "."): value for name, value in changes.items()}
    return [str(odd) for odd in structure_warnings(scenario.with_changes(set=cells))]


def test_sound_scenarios_have_no_warning(other: Scenario) -> None:
    for scenario in (other, load("kazakhstan-2022")):
        assert structure_warnings(scenario) == []
        assert structure_problems(scenario) == []


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("triggers__decree__effective", "2027-03-10", "triggers.csv, row 3, column effective: "
         "2027-03-10 is after the end of the run, expected a day before 2024-09-30"),
        ("triggers__result__effective", "2019-01-01", "more than a year before the start"),
        ("elections__runoff__date", "2024-12-24", "after the end of the run"),
        ("groups__others__readiness", "1", "the mean over people who can act is +0."),
        ("offices__presidency__kind", "council", "nobody holds a presidency"),
        ("offices__presidency__holder", "", "the presidency is empty on the first day"),
    ],
)  # fmt: skip
def test_what_is_odd_is_one_warning(other: Scenario, cell: str, value: str, words: str) -> None:
    (found,) = warned(other, **{cell: value})
    assert words in found


def test_a_way_out_that_leads_nowhere_is_a_warning(other: Scenario) -> None:
    odd = structure_warnings(other.with_changes(without=["exit", "pressure"]))
    assert [str(item).partition(", expected ")[0] for item in odd] == [
        "scenario.yaml, mechanisms: army, institutions, transition, election without the "
        "mechanism exit lead nowhere",
        "scenario.yaml, mechanisms: army, institutions, transition without the mechanism "
        "pressure lead nowhere",
    ]


@pytest.mark.parametrize(
    ("cell", "value", "near"),
    [
        ("triggers.decree.hits", "minors students", "did you mean miners?"),
        ("triggers.decree.demand", "ballot", "did you mean ballots?"),
        ("triggers.decree.regions", "coats", "did you mean coast?"),
    ],
)
def test_a_name_among_several_that_does_not_exist_is_a_problem(
    other: Scenario, cell: str, value: str, near: str
) -> None:
    (found,) = structure_problems(other.with_changes(set={cell: value}))
    assert str(found).startswith("triggers.csv, row 3, column ")
    assert near in str(found)


def test_never_is_a_value_of_the_record(other: Scenario, tmp_path: Path) -> None:
    folder = tmp_path / "country"
    folder.mkdir()
    for path in other.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    header = (folder / "record.csv").read_text(encoding="utf-8").splitlines()[0]
    rows = [
        "calm,emergency,country,,never,never,never,date,high,fit,assumption: a test",
        "late,emergency,hills,,2024-03-05,2024-03-04,never,date,low,fit,assumption: a test",
    ]
    (folder / "record.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    calm, late = read_observations(load(folder))
    assert (calm.value, calm.low, calm.high) == (np.inf, np.inf, np.inf)
    assert (late.value, late.low, late.high) == (4.5, 3.0, np.inf)
