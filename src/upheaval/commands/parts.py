"""The command ``upheaval parts``."""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

import typer

from upheaval.commands.line import (
    Json,
    Replicates,
    Scale,
    ScenarioName,
    Seed,
    Until,
    Workers,
    show,
)


def parts(
    scenario: ScenarioName,
    replicates: Replicates = 32,
    scale: Scale = 100,
    seed: Seed = 1,
    until: Until = None,
    workers: Workers = None,
    cache: Annotated[
        bool,
        typer.Option("--cache/--no-cache", help="Take the result from the cache if it is there."),
    ] = True,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print a table in Markdown and nothing else.")
    ] = False,
    json_: Json = False,
) -> None:
    """List the 22 parts of the system, and what a run shows of each now.

    Each part is run with and without its switch, so the default is few worlds at 1:100.
    """
    from upheaval.answers.parts.parts import parts as answer
    from upheaval.views.screens import parts

    begun = perf_counter()
    found = answer(scenario, replicates, scale, seed, workers, until=until, cache=cache)
    if markdown and not json_:
        print(parts.markdown(found), end="")
    else:
        show(found, json_, parts.print_parts, begun)
