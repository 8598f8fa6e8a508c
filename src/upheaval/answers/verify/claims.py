"""Open claims: what settling them would say of the explanation that they bear on.

How likely a claim is true if an explanation holds, and if not, is a reading: an assumption, with
ranges, in ``readings/claims.csv`` of the scenario's folder. Without one it is only known that a
claim bears on an explanation and how credible it is. That bounds what settling it could say, in
one direction or the other (Frechet 1935): the most is told, and no direction.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from upheaval.answers.verify.worth import Worth, information
from upheaval.errors import UpheavalError, unknown
from upheaval.scenario import Scenario

FILE = Path("readings") / "claims.csv"

COLUMNS = (
    "claim", "explanation", "if_so", "if_so_low", "if_so_high", "if_not", "if_not_low",
    "if_not_high", "source",
)  # fmt: skip

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
    worth : Worth
        In bits. Without a reading its value is the most that is possible.
    is_bound : bool
        Whether it is that bound.
    """

    true: float
    if_true: float | None
    if_false: float | None
    worth: Worth
    is_bound: bool


def open_claims(scenario: Scenario) -> list[dict[str, Any]]:
    """Give the rows of claims that are open."""
    return [row for row in scenario.tables["claims"].rows() if row["status"] in OPEN]


def read_readings(scenario: Scenario) -> dict[tuple[str, str], Reading]:
    """Give the readings by claim and explanation; none if the scenario has no such file.

    Raises
    ------
    UpheavalError
        With the row that is wrong.
    """
    file = scenario.folder / FILE
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise UpheavalError(f"{FILE}: expected the columns {', '.join(COLUMNS)}")
        found = {}
        for row in rows:
            reading = _reading(scenario, row, rows.line_num)
            key = reading.claim, reading.explanation
            if key in found:
                raise UpheavalError(
                    f"{FILE}, line {rows.line_num}: claim '{key[0]}' has two readings for "
                    f"'{key[1]}'"
                )
            found[key] = reading
    return found


def _reading(scenario: Scenario, row: dict[str, Any], line: int) -> Reading:
    where = f"{FILE}, line {line}"
    names = scenario.tables["claims"].names
    if row["claim"] not in names:
        raise UpheavalError(f"{where}: {unknown('claim', row['claim'], names)}")
    explanations = [item.name for item in scenario.explanations]
    if row["explanation"] not in explanations:
        raise UpheavalError(f"{where}: {unknown('explanation', row['explanation'], explanations)}")
    if not row["source"]:
        raise UpheavalError(f"{where}, column source: expected a source or 'assumption: ...'")
    return Reading(
        row["claim"],
        row["explanation"],
        _range(row, "if_so", where),
        _range(row, "if_not", where),
        row["source"],
    )


def _range(row: dict[str, Any], name: str, where: str) -> tuple[float, float, float]:
    try:
        low, value, high = (float(row[column]) for column in (f"{name}_low", name, f"{name}_high"))
    except ValueError:
        raise UpheavalError(f"{where}, column {name}: expected numbers from 0 to 1") from None
    if not 0.0 <= low <= value <= high <= 1.0:
        raise UpheavalError(
            f"{where}, column {name}: got {low:g}, {value:g}, {high:g}; expected low, value and "
            "high in this order, from 0 to 1"
        )
    return low, value, high


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
        Worth(value, min(corners), max(corners), 0.0),
        is_bound=False,
    )


def bounded(chance: tuple[float, float, float], credibility: float) -> Settled:
    """Say the most that settling a claim of this credibility could say, in either direction."""
    most = max(_most(p, credibility) for p in chance)
    value = _most(chance[1], credibility)
    return Settled(credibility, None, None, Worth(value, 0.0, most, 0.0), is_bound=True)


def _most(chance: float, credibility: float) -> float:
    """Give the information of the two extreme joint probabilities, the larger of both."""
    found = 0.0
    for joint in (min(chance, credibility), max(0.0, chance + credibility - 1.0)):
        if 0.0 < chance < 1.0:
            if_so = joint / chance
            if_not = (credibility - joint) / (1.0 - chance)
            found = max(found, information(chance, if_so, if_not))
    return found
