"""What a run adds up to by the end of a day: the dead, the wounded, the detained, arms, troops."""

from __future__ import annotations

import numpy as np

from upheaval.record.measure import Function
from upheaval.record.places import Place
from upheaval.record.series import Floats, Series


def total(*fields: str) -> Function:
    """Make a measure: the sum of cumulative fields over the cities of a place, to a day's end."""

    def measured(run: Series, place: Place, day: float) -> Floats:
        rows = run.cities(place)
        result = np.zeros(run.replicates)
        for name in fields:
            values = run.at(name, day)
            if values is None:
                return run.unknown()
            result += values[:, rows].sum(axis=1)
        return result

    return measured


def total_acute(field: str) -> Function:
    """Make a measure: a cumulative field over the cities of a place, to the acute phase's end."""

    def measured(run: Series, place: Place, _day: None) -> Floats:
        last = run.field(field)[:, run.acute][:, -1]
        return np.asarray(last[:, run.cities(place)].sum(axis=1), dtype=np.float64)

    return measured


def troops(run: Series, place: Place, day: float) -> Floats:
    """Add up foreign troops in the country at the end of the day, of one power or of all."""
    values = run.at("troops", day)
    if values is None:
        return run.unknown()
    chosen = values[:, [place.row]] if place.kind == "power" else values
    return np.asarray(chosen.sum(axis=1), dtype=np.float64)


def price(run: Series, place: Place, day: float) -> Floats:
    """Give the price of the first fuel at the end of the day; the country's mean is by people."""
    values = run.at("price", day)
    if values is None:
        return run.unknown()
    if not values.shape[2]:  # no price is followed
        return run.unknown()
    first_fuel = np.asarray(values[:, :, 0], dtype=np.float64)
    if place.kind == "region":
        return first_fuel[:, place.row]
    people = np.asarray(run.tables["regions"]["population"], dtype=np.float64)
    return np.asarray(first_fuel @ (people / people.sum()))
