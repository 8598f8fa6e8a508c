"""The setting: people in cells, rows of cells, ties, prices and the court as arrays."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from two_regions import write_two_regions

from upheaval.errors import UpheavalError
from upheaval.scenario import Scenario, load
from upheaval.world.clock import Clock, Phase
from upheaval.world.setting import Setting


def test_people_of_cells_add_up_to_the_cities_and_regions(kazakhstan: Scenario) -> None:
    setting = Setting(kazakhstan, 1000)
    by_city = setting.per_city(setting.cell_people)
    np.testing.assert_array_equal(np.round(by_city, 6), setting.city_people)
    stated = setting.column("regions", "population")
    np.testing.assert_array_equal(np.round(setting.per_region(by_city), 6), stated)


@pytest.mark.parametrize("scale", [1, 20, 1000])
def test_rows_of_a_city_add_up_to_its_people_over_the_scale_and_no_cell_is_empty(
    kazakhstan: Scenario, scale: int
) -> None:
    setting = Setting(kazakhstan, scale)
    assert (setting.cell_rows >= 1).all()
    rows = setting.per_city(setting.cell_rows)
    exact = setting.city_people / scale
    # A cell of less than half a row gets one all the same: that is all that can be too much.
    small = setting.per_city((setting.cell_people < scale).astype(float))
    assert (rows >= np.round(exact) - 0.5).all()
    assert (rows <= np.round(exact) + small + 0.5).all()
    if scale == 1:
        np.testing.assert_array_equal(rows, setting.city_people)


def test_a_group_of_two_people_keeps_a_row_at_a_coarse_scale(setting: Setting) -> None:
    cell = setting.labels["cell"].index("villages/drivers")
    assert setting.cell_people[cell] == pytest.approx(2.0)
    assert setting.cell_rows[cell] == 1


def test_cells_are_sorted_by_city_and_name_their_city_and_group(setting: Setting) -> None:
    assert (np.diff(setting.cell_city) >= 0).all()
    assert setting.labels["cell"][:3] == ["port/children", "port/drivers", "port/others"]
    assert setting.labels["cell"][-1] == "capital/others"


def test_only_those_who_act_are_adults(setting: Setting) -> None:
    np.testing.assert_allclose(setting.city_adults, [28000, 13000, 0.75 * 100001])


def test_sums_over_cities_and_regions_keep_the_axes_before(setting: Setting) -> None:
    cells = np.arange(2 * 3 * 9, dtype=float).reshape(2, 3, 9)
    by_city = setting.per_city(cells)
    assert by_city.shape == (2, 3, 3)
    np.testing.assert_array_equal(by_city[..., 0], cells[..., :3].sum(axis=-1))
    by_region = setting.per_region(by_city)
    np.testing.assert_array_equal(by_region[..., 0], cells[..., :6].sum(axis=-1))
    np.testing.assert_array_equal(by_region[..., 1], cells[..., 6:].sum(axis=-1))


def test_prices_stand_by_region_and_fuel_with_dates_in_days(setting: Setting) -> None:
    np.testing.assert_array_equal(setting.prices("before"), [[60.0], [80.0]])
    np.testing.assert_array_equal(setting.prices("effective"), [[1.0], [1.0]])


def test_a_region_without_a_price_of_some_fuel_is_told_with_its_name(tmp_path: Path) -> None:
    folder = write_two_regions(tmp_path / "small")
    with (folder / "prices.csv").open("a") as table:
        table.write("west,diesel,100,100,100,100,90,2020-01-01,2022-01-02,0.01,test\n")
    with pytest.raises(UpheavalError, match=r"no row for region 'east' and fuel 'diesel'"):
        Setting(load(folder), 20).prices("before")


def test_a_city_where_nobody_can_act_is_told_with_its_name(tmp_path: Path) -> None:
    folder = write_two_regions(tmp_path / "small")
    cities = (folder / "cities.csv").read_text().replace("20000,44.5", "0,44.5")
    (folder / "cities.csv").write_text(cities.replace("town,40000", "town,60000"))
    with pytest.raises(UpheavalError, match=r"cities\.csv: 'villages' has nobody who can act"):
        Setting(load(folder), 20)


def test_factions_lean_where_their_chains_of_patrons_lead(setting: Setting) -> None:
    leaning = dict(zip(setting.labels["faction"], setting.faction_leaning, strict=True))
    assert leaning["palace"] == 1.0
    assert leaning["clan"] == -1.0
    assert leaning["service"] == -1.0
    assert leaning["uniforms"] == leaning["technocrats"] == leaning["exiles"] == 0.0


def test_a_circle_of_patrons_leads_to_nobody(tmp_path: Path) -> None:
    folder = write_two_regions(tmp_path / "small")
    text = (folder / "figures.csv").read_text()
    text = text.replace("premier,The premier,technocrats,,", "premier,P,technocrats,minister,")
    (folder / "figures.csv").write_text(text)
    setting = Setting(load(folder), 20)
    assert setting.faction_leaning[setting.labels["faction"].index("technocrats")] == 0.0


def test_garrisons_place_all_of_each_organ(setting: Setting) -> None:
    np.testing.assert_allclose(setting.garrison.sum(axis=1), 1.0)
    police, port = setting.labels["organ"].index("police"), setting.labels["city"].index("port")
    assert setting.garrison[police, port] == 0.4


def test_answers_are_remembered_by_what_was_asked_and_by_setting(small: Scenario) -> None:
    setting = Setting(small, 20)
    other = Setting(small.with_changes(set={"regions.west.wage": 1000}), 20)
    assert setting.column("regions", "wage") is setting.column("regions", "wage")
    np.testing.assert_array_equal(setting.column("regions", "wage"), [200000, 300000])
    np.testing.assert_array_equal(setting.column("regions", column="unemployment"), [5, 5])
    np.testing.assert_array_equal(setting.column("regions", column="income"), [100000, 150000])
    np.testing.assert_array_equal(other.column("regions", "wage"), [1000, 300000])


def test_without_a_clock_the_whole_schedule_is_run_and_with_one_that_one(small: Scenario) -> None:
    assert Setting(small, 20).clock.ticks[-1].end == 31.0
    clock = Clock(small.start, [Phase(datetime(2022, 1, 2), 0.125)])
    assert Setting(small, 20, clock).clock is clock
