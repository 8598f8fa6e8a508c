"""A scenario's card for other programs, and its expansion into the tables of a full scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from upheaval.scenario.card.expand import expand
from upheaval.scenario.card.new import write_files
from upheaval.scenario.card.provenance import (
    card_rows,
    count_fields,
    count_parameters,
    provenance_of,
    settings_of,
)
from upheaval.scenario.card.reading import FILE
from upheaval.scenario.scenario import Scenario


def as_json(scenario: Scenario) -> dict[str, Any]:
    """Give every value and parameter of a card with provenance and source.

    Raises
    ------
    ValueError
        If the scenario has no card.
    """
    if scenario.card is None:
        raise ValueError(f"{scenario.name} has no card")
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "fields": [row.as_json() for row in card_rows(scenario.card)],
        "counts": {
            "fields": count_fields(scenario.card),
            "parameters": count_parameters(scenario.card),
        },
        "parameters": {
            name: {
                "prior": setting.prior,
                "unit": setting.unit,
                "provenance": provenance_of(setting),
                "source": setting.source,
            }
            for name, setting in settings_of(scenario.card).items()
        },
        "own_tables": sorted(
            path.name for path in scenario.folder.glob("*.csv") if path.name in scenario.made
        ),
    }


def write_tables(scenario: Scenario, folder: Path) -> int:
    """Expand a card into a new folder, tables beside the card taken over; give how many files.

    Raises
    ------
    ScenarioError
        If the folder has files already, or cannot be written; nothing is left then.
    """
    if scenario.card is None:
        raise ValueError(f"{scenario.name} has no card")
    texts = expand(scenario.card)
    for path in sorted(scenario.folder.iterdir()):
        if path.suffix in (".csv", ".yaml", ".py", ".geojson") and path.name != FILE:
            texts[path.name] = path.read_text(encoding="utf-8-sig")
    write_files(folder, texts)
    return len(texts)
