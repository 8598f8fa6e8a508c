"""The world outside by the end of a day: alignment, the other front, wealth abroad, rulers."""

from __future__ import annotations

import numpy as np

from upheaval.record.measure import DATE, Function, Measure
from upheaval.record.places import COUNTRY, Place
from upheaval.record.series import Floats, Series
from upheaval.record.turning_points import time_of

_NATION = (COUNTRY,)


def on_day(field: str) -> Function:
    """Make a measure: a number at the end of the day, of the country or of one place."""

    def measured(run: Series, place: Place, day: float) -> Floats:
        values = run.at(field, day)
        if values is None:
            return run.unknown()
        return _of(values, place)

    return measured


def before(field: str) -> Function:
    """Make a measure: a number that the crisis does not change, kept once a run."""

    def measured(run: Series, place: Place, _day: None = None) -> Floats:
        return _of(run.field(field), place)

    return measured


def _of(values: Floats, place: Place) -> Floats:
    found = values if place.kind == COUNTRY else values[:, place.row]
    return np.asarray(found, dtype=np.float64)


def _number(
    name: str, field: str, meaning: str, places: tuple[str, ...] = _NATION, dated: bool = True
) -> Measure:
    function = on_day(field) if dated else before(field)
    return Measure(name, "1", places, dated, "number", meaning, function)


MEASURES_ABROAD = (
    Measure(
        "third_power_consent", DATE, _NATION, False, "time",
        "When the third power consents to the intervention.", time_of("consent_time"),
    ),
    _number(
        "alignment", "alignment",
        "Position of the state between West (-1) and East (1) at the end of the day.",
    ),
    _number(
        "alignment_before", "alignment_before", "The same before the crisis.", dated=False,
    ),
    _number(
        "other_front_pressure", "other_front_pressure",
        "Pressure of the intervener on its other front at the end of the day; 1 without the "
        "crisis.",
    ),
    _number(
        "bargaining_credit", "bargaining_credit",
        "Credit of the intervener as guarantor of the regime at the end of the day.",
    ),
    Measure(
        "defected", "1", ("faction",), True, "yes_no",
        "Whether the faction has broken with the ruler over sanctions by the end of the day.",
        on_day("defected"),
    ),
    _number(
        "sanction_risk", "sanction_risk",
        "Chance of the faction's being sanctioned, at the end of the day.", ("faction",),
    ),
    _number(
        "naming_probability", "naming_probability",
        "Probability that the ruler would name an heir, at the end of the day.", ("ruler",),
    ),
    _number(
        "naming_before", "naming_before", "The same before the crisis.", ("ruler",), dated=False,
    ),
    _number(
        "ruler_control", "ruler_control",
        "How tightly the ruler holds his country at the end of the day, from 0 to 1.", ("ruler",),
    ),
    _number(
        "neighbor_risk", "neighbor_risk",
        "Public chance that the neighbor's regime would fall, at the end of the day.",
        ("neighbor",),
    ),
    _number(
        "neighbor_risk_before", "neighbor_risk_before", "The same before the crisis.",
        ("neighbor",), dated=False,
    ),
)  # fmt: skip
"""Measures of the world outside, for the one list."""
