"""Every measure gives, on a run of three replicates, what one works out by hand."""

import numpy as np
import pytest
import synthetic

from upheaval.errors import UpheavalError
from upheaval.record.measures import MEASURES, find_measure, measure_names
from upheaval.record.places import find_place
from upheaval.record.reference import page
from upheaval.record.series import Series
from upheaval.scenario import units

NEVER = np.inf


@pytest.fixture(scope="module")
def run() -> Series:
    regions = [
        synthetic.observation("first_protest", "2022-01-02", unit="date", place=name, name=name)
        | {"low": low, "high": high}
        for name, low, high in (
            ("west", "2022-01-02T10:00", "2022-01-02T12:00"),
            ("south", "2022-01-02T13:00", "2022-01-03T18:00"),
        )
    ]
    regions[0]["value"], regions[1]["value"] = "2022-01-02T11:00", "2022-01-03T13:00"
    return Series(synthetic.run(), synthetic.scenario([*synthetic.RECORD, *regions]))


def measured(run: Series, measure: str, place: str = "country", day: float | None = None):
    found = find_measure(measure)
    return found.function(run, find_place(run.tables, found.places, place), day).tolist()


# Each day by its number since 1 January: day 1 is 2 January.
BY_HAND = [
    # the day's largest crowd of each city, added up: 400 + 60 + 1000
    ("participants", "country", 2, [1460, 0, 60]),
    ("participants", "west", 2, [460, 0, 0]),
    ("participants", "port", 2, [400, 0, 0]),
    # rallying and striking people of one tick count together
    ("participants", "port", 1, [50, 0, 0]),
    # a tick of 7 days covers the days within it
    ("participants", "country", 6, [70, 0, 0]),
    ("regions_with_protest", "country", 1, [1, 0, 0]),
    ("regions_with_protest", "country", 2, [2, 0, 1]),
    ("cities_with_protest", "country", None, [2, 0, 1]),
    # 49 people at the end of day 1 are no gathering
    ("first_protest", "country", None, [1.5, NEVER, 2.5]),
    ("first_protest", "south", None, [2.75, NEVER, 2.5]),
    ("first_protest", "port", None, [1.5, NEVER, NEVER]),
    # the crowd of tick 16 comes after the acute phase
    ("last_protest", "country", None, [3.5, NEVER, 2.5]),
    ("last_protest", "port", None, [2.5, NEVER, NEVER]),
    ("riot", "west", None, [1, 0, 0]),
    ("riot", "hill", None, [1, 0, 0]),
    ("riot", "steppe", None, [0, 0, 0]),
    ("regions_with_violence", "country", 2, [1, 0, 0]),
    ("regions_with_violence", "country", 3, [1, 0, 0]),
    # tick 8: 400 west, tick 9: 360 west, tick 10: 1000 south
    ("demand_political", "country", 2, [(76 + 700) / 1760, 0, 0]),
    ("demand_political", "west", 2, [0.1, 0, 0]),
    ("political_demand", "country", 2, [1, 0, 0]),
    ("political_demand", "west", 2, [0, 0, 0]),
    ("site_seized", "hill", None, [1, 0, 0]),
    ("site_seized", "port", None, [0, 0, 0]),
    ("first_seizure", "country", None, [3.1, NEVER, NEVER]),
    # the forces that leave on day 9 leave after the acute phase
    ("stood_down", "hill", None, [1, 0, 0]),
    ("first_stand_down", "country", None, [3.0, NEVER, 9.0]),
    ("first_stand_down", "west", None, [3.2, NEVER, NEVER]),
    ("deaths", "country", 1, [0, 0, 0]),
    ("deaths", "country", 2, [8, 0, 0]),
    ("deaths", "country", 3, [90, 0, 0]),
    ("deaths", "south", 3, [82, 0, 0]),
    ("deaths_security", "country", 3, [2, 0, 0]),
    ("wounded", "country", 3, [34, 0, 0]),
    ("wounded_security", "west", 3, [0, 0, 0]),
    ("detained", "country", 3, [40, 0, 0]),
    # no tick ends on day 12; the last known sum is that of day 11
    ("detained", "country", 12, [40, 0, 0]),
    ("detained", "country", 17, [90, 0, 0]),
    ("arms_looted", "country", None, [15, 0, 0]),
    ("price", "west", 0, [100, 100, 100]),
    ("price", "south", 0, [50, 50, 50]),
    # three quarters of the people live in the west
    ("price", "country", 0, [87.5, 87.5, 87.5]),
    ("concession", "country", None, [2, NEVER, NEVER]),
    ("concession", "south", None, [3, NEVER, NEVER]),
    ("concession_everywhere", "country", None, [3, NEVER, NEVER]),
    ("government_dismissed", "country", None, [3, NEVER, NEVER]),
    ("emergency", "country", None, [2.75, NEVER, 2.5]),
    ("emergency", "west", None, [3, NEVER, NEVER]),
    ("emergency_everywhere", "country", None, [3, NEVER, NEVER]),
    ("shutdown_start", "country", None, [3.25, NEVER, NEVER]),
    ("shutdown_end", "country", None, [8, NEVER, NEVER]),
    ("shoot_order", "country", None, [3.5, NEVER, NEVER]),
    ("office_lost", "patron", None, [3, NEVER, NEVER]),
    ("holds_office", "patron", 2, [1, 1, 1]),
    ("holds_office", "patron", 3, [0, 1, 1]),
    ("holds_office", "president", 17, [1, 1, 0]),
    ("in_custody", "chief", 3, [1, 0, 0]),
    ("in_custody", "chief", 2, [0, 0, 0]),
    # half is not most
    ("organ_with_incumbent", "guard", 1, [1, 1, 1]),
    ("organ_with_incumbent", "guard", 2, [0, 1, 1]),
    ("incumbent_rules", "country", 3, [1, 1, 1]),
    ("incumbent_rules", "country", 17, [1, 1, 0]),
    # the fall on day 16 comes after the acute phase
    ("regime_falls", "country", None, [0, 0, 0]),
    # citizens count by their people: three quarters live in the west
    ("belief", "plot", 3, [0.3, 0.1, 0.1]),
    ("belief", "rumor", 3, [0.1, 0.1, 0.1]),
    ("belief_elites", "plot", 3, [0.5, 0.1, 0.1]),
    ("belief_allies", "plot", 3, [0.7, 0.1, 0.1]),
    ("belief_abroad", "plot", 3, [0.05, 0.1, 0.1]),
    ("claim_asserted", "plot", None, [3, NEVER, 4]),
    ("claim_asserted", "rumor", None, [NEVER, NEVER, 5]),
    ("claim_retracted", "plot", None, [9, NEVER, NEVER]),
    ("sent_belief", "country", 3, [(0.3 + 2 * 0.2 + 0.8) / 4, 0, 0]),
    ("sent_belief", "west", 3, [(0.3 + 2 * 0.2) / 3, 0, 0]),
    ("nationalism", "country", 3, [0.5, 0, 0]),
    ("nationalism", "south", 3, [0.8, 0, 0]),
    ("organizers", "country", 3, [0.1, 0, 0]),
    ("organizers", "west", 3, [0.1, 0, 0]),
    ("treaty_request", "country", None, [3, NEVER, NEVER]),
    ("treaty_decision", "country", None, [3.1, NEVER, NEVER]),
    # west before south, as in the record; nowhere; south alone, west never
    ("order_of_regions", "country", None, [1, 0, -1]),
    ("first_troops", "country", None, [3.25, NEVER, NEVER]),
    ("withdrawal_start", "country", None, [9, NEVER, NEVER]),
    ("withdrawal_end", "country", None, [11, NEVER, NEVER]),
    ("troops", "country", 3, [320, 0, 0]),
    ("troops", "neighbor", 3, [20, 0, 0]),
    ("troops", "country", 11, [0, 0, 0]),
    ("third_power_consent", "country", None, [3.2, NEVER, 5]),
    ("alignment", "country", 3, [0.2, -0.1, -0.1]),
    ("alignment", "country", 2, [-0.1, -0.1, -0.1]),
    ("alignment_before", "country", None, [-0.1, -0.1, -0.2]),
    ("other_front_pressure", "country", 3, [0.8, 1, 1]),
    ("bargaining_credit", "country", 3, [0.5, 0, 0]),
    ("defected", "clan", 3, [1, 0, 0]),
    ("defected", "palace", 3, [0, 0, 0]),
    ("sanction_risk", "clan", 3, [0.6, 0, 0]),
    ("naming_probability", "twin_ruler", 3, [0.4, 0.7, 0.7]),
    ("naming_before", "twin_ruler", None, [0.7, 0.7, 0.6]),
    ("ruler_control", "twin_ruler", 3, [0.5, 0.3, 0.3]),
    ("neighbor_risk", "twin", 3, [0.1, 0.2, 0.2]),
    ("neighbor_risk", "stranger", 3, [0.3, 0.2, 0.2]),
    ("neighbor_risk_before", "stranger", None, [0.1, 0.1, 0.1]),
    # twenty strikers of tick 5 are no gathering
    ("strikers", "port", 1, [20, 0, 0]),
    ("strikers", "country", 2, [0, 0, 0]),
    ("strike", "port", None, [0, 0, 0]),
    ("mining_load", "country", 2, [900, 900, 900]),
    ("mining_load", "country", 3, [250, 900, 900]),
    ("mining_cut", "country", None, [3.25, NEVER, NEVER]),
    ("hash_rate_drop", "country", 2, [0, 0, 0]),
    ("hash_rate_drop", "country", 3, [0.13, 0, 0]),
    ("rents", "palace", 0, [30, 30, 30]),
    ("rents", "clan", 3, [40, 40, 40]),
    ("reform_rents", "palace", 0, [0, 0, 0]),
    ("reform_rents", "palace", 1, [-3, 0, 0]),
    ("favors", "clan", 1, [14, 0, 0]),
    ("ruler_in_office", "country", 2, [1, 1, 1]),
    ("ruler_in_office", "country", 17, [1, 1, 0]),
    ("ruler_in_office_14", "country", None, [1, 1, 1]),
    ("ruler_leaves", "country", None, [NEVER, NEVER, 16]),
    ("peak_crowd", "country", None, [1000, 0, 60]),
    ("total_deaths", "country", None, [90, 0, 0]),
    ("duration", "country", None, [9.5, 0, 0]),
    ("defection_some", "country", None, [1, 0, 1]),
    ("defection_many", "country", None, [0, 0, 0]),
    ("elite_split", "country", None, [0, 0, 0]),
    ("internet_cut", "country", None, [1, 0, 0]),
    ("foreign_troops", "country", None, [1, 0, 0]),
    ("outcome_stays", "country", None, [0, 1, 0]),
    ("outcome_concedes", "country", None, [0, 0, 0]),
    ("outcome_purges", "country", None, [1, 0, 0]),
    ("outcome_from_within", "country", None, [0, 0, 1]),
    ("outcome_negotiated", "country", None, [0, 0, 0]),
    ("outcome_street", "country", None, [0, 0, 0]),
    ("outcome_war", "country", None, [0, 0, 0]),
]

