"""Parts of the street: prices, mining, rents, anger, squares, who was sent, opposition, places."""

from __future__ import annotations

import numpy as np

from upheaval.answers.parts.part import (
    Gauges,
    Part,
    Shown,
    Switch,
    mean,
    mean_of,
    only,
    setting,
    spread_of,
    without,
)
from upheaval.record.crowds import GATHERING, demand_political, participants
from upheaval.record.order_of_regions import first_protests as first_days
from upheaval.record.order_of_regions import p_values, recorded_order, tau
from upheaval.record.places import WHOLE
from upheaval.record.series import Floats, Series
from upheaval.scenario import Scenario

SURE = 0.01
"""Probabilities this close to 0 or 1 count as certainty in the page of the parts."""


# ---------------------------------------------------------------------- gauges
def acute_days(run: Series) -> range:
    """Give the days of the acute phase that the run reaches to their end."""
    return range(int(run.ends[run.acute][-1] + 1e-6))


def crowds_by_day(run: Series) -> Floats:
    """Give the people in the streets by day of the acute phase, shape ``(K, days)``."""
    return np.stack([participants(run, WHOLE, float(day)) for day in acute_days(run)], axis=1)


def fullest_day(run: Series) -> Gauges:
    """Give the people in the streets on the fullest day."""
    return {"peak": crowds_by_day(run).max(axis=1)}


def _prices(run: Series) -> Gauges:
    people = np.asarray(run.tables["regions"]["population"], dtype=np.float64)
    price = np.asarray(run.field("price"), dtype=np.float64)[:, run.acute, :, 0]
    return {"price": price @ (people / people.sum())}


def _ledger(run: Series) -> Gauges:
    ledger = run.field("ledger")
    turnover = np.abs(ledger).max(axis=(1, 2))
    return {"imbalance": np.abs(ledger.sum(axis=2)).max(axis=1), "turnover": turnover}


def _demands(run: Series) -> Gauges:
    crowds = crowds_by_day(run)
    days = acute_days(run)
    political = np.stack([demand_political(run, WHOLE, float(day)) for day in days], axis=1)
    full = crowds >= GATHERING
    rows, last = np.arange(len(full)), full.shape[1] - 1
    first_day, last_day = full.argmax(axis=1), last - full[:, ::-1].argmax(axis=1)
    several = full.any(axis=1) & (last_day > first_day)
    return {
        "first": only(political[rows, first_day], several),
        "last": only(political[rows, last_day], several),
    }


def _order(run: Series) -> Gauges:
    recorded = recorded_order(run.scenario)
    times = first_days(run, recorded.regions)
    # The same for every world, so that what is shown needs nothing but gauges.
    signs = np.broadcast_to(recorded.signs, (run.replicates, *recorded.signs.shape))
    return {"times": times, "signs": signs}


def _sent(run: Series) -> Gauges:
    end = len(run.ends[run.acute]) - 1
    rioting = run.rioting[:, run.acute].max(axis=1)
    crowded = rioting.max(axis=1) >= GATHERING
    people = rioting.sum(axis=1, keepdims=True)
    share = np.divide(rioting, people, out=np.zeros_like(rioting), where=people > 0)
    belief = (run.field("sent_belief")[:, end] * share).sum(axis=1)
    return {
        "belief": only(belief, crowded),
        "sent": run.field("sent_truth")[:, end].sum(axis=1) > 0,
    }


def _unevenness(run: Series) -> Gauges:
    people = np.asarray(run.tables["regions"]["population"], dtype=np.float64)
    largest = np.zeros((run.replicates, len(people)))
    home = np.eye(len(people))[run.city_region]
    for day in acute_days(run):
        crowd = run.largest("in_streets", float(day))
        assert crowd is not None
        largest = np.maximum(largest, crowd @ home)
    return {"a_head": largest / people, "people": np.tile(people, (run.replicates, 1))}


def gini(values: Floats, weights: Floats) -> Floats:
    """Give the Gini coefficient of values with weights, one a row; 0 where all values are 0.

    Parameters
    ----------
    values : float64 array, shape ``(K, N)``
        Not negative.
    weights : float64 array, shape ``(N,)``
        People who have each value.
    """
    gaps = np.abs(values[:, :, None] - values[:, None, :])
    share = weights / weights.sum()
    level = values @ share
    spread = np.einsum("kij,i,j->k", gaps, share, share)
    return np.asarray(np.divide(spread, 2 * level, out=np.zeros_like(level), where=level > 0))


