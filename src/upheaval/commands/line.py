"""What the commands share: how they take a scenario and changes, and how they print JSON."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheaval.commands.streams import knows_every_sign
from upheaval.errors import Interrupted, UpheavalError

if TYPE_CHECKING:
    from rich.console import Console

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a scenario, or path of a folder.")
]
"""The argument by which every command takes a scenario."""

# Options that several commands take: one name, one meaning, worded alike wherever they stand.
Replicates = Annotated[
    int, typer.Option(help="Worlds to run: replicates of the scenario, each with its own luck.")
]
Scale = Annotated[int, typer.Option(help="People whom one simulated citizen stands for.")]
Seed = Annotated[int, typer.Option(help="Seed of all luck.")]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="Cores to use; no result depends on it.", show_default="all"),
]
UNTIL = "Last day, such as 2022-01-31."
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help=UNTIL, show_default="last of the schedule")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else; errors too.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print results and errors only.")]
Table = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Folder of the table of simulations.", show_default="in the cache"
    ),
]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option(metavar="OBS", help="Leave an observation out; may be repeated."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value; may be repeated."),
]
Without = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Switch a mechanism or an explanation off; may be repeated."),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        metavar="MEASURE@PLACE:DAY",
        help="A measure to look at; may be repeated.",
        show_default="the usual ones",
    ),
]
FigureFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Draw the answer, such as answer.png.")
]
OutFolder = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write results to.")]
Simulations = Annotated[
    int | None,
    typer.Option(
        help="Length of the table of simulations; what is missing is made.",
        show_default="all there are",
    ),
]
WORLDS = "Worlds like the record to run again; 0 for none."
"""What ``--worlds`` means; each command says its own default."""


def show(
    answer: Any, json_: bool, screen: Callable[[Console, Any, float], None], begun: float
) -> None:
    """Print an answer as JSON or for people, with the seconds since ``begun``."""
    if json_:
        print(as_json(answer.as_json()))
        return
    from rich.console import Console

    screen(Console(highlight=False, markup=False), answer, perf_counter() - begun)


def draw(answer: Any, figure: Path | None, save: Callable[[Any, Path], object]) -> None:
    """Draw an answer, if ``--figure`` asks for it."""
    if figure is not None:
        save(answer, figure)
        tell(f"{figure}: the figure")


@contextmanager
def resumable() -> Iterator[None]:
    """Say after Ctrl-C that simulations which were done are found again."""
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(
            "Stopped; the simulations that were done are kept. Give the same command to go on."
        ) from None


_quiet = False


def be_quiet(quiet: bool) -> None:
    """Print results and errors only, from now on."""
    from upheaval.runs import progress

    global _quiet
    _quiet = quiet
    progress.be_quiet(quiet)


def tell(message: str) -> None:
    """Print what is no result to standard error, unless ``--quiet`` was given."""
    if not _quiet:
        print(message, file=sys.stderr)


def as_json(value: object, indent: int | None = None) -> str:
    """Write a value as JSON, with null for what JSON has no number for."""
    ascii_only = not knows_every_sign(sys.stdout)
    return json.dumps(_plain(value), indent=indent, ensure_ascii=ascii_only, allow_nan=False)


def _plain(value: Any) -> Any:
    """Give plain values of JSON: it knows neither infinity nor NaN, so both become null."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def changes(pairs: list[str]) -> dict[str, str]:
    """Read what ``--set`` was given, ``PATH=VALUE`` each.

    Raises
    ------
    UpheavalError
        If one has another form, or sets what another sets.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        path, equals, value = (part.strip() for part in pair.partition("="))
        if not (path and equals and value):
            raise UpheavalError(f"--set: got '{pair}', expected PATH=VALUE")
        if path in found:
            raise UpheavalError(f"--set: {path} is set twice")
        found[path] = value
    return found
