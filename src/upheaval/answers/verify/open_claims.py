"""Open claims: what settling them would say of the explanation that they bear on.

How likely a claim is true if an explanation holds, and if not, is a reading: an assumption, with
ranges, in ``readings/claims.csv`` of the scenario's folder. Without one it is only known that a
claim bears on an explanation and how credible it is. That bounds what settling it could say, in
one direction or the other (Frechet 1935): the most is told, and no direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

from upheaval.answers.verify.value_of_information import InformationValue, information
from upheaval.errors import nearest
from upheaval.scenario import Problem, Scenario, ScenarioError, relations
from upheaval.scenario.columns import Column, OrderRule, TableKind
from upheaval.scenario.common_columns import SOURCE, share
from upheaval.scenario.problems import quoted
from upheaval.scenario.sheets import read_sheet
from upheaval.scenario.table import Sheet, Table

READINGS = TableKind(
    "readings/claims",
    "How likely open claims are true, if an explanation holds and if not.",
    (
        Column("claim", "name", "The claim.", refers_to="claims.name"),
        Column("explanation", "name", "The explanation that it bears on."),
        share("if_so", "Probability that the claim is true if the explanation holds."),
        share("if_so_low", "Low end of it."),
        share("if_so_high", "High end of it."),
        share("if_not", "Probability that the claim is true if the explanation does not hold."),
        share("if_not_low", "Low end of it."),
        share("if_not_high", "High end of it."),
        SOURCE,
    ),
    key=("claim", "explanation"),
    orders=(
        OrderRule("if_so_low", "if_so", "if_so_high"),
        OrderRule("if_not_low", "if_not", "if_not_high"),
    ),
    may_be_empty=True,
)
"""The table of readings. It changes no simulated byte, so it is none of the scenario's own tables,
whose contents tell one reference table from another."""

OPEN = ("asserted", "contested")
"""Status of claims that nobody has settled."""


@dataclass(frozen=True)
class Reading:
    """How likely a claim is true, if an explanation holds and if not; each with its range."""

    claim: str
    explanation: str
    if_so: tuple[float, float, float]
    if_not: tuple[float, float, float]
    source: str


@dataclass(frozen=True)
class Settled:
    """What settling a claim would say.

    Attributes
    ----------
    true : float
        Probability that it turns out true.
    if_true, if_false : float or None
        Probability of the explanation then; None where no reading tells the direction.
    value_of_information : InformationValue
        In bits. Without a reading its value is the most that is possible.
    is_bound : bool
        Whether it is that bound.
    """

    true: float
    if_true: float | None
    if_false: float | None
    value_of_information: InformationValue
    is_bound: bool


def open_claims(scenario: Scenario) -> list[dict[str, Any]]:
    """Give the rows of claims that are open."""
    return [row for row in scenario.tables["claims"].rows() if row["status"] in OPEN]


def read_readings(scenario: Scenario) -> dict[tuple[str, str], Reading]:
    """Give the readings by claim and explanation; none if the scenario has no such file.

    Raises
    ------
    ScenarioError
        With every row that is wrong.
    """
    found, problems = _read(scenario)
    if problems:
        raise ScenarioError(problems, scenario.name)
    return found


def problems_of(scenario: Scenario) -> list[Problem]:
    """Give everything that is wrong with a scenario's readings; an empty list if nothing is."""
    return _read(scenario)[1]


def _read(scenario: Scenario) -> tuple[dict[tuple[str, str], Reading], list[Problem]]:
    file = scenario.folder / f"{READINGS.name}.csv"
    problems: list[Problem] = []
    if not file.is_file():
        return {}, problems
    sheet = read_sheet(file, READINGS, problems)
    if sheet is None:
        return {}, problems
    problems += relations.check({READINGS.name: sheet, "claims": scenario.tables["claims"].sheet})
    problems += _unknown_explanations(scenario, sheet)
    if problems:
        return {}, problems
    readings = [_reading(row) for row in Table(sheet).rows()]
    return {(item.claim, item.explanation): item for item in readings}, problems


def _unknown_explanations(scenario: Scenario, sheet: Sheet) -> list[Problem]:
    names = [item.name for item in scenario.explanations]
    return [
        Problem(
            sheet.file, line, "explanation", f"got {quoted(name)}",
            "an explanation of scenario.yaml", nearest(name, names),
        )
        for line, name in zip(sheet.lines, sheet.cells.get("explanation", ()), strict=False)
        if isinstance(name, str) and name not in names
    ]  # fmt: skip


def _reading(row: dict[str, Any]) -> Reading:
    def ranged(name: str) -> tuple[float, float, float]:
        return row[f"{name}_low"], row[name], row[f"{name}_high"]

    return Reading(
        row["claim"], row["explanation"], ranged("if_so"), ranged("if_not"), row["source"]
    )


def settled(chance: tuple[float, float, float], reading: Reading) -> Settled:
    """Say what settling a claim would say of an explanation.

    Parameters
    ----------
    chance : tuple of float
        Low end, value and high end of the explanation's probability now.
    reading : Reading
        How likely the claim is true either way.
    """
    _, now, _ = chance
    so, otherwise = reading.if_so[1], reading.if_not[1]
    true = now * so + (1.0 - now) * otherwise
    corners = [information(p, a, b) for p, a, b in product(chance, reading.if_so, reading.if_not)]
    value = information(now, so, otherwise)
    return Settled(
        true,
        now * so / true if true > 0 else now,
        now * (1.0 - so) / (1.0 - true) if true < 1 else now,
        InformationValue(value, min(corners), max(corners), 0.0),
        is_bound=False,
    )


def bounded(chance: tuple[float, float, float], credibility: float) -> Settled:
    """Say the most that settling a claim of this credibility could say, in either direction."""
    most = max(_most(p, credibility) for p in chance)
    value = _most(chance[1], credibility)
    return Settled(credibility, None, None, InformationValue(value, 0.0, most, 0.0), is_bound=True)


def _most(chance: float, credibility: float) -> float:
    """Give the information of the two extreme joint probabilities, the larger of both."""
    found = 0.0
    for joint in (min(chance, credibility), max(0.0, chance + credibility - 1.0)):
        if 0.0 < chance < 1.0:
            if_so = joint / chance
            if_not = (credibility - joint) / (1.0 - chance)
            found = max(found, information(chance, if_so, if_not))
    return found
