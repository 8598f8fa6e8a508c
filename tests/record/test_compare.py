"""Observed beside simulated: quantiles that occur, and what lies inside the band."""

import time
from datetime import datetime

import numpy as np
import pytest
import synthetic
import xarray
from synthetic import observation

from upheaval.record.compare import Comparison, compare, coverage, quantiles
from upheaval.record.outcomes import outcome_shares, wilson
from upheaval.record.simulated_observations import observe

NEVER = np.inf


@pytest.fixture(scope="module")
def comparisons() -> dict[str, Comparison]:
    found = compare(synthetic.run(), synthetic.scenario())
    return {item.observation.name: item for item in found}


def test_each_observation_gets_one_value_a_replicate() -> None:
    measured = observe(synthetic.run(), synthetic.scenario())
    assert list(measured) == [row["name"] for row in synthetic.RECORD]
    assert measured["participants"].tolist() == [1460, 0, 60]
    assert measured["office_lost"].tolist() == [3, NEVER, NEVER]


def test_the_band_of_three_replicates_is_their_least_middle_and_greatest(
    comparisons: dict[str, Comparison],
) -> None:
    found = comparisons["participants"]
    assert (found.p5, found.p50, found.p95) == (0, 60, 1460)
    assert found.inside


def test_a_value_beyond_all_replicates_lies_outside(comparisons: dict[str, Comparison]) -> None:
    assert not comparisons["too_few"].inside
    assert not comparisons["too_few"].overlaps


def test_a_band_that_ends_in_never_holds_any_later_date(comparisons: dict[str, Comparison]) -> None:
    found = comparisons["office_lost"]
    assert (found.p5, found.p50, found.p95) == (3, NEVER, NEVER)
    assert found.inside


def test_a_range_may_meet_the_band_where_the_value_does_not() -> None:
    row = observation("participants", "1600", low="1400", high="1800", date="2022-01-03")
    (found,) = compare(synthetic.run(), synthetic.scenario([row]))
    assert found.overlaps
    assert not found.inside


def test_coverage_counts_each_use_by_itself(comparisons: dict[str, Comparison]) -> None:
    items = comparisons.values()
    # of the fit rows 'too_few' lies outside
    assert (coverage(items, "fit").inside, coverage(items, "fit").total) == (7, 8)
    assert (coverage(items, "check").inside, coverage(items, "check").total) == (2, 2)
    assert coverage(items).total == 10


def test_an_observation_after_the_end_of_the_run_is_neither_inside_nor_counted() -> None:
    row = observation("deaths", "0", date="2022-03-01")
    (found,) = compare(synthetic.run(), synthetic.scenario([row]))
    assert not found.simulated
    assert coverage([found]).total == 0
    assert found.as_json(synthetic.START)["inside"] is None


def test_json_has_local_times_and_none_for_never(comparisons: dict[str, Comparison]) -> None:
    assert comparisons["first_troops"].as_json(datetime(2022, 1, 1)) == {
        "id": "first_troops",
        "measure": "first_troops",
        "place": "country",
        "date": None,
        "use": "check",
        "unit": "date",
        "observed": {
            "value": "2022-01-04T06:00",
            "low": "2022-01-04T06:00",
            "high": "2022-01-04T06:00",
        },
        "simulated": {"p5": "2022-01-04T06:00", "p50": None, "p95": None},
        "inside": True,
    }


def test_json_of_a_number_names_its_day(comparisons: dict[str, Comparison]) -> None:
    found = comparisons["participants"].as_json(synthetic.START)
    assert found["date"] == "2022-01-03"
    assert found["observed"] == {"value": 1000.0, "low": 500.0, "high": 2000.0}
    assert found["simulated"] == {"p5": 0.0, "p50": 60.0, "p95": 1460.0}


def test_quantiles_are_values_that_occur() -> None:
    values = np.array([4.0, NEVER, 1.0, 3.0, 2.0, NEVER, 5.0, 6.0, 7.0, 8.0])
    # of ten, 5% is the first, 50% the fifth and 95% the tenth
    assert quantiles(values) == (1.0, 5.0, NEVER)


def test_quantiles_agree_with_the_inverted_distribution_function_of_numpy() -> None:
    values = np.sin(np.arange(1.0, 41.0) ** 2)
    theirs = np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf")
    assert quantiles(values) == pytest.approx(theirs.tolist(), abs=0)


def test_outcome_shares_come_with_their_range() -> None:
    shares = outcome_shares(synthetic.run(), synthetic.OUTCOMES)
    assert {name: item.count for name, item in shares.items()} == dict.fromkeys(shares, 1)
    assert list(shares) == list(synthetic.OUTCOMES)


def test_outcomes_have_the_names_of_the_mechanism_that_decides_them() -> None:
    shares = outcome_shares(synthetic.run())
    assert list(shares)[:2] == ["duumvirate holds", "incumbent purges patron"]
    assert [item.count for item in shares.values()] == [1, 1, 1, 0, 0, 0]


def test_wilsons_range_is_the_published_one() -> None:
    # Newcombe (1998), table I, method 3 (score, no continuity correction), 95%.
    assert wilson(81, 263, 1.959964) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148, 1.959964) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20, 1.959964) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(29, 29, 1.959964) == pytest.approx((0.8830, 1.0), abs=5e-5)


def test_two_hundred_observations_of_two_hundred_replicates_take_under_a_second() -> None:
    # One replicate stands for sixty-seven; the record repeats its ten rows twenty times.
    run = xarray.concat([synthetic.run()] * 67, dim="replicate").load()
    rows = [row | {"name": f"{row['name']}{i}"} for i in range(20) for row in synthetic.RECORD]
    scenario = synthetic.scenario(rows)
    begin = time.perf_counter()
    measured = observe(run, scenario)
    assert time.perf_counter() - begin < 1.0
    assert len(measured) == 200
