"""The command ``upheaval sensitivity``."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from upheaval.commands.line import (
    UNTIL,
    Json,
    Measures,
    OutFolder,
    Scale,
    ScenarioName,
    Seed,
    Workers,
    as_json,
    resumable,
    show,
    tell,
)

if TYPE_CHECKING:
    from upheaval.answers.sensitivity.result import Sensitivity

MARK = "\ufeff"
"""Byte order mark: spreadsheets read UTF-8 only where it says so."""


def sensitivity(
    scenario: ScenarioName,
    measure: Measures = None,
    trajectories: Annotated[
        int, typer.Option(help="Of the screening; each takes a run more than parameters.")
    ] = 4,
    keep: Annotated[int, typer.Option(help="Parameters that go on to Sobol's indices.")] = 8,
    blocks: Annotated[
        int, typer.Option(help="Of Sobol's design, a power of 2; each takes KEEP + 2 runs.")
    ] = 64,
    scale: Scale = 100,
    seed: Seed = 1,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=UNTIL, show_default="end of the acute phase"),
    ] = None,
    out: OutFolder = None,
    workers: Workers = None,
    json_: Json = False,
) -> None:
    """Tell which uncertain parameters the results hang on: Morris's screening, Sobol's indices.

    The scale is coarse, 1:100, since
    a design takes thousands of runs.
    """
    from upheaval.answers.sensitivity.sensitivity import sensitivity as answer
    from upheaval.views.screens.sensitivity import print_sensitivity

    begun = perf_counter()
    with resumable():
        found = answer(
            scenario, measure or [], trajectories, keep, blocks, scale, seed, until, out, workers
        )
    if out is not None:
        _write(out, found)
    show(found, json_, print_sensitivity, begun)


def _write(out: Path, found: Sensitivity) -> None:
    from upheaval.answers.sensitivity.render import indices_csv, screening_csv
    from upheaval.runs.files import telling_of, write_text
    from upheaval.views.figures.sensitivity import save_figure

    with telling_of(out):
        write_text(out / "screening.csv", MARK + screening_csv(found))
        write_text(out / "indices.csv", MARK + indices_csv(found))
        write_text(out / "summary.json", as_json(found.as_json(), indent=2) + "\n")
        save_figure(found, out / "figure.png")
    tell(f"{out}: screening.csv, indices.csv, summary.json, figure.png and the runs")
