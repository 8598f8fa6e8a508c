"""A scenario's card for other programs, and its expansion into the tables of a full scenario."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.scenario.card.card import Card
from upheaval.scenario.card.expand import expand
from upheaval.scenario.card.new import write_files, write_new
from upheaval.scenario.card.provenance import (
    CardRow,
    card_rows,
    count_fields,
    count_parameters,
    one_line,
    provenance_of,
    settings_of,
)
from upheaval.scenario.card.reading import FILE
from upheaval.scenario.document import FILE as FILE_OF_PARAMETERS
from upheaval.scenario.reader import load
from upheaval.scenario.scenario import Scenario


@dataclass(frozen=True)
class CardTable:
    """Every value of a card with its provenance, as `card` gives it.

    Attributes
    ----------
    rows : tuple of CardRow
        Field, value, low, high, provenance and source, in the order of the page.
    line : str
        How many values and parameters are given, looked up, pooled, inherited or assumed.
    """

    title: str
    rows: tuple[CardRow, ...]
    line: str

    def __str__(self) -> str:
        width = max(len(row.field) for row in self.rows)
        lines = [f"{row.field:{width}}  {row.value}  [{row.provenance}]" for row in self.rows]
        return "\n".join([self.title, *lines, self.line])

    def as_json(self) -> list[dict[str, str]]:
        """Give the rows for a JSON document or a data frame."""
        return [row.as_json() for row in self.rows]


def card(scenario: Scenario | str | Path) -> CardTable:
    """Give every value of a scenario's card, where it came from, and its source.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario, or its name, or its folder.

    Raises
    ------
    ScenarioError
        If there is no such scenario, or something is wrong with it.
    UpheavalError
        If it is a scenario of tables, without a card.
    """
    found = scenario if isinstance(scenario, Scenario) else load(scenario)
    filled = card_of(found)
    return CardTable(found.title, tuple(card_rows(filled)), one_line(filled))


def card_of(scenario: Scenario) -> Card:
    """Give the completed card of a scenario; `UpheavalError` if it has none."""
    if scenario.card is None:
        raise UpheavalError(f"{scenario.name} is a scenario of tables and has no card, {FILE}")
    return scenario.card


def new(folder: str | Path, *, country: str, start: str, trigger: str = "none") -> Scenario:
    """Write the card of a crisis of any country and read the scenario that it is.

    Parameters
    ----------
    folder : str or Path
        A folder that does not exist yet, or is empty.
    country : str
        Code of ISO 3166 of three letters.
    start : str
        First day, such as ``2019-10-03``.
    trigger : str
        Kind of trigger, such as ``price``; ``none`` for a quiet country.

    Raises
    ------
    ScenarioError
        If country, day or trigger is none, or the folder cannot be written; nothing is left then.
    """
    write_new(Path(folder), country, start, trigger)
    return load(folder)


def provenance_counts(scenario: Scenario) -> dict[str, int]:
    """Give how many parameters are given, looked up, pooled, inherited or assumed.

    What a scenario of tables says of its parameters is given.
    """
    if scenario.card is None or FILE_OF_PARAMETERS not in absent_files(scenario):
        return {"given": len(scenario.parameters)}
    return count_parameters(scenario.card)


def provenance_line(scenario: Scenario) -> str:
    """Say the same in one line."""
    if scenario.card is not None:
        return one_line(scenario.card)
    return f"{len(scenario.parameters)} parameters, all given by the scenario's own table."


def absent_files(scenario: Scenario) -> list[str]:
    """Give the files that the card stands for and that are not beside it."""
    return [name for name in scenario.made if not (scenario.folder / name).exists()]


def as_json(scenario: Scenario) -> dict[str, Any]:
    """Give every value and parameter of a card with provenance and source.

    Raises
    ------
    UpheavalError
        If the scenario has no card.
    """
    filled = card_of(scenario)
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "fields": [row.as_json() for row in card_rows(filled)],
        "counts": {
            "fields": count_fields(filled),
            "parameters": count_parameters(filled),
        },
        "parameters": {
            name: {
                "prior": setting.prior,
                "unit": setting.unit,
                "provenance": provenance_of(setting),
                "source": setting.source,
            }
            for name, setting in settings_of(filled).items()
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
    texts = expand(card_of(scenario))
    for path in sorted(scenario.folder.iterdir()):
        if path.suffix in (".csv", ".yaml", ".py", ".geojson") and path.name != FILE:
            texts[path.name] = path.read_text(encoding="utf-8-sig")
    write_files(folder, texts)
    return len(texts)
