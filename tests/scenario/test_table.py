"""A table is typed columns, found by name."""

import pickle
from datetime import datetime

import numpy as np
import pytest
from scenario_folders import add_row, set_cell

from upheaval.scenario import load


def test_columns_have_the_types_of_their_declarations(folder):
    scenario = load(folder)
    regions, prices = scenario.tables["regions"], scenario.tables["prices"]
    assert regions["population"].dtype == np.int64
    assert regions["wage"].dtype == np.float64
    assert regions["name"].dtype.kind == "U"
    assert scenario.tables["groups"]["acts"].dtype == np.bool_
    assert prices["decided"].dtype == np.dtype("datetime64[s]")


def test_columns_cannot_be_changed(folder):
    with pytest.raises(ValueError, match="read-only"):
        load(folder).tables["regions"]["population"][0] = 5


def test_rows_are_found_by_their_key(folder):
    add_row(folder, "prices", fuel="lpg", after_high="9")
    prices = load(folder).tables["prices"]
    assert prices.names == ["first_regions/any", "first_regions/lpg"]
    assert prices.position("first_regions/lpg") == 1
    assert prices.line(1) == 3
    assert len(prices) == 2


def test_an_unknown_row_or_column_names_the_nearest(folder):
    prices = load(folder).tables["prices"]
    with pytest.raises(KeyError, match="did you mean 'first_regions/any'"):
        prices.position("first_region/any")
    with pytest.raises(KeyError, match="did you mean 'after'"):
        prices["aftr"]


def test_rows_are_plain_values(folder):
    set_cell(folder, "prices", 2, "effective", "2022-01-02T18:30")
    row = next(load(folder).tables["prices"].rows())
    assert row["effective"] == datetime(2022, 1, 2, 18, 30)
    assert type(row["before"]) is float
    assert next(load(folder).tables["record"].rows())["date"] is None


def test_a_scenario_survives_pickling(folder):
    scenario = load(folder)
    again = pickle.loads(pickle.dumps(scenario))
    assert again.hash == scenario.hash
    assert again.tables["regions"].names == scenario.tables["regions"].names
