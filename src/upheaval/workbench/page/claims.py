"""The ledger of claims: who says what, how the record grades it, and who believes it by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from upheaval.workbench.page.context import Context, bands, short
from upheaval.workbench.page.model import Audience, Believed, Claim, Claims, Point

STEP = 3
"""Days between the beliefs that a page holds: they move slowly."""


def claims(page: Context, verified: Mapping[str, dict[str, Any]] | None = None) -> Claims:
    """Tell of every claim; ``verified`` has the value of verifying it, by its name."""
    positions = sorted({*range(0, len(page.days), STEP), len(page.days) - 1})
    days = [page.days[position] for position in positions]
    belief = page.by_day("belief", days)
    audiences = page.rows("audiences")
    made, checked = (
        np.isfinite(page.run.field(name)) for name in ("claim_asserted_time", "claim_checked_time")
    )
    known = verified or {}
    found = []
    for number, row in enumerate(page.rows("claims")):
        by_audience = bands(belief[:, :, :, number], digits=2)
        found.append(
            Claim(
                id=row["name"],
                title=row["content"],
                kind=row["kind"],
                speaker=row["asserted_by"],
                voice=row["speaker"],
                date=row["asserted"].isoformat(timespec="minutes"),
                retracted=_moment(row["retracted"]),
                coerced=row["coerced"],
                source_grade=source_grade(row["source"]),
                information_grade=row["status"],
                status=row["status"],
                credibility=Point(median=row["value"], low=row["low"], high=row["high"]),
                made=short(float(made[:, number].mean())) or 0.0,
                checked=short(float(checked[:, number].mean())) or 0.0,
                beliefs=[
                    Believed(audience=who["name"], belief=found_band)
                    for who, found_band in zip(audiences, by_audience, strict=True)
                ],
                bears_on=[name for name in str(row["bears_on"] or "").split() if name],
                value_of_verifying=known.get(row["name"]),
                source=page.source(row["source"]),
            )
        )
    return Claims(
        days=positions,
        audiences=[
            Audience(id=row["name"], title=row["title"], kind=row["kind"]) for row in audiences
        ],
        claims=found,
    )


def _moment(value: Any) -> str | None:
    return None if value is None else str(value.isoformat(timespec="minutes"))


def values_of_verifying(verified: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    """Give what ``verify --json`` says of each claim, by its name."""
    candidates = [] if verified is None else verified["candidates"]
    return {item["name"]: item for item in candidates if item["kind"] == "claim"}


GRADES = ("verified", "partly verified", "from memory", "assumption")


def source_grade(source: str) -> str:
    """Give how far the collectors of the record saw the first source themselves."""
    return next((grade for grade in GRADES if source.startswith(grade)), "not graded")
