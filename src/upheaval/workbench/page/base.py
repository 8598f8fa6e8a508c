"""What every part of a page is made of: numbers over the runs, and the strictness of all parts."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

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
