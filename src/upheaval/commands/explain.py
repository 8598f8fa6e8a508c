"""The commands ``upheaval prepare`` and ``upheaval explain``."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from upheaval.commands.line import (
    Json,
    LeaveOut,
    Scale,
    ScenarioName,
    Seed,
    Table,
    Workers,
    as_json,
    kept_when_stopped,
    tell,
)
from upheaval.errors import UpheavalError


def prepare(
    scenario: ScenarioName,
    simulations: Annotated[int, typer.Option(help="How many simulations.")] = 20_000,
    scale: Scale = 50,
    seed: Seed = 1,
    workers: Workers = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of the table.", show_default="in the cache"),
    ] = None,
) -> None:
    """Make the table of simulations that explain rests on; given again, it is completed."""
    from upheaval.inference.prepare import prepare as answer

    begun = perf_counter()
    with kept_when_stopped():
        table = answer(scenario, simulations, scale, seed, out, workers)
    tell(f"{table.folder}: {len(table):,} simulations ({perf_counter() - begun:.0f} s)")


def explain(
    scenario: ScenarioName,
    leave_out: LeaveOut = None,
    refit: Annotated[
        bool,
        typer.Option(help="With --leave-out: fit anew instead of changing the fit quickly."),
    ] = False,
    simulations: Annotated[
        int | None,
        typer.Option(
            help="Length of the table; what is missing is made.", show_default="all there are"
        ),
    ] = None,
    scale: Scale = 50,
    seed: Seed = 1,
    table: Table = None,
    again: Annotated[
        int | None,
        typer.Option(
            help="Worlds like the record to run again for necessity, sufficiency and shares.",
            show_default="24; 0 with --leave-out",
        ),
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
    worlds: Annotated[int, typer.Option(help="How many worlds --self-test explains.")] = 200,
    workers: Workers = None,
    json_: Json = False,
) -> None:
    """Tell which explanations the record supports, how surely, and what they rest on."""
    from upheaval.runs.checking import load

    if again is not None and again < 0:
        raise UpheavalError(f"--again: got {again}, expected 0 or more")
    if self_test and leave_out:
        raise UpheavalError("--leave-out does not go with --self-test")
    found = load(scenario)
    from rich.console import Console

    from upheaval.views.screens import explain

    console = Console(highlight=False, markup=False)
    begun = perf_counter()
    if self_test:
        from upheaval.answers.explain import self_test as tests

        with kept_when_stopped():
            tested = tests.self_test(found, worlds, simulations, scale, seed, table, workers)
        if json_:
            print(as_json(tests.plain(tested)))
        else:
            explain.print_self_test(console, tested, perf_counter() - begun)
        return
    from upheaval.answers.explain.explain import explain as answer

    with kept_when_stopped():
        result = answer(
            found,
            leave_out or [],
            simulations,
            scale,
            seed,
            table,
            again,
            refit,
            workers,
            posterior=posterior,
        )
    if json_:
        print(as_json(result.as_json()))
    else:
        explain.print_explained(console, result, perf_counter() - begun)
