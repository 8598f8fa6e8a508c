"""Every mistake in a scenario's files gives one clear message."""

from datetime import datetime

import numpy as np
import pytest
from scenario_folders import add_row, edit, set_cell

from upheaval.scenario import ScenarioError, available, load, read

YAML = "scenario.yaml"


def messages(folder):
    scenario, problems = read(folder)
    assert (scenario is None) == bool(problems)
    return [str(problem) for problem in problems]


def only_message(folder):
    found = messages(folder)
    assert len(found) == 1, found
    return found[0]


def test_a_valid_folder_becomes_a_scenario(folder):
    scenario = load(folder)
    assert scenario.name == "nowhere"
    assert scenario.start == datetime(2022, 1, 1)
    assert [(phase.until, phase.length) for phase in scenario.schedule] == [
        (datetime(2022, 2, 1), 0.25)
    ]
    assert scenario.mechanisms == ("prices", "streets")
    assert scenario.explanations[0].prior == 0.5
    assert scenario.map["features"][0]["properties"]["name"] == "first_regions"
    assert scenario.tables["record"]["date"][1] == np.datetime64("2022-01-05T00:00:00")
    assert np.isnat(scenario.tables["record"]["date"][0])


def test_an_unknown_region_is_named_with_its_nearest_name(folder):
    set_cell(folder, "cities", 2, "region", "first_regoins")
    assert only_message(folder) == (
        "cities.csv, row 2, column region: got 'first_regoins', "
        "expected a name of regions.csv; did you mean first_regions?"
    )


def test_a_missing_column_is_one_problem(folder):
    path = folder / "cities.csv"
    rows = [line.split(",") for line in path.read_text().splitlines()]
    gone = rows[0].index("population")
    path.write_text("\n".join(",".join(r[:gone] + r[gone + 1 :]) for r in rows))
    assert only_message(folder) == (
        "cities.csv, row 1, column population: the column is missing, expected people of all ages"
    )


def test_a_misspelled_column_is_named_with_its_nearest_name(folder):
    edit(folder, "organs.csv", "zeal", "zael")
    found = messages(folder)
    assert found[0].endswith("unknown column, expected one of zeal; did you mean zeal?")


def test_a_column_that_stands_twice_is_one_problem(folder):
    edit(folder, "organs.csv", "zeal", "weight,zeal")
    edit(folder, "organs.csv", ",1,1,1,", ",1,1,1,1,")
    assert only_message(folder).startswith(
        "organs.csv, row 1, column weight: the column stands twice"
    )


def test_a_negative_population_is_one_problem(folder):
    set_cell(folder, "regions", 2, "population", "-3")
    assert only_message(folder) == (
        "regions.csv, row 2, column population: got '-3', "
        "expected a whole number of at least 0 person"
    )


@pytest.mark.parametrize("text", ["1 5", "nan", "inf", "1_000", "many", "1e999", "٣", "0x10"])
def test_only_plain_numbers_are_numbers(folder, text):
    set_cell(folder, "regions", 2, "wage", text)
    assert "expected a number of at least 0 KZT/month" in only_message(folder)


@pytest.mark.parametrize("text", ["10.5", "1e17", "99999999999999999999"])
def test_a_count_is_a_whole_number_that_a_float_can_hold(folder, text):
    set_cell(folder, "organs", 2, "value", text)
    assert "expected a whole number of at least 0 person" in only_message(folder)


def test_a_count_may_be_written_with_an_exponent(folder):
    for table in ("regions", "cities"):
        set_cell(folder, table, 2, "population", "2.1e6")
    assert load(folder).tables["regions"]["population"].tolist() == [2_100_000]


def test_a_composition_that_does_not_sum_to_one_is_one_problem(folder):
    for column in ("low", "value"):
        set_cell(folder, "composition", 2, column, "0.9")
    assert only_message(folder) == (
        "composition.csv, row 2, column value: the rows with region 'first_regions', "
        "settlement 'town' add up to 0.9, expected 1"
    )


def test_cities_that_do_not_sum_to_their_region_are_one_problem(folder):
    set_cell(folder, "cities", 2, "population", "999")
    assert only_message(folder) == (
        "cities.csv, row 2, column population: the rows with region 'first_regions' add up to "
        "999, expected 1000, the population in regions.csv"
    )


