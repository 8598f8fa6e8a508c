"""Default priors of a card's parameters, from ``priors.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

INHERITED = "inherited"


@dataclass(frozen=True, slots=True)
class DefaultPrior:
    """The prior that a parameter has where a card does not set it.

    ``prior`` is written ``uniform LOW HIGH``, ``loguniform LOW HIGH`` or ``value NUMBER``.
    """

    name: str
    prior: str
    unit: str
    low: str
    high: str
    meaning: str
    source: str

    @property
    def mechanism(self) -> str:
        """The mechanism that has the parameter."""
        return self.name.partition(".")[0]


@cache
def default_priors() -> dict[str, DefaultPrior]:
    """Give every default prior by the name of its parameter."""
    path = Path(__file__).with_name("priors.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["parameter"]: DefaultPrior(
                row["parameter"],
                row["prior"],
                row["unit"],
                row["low"],
                row["high"],
                row["meaning"],
                row["source"],
            )
            for row in csv.DictReader(file)
        }
