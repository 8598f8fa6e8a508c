"""Reporting errors are part of a scenario; what it does not say has a default."""

from pathlib import Path

import pytest
from scenario_folders import edit

from upheaval.scenario import load, read
from upheaval.scenario.reporting import DECLARED, usual


def entry(
    name: str, value: object, unit: str = '"1"', low: object = 0.001, high: object = 0.5
) -> str:
    return (
        f"  {name}: {{value: {value}, unit: {unit}, range: [{low}, {high}], "
        'source: "assumption: for a test"}\n'
    )


def only_message(folder: Path, *entries: str) -> str:
    with (folder / "scenario.yaml").open("a") as document:
        document.write("reporting:\n" + "".join(entries))
    scenario, problems = read(folder)
    assert scenario is None
    assert len(problems) == 1, problems
    return str(problems[0])


def test_without_the_section_every_error_has_its_default(folder: Path) -> None:
    found = load(folder).reporting
    assert found == usual()
    assert {name: item.value for name, item in found.items()} == {
        name: default for name, (_, default) in DECLARED.items()
    }


def test_what_is_given_is_converted_and_the_rest_keeps_its_default(folder: Path) -> None:
    before = load(folder).hash
    edit(
        folder,
        "scenario.yaml",
        "explanations:",
        "reporting:\n" + entry("longest_time_error", 2, "day", 1, 3) + "explanations:",
    )
    scenario = load(folder)
    assert scenario.reporting["longest_time_error"].value == pytest.approx(48.0)
    assert scenario.reporting["longest_time_error"].source == "assumption: for a test"
    assert scenario.reporting["shortest_time_error"] == usual()["shortest_time_error"]
    assert scenario.hash != before


def test_each_mistake_is_one_message_with_its_line(folder: Path) -> None:
    found = only_message(folder, entry("wrong_hihg", 0.1))
    assert found.startswith("scenario.yaml, line ")
    assert "reporting.wrong_hihg: there is no such reporting error" in found
    assert found.endswith("did you mean wrong_high?")


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([entry("wrong_low", 0.6)], "got the value 0.6, expected one in the range 0.001 to 0.5"),
        ([entry("wrong_low", 0.3, low=0.5, high=0.1)], "expected the lower end first"),
        ([entry("wrong_low", 0.2, "hour")], "a unit that converts to 1"),
        ([entry("wrong_low", 0.2, high=0.9)], "expected one within 1e-06 to 0.5 1"),
        ([entry("wrong_low", 0.01)], "expected wrong_medium to be the smaller of the two"),
        (
            [entry("wrong_low", 0.05), entry("wrong_medium", 0.1)],
            "wrong_medium is 0.1 1 and wrong_low 0.05, expected wrong_medium to be the smaller",
        ),
        (["  wrong_low: 0.2\n"], "reporting.wrong_low"),
        (["  wrong_low: {value: 0.2, unit: \"1\", range: [0, 1]}\n"], "the key is missing"),
    ],
)  # fmt: skip
def test_contradictions_are_told(folder: Path, entries: list[str], told: str) -> None:
    assert told in only_message(folder, *entries)
