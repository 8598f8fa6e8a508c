"""The command ``upheaval ledgers``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from upheaval.commands.line import (
    Json,
    OutFolder,
    Replicates,
    Scale,
    Seed,
    Until,
    Workers,
    as_json,
    tell,
)
from upheaval.errors import UpheavalError, unknown

if TYPE_CHECKING:
    from upheaval.record.series import Series


def ledgers(
    run: Annotated[
        str,
        typer.Argument(metavar="STORE|SCENARIO", help="Folder of a run, or a scenario to run."),
    ],
    ledger: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="offices, organs, rents, claims or alignment; may be repeated.",
            show_default="all",
        ),
    ] = None,
    out: OutFolder = None,
    format_: Annotated[
        Literal["csv", "parquet"], typer.Option("--format", help="Format of these files.")
    ] = "csv",
    replicates: Replicates = 50,
    scale: Scale = 100,
    seed: Seed = 1,
    until: Until = None,
    workers: Workers = None,
    json_: Json = False,
) -> None:
    """Tell by day who holds which office, whom organs follow, who is paid, who believes what.

    A scenario is run first, few times and coarsely (1:100): ledgers need no narrow ranges.
    """
    from upheaval.answers.ledgers.ledgers import write_ledgers
    from upheaval.answers.ledgers.tables import LEDGERS, imbalance

    names = list(dict.fromkeys(ledger or LEDGERS))
    for name in names:
        if name not in LEDGERS:
            raise UpheavalError(unknown("ledger", name, LEDGERS))
    found = _series(run, replicates, scale, seed, until, workers)
    if out is not None:
        for file in write_ledgers(found, out, names, format_):
            tell(f"{file}")
    if json_:
        print(as_json({name: LEDGERS[name](found).to_pylist() for name in names}))
    elif out is None:
        from rich.console import Console

        from upheaval.views.screens.ledgers import print_ledger, short

        console = Console(highlight=False, markup=False)
        if ledger is None:
            console.print(short(found))
        else:
            for name in names:
                print_ledger(console, name, LEDGERS[name](found))
    if "rents" in names and not json_:
        tell(f"Largest sum of all accounts of rents in any tick of any world: {imbalance(found)}")


def _series(
    run: str, replicates: int, scale: int, seed: int, until: str | None, workers: int | None
) -> Series:
    from upheaval.answers.ledgers.ledgers import series_of
    from upheaval.runs.store import is_store

    if is_store(Path(run)):
        return series_of(run)
    from upheaval.runs.plan import plan_of
    from upheaval.runs.simulate import simulate_plan

    plan = plan_of(run, replicates=replicates, scale=scale, seed=seed, until=until)
    return series_of(simulate_plan(plan, workers=workers), plan.changed)
