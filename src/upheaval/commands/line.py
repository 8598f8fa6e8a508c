"""What the commands share: how they take a scenario and changes, and how they print JSON."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from upheaval.errors import Interrupted, UpheavalError

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a scenario, or path of a folder.")
]
"""The argument by which every command takes a scenario."""

# Options that several commands take, worded alike wherever they stand.
Scale = Annotated[int, typer.Option(help="People whom one simulated citizen stands for.")]
Seed = Annotated[int, typer.Option(help="Seed of all luck.")]
Workers = Annotated[
    int | None, typer.Option(help="Cores to use; no result depends on it.", show_default="all")
]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Last day, such as 2022-01-31.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Table = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of the table.", show_default="in the cache"),
]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option(metavar="OBS", help="Leave an observation out; may be repeated."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value; may be repeated."),
]
FigureFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Draw the answer, such as answer.png.")
]
Simulations = Annotated[
    int | None,
    typer.Option(
        help="Length of the table; what is missing is made.",
        show_default="all there are, or 600",
    ),
]


@contextmanager
def kept_when_stopped() -> Iterator[None]:
    """Say after Ctrl-C that simulations which were done are found again."""
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(
            "Stopped; the simulations that were done are kept. Give the same command to go on."
        ) from None


def tell(message: str) -> None:
    """Print what is no result to standard error."""
    print(message, file=sys.stderr)


def as_json(value: object, indent: int | None = None) -> str:
    """Write a value as JSON, with null for what JSON has no number for."""
    return json.dumps(_plain(value), indent=indent, ensure_ascii=False, allow_nan=False)


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
