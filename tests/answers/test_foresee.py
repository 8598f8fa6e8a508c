import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from synthetic_course import course

from upheaval.answers.foresee import conditioning as nearness
from upheaval.answers.foresee.conditioning import chances_of, condition_on
from upheaval.answers.foresee.foresee import foresee
from upheaval.answers.foresee.hindcast import hindcast, hindcast_table
from upheaval.answers.foresee.information_set import LATER, information_set, table_at_moment
from upheaval.errors import UpheavalError
from upheaval.inference.observation.observation_model import report
from upheaval.inference.simulations.reference_table import ReferenceTable
from upheaval.record.observations import Observation, read_observations
from upheaval.scenario import Scenario

Course = tuple[ReferenceTable, list[Observation]]


@pytest.fixture(scope="module")
def high(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return course(scenario, tmp_path_factory.mktemp("course"), 600, 0.85)


def states(scenario: Scenario, moment: float) -> dict[str, Observation]:
    return {
        item.name: item
        for item in information_set(scenario, read_observations(scenario), moment).record
    }


def test_a_row_about_a_day_is_known_once_the_day_is_over(scenario: Scenario) -> None:
    name = "participants_country_2022_01_04"
    assert states(scenario, 3.75)[name].use == LATER
    assert states(scenario, 4.0)[name].use == "fit"


def test_an_event_is_known_once_its_range_is_over_and_not_yet_before_it_begins(
    scenario: Scenario,
) -> None:
    name = "treaty_request_country"
    before, within, after = (states(scenario, moment)[name] for moment in (4.0, 5.0, 5.25))
    assert (before.value, before.low, before.high, before.use) == (4.0, 4.0, 4.0, "fit")
    assert within.use == LATER
    assert after == {item.name: item for item in read_observations(scenario)}[name]


def test_what_only_the_end_settles_is_not_known_before(scenario: Scenario) -> None:
    early, late = states(scenario, 9.0), states(scenario, 31.0)
    for name in ("riot_almaty", "last_protest_uralsk", "arms_looted_country"):
        assert early[name].use == LATER
        assert late[name].use in ("fit", "check")


def test_nothing_after_the_date_leaks_into_the_worlds(high: Course) -> None:
    table, record = high
    moment = 4.0
    scenario = table.plan.scenario
    known = information_set(scenario, record, moment)
    settled = {item.name for item in known.record if item.use == "fit" and item.value != moment}
    changed = [item if item.name in settled else _otherwise(item, moment) for item in record]
    one, other = (
        condition_on(table, known),
        condition_on(table, information_set(scenario, changed, moment)),
    )
    np.testing.assert_array_equal(one.weights, other.weights)
    assert one.typicality_p == other.typicality_p
    assert one.skill == other.skill
    assert [item.name for item in record if item.name not in settled]
    # What is known matters: the same change to one known row moves the worlds.
    first = next(item for item in record if item.name in settled)
    moved = [replace(item, value=9.0, low=8.0, high=10.0) if item is first else item
             for item in record]  # fmt: skip
    assert not np.array_equal(
        one.weights, condition_on(table, information_set(scenario, moved, moment)).weights
    )


def _otherwise(item: Observation, moment: float) -> Observation:
    if item.measure.kind == "time":
        return replace(item, value=moment + 20.0, low=moment + 1.0, high=moment + 25.0)
    return replace(item, value=7.0, low=1.0, high=9.0, confidence="low")


def test_the_luck_of_reports_is_the_same_whatever_is_known(high: Course) -> None:
    table, record = high
    known = information_set(table.plan.scenario, record, 4.0)
    some = report(table_at_moment(table, 4.0), known.record, "fit")
    every = report(table, record, "fit")
    name = next(n for n in some.names if n.startswith("participants"))
    np.testing.assert_array_equal(
        some.simulated[:, some.names.index(name)], every.simulated[:, every.names.index(name)]
    )


def test_worlds_like_the_record_so_far_lead_where_the_hidden_number_does(
    scenario: Scenario, tmp_path: Path
) -> None:
    for truth, expected in ((0.85, 1), (0.15, 0)):
        table, record = course(scenario, tmp_path, 600, truth)
        found = condition_on(table, information_set(scenario, record, 4.0))
        assert found.ok, found.failures
        assert found.weights @ table.parameters["court.agenda"] == pytest.approx(truth, abs=0.05)
        assert chances_of(table.outcome, found.weights)[expected] > 0.9
        assert found.skill.gain > 5 * found.skill.error
        assert found.skill.coverage90 > 0.85


def test_a_record_so_far_that_no_simulation_is_like_fails_the_guard(high: Course) -> None:
    table, record = high
    odd = [
        replace(item, value=1e9, low=9e8, high=1.1e9)
        if item.name == "participants_country_2022_01_04"
        else item
        for item in record
    ]
    found = condition_on(table, information_set(table.plan.scenario, odd, 4.0))
    assert not found.ok
    assert "typicality" in found.failures[0]
    assert found.clashes[0].observation == "participants_country_2022_01_04"


def test_a_hindcast_beats_all_baselines_where_the_past_tells_the_future(high: Course) -> None:
    table, record = high
    answer = hindcast_table(table, record, date(2022, 1, 4))
    score = answer.crps["count"]
    assert score["ours"] < 0.5 * min(score["prior"], score["persistence"])
    ends = next(item for item in answer.questions if item.name == "how many die")
    assert ends.score["ours"] < ends.score["other crises"]
    foretold = {item.observation for item in answer.rows}
    known = {item.name for item in answer.information.record if item.use == "fit"}
    assert "deaths_country_2022_01_31" in foretold
    assert "treaty_request_country" in known - foretold
    assert answer.coverage90 > 0.8


def test_a_hindcast_to_an_earlier_end_scores_only_what_is_settled_by_then(high: Course) -> None:
    table, record = high
    short = hindcast_table(table, record, date(2022, 1, 4), days=6)
    assert short.until == date(2022, 1, 10)
    names = {item.observation for item in short.rows}
    assert "deaths_country_2022_01_09" in names
    assert "deaths_country_2022_01_31" not in names
    assert all(item.name != "how it ends" for item in short.questions)


def test_bad_questions_get_one_clear_error(scenario: Scenario, high: Course) -> None:
    name = "kazakhstan-2022"
    for asked, message in (
        ({"from_": "5 January"}, "from: got '5 January', expected a day such as 2022-01-01"),
        ({"from_": "2021-12-31"}, "2021-12-31 is no day of the schedule of kazakhstan-2022"),
        ({"from_": "2022-12-31"}, "from: 2022-12-31 is the last day of the schedule"),
        ({"from_": "2022-01-05", "days": 0}, "days: got 0, expected 1 to 360"),
        ({"from_": "2022-01-05", "days": 400}, "days: got 400, expected 1 to 360"),
        ({"from_": "2022-01-05", "worlds": 1}, "worlds: got 1, expected 2 or more"),
        ({"from_": "2022-01-05", "branches": 1}, "branches: got 1, expected 2 or more"),
        ({"from_": "2022-01-05", "leave_out": ["riot_almati"]}, "did you mean 'riot_almaty'"),
    ):
        with pytest.raises(UpheavalError, match=message):
            foresee(name, **asked)  # type: ignore[arg-type]
    with pytest.raises(UpheavalError, match="is not before the end of the acute phase"):
        hindcast(name, from_=["2022-02-03"])
    with pytest.raises(UpheavalError, match="no observation of use 'fit' that is known by"):
        information_set(scenario, [item for item in high[1] if item.measure.name == "deaths"], 3.0)
    table, record = high
    with pytest.raises(
        UpheavalError, match=r"has 50 simulations, expected 100 at least; .*prepare"
    ):
        condition_on(table.rows(np.arange(50)), information_set(scenario, record, 4.0))


def test_the_answer_from_a_small_table_comes_again_from_what_was_kept(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearness, "LEAST", 8)
    asked = {
        "from_": "2022-01-03", "days": 2, "simulations": 12, "scale": 1000, "table": tmp_path,
        "worlds": 3, "branches": 2, "workers": 1, "progress": False,
    }  # fmt: skip
    answer = foresee(scenario, **asked)  # type: ignore[arg-type]
    assert [day.day for day in answer.days] == [1, 2, 3, 4, 5]
    total = sum(item.probability for item in answer.outcomes.values())
    np.testing.assert_allclose(total, 1.0)
    for chance in (answer.outcomes | answer.chances).values():
        assert (chance.low <= chance.probability).all()
        assert (chance.probability <= chance.high).all()
    assert {"deaths", "alignment", "naming_probability@russia", "neighbor_risk_change@russia"} <= {
        *answer.amounts
    }
    kept = sorted(tmp_path.glob("branch-*.days"))
    assert kept
    stamps = [file.stat().st_mtime_ns for file in kept]
    again = foresee(scenario, **asked)  # type: ignore[arg-type]
    assert [file.stat().st_mtime_ns for file in kept] == stamps
    assert json.dumps(again.as_json()) == json.dumps(answer.as_json())
    assert answer.table().sizes["day"] == 5
    assert "duumvirate holds" in answer._repr_html_()
