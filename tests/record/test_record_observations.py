"""Rows of the record become observations in the units and the time of a run."""

import pytest
import synthetic
from synthetic import observation

from upheaval.record.observations import Observation, read_observations
from upheaval.scenario.problems import ScenarioError


def one(measure: str, value: str, **cells: object) -> Observation:
    (found,) = read_observations(synthetic.scenario([observation(measure, value, **cells)]))
    return found


def test_a_number_keeps_its_value_range_and_place() -> None:
    found = one("participants", "1000", low="500", high="2000", date="2022-01-03", place="port")
    assert (found.value, found.low, found.high) == (1000, 500, 2000)
    assert (found.place.kind, found.place.row, found.day) == ("city", 0, 2.0)


def test_a_number_in_another_unit_is_converted_to_the_measures() -> None:
    assert one("riot", "100", unit="percent", place="west").value == pytest.approx(1.0)


def test_an_hour_counts_in_days_since_the_start() -> None:
    found = one("concession", "2022-01-04T06:00", unit="date")
    assert (found.value, found.low, found.high) == (3.25, 3.25, 3.25)


def test_a_date_without_an_hour_is_the_whole_day_with_noon_as_its_value() -> None:
    found = one("concession", "2022-01-04", unit="date")
    assert (found.value, found.low, found.high) == (3.5, 3.0, 4.0)


def test_an_observation_in_the_evening_refers_to_its_day() -> None:
    assert one("deaths", "3", date="2022-01-04T21:30").day == 3.0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (observation("deths", "3", date="2022-01-04"), "column measure: .*did you mean 'deaths'"),
        (observation("deaths", "3"), "column date: the cell is empty"),
        (observation("riot", "1", unit="1", date="2022-01-04"), "refers to the whole run"),
        (observation("deaths", "3", date="2022-01-04", place="prt"), "column place: .*'port'"),
        (observation("deaths", "3", date="2022-01-04", place="patron"), "column place: .*unknown"),
        (observation("deaths", "3", date="2022-01-04", unit="hour"), "column unit: .*'hour'"),
        (observation("deaths", "many", date="2022-01-04"), "column value: .*'many'"),
        (observation("deaths", "3", date="2022-01-04", low="4"), "3 is not from 4 to 3"),
        (observation("concession", "3", unit="date"), "expected a date"),
    ],
)
def test_a_row_that_cannot_be_an_observation_is_named(row: dict, message: str) -> None:
    with pytest.raises(ScenarioError, match=f"record.csv, row 2, .*{message}"):
        read_observations(synthetic.scenario([row]))


def test_all_bad_rows_are_named_at_once() -> None:
    rows = [observation("deaths", "3"), observation("riot", "x", unit="1")]
    with pytest.raises(ScenarioError) as caught:
        read_observations(synthetic.scenario(rows))
    assert [problem.line for problem in caught.value.problems] == [2, 3]
