"""The commands ``upheaval prepare`` and ``upheaval explain``."""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

import typer

from upheaval.commands.line import (
    WORLDS,
    Json,
    LeaveOut,
    Scale,
    ScenarioName,
    Seed,
    Simulations,
    Table,
    Workers,
    as_json,
    resumable,
    show,
    tell,
)
from upheaval.errors import UpheavalError


def prepare(
    scenario: ScenarioName,
    simulations: Annotated[
        int,
        typer.Option(help="Length of the table of simulations; what is missing is made."),
    ] = 20_000,
    scale: Scale = 50,
    seed: Seed = 1,
    workers: Workers = None,
    table: Table = None,
    json_: Json = False,
) -> None:
    """Make the table of simulations that answers rest on; given again, it is completed.

    Scale 1:50 and 20,000 simulations are the default of every answer that rests on the table.
    """
    from upheaval.inference.prepare import prepare as answer

    begun = perf_counter()
    with resumable():
        made = answer(scenario, simulations, scale, seed, table, workers)
    if json_:
        print(as_json({"folder": str(made.folder), "simulations": len(made)}))
    tell(f"{made.folder}: {len(made):,} simulations ({perf_counter() - begun:.0f} s)")


def explain(
    scenario: ScenarioName,
    leave_out: LeaveOut = None,
    refit: Annotated[
        bool,
        typer.Option(
            "--refit", help="With --leave-out: fit anew instead of changing the fit quickly."
        ),
    ] = False,
    simulations: Simulations = None,
    scale: Scale = 50,
    seed: Seed = 1,
    table: Table = None,
    worlds: Annotated[
        int | None, typer.Option(help=WORLDS, show_default="24; none with --leave-out")
    ] = None,
    posterior: Annotated[
        str,
        typer.Option(
            metavar="regression|sbi",
            help="How parameters are found; sbi takes half an hour and the extra upheaval[sbi].",
        ),
    ] = "regression",
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Explain worlds with known causes instead.")
    ] = False,
    crises: Annotated[int, typer.Option(help="Simulated crises that --self-test explains.")] = 200,
    workers: Workers = None,
    json_: Json = False,
) -> None:
    """Tell which explanations the record supports, how surely, and what they rest on.

    Worlds run again (24 by default, none with --leave-out) give necessity, sufficiency and shares.
    """
    from upheaval.runs.checking import load

    if worlds is not None and worlds < 0:
        raise UpheavalError(f"--worlds: got {worlds}, expected 0 or more")
    if self_test and leave_out:
        raise UpheavalError("--leave-out does not go with --self-test")
    found = load(scenario)
    from upheaval.views.screens import explain

    begun = perf_counter()
    if self_test:
        from upheaval.answers.explain import self_test as tests

        with resumable():
            tested = tests.self_test(found, crises, simulations, scale, seed, table, workers)
        if json_:
            print(as_json(tests.plain(tested)))
        else:
            from rich.console import Console

            console = Console(highlight=False, markup=False)
            explain.print_self_test(console, tested, perf_counter() - begun)
        return
    from upheaval.answers.explain.explain import explain as answer

    with resumable():
        result = answer(
            found,
            leave_out or [],
            simulations,
            scale,
            seed,
            table,
            worlds,
            refit,
            workers,
            posterior=posterior,
        )
    show(result, json_, explain.print_explained, begun)
