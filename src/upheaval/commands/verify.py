"""The command ``upheaval verify``."""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

import typer

from upheaval.commands.line import (
    WORLDS,
    FigureFile,
    Json,
    LeaveOut,
    Scale,
    ScenarioName,
    Seed,
    Simulations,
    Table,
    Workers,
    draw,
    resumable,
    show,
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
    worlds: Annotated[int, typer.Option(help=WORLDS)] = 200,
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
    from upheaval.answers.verify.verify import verify as answer
    from upheaval.views.screens.verify import print_verified

    begun = perf_counter()
    with resumable():
        found = answer(
            scenario,
            for_,
            leave_out or [],
            simulations,
            scale,
            seed,
            table,
            worlds,
            workers,
        )
    if figure is not None:
        from upheaval.views.figures.verify import save_figure

        draw(found, figure, save_figure)
    show(found, json_, print_verified, begun)
