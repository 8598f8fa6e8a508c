"""Answers of other commands, read from the files that ``--json`` wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.scenario import Scenario

MARKS = {
    "explain": {"explanations", "evidence", "guard"},
    "verify": {"candidates", "uninformative_claims", "guard"},
    "foresee": {"from", "days", "outcomes", "events"},
    "sensitivity": {"screening", "indices", "measures"},
    "hindcast": {"days", "simulations", "scenario"},
}
"""Keys by which an answer is known, the first that fits; that of ``parts`` is a list."""

COMMANDS = ("explain", "verify", "foresee", "foresee --hindcast", "sensitivity", "parts")
"""Commands that print them."""

KINDS = (*MARKS, "parts")
"""Kinds of answers that a page has room for."""


def read_answers(files: Sequence[Path]) -> dict[str, Any]:
    """Read answers and tell by their keys what they are.

    Returns
    -------
    dict of str to answer
        By their kind (`KINDS`).

    Raises
    ------
    UpheavalError
        If a file cannot be read, is no such answer, or two are of one kind.
    """
    found: dict[str, Any] = {}
    for file in files:
        try:
            answer = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UpheavalError(f"{file} cannot be read: {error}; expected JSON") from None
        kind = _kind_of(answer)
        if kind is None:
            raise UpheavalError(
                f"{file} is no answer that a page has room for; expected what one of "
                f"{', '.join(COMMANDS)} prints with --json"
            )
        if kind in found:
            raise UpheavalError(f"{file} is a second answer of '{kind}'; expected one")
        found[kind] = answer
    return found


def _kind_of(answer: Any) -> str | None:
    if isinstance(answer, list):
        is_parts = all(isinstance(item, dict) and "part" in item for item in answer)
        return "parts" if answer and is_parts else None
    if not isinstance(answer, dict):
        return None
    return next((kind for kind, keys in MARKS.items() if keys <= answer.keys()), None)


def check_scenario_of(answers: dict[str, Any], scenario: Scenario) -> None:
    """Check that answers are of a scenario.

    Raises
    ------
    UpheavalError
        If one is of another.
    """
    for kind, answer in answers.items():
        own = answer.get("scenario", scenario.name) if isinstance(answer, dict) else scenario.name
        if own != scenario.name:
            raise UpheavalError(
                f"the answer of '{kind}' is of the scenario {own}; expected {scenario.name}"
            )
