"""Measures that hold in every country: is the ruler in office, how many came, died, defected.

They need no office, organ or power of a certain name, and leave out what a run has not recorded.
"""

from __future__ import annotations

import numpy as np

from upheaval.record.crowds import GATHERING
from upheaval.record.general_outcomes import GENERAL_OUTCOMES, is_general
from upheaval.record.measure import DATE, Function, Measure
from upheaval.record.places import COUNTRY, WHOLE, Place
from upheaval.record.power import ruler_in_office
from upheaval.record.series import Floats, Series
from upheaval.record.tolls import total

HORIZONS = (14, 30, 90, 180)
"""Days after which it is asked whether the ruler is still in office."""

SOME, MANY = 0.1, 0.4
"""Share of the force that no longer obeys from which some of it, or much, has defected.

An assumption about words: sources say *some units* or *the army*, and give no share.
"""
_ARMY_LEFT = ("aside_time", "takeover_time")
_SPLITS = ("move_time", "vote_time", "dropped_time", "takeover_time", "failed_coup_time")


def in_office_after(days: int) -> Function:
    """Make a measure: whether the ruler of the first day is in office after so many days."""

    def measured(run: Series, place: Place, _day: None = None) -> Floats:
        return ruler_in_office(run, place, days - 1.0)

    return measured


def ruler_leaves(run: Series, _place: Place, _day: None = None) -> Floats:
    """Find the end of the first tick at whose end the ruler is no longer in office."""
    rules = [ruler_in_office(run, WHOLE, float(end) - 1.0) for end in run.ends]
    out = np.asarray(np.stack(rules, axis=1) < 1)
    first = np.where(out.any(axis=1), run.ends[out.argmax(axis=1)], np.inf)
    return np.minimum(first, _earliest(run, ("fall_time", "exit_time")))


def peak_crowd(run: Series, _place: Place, _day: None = None) -> Floats:
    """Give the most people in the streets at the end of any tick."""
    return np.asarray(run.in_streets.sum(axis=2).max(axis=1))


def total_deaths(run: Series, place: Place, _day: None = None) -> Floats:
    """Add up the dead of the whole run, on both sides."""
    return total("killed", "security_killed")(run, place, float(run.ends[-1]) - 1.0)


def duration(run: Series, _place: Place, _day: None = None) -> Floats:
    """Give the days from the first gathering to the last; 0 where there is none."""
    gathers = np.asarray((run.in_streets >= GATHERING).any(axis=2))
    first = run.ends[gathers.argmax(axis=1)]
    last = run.ends[gathers.shape[1] - 1 - gathers[:, ::-1].argmax(axis=1)]
    return np.where(gathers.any(axis=1), last - first, 0.0)


def defected(share: float) -> Function:
    """Make a measure: whether so large a share of the force stops obeying at any time.

    An army that stands aside or takes power counts as much, organs that leave their posts as some.
    """

    def measured(run: Series, _place: Place, _day: None = None) -> Floats:
        found = np.zeros(run.replicates, dtype=bool)
        if run.recorded("obedience"):
            obeys = np.asarray(run.field("obedience"), dtype=np.float64)
            found |= 1.0 - obeys.min(axis=1) >= share
        found |= np.isfinite(_earliest(run, _ARMY_LEFT))
        if share <= SOME:
            found |= np.isfinite(_earliest(run, ("stood_down_time", "refusal_time")))
        return np.asarray(found, dtype=np.float64)

    return measured


def happens_ever(*fields: str) -> Function:
    """Make a measure: whether any of these events happens in the run."""

    def measured(run: Series, _place: Place, _day: None = None) -> Floats:
        return np.asarray(np.isfinite(_earliest(run, fields)), dtype=np.float64)

    return measured


def _earliest(run: Series, fields: tuple[str, ...]) -> Floats:
    found = np.full(run.replicates, np.inf)
    for field in fields:
        if run.recorded(field):
            times = np.asarray(run.field(field), dtype=np.float64).reshape(run.replicates, -1)
            found = np.minimum(found, times.min(axis=1, initial=np.inf))
    return found


def _yes_no(name: str, meaning: str, function: Function) -> Measure:
    return Measure(name, "1", (COUNTRY,), False, "yes_no", meaning, function)


_OUTCOME_NAMES = ("stays", "concedes", "purges", "from_within", "negotiated", "street", "war")

EVERYWHERE = (
    Measure(
        "ruler_in_office", "1", (COUNTRY,), True, "yes_no",
        "Whether who ruled on the first day is in office at the end of the day.", ruler_in_office,
    ),
    *(
        _yes_no(
            f"ruler_in_office_{days}",
            f"Whether who ruled on the first day is in office after {days} days.",
            in_office_after(days),
        )
        for days in HORIZONS
    ),
    Measure(
        "ruler_leaves", DATE, (COUNTRY,), False, "time",
        "When who ruled on the first day leaves office.", ruler_leaves,
    ),
    Measure(
        "peak_crowd", "person", (COUNTRY,), False, "count",
        "Most people in the streets of the country at a time.", peak_crowd,
    ),
    Measure(
        "total_deaths", "person", (COUNTRY, "region", "city"), False, "count",
        "Dead of the whole run, civilians and security forces.", total_deaths,
    ),
    Measure(
        "duration", "day", (COUNTRY,), False, "number",
        "Days from the first gathering to the last; 0 where there is none.", duration,
    ),
    _yes_no("defection_some", f"Whether {SOME:.0%} of the force, or a post, stops obeying.",
            defected(SOME)),
    _yes_no("defection_many", f"Whether {MANY:.0%} of the force, or the army, stops obeying.",
            defected(MANY)),
    _yes_no("elite_split", "Whether the ruling coalition loses a power, a body votes on the ruler, "
            "or the army tries a coup.", happens_ever(*_SPLITS)),
    _yes_no("internet_cut", "Whether the internet is shut down.", happens_ever("shutdown_time")),
    _yes_no("foreign_troops", "Whether foreign troops arrive.", happens_ever("first_troops_time")),
    *(
        _yes_no(f"outcome_{name}", f"Whether it ends thus: {words}.", is_general(position))
        for position, (name, words) in enumerate(
            zip(_OUTCOME_NAMES, GENERAL_OUTCOMES, strict=True)
        )
    ),
)  # fmt: skip
"""Measures that hold in every country, in the order of the reference page."""
