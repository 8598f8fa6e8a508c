"""Tables about the world outside: where rulers lean, neighbors, their rulers, wealth abroad.

A simple country needs none of them: each may have no rows.
"""

from __future__ import annotations

from upheaval.scenario.columns import Column, OrderRule, TableKind
from upheaval.scenario.common_columns import RANGE, SOURCE, share, with_range


def _position(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, unit="1", minimum=-1, maximum=1)


LEANINGS = TableKind(
    "leanings",
    "Where each faction would put the country between the powers if it ruled alone.",
    (
        Column("faction", "name", "Faction.", refers_to="factions.name"),
        *with_range(_position("value", "Position between West (-1) and East (1).")),
        SOURCE,
    ),
    key=("faction",),
    orders=RANGE,
    may_be_empty=True,
)

NEIGHBORS = TableKind(
    "neighbors",
    "Regimes that watch the crisis from outside.",
    (
        Column("name", "name", "Identifier of the neighbor."),
        Column("title", "text", "Name to print."),
        Column(
            "power",
            "name",
            "The same country among the powers, if it is one.",
            default="",
            refers_to="powers.name",
        ),
        Column(
            "distance",
            "number",
            "Great-circle distance between the capitals.",
            unit="km",
            minimum=0,
        ),
        *with_range(share("likeness", "How far its system looks like this country's.")),
        *with_range(
            Column(
                "value",
                "number",
                "Public strength of the regime, in the mass of citizens that can topple it.",
                unit="1",
                minimum=-5,
                maximum=10,
            )
        ),
        SOURCE,
    ),
    key=("name",),
    orders=(*RANGE, OrderRule("likeness_low", "likeness", "likeness_high")),
    may_be_empty=True,
)

RULERS = TableKind(
    "rulers",
    "Rulers who must decide whether to name an heir, by country.",
    (
        Column("name", "name", "Identifier of the ruler; a country's name does."),
        Column("title", "text", "Name to print."),
        Column(
            "neighbor",
            "name",
            "Neighbor whom he rules; empty for the ruler of this country.",
            default="",
            refers_to="neighbors.name",
        ),
        *with_range(share("value", "His belief that an heir who strikes at him would win.")),
        share("consensus", "Share of people who back him without being made to."),
        Column(
            "exit_hazard",
            "number",
            "Rate at which he would leave by age, term or mishap.",
            unit="1/year",
            minimum=0,
            maximum=1,
        ),
        SOURCE,
    ),
    key=("name",),
    orders=RANGE,
    may_be_empty=True,
)

EXPOSURE = TableKind(
    "exposure",
    "What each faction holds abroad, by jurisdiction.",
    (
        Column("faction", "name", "Faction.", refers_to="factions.name"),
        Column("jurisdiction", "name", "Whose law reaches what is held there."),
        *with_range(share("value", "Share of the faction's wealth that is held there.")),
        SOURCE,
    ),
    key=("faction", "jurisdiction"),
    orders=RANGE,
    may_be_empty=True,
)

SANCTIONS = TableKind(
    "sanctions",
    "Packages of sanctions on elites: what each would take, and what sets it off.",
    (
        Column("package", "name", "Identifier of the package."),
        Column(
            "jurisdiction",
            "name",
            "Whose law carries it out.",
            refers_to="exposure.jurisdiction",
        ),
        share("probability", "Chance that it is imposed once it has been set off."),
        share("share_seized", "Share of what is held there that is then lost."),
        Column(
            "trigger_deaths",
            "number",
            "Civilians killed by the state above which it is set off.",
            unit="person",
            minimum=0,
        ),
        Column("delay", "number", "Time from then until it threatens.", unit="day", minimum=0),
        SOURCE,
    ),
    key=("package", "jurisdiction"),
    may_be_empty=True,
)

ABROAD = (LEANINGS, NEIGHBORS, RULERS, EXPOSURE, SANCTIONS)
