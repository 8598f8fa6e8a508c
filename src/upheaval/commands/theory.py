"""The command ``upheaval theory``: the published models, their numbers and ours."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from upheaval.commands.line import Json, OutFolder, tell
from upheaval.commands.streams import knows_every_sign
from upheaval.theory.registry import MODELS, Model, find
from upheaval.theory.rows import TheoryRow, worded, worded_tolerance

if TYPE_CHECKING:
    from rich.table import Table

FAILED = 1


def theory(
    model: Annotated[
        str | None, typer.Argument(metavar="MODEL", help="A published model; by default all.")
    ] = None,
    json_: Json = False,
    plot: Annotated[
        bool, typer.Option("--plot", help="Also save the classic figure of each model.")
    ] = False,
    out: OutFolder = None,
) -> None:
    """Hold the engine against the published models that it contains.

    Each row is a number of a paper beside the engine's own. Ends with code 1 if a row fails.
    Figures of --plot go to the folder theory_figures unless --out names another.
    """
    models = list(MODELS.values()) if model is None else [find(model)]
    folder = Path("theory_figures") if out is None else out
    drawn = _to_draw(models, folder) if plot else []
    begun = perf_counter()
    rows = [row for found in models for row in found.rows()]
    took = perf_counter() - begun
    if json_:
        print(as_text(rows))
    else:
        _print(rows)
    if drawn:
        _plot(drawn, folder)
    failed = sum(not row.ok for row in rows)
    tell(f"{len(rows)} rows, {len(rows) - failed} pass, {failed} fail; {took:.1f} s")
    if failed:
        raise typer.Exit(FAILED)


def as_text(rows: Sequence[TheoryRow]) -> str:
    """Give the rows as a JSON array; numbers that JSON does not know become null."""
    plain = [{key: _finite(value) for key, value in row.as_json().items()} for row in rows]
    return json.dumps(
        plain, indent=1, ensure_ascii=not knows_every_sign(sys.stdout), allow_nan=False
    )


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _print(rows: Sequence[TheoryRow]) -> None:
    from rich.console import Console

    # Without a terminal there is no width to keep to, and a table that is cut helps nobody.
    width = None if sys.stdout.isatty() else 200
    Console(highlight=False, markup=False, width=width).print(_table(rows))


def _table(rows: Sequence[TheoryRow]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Published models and the engine", title_justify="left")
    headers = ("model", "quantity", "expected", "ours", "tolerance", "pass", "source", "tag")
    for header in headers:
        number = header in ("expected", "ours", "tolerance")
        table.add_column(header, overflow="fold", justify="right" if number else "left")
    for row in rows:
        verdict = Text("yes", "green") if row.ok else Text("NO", "bold red")
        tolerance = worded_tolerance(row.tolerance)
        table.add_row(
            row.model, row.quantity, worded(row.expected), worded(row.ours), tolerance, verdict,
            row.source, row.tag,
        )  # fmt: skip
    return table


def _to_draw(models: Sequence[Model], out: Path) -> list[str]:
    """Give the models with a figure; the folder is checked before anything long is worked out."""
    from upheaval.runs.files import check_writable
    from upheaval.theory.figures import FIGURES

    drawn = [model.name for model in models if model.name in FIGURES]
    if drawn:
        check_writable(out)
    else:
        tell(f"{models[0].name}: no classic figure")
    return drawn


def _plot(names: Sequence[str], out: Path) -> None:
    from upheaval.runs.files import telling_of
    from upheaval.theory.figures import save

    with telling_of(out):
        out.mkdir(parents=True, exist_ok=True)
        for name in names:
            save(name, out / f"{name}.png")
    tell(f"{out}: " + ", ".join(f"{name}.png" for name in names))
