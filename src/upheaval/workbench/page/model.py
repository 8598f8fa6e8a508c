"""The shape of the page: the one document that the app, the report and the widget show.

Everything in it is computed from a finished run, its scenario and answers that were kept; what was
not computed is null, never invented. Ranges hold 90% of the runs (5% to 95%) unless a field says
otherwise. A `source` is a position in the page's list of sources.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from upheaval.workbench.page.answers import (
    Comparison,
    Coverage,
    Flow,
    Group,
    Inputs,
    License,
    Method,
    Option,
    PairedDifference,
    PeakPair,
    Preset,
    RecordRow,
    Role,
    Setting,
    Slider,
    Surrogate,
    Turn,
    WhatIfEntry,
)
from upheaval.workbench.page.base import (
    Band,
    Part,
    Point,
)
from upheaval.workbench.page.crisis import (
    Change,
    CityDays,
    CityPoint,
    Event,
    MapShapes,
    OutcomeShare,
    Peak,
    Recorded,
    RegionDays,
    RegionShape,
    RunHead,
    ScenarioHead,
    Street,
    StreetRun,
)
from upheaval.workbench.page.rule import (
    Aftermath,
    Alignment,
    Audience,
    Believed,
    Claim,
    Claims,
    Faction,
    FactionAbroad,
    Figure,
    FigureRecord,
    Heir,
    HolderShare,
    Neighbor,
    Office,
    Organ,
    Power,
    PowerTie,
    SanctionRow,
    Tenure,
    Tie,
)

FORMAT: Literal["upheaval-page/1"] = "upheaval-page/1"


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
    verify: dict[str, Any] | None = Field(
        description="What `upheaval verify --json` gives; null if it was not asked."
    )
    foreseen: dict[str, Any] | None = Field(
        description="What `upheaval foresee --json` gives, with titles and words."
    )
    sensitivity: dict[str, Any] | None = Field(
        description="What `upheaval sensitivity --json` gives, with titles."
    )
    whatifs: list[WhatIfEntry]
    comparison: Comparison | None = Field(description="Against the baseline; null for itself.")
    aftermath: Aftermath
    parts: list[dict[str, Any]] | None
    method: Method
    inputs: Inputs
    surrogate: Surrogate | None
    roles: list[Role]
    sources: list[str]


__all__ = [
    "FORMAT",
    "Aftermath",
    "Alignment",
    "Audience",
    "Band",
    "Believed",
    "Change",
    "CityDays",
    "CityPoint",
    "Claim",
    "Claims",
    "Comparison",
    "Coverage",
    "Event",
    "Faction",
    "FactionAbroad",
    "Figure",
    "FigureRecord",
    "Flow",
    "Group",
    "Heir",
    "HolderShare",
    "Inputs",
    "License",
    "MapShapes",
    "Method",
    "Neighbor",
    "Office",
    "Option",
    "Organ",
    "OutcomeShare",
    "Page",
    "PairedDifference",
    "Part",
    "Peak",
    "PeakPair",
    "Point",
    "Power",
    "PowerTie",
    "Preset",
    "RecordRow",
    "Recorded",
    "RegionDays",
    "RegionShape",
    "Role",
    "RunHead",
    "SanctionRow",
    "ScenarioHead",
    "Setting",
    "Slider",
    "Street",
    "StreetRun",
    "Surrogate",
    "Tenure",
    "Tie",
    "Turn",
    "WhatIfEntry",
]
