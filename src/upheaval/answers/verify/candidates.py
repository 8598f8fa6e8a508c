"""What could be checked: doubtful rows of the record, and what nobody measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from upheaval.record.measure import Measure
from upheaval.record.measures import MEASURES
from upheaval.record.observations import Observation
from upheaval.record.places import COUNTRY, TABLE_OF, WHOLE, Place
from upheaval.scenario import Scenario

DAY = timedelta(days=1)

NEW = "new"
"""Use of what nobody measured."""

BUSIEST = 2
"""Days that are looked at besides the last of the acute phase: those with most rows."""

SUMS = ("deaths", "deaths_security", "wounded", "wounded_security", "detained")
"""Measures that only grow: their last day says what all days say."""

TOO_MANY = ("city", "office", "claim")
"""Kinds of place of which only those are looked at that the record speaks of."""


def doubtful(record: Sequence[Observation]) -> list[Observation]:
    """Give the rows of use ``fit`` whose confidence is not high: they could be settled."""
    return [item for item in record if item.use == "fit" and item.confidence != "high"]


def unmeasured(scenario: Scenario, record: Sequence[Observation]) -> list[Observation]:
    """Give observations that the record has not, at its places and on its days.

    They are thought of as reports of medium confidence without a range.
    """
    has = {(item.measure.name, item.place.name, item.day) for item in record}
    # When something first comes anywhere is known once it is known from some place.
    timed = {item.measure.name for item in record if item.measure.kind == "time"}
    days = _days(scenario, record)
    found = []
    for measure in MEASURES.values():
        if _is_construct(measure):
            continue
        for place in _places(scenario, measure, record):
            for day in _days_of(measure, days):
                told = place.kind == COUNTRY and measure.name in timed
                if not told and (measure.name, place.name, day) not in has:
                    found.append(_observation(scenario, measure, place, day))
    return found


def _is_construct(measure: Measure) -> bool:
    """Tell whether a measure is a notion of the model: a chance, a belief, a position.

    Nobody can go and measure one; what is left can be counted, dated, or seen to be so.
    """
    return measure.kind == "number" and measure.unit == "1"


def _days(scenario: Scenario, record: Sequence[Observation]) -> list[float]:
    """Give the busiest days of the record and the last of the acute phase, in order."""
    last = (scenario.schedule[0].until - scenario.start) / DAY - 1.0
    counts = Counter(item.day for item in record if item.day is not None and item.day < last)
    busiest = [day for day, _ in counts.most_common(BUSIEST)]
    return sorted({*busiest, last})


def _days_of(measure: Measure, days: Sequence[float]) -> list[float | None]:
    if not measure.dated:
        return [None]
    return [days[-1]] if measure.name in SUMS else [*days]


def _places(scenario: Scenario, measure: Measure, record: Sequence[Observation]) -> list[Place]:
    spoken_of = {(item.place.kind, item.place.name) for item in record}
    found = []
    for kind in measure.places:
        if kind == COUNTRY:
            found.append(WHOLE)
            continue
        for row, name in enumerate(scenario.tables[TABLE_OF[kind]].names):
            if kind not in TOO_MANY or (kind, name) in spoken_of:
                found.append(Place(kind, name, row))
    return found


def _observation(
    scenario: Scenario, measure: Measure, place: Place, day: float | None
) -> Observation:
    when = None if day is None else scenario.start + day * DAY
    text = measure.name if place.kind == COUNTRY else f"{measure.name}@{place.name}"
    return Observation(
        name=text if when is None else f"{text}:{when:%Y-%m-%d}",
        measure=measure,
        place=place,
        date=None if when is None else datetime.combine(when.date(), datetime.min.time()),
        day=day,
        value=0.0,
        low=0.0,
        high=0.0,
        confidence="medium",
        use=NEW,
        source="nobody measured it",
    )
