"""Named interventions are part of a scenario, and are tried when it is read."""

from pathlib import Path

import pytest
from scenario_folders import edit

from upheaval.errors import UpheavalError
from upheaval.scenario import Intervention, load, read
from upheaval.scenario.interventions import find

GOOD = """\
interventions:
  - name: no-prices
    title: No prices
    meaning: The mechanism of prices is off.
    without: [prices]
    source: "assumption: for a test"
  - name: crowded
    title: More contacts
    meaning: People meet more often, and the town is smaller.
    set:
      streets.contact: 9
      organs.first_organs.can_withdraw: true
    source: "assumption: for a test"
"""


def messages(folder: Path, text: str) -> list[str]:
    with (folder / "scenario.yaml").open("a") as document:
        document.write(text)
    scenario, problems = read(folder)
    assert (scenario is None) == bool(problems)
    return [str(problem) for problem in problems]


def test_interventions_are_read_with_their_values_as_text(folder: Path) -> None:
    assert messages(folder, GOOD) == []
    first, second = load(folder).interventions
    source = "assumption: for a test"
    assert first == Intervention(
        "no-prices", "No prices", "The mechanism of prices is off.", ("prices",), {}, source
    )
    assert second.set == {"streets.contact": "9", "organs.first_organs.can_withdraw": "true"}


def test_an_intervention_is_found_by_name_or_the_nearest_name_is_told(folder: Path) -> None:
    messages(folder, GOOD)
    scenario = load(folder)
    assert [item.name for item in find(scenario, ["crowded", "no-prices"])] == [
        "crowded",
        "no-prices",
    ]
    with pytest.raises(UpheavalError, match="did you mean 'crowded'"):
        find(scenario, ["crowdde"])


def test_the_hash_covers_interventions(folder: Path) -> None:
    before = load(folder).hash
    messages(folder, GOOD)
    assert load(folder).hash != before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "without: [prices]",
            "without: [pricse]",
            "interventions[0].without: there is no mechanism or explanation 'pricse', expected one "
            "of prices, streets, bills; did you mean prices?",
        ),
        (
            "streets.contact: 9",
            "streets.contcat: 9",
            "interventions[1].set.streets.contcat: there is no such parameter or table, expected a "
            "parameter, or TABLE.ROW.COLUMN; did you mean streets.contact?",
        ),
        (
            "streets.contact: 9",
            "streets.contact: 11",
            "interventions[1].set.streets.contact: got '11', expected a number from 0 to 10, in "
            "1/day",
        ),
        (
            "organs.first_organs.can_withdraw: true",
            "organs.first_organ.can_withdraw: true",
            "interventions[1].set.organs.first_organ.can_withdraw: organs has no row "
            "'first_organ', expected its name; did you mean first_organs?",
        ),
        (
            "streets.contact: 9",
            "streets.contact: [9]",
            "interventions[1].set.streets.contact: got '[9]', expected a number, a word, true or "
            "false",
        ),
        (
            "    without: [prices]\n",
            "",
            "interventions[0]: an intervention that changes nothing, expected `without` or `set`",
        ),
        (
            "name: crowded",
            "name: no-prices",
            "interventions[1].name: 'no-prices' stands twice, expected a name of its own",
        ),
        (
            "title: More contacts",
            "titel: More contacts",
            "interventions[1].titel: unknown key, expected one of name, title, meaning, without, "
            "set and 1 more; did you mean title?",
        ),
    ],
)
def test_every_mistake_is_told_with_its_line(folder: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    found = messages(folder, GOOD.replace(old, new))
    assert any(message.endswith(told) for message in found), found
    assert all(message.startswith("scenario.yaml, line ") for message in found)


def test_a_value_that_does_not_fit_its_table_names_the_row_of_the_table(folder: Path) -> None:
    smaller = "cities.first_cities.population: 999"
    (message,) = messages(folder, GOOD.replace("streets.contact: 9", smaller))
    assert "interventions[1].set: " in message
    assert "regions.csv" in message or "cities.csv" in message


def test_the_lines_of_a_scenario_point_at_the_interventions(folder: Path) -> None:
    edit(
        folder, "scenario.yaml", "format:", GOOD.replace("streets.contact: 9", "a.b: 1") + "format:"
    )
    (message,) = messages(folder, "")
    assert message.startswith("scenario.yaml, line 11, interventions[1].set.a.b")
