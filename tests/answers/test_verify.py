import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm
from synthetic_table import ERROR, SHIFT, made_up

from upheaval.answers.verify import open_claims
from upheaval.answers.verify.candidates import doubtful, unmeasured
from upheaval.answers.verify.findings import Classes, classes_of, merged
from upheaval.answers.verify.open_claims import Reading, bounded, settled
from upheaval.answers.verify.target import target_of
from upheaval.answers.verify.value_of_information import (
    clear,
    information,
    information_of_flags,
    information_of_numbers,
)
from upheaval.answers.verify.verify import tempered, verify, verify_table
from upheaval.errors import UpheavalError
from upheaval.inference.observation.observation_model import Comparison
from upheaval.inference.simulations.reference_table import ReferenceTable
from upheaval.record.observations import Observation, read_observations
from upheaval.scenario import Scenario, ScenarioError, load

Made = tuple[ReferenceTable, list[Observation]]


@pytest.fixture(scope="module")
def made(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Made:
    # In another folder: the readings of claims speak of explanations that it has not.
    folder = tmp_path_factory.mktemp("table")
    return made_up(replace(scenario, folder=folder), folder, 900)


def entropy(chance: float) -> float:
    return float(-chance * np.log2(chance) - (1 - chance) * np.log2(1 - chance))


def two_laws(rows: int, chance: float, seed: int = 0) -> tuple[Any, Any]:
    """Give an indicator and a report of it: normal, its mean moved by SHIFT, error ERROR."""
    rng = np.random.default_rng(seed)
    on = rng.random(rows) < chance
    return on, SHIFT * (on - 0.5) + ERROR * rng.normal(size=rows)


def exact(cuts: list[float], chance: float) -> tuple[float, Any]:
    """Give information and probabilities after each class of such a report, in closed form."""
    ends = np.array([-np.inf, *cuts, np.inf])
    with_it = np.diff(norm.cdf(ends, SHIFT / 2, ERROR))
    without = np.diff(norm.cdf(ends, -SHIFT / 2, ERROR))
    here = chance * with_it + (1 - chance) * without
    after = chance * with_it / here
    gain = chance * with_it * np.log2(with_it / here)
    gain = gain + (1 - chance) * without * np.log2(without / here)
    return float(gain.sum()), after


@pytest.mark.parametrize("chance", [0.5, 0.2, 0.95])
def test_the_worth_of_a_report_is_that_of_the_closed_form(chance: float) -> None:
    # Simulations have even odds; the probability now is another one, and enters by Bayes' rule.
    on, report = two_laws(6000, 0.5)
    cuts = [-0.5, 0.5]
    truth, after = exact(cuts, chance)
    told = information_of_flags(
        np.searchsorted(cuts, report), 3, np.full(6000, 1 / 6000), on[:, None], np.array([chance])
    )
    assert told.value_of_information.value == pytest.approx(truth, rel=0.1)
    assert told.value_of_information.low <= truth <= told.value_of_information.high
    assert told.mean[:, 0] == pytest.approx(after, abs=0.05)
    assert told.value_of_information.p < 1e-6


def test_ranges_hold_the_closed_form_about_nine_times_in_ten() -> None:
    cuts = [-0.5, 0.5]
    truth, _ = exact(cuts, 0.5)
    inside = 0
    for seed in range(60):
        on, report = two_laws(300, 0.5, seed)
        told = information_of_flags(
            np.searchsorted(cuts, report), 3, np.full(300, 1 / 300), on[:, None], np.array([0.5])
        )
        inside += told.value_of_information.low <= truth <= told.value_of_information.high
    assert inside >= 49


def test_a_report_that_tells_nothing_cannot_be_told_from_zero() -> None:
    rng = np.random.default_rng(5)
    p_values = []
    for _ in range(40):
        on = rng.random((200, 4)) < 0.5
        told = information_of_flags(
            rng.integers(0, 3, 200), 3, np.full(200, 1 / 200), on, np.full(4, 0.5)
        )
        p_values.append(told.value_of_information.p)
        assert told.value_of_information.value < 0.1
    assert not clear(np.array(p_values)).any()
    assert 0.2 < np.mean(np.array(p_values) < 0.5) < 0.8


def test_a_report_that_settles_all_is_worth_the_whole_entropy() -> None:
    on, _ = two_laws(4000, 0.5)
    told = information_of_flags(
        on.astype(np.int64), 2, np.full(4000, 1 / 4000), on[:, None], np.array([0.3])
    )
    assert told.value_of_information.value == pytest.approx(entropy(0.3), rel=0.05)
    assert information(0.3, 1.0, 0.0) == pytest.approx(entropy(0.3))
    assert information(0.3, 0.6, 0.6) == 0.0


def test_the_share_of_variance_is_that_of_the_closed_form() -> None:
    rng = np.random.default_rng(2)
    codes = rng.integers(0, 3, 5000)
    values = 2.0 * codes + rng.normal(0.0, 2.0, 5000)
    told = information_of_numbers(codes, 3, np.full(5000, 1 / 5000), values)
    between = 4.0 * 2.0 / 3.0
    assert told.value_of_information.value == pytest.approx(between / (between + 4.0), abs=0.02)
    assert (
        told.value_of_information.low <= between / (between + 4.0) <= told.value_of_information.high
    )
    nothing = information_of_numbers(
        rng.integers(0, 3, 300), 3, np.full(300, 1 / 300), values[:300]
    )
    assert nothing.value_of_information.p > 0.01
    assert nothing.value_of_information.low == 0.0


def test_few_false_alarms_are_among_what_is_called_clear() -> None:
    p = np.concatenate([np.full(20, 1e-6), np.linspace(0.001, 1.0, 980)])
    told = clear(p)
    assert told[:20].all()
    assert told[20:].sum() <= 2
    assert not clear(np.linspace(0.01, 1.0, 500)).any()


# ---------------------------------------------------------------------- claims
def test_settling_a_claim_is_bayes_rule() -> None:
    reading = Reading("c", "e", (0.7, 0.8, 0.9), (0.1, 0.2, 0.3), "assumption: test")
    said = settled((0.4, 0.5, 0.6), reading)
    assert said.true == pytest.approx(0.5)
    assert said.if_true == pytest.approx(0.8)
    assert said.if_false == pytest.approx(0.2)
    assert (
        said.value_of_information.low
        <= said.value_of_information.value
        <= said.value_of_information.high
    )
    assert said.value_of_information.value == pytest.approx(1.0 - entropy(0.8))


def test_without_a_reading_only_the_most_is_known() -> None:
    said = bounded((0.5, 0.5, 0.5), 0.5)
    assert said.is_bound
    assert said.if_true is None
    assert said.value_of_information.low == 0.0
    assert said.value_of_information.high == pytest.approx(1.0)
    # A claim that is hardly credible can settle little.
    assert bounded((0.5, 0.5, 0.5), 0.05).value_of_information.high < 0.2


def test_every_open_claim_of_the_scenario_that_bears_on_something_has_a_reading(
    scenario: Scenario,
) -> None:
    readings = open_claims.read_readings(scenario)
    for row in open_claims.open_claims(scenario):
        if row["bears_on"]:
            reading = readings[row["name"], row["bears_on"]]
            assert reading.source.startswith("assumption: ")
            # At even odds a reading is as credible as the claim is said to be.
            even = 0.5 * (reading.if_so[1] + reading.if_not[1])
            assert even == pytest.approx(row["value"], abs=0.02)


HEADER = ",".join(column.name for column in open_claims.READINGS.columns)


def with_readings(scenario: Scenario, folder: Path, text: str) -> Scenario:
    (folder / "readings").mkdir()
    (folder / "readings" / "claims.csv").write_text(text, encoding="utf-8")
    return replace(scenario, folder=folder)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("no_such_claim,anger,.5,.4,.6,.5,.4,.6,s", "column claim: got 'no_such_claim'"),
        ("rioters_were_sent,provocateur,.5,.4,.6,.5,.4,.6,s", "did you mean provocateurs"),
        ("rioters_were_sent,provocateurs,.5,.6,.7,.5,.4,.6,s", "column if_so_low: got '0.6'"),
        ("rioters_were_sent,provocateurs,.5,.4,.6,x,.4,.6,s", "column if_not: got 'x'"),
        ("rioters_were_sent,provocateurs,.5,.4,1.6,.5,.4,.6,s", "column if_so_high: got '1.6'"),
        ("rioters_were_sent,provocateurs,.5,.4,.6,.5,.4,.6,", "column source"),
        ("rioters_were_sent,provocateurs,.5", "3 cells in the row, expected 9"),
    ],
)
def test_a_wrong_reading_is_told_with_its_row(
    scenario: Scenario, tmp_path: Path, row: str, message: str
) -> None:
    with pytest.raises(ScenarioError, match=message) as error:
        open_claims.read_readings(with_readings(scenario, tmp_path, f"{HEADER}\n{row}\n"))
    assert "readings/claims.csv, row 2" in error.value.message
    assert len(error.value.problems) == 1


