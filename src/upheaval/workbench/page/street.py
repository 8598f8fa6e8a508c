"""People in the streets: of the country by day, single runs, turning points, cities and regions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from string import ascii_uppercase

import numpy as np

from upheaval.record.compare import Comparison
from upheaval.record.crowds import GATHERING
from upheaval.record.places import WHOLE
from upheaval.record.simulated_observations import observe
from upheaval.views import highlights, numbers
from upheaval.views.likelihood_words import percent
from upheaval.workbench.page.context import Context, Floats, band, bands, point, short, shorts
from upheaval.workbench.page.model import (
    Band,
    CityDays,
    Event,
    Peak,
    Recorded,
    RegionDays,
    Street,
    StreetRun,
)

SINGLE_RUNS = 100
"""Single runs that a page holds: enough to see the fork."""

HALF = (0.25, 0.5, 0.75)
"""Levels of the band that holds half of the runs."""

MANY = 1000.0
"""People of a crowd that nobody overlooks."""


def street(page: Context) -> Street:
    """Tell of the streets of the whole country."""
    people = largest(page).sum(axis=2)
    return Street(
        total=band(people),
        half=band(people, levels=HALF),
        runs=[
            StreetRun(replicate=_number(page, row), outcome=page.ends[row], values=_whole(line))
            for row, line in enumerate(people[:SINGLE_RUNS])
        ],
        peaks=[
            Peak(
                replicate=_number(page, row),
                outcome=page.ends[row],
                peak=int(line.max()),
                day=int(line.argmax()),
            )
            for row, line in enumerate(people)
        ],
        record=_recorded(page, WHOLE.name),
        events=events(page),
        demands=_all_demands(page),
    )


def street_band(page: Context) -> Band:
    """Give the band of people in the streets of the whole country by day."""
    return band(largest(page).sum(axis=2))


def _number(page: Context, row: int) -> int:
    return int(page.dataset["replicate"].values[row])


def _whole(values: Floats) -> list[int | None]:
    rounded = shorts(values)
    return [None if value is None else round(value) for value in rounded]


def largest(page: Context) -> Floats:
    """Give each city's largest crowd of each day, shape ``(K, days, cities)``."""
    found = [page.run.largest("in_streets", float(day)) for day in page.days]
    return np.stack([day for day in found if day is not None], axis=1)


def _recorded(page: Context, place: str) -> list[Recorded]:
    rows = []
    for item in page.comparisons:
        seen = item.observation
        if seen.measure.name != "participants" or seen.place.name != place or seen.day is None:
            continue
        if int(seen.day) in page.days:
            rows.append(
                Recorded(
                    day=page.days.index(int(seen.day)),
                    value=seen.value,
                    low=seen.low,
                    high=seen.high,
                    confidence=seen.confidence,
                    use=seen.use,
                    source=page.source(seen.source),
                )
            )
    return sorted(rows, key=lambda row: row.day)


# ---------------------------------------------------------------------- turning points
def events(page: Context) -> list[Event]:
    """Give the turning points that the record dates, with letters in their order."""
    points = highlights.turning_points(page.scenario, page.comparisons)
    measured = observe(page.dataset, page.scenario, [item.observation for item in points])
    return [
        _event(page, letter, item, measured[item.observation.name])
        for letter, item in zip(_letters(), points, strict=False)
    ]


def _letters() -> Iterator[str]:
    yield from ascii_uppercase
    for pair in product(ascii_uppercase, repeat=2):
        yield "".join(pair)