def test_people_without_a_composition_are_one_problem(folder):
    set_cell(folder, "cities", 2, "population", "400")
    add_row(folder, "cities", name="village", settlement="rural", population="600")
    assert only_message(folder) == (
        "composition.csv, column value: no row with region 'first_regions', settlement 'rural', "
        "expected some, because of cities.csv, row 3, column population: 600"
    )


def test_an_empty_place_needs_no_composition(folder):
    add_row(folder, "cities", name="village", settlement="rural", population="0")
    assert messages(folder) == []


@pytest.mark.parametrize("table", ["regions", "cities", "composition", "prices", "garrisons"])
def test_a_key_that_stands_twice_is_one_problem(folder, table):
    add_row(folder, table)
    assert "stands already in row 2, expected a key of its own" in only_message(folder)


def test_a_range_that_does_not_hold_its_value_is_one_problem(folder):
    set_cell(folder, "prices", 2, "after_low", "2")
    assert only_message(folder) == (
        "prices.csv, row 2, column after_low: got '2', expected at most the after, 1"
    )


def test_a_figure_may_owe_a_career_to_a_later_row(folder):
    set_cell(folder, "figures", 2, "patron", "elder")
    add_row(folder, "figures", name="elder", patron="")
    assert load(folder).tables["figures"]["patron"].tolist() == ["elder", ""]


def test_one_faction_is_the_ruler_s_and_at_most_one_the_patron_s(folder):
    set_cell(folder, "factions", 3, "seat", "incumbent")
    assert only_message(folder) == (
        "factions.csv, row 3, column seat: 2 rows have 'incumbent', expected exactly one"
    )
    set_cell(folder, "factions", 2, "seat", "patron")
    set_cell(folder, "factions", 3, "seat", "patron")
    assert set(messages(folder)) == {
        "factions.csv, column seat: 0 rows have 'incumbent', expected exactly one",
        "factions.csv, row 3, column seat: 2 rows have 'patron', expected at most one",
    }


def test_a_country_may_have_no_second_power(folder):
    set_cell(folder, "factions", 3, "seat", "none")
    assert messages(folder) == []


def test_a_table_of_a_structure_may_be_absent_and_then_has_no_rows(folder):
    assert not (folder / "triggers.csv").exists()
    scenario, problems = read(folder)
    assert problems == []
    assert len(scenario.tables["triggers"]) == 0