def test_two_readings_of_a_claim_and_wrong_columns_are_told(
    scenario: Scenario, tmp_path: Path
) -> None:
    row = "rioters_were_sent,provocateurs,.5,.4,.6,.5,.4,.6,s\n"
    twice = with_readings(scenario, tmp_path, f"{HEADER}\n{row}{row}")
    assert "stands already in row 2" in str(open_claims.problems_of(twice)[0])
    text = HEADER.replace("if_not_low", "if_not_lo") + "\n"
    (tmp_path / "readings" / "claims.csv").write_text(text, encoding="utf-8")
    assert any("did you mean if_not_low" in str(item) for item in open_claims.problems_of(twice))


def test_readings_do_not_enter_what_tells_one_table_from_another(
    scenario: Scenario, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(scenario.folder, tmp_path / scenario.name))
    (copy / "readings" / "claims.csv").write_text(HEADER + "\n", encoding="utf-8")
    assert load(copy).hash == scenario.hash


# ---------------------------------------------------------------------- findings, candidates
def test_findings_are_put_into_classes_that_have_enough_simulations(
    scenario: Scenario, made: Made
) -> None:
    item = made[1][0]
    even = np.full(90, 1 / 90)
    scale = Comparison(31.0, 1.0)
    counts = scale.scaled(item, np.concatenate([np.zeros(60), np.linspace(10, 300, 30)]))
    found = classes_of(item, counts, even, scale, scenario)
    assert found.labels == ["none", "up to 150", "over 150"]
    assert np.bincount(found.codes).tolist() == [60, 15, 15]
    joined = merged(Classes(["none", "up to 5", "over 5"], np.repeat([0, 1, 2], [80, 6, 4])), even)
    assert joined.labels == ["none", "some"]
    assert joined.codes.max() == 1