LATER = {"ruler_in_office_30", "ruler_in_office_90", "ruler_in_office_180"}
"""Of the same function as the one after 14 days; the run by hand ends before."""


@pytest.mark.parametrize(("measure", "place", "day", "expected"), BY_HAND)
def test_a_measure_gives_what_one_works_out_by_hand(
    run: Series, measure: str, place: str, day: float | None, expected: list[float]
) -> None:
    assert measured(run, measure, place, day) == pytest.approx(expected)


def test_every_measure_is_worked_out_by_hand_somewhere() -> None:
    assert set(MEASURES) - {row[0] for row in BY_HAND} == LATER


def test_fifty_strikers_of_one_city_in_one_tick_make_a_strike() -> None:
    dataset = synthetic.run().copy(deep=True)
    dataset["crowd"].loc[{"city": "port", "kind": "striking"}].values[1, 7] = 50.0
    dataset["crowd"].loc[{"city": "port", "kind": "striking"}].values[2, 16] = 900.0
    struck = Series(dataset, synthetic.scenario())
    # the 900 of replicate 2 come after the acute phase
    assert measured(struck, "strike", "west") == [0, 1, 0]
    assert measured(struck, "strike", "hill") == [0, 0, 0]
    assert measured(struck, "strikers", "country", 1.0) == [20, 50, 0]


