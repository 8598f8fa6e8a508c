"""The tables of a scenario folder, each column declared once.

A crisis is described by places (regions, cities, groups), prices, the court (factions,
figures, offices), force (organs, garrisons), the world outside (powers, treaties), what is
said (claims) and what was observed (record).
"""

from __future__ import annotations

from upheaval.scenario.columns import Column, OnceRule, OrderRule, SumRule, TableKind
from upheaval.scenario.common_columns import RANGE as _RANGE
from upheaval.scenario.common_columns import SOURCE, with_range
from upheaval.scenario.common_columns import optional_share as _optional_share
from upheaval.scenario.common_columns import share as _share
from upheaval.scenario.tables_abroad import ABROAD
from upheaval.scenario.tables_economy import ECONOMY
from upheaval.scenario.tables_information import AFTER, AUDIENCES, SPEAKER, TRUST
from upheaval.scenario.tables_structures import STRUCTURES

REGIONS = TableKind(
    "regions",
    "First-level regions with their people and economy.",
    (
        Column("name", "name", "Identifier of the region."),
        Column("title", "text", "Name to print."),
        Column("kind", "choice", "Whether the region is one city.", choices=("province", "city")),
        Column("population", "integer", "People of all ages.", unit="person", minimum=0),
        _share("urban_share", "Share of people who live in towns."),
        Column(
            "wage",
            "number",
            "Average monthly wage.",
            unit="KZT/month",
            default=0.0,
            minimum=0,
            may_be_absent=True,
        ),
        Column(
            "unemployment",
            "number",
            "Official unemployment.",
            unit="percent",
            default=0.0,
            minimum=0,
            maximum=100,
            may_be_absent=True,
        ),
        Column(
            "income",
            "number",
            "Cash income a person; needed where rents are shared out.",
            unit="KZT/month",
            default=0.0,
            minimum=0,
            may_be_absent=True,
        ),
        *with_range(
            _optional_share(
                "fuel_dependence", "Share of vehicles that burn the fuel of the price shock."
            )
        ),
        _share("titular_share", "Share of people of the titular nationality."),
        Column("kinship", "name", "Network of kin that ties regions to each other."),
        Column(
            "discontent",
            "number",
            "Discontent before the crisis relative to the country, in standard deviations of "
            "the threshold.",
            unit="1",
            minimum=-3,
            maximum=3,
        ),
        SOURCE,
    ),
    key=("name",),
    orders=(OrderRule("fuel_dependence_low", "fuel_dependence", "fuel_dependence_high"),),
)

CITIES = TableKind(
    "cities",
    "Towns, and the rest of each region; their people add up to the region's.",
    (
        Column("name", "name", "Identifier of the place."),
        Column("title", "text", "Name to print."),
        Column("region", "name", "Region that the place lies in.", refers_to="regions.name"),
        Column(
            "settlement", "choice", "What kind of place it is.", choices=("town", "urban", "rural")
        ),
        Column("population", "integer", "People of all ages.", unit="person", minimum=0),
        Column("latitude", "number", "Degrees north.", unit="degree", minimum=-90, maximum=90),
        Column("longitude", "number", "Degrees east.", unit="degree", minimum=-180, maximum=180),
        Column(
            "role",
            "choice",
            "What the place is to the state.",
            default="none",
            choices=("capital", "metropolis", "center", "none"),
        ),
        SOURCE,
    ),
    key=("name",),
    sums=(SumRule("population", ("region",), "regions.population", 0.0, "regions.population"),),
)

GROUPS = TableKind(
    "groups",
    "Kinds of people, with what moves them.",
    (
        Column("name", "name", "Identifier of the group."),
        Column("title", "text", "Name to print."),
        Column("acts", "boolean", "Whether its members can protest (children cannot)."),
        Column(
            "trade",
            "name",
            "Trade whose workplaces its members can strike at; `none` without one.",
            default="none",
        ),
        _share("hardship", "Mean hardship sensitivity of its members."),
        Column(
            "price_exposure",
            "number",
            "Burden of the fuel price relative to the mean household.",
            unit="1",
            minimum=0,
        ),
        _share("rage", "Readiness to riot once in the streets, before weak police and arms."),
        _share("online", "Share that hears of other cities through the internet."),
        Column(
            "readiness",
            "number",
            "Readiness to protest relative to the mean citizen, in standard "
            "deviations of the threshold.",
            unit="1",
            minimum=-3,
            maximum=3,
        ),
        _share("demand_price", "Share of its demands that concern prices."),
        _share("demand_labor", "Share of its demands that concern work and pay."),
        _share("demand_political", "Share of its demands that concern who rules."),
        _share("demand_foreign", "Share of its demands that are against a foreign power."),
        SOURCE,
    ),
    key=("name",),
)

