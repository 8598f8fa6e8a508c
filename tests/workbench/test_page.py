import json
from typing import Any

import numpy as np
import pytest

import upheaval as up
from upheaval.record.places import WHOLE
from upheaval.record.series import Series
from upheaval.scenario import Scenario
from upheaval.workbench.page.context import short
from upheaval.workbench.page.head import CLAUSES
from upheaval.workbench.page.map import simplified
from upheaval.workbench.page.model import Page
from upheaval.workbench.page.page import page_json, page_of, page_schema


def test_the_sentence_says_what_the_outcomes_say(page: Page) -> None:
    best = max(page.outcomes, key=lambda item: item.count)
    assert page.sentence.startswith(f"Most often {CLAUSES[best.name]}: {best.words} (")
    assert f"{best.count} of {page.run.replicates} runs" in page.sentence
    assert f"here {100 * best.share:.0f}%" in page.sentence


def test_the_outcomes_are_those_of_the_run(page: Page, run: Any) -> None:
    codes = run["outcome"].values.astype(int)
    assert [item.count for item in page.outcomes] == np.bincount(codes, minlength=6).tolist()
    assert [item.rank for item in page.outcomes] == list(range(6))
    assert sum(item.share for item in page.outcomes) == pytest.approx(1)


def test_people_in_the_streets_are_the_measure_of_the_record(
    page: Page, run: Any, scenario: Scenario
) -> None:
    from upheaval.record.measures import find_measure

    series = Series(run, scenario)
    measured = find_measure("participants").function(series, WHOLE, 4.0)
    ordered = np.sort(measured)
    assert page.street.total.median[4] == short(float(ordered[5]))
    assert page.street.total.low[4] == short(float(ordered[0]))
    assert page.street.total.high[4] == short(float(ordered[11]))
    assert page.days[4] == "2022-01-05"
    assert len(page.street.runs) == len(page.street.peaks) == 12


def test_peaks_are_of_single_runs_not_of_the_median(page: Page) -> None:
    by_run = {item.replicate: item for item in page.street.runs}
    for peak in page.street.peaks:
        values = by_run[peak.replicate].values
        assert peak.outcome == by_run[peak.replicate].outcome
        assert values[peak.day] == max(value for value in values if value is not None)


def test_shares_of_holders_add_up_to_one_on_every_day(page: Page) -> None:
    for office in page.power.offices:
        totals = np.sum([holder.share for holder in office.holders], axis=0)
        assert totals == pytest.approx(np.ones(len(page.days)), abs=0.01)


def test_events_have_letters_in_the_order_of_the_record(page: Page) -> None:
    assert [item.letter for item in page.street.events[:3]] == ["A", "B", "C"]
    days = [item.day for item in page.street.events]
    assert days == sorted(days)
    assert all(0 <= item.never <= 1 for item in page.street.events)


def test_every_source_is_a_position_in_the_list_of_sources(page: Page) -> None:
    def positions(value: Any) -> list[int]:
        if isinstance(value, dict):
            own = [value["source"]] if isinstance(value.get("source"), int) else []
            return own + [n for item in value.values() for n in positions(item)]
        if isinstance(value, list):
            return [n for item in value for n in positions(item)]
        return []

    found = positions(page.model_dump())
    assert len(found) > 500
    assert set(found) == set(range(len(page.sources)))


def test_the_page_is_small_and_holds_what_its_schema_says(page: Page) -> None:
    text = page_json(page)
    assert len(text.encode()) < 700_000
    plain = json.loads(text)
    assert plain["power"]["ties"][0].keys() == {"from", "to", "kind", "source"}
    assert plain.keys() == page_schema()["properties"].keys()
    assert Page.model_validate(plain).sentence == page.sentence


def test_what_was_not_computed_is_null(page: Page) -> None:
    assert page.explanations is None
    assert page.surrogate is None
    assert page.comparison is None
    assert all(item.result is None for item in page.whatifs)


def test_the_command_of_a_page_gives_the_same_numbers(page: Page, run: Any) -> None:
    assert page.run.command.startswith("upheaval run kazakhstan-2022 --replicates 12 --scale 1000")
    again = eval(page.run.python.replace(")", ", progress=False, workers=1)"), {"up": up})
    assert again.attrs["digest"] == run.attrs["digest"] == page.run.digest


def test_a_changed_run_says_what_was_changed(scenario: Scenario) -> None:
    changed = up.simulate(
        scenario,
        replicates=2,
        scale=1000,
        until="2022-01-03",
        set={"prices.compensation": 1},
        without=["alliance"],
        workers=1,
        progress=False,
    )
    head = page_of(changed, scenario).run
    assert [(item.path, item.value, item.baseline) for item in head.changes] == [
        ("prices.compensation", "1", "0")
    ]
    assert head.without == ["alliance"]
    assert "--set prices.compensation=1 --without alliance" in head.command


def test_the_map_has_a_shape_or_a_place_for_every_region_and_city(
    page: Page, scenario: Scenario
) -> None:
    assert [item.id for item in page.map.regions] == scenario.tables["regions"].names
    drawn = [item for item in page.map.regions if item.path]
    assert len(drawn) == len(scenario.map["features"])
    assert all(item.path.startswith("M") and item.path.endswith("Z") for item in drawn)
    for city in page.map.cities:
        assert 0 <= city.x <= page.map.width
        assert 0 <= city.y <= page.map.height


def test_simplifying_keeps_the_ends_and_strays_no_farther_than_it_may() -> None:
    x = np.linspace(0, 100, 500)
    line = np.column_stack([x, np.sin(x)])
    kept = simplified(line, 0.5)
    assert len(kept) < 200
    assert kept[0].tolist() == line[0].tolist()
    assert kept[-1].tolist() == line[-1].tolist()
    assert np.abs(np.interp(x, kept[:, 0], kept[:, 1]) - line[:, 1]).max() < 0.75


def test_at_most_six_sliders_are_featured_and_stand_first(page: Page) -> None:
    flags = [item.featured for item in page.inputs.sliders]
    assert sum(flags) == 6
    assert flags[:6] == [True] * 6
    for item in page.inputs.sliders:
        assert item.low <= item.baseline <= item.high
        assert item.step > 0


def test_sliders_are_worded_for_a_reader_and_those_of_one_mechanism_stand_together(
    page: Page,
) -> None:
    first = [item for item in page.inputs.sliders if item.featured]
    titles = [item.title for item in first]
    assert "Share of the household's loss that is paid back" in titles
    assert not any(item.path in item.title for item in first)
    groups = [item.group for item in first]
    assert groups == sorted(groups, key=groups.index)


def test_every_outcome_has_a_clause_and_a_meaning(page: Page) -> None:
    assert [item.name for item in page.outcomes] == list(CLAUSES)
    assert all(item.meaning.endswith(".") for item in page.outcomes)


def test_every_role_may_do_nothing_and_tables_change_on_the_first_day_only(page: Page) -> None:
    assert {role.id for role in page.roles} >= {"president", "patron", "ally", "opposition"}
    for role in page.roles:
        known = {option.id: option for option in role.options}
        for number, turn in enumerate(role.days):
            assert turn.options[0] == "nothing"
            chosen = [known[name] for name in turn.options[1:]]
            assert number == 0 or not any(option.first_day_only for option in chosen)


def test_numbers_are_rounded_to_what_matters() -> None:
    assert short(123_456.0) == 123_000
    assert short(0.123456) == 0.123
    assert short(0.00004) == 0
    assert short(float("inf")) is None
    assert short(float("nan")) is None
