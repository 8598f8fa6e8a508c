"""A crisis on one page: ``crisis.yaml``, what it stands for, and how sure each value is.

`read`: a card from text, checked and completed. `expand`: the files of the scenario that it is;
`tables` and `scenario_value`: the same in parts.
`retold`: problems of tables that the card makes, told of the card.
`SECTIONS`: every field, declared once.
"""

from upheaval.scenario.card.card import Card, Entry
from upheaval.scenario.card.expand import expand, scenario_value, tables
from upheaval.scenario.card.reading import FILE
from upheaval.scenario.card.retelling import retold
from upheaval.scenario.card.sections import SECTIONS
from upheaval.scenario.card.whole import read

__all__ = [
    "FILE",
    "SECTIONS",
    "Card",
    "Entry",
    "expand",
    "read",
    "retold",
    "scenario_value",
    "tables",
]
