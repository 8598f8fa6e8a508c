"""Who holds power: figures, factions, offices, organs of force, and the powers abroad."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from upheaval.record.compare import Comparison
from upheaval.record.measure import DATE
from upheaval.record.power import IN_CUSTODY, MAJORITY
from upheaval.workbench.page.context import Context, band, bands, point, shares
from upheaval.workbench.page.model import (
    Alignment,
    Faction,
    Figure,
    FigureRecord,
    HolderShare,
    Office,
    Organ,
    Power,
    PowerTie,
    Tenure,
    Tie,
)

NOBODY, NEWCOMER = -1, -2
"""Values of the field ``office_holder`` that are no figure."""

DISMISSED = 1


def power(page: Context) -> Power:
    """Tell who holds power, by day."""
    people = np.asarray(page.run.tables["cities"]["population"], dtype=np.float64)
    legitimacy = page.by_day("legitimacy") @ (people / people.sum())
    return Power(
        figures=_figures(page),
        factions=_factions(page),
        ties=_ties(page),
        offices=_offices(page),
        organs=_organs(page),
        alignment=_alignment(page),
        loyalty=band(legitimacy),
        fall_belief=band(page.by_day("fall_belief")),
    )


def _figures(page: Context) -> list[Figure]:
    status = page.by_day("figure_status")
    titles = {row["name"]: row["title"] for row in page.rows("factions")}
    held: dict[str, list[tuple[int, str, str]]] = {}
    for row in page.rows("offices"):
        held.setdefault(row["holder"], []).append((row["rank"], row["name"], row["title"]))
    found = []
    for number, row in enumerate(page.rows("figures")):
        offices = sorted(held.get(row["name"], []))
        found.append(
            Figure(
                id=row["name"],
                name=row["title"],
                faction=row["faction"],
                offices=[name for _, name, _ in offices],
                role=offices[0][2] if offices else titles[row["faction"]],
                abroad=row["abroad"],
                confidence=row["confidence"],
                source=page.source(row["source"]),
                dismissed=shares(status[:, :, number] == DISMISSED),
                custody=shares(status[:, :, number] == IN_CUSTODY),
                record=_record(page, "figure", row["name"]),
            )
        )
    return found


def _record(page: Context, kind: str, name: str) -> list[FigureRecord]:
    return [
        FigureRecord(
            kind=item.observation.measure.name,
            date=_date(page, item),
            value=_value(page, item),
            source=page.source(item.observation.source),
        )
        for item in page.comparisons
        if item.observation.place.kind == kind and item.observation.place.name == name
    ]


def _date(page: Context, item: Comparison) -> str | None:
    seen = item.observation
    if seen.unit == DATE:
        return page.date(seen.value)
    return None if seen.date is None else seen.date.date().isoformat()


def _value(page: Context, item: Comparison) -> str:
    seen = item.observation
    if seen.unit == DATE:
        moment = page.scenario.start + timedelta(days=seen.value)
        return moment.isoformat(timespec="minutes")
    if seen.measure.kind == "yes_no":
        return "yes" if seen.value > MAJORITY else "no"
    return f"{seen.value:g}"


def _factions(page: Context) -> list[Faction]:
    weights = bands(page.by_day("faction_weight"))
    coalition = page.by_day("in_coalition")
    return [
        Faction(
            id=row["name"],
            name=row["title"],
            seat=row["seat"],
            in_court=row["in_court"],
            weight=weights[number],
            in_coalition=shares(coalition[:, :, number]),
            source=page.source(row["source"]),
        )
        for number, row in enumerate(page.rows("factions"))
    ]


def _ties(page: Context) -> list[Tie]:
    ties = [
        Tie(from_=row["patron"], to=row["name"], kind="patron", source=page.source(row["source"]))
        for row in page.rows("figures")
        if row["patron"]
    ]
    offices = {row["name"]: row for row in page.rows("offices")}
    for row in offices.values():
        appoints = offices.get(row["appointed_by"])
        # An office that nobody of the record holds makes no tie between people.
        if appoints and row["holder"] and appoints["holder"]:
            ties.append(
                Tie(
                    from_=appoints["holder"],
                    to=row["holder"],
                    kind="appoints",
                    source=page.source(row["source"]),
                )
            )
    return ties


def _offices(page: Context) -> list[Office]:
    holders = page.by_day("office_holder")
    figures = page.scenario.tables["figures"].names
    return [
        Office(
            id=row["name"],
            title=row["title"],
            kind=row["kind"],
            rank=row["rank"],
            powers=[name for name in (row["commands"], row["region"]) if name],
            appointed_by=row["appointed_by"],
            holders=_holders(holders[:, :, number], figures),
            record=_tenures(page, row["holder"]),
            source=page.source(row["source"]),
        )
        for number, row in enumerate(page.rows("offices"))
    ]


def _holders(holders: Any, figures: list[str]) -> list[HolderShare]:
    names = {NOBODY: "nobody", NEWCOMER: "newcomer", **dict(enumerate(figures))}
    codes, counts = np.unique(holders, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return [
        HolderShare(figure=names[int(code)], share=shares(holders == code)) for code in codes[order]
    ]


def _tenures(page: Context, holder: str) -> list[Tenure]:
    """Tell how long the first holder keeps office by the record.

    The record says that a figure lost an office, and not which: where one holds several, the end
    is that of the first to go, so it is told only of those who hold one.
    """
    if not holder:
        return []
    held = sum(row["holder"] == holder for row in page.rows("offices"))
    lost = [
        _date(page, item)
        for item in page.comparisons
        if item.observation.measure.name == "office_lost" and item.observation.place.name == holder
    ]
    until = lost[0] if lost and held == 1 else None
    return [Tenure(from_=page.scenario.start.date().isoformat(), figure=holder, until=until)]


def _organs(page: Context) -> list[Organ]:
    loyalty = page.by_day("organ_loyalty")
    found = bands(loyalty)
    commands = {row["commands"]: row["name"] for row in page.rows("offices") if row["commands"]}
    return [
        Organ(
            id=row["name"],
            title=row["title"],
            office=commands.get(row["name"], ""),
            faction=row["faction"],
            strength=row["value"],
            loyalty=found[number],
            with_incumbent=shares(loyalty[:, :, number] > MAJORITY),
            record=_record(page, "organ", row["name"]),
            source=page.source(row["source"]),
        )
        for number, row in enumerate(page.rows("organs"))
    ]


def _alignment(page: Context) -> Alignment:
    owed = page.run.field("owed")[:, -1]
    troops = page.run.field("troops").max(axis=1)
    return Alignment(
        before=point(page.run.field("alignment_before")),
        after=point(page.run.field("alignment")[:, -1]),
        powers=[
            PowerTie(
                id=row["name"],
                name=row["title"],
                position=row["ideal_point"],
                leverage=row["leverage"],
                owed=point(owed[:, number]),
                troops=point(troops[:, number]),
                source=page.source(row["source"]),
            )
            for number, row in enumerate(page.rows("powers"))
        ],
    )
