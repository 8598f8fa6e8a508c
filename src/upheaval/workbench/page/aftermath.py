"""What lasts: alignment, the other front, heirs, neighbors, wealth abroad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from upheaval.workbench.page.context import Context, band, point, short
from upheaval.workbench.page.model import (
    Aftermath,
    FactionAbroad,
    Heir,
    Neighbor,
    SanctionRow,
)


def aftermath(page: Context) -> Aftermath:
    """Tell what lasts."""
    people = np.asarray(page.run.tables["regions"]["population"], dtype=np.float64)
    nationalism = page.by_day("nationalism", page.later) @ (people / people.sum())
    return Aftermath(
        days=[page.date(day) for day in page.later],
        alignment=band(page.by_day("alignment", page.later)),
        other_front=band(page.by_day("other_front_pressure", page.later)),
        credit=band(page.by_day("bargaining_credit", page.later)),
        nationalism=band(nationalism),
        heirs=list(_heirs(page)),
        neighbors=list(_neighbors(page)),
        packages=list(_packages(page)),
        wealth=list(_wealth(page)),
        sanction_whatifs=[
            item.name
            for item in page.baseline.interventions
            if any(path.removeprefix("parameters.").startswith("sanctions.") for path in item.set)
        ],
    )


def _last(page: Context, name: str) -> Any:
    return page.run.field(name)[:, -1]


def _heirs(page: Context) -> Iterator[Heir]:
    naming, control = _last(page, "naming_probability"), _last(page, "ruler_control")
    naming_before, control_before = (
        page.run.field(name) for name in ("naming_before", "control_before")
    )
    for number, row in enumerate(page.rows("rulers")):
        yield Heir(
            id=row["name"],
            title=row["title"],
            naming_before=point(naming_before[:, number]),
            naming_after=point(naming[:, number]),
            control_before=point(control_before[:, number]),
            control_after=point(control[:, number]),
            source=page.source(row["source"]),
        )


def _neighbors(page: Context) -> Iterator[Neighbor]:
    before, after = page.run.field("neighbor_risk_before"), _last(page, "neighbor_risk")
    for number, row in enumerate(page.rows("neighbors")):
        yield Neighbor(
            id=row["name"],
            title=row["title"],
            likeness=row["likeness"],
            distance=row["distance"],
            before=point(before[:, number]),
            after=point(after[:, number]),
            source=page.source(row["source"]),
        )


def _packages(page: Context) -> Iterator[SanctionRow]:
    begun = np.isfinite(page.run.field("sanction_time"))
    for number, row in enumerate(page.rows("sanctions")):
        yield SanctionRow(
            package=row["package"],
            jurisdiction=row["jurisdiction"],
            probability=row["probability"],
            share_seized=row["share_seized"],
            trigger_deaths=row["trigger_deaths"],
            delay=row["delay"],
            triggered=short(float(begun[:, number].mean())) or 0.0,
            source=page.source(row["source"]),
        )


def _wealth(page: Context) -> Iterator[FactionAbroad]:
    exposure = page.run.field("exposure").sum(axis=2)
    risk, defected = _last(page, "sanction_risk"), _last(page, "defected")
    for number, row in enumerate(page.rows("factions")):
        yield FactionAbroad(
            faction=row["name"],
            exposure=point(exposure[:, number]),
            risk=point(risk[:, number]),
            defected=short(float(defected[:, number].mean())) or 0.0,
        )
