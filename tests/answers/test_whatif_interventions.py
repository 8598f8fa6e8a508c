"""Interventions by name: those of the flagship, and how they are put together."""

from dataclasses import replace

import pytest

from upheaval.answers.whatif.interventions import compose
from upheaval.errors import UpheavalError
from upheaval.scenario import Intervention, Scenario


def made(name: str, *without: str, **values: str) -> Intervention:
    found = {path.replace("__", "."): value for path, value in values.items()}
    return Intervention(name, name.title(), "For a test.", without, found, "assumption: a test")


@pytest.fixture
def small(scenario: Scenario) -> Scenario:
    return replace(
        scenario,
        interventions=(
            made("alone", "alliance"),
            made("calm", prices__elasticity="1.4"),
            made("dear", "alliance", "court", parameters__prices__elasticity="1.6"),
        ),
    )


def test_interventions_add_up_and_values_by_hand_go_first(small: Scenario) -> None:
    change = compose(small, {"prices.elasticity": 1.5}, ["organs"], ["alone", "dear"])
    assert change.all_without == ("alliance", "court", "organs")
    assert change.all_set == {"prices.elasticity": 1.5}
    assert change.names == ("alone", "dear")


def test_one_name_may_stand_alone(small: Scenario) -> None:
    assert compose(small, with_="calm").all_set == {"prices.elasticity": "1.4"}
    assert compose(small, without="alliance").all_without == ("alliance",)


def test_two_interventions_that_set_one_value_differently_clash(small: Scenario) -> None:
    with pytest.raises(UpheavalError, match="'calm' and 'dear' both set"):
        compose(small, with_=["calm", "dear"])
    assert compose(small, with_=["calm", "calm"]).names == ("calm",)


def test_nothing_changed_is_told_with_the_interventions_there_are(small: Scenario) -> None:
    with pytest.raises(UpheavalError, match="interventions alone, calm, dear"):
        compose(small)


def test_every_intervention_of_the_flagship_changes_it(scenario: Scenario) -> None:
    assert len(scenario.interventions) >= 5
    for item in scenario.interventions:
        change = compose(scenario, with_=[item.name])
        assert scenario.with_changes(change.all_set, change.all_without).hash != scenario.hash