def test_columns_that_not_every_country_knows_may_be_absent(folder):
    path = folder / "regions.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    keep = [i for i, name in enumerate(header.split(",")) if name not in ("wage", "unemployment")]
    lines = [",".join(line.split(",")[i] for i in keep) for line in (header, row)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    scenario, problems = read(folder)
    assert problems == []
    assert scenario.tables["regions"]["wage"].tolist() == [0.0]


def test_a_row_with_too_many_cells_is_one_problem(folder):
    edit(folder, "powers.csv", "first_powers,", "first_powers,extra,")
    assert "cells in the row, expected 13, as in the header" in only_message(folder)


def test_an_unclosed_quote_is_one_problem(folder):
    edit(folder, "powers.csv", "first_powers,title", 'first_powers,"title')
    assert only_message(folder).startswith("powers.csv, row 2: unexpected end of data")


def test_a_file_that_is_not_utf8_is_one_problem(folder):
    path = folder / "treaties.csv"
    path.write_bytes(path.read_bytes() + b"\xff\n")
    assert only_message(folder) == (
        "treaties.csv, row 2: byte 0xff is not text, expected a file in UTF-8"
    )


def test_a_byte_order_mark_is_no_problem(folder):
    path = folder / "regions.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert messages(folder) == []


def test_an_empty_cell_that_must_be_filled_is_one_problem(folder):
    set_cell(folder, "regions", 2, "title", "")
    assert only_message(folder) == (
        "regions.csv, row 2, column title: the cell is empty, expected text"
    )


def test_a_word_that_is_no_choice_is_named_with_its_nearest(folder):
    set_cell(folder, "regions", 2, "kind", "provnce")
    assert only_message(folder).endswith("expected one of province, city; did you mean province?")


@pytest.mark.parametrize("text", ["2022-13-01", "5 January", "2022-01-05T25:00", "0001-01-01"])
def test_a_date_is_a_plausible_iso_date(folder, text):
    set_cell(folder, "prices", 2, "decided", text)
    assert "prices.csv, row 2, column decided: got" in only_message(folder)


def test_a_missing_table_is_one_problem(folder):
    (folder / "regions.csv").unlink()
    assert only_message(folder) == "regions.csv: the file is missing"


def test_a_misspelled_table_is_named_with_its_nearest_name(folder):
    (folder / "regions.csv").rename(folder / "region.csv")
    assert messages(folder)[1].endswith("did you mean regions?")


def test_every_mistake_is_reported_at_once(folder):
    set_cell(folder, "regions", 2, "kind", "x")
    set_cell(folder, "organs", 2, "zeal", "2")
    edit(folder, YAML, "country: Nowhere", "contry: Nowhere")
    with pytest.raises(ScenarioError) as caught:
        load(folder)
    assert len(caught.value.problems) == 4
    assert str(caught.value).splitlines()[0] == "scenario nowhere: 4 problems"
    assert "did you mean country?" in str(caught.value)


# ---------------------------------------------------------------- record, claims, map
@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("place", "first_region", "did you mean first_regions?"),
        ("value", "much", "expected a number, a date or never"),
        ("low", "2022-01-01", "expected a number, as the value is"),
        ("low", "2200", "expected at most the value, 2.1e3"),
        ("high", "2000", "expected at least the value, 2.1e3"),
        ("unit", "persn", "unknown unit 'persn'"),
        ("unit", "date", "expected a unit of numbers, since the value is one"),
        ("use", "fitt", "did you mean fit?"),
    ],
)
def test_a_mistake_in_the_record_is_one_problem(folder, column, text, expected):
    set_cell(folder, "record", 2, column, text)
    found = only_message(folder)
    assert found.startswith(f"record.csv, row 2, column {column}:")
    assert expected in found


def test_a_claim_bears_on_an_explanation_that_exists(folder):
    header = (folder / "claims.csv").read_text().strip().split(",")
    cells = dict.fromkeys(header, "0.5") | {
        "name": "c", "content": "words", "kind": "other", "asserted_by": "someone",
        "speaker": "", "after": "", "asserted": "2022-01-02", "retracted": "", "coerced": "no",
        "status": "asserted", "bears_on": "bill",
    }  # fmt: skip
    with (folder / "claims.csv").open("a") as file:
        file.write(",".join(cells.values()) + "\n")
    assert only_message(folder).endswith("did you mean bills?")


def test_a_shape_is_that_of_a_region(folder):
    edit(folder, "map.geojson", "first_regions", "first_region")
    assert only_message(folder) == (
        "map.geojson, features[0].properties.name: got 'first_region', "
        "expected a name of regions.csv; did you mean first_regions?"
    )


def test_a_scenario_needs_no_map(folder):
    (folder / "map.geojson").unlink()
    assert load(folder).map == {"type": "FeatureCollection", "features": []}


# ---------------------------------------------------------------- scenario.yaml
def test_no_stays_a_word(folder):
    edit(folder, YAML, "country: Nowhere", "country: NO")
    assert load(folder).country == "NO"


def test_an_exponent_makes_a_number(folder):
    edit(folder, YAML, "prior: {uniform: [0.0, 365.0]}", "value: 2.1e2")
    assert load(folder).parameters["prices.memory"].value == 210.0


def test_a_key_that_stands_twice_is_one_problem_in_yaml(folder):
    edit(folder, YAML, "country: Nowhere", "country: Nowhere\ncountry: Elsewhere")
    assert only_message(folder) == (
        "scenario.yaml, line 4, country: the key stands already in line 3, expected it once"
    )


def test_an_alias_is_one_problem(folder):
    edit(folder, YAML, "title: ", "title: &name ")
    edit(folder, YAML, "country: Nowhere", "country: *name")
    assert "an alias of another value" in only_message(folder)


