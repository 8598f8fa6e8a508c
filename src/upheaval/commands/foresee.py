"""The command ``upheaval foresee``."""

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
from upheaval.errors import UpheavalError


def foresee(
    scenario: ScenarioName,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Last day of which anything is known."),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(
            help="How many days after it.",
            show_default="14; with --hindcast to the end of the acute phase",
        ),
    ] = None,
    hindcast: Annotated[
        bool,
        typer.Option("--hindcast", help="Foresee from several days and score what then happened."),
    ] = False,
    leave_out: LeaveOut = None,
    worlds: Annotated[int | None, typer.Option(help=WORLDS, show_default="48")] = None,
    branches: Annotated[
        int, typer.Option(help="Runs of each, with luck of their own after the date.")
    ] = 4,
    simulations: Simulations = None,
    scale: Scale = 50,
    seed: Seed = 1,
    table: Table = None,
    figure: FigureFile = None,
    workers: Workers = None,
    json_: Json = False,
) -> None:
    """Tell what may come after a date, from the record up to that date only.

    By default 48 worlds like the record so far are run on from the date. Without a
    table of simulations, 600 are made.
    """
    from upheaval.views.screens import foresee

    begun = perf_counter()
    if hindcast:
        from upheaval.answers.foresee.hindcast import hindcast as score

        if figure is not None or worlds is not None:
            given = "--figure" if worlds is None else "--worlds"
            raise UpheavalError(f"{given} does not go with --hindcast")
        dates = [from_] if from_ is not None else []
        with resumable():
            scored = score(
                scenario, days, simulations, scale, seed, table, dates, leave_out or [], workers
            )
        show(scored, json_, foresee.print_hindcast, begun)
        return
    from upheaval.answers.foresee.foresee import DAYS, WORLDS
    from upheaval.answers.foresee.foresee import foresee as answer

    if from_ is None:
        raise UpheavalError(
            "foresee: expected --from DATE, such as --from 2022-01-05, or --hindcast"
        )
    with resumable():
        found = answer(
            scenario, from_, DAYS if days is None else days, simulations, scale, seed, table,
            WORLDS if worlds is None else worlds, branches, leave_out or [], workers,
        )  # fmt: skip
    if figure is not None:
        from upheaval.views.figures.foresee import save_figure

        draw(found, figure, save_figure)
    show(found, json_, foresee.print_foreseen, begun)
