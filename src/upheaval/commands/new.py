"""The command ``upheaval new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from upheaval.commands.line import Json, as_json, tell


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    country: Annotated[str, typer.Option(metavar="ISO3", help="Code of ISO 3166, such as ECU.")],
    start: Annotated[str, typer.Option(metavar="DATE", help="First day, such as 2019-10-03.")],
    trigger: Annotated[
        str, typer.Option(metavar="KIND", help="What sets it off: price, repression, none, ...")
    ] = "none",
    json_: Json = False,
) -> None:
    """Write the card of a crisis of any country, with all that is known filled in."""
    from upheaval.scenario.card.new import write_new
    from upheaval.scenario.card.provenance import one_line

    card = write_new(folder, country, start, trigger)
    if json_:
        print(as_json({"file": str(folder / "crisis.yaml"), "title": card.text("title")}))
        return
    print(f"{folder / 'crisis.yaml'}: {card.text('title')}. {one_line(card)}")
    tell(f"It runs as it is: upheaval run {folder} --replicates 32 --scale 500")