def test_a_broken_document_is_named_by_its_line(folder):
    edit(folder, YAML, "holidays: []", "holidays: [")
    assert messages(folder)[0].startswith("scenario.yaml, line ")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("format: scenario/1", "format: scenario/2", "'scenario/1'"),
        ("tick: 6 hours", "tick: 6", "a length such as 6 hours or 7 days"),
        ("tick: 6 hours", "tick: 60 days", "the tick is longer than its phase"),
        ("until: 2022-02-01", "until: 2021-02-01", "expected a time after 2022-01-01"),
        ("start: 2022-01-01", "start: soon", "expected a date such as"),
        ("holidays: []", "holidays: [{date: 2022-01-01}]", "the key is missing"),
        ("mechanisms: [prices, ", "mechanisms: [prices, prices, ", "stands twice"),
        ("mechanisms: [prices]", "mechanisms: [price]", "did you mean prices?"),
        ("country: Nowhere", "country: 7", "a valid string"),
        ('unit: "day"', "unit: dya", "unknown unit 'dya'"),
        ("[0.0, 365.0]}", "[0.0, 366.0]}", "a prior that reaches 366, expected one in the range"),
        ("[0.0, 365.0]}", "[9.0, 3.0]}", "two ends in rising order"),
        ("{uniform: [0.0, 365.0]}", "{unifrm: [0, 1]}", "did you mean uniform?"),
        ("{uniform: [0.0, 365.0]}", "{normal: {mean: 1, sd: 0}}", "greater than 0"),
        ("{uniform: [0.0, 365.0]}", "{normal: {mean: -1, sd: 1}}", "a prior around -1"),
        ("{uniform: [0.0, 365.0]}", "{normal: {mean: 1, sd: 1e9}}", "a wider range"),
        ("prior: {uniform: [0.0, 365.0]}", "value: 366", "one in the range 0 to 365"),
        ("prior: {uniform: [0.0, 365.0]}", "value: .nan", "a finite number"),
        ("prior: {uniform: [0.0, 365.0]}\n", "value: 3\n    prior: {uniform: [0, 1]}\n", "both"),
        ("    prior: {uniform: [0.0, 365.0]}\n", "", "neither a value nor a prior"),
    ],
)
def test_a_mistake_in_the_document_is_one_problem(folder, old, new, expected):
    edit(folder, YAML, old, new)
    found = only_message(folder)
    assert found.startswith("scenario.yaml, line ")
    assert expected.replace("both", "a value and a prior") in found


def test_a_mechanism_of_the_scenarios_own_is_a_file_of_the_folder(folder):
    edit(folder, YAML, "streets]", "streets, {file: rumor.py}]")
    assert only_message(folder) == "rumor.py: the file is missing"
    (folder / "rumor.py").write_text("# a mechanism\n")
    scenario = load(folder)
    assert scenario.mechanisms[-1] == "rumor"
    assert scenario.mechanism_files["rumor"].name == "rumor.py"


def test_a_mechanism_file_cannot_lie_outside_the_folder(folder):
    edit(folder, YAML, "streets]", "streets, {file: ../rumor.py}]")
    assert "scenario.yaml, line" in messages(folder)[0]


# ---------------------------------------------------------------- by name
def test_an_unknown_scenario_is_an_error(tmp_path):
    with pytest.raises(ScenarioError, match="there is no scenario and no folder 'kazakstan'"):
        load("kazakstan")


@pytest.mark.parametrize("name", available())
def test_every_scenario_of_the_package_is_valid(name):
    assert load(name).name == name


# ---------------------------------------------------------------- hash
def test_the_hash_ignores_the_folder_and_the_spelling(folder, tmp_path):
    before = load(folder).hash
    moved = folder.rename(tmp_path / "elsewhere")
    edit(moved, YAML, 'title: "nowhere"', "# a remark\ntitle:   nowhere")
    set_cell(moved, "regions", 2, "population", "1e3")
    assert load(moved).hash == before


def test_the_hash_changes_with_a_value(folder):
    before = load(folder).hash
    set_cell(folder, "organs", 2, "zeal", "0.99")
    assert load(folder).hash != before
