"""Changes by hand obey the same rules as the files."""

import warnings

import pytest
from scenario_folders import edit, set_cell

import upheaval as up
from upheaval.errors import OutsidePriorWarning
from upheaval.scenario import ScenarioError, load


def refusal(folder, **changes):
    with pytest.raises(ScenarioError) as caught:
        load(folder).with_changes(**changes)
    return str(caught.value)


@pytest.mark.parametrize("path", ["prices.memory", "parameters.prices.memory"])
def test_a_parameter_gets_one_value(folder, path):
    before = load(folder)
    after = before.with_changes(set={path: "30"})
    assert after.parameters["prices.memory"].value == 30.0
    assert after.parameters["streets.contact"] == before.parameters["streets.contact"]
    assert not before.parameters["prices.memory"].is_fixed
    assert after.hash != before.hash


def test_a_cell_gets_a_value_and_its_range_follows(folder):
    before = load(folder)
    prices = before.with_changes(set={"prices.first_regions/any.after": 60}).tables["prices"]
    assert [prices[name][0] for name in ("after", "after_low", "after_high")] == [60, 60, 60]
    assert before.tables["prices"]["after"][0] == 1.0


def test_a_range_that_is_set_as_well_does_not_follow(folder):
    row = "prices.first_regions/any"
    prices = load(folder).with_changes(set={f"{row}.after_high": 80, f"{row}.after": 60})
    assert prices.tables["prices"]["after_high"][0] == 80.0
    assert prices.tables["prices"]["after_low"][0] == 60.0


def test_the_range_of_an_observation_follows_its_value(folder):
    record = load(folder).with_changes(set={"record.peak.value": "5e3"}).tables["record"]
    assert [record[name][0] for name in ("value", "low", "high")] == ["5e3"] * 3


def test_changing_and_editing_the_files_give_the_same_hash(folder):
    changed = load(folder).with_changes(set={"organs.first_organs.zeal": 0.5})
    set_cell(folder, "organs", 2, "zeal", "0.5")
    assert changed.hash == load(folder).hash


def test_no_change_keeps_the_hash(folder):
    assert load(folder).with_changes().hash == load(folder).hash


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("prices.memry", 3, "did you mean prices.memory?"),
        ("parameters.prices.memry", 3, "did you mean prices.memory?"),
        ("prices.memory", 400, "got '400', expected a number from 0 to 365, in day"),
        ("prices.memory", "much", "got 'much', expected a number from 0 to 365, in day"),
        ("prices.first_region/any.after", 3, "did you mean first_regions/any?"),
        ("prices.first_regions/any.aftr", 3, "did you mean after?"),
        ("price.first_regions/any.after", 3, "did you mean prices?"),
        ("prices.first_regions/any.after", -3, "expected a number of at least 0.01 KZT/liter"),
        ("prices.first_regions/any.fuel", "lpg", "prices has no column 'fuel' to set"),
        ("cities.first_cities.region", "first_region", "did you mean first_regions?"),
        ("regions.first_regions.population", 5, "add up to 1000, expected 5"),
        ("claims.nobody.value", 0.5, "claims has no row 'nobody'"),
        ("", 3, "there is no such parameter or table"),
    ],
)
def test_a_wrong_change_is_one_problem(folder, path, value, expected):
    message = refusal(folder, set={path: value})
    assert expected in message
    assert "\n" not in message


def test_changes_that_belong_together_are_checked_together(folder):
    paths = ("regions.first_regions.population", "cities.first_cities.population")
    tables = load(folder).with_changes(set=dict.fromkeys(paths, 5)).tables
    assert tables["regions"]["population"].tolist() == [5]


def test_a_mechanism_is_switched_off_and_its_explanation_goes(folder):
    scenario = load(folder).with_changes(without=["prices"])
    assert scenario.mechanisms == ("streets",)
    assert scenario.switched_off == ("prices",)
    assert scenario.explanations == ()
    assert scenario.hash != load(folder).hash


def test_an_explanation_takes_only_what_no_other_needs(folder):
    edit(
        folder,
        "scenario.yaml",
        "explanations:\n",
        "explanations:\n"
        "  - {name: anger, title: A, mechanisms: [prices, streets], meaning: m, source: s}\n",
    )
    scenario = load(folder).with_changes(without=["anger"])
    assert scenario.mechanisms == ("prices",)
    assert [item.name for item in scenario.explanations] == ["bills"]


def test_an_unknown_mechanism_cannot_be_switched_off(folder):
    assert "did you mean prices?" in refusal(folder, without=["price"])


def test_an_explanation_without_mechanisms_stays_until_it_is_named(folder):
    edit(folder, "scenario.yaml", "mechanisms: [prices]", "mechanisms: []")
    scenario = load(folder)
    assert len(scenario.with_changes(without=["prices"]).explanations) == 1
    assert scenario.with_changes(without=["bills"]).explanations == ()
    assert scenario.with_changes(without=["bills"]).mechanisms == scenario.mechanisms


def test_a_value_beyond_the_range_is_taken_within_the_mechanisms_bounds_and_warned_of() -> None:
    scenario = up.load("kazakhstan-2022")
    setting = scenario.parameters["mobilization.social_pull"]
    assert setting.bounds == (-10, 10)
    assert setting.low > -0.5
    with pytest.warns(OutsidePriorWarning, match=r"social_pull: -0\.5 lies outside the range"):
        changed = scenario.with_changes({"mobilization.social_pull": -0.5})
    assert changed.parameters["mobilization.social_pull"].value == -0.5
    with pytest.raises(ScenarioError, match="expected a number from -10 to 10"):
        scenario.with_changes({"mobilization.social_pull": -11})


def test_a_value_within_the_range_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        up.load("kazakhstan-2022").with_changes({"prices.liberalization": 0})


def test_a_cell_that_is_set_is_fixed_its_range_included() -> None:
    changed = up.load("kazakhstan-2022").with_changes({"organs.police.value": 50_000})
    (row,) = (row for row in changed.tables["organs"].rows() if row["name"] == "police")
    assert (row["low"], row["value"], row["high"]) == (50_000, 50_000, 50_000)