def _event(page: Context, letter: str, item: Comparison, times: Floats) -> Event:
    seen, start = item.observation, page.scenario.start
    never = float(np.isinf(times).mean())
    record = numbers.moment_range(start, seen.value, seen.low, seen.high)
    middle, first, last = (numbers.moment(start, t) for t in (item.p50, item.p5, item.p95))
    text = f"Record: {record}. Runs: median {middle}, 90% from {first} to {last}"
    text += f"; never in {percent(never)}." if never else "."
    return Event(
        letter=letter,
        id=seen.name,
        title=highlights.label(page.scenario, item),
        text=text,
        day=_exact(seen.value),
        low=_exact(seen.low),
        high=_exact(seen.high),
        simulated=point(times, 5),
        never=short(never) or 0.0,
        confidence=seen.confidence,
        source=page.source(seen.source),
    )


def _exact(days: float) -> float:
    return round(days, 3)


# ---------------------------------------------------------------------- places
def cities_by_day(page: Context) -> list[CityDays]:
    """Tell of each city: crowds by day, and the dead, the arrested and what was seized."""
    crowds = largest(page)
    over, many = (crowds >= GATHERING).mean(axis=0), (crowds >= MANY).mean(axis=0)
    found = bands(crowds)
    last = page.run.acute.stop - 1
    killed, arrested, seized = (
        page.run.field(name)[:, last] for name in ("killed", "arrested", "seized")
    )
    return [
        CityDays(
            id=name,
            crowd=found[city],
            chance_over=shorts(over[:, city]),
            chance_thousand=shorts(many[:, city]),
            killed=point(killed[:, city]),
            arrested=point(arrested[:, city]),
            seized=point(seized[:, city]),
            record=_recorded(page, name),
        )
        for city, name in enumerate(page.scenario.tables["cities"].names)
    ]


def regions_by_day(page: Context) -> list[RegionDays]:
    """Tell of each region: chance of a gathering, price and demands by day."""
    gathers = largest(page) >= GATHERING
    prices = bands(page.by_day("price")[..., 0], digits=4)
    shares = _demands(page)
    names = page.run.labels("demand")
    return [
        RegionDays(
            id=name,
            chance=shorts(gathers[:, :, page.run.city_region == region].any(axis=2).mean(axis=0)),
            price=prices[region],
            demands={
                demand: shorts(_mean_where(shares[:, :, region, kind]), 2)
                for kind, demand in enumerate(names)
            },
        )
        for region, name in enumerate(page.scenario.tables["regions"].names)
    ]


def _demands(page: Context) -> Floats:
    """Give shares of demands at the fullest tick of each day; NaN where the streets are empty.

    The shape is ``(K, days, regions, demands)``.
    """
    run = page.run
    regions = range(len(run.tables["regions"]))
    people = np.stack(
        [run.in_streets[:, :, run.city_region == region].sum(axis=2) for region in regions], axis=2
    )
    shares = np.asarray(run.field("demand_share"), dtype=np.float64)
    result = np.full((run.replicates, len(page.days), *shares.shape[2:]), np.nan)
    for position, day in enumerate(page.days):
        ticks = run.ticks_of(float(day))
        if ticks is None:
            continue
        weight = people[:, ticks, :, None]
        total = weight.sum(axis=1)
        voiced = (shares[:, ticks] * weight).sum(axis=1)
        np.divide(voiced, total, out=result[:, position], where=total > 0)
    return result


def _mean_where(values: Floats) -> Floats:
    """Average over the runs that have a value; NaN by day where none has."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    mean = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return np.asarray(mean)


def _all_demands(page: Context) -> dict[str, list[float | None]]:
    """Average the shares of demands over the country's streets, by day."""
    run = page.run
    shares = _demands(page)
    crowds = largest(page)
    regions = range(len(run.tables["regions"]))
    weight = np.stack(
        [crowds[:, :, run.city_region == region].sum(axis=2) for region in regions], axis=2
    )
    total = weight.sum(axis=2)
    result = {}
    for kind, name in enumerate(run.labels("demand")):
        voiced = (np.nan_to_num(shares[..., kind]) * weight).sum(axis=2)
        share = np.divide(voiced, total, out=np.full(total.shape, np.nan), where=total > 0)
        result[name] = shorts(_mean_where(share), 2)
    return result
