"""Facts of countries, looked up without a network, and their people by region."""

from __future__ import annotations

import numpy as np
import pytest

from upheaval import countries
from upheaval.errors import UpheavalError
from upheaval.scenario import load

NOT_THE_SAME = {
    "Almaty Qalasy": "almaty", "Aqmola": "akmola", "Aqtoebe": "aktobe", "Atyrau": "atyrau",
    "Astana Qalasy": "nur_sultan", "Batys Qazaqstan": "west_kazakhstan", "Zhambyl": "jambyl",
    "Mangghystau": "mangystau", "Pavlodar": "pavlodar", "Qaraghandy": "karaganda",
    "Qaraghandy (Zhezqazghan)": "karaganda", "East Kazakhstan": "east_kazakhstan",
    "East Kazakhstan (Semey)": "east_kazakhstan", "Qostanay": "kostanay",
    "Qyzylorda": "kyzylorda", "Baikonur": "kyzylorda", "Soltustik Qazaqstan": "north_kazakhstan",
    "Almaty Oblysy": "almaty_oblast", "Almaty Oblysy (Talghar)": "almaty_oblast",
    "Ongtustik Qazaqstan": "shymkent", "Ongtustik Qazaqstan (Turkistan)": "turkistan",
}  # fmt: skip
"""Regions by the names of GeoNames and of the scenario of January 2022."""


@pytest.mark.parametrize(
    ("code", "name", "year", "value", "within"),
    [
        # Second sources: censuses and the World Bank, from memory.
        ("KAZ", "population", 1999, 14_950_000, 0.12),
        ("ROU", "population", 1989, 23_150_000, 0.03),
        ("IDN", "population", 1998, 201_000_000, 0.05),
        ("EGY", "population", 2011, 83_000_000, 0.06),
        ("KAZ", "urban_share", 2021, 0.59, 0.05),
        ("NER", "children_share", 2020, 0.5, 0.06),
        ("JPN", "children_share", 2020, 0.12, 0.1),
    ],
)
def test_a_fact_agrees_with_a_second_source(
    code: str, name: str, year: int, value: float, within: float
) -> None:
    fact = countries.country(code).fact(name, year)
    assert fact is not None
    assert fact.value == pytest.approx(value, rel=within)
    assert fact.low <= fact.value <= fact.high


def test_people_of_regions_are_near_the_official_numbers_of_kazakhstan() -> None:
    table = load("kazakhstan-2022").tables["regions"]
    official = dict(zip(table.names, table["population"], strict=True))
    found = dict.fromkeys(official, 0)
    regions = countries.country("KAZ").regions(int(table["population"].sum()), 0.58)
    for region in regions:
        found[NOT_THE_SAME[region.name]] += region.people
    errors = [abs(np.log(found[name] / official[name])) for name in official]
    # No package has them: half of the regions are within a fifth, and none is wrong by more
    # than a factor of three.
    assert np.median(errors) < 0.2
    assert max(errors) < np.log(3)


@pytest.mark.parametrize("people", [1_000, 333_333, 17_000_001])
@pytest.mark.parametrize("share", [0.0, 0.37, 1.0])
@pytest.mark.parametrize("code", ["SGP", "IND", "KAZ", "BDI", "TUR"])
def test_people_of_regions_add_up_and_none_is_negative(
    code: str, people: int, share: float
) -> None:
    regions = countries.country(code).regions(people, share)
    assert sum(region.people for region in regions) == people
    assert all(town.people >= 0 for region in regions for town in region.towns)
    assert all(region.other_towns >= 0 and region.villages >= 0 for region in regions)


def test_the_range_is_wider_further_from_the_years_of_the_source() -> None:
    country = countries.country("KAZ")
    near, far = country.fact("population", 2015), country.fact("population", 1985)
    assert near is not None
    assert far is not None
    assert near.high / near.low < far.high / far.low


def test_nobody_was_online_before_there_was_an_internet() -> None:
    fact = countries.country("ROU").fact("internet_share", 1989)
    assert fact is not None
    assert fact.value == 0


def test_what_no_source_has_is_none() -> None:
    assert countries.country("PAN").fact("armed_forces", 2020) is None


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(UpheavalError, match="did you mean KAZ"):
        countries.country("Kazakhstan")


def test_every_neighbor_is_a_country() -> None:
    codes = set(countries.codes())
    for code in codes:
        assert set(countries.country(code).neighbors) <= codes - {code}
