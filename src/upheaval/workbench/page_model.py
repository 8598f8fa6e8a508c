"""The shape of the page: the one document that the app, the report and the widget show.

Everything in it is computed from a finished run, its scenario and answers that were kept; what was
not computed is null, never invented. Ranges hold 90% of the runs (5% to 95%) unless a field says
otherwise. A `source` is a position in the page's list of sources.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

FORMAT: Literal["upheaval-page/1"] = "upheaval-page/1"


# Called `from` in the document, a word that Python keeps for itself.
FROM: Any = Field(serialization_alias="from", validation_alias=AliasChoices("from", "from_"))


class Part(BaseModel):
    """Base of every part: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid")


class Band(Part):
    """A number by day, over the runs: median and ends of the middle 90%; null where not run."""

    median: list[float | None]
    low: list[float | None]
    high: list[float | None]


class Point(Part):
    """A number over the runs: median and ends of the middle 90%; null for never or not run."""

    median: float | None
    low: float | None
    high: float | None


# ---------------------------------------------------------------------- head
class ScenarioHead(Part):
    """What the page is about."""

    name: str
    title: str
    country: str
    summary: str
    start: str = Field(description="First day, ISO 8601.")
    end: str = Field(description="Last day that was run, ISO 8601.")
    people: int
    ticks: int


class RegionShape(Part):
    """A region to draw."""

    id: str
    name: str
    path: str = Field(description="SVG path in the map's viewBox; empty if the map lacks it.")
    x: float
    y: float


class CityPoint(Part):
    """A city to draw; `rest` tells the rest of a region from a town."""

    id: str
    name: str
    region: str
    x: float
    y: float
    population: int
    rest: bool


class MapShapes(Part):
    """The map, projected (Albers' equal-area conic) and ready to draw."""

    width: float
    height: float
    regions: list[RegionShape]
    cities: list[CityPoint]


class Change(Part):
    """A value that was set, beside that of the scenario."""

    path: str
    title: str
    value: str
    baseline: str


class RunHead(Part):
    """What was run."""

    replicates: int
    scale: int
    seed: int
    until: str | None
    version: str
    scenario_hash: str
    digest: str
    changes: list[Change]
    without: list[str]
    interventions: list[str]
    command: str = Field(description="The command that gives the same numbers.")
    python: str = Field(description="The call that does.")


class OutcomeShare(Part):
    """How often the crisis ends in one way, with the 90% range that so many runs leave."""

    name: str
    label: str
    rank: int = Field(description="Place in the order from no change at the top to civil war.")
    share: float
    low: float
    high: float
    words: str = Field(description="Likelihood words for the range.")
    phrase: str = Field(description="Words, the band they stand for, and the share.")
    count: int


# ---------------------------------------------------------------------- streets
class StreetRun(Part):
    """People in the streets by day in one run."""

    replicate: int
    outcome: str
    values: list[int | None]


class Peak(Part):
    """Fullest day of one run."""

    replicate: int
    outcome: str
    peak: int
    day: int = Field(description="Position in the page's days.")


class Recorded(Part):
    """What the record says of one day."""

    day: int = Field(description="Position in the page's days.")
    value: float
    low: float
    high: float
    confidence: str
    use: str
    source: int


class Event(Part):
    """A turning point that the record dates, beside when it comes in the runs.

    Times are in days since the start of the scenario; null is never.
    """

    letter: str
    id: str
    title: str
    text: str
    day: float
    low: float
    high: float
    simulated: Point
    never: float = Field(description="Share of runs in which it does not happen.")
    confidence: str
    source: int


class Street(Part):
    """People in the streets of the whole country."""

    total: Band
    runs: list[StreetRun]
    peaks: list[Peak]
    record: list[Recorded]
    events: list[Event]
    demands: dict[str, list[float | None]] = Field(
        description="Mean share of each demand among all people in the streets, by day; null "
        "where all runs have empty streets."
    )


class CityDays(Part):
    """One city by day."""

    id: str
    crowd: Band
    chance_over: list[float | None] = Field(
        description="Share of runs whose largest crowd of the day reaches the page's gathering."
    )
    chance_thousand: list[float | None] = Field(
        description="Share of runs whose largest crowd of the day reaches 1,000."
    )
    killed: Point
    arrested: Point
    seized: Point
    record: list[Recorded]


class RegionDays(Part):
    """One region by day."""

    id: str
    chance: list[float | None] = Field(description="Share of runs with a gathering in it.")
    price: Band
    demands: dict[str, list[float | None]] = Field(
        description="Mean over the runs of each demand's share among the people in its streets."
    )


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


# ---------------------------------------------------------------------- what if
class PairedDifference(Part):
    """A quantity without and with a change, over pairs with shared luck."""

    name: str
    title: str
    unit: str
    kind: str
    baseline: float | None
    changed: float | None
    difference: float | None
    low: float | None
    high: float | None
    clear: bool
    pairs: int
    happens: dict[str, float | None] | None = None


class Flow(Part):
    """How many pairs end in one way without the change and in another with it."""

    from_: str = FROM
    to: str
    count: int


class PeakPair(Part):
    """Fullest day of a pair of runs: people without and with the change, and how both end."""

    replicate: int
    baseline: int
    changed: int
    baseline_outcome: str
    changed_outcome: str


