"""What is measured of work, power and money: strikes, miners, rents."""

from __future__ import annotations

import numpy as np

from upheaval.record.crowds import GATHERING
from upheaval.record.measure import Function, Measure
from upheaval.record.places import COUNTRY, Place
from upheaval.record.series import Floats, Series
from upheaval.record.turning_points import time_of

_NATION = (COUNTRY,)
_LAND = (COUNTRY, "region", "city")


def strikers(run: Series, place: Place, day: float) -> Floats:
    """Add up each city's largest number of strikers of the day."""
    largest = run.largest("striking", day)
    if largest is None:
        return run.unknown()
    return np.asarray(largest[:, run.cities(place)].sum(axis=1))


def strike(run: Series, place: Place, _day: None) -> Floats:
    """Tell whether a gathering strikes at any time of the acute phase."""
    on_strike = run.striking[:, run.acute][:, :, run.cities(place)] >= GATHERING
    return np.asarray(on_strike.any(axis=(1, 2)), dtype=np.float64)


def at_end_of_day(field: str) -> Function:
    """Make a measure: a field of the country, or of one faction, at the end of the day."""

    def measured(run: Series, place: Place, day: float) -> Floats:
        values = run.at(field, day)
        if values is None:
            return run.unknown()
        chosen = values if place.kind == COUNTRY else values[:, place.row]
        return np.asarray(chosen, dtype=np.float64)

    return measured


def hash_rate_drop(run: Series, _place: Place, day: float) -> Floats:
    """Compare the lowest hash rate of the day with that of the first tick."""
    ticks = run.ticks_of(day)
    if ticks is None:
        return run.unknown()
    share = np.asarray(run.field("hash_rate_share"), dtype=np.float64)
    return np.asarray(share[:, 0] - share[:, ticks].min(axis=1))


def balance(run: Series, place: Place, day: float) -> Floats:
    """Give the balance of a faction's account of rents at the end of the day."""
    values = run.at("ledger", day)
    if values is None:
        return run.unknown()
    account = run.labels("account").index(place.name)
    return np.asarray(values[:, account], dtype=np.float64)


ECONOMY = (
    Measure(
        "strikers", "person", _LAND, True, "count",
        "People on strike: each city's largest number of the day, added up.",
        strikers,
    ),
    Measure(
        "strike", "1", _LAND, False, "yes_no",
        "Whether a gathering strikes at any time of the acute phase.",
        strike,
    ),
    Measure(
        "mining_load", "MW", _NATION, True, "number",
        "Power that miners draw at the end of the day.",
        at_end_of_day("mining_load"),
    ),
    Measure(
        "mining_cut", "date", _NATION, False, "time",
        "When a decree first cuts the miners' power.",
        time_of("mining_cut_time"),
    ),
    Measure(
        "hash_rate_drop", "1", _NATION, True, "number",
        "Fall of the world's hash rate by what the country computes less than on the first day, "
        "at the lowest of the day.",
        hash_rate_drop,
    ),
    Measure(
        "rents", "KZT", ("faction",), True, "number",
        "Rents that the faction has received since the start, less what it paid for favors.",
        balance,
    ),
    Measure(
        "reform_rents", "KZT", ("faction",), True, "number",
        "What the faction has gained from the price reform since the start; negative where the "
        "price fell below the one before.",
        at_end_of_day("reform_rent"),
    ),
    Measure(
        "favors", "KZT", ("faction",), True, "number",
        "Favors that the faction has received since the start.",
        at_end_of_day("favors"),
    ),
)  # fmt: skip
"""Measures of the economy under the crisis."""