def level(scenario: Scenario) -> dict[str, object]:
    """Set what differs among regions to the mean of the country, by people.

    Incomes, wages, unemployment, dependence on the fuel and old discontent of regions, and every
    price and its weight in budgets; people, towns and distances stay.
    """
    regions, prices = scenario.tables["regions"], scenario.tables["prices"]
    people = np.asarray(regions["population"], dtype=np.float64)
    found: dict[str, object] = {}
    for column in ("wage", "unemployment", "income", "fuel_dependence", "discontent"):
        middle = float(np.average(np.asarray(regions[column], dtype=np.float64), weights=people))
        found |= {f"regions.{name}.{column}": f"{middle:.6g}" for name in regions.names}
    if not len(prices):
        return found
    home = [regions.position(str(name)) for name in prices["region"]]
    for column in ("before", "after", "regulated", "budget_share"):
        cells = np.asarray(prices[column], dtype=np.float64)
        middle = float(np.average(cells, weights=people[home]))
        found |= {f"prices.{name}.{column}": f"{middle:.6g}" for name in prices.names}
    return found


# ---------------------------------------------------------------------- what is shown
def _freed(own: Gauges, other: Gauges) -> Shown:
    return mean_of(
        "people on the fullest day, less those where the price is never freed",
        own["peak"] - other["peak"], "person", "above 0: the freed price fills the streets", 1,
        {"freed": mean(own["peak"]), "never freed": mean(other["peak"])},
    )  # fmt: skip


def _mining(own: Gauges, other: Gauges) -> Shown:
    moved = np.abs(own["price"] - other["price"])
    low, high = np.quantile(own["price"], (0.05, 0.95), axis=0)
    tick = int(moved.mean(axis=0).argmax())
    # Where nothing moves, the first tick is the largest change: look at the widest band then.
    width = float((high - low)[tick]) if moved.any() else float((high - low).max())
    return spread_of(
        "largest change of the country's price in the acute phase by leaving miners out",
        moved.max(axis=1), "KZT/liter", "within the width of the price's own 90% band",
        lambda _middle, _low, top: top < width,
        {"width of the band": width},
    )  # fmt: skip


def _balance(own: Gauges, _other: Gauges) -> Shown:
    worst = own["imbalance"].astype(np.float64)
    shown = spread_of(
        "largest sum of all accounts in any tick of any world", worst, "KZT",
        "0 to the unit: what one account pays another receives",
        lambda _middle, _low, _high: not worst.any(),
        {"largest balance of one account": float(own["turnover"].max())},
    )  # fmt: skip
    return shown if not worst.any() else _at_worst(shown, float(worst.max()))


def _at_worst(shown: Shown, worst: float) -> Shown:
    from dataclasses import replace

    return replace(shown, value=worst, high=worst)


def _turned(own: Gauges, _other: Gauges) -> Shown:
    return mean_of(
        "share of political demands on the last day of gatherings, less that on the first",
        own["last"] - own["first"], "1", "above 0: price first, politics later", 1,
        {"first day": mean(own["first"]), "last day": mean(own["last"])},
    )  # fmt: skip


