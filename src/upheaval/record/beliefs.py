"""What is believed by the end of a day: claims by audience, who was sent, grievance, organizers."""

from __future__ import annotations

import numpy as np

from upheaval.record.measure import DATE, Function, Measure
from upheaval.record.places import COUNTRY, Place
from upheaval.record.series import Floats, Series
from upheaval.record.turning_points import time_of
from upheaval.world.audiences import audience_shares

_LAND = (COUNTRY, "region", "city")


def belief_of(kind: str) -> Function:
    """Make a measure: mean belief in a claim of the audiences of one kind.

    Audiences of citizens count by their people, others alike; 0 where there is no such audience.
    """

    def measured(run: Series, place: Place, day: float) -> Floats:
        values = run.at("belief", day)
        if values is None:
            return run.unknown()
        weight = _weights(run, kind)
        total = weight.sum()
        return np.asarray(values[:, :, place.row] @ (weight / total if total > 0 else weight))

    return measured


def _weights(run: Series, kind: str) -> Floats:
    audiences, regions = run.tables["audiences"], run.tables["regions"]
    if kind == "citizens":
        people = np.asarray(regions["population"], dtype=np.float64)
        return np.asarray(people @ audience_shares(audiences, regions))
    return np.asarray(audiences["kind"] == kind, dtype=np.float64)


def sent_belief(run: Series, place: Place, day: float) -> Floats:
    """Give the chance that rioters of a place were sent: of its cities, the mean by people."""
    values = run.at("sent_belief", day)
    if values is None:
        return run.unknown()
    here = run.cities(place)
    people = np.asarray(run.tables["cities"]["population"], dtype=np.float64)[here]
    return np.asarray(values[:, here] @ (people / people.sum()), dtype=np.float64)


def mean_of_regions(field: str) -> Function:
    """Make a measure: a field by region at the end of the day; the country's mean is by people."""

    def measured(run: Series, place: Place, day: float) -> Floats:
        values = run.at(field, day)
        if values is None:
            return run.unknown()
        if place.kind == "region":
            return np.asarray(values[:, place.row], dtype=np.float64)
        people = np.asarray(run.tables["regions"]["population"], dtype=np.float64)
        return np.asarray(values @ (people / people.sum()), dtype=np.float64)

    return measured


def mean_of_cities(field: str) -> Function:
    """Make a measure: the mean of a field over the cities of a place, by people."""

    def measured(run: Series, place: Place, day: float) -> Floats:
        values = run.at(field, day)
        if values is None:
            return run.unknown()
        rows = run.cities(place)
        people = np.asarray(run.tables["cities"]["population"], dtype=np.float64)[rows]
        return np.asarray(values[:, rows] @ (people / people.sum()), dtype=np.float64)

    return measured


def _belief(name: str, kind: str, who: str) -> Measure:
    meaning = f"Mean belief of {who} in the claim at the end of the day."
    return Measure(name, "1", ("claim",), True, "number", meaning, belief_of(kind))


BELIEFS = (
    _belief("belief", "citizens", "citizens"),
    _belief("belief_elites", "elites", "elites"),
    _belief("belief_allies", "allies", "the allies"),
    _belief("belief_abroad", "abroad", "other powers"),
    Measure(
        "claim_asserted", DATE, ("claim",), False, "time",
        "When the claim is made.", time_of("claim_asserted_time"),
    ),
    Measure(
        "claim_retracted", DATE, ("claim",), False, "time",
        "When the claim is taken back.", time_of("claim_retracted_time"),
    ),
    Measure(
        "sent_belief", "1", _LAND, True, "number",
        "Chance that rioters were sent, as observers see it at the end of the day: the mean of the "
        "cities of the place, by people.",
        sent_belief,
    ),
    Measure(
        "nationalism", "1", (COUNTRY, "region"), True, "number",
        "Nationalist grievance at the end of the day; the country's mean is weighted by people.",
        mean_of_regions("nationalism"),
    ),
    Measure(
        "organizers", "1", _LAND, True, "number",
        "Share of people whom organizers of the opposition reach, at the end of the day.",
        mean_of_cities("organizers"),
    ),
)  # fmt: skip
"""Measures of what is claimed, believed and organized, for the one list."""
