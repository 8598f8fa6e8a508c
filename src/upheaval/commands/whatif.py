"""The command ``upheaval whatif``."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from upheaval.commands.line import (
    Json,
    Measures,
    Replicates,
    Scale,
    ScenarioName,
    Seed,
    Settings,
    Table,
    Until,
    Without,
    Workers,
    as_json,
    changes,
    show,
    tell,
)

if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from upheaval.scenario import Scenario


def whatif(
    scenario: ScenarioName,
    set_: Settings = None,
    without: Without = None,
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="NAME", help="Apply a named intervention; may be repeated."),
    ] = None,
    replicates: Replicates = 200,
    basis: Annotated[
        str | None,
        typer.Option(
            metavar="posterior|prior",
            help="Worlds like the record, from the table of simulations; or of the priors.",
            show_default="posterior where explain gives probabilities, else prior",
        ),
    ] = None,
    table: Table = None,
    scale: Scale = 50,
    seed: Seed = 1,
    until: Until = None,
    measure: Measures = None,
    trace: Annotated[
        bool, typer.Option("--trace", help="Tell where and why the worlds part.")
    ] = False,
    trace_worlds: Annotated[int, typer.Option(help="How many pairs --trace follows.")] = 16,
    workers: Workers = None,
    json_: Json = False,
    list_: Annotated[
        bool, typer.Option("--list", help="List the named interventions and do nothing else.")
    ] = False,
) -> None:
    """Run worlds without and with a change, all other luck the same, and tell how they differ."""
    from upheaval.runs.checking import load

    found = load(scenario)
    if list_:
        if json_:
            print(as_json(_listed(found)))
        else:
            from rich.console import Console

            Console(highlight=False, markup=False).print(_table(found))
        return
    from upheaval.answers.whatif.whatif import whatif as answer
    from upheaval.views.screens.whatif import print_whatif

    begun = perf_counter()
    result = answer(
        found,
        changes(set_ or []),
        without or [],
        with_ or [],
        replicates,
        scale,
        seed,
        workers,
        until,
        measure=measure or [],
        trace=trace,
        trace_worlds=trace_worlds,
        basis=basis,
        table=table,
    )
    show(result, json_, print_whatif, begun)
    if result.identical:
        tell("A null change: every recorded number of every world is the same, byte for byte.")


def _listed(scenario: Scenario) -> list[dict[str, object]]:
    return [
        {
            "name": item.name,
            "title": item.title,
            "meaning": item.meaning,
            "without": list(item.without),
            "set": item.set,
            "source": item.source,
        }
        for item in scenario.interventions
    ]


def _table(scenario: Scenario) -> RichTable:
    from rich.table import Table as RichTable

    table = RichTable(
        title=f"Interventions of {scenario.name}", title_justify="left", show_lines=True
    )
    for i, header in enumerate(("name", "meaning", "changes")):
        table.add_column(header, overflow="fold", no_wrap=i == 0)
    for item in scenario.interventions:
        lines = [f"without {name}" for name in item.without]
        lines += [f"{path} = {value}" for path, value in item.set.items()]
        table.add_row(item.name, f"{item.title}\n{item.meaning}", "\n".join(lines))
    return table
