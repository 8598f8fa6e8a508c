"""Parts of the page that tell of rule: who holds power, who claims what, and what lasts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from upheaval.workbench.page.base import FROM, Band, Part, Point


# ---------------------------------------------------------------------- power
class FigureRecord(Part):
    """What the record says of a figure on a day."""

    kind: str
    date: str | None
    value: str
    source: int


class Figure(Part):
    """A person at the top, as the record names them."""

    id: str
    name: str
    faction: str
    offices: list[str] = Field(description="Offices on the first day.")
    role: str = Field(description="First office's title, or the faction's.")
    abroad: bool
    confidence: str
    source: int
    dismissed: list[float | None] = Field(description="Share of runs, by day; not in custody.")
    custody: list[float | None] = Field(description="Share of runs in custody, by day.")
    record: list[FigureRecord]


class Faction(Part):
    """A camp of the court."""

    id: str
    name: str
    seat: str
    in_court: bool
    weight: Band
    in_coalition: list[float | None] = Field(description="Share of runs, by day.")
    source: int


class Tie(Part):
    """A tie between two figures."""

    from_: str = FROM
    to: str
    kind: Literal["patron", "appoints"]
    source: int


class HolderShare(Part):
    """How often one figure holds an office, by day; `nobody` and `newcomer` are no figures."""

    figure: str
    share: list[float | None]


class Tenure(Part):
    """Who held an office by the record."""

    figure: str
    from_: str = FROM
    until: str | None


class Office(Part):
    """An office, and who holds it."""

    id: str
    title: str
    kind: str
    rank: int
    powers: list[str] = Field(description="Organs that it commands, the region that it governs.")
    appointed_by: str
    holders: list[HolderShare]
    record: list[Tenure]
    source: int


class Organ(Part):
    """An organ of force; loyalty is the share of it that follows the incumbent."""

    id: str
    title: str
    office: str = Field(description="Office that commands it; empty if none does.")
    faction: str
    strength: float
    loyalty: Band
    with_incumbent: list[float | None] = Field(
        description="Share of runs in which most of it follows the incumbent, by day."
    )
    record: list[FigureRecord]
    source: int


class PowerTie(Part):
    """A foreign power: its position between West (-1) and East (1), and its leverage."""

    id: str
    name: str
    position: float
    leverage: float
    owed: Point = Field(description="Leverage gained in the crisis, at its end.")
    troops: Point = Field(description="Most troops in the country at a time.")
    source: int


class Alignment(Part):
    """Where the state stands between West (-1) and East (1)."""

    before: Point
    after: Point
    powers: list[PowerTie]


class Power(Part):
    """Who holds power."""

    figures: list[Figure]
    factions: list[Faction]
    ties: list[Tie]
    offices: list[Office]
    organs: list[Organ]
    alignment: Alignment
    loyalty: Band = Field(description="Legitimacy of the regime, mean of the people, by day.")
    fall_belief: Band = Field(description="Public belief that the regime falls, by day.")


# ---------------------------------------------------------------------- claims
class Believed(Part):
    """How far one audience believes a claim, by the days of the claims."""

    audience: str
    belief: Band


class Claim(Part):
    """Somebody's claim, as the record has it. Its grades are kept apart: source, information."""

    id: str
    title: str
    kind: str
    speaker: str
    voice: str
    date: str
    retracted: str | None
    coerced: bool
    source_grade: str
    information_grade: str
    status: str
    credibility: Point = Field(description="Probability true by the record, before the runs.")
    made: float = Field(description="Share of runs in which it is made.")
    checked: float = Field(description="Share of runs in which an independent report follows.")
    beliefs: list[Believed]
    bears_on: list[str]
    value_of_verifying: dict[str, Any] | None
    source: int


class Audience(Part):
    """Who hears claims."""

    id: str
    title: str
    kind: str


class Claims(Part):
    """The ledger of claims."""

    days: list[int] = Field(description="Positions in the page's days.")
    audiences: list[Audience]
    claims: list[Claim]


# ---------------------------------------------------------------------- aftermath
class Heir(Part):
    """A ruler's choice to name an heir, and how tightly he holds his country."""

    id: str
    title: str
    naming_before: Point
    naming_after: Point
    control_before: Point
    control_after: Point
    source: int


class Neighbor(Part):
    """Public chance that a neighbor's regime would fall."""

    id: str
    title: str
    likeness: float
    distance: float
    before: Point
    after: Point
    source: int


class SanctionRow(Part):
    """One package of sanctions in one jurisdiction."""

    package: str
    jurisdiction: str
    probability: float
    share_seized: float
    trigger_deaths: float
    delay: float
    triggered: float = Field(description="Share of runs in which it begins to threaten.")
    source: int


class FactionAbroad(Part):
    """A faction's wealth abroad and what it does under threat."""

    faction: str
    exposure: Point = Field(description="Share of wealth held abroad.")
    risk: Point = Field(description="Chance of being sanctioned, at the end.")
    defected: float = Field(description="Share of runs in which it broke with the ruler.")


class Aftermath(Part):
    """What lasts, by the days of this section."""

    days: list[str]
    alignment: Band
    other_front: Band = Field(description="Pressure on the other front; 1 without the crisis.")
    credit: Band = Field(description="The intervener's credit as guarantor of a regime.")
    nationalism: Band
    heirs: list[Heir]
    neighbors: list[Neighbor]
    packages: list[SanctionRow]
    wealth: list[FactionAbroad]
    sanction_whatifs: list[str] = Field(description="What-ifs about sanctions, by name.")