class Comparison(Part):
    """Baseline against changed, pair by pair."""

    replicates: int
    identical: bool
    outcomes: list[PairedDifference]
    measures: list[PairedDifference]
    flow: list[Flow]
    peaks: list[PeakPair]
    saved: float | None = Field(
        description="Independent pairs that would have been needed for the same precision."
    )
    baseline_street: Band | None
    baseline_outcomes: list[OutcomeShare] | None
    trace: dict[str, Any] | None = None
    command: str


class WhatIfEntry(Part):
    """A named intervention, and what it does, if that was run."""

    name: str
    title: str
    meaning: str
    set: dict[str, str]
    without: list[str]
    result: Comparison | None
    source: int


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


# ---------------------------------------------------------------------- method
class RecordRow(Part):
    """One observation beside the runs; times in ISO 8601."""

    id: str
    measure: str
    place: str
    date: str | None
    use: str
    unit: str
    confidence: str
    observed: dict[str, Any]
    simulated: dict[str, Any]
    inside: bool | None
    source: int


class Coverage(Part):
    """Observations inside the middle 90% of the runs."""

    inside: int
    total: int


class License(Part):
    """A license of what the scenario is made of."""

    title: str
    text: str


class Setting(Part):
    """A parameter as the scenario sets it."""

    name: str
    title: str
    setting: str
    unit: str
    source: int


class Method(Part):
    """How the numbers came about, and what they leave out."""

    command: str
    python: str
    seed: int
    version: str
    guard: dict[str, Any] | None
    hindcast: dict[str, Any] | None
    coverage: dict[str, Coverage]
    record: list[RecordRow]
    not_modeled: list[str]
    mechanisms: list[dict[str, str]]
    licenses: list[License]
    sources_text: str


# ---------------------------------------------------------------------- inputs
class Slider(Part):
    """A parameter that can be set."""

    path: str
    title: str
    group: str
    unit: str
    meaning: str
    low: float
    high: float
    step: float
    scale: Literal["linear", "log"]
    baseline: float = Field(description="The value, or the middle of the draws.")
    drawn: bool = Field(description="Whether the baseline draws it anew in each run.")
    drawn_low: float | None
    drawn_high: float | None
    value: float | None = Field(description="What this run set; null if nothing.")
    featured: bool
    source: int


class Preset(Part):
    """A named change: an intervention, or an explanation left out."""

    name: str
    kind: Literal["intervention", "explanation"]
    title: str
    meaning: str
    set: dict[str, str]
    without: list[str]
    on: bool = Field(description="Whether this run has it.")
    source: int


class Group(Part):
    """A mechanism whose parameters stand together."""

    id: str
    title: str
    on: bool


class Inputs(Part):
    """What can be set."""

    groups: list[Group]
    sliders: list[Slider]
    presets: list[Preset]


class Surrogate(Part):
    """A quick guess of the outcome shares from the featured inputs.

    Multinomial logit: with z = (x - mean) / scale, the terms are 1, then each z, then for every
    pair of inputs in `terms` the product of their z. The shares are the softmax of the
    coefficients times the terms.
    """

    inputs: list[str]
    classes: list[str]
    low: list[float]
    high: list[float]
    mean: list[float]
    scale: list[float]
    terms: list[list[int]] = Field(
        description="Positions of the inputs whose z are multiplied: none, one or two."
    )
    coefficients: list[list[float]] = Field(description="One row a class, one column a term.")
    held_out_error: float = Field(
        description="Percentage points: mean absolute error of an outcome's share among unseen "
        "runs that the fit takes for alike."
    )
    label: str = Field(description="What to print beside a preview.")
    baseline_error: float | None = Field(
        description="Percentage points: largest error at the baseline, against the page's runs."
    )
    simulations: int
    check: list[dict[str, list[float]]] = Field(
        description="Inputs and the shares that they lead to, to test a reader with."
    )


# ---------------------------------------------------------------------- teacher mode
class Option(Part):
    """Something that a role may choose."""

    id: str
    title: str
    meaning: str
    set: dict[str, str]
    without: list[str]
    first_day_only: bool


class Turn(Part):
    """A day on which a role chooses."""

    date: str
    why: str
    options: list[str]


class Role(Part):
    """A role of the teacher mode."""

    id: str
    title: str
    who: str
    meaning: str
    options: list[Option]
    days: list[Turn]


class Page(Part):
    """The page."""

    format: Literal["upheaval-page/1"] = FORMAT
    scenario: ScenarioHead
    map: MapShapes
    run: RunHead
    sentence: str
    outcomes: list[OutcomeShare]
    days: list[str]
    gathering: int = Field(description="People in one city who make a gathering.")
    street: Street
    cities_by_day: list[CityDays]
    regions_by_day: list[RegionDays]
    power: Power
    explanations: dict[str, Any] | None
    claims: Claims
    whatifs: list[WhatIfEntry]
    comparison: Comparison | None = Field(description="Against the baseline; null for itself.")
    aftermath: Aftermath
    parts: list[dict[str, Any]] | None
    method: Method
    inputs: Inputs
    surrogate: Surrogate | None
    roles: list[Role]
    sources: list[str]
