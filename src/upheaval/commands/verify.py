"""The command ``upheaval verify``."""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

import typer

from upheaval.commands.line import (
    FigureFile,
    Json,
    LeaveOut,
    Scale,
    ScenarioName,
    Seed,
    Simulations,
    Table,
    Workers,
    Worlds,
    as_json,
    kept_when_stopped,
    tell,
)


def verify(
    scenario: ScenarioName,
    for_: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="QUANTITY",
            help="Learn about this: an explanation, outcome, parameter or MEASURE@PLACE:DAY.",
            show_default="all explanations",
        ),
    ] = None,
    leave_out: LeaveOut = None,
    worlds: Worlds = None,
    simulations: Simulations = None,
    scale: Scale = 50,
    seed: Seed = 1,
    table: Table = None,
    figure: FigureFile = None,
    workers: Workers = None,
    json_: Json = False,
) -> None:
    """Rank what could be checked by how much it may be expected to change the answer.

    By default 200 worlds like the record are run again to judge what nobody measured. Without a
    table of simulations, 600 are made.
    """
    from rich.console import Console

    from upheaval.answers.verify.verify import WORLDS
    from upheaval.answers.verify.verify import verify as answer
    from upheaval.views.screens.verify import print_verified

    begun = perf_counter()
    with kept_when_stopped():
        found = answer(
            scenario,
            for_,
            leave_out or [],
            simulations,
            scale,
            seed,
            table,
            WORLDS if worlds is None else worlds,
            workers,
        )
    if figure is not None:
        from upheaval.views.figures.verify import save_figure

        save_figure(found, figure)
        tell(f"{figure}: the figure")
    if json_:
        print(as_json(found.as_json()))
    else:
        print_verified(Console(highlight=False, markup=False), found, perf_counter() - begun)
