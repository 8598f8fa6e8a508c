"""What requests to the server hold; names and values are checked by the scenario itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ScenarioName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Value = Annotated[str, StringConstraints(max_length=200)] | bool | int | float
Values = Annotated[dict[Word, Value], Field(max_length=300)]
Words = Annotated[list[Word], Field(max_length=50)]
Seed = Annotated[int, Field(ge=0, le=2**53 - 1)]
Replicates = Annotated[int, Field(ge=1, le=100_000)]
Scale = Annotated[int, Field(ge=1, le=1000)]


class Body(BaseModel):
    """Base of every body: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ChangeBody(Body):
    """What is changed in a scenario, and how it is run."""

    scenario: ScenarioName
    set: Values = Field(default_factory=dict, description="Values by path.")
    without: Words = Field(default_factory=list, description="Mechanisms or explanations.")
    with_: Words = Field(
        default_factory=list,
        validation_alias=AliasChoices("with", "with_"),
        serialization_alias="with",
        description="Interventions.",
    )
    replicates: Replicates | None = None
    scale: Scale | None = None
    seed: Seed | None = None
    until: date | None = Field(default=None, description="Last day.")


class RunBody(ChangeBody):
    """A run to make."""

    baseline: bool = Field(default=True, description="Set it beside the run without the change.")


class WhatIfBody(ChangeBody):
    """A what-if to answer."""

    trace: bool = Field(default=False, description="Tell also why the worlds part.")


class ExplainBody(Body):
    """Explanations to weigh."""

    scenario: ScenarioName
    leave_out: Words = Field(default_factory=list, description="Observations to leave out.")
    scale: Scale = 50


class VerifyBody(Body):
    """What could be verified is to be valued."""

    scenario: ScenarioName
    scale: Scale = 50


class ScenarioBody(Body):
    """An edited copy of a scenario."""

    name: ScenarioName
    base: ScenarioName
    title: Annotated[str, StringConstraints(max_length=200)] | None = None
    set: Values = Field(default_factory=dict)


class Choice(Body):
    """What a role chooses."""

    role: Word
    option: Word


class Prediction(Body):
    """What the class expects, before it sees."""

    outcome: Word
    peak: Annotated[float, Field(ge=0, le=1e9)] | None = None


class GameBody(Body):
    """A game to begin."""

    scenario: ScenarioName
    title: Annotated[str, StringConstraints(max_length=200)] = "A game"
    roles: Words = Field(default_factory=list, description="Roles that are played; all if empty.")
    replicates: Replicates | None = None
    scale: Scale | None = None
    seed: Seed | None = None


class TurnBody(Body):
    """The choices of a day, at most one a role."""

    date: date
    choices: Annotated[list[Choice], Field(max_length=20)] = Field(default_factory=list)
    prediction: Prediction | None = None


class SavedTurn(TurnBody):
    """A turn as a game keeps it."""

    run: str | None = None


class SavedGame(Body):
    """A game as its file has it."""

    format: Annotated[str, StringConstraints(pattern=r"^upheaval-game/1$")]
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
    scenario: ScenarioName
    scenario_hash: Annotated[str, StringConstraints(max_length=64)]
    title: Annotated[str, StringConstraints(max_length=200)]
    roles: Words
    replicates: Replicates
    scale: Scale
    seed: Seed
    days: Annotated[list[date], Field(max_length=100)]
    turns: Annotated[list[SavedTurn], Field(max_length=100)]
    next: date | None = None
    finished: bool = False


def plain(body: Body) -> dict[str, Any]:
    """Give a body as plain values of JSON."""
    return body.model_dump(mode="json", by_alias=True)


def text_of(value: object) -> str:
    """Write a value as the files of a scenario would have it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
