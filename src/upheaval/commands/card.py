"""The command ``upheaval card``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upheaval.commands.line import Json, ScenarioName

if TYPE_CHECKING:
    from upheaval.scenario import Scenario


def card(
    scenario: ScenarioName,
    write: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Expand the card into the tables of a full scenario."),
    ] = None,
    json_: Json = False,
) -> None:
    """Print a card: every value, where it came from, and its source."""
    from upheaval.commands.line import as_json, tell
    from upheaval.runs.checking import load
    from upheaval.scenario.card_description import as_json as card_json
    from upheaval.scenario.card_description import card_of, write_tables

    found = load(scenario)
    card_of(found)
    if write is not None:
        count = write_tables(found, write)
        tell(f"{write}: {count} files of a full scenario")
        return
    if json_:
        print(as_json(card_json(found)))
        return
    _print(found)


def _print(found: Scenario) -> None:
    from rich.console import Console
    from rich.table import Table

    from upheaval.scenario.card.provenance import card_rows, one_line
    from upheaval.scenario.card_description import card_of

    filled = card_of(found)
    console = Console(highlight=False, markup=False)
    table = Table(title=found.title, title_justify="left")
    for header in ("field", "value", "from", "source"):
        table.add_column(header, overflow="fold", no_wrap=header == "from")
    for row in card_rows(filled):
        ranged = f"{row.value} [{row.low} to {row.high}]" if row.low else row.value
        source = row.source.removeprefix("assumption: ")
        table.add_row(row.field, ranged, row.provenance, source)
    console.print(table)
    own = [name for name in found.made if (found.folder / name).exists()]
    if own:
        console.print(f"Files beside the card take its place: {', '.join(own)}.")
    console.print(one_line(filled))
