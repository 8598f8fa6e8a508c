"""The command ``upheaval report``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upheaval.commands.line import (
    Json,
    Replicates,
    Scale,
    Seed,
    Until,
    Workers,
    as_json,
    tell,
)

if TYPE_CHECKING:
    from upheaval.workbench.complete_page import Tell, Wanted

Source = Annotated[
    str,
    typer.Argument(metavar="SCENARIO|STORE", help="Name or folder of a scenario; store of a run."),
]
Preview = Annotated[
    int, typer.Option(help="Runs to learn the preview of the sliders from; 0 for none.")
]
WhatIfs = Annotated[
    int, typer.Option("--whatifs", help="Pairs of worlds for each intervention; 0 for none.")
]
AnswerFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--answer",
        metavar="FILE",
        help="What explain, verify, parts or hindcast printed with --json; may be repeated.",
    ),
]


def report(
    source: Source,
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="File to write.")],
    replicates: Replicates = 200,
    scale: Scale = 200,
    seed: Seed = 1,
    until: Until = None,
    preview: Preview = 960,
    whatifs: WhatIfs = 32,
    answer: AnswerFiles = None,
    workers: Workers = None,
    json_: Json = False,
) -> None:
    """Write the page as one file that opens without a network.

    The scale is coarse, 1:200, as on the page of serve, where people wait for the runs.
    """
    from upheaval.workbench import bundle_files
    from upheaval.workbench.complete_page import page_from
    from upheaval.workbench.report import write_report

    # Told before minutes of work.
    bundle_files.text_of(bundle_files.INDEX)
    wanted = wanted_of(source, replicates, scale, seed, until, preview, whatifs, answer, workers)
    with telling() as say:
        page = page_from(wanted, say)
    size = write_report(page, out)
    if json_:
        print(as_json({"file": str(out), "bytes": size, "sentence": page.sentence}))
    tell(f"{out}: {size / 1e6:.2f} MB, {page.run.replicates} runs; {page.sentence}")


def wanted_of(
    source: str,
    replicates: int,
    scale: int,
    seed: int,
    until: str | None,
    preview: int,
    whatifs: int,
    answer: list[Path] | None,
    workers: int | None,
) -> Wanted:
    """Read the options of a page."""
    from datetime import date

    from upheaval.errors import UpheavalError
    from upheaval.workbench.complete_page import Wanted

    try:
        last = None if until is None else date.fromisoformat(until)
    except ValueError:
        raise UpheavalError(f"until: got '{until}', expected a day such as 2022-01-31") from None
    for name, number in (("--preview", preview), ("--whatifs", whatifs)):
        if number < 0:
            raise UpheavalError(f"{name}: got {number}, expected 0 or more")
    if whatifs == 1:
        raise UpheavalError("--whatifs: got 1, expected 0, or 2 or more: a range needs two pairs")
    return Wanted(
        source, replicates, scale, seed, last, preview, whatifs, workers, tuple(answer or ())
    )


@contextmanager
def telling() -> Iterator[Tell]:
    """Show on a terminal what is being done, and how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)
