"""Parts of the page that tell of answers: what-ifs, method, inputs, preview and roles."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from upheaval.workbench.page.base import FROM, Band, Part
from upheaval.workbench.page.crisis import OutcomeShare


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
        description="Percentage points: error of an outcome's share, root mean square, at inputs "
        "that the fit has not seen."
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