def test_a_tick_that_ends_at_midnight_belongs_to_the_day_that_ends(run: Series) -> None:
    assert run.ticks_of(0.0) == slice(0, 4)
    assert run.ends[3] == 1.0


def test_ticks_of_three_hours_make_the_same_days_as_ticks_of_six() -> None:
    six = synthetic.run().isel(time=slice(0, 16))
    # Each tick of 6 hours becomes two of 3 hours with the same values.
    three = six.isel(time=np.repeat(np.arange(16), 2))
    ends = three["time"].values.copy()
    ends[::2] -= np.timedelta64(3, "h")
    runs = [Series(run, synthetic.scenario()) for run in (six, three.assign_coords(time=ends))]
    assert [run.ticks_of(1.0) for run in runs] == [slice(4, 8), slice(8, 16)]
    for name, place, day in (("participants", "country", 2.0), ("deaths", "country", 3.0)):
        assert measured(runs[0], name, place, day) == measured(runs[1], name, place, day)


@pytest.mark.parametrize("name", [name for name, item in MEASURES.items() if item.dated])
def test_a_day_after_the_end_of_the_run_is_unknown_to_every_dated_measure(
    run: Series, name: str
) -> None:
    places = {
        "country": "country", "figure": "patron", "organ": "guard", "claim": "plot",
        "faction": "clan", "ruler": "twin_ruler", "neighbor": "twin",
    }  # fmt: skip
    kind = next(kind for kind in MEASURES[name].places if kind in places)
    assert np.isnan(measured(run, name, places[kind], 18.0)).all()


