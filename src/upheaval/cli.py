"""The command line: ``upheaval run``, ``list``, ``show``, ``check``, ``schema``, ``loop``.

Every other command is a file in `upheaval.commands`; that of the published models is in its
own room.

Results go to standard output, everything else to standard error. Every error is one message
without a traceback, with exit code 2; Ctrl-C ends with 130.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheaval.commands.bench import bench
from upheaval.commands.card import card
from upheaval.commands.check import check
from upheaval.commands.explain import explain, prepare
from upheaval.commands.foresee import foresee
from upheaval.commands.ledgers import ledgers
from upheaval.commands.line import ScenarioName, as_json, changes, tell
from upheaval.commands.merge import merge, run_array
from upheaval.commands.new import new
from upheaval.commands.page import page
from upheaval.commands.parts import parts
from upheaval.commands.report import report
from upheaval.commands.sensitivity import sensitivity
from upheaval.commands.serve import serve
from upheaval.commands.verify import verify
from upheaval.commands.whatif import whatif
from upheaval.errors import INTERRUPTED, WRONG, Interrupted, UpheavalError
from upheaval.theory.command import theory
from upheaval.version import __version__

if TYPE_CHECKING:
    import xarray
    from rich.table import Table

    from upheaval.record.compare import Comparison
    from upheaval.record.outcomes import Share
    from upheaval.runs.plan import RunPlan
    from upheaval.scenario import ParameterSetting, Scenario

SUMMARY, FIGURE = "summary.json", "figure.png"

app = typer.Typer(
    help="An executable model of a crisis of authoritarian rule.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        app()
    except Interrupted as stop:
        tell(stop.message)
        sys.exit(INTERRUPTED)
    except UpheavalError as error:
        tell(f"Error: {error}")
        sys.exit(WRONG)
    except SystemExit as end:
        # The library of the command line makes this of Ctrl-C, without a word.
        if end.code == INTERRUPTED:
            tell("Stopped.")
        raise


def _version(asked: bool) -> None:
    if asked:
        print(f"upheaval {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


# ------------------------------------------------------------------ run
@app.command()
def run(
    scenario: ScenarioName,
    replicates: Annotated[int, typer.Option(help="How many times to run it.")] = 200,
    scale: Annotated[int, typer.Option(help="People whom one simulated citizen stands for.")] = 20,
    seed: Annotated[int, typer.Option(help="Seed of all luck.")] = 1,
    workers: Annotated[
        int | None, typer.Option(help="Cores to use; no result depends on it.", show_default="all")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a value; may be repeated."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="MECHANISM", help="Switch a mechanism off; may be repeated."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day, such as 2022-01-31.")
    ] = None,
    tick: Annotated[
        float | None,
        typer.Option(metavar="HOURS", help="Length of a tick in the first phase."),
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option(
            help="Replicates stepped together; no result depends on it.",
            show_default="16 to 64, by scale and replicates",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the store, summary and figure.")
    ] = None,
    resume: Annotated[bool, typer.Option(help="Complete the unfinished run in --out.")] = False,
    force: Annotated[
        bool,
        typer.Option(help="Start over in --out. With --resume: only if another run is there."),
    ] = False,
    executor: Annotated[
        str | None,
        typer.Option(
            metavar="dask://HOST:PORT",
            help="Run on a Dask cluster that sees --out.",
            show_default="this machine",
        ),
    ] = None,
    array: Annotated[
        str | None,
        typer.Option(
            metavar="I/N", help="Run one of N shards only, for arrays of jobs; then: merge."
        ),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON object and nothing else.")
    ] = False,
) -> None:
    """Run a scenario many times over and set it beside the record."""
    if array is not None and (resume or force or executor or json_):
        raise UpheavalError("--array takes neither --executor, --resume, --force nor --json")
    if out is None and (resume or force):
        raise UpheavalError(f"--{'resume' if resume else 'force'} needs --out, a folder to use")
    try:
        from upheaval.runs.plan import plan_of

        plan = plan_of(
            scenario,
            replicates=replicates,
            scale=scale,
            seed=seed,
            set=changes(set_ or []),
            without=without or [],
            until=until,
            tick=tick,
            batch=batch,
        )
        if array is not None:
            run_array(plan, array, out, workers)
        else:
            _run(plan, out, workers, resume, force, json_, executor)
    except KeyboardInterrupt:
        if out is None:
            raise Interrupted(
                "Stopped; nothing is left. A run with --out DIR can be completed later."
            ) from None
        again = "Give the command again" if array else "Add --resume to the command"
        raise Interrupted(f"Stopped; {out} keeps what is done. {again} to complete it.") from None


def _run(
    plan: RunPlan,
    out: Path | None,
    workers: int | None,
    resume: bool,
    force: bool,
    json_: bool,
    executor: str | None,
) -> None:
    from upheaval.record.compare import compare
    from upheaval.record.outcomes import outcome_shares
    from upheaval.runs.simulate import simulate_plan

    tell(
        f"Running {plan.scenario.name}: {plan.replicates} replicate{'s'[: plan.replicates > 1]}, "
        f"one citizen for {plan.scale}, seed {plan.seed}"
    )
    begun = perf_counter()
    dataset = simulate_plan(
        plan, out, workers=workers, resume=resume, force=force, executor=executor
    )
    comparisons = compare(dataset, plan.changed)
    outcomes = outcome_shares(dataset)
    took = perf_counter() - begun
    summary = _summary(plan, dataset, comparisons, outcomes)
    if out is not None:
        _write_results(out, plan, dataset, comparisons, summary)
    if json_:
        print(as_json(summary))
        return
    from rich.console import Console

    from upheaval.views.screens.summary import print_summary, summarize

    print_summary(Console(), summarize(dataset, plan.changed, comparisons, took=took))


def _write_results(
    out: Path,
    plan: RunPlan,
    dataset: xarray.Dataset,
    comparisons: list[Comparison],
    summary: dict[str, Any],
) -> None:
    from upheaval.answers.ledgers.ledgers import FOLDER, write_ledgers
    from upheaval.record.series import Series
    from upheaval.runs.files import telling_of, write_text
    from upheaval.views.figures.parts import FIGURES, save_parts
    from upheaval.views.figures.run import save_figure

    series = Series(dataset, plan.changed)
    with telling_of(out):
        write_text(out / SUMMARY, as_json(summary, indent=2) + "\n")
        save_figure(dataset, plan.changed, out / FIGURE, comparisons)
    write_ledgers(series, out / FOLDER, kind="parquet")
    save_parts(series, out / FIGURES)
    tell(f"{out}: the store, {FIGURE}, {SUMMARY}, {FOLDER}/ and {FIGURES}/")


def _summary(
    plan: RunPlan,
    dataset: xarray.Dataset,
    comparisons: list[Comparison],
    outcomes: dict[str, Share],
) -> dict[str, Any]:
    from upheaval.record.order_of_regions import order_test
    from upheaval.record.series import Series

    order = order_test(Series(dataset, plan.changed))
    return {
        "scenario": plan.scenario.name,
        "version": __version__,
        "seed": plan.seed,
        "replicates": plan.replicates,
        "scale": plan.scale,
        "outcomes": {
            name: {"share": item.share, "low": item.low, "high": item.high}
            for name, item in outcomes.items()
        },
        "order_of_regions": None if order is None else order.as_json(),
        "observations": [item.as_json(plan.scenario.start) for item in comparisons],
        "digest": dataset.attrs["digest"],
    }


# ------------------------------------------------------------------ looking at scenarios
@app.command("list")
def list_() -> None:
    """List the scenarios that come with the package."""
    from upheaval.scenario import available, load

    for name in available():
        print(f"{name}  {load(name).title}")


@app.command()
def show(scenario: ScenarioName) -> None:
    """Show what a scenario is about: its tables, and its parameters with their sources."""
    from rich.console import Console

    from upheaval.runs.checking import load

    found = load(scenario)
    console = Console(highlight=False, markup=False)
    console.print(found.title, style="bold")
    console.print(f"{found.country}, {_span(found)}")
    console.print(found.summary + "\n")
    console.print(_mechanisms(found) + "\n")
    tables = _table("Tables", "table", "rows", "what it holds")
    for name, table in found.tables.items():
        tables.add_row(name, f"{len(table):,}", table.kind.meaning)
    console.print(tables)
    parameters = _table("Parameters", "parameter", "value or prior", "unit", "source")
    for name, setting in found.parameters.items():
        parameters.add_row(name, _worded(setting), setting.unit, setting.source)
    console.print(parameters)


def _table(title: str, *headers: str, lines: bool = False) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_lines=lines)
    for i, header in enumerate(headers):
        # Folded, not cut: a name that ends in dots cannot be looked up.
        table.add_column(header, overflow="fold", no_wrap=i == 0)
    return table


def _span(scenario: Scenario) -> str:
    ticks = ", then ".join(
        f"ticks of {24 * phase.length:g} hours until {phase.until:%Y-%m-%d}"
        for phase in scenario.schedule
    )
    return f"from {scenario.start:%Y-%m-%d}: {ticks}"


def _mechanisms(scenario: Scenario) -> str:
    return "Mechanisms: " + (", ".join(scenario.mechanisms) or "none")


def _worded(setting: ParameterSetting) -> str:
    if setting.prior is None:
        return f"{setting.value:g}"
    ((kind, numbers),) = setting.prior.model_dump().items()
    if isinstance(numbers, dict):
        return f"{kind}, " + ", ".join(f"{name} {value:g}" for name, value in numbers.items())
    return f"{kind}, " + " to ".join(f"{value:g}" for value in numbers)


@app.command()
def schema(
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write one file a schema to.")
    ] = None,
) -> None:
    """Print the JSON Schemas of a scenario's files, for editors."""
    from upheaval.scenario import json_schema

    schemas = json_schema()
    if out is None:
        print(as_json(schemas, indent=2))
        return
    from upheaval.runs.files import check_writable, telling_of, write_text

    check_writable(out)
    with telling_of(out):
        out.mkdir(parents=True, exist_ok=True)
        whole = {"scenario": schemas["scenario"], "crisis": schemas["card"]}
        for name, found in {**whole, **schemas["tables"]}.items():
            write_text(out / f"{name}.schema.json", as_json(found, indent=2) + "\n")
    tell(f"{out}: {2 + len(schemas['tables'])} schemas")


@app.command()
def loop(scenario: ScenarioName) -> None:
    """Print the mechanisms in the order of the tick, with what each reads and writes."""
    from rich.console import Console

    from upheaval.mechanisms.loop import assemble
    from upheaval.runs.checking import load

    found = load(scenario)
    title = f"One tick of {found.name}"
    table = _table(title, "order", "mechanism", "reads", "writes", "source", lines=True)
    for row in assemble(found).describe():
        name = f"{row.name}\n{row.title}" + ("" if row.on else "\n(off)")
        table.add_row(
            f"{row.order:g}", name, ", ".join(row.reads), ", ".join(row.writes), row.source
        )
    Console(highlight=False, markup=False).print(table)


app.command()(new)
app.command()(card)
app.command()(check)
app.command()(prepare)
app.command()(explain)
app.command()(whatif)
app.command()(serve)
app.command()(report)
app.command(hidden=True)(page)
app.command()(foresee)
app.command()(verify)
app.command()(sensitivity)
app.command()(parts)
app.command()(merge)
app.command()(bench)
app.command()(ledgers)
app.command()(theory)
