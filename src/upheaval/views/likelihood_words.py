"""Words for probabilities, always with their range.

The words and bands are those of the Intelligence Community Directive 203 (2015). Word and range
together are understood alike by more readers than the word alone (Budescu, Por, Broomell and
Smithson 2014). A range that crosses the border of a band gets both words.
"""

from __future__ import annotations

from upheaval.record.outcomes import Share

BANDS: tuple[tuple[float, float, str], ...] = (
    (0.00, 0.05, "almost no chance"),
    (0.05, 0.20, "very unlikely"),
    (0.20, 0.45, "unlikely"),
    (0.45, 0.55, "roughly even chance"),
    (0.55, 0.80, "likely"),
    (0.80, 0.95, "very likely"),
    (0.95, 1.00, "almost certain"),
)
"""Lower end, upper end and word; a share on a border belongs to the band above."""


def band_of(share: float) -> int:
    """Give the position in `BANDS` of a share between 0 and 1."""
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"a share lies between 0 and 1, not at {share}")
    return max(position for position, (low, _, _) in enumerate(BANDS) if share >= low)


def words(low: float, high: float) -> str:
    """Give the word for a range of probability, or the words of both its ends.

    Examples
    --------
    >>> words(0.6, 0.7)
    'likely'
    >>> words(0.7, 0.85)
    'likely to very likely'
    """
    first, last = _bands(low, high)
    if first == last:
        return BANDS[first][2]
    return f"{BANDS[first][2]} to {BANDS[last][2]}"


def limits(low: float, high: float) -> tuple[float, float]:
    """Give the probabilities that the words for a range stand for."""
    first, last = _bands(low, high)
    return BANDS[first][0], BANDS[last][1]


def phrase(share: Share) -> str:
    """Give the words, what they stand for and the share itself.

    Examples
    --------
    >>> phrase(Share(63, 100, 0.58, 0.68))
    'likely (55–80%; here 63%)'
    """
    low, high = limits(share.low, share.high)
    return (
        f"{words(share.low, share.high)} ({percent_range(low, high)}; here {percent(share.share)})"
    )


def percent(share: float) -> str:
    """Write a share in whole percent; what is neither none nor all never rounds to it."""
    if 0.0 < share < 0.005:
        return "<1%"
    if 0.995 < share < 1.0:
        return ">99%"
    return f"{100 * share:.0f}%"


def percent_range(low: float, high: float) -> str:
    """Write a range of shares in whole percent: '55–80%'."""
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def _bands(low: float, high: float) -> tuple[int, int]:
    first, last = band_of(low), band_of(high)
    # A range that only touches the border of the next band does not reach into it.
    if last > first and high == BANDS[last][0]:
        last -= 1
    return first, last