def test_half_a_day_without_its_last_tick_is_unknown() -> None:
    cut = Series(synthetic.run().isel(time=slice(0, 14)), synthetic.scenario())
    assert np.isnan(measured(cut, "participants", day=3.0)).all()
    assert measured(cut, "participants", day=2.0) == [1460, 0, 60]


def test_an_unknown_place_names_the_nearest_one(run: Series) -> None:
    with pytest.raises(UpheavalError, match="did you mean 'port'"):
        measured(run, "riot", "prot")


def test_an_unknown_measure_names_the_nearest_one() -> None:
    with pytest.raises(UpheavalError, match="did you mean 'participants'"):
        find_measure("participant")


def test_a_run_of_another_scenario_is_refused() -> None:
    other = synthetic.run().assign_coords(region=["east", "south"])
    with pytest.raises(UpheavalError, match=r"'region' names are not those in regions\.csv"):
        Series(other, synthetic.scenario())


def test_a_field_that_was_not_recorded_is_named(run: Series) -> None:
    bare = Series(synthetic.run().drop_vars("troops"), synthetic.scenario())
    with pytest.raises(UpheavalError, match="did not record the field 'troops'"):
        measured(bare, "troops", day=3.0)


def test_dimensions_may_come_in_any_order(run: Series) -> None:
    turned = synthetic.run().transpose("kind", "city", "time", "replicate", ...)
    again = Series(turned, synthetic.scenario())
    assert measured(again, "participants", "port", 2.0) == [400, 0, 0]
    assert measured(again, "riot", "west") == [1, 0, 0]


def test_times_have_the_unit_date_and_yes_or_no_is_a_pure_number() -> None:
    for name, unit in measure_names().items():
        kind = MEASURES[name].kind
        assert (unit == units.DATE) == (kind == "time")
        assert unit == "1" or kind != "yes_no"


def test_the_reference_page_is_the_one_made_from_the_list(pytestconfig: pytest.Config) -> None:
    written = (pytestconfig.rootpath / "docs" / "measures.md").read_text(encoding="utf-8")
    assert written == page()
