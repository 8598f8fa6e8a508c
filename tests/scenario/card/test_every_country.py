"""A card of every country of ISO 3166 with over a million people can be read, and some are run.

All are run by ``python tools/run_all_countries.py``.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

import upheaval as up
from upheaval import countries

START, YEAR = "2019-01-01", 2019
SEED, RUN = 20190101, 3


def large() -> list[str]:
    found = []
    for code in countries.codes():
        people = countries.country(code).fact("population", YEAR)
        if people is not None and people.value > 1_000_000:
            found.append(code)
    return found


LARGE = large()


def test_there_are_as_many_as_the_world_has() -> None:
    assert 150 <= len(LARGE) <= 170


@pytest.mark.parametrize("code", LARGE)
def test_a_card_is_a_valid_scenario_whose_people_add_up(code: str, tmp_path: Path) -> None:
    found = up.new(tmp_path / code, country=code, start=START, trigger="price")
    regions, towns = found.tables["regions"], found.tables["cities"]
    (row,) = [row for row in up.card(found).rows if row.field == "people.population"]
    people = int(row.value.replace(",", ""))
    assert regions["population"].sum() == towns["population"].sum() == people
    assert (regions["population"] > 0).all()
    assert (towns["population"] > 0).all()
    assert (towns["role"] == "capital").sum() == 1


@pytest.mark.parametrize("code", random.Random(SEED).sample(LARGE, RUN))
def test_a_card_runs_and_crowds_stay_within_their_towns(code: str, tmp_path: Path) -> None:
    found = up.new(tmp_path / code, country=code, start=START, trigger="price")
    run = up.simulate(found, replicates=1, scale=1000, until="2019-01-02", workers=1)
    crowd = run["crowd"].values.sum(axis=-1)
    assert np.isfinite(crowd).all()
    assert (crowd >= 0).all()
    assert (crowd <= found.tables["cities"]["population"]).all()
