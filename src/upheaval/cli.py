"""The command line: every command by group; each is a function in `upheaval.commands`.

Results go to standard output, everything else to standard error. Every error is one message
without a traceback, with exit code 2; with ``--json`` it is one JSON object on standard error.
Ctrl-C ends with 130. To add a command, write a file in `upheaval.commands` and name it in `GROUPS`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, get_type_hints

import typer
from typer.core import TyperGroup

from upheaval.commands import line
from upheaval.commands.bench import bench
from upheaval.commands.card import card
from upheaval.commands.check import check
from upheaval.commands.explain import explain, prepare
from upheaval.commands.foresee import foresee
from upheaval.commands.ledgers import ledgers
from upheaval.commands.line import as_json, in_flags, tell
from upheaval.commands.merge import merge
from upheaval.commands.new import new
from upheaval.commands.page import page
from upheaval.commands.parts import parts
from upheaval.commands.report import report
from upheaval.commands.run import run
from upheaval.commands.scenarios import list_, loop, schema, show
from upheaval.commands.sensitivity import sensitivity
from upheaval.commands.serve import serve
from upheaval.commands.streams import degrade
from upheaval.commands.theory import theory
from upheaval.commands.verify import verify
from upheaval.commands.whatif import whatif
from upheaval.errors import INTERRUPTED, WRONG, Interrupted, UpheavalError
from upheaval.version import __version__


@dataclass(frozen=True)
class Command:
    """A command: its name, one line of help that fits 80 columns, and the function."""

    name: str
    help: str
    function: Callable[..., None]
    hidden: bool = False


GROUPS: dict[str, tuple[Command, ...]] = {
    "Answers": (
        Command("explain", "Which causes the record supports, and how surely.", explain),
        Command("whatif", "What would have happened otherwise, in paired worlds.", whatif),
        Command("foresee", "What may come after a date, from what was known then.", foresee),
        Command("verify", "What to check first: the value of information.", verify),
        Command("sensitivity", "Which uncertain parameters move the results.", sensitivity),
        Command("parts", "The parts of the system, and what a run shows of each.", parts),
        Command("ledgers", "Offices, organs, rents, claims and alignment by day.", ledgers),
    ),
    "Runs": (
        Command("run", "Run a scenario many times and compare it with the record.", run),
        Command("prepare", "Make the table of simulations that answers rest on.", prepare),
        Command("merge", "Merge the shards of run --array into one store.", merge),
    ),
    "Scenarios": (
        Command("list", "List the scenarios that come with the package.", list_),
        Command("show", "Show a scenario: tables, parameters and their sources.", show),
        Command("new", "Write a one-page card for a crisis in any country.", new),
        Command("card", "Print a card with the source of every value.", card),
        Command("check", "Check a scenario folder and list every problem.", check),
        Command("loop", "Print the mechanisms in the order of one tick.", loop),
        Command("schema", "Print JSON Schemas of a scenario's files, for editors.", schema),
    ),
    "Page": (
        Command("serve", "Serve the workbench, a page that runs worlds.", serve),
        Command("report", "Write the page as one file that needs no network.", report),
        Command("page", "Write the page document as JSON.", page, hidden=True),
    ),
    "Engine": (
        Command("theory", "Compare the engine with published models.", theory),
        Command("bench", "Measure speed beside memory and other packages.", bench),
    ),
}
"""Every command, by the heading under which the help lists it."""


class Grouped(TyperGroup):
    """A help page that lists commands under headings and cuts no line."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one list a heading."""
        del ctx
        for title, commands in GROUPS.items():
            shown = [(item.name, item.help) for item in commands if not item.hidden]
            with formatter.section(title):
                formatter.write_dl(shown)


def _common(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that every command has."""

    @wraps(function)
    def command(*args: Any, quiet: bool, **kwargs: Any) -> None:
        line.be_quiet(quiet)
        function(*args, **kwargs)

    hints = {**get_type_hints(function, include_extras=True), "quiet": line.Quiet}
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in signature(function).parameters.items()
    ]
    quiet = Parameter("quiet", Parameter.KEYWORD_ONLY, default=False, annotation=line.Quiet)
    command.__signature__ = Signature([*own, quiet])  # type: ignore[attr-defined]
    command.__annotations__ = hints
    return command


app = typer.Typer(
    cls=Grouped,
    help="An executable model of a crisis of authoritarian rule.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line and leave with its exit code."""
    degrade()
    json_ = "--json" in sys.argv[1:]
    try:
        code = app(standalone_mode=False)
    except Interrupted as stop:
        _complain(stop.message, json_, kind="interrupted")
        sys.exit(INTERRUPTED)
    except UpheavalError as error:
        _complain(f"Error: {in_flags(str(error))}", json_)
        sys.exit(WRONG)
    except Exception as error:
        # A wrong option or argument: the class stands in typer or in click, by their versions.
        if not hasattr(error, "format_message"):
            raise
        if json_:
            _complain(error.format_message(), json_)
        else:
            error.show()  # type: ignore[attr-defined]
        sys.exit(WRONG)
    if code == INTERRUPTED:
        # The library of the command line makes this of Ctrl-C, without a word.
        _complain("Stopped.", json_, kind="interrupted")
    sys.exit(code if isinstance(code, int) else 0)


def _complain(message: str, json_: bool, kind: str = "error") -> None:
    if json_:
        message = as_json({kind: {"message": message.removeprefix("Error: ")}})
    print(message, file=sys.stderr)


def _version(asked: bool) -> None:
    if asked:
        import platform

        print(
            f"upheaval {__version__} (Python {platform.python_version()}, {platform.system()} "
            f"{platform.machine()})"
        )
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show versions and platform."
        ),
    ] = False,
) -> None:
    del version


for _command in (item for commands in GROUPS.values() for item in commands):
    app.command(_command.name, hidden=_command.hidden)(_common(_command.function))

<<<<<<< HEAD
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
=======
__all__ = ["GROUPS", "app", "main", "tell"]
>>>>>>> 74c80d6 (Command line: groups, uncut help, -h, -q, JSON everywhere, one meaning an option; messages of the API speak Python)
