"""What a part of the system is: mechanisms, measures, a switch, and what a run shows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.record.outcomes import NINETY_PERCENT, wilson
from upheaval.record.series import Floats, Series
from upheaval.scenario import Scenario

Gauges = dict[str, Floats]
"""Numbers by name, the replicate on the first axis; joined over batches."""

OF_WORLDS = "5–95% of worlds"
OF_MEAN = "90% range of the mean"
OF_SHARE = "90% range of the share"


@dataclass(frozen=True)
class Switch:
    """A change that switches a part off, or turns the lever that shows what it does.

    Parameters
    ----------
    words : str
        What to write on the command line, or what is changed, for tables.
    without : tuple of str
        Mechanisms left out.
    values : mapping of str to value
        Values set (`Scenario.with_changes`).
    made : callable, optional
        Works more values out from a scenario, where they depend on its tables.
    """

    words: str
    without: tuple[str, ...] = ()
    values: Mapping[str, object] | None = None
    made: Callable[[Scenario], dict[str, object]] | None = None

    def set(self, scenario: Scenario) -> dict[str, object]:
        """Give everything that is set in a scenario."""
        return dict(self.values or {}) | (self.made(scenario) if self.made else {})


def without(*names: str) -> Switch:
    """Make the switch that leaves mechanisms out."""
    return Switch(" ".join(f"--without {name}" for name in names), without=names)


def setting(**values: object) -> Switch:
    """Make the switch that sets parameters; two underscores stand for the dot of their names."""
    named = {name.replace("__", "."): value for name, value in values.items()}
    words = " ".join(f"--set {name}={value}" for name, value in named.items())
    return Switch(words, values=named)


@dataclass(frozen=True)
class Shown:
    """What a run shows of a part: one number with its range.

    Parameters
    ----------
    what : str
        What the number is.
    value, low, high : float
        The number and its range; NaN where no world of the run shows it.
    unit : str
        Unit that pint knows.
    range : str
        What the range is: `OF_WORLDS`, `OF_MEAN` or `OF_SHARE`.
    worlds : int
        Worlds that it rests on.
    expected : str
        What the part says should be seen.
    verdict : {"yes", "no", "unclear", "not seen"}
        Whether it is seen: unclear where the range leaves both open, not seen where no world of
        the run shows the thing.
    beside : mapping of str to float
        Numbers to read it by, such as the same without the mechanism.
    """

    what: str
    value: float
    low: float
    high: float
    unit: str
    range: str
    worlds: int
    expected: str
    verdict: str
    beside: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        """Give plain values; NaN may occur."""
        return {
            "what": self.what,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "range": self.range,
            "worlds": self.worlds,
            "expected": self.expected,
            "verdict": self.verdict,
            "beside": dict(self.beside),
        }


Gauge = Callable[[Series], Gauges]
Show = Callable[[Gauges, Gauges], Shown]


@dataclass(frozen=True)
class Part:
    """One of the parts of the system.

    Parameters
    ----------
    number : int
        Its number.
    title : str
        A few words.
    mechanisms : tuple of str
        Mechanisms that it works by.
    measures : tuple of str
        Measures that show it.
    switch : Switch
        What turns it off, or turns it up.
    gauge : callable
        ``gauge(run)`` gives the numbers that `show` needs.
    show : callable
        ``show(own, other)`` gives what is shown, from the run as it is and from its `beside`
        (without one, the run as it is twice).
    beside : Switch or None
        The switch of the second run, with the same luck.
    aftermath : bool
        Whether it needs the run to its end; others stop with the acute phase.
    two_powers : bool
        Whether it speaks of a second power at the top, which a scenario need not have.
    tables : tuple of str
        Tables that must have rows.
    """

    number: int
    title: str
    mechanisms: tuple[str, ...]
    measures: tuple[str, ...]
    switch: Switch
    gauge: Gauge
    show: Show
    beside: Switch | None = None
    aftermath: bool = False
    two_powers: bool = False
    tables: tuple[str, ...] = ()


# ---------------------------------------------------------------------- numbers with ranges
def mean_of(
    what: str,
    values: Floats,
    unit: str,
    expected: str,
    sign: int,
    beside: Mapping[str, float] | None = None,
) -> Shown:
    """Show a mean over worlds with its 90% range; values that are not finite are left out.

    ``sign`` says on which side of zero the mean is expected: 1, -1, or 0 for either.
    """
    kept = values[np.isfinite(values)]
    count = len(kept)
    if count < 2:
        return _nothing(what, unit, OF_MEAN, count, expected)
    mean = float(kept.mean())
    half = NINETY_PERCENT * float(kept.std(ddof=1)) / float(np.sqrt(count))
    verdict = side_of(mean - half, mean + half, sign)
    return Shown(what, mean, mean - half, mean + half, unit, OF_MEAN, count, expected, verdict,
                 beside or {})  # fmt: skip


def side_of(low: float, high: float, sign: int) -> str:
    """Tell whether a range lies on the expected side of zero; with 0, whether on either."""
    if low > 0 or high < 0:
        return "yes" if sign == 0 or (low > 0) == (sign > 0) else "no"
    return "unclear"


def spread_of(
    what: str,
    values: Floats,
    unit: str,
    expected: str,
    holds: Callable[[float, float, float], bool],
    beside: Mapping[str, float] | None = None,
) -> Shown:
    """Show the median over worlds with the band of nine in ten.

    ``holds(median, low, high)`` tells whether it is as expected.
    """
    kept = values[np.isfinite(values)]
    if not len(kept):
        return _nothing(what, unit, OF_WORLDS, 0, expected)
    low, middle, high = np.quantile(kept, (0.05, 0.5, 0.95)).tolist()
    verdict = "yes" if holds(middle, low, high) else "no"
    return Shown(what, middle, low, high, unit, OF_WORLDS, len(kept), expected, verdict,
                 beside or {})  # fmt: skip


def share_of(
    what: str,
    happens: NDArray[np.bool_],
    expected: str,
    holds: Callable[[float, float, float], bool],
    beside: Mapping[str, float] | None = None,
) -> Shown:
    """Show the share of worlds in which something happens, with Wilson's range."""
    if not len(happens):
        return _nothing(what, "1", OF_SHARE, 0, expected)
    count = int(happens.sum())
    low, high = wilson(count, len(happens))
    share = count / len(happens)
    verdict = "yes" if holds(share, low, high) else "no"
    return Shown(what, share, low, high, "1", OF_SHARE, len(happens), expected, verdict,
                 beside or {})  # fmt: skip


def mean(values: Floats) -> float:
    """Give the mean of what is finite; NaN of nothing."""
    kept = values[np.isfinite(values)]
    return float(kept.mean()) if len(kept) else float("nan")


def only(values: Floats, chosen: NDArray[Any]) -> Floats:
    """Keep the values of some worlds; the others become NaN."""
    return np.where(np.asarray(chosen, dtype=bool), values, np.nan)


def _nothing(what: str, unit: str, range_: str, worlds: int, expected: str) -> Shown:
    none = float("nan")
    return Shown(what, none, none, none, unit, range_, worlds, expected, "not seen", {})