def _in_order(own: Gauges, other: Gauges) -> Shown:
    signs = own["signs"][0]
    if not signs.any():
        none = np.full(len(own["times"]), np.nan)
        return spread_of("Kendall's tau with the record", none, "1", "", lambda *_: False)
    single = tau(signs, own["times"])
    middle = np.sort(own["times"], axis=0)[(len(single) - 1) // 2]
    chance = float(p_values(signs, middle[None])[0])
    level_middle = np.sort(other["times"], axis=0)[(len(single) - 1) // 2]
    shown = spread_of(
        "Kendall's tau of the regions' order with the record: single worlds", single, "1",
        "above chance: p of the median order below 0.05",
        lambda _middle, _low, _high: chance < 0.05,
        {
            "tau of the median order": float(tau(signs, middle)),
            "its p": chance,
            "tau where all regions are alike": float(tau(signs, level_middle)),
            "p there": float(p_values(signs, level_middle[None])[0]),
        },
    )  # fmt: skip
    return shown


def _suspected(own: Gauges, other: Gauges) -> Shown:
    with_sent = own["sent"] > 0
    return spread_of(
        "chance that rioters were sent, as observers see it where there are riots; mean of cities "
        "by rioters",
        own["belief"], "1", "never sure: from 0.01 to 0.99 in nine worlds of ten",
        lambda _middle, low, high: low >= SURE and high <= 1.0 - SURE,
        {
            "share of worlds where some were": float(with_sent.mean()),
            "mean where some were": mean(own["belief"][with_sent]),
            "mean where none were": mean(own["belief"][~with_sent]),
            "mean with nobody ever sent": mean(other["belief"]),
        },
    )  # fmt: skip


def _organized(own: Gauges, other: Gauges) -> Shown:
    return mean_of(
        "people on the fullest day with an organized opposition, less those as it is",
        other["peak"] - own["peak"], "person", "above 0: leaders lower the cost of going out", 1,
        {"organized": mean(other["peak"]), "as it is": mean(own["peak"])},
    )  # fmt: skip


def _uneven(own: Gauges, other: Gauges) -> Shown:
    people = own["people"][0]
    a_head = np.stack([own["a_head"], other["a_head"]])

    def gap(worlds: Floats) -> float:
        # Of the mean over worlds: where luck falls evens out, and what belongs to places stays.
        ours, level_country = gini(worlds.mean(axis=1), people)
        return float(ours - level_country)

    count = a_head.shape[1]
    without_one = np.array([gap(np.delete(a_head, world, axis=1)) for world in range(count)])
    # Jackknife (Quenouille 1956, Biometrika 43): its values average to the gap, less its bias.
    values = count * gap(a_head) - (count - 1) * without_one
    ours, level_country = gini(a_head.mean(axis=1), people)
    return mean_of(
        "Gini coefficient of regions by people in the streets a head, on average over worlds, less "
        "that of a country whose regions are alike",
        values, "1", "above 0: real unevenness makes protest uneven", 1,
        {
            "as it is": float(ours), "alike": float(level_country),
            "in single worlds": mean(gini(own["a_head"], people)),
            "in single worlds, alike": mean(gini(other["a_head"], people)),
        },
    )  # fmt: skip


LEVEL = Switch("all regions at the country's mean: incomes, prices, fuel, discontent", made=level)
NEVER_FREED = setting(prices__liberalization=0)
NOBODY_SENT = without("provocateurs", "foreign_terrorists")
ORGANIZED = setting(opposition__organization=0.5)

STREET = (
    Part(
        1, "Price liberalization on low wages", ("prices",),
        ("price", "concession", "participants"), NEVER_FREED, fullest_day, _freed, NEVER_FREED,
        tables=("prices",),
    ),
    Part(
        2, "Crypto-mining load", ("mining",),
        ("mining_load", "mining_cut", "hash_rate_drop", "price"), without("mining"), _prices,
        _mining, without("mining"), tables=("energy", "prices"),
    ),
    Part(
        3, "Rents and favors", ("rents",), ("rents", "reform_rents", "favors"), without("rents"),
        _ledger, _balance, tables=("rents",),
    ),
    Part(
        4, "Discontent turns political", ("grievance", "anger", "public_signal"),
        ("demand_political", "political_demand"), without("anger"), _demands, _turned,
    ),
    Part(
        5, "Many squares, many demands", ("mobilization", "calendar"),
        ("order_of_regions", "first_protest", "regions_with_protest", "cities_with_protest",
         "strike", "riot"),
        without("mobilization"), _order, _in_order, LEVEL,
    ),
    Part(
        6, "Came, or were sent", ("provocateurs", "foreign_terrorists", "suspicion"),
        ("sent_belief", "riot", "arms_looted"), NOBODY_SENT, _sent, _suspected, NOBODY_SENT,
    ),
    Part(
        7, "Weak, scattered opposition", ("opposition", "contacts", "coercion"),
        ("organizers", "detained", "participants"), ORGANIZED, fullest_day, _organized, ORGANIZED,
    ),
    Part(
        8, "A huge, uneven country", ("prices", "rents", "mobilization"),
        ("participants", "first_protest", "price"), LEVEL, _unevenness, _uneven, LEVEL,
        tables=("prices", "rents"),
    ),
)  # fmt: skip
"""Parts 1 to 8."""
