"""Parts of the page that tell of the crisis: its head and its streets."""

from __future__ import annotations

from pydantic import Field

from upheaval.workbench.page.base import Band, Part, Point


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

    id: str | None = Field(description="How the server knows the run; null elsewhere.")
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
    steps: list[str] = Field(description="What was changed from a day on, in words.")
    command: str = Field(description="The command that gives the same numbers.")
    python: str = Field(description="The call that does.")


class OutcomeShare(Part):
    """How often the crisis ends in one way, with the 90% range that so many runs leave."""

    name: str
    label: str
    meaning: str
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
    half: Band = Field(description="The same with the ends of the middle half of the runs.")
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
