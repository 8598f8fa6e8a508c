"""Tables about the economy under the crisis: power and who mines with it, rents and who has them.

A simple country needs neither: each may have no rows.
"""

from __future__ import annotations

from upheaval.scenario.columns import Column, OrderRule, SumRule, TableKind
from upheaval.scenario.common_columns import RANGE, SOURCE, share, with_range

ENERGY = TableKind(
    "energy",
    "Electric power: what is demanded, what mines with it, what can be supplied.",
    (
        Column("name", "name", "Identifier of the row."),
        Column("title", "text", "Name to print."),
        Column(
            "kind",
            "choice",
            "Demand without miners, miners, or the capacity that stands against both.",
            choices=("demand", "mining", "capacity"),
        ),
        *with_range(Column("value", "number", "Power at the peak.", unit="MW", minimum=0)),
        *with_range(
            share(
                "hash_share", "Share of the world's hash rate that the miners compute.", default=0.0
            )
        ),
        SOURCE,
    ),
    key=("name",),
    orders=(*RANGE, OrderRule("hash_share_low", "hash_share", "hash_share_high")),
    may_be_empty=True,
)

RENTS = TableKind(
    "rents",
    "Who of the factions has which part of each kind of rent.",
    (
        Column(
            "account",
            "choice",
            "Kind of rent: coalition (paid for loyalty), rulers (what those on top keep), reform "
            "(who sells the fuel whose price is freed), favor (who can be bought).",
            choices=("coalition", "rulers", "reform", "favor"),
        ),
        Column("faction", "name", "Faction.", refers_to="factions.name"),
        *with_range(share("value", "Its share of the account.")),
        SOURCE,
    ),
    key=("account", "faction"),
    sums=(SumRule("value", ("account",), 1.0, 1e-6),),
    orders=RANGE,
    may_be_empty=True,
)

ECONOMY = (ENERGY, RENTS)
