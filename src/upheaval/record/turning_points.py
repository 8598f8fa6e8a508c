"""When a run's events happen, and whether: days since the start, infinite for never."""

from __future__ import annotations

import numpy as np

from upheaval.record.measure import Function
from upheaval.record.places import COUNTRY, Place
from upheaval.record.series import Floats, Series


def time_of(field: str) -> Function:
    """Make a measure: the time of an event, the first one of the place where it has several.

    The field has no dimension but the replicate, or that of the places of the measure. A region
    has the time of the first of its cities, the country that of its first city or region.
    """

    def measured(run: Series, place: Place, _day: None = None) -> Floats:
        times = _at_place(run, field, place)
        return np.asarray(times.min(axis=1))

    return measured


def time_everywhere(field: str) -> Function:
    """Make a measure: the time from which an event has come to all regions or cities."""

    def measured(run: Series, place: Place, _day: None = None) -> Floats:
        times = _at_place(run, field, place)
        return np.asarray(times.max(axis=1))

    return measured


def happens(field: str) -> Function:
    """Make a measure: whether an event happens by the end of the acute phase."""
    when = time_of(field)

    def measured(run: Series, place: Place, _day: None = None) -> Floats:
        until = run.ends[run.acute][-1]
        return np.asarray(when(run, place) <= until, dtype=np.float64)

    return measured


def _at_place(run: Series, field: str, place: Place) -> Floats:
    """Give the times of an event in the parts of a place, shape ``(K, parts)``."""
    times = np.asarray(run.field(field), dtype=np.float64)
    if times.ndim == 1:
        return times[:, None]
    if place.kind == COUNTRY:
        return times
    if place.kind == "region" and run.has_dimension(field, "city"):
        return times[:, run.cities(place)]
    return times[:, [place.row]]
