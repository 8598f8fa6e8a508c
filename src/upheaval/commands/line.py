"""What the commands share: how they take a scenario and changes, and how they print JSON."""

from __future__ import annotations

import json
import math
import sys
from typing import Annotated, Any

import typer

from upheaval.errors import UpheavalError

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a scenario, or path of a folder.")
]
"""The argument by which every command takes a scenario."""


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
