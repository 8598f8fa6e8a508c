"""Problems of tables that a card makes, told of the card: nobody wrote those tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from upheaval import countries
from upheaval.scenario.card.card import Card
from upheaval.scenario.card.reading import FILE
from upheaval.scenario.card.rows import slug
from upheaval.scenario.problems import Problem, quoted

_RECORD = "record.csv"
_FIRST_ROW = 2


def retold(problems: Sequence[Problem], card: Card | None, made: Collection[str]) -> list[Problem]:
    """Give problems with the card's file and lines where the card made the table.

    Parameters
    ----------
    problems : sequence of Problem
        Problems of the scenario.
    card : Card or None
        The scenario's card, if it has one.
    made : collection of str
        Files that the card stands for and that are not beside it.
    """
    if card is None:
        return list(problems)
    return [_of_country(card, _of_card(card, problem, made)) for problem in problems]


def _of_card(card: Card, problem: Problem, made: Collection[str]) -> Problem:
    items = card.items("so_far")
    row = (problem.line or 0) - _FIRST_ROW
    if problem.file != _RECORD or _RECORD not in made or not 0 <= row < len(items):
        return problem
    entry = items[row].get(problem.column or "", items[row]["name"])
    return replace(problem, file=FILE, line=entry.line, column=f"so_far[{row}].{problem.column}")


def _of_country(card: Card, problem: Problem) -> Problem:
    """Say so where an observation is about a region of another country."""
    column = problem.column or ""
    is_place = column == "place" or (column.startswith("so_far[") and column.endswith(".place"))
    word = problem.message.removeprefix("got ").strip("'")
    if not is_place or not problem.message.startswith("got "):
        return problem
    own = countries.country(card.text("where.country"))
    for code in countries.codes():
        other = countries.country(code)
        if code != own.code and word in {slug(name) for name in other.region_names().values()}:
            found = f"{quoted(word)} is a region of {other.name}"
            return replace(problem, message=found, expected=f"a place of {own.name}")
    return problem
