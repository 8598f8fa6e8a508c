"""Text to a card that is read, checked and completed."""

from __future__ import annotations

from upheaval.scenario.card import reading
from upheaval.scenario.card.card import Card
from upheaval.scenario.card.checks import check
from upheaval.scenario.card.complete import complete
from upheaval.scenario.problems import Problem, ScenarioError


def read(text: str, problems: list[Problem]) -> Card | None:
    """Give the completed card; None after adding everything that is wrong with it."""
    found: list[Problem] = []
    card = reading.read(text, found)
    if card is not None:
        # What contradicts a value that could not be read would only repeat the first problem.
        reported = {_section(problem) for problem in found}
        again = check(card, reading.FILE)
        found += [problem for problem in again if _section(problem) not in reported]
    if card is None or found:
        problems += found
        return None
    try:
        return complete(card)
    except ScenarioError as error:
        problems += error.problems
        return None


def _section(problem: Problem) -> str:
    return (problem.column or "").partition(".")[0].partition("[")[0]