COMPOSITION = TableKind(
    "composition",
    "Shares of the groups among the people of each region and kind of settlement.",
    (
        Column("region", "name", "Region.", refers_to="regions.name"),
        Column("settlement", "choice", "Kind of place.", choices=("town", "urban", "rural")),
        Column("group", "name", "Group.", refers_to="groups.name"),
        *with_range(_share("value", "Share of people.")),
        SOURCE,
    ),
    key=("region", "settlement", "group"),
    sums=(SumRule("value", ("region", "settlement"), 1.0, 1e-6, "cities.population"),),
    orders=_RANGE,
)

PRICES = TableKind(
    "prices",
    "Prices that households pay, and the decision that changed them.",
    (
        Column("region", "name", "Region.", refers_to="regions.name"),
        Column("fuel", "name", "Fuel."),
        Column(
            "before",
            "number",
            "Retail price before the decision took effect.",
            unit="KZT/liter",
            minimum=0.01,
        ),
        *with_range(
            Column(
                "after",
                "number",
                "Retail price that the decision led to.",
                unit="KZT/liter",
                minimum=0.01,
            )
        ),
        Column(
            "regulated",
            "number",
            "Price that a reversal would return to.",
            unit="KZT/liter",
            minimum=0.01,
        ),
        Column("decided", "date", "Day on which the decision was taken."),
        Column("effective", "date", "Day on which it took effect."),
        _share("budget_share", "Share of a fuel-burning household's spending."),
        SOURCE,
    ),
    key=("region", "fuel"),
    orders=(OrderRule("after_low", "after", "after_high"),),
    may_be_empty=True,
    in_template=True,
)

FACTIONS = TableKind(
    "factions",
    "Clans and camps of the elite.",
    (
        Column("name", "name", "Identifier of the faction."),
        Column("title", "text", "Name to print."),
        Column(
            "seat",
            "choice",
            "Which of the two powers at the top leads it, if any.",
            default="none",
            choices=("incumbent", "patron", "none"),
        ),
        Column(
            "in_court", "boolean", "Whether it takes part in the game for the ruling coalition."
        ),
        *with_range(
            Column("value", "number", "Weight in the court before the crisis.", unit="1", minimum=0)
        ),
        _share("blame_price", "Blame that falls on it for demands about prices.", default=0.0),
        _share("blame_labor", "Blame that falls on it for demands about work.", default=0.0),
        _share("blame_political", "Blame that falls on it for political demands.", default=0.0),
        SOURCE,
    ),
    key=("name",),
    orders=_RANGE,
    once=(OnceRule("seat", "incumbent"), OnceRule("seat", "patron", may_be_absent=True)),
)

FIGURES = TableKind(
    "figures",
    "People of the elite as the record states them on the first day.",
    (
        Column("name", "name", "Identifier of the figure."),
        Column("title", "text", "Name to print."),
        Column("faction", "name", "Faction on the first day.", refers_to="factions.name"),
        Column(
            "patron",
            "name",
            "Figure to whom the career is owed.",
            default="",
            refers_to="figures.name",
        ),
        Column("abroad", "boolean", "Whether outside the country on the first day.", default=False),
        Column(
            "confidence", "choice", "Confidence of the record.", choices=("high", "medium", "low")
        ),
        SOURCE,
    ),
    key=("name",),
)

OFFICES = TableKind(
    "offices",
    "Offices with the powers attached to them, and who holds them on the first day.",
    (
        Column("name", "name", "Identifier of the office."),
        Column("title", "text", "Name to print."),
        Column("holder", "name", "Figure who holds it.", default="", refers_to="figures.name"),
        Column(
            "kind",
            "choice",
            "What kind of office it is.",
            choices=(
                "presidency",
                "council",
                "party",
                "government",
                "security",
                "region",
                "company",
                "parliament",
            ),
        ),
        Column(
            "rank",
            "integer",
            "Rank, 1 is the highest; purges start at the top.",
            minimum=1,
            maximum=9,
        ),
        Column("commands", "name", "Organ that it commands.", default="", refers_to="organs.name"),
        Column("region", "name", "Region that it governs.", default="", refers_to="regions.name"),
        Column(
            "appointed_by",
            "name",
            "Office that appoints to it.",
            default="",
            refers_to="offices.name",
        ),
        SOURCE,
    ),
    key=("name",),
)

ORGANS = TableKind(
    "organs",
    "Coercive organs: police, security service, guards, army.",
    (
        Column("name", "name", "Identifier of the organ."),
        Column("title", "text", "Name to print."),
        Column(
            "faction",
            "name",
            "Faction that it answers to on the first day.",
            refers_to="factions.name",
        ),
        *with_range(Column("value", "integer", "People under arms.", unit="person", minimum=0)),
        Column(
            "weight",
            "number",
            "Weight that it adds to its principal in the court.",
            unit="1",
            minimum=0,
        ),
        _share("street_share", "Share that can be brought to the streets."),
        _share("zeal", "Zeal with which orders are carried out."),
        Column("can_withdraw", "boolean", "Whether its leaders can order it out of its buildings."),
        SOURCE,
    ),
    key=("name",),
    orders=_RANGE,
)

