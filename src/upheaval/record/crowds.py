"""What is measured of people in the streets: how many, where, since when, and whether they riot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.record.places import Place
from upheaval.record.series import Floats, Series

GATHERING = 50
"""People in one city who make a gathering that a record would report.

The threshold of the Mass Mobilization Protest Data (Clark and Regan 2016, codebook): an event
counts from 50 people on.
"""


def participants(run: Series, place: Place, day: float) -> Floats:
    """Add up each city's largest crowd of the day, all repertoires."""
    largest = run.largest("in_streets", day)
    if largest is None:
        return run.unknown()
    return np.asarray(largest[:, run.cities(place)].sum(axis=1))


def regions_with(which: str, run: Series, day: float) -> Floats:
    """Count regions where some city has a gathering on the day."""
    largest = run.largest(which, day)
    if largest is None:
        return run.unknown()
    gathers = largest >= GATHERING
    counts = np.zeros(run.replicates)
    for region in range(len(run.tables["regions"])):
        counts += gathers[:, run.city_region == region].any(axis=1)
    return counts


def regions_with_protest(run: Series, _place: Place, day: float) -> Floats:
    """Count regions with a gathering on the day."""
    return regions_with("in_streets", run, day)


def regions_with_violence(run: Series, _place: Place, day: float) -> Floats:
    """Count regions with a gathering that riots on the day."""
    return regions_with("rioting", run, day)


def cities_with_protest(run: Series, _place: Place, _day: None) -> Floats:
    """Count towns with a gathering at any time of the acute phase."""
    towns = run.in_streets[:, run.acute][:, :, run.is_town] >= GATHERING
    return np.asarray(towns.any(axis=1).sum(axis=1), dtype=np.float64)


def first_protest(run: Series, place: Place, _day: None) -> Floats:
    """Find the end of the first tick with a gathering in some city of the place."""
    gathers = _gathers(run, run.in_streets, place)
    return np.where(gathers.any(axis=1), run.ends[gathers.argmax(axis=1)], np.inf)


def last_protest(run: Series, place: Place, _day: None) -> Floats:
    """Find the end of the last tick of the acute phase with a gathering in the place."""
    gathers = _gathers(run, run.in_streets, place)
    last = gathers.shape[1] - 1 - gathers[:, ::-1].argmax(axis=1)
    return np.where(gathers.any(axis=1), run.ends[last], np.inf)


def riot(run: Series, place: Place, _day: None) -> Floats:
    """Tell whether a gathering riots at any time of the acute phase."""
    return np.asarray(_gathers(run, run.rioting, place).any(axis=1), dtype=np.float64)


NOTABLE_SHARE = 0.2
"""Share of political demands from which a reporter would note them: one slogan in five.

An assumption about reporting, not about people: no source states when a demand becomes news.
"""


def political_demand(run: Series, place: Place, day: float) -> Floats:
    """Tell whether political demands reach the notable share in streets that are not empty."""
    share = demand_political(run, place, day)
    return np.where(np.isnan(share), np.nan, share >= NOTABLE_SHARE)


def demand_political(run: Series, place: Place, day: float) -> Floats:
    """Average the share of political demands over the day's crowds; 0 where streets are empty."""
    ticks = run.ticks_of(day)
    if ticks is None:
        return run.unknown()
    added = run.tables["demands"]
    own = {str(name) for name in np.asarray(added.names)[added["kind"] == "political"]}
    political = [n in own or n == "political" for n in run.labels("demand")]
    share = run.field("demand_share")[:, ticks][..., political].sum(axis=-1)
    crowds = np.zeros(share.shape)
    for region in _regions(run, place):
        crowds[..., region] = run.in_streets[:, ticks][..., run.city_region == region].sum(axis=-1)
    people = crowds.sum(axis=(1, 2))
    voiced = (share * crowds).sum(axis=(1, 2))
    share_voiced = np.divide(voiced, people, out=np.zeros(run.replicates), where=people > 0)
    return np.asarray(share_voiced)


def _regions(run: Series, place: Place) -> range:
    if place.kind == "region":
        return range(place.row, place.row + 1)
    return range(len(run.tables["regions"]))


def _gathers(run: Series, crowds: Floats, place: Place) -> NDArray[np.bool_]:
    """Tell at which ticks of the acute phase some city of the place has a gathering."""
    acute = crowds[:, run.acute]
    return np.asarray((acute[:, :, run.cities(place)] >= GATHERING).any(axis=2))