def test_what_nobody_measured_is_not_in_the_record(scenario: Scenario) -> None:
    record = read_observations(scenario)
    has = {(item.measure.name, item.place.name, item.day) for item in record}
    new = unmeasured(scenario, record)
    assert len(new) > 300
    assert len({item.name for item in new}) == len(new)
    assert not has & {(item.measure.name, item.place.name, item.day) for item in new}
    assert all(item.confidence != "high" for item in doubtful(record))


# ---------------------------------------------------------------------- the whole answer
def test_a_doubtful_row_that_tells_an_explanation_is_worth_more_than_one_that_tells_none(
    made: Made,
) -> None:
    table, record = made
    doubted = [replace(item, confidence="low") for item in record]
    answer = verify_table(table, doubted, worlds=0, workers=1)
    rows = {item.name: item for item in answer.candidates if item.kind == "row"}
    first, second = table.names
    told, third = rows[record[0].name], rows[record[2].name]
    # The exact count settles its explanation: all that is open about it would be known.
    assert told.is_clear
    assert told.by_explanation[first] == pytest.approx(1.0, abs=0.15)
    assert told.by_explanation[second] < 0.1
    assert third.value_of_information.value < 0.1 * told.value_of_information.value
    assert answer.ok
    assert answer.candidates[0].name in (record[0].name, record[1].name)
    json.dumps(answer.as_json(), allow_nan=False)
    assert record[0].measure.name in answer._repr_html_()


def test_a_named_quantity_is_learned_from_what_it_moves(made: Made) -> None:
    table, record = made
    doubted = [replace(item, confidence="low") for item in record]
    answer = verify_table(table, doubted, "court.agenda", worlds=0, workers=1)
    assert answer.unit == "share of the variance"
    rows = {item.name: item for item in answer.candidates}
    assert answer.candidates[0].name == record[2].name
    assert rows[record[2].name].value_of_information.value > 0.7
    medians = [part.after["court.agenda"] for part in rows[record[2].name].findings]
    assert medians == sorted(medians)
    one = verify_table(table, doubted, table.names[1], worlds=0, workers=1)
    assert one.candidates[0].name == record[1].name
    assert all(set(item.by_explanation) == {table.names[1]} for item in one.candidates)


def test_where_the_guard_fails_moves_are_told_and_no_probabilities(made: Made) -> None:
    table, record = made
    odd = [replace(item, confidence="low") for item in record]
    odd[2] = replace(odd[2], value=1e9)
    answer = verify_table(table, odd, worlds=0, workers=1)
    assert not answer.ok
    parts = [part for item in answer.candidates for part in item.findings]
    assert parts
    assert all(part.after == {} for part in parts)
    assert any(part.moves for part in parts)


def test_worlds_are_tempered_only_where_few_are_left() -> None:
    rng = np.random.default_rng(0)
    on = rng.random((400, 6)) < 0.5
    near = np.full(400, 1 / 400)
    even, kept = tempered(near, on, np.full(6, 0.5))
    assert kept == 0.0
    assert (even * near.max() > 0).all()
    sure, kept = tempered(near, on, np.full(6, 0.999))
    assert kept > 0.0
    assert 1.0 / (sure**2).sum() > 30


def test_unknown_quantities_get_the_nearest_name(made: Made) -> None:
    table, record = made
    for text, message in (
        ("bils", "did you mean 'bills'"),
        ("regime fals", "did you mean 'regime falls'"),
        ("court.agend", "did you mean 'court.agenda'"),
        ("deaths@almati:2022-01-05", "almaty"),
        ("participants", "expected a day"),
        ("participants:2025-01-05", "no day of the schedule"),
    ):
        with pytest.raises(UpheavalError, match=message):
            target_of(table, text)
    with pytest.raises(UpheavalError, match="deaths needs worlds that are run again"):
        verify_table(table, record, "deaths", worlds=0, workers=1)
    with pytest.raises(UpheavalError, match=r"has 200 simulations, expected 300 .*prepare"):
        verify_table(table.rows(np.arange(200)), record, worlds=0, workers=1)
    with pytest.raises(UpheavalError, match="worlds: got 5, expected 0, or 30 or more"):
        verify("kazakhstan-2022", worlds=5)
    with pytest.raises(UpheavalError, match="did you mean 'riot_almaty'"):
        verify("kazakhstan-2022", leave_out=["riot_almati"])
