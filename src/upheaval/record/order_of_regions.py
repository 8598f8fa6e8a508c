"""Whether a run's regions join in the order of the record: Kendall's tau with a permutation test.

The generalized coefficient of Daniels (1944, Biometrika 33) on pairs of regions,

    tau = sum a_ij b_ij / sqrt(sum a_ij^2 sum b_ij^2),

where a_ij is 1, 0 or -1 as region i comes before, with or after region j in the record, and b_ij
the same in the run. With plain ties this is Kendall's tau-b (1945, Biometrika 33). Two moments of
the record whose ranges overlap are a tie: nobody saw which came first. A region without protest
comes after all others, and two of them are a tie. Regions that the record does not date are left
out.

The test compares tau with those of random orders of the same run (Good 2000, Permutation tests):
p = (1 + orders at least as good) / (1 + orders), so that it is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels import words
from upheaval.record import crowds
from upheaval.record.places import COUNTRY, Place
from upheaval.record.series import DAY, Floats, Series
from upheaval.scenario.cells import moment

if TYPE_CHECKING:
    from upheaval.scenario import Scenario

ORDERS = 4999
"""Random orders of the test: p is then known to about 0.003 near 0.05 (binomial error)."""

CHANCE = 0.05
"""Chance below which an order counts as better than by luck."""

_DECISION = words.decision_number("record.order_of_regions")


@dataclass(frozen=True)
class RecordedOrder:
    """When the record dates the first protest of regions, R of them.

    Attributes
    ----------
    regions : int64 array, shape ``(R,)``
        Their rows in the table of regions.
    low, high : float64 array, shape ``(R,)``
        Ends of the range of each moment, in days since the start.
    """

    regions: NDArray[np.int64]
    low: Floats
    high: Floats

    @property
    def signs(self) -> Floats:
        """1 where the region of the row comes surely before that of the column, -1 after, else 0.

        Shape ``(R, R)``.
        """
        return signs_of(self.low, self.high)


@dataclass(frozen=True)
class OrderTest:
    """How well the regions of a run join in the order of the record.

    Attributes
    ----------
    regions : int
        Regions that the record dates.
    tau : float
        Coefficient of the median order: each region at the median of its times.
    p_value : float
        Chance that a random order does as well.
    single : float64 array, shape ``(K,)``
        Coefficient of each replicate; 0 where nobody protests anywhere.
    single_p : float64 array, shape ``(K,)``
        The same chance for each replicate.
    """

    regions: int
    tau: float
    p_value: float
    single: Floats
    single_p: Floats

    def as_json(self) -> dict[str, Any]:
        """Give plain values; ``p5`` to ``p95`` are quantiles of the replicates."""
        low, middle, high = np.quantile(self.single, (0.05, 0.5, 0.95)).tolist()
        return {
            "regions": self.regions,
            "tau": self.tau,
            "p_value": self.p_value,
            "single": {"p5": low, "p50": middle, "p95": high},
            "better_than_chance": float((self.single_p < CHANCE).mean()),
        }


def signs_of(low: Floats, high: Floats) -> Floats:
    """Tell which of several moments, known within a range each, surely comes first.

    Parameters
    ----------
    low, high : float64 array, shape ``(R,)``
        Ends of the ranges; infinite for never.
    """
    before = (high[:, None] < low[None, :]).astype(np.float64)
    return before - before.T


def tau(recorded: Floats, times: Floats) -> Floats:
    """Give Kendall's tau between the record and one or more orders.

    Parameters
    ----------
    recorded : float64 array, shape ``(R, R)``
        Signs of the record (`signs_of`).
    times : float64 array, shape ``(..., R)``
        When each region begins in the run, in any unit; infinite for never.

    Returns
    -------
    float64 array, shape ``(...)``
        From -1 to 1; 0 where one of the two orders nothing.
    """
    ours = _signs(times)
    agreement = (recorded * ours).sum(axis=(-1, -2))
    norm = np.sqrt((recorded**2).sum() * (ours**2).sum(axis=(-1, -2)))
    return np.asarray(np.divide(agreement, norm, out=np.zeros_like(agreement), where=norm > 0))


def _signs(times: Floats) -> Floats:
    before = (times[..., :, None] < times[..., None, :]).astype(np.float64)
    return before - np.swapaxes(before, -1, -2)


def recorded_order(scenario: Scenario) -> RecordedOrder:
    """Give the order in which the record has the regions join."""
    record, regions = scenario.tables["record"], scenario.tables["regions"]
    dated = [
        row
        for row in record.rows()
        if row["measure"] == "first_protest" and row["place"] in regions.names
    ]
    low = np.array([(moment(row["low"]) - scenario.start) / DAY for row in dated])
    high = np.array([(_last_moment(row["high"]) - scenario.start) / DAY for row in dated])
    rows = np.array([regions.position(row["place"]) for row in dated], dtype=np.int64)
    return RecordedOrder(rows, low, high)


def _last_moment(text: str) -> datetime:
    # A date without an hour is the whole day.
    return moment(text) if ":" in text else moment(text) + DAY


def first_protests(run: Series, regions: NDArray[np.int64]) -> Floats:
    """Give when some regions first have a gathering, shape ``(K, R)``; infinite for never."""
    names = run.tables["regions"].names
    places = [Place("region", names[row], int(row)) for row in regions]
    times = [crowds.first_protest(run, place, None) for place in places]
    return np.stack(times, axis=1) if times else np.empty((run.replicates, 0))


def order_of_regions(run: Series, place: Place, _day: None = None) -> Floats:
    """Give the coefficient of each replicate, shape ``(K,)``; NaN if the record dates no two."""
    assert place.kind == COUNTRY
    recorded = recorded_order(run.scenario)
    if not recorded.signs.any():
        return run.unknown()
    return tau(recorded.signs, first_protests(run, recorded.regions))


def order_test(run: Series, *, seed: int = 1, orders: int = ORDERS) -> OrderTest | None:
    """Test whether the regions of a run join in the order of the record better than by chance.

    Parameters
    ----------
    run : Series
        The run.
    seed : int
        Seed of the random orders.
    orders : int
        How many of them.

    Returns
    -------
    OrderTest or None
        None if the record orders no two regions.
    """
    recorded = recorded_order(run.scenario)
    if not recorded.signs.any():
        return None
    times = first_protests(run, recorded.regions)
    # The lower middle, a time that occurs: between a time and never there is no middle.
    median = np.sort(times, axis=0)[(len(times) - 1) // 2]
    found = tau(recorded.signs, np.vstack([median, times]))
    chances = p_values(recorded.signs, np.vstack([median, times]), seed=seed, orders=orders)
    return OrderTest(
        len(recorded.regions), float(found[0]), float(chances[0]), found[1:], chances[1:]
    )


def p_values(
    recorded: Floats, times: Floats, *, seed: int = 1, orders: int = ORDERS
) -> NDArray[np.float64]:
    """Give the chance that a random order of the same times does at least as well as each row.

    Parameters
    ----------
    recorded : float64 array, shape ``(R, R)``
        Signs of the record.
    times : float64 array, shape ``(N, R)``
        Orders to test.
    """
    first, second = np.triu_indices(times.shape[1], 1)
    ours = _signs(times)[:, first, second]
    shuffled = _orders(seed, orders, times.shape[1])
    # Shuffling the record's regions is as good as shuffling the run's, and done once for all rows.
    chance = recorded[shuffled[:, first], shuffled[:, second]] @ ours.T
    found = ours @ recorded[first, second]
    # Sums of -1, 0 and 1 are exact.
    at_least = (chance >= found).sum(axis=0)
    return np.asarray((1.0 + at_least) / (1.0 + orders))


def _orders(seed: int, count: int, length: int) -> NDArray[np.int64]:
    bases = words.replicate_bases(seed, range(count))
    return np.argsort(words.uniform(bases, _DECISION, 0, length), axis=1)
