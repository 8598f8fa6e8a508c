"""Tables of structures that a crisis may or may not have: triggers, organizations, army, elections.

Each may be absent as a file, which means the same as no rows: what a country has not does nothing.
"""

from __future__ import annotations

from upheaval.scenario.columns import Column, OrderRule, TableKind
from upheaval.scenario.common_columns import RANGE, SOURCE, share

BURDENS = ("price", "tax", "subsidy")
"""Kinds of trigger whose size is a burden on households; that of all others is a level."""

TRIGGER_KINDS = (
    *BURDENS,
    "stolen_election",
    "disputed_election",
    "election_ahead",
    "succession",
    "third_term",
    "repression",
    "jobs",
    "ruling",
    "military_order",
    "putsch",
    "defeat",
    "disaster",
    "example",
    "cabinet",
    "other",
)
DEMAND_KINDS = ("price", "labor", "political", "foreign")
EVERYBODY, TOWNS, VILLAGES = "everybody", "towns", "villages"

TRIGGERS = TableKind(
    "triggers",
    "What sets people in motion: decisions, events and dates that are fixed on the first day.",
    (
        Column("name", "name", "Identifier of the trigger."),
        Column("title", "text", "Name to print."),
        Column("kind", "choice", "What kind of trigger it is.", choices=TRIGGER_KINDS),
        Column(
            "announced",
            "date",
            "Day on which people learn of it; empty where it is only known as it happens.",
            default="",
        ),
        Column("effective", "date", "Day on which it takes effect, or happens."),
        share(
            "value",
            "Size: for a price, tax or subsidy the share of a household's spending that is lost; "
            "else a level from 0 to 1.",
        ),
        share("low", "Low end of its range."),
        share("high", "High end of its range."),
        Column(
            "lasts",
            "number",
            "Time in which attention to it fades; empty where it does not.",
            unit="day",
            default="",
            minimum=0.1,
        ),
        Column("reversible", "boolean", "Whether the ruler can take it back.", default=False),
        Column("demand", "name", "Demand that it raises: a usual one, or one of demands.csv."),
        Column(
            "hits",
            "text",
            "Whom it hits: `everybody`, `towns`, `villages`, or groups separated by spaces.",
            default=EVERYBODY,
        ),
        Column(
            "regions", "text", "Regions that it hits, separated by spaces; empty: all.", default=""
        ),
        SOURCE,
    ),
    key=("name",),
    orders=RANGE,
    may_be_empty=True,
    may_be_absent=True,
)

DEMANDS = TableKind(
    "demands",
    "Demands of this crisis besides the usual ones: price, labor, political and foreign.",
    (
        Column("name", "name", "Identifier of the demand."),
        Column("title", "text", "Name to print."),
        Column(
            "kind",
            "choice",
            "Usual demand that it is a case of: it decides who is blamed, and how it is counted.",
            choices=DEMAND_KINDS,
        ),
        SOURCE,
    ),
    key=("name",),
    may_be_empty=True,
    may_be_absent=True,
)

ORGANIZATIONS = TableKind(
    "organizations",
    "Organizations that can call people out: movements, parties, unions, students, armed groups.",
    (
        Column("name", "name", "Identifier of the organization."),
        Column("title", "text", "Name to print."),
        Column(
            "kind",
            "choice",
            "What kind of organization it is.",
            choices=("movement", "party", "union", "students", "armed"),
        ),
        share("value", "How well it is organized on the first day."),
        share("low", "Low end of its range."),
        share("high", "High end of its range."),
        Column("leader", "name", "Figure who leads it.", default="", refers_to="figures.name"),
        Column(
            "leader_status",
            "choice",
            "Where the leader is on the first day; `none` where nobody leads.",
            default="none",
            choices=("none", "free", "jailed", "abroad"),
        ),
        SOURCE,
    ),
    key=("name",),
    orders=RANGE,
    may_be_empty=True,
    may_be_absent=True,
)

ARMY = TableKind(
    "army",
    "The army where it is a player of its own; at most one row.",
    (
        Column("faction", "name", "Faction of its command.", refers_to="factions.name"),
        Column(
            "stance",
            "choice",
            "Where it stands on the first day.",
            choices=("with_ruler", "neutral", "kingmaker", "split"),
        ),
        share("value", "Cohesion: share of its units that do what its command decides."),
        share("low", "Low end of its range."),
        share("high", "High end of its range."),
        SOURCE,
    ),
    key=("faction",),
    orders=RANGE,
    may_be_empty=True,
    may_be_absent=True,
)

INSTITUTIONS = TableKind(
    "institutions",
    "Bodies of the regime that can drop the ruler.",
    (
        Column("name", "name", "Identifier of the body."),
        Column("title", "text", "Name to print."),
        Column(
            "kind",
            "choice",
            "What kind of body it is.",
            choices=("party", "parliament", "court", "council"),
        ),
        share("value", "Power to drop the ruler: chance that a vote against him removes him."),
        share("low", "Low end of its range."),
        share("high", "High end of its range."),
        Column(
            "successor",
            "name",
            "Figure who would follow; empty for somebody new.",
            default="",
            refers_to="figures.name",
        ),
        SOURCE,
    ),
    key=("name",),
    orders=RANGE,
    may_be_empty=True,
    may_be_absent=True,
)

ELECTIONS = TableKind(
    "elections",
    "Elections ahead whose day is fixed.",
    (
        Column("name", "name", "Identifier of the election."),
        Column("title", "text", "Name to print."),
        Column(
            "kind",
            "choice",
            "What is voted on.",
            choices=("presidential", "parliamentary", "referendum"),
        ),
        Column("date", "date", "Day of the vote."),
        share("value", "Share of the vote that can be falsified."),
        share("low", "Low end of its range."),
        share("high", "High end of its range."),
        Column("ruler_stands", "boolean", "Whether the ruler stands for it.", default=True),
        SOURCE,
    ),
    key=("name",),
    orders=(OrderRule("low", "value", "high"),),
    may_be_empty=True,
    may_be_absent=True,
)

STRUCTURES = (TRIGGERS, DEMANDS, ORGANIZATIONS, ARMY, INSTITUTIONS, ELECTIONS)
