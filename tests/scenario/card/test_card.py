"""A card is completed, expanded into tables, and tells where each of its values came from."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import upheaval as up
from upheaval.mechanisms.loop import declared_parameters, known
from upheaval.scenario import json_schema
from upheaval.scenario.card import SECTIONS
from upheaval.scenario.card.document import mechanisms
from upheaval.scenario.card.priors import default_priors
from upheaval.scenario.card.reference import reference
from upheaval.scenario.card_description import as_json, card_of, write_tables

PAGE = Path(__file__).parents[3] / "docs" / "card_reference.md"
HEAD = "format: card/1\nwhere: {country: ECU}\nwhen: {start: 2019-10-03}\ntrigger: {kind: price}\n"


def scenario(folder: Path, rest: str = "", head: str = HEAD) -> up.Scenario:
    (folder / "crisis.yaml").write_text(head + rest, encoding="utf-8")
    return up.load(folder)


def test_a_card_and_its_tables_are_the_same_scenario(tmp_path: Path) -> None:
    card = up.new(tmp_path / "card", country="ECU", start="2019-10-03", trigger="price")
    assert write_tables(card, tmp_path / "tables") == len(card.made)
    tables = up.load(tmp_path / "tables")
    assert tables.card is None
    assert tables.hash == card.hash


def test_a_new_card_says_what_was_given_and_what_was_looked_up(tmp_path: Path) -> None:
    new = up.new(tmp_path / "card", country="TUN", start="2010-12-17", trigger="repression")
    rows = {row.field: row for row in up.card(new).rows}
    assert rows["where.country"].provenance == "given"
    assert rows["people.population"].provenance == "looked up"
    assert "Gapminder" in rows["people.population"].source
    assert rows["people.hardship"].provenance == "assumption"
    assert rows["people.hardship"].low < rows["people.hardship"].high


def test_a_comment_taken_away_sets_the_value(tmp_path: Path) -> None:
    new = up.new(tmp_path / "card", country="ECU", start="2019-10-03", trigger="price")
    file = tmp_path / "card" / "crisis.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  # hardship: medium", "  hardship: high"), encoding="utf-8")
    (row,) = [row for row in up.card(file.parent).rows if row.field == "people.hardship"]
    assert (row.provenance, row.value) == ("given", "0.75 (high)")
    assert up.load(file.parent).hash != new.hash


def test_every_comment_of_a_new_card_can_be_taken_away(tmp_path: Path) -> None:
    new = up.new(tmp_path / "card", country="KAZ", start="2022-01-02", trigger="price")
    text = (tmp_path / "card" / "crisis.yaml").read_text(encoding="utf-8")
    keys = {f"{section.name}.{field.name}" for section in SECTIONS for field in section.fields}
    shown = re.findall(r"^ *#?[ -]*([a-z_]+):", text, flags=re.MULTILINE)
    assert {key.rpartition(".")[2] for key in keys} <= set(shown)
    # The looked-up and assumed values, written out, give the same scenario but for sources.
    looked_up = re.sub(r"^(  )# (population|urban_share|hardship|state_share):", r"\1\2:", text,
                       flags=re.MULTILINE)  # fmt: skip
    (tmp_path / "card" / "crisis.yaml").write_text(looked_up, encoding="utf-8")
    again = up.load(tmp_path / "card")
    np.testing.assert_allclose(
        again.tables["regions"]["population"], new.tables["regions"]["population"], rtol=1e-4
    )


def test_a_table_beside_the_card_takes_its_place(tmp_path: Path) -> None:
    plain = scenario(tmp_path)
    text = "faction,value,low,high,source\nruler,0.5,0.4,0.6,a study\n"
    (tmp_path / "leanings.csv").write_text(text, encoding="utf-8")
    changed = up.load(tmp_path)
    assert len(plain.tables["leanings"]) > 1
    assert len(changed.tables["leanings"]) == 1
    assert as_json(changed)["own_tables"] == ["leanings.csv"]


def test_readiness_and_exposure_are_relative_to_the_mean_adult(tmp_path: Path) -> None:
    found = scenario(tmp_path, "people: {excluded_share: 0.2}\nopposition: {students: high}\n")
    people: dict[str, float] = {}
    size = {
        (region, settlement): population
        for region, settlement, population in zip(
            found.tables["cities"]["region"],
            found.tables["cities"]["settlement"],
            found.tables["cities"]["population"],
            strict=True,
        )
    }
    totals: dict[tuple[str, str], int] = {}
    for row in found.tables["cities"].rows():
        key = (row["region"], row["settlement"])
        totals[key] = totals.get(key, 0) + row["population"]
    del size
    for row in found.tables["composition"].rows():
        inside = totals.get((row["region"], row["settlement"]), 0)
        people[row["group"]] = people.get(row["group"], 0.0) + row["value"] * inside
    groups = [row for row in found.tables["groups"].rows() if row["acts"]]
    adults = sum(people[row["name"]] for row in groups)
    for column, mean in (("readiness", 0.0), ("price_exposure", 1.0)):
        weighted = sum(people[row["name"]] * row[column] for row in groups) / adults
        assert weighted == pytest.approx(mean, abs=0.01)


def test_what_a_card_has_not_is_not_switched_on(tmp_path: Path) -> None:
    plain = scenario(tmp_path)
    assert not {"alliance", "palace_coup", "mining", "rents", "sanctions"} & set(plain.mechanisms)
    rest = "outside: {patron: USA}\nregime:\n  second_power: {name: Another person}\n"
    full = scenario(tmp_path, rest)
    assert {"alliance", "palace_coup"} <= set(full.mechanisms)


def test_no_parameter_or_column_of_a_card_is_in_money(tmp_path: Path) -> None:
    found = scenario(tmp_path)
    assert not [name for name, item in found.parameters.items() if "KZT" in item.unit]
    assert (found.tables["prices"]["before"] == 100).all()


@pytest.mark.parametrize("kind", ["none", "scattered", "movement"])
def test_the_kind_of_opposition_bounds_its_organization(tmp_path: Path, kind: str) -> None:
    prior = scenario(tmp_path, f"opposition: {{kind: {kind}}}\n").parameters[
        "opposition.organization"
    ]
    assert (
        prior.quantile([0.01, 0.99])[1] <= {"none": 0.01, "scattered": 0.1, "movement": 0.6}[kind]
    )


def test_a_larger_trigger_costs_more(tmp_path: Path) -> None:
    prices = [
        scenario(tmp_path, head=HEAD.replace("price}", f"price, size: {size}}}")).tables["prices"]
        for size in ("low", "high")
    ]
    assert (prices[0]["after"] < prices[1]["after"]).all()


def test_a_trigger_in_one_region_is_felt_most_there(tmp_path: Path) -> None:
    head = HEAD.replace("price}", "price, regions: [Guayas]}")
    prices = scenario(tmp_path, head=head).tables["prices"]
    after = dict(zip(prices["region"], prices["after"], strict=True))
    assert after.pop("guayas") > max(after.values())


def test_every_parameter_that_a_card_can_have_has_a_default_prior_within_its_bounds() -> None:
    declared = declared_parameters(known().values())
    for name, prior in default_priors().items():
        assert name in declared
        assert declared[name].minimum <= float(prior.low) <= float(prior.high)
        assert float(prior.high) <= declared[name].maximum
        assert prior.unit == declared[name].unit


@pytest.mark.parametrize(
    "rest", ["", "outside: {patron: USA}\nregime:\n  second_power: {name: Another person}\n"]
)
def test_the_mechanisms_of_a_card_exist_and_have_priors(tmp_path: Path, rest: str) -> None:
    card = card_of(scenario(tmp_path, rest))
    for name in mechanisms(card):
        declared = declared_parameters([known()[name]])
        assert set(declared) <= set(default_priors())


def test_the_reference_page_is_that_of_the_declarations() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run tools/documents/generate.py to write the page again"
    )


def test_the_schema_knows_every_field() -> None:
    found = json_schema()["card"]["properties"]
    for section in SECTIONS:
        inside = found if not section.name else found[section.name]
        inside = inside.get("items", inside).get("properties", inside)
        for field in section.fields:
            place = inside[field.group]["anyOf"][0] if field.group in section.absent else inside
            place = (
                inside[field.group] if field.group and field.group not in section.absent else place
            )
            place = place["properties"] if field.group else place
            assert place[field.name.rpartition(".")[2]]["description"].startswith(field.meaning)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"country": "ECX"}, "no country 'ECX'.*did you mean ECU"),
        ({"start": "1899-12-31"}, "expected a day from 1900-01-01 on"),
        ({"trigger": "prise"}, "did you mean price"),
        ({"country": "E: {C"}, "no country"),
    ],
)
def test_a_new_card_refuses_what_is_none_and_leaves_nothing(
    tmp_path: Path, asked: dict[str, str], message: str
) -> None:
    usual = {"country": "ECU", "start": "2019-10-03", "trigger": "price"}
    with pytest.raises(up.ScenarioError, match=message):
        up.new(tmp_path / "card", **{**usual, **asked})
    assert list(tmp_path.iterdir()) == []


def test_a_new_card_does_not_overwrite(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(up.ScenarioError, match="has files already"):
        up.new(tmp_path, country="ECU", start="2019-10-03")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_scenario_of_tables_has_no_card() -> None:
    with pytest.raises(up.UpheavalError, match="has no card"):
        up.card("kazakhstan-2022")
