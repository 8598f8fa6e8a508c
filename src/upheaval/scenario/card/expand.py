"""A card to the files of a full scenario."""

from __future__ import annotations

from typing import Any

from upheaval.scenario.card import (
    document,
    economy,
    outside,
    parameters,
    people,
    places,
    power,
    structures,
)
from upheaval.scenario.card.card import Card
from upheaval.scenario.card.rows import Row, table_text
from upheaval.scenario.tables import TABLES

SCENARIO = "scenario.yaml"


def expand(card: Card) -> dict[str, str]:
    """Give the text of every file of the scenario that a completed card stands for, by name."""
    return {SCENARIO: document.document_text(scenario_value(card)), **tables(card)}


def scenario_value(card: Card) -> dict[str, Any]:
    """Give the values of ``scenario.yaml`` without the detour over its text."""
    names = document.mechanisms(card)
    return document.document_value(card, parameters.parameters(card, names))


def tables(card: Card) -> dict[str, str]:
    """Give the text of every table, by the name of its file."""
    rows = table_rows(card)
    return {f"{name}.csv": table_text(kind, rows.get(name, [])) for name, kind in TABLES.items()}


def table_rows(card: Card) -> dict[str, list[Row]]:
    """Give the rows of every table that a card fills, by the name of the table."""
    where = places.geography(card)
    towns = places.town_rows(where)
    return {
        "regions": places.region_rows(card, where),
        "cities": towns,
        "groups": people.group_rows(card, where),
        "composition": people.composition_rows(card, where),
        "prices": economy.price_rows(card, where),
        "factions": power.faction_rows(card),
        "figures": power.figure_rows(card),
        "offices": power.office_rows(card),
        "organs": power.organ_rows(card),
        "garrisons": power.garrison_rows(card, towns),
        "powers": outside.power_rows(card),
        "treaties": outside.treaty_rows(card),
        "leanings": outside.leaning_rows(card),
        "neighbors": outside.neighbor_rows(card),
        "rulers": outside.ruler_rows(card),
        "audiences": outside.audience_rows(card),
        "trust": outside.trust_rows(card),
        "record": outside.record_rows(card),
        **structures.structure_rows(card, where),
    }