GARRISONS = TableKind(
    "garrisons",
    "Where the people of each organ are.",
    (
        Column("organ", "name", "Organ.", refers_to="organs.name"),
        Column("city", "name", "Place.", refers_to="cities.name"),
        _share("share", "Share of the organ's people who are there."),
        SOURCE,
    ),
    key=("organ", "city"),
    sums=(SumRule("share", ("organ",), 1.0, 1e-6, "organs.value"),),
)

POWERS = TableKind(
    "powers",
    "Foreign powers with their positions, means and stakes.",
    (
        Column("name", "name", "Identifier of the power."),
        Column("title", "text", "Name to print."),
        Column(
            "ideal_point",
            "number",
            "Position between West (-1) and East (1).",
            unit="1",
            minimum=-1,
            maximum=1,
        ),
        *with_range(
            Column("leverage", "number", "Leverage on the state, relative.", unit="1", minimum=0)
        ),
        Column(
            "stake",
            "number",
            "Gain from the regime's survival, in units of the cost of the whole contingent.",
            unit="1",
            minimum=0,
        ),
        *with_range(
            Column(
                "contingent",
                "integer",
                "Troops that it can send under the treaty.",
                unit="person",
                default=0,
                minimum=0,
            )
        ),
        Column(
            "transit",
            "number",
            "Time from decision to the first troops.",
            unit="hour",
            default=0.0,
            minimum=0,
        ),
        Column(
            "consent_of",
            "name",
            "Power whose consent it weighs.",
            default="",
            refers_to="powers.name",
        ),
        SOURCE,
    ),
    key=("name",),
    orders=(
        OrderRule("leverage_low", "leverage", "leverage_high"),
        OrderRule("contingent_low", "contingent", "contingent_high"),
    ),
    may_be_empty=True,
    in_template=True,
)

TREATIES = TableKind(
    "treaties",
    "Alliances, their clauses and members.",
    (
        Column("name", "name", "Identifier of the treaty."),
        Column("title", "text", "Name to print."),
        Column("member", "name", "Power that is a member.", refers_to="powers.name"),
        Column(
            "needs_outside_threat", "boolean", "Whether it opens only for a threat from outside."
        ),
        SOURCE,
    ),
    key=("name", "member"),
    may_be_empty=True,
)

CLAIMS = TableKind(
    "claims",
    "What was said: by whom, when, taken back when, under duress or not.",
    (
        Column("name", "name", "Identifier of the claim."),
        Column("content", "text", "The claim, in one sentence; it is somebody's claim."),
        Column(
            "kind",
            "choice",
            "What it is about.",
            choices=(
                "outside_threat",
                "numbers",
                "confession",
                "conspiracy",
                "mining",
                "foreign_fire",
                "betrayal",
                "consent",
                "sent",
                "came",
                "other",
            ),
        ),
        Column("asserted_by", "text", "Who asserts it."),
        SPEAKER,
        AFTER,
        Column("asserted", "date", "When."),
        Column("retracted", "date", "When it was taken back or deleted.", default=""),
        Column("coerced", "boolean", "Whether the speaker was under duress."),
        *with_range(_share("value", "Credibility before any other evidence.")),
        Column(
            "status",
            "choice",
            "Where it stands.",
            choices=("asserted", "contested", "corroborated", "refuted"),
        ),
        Column("bears_on", "name", "Explanation that it bears on.", default=""),
        SOURCE,
    ),
    key=("name",),
    orders=_RANGE,
    may_be_empty=True,
)

RECORD = TableKind(
    "record",
    "What was observed, each row one observation of one measure.",
    (
        Column("name", "name", "Identifier of the observation."),
        Column("measure", "name", "Measure of the run that it observes."),
        Column(
            "place",
            "name",
            "Region, city, figure, office, organ or power; `country` for all.",
            default="country",
        ),
        Column(
            "date",
            "date",
            "Day that it refers to; empty for measures of the whole run.",
            default="",
        ),
        Column("value", "text", "The value: a number, or a date for measures of when."),
        Column("low", "text", "Low end of its range, same kind as value."),
        Column("high", "text", "High end of its range, same kind as value."),
        Column("unit", "text", "Unit of value, low and high."),
        Column(
            "confidence", "choice", "Confidence of the record.", choices=("high", "medium", "low")
        ),
        Column(
            "use",
            "choice",
            "Fit the model to it, or keep it back as a check.",
            choices=("fit", "check"),
        ),
        SOURCE,
    ),
    key=("name",),
    may_be_empty=True,
)

TABLES: dict[str, TableKind] = {
    kind.name: kind
    for kind in (
        REGIONS, CITIES, GROUPS, COMPOSITION, PRICES, FACTIONS, FIGURES, OFFICES, ORGANS,
        GARRISONS, POWERS, TREATIES, CLAIMS, AUDIENCES, TRUST, RECORD, *ABROAD, *ECONOMY,
        *STRUCTURES,
    )
}  # fmt: skip
"""Every kind of table, by the name of its file without ``.csv``."""
