"""The command line: every command by group; each is a function in `upheaval.commands`.

Results go to standard output, everything else to standard error. Every error is one message
without a traceback, with exit code 2; with ``--json`` it is one JSON object on standard error.
Ctrl-C ends with 130. To add a command, write a file in `upheaval.commands` and name it in `GROUPS`.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, TextIO, get_type_hints

import typer
from typer.core import TyperGroup

from upheaval.commands import line
from upheaval.commands.bench import bench
from upheaval.commands.card import card
from upheaval.commands.check import check
from upheaval.commands.explain import explain, prepare
from upheaval.commands.foresee import foresee
from upheaval.commands.ledgers import ledgers
from upheaval.commands.line import as_json, tell
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
from upheaval.views.flags import in_flags


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
    warnings.showwarning = _warn
    json_ = "--json" in sys.argv[1:]
    try:
        code = app(standalone_mode=False)
    except Interrupted as stop:
        _complain(stop.message, json_, kind="interrupted")
        sys.exit(INTERRUPTED)
    except UpheavalError as error:
        _complain(f"Error: {in_flags(str(error))}", json_)
        sys.exit(WRONG)
    except ImportError as error:
        _complain(f"Error: {_of_the_installation(error)}", json_)
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


def _of_the_installation(error: ImportError) -> str:
    """Tell that a package is missing or too old, which is no fault of the input."""
    said = str(error).rstrip(".")
    if (error.name or "").partition(".")[0] == __package__:
        return f"this installation of upheaval is incomplete ({said}); install it again"
    return (
        f"a package that upheaval needs is missing or too old ({said}); "
        "pip install --upgrade upheaval brings what it needs"
    )


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del category, filename, lineno, file, line
    tell(f"Warning: {message}")


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

__all__ = ["GROUPS", "app", "main", "tell"]
