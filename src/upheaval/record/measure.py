"""What a measure is: a named function of a run, with a unit, at a kind of place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from upheaval.record.series import Floats

Kind = Literal["count", "number", "time", "yes_no"]

Function = Callable[..., Floats]
"""``function(run, place, day)``: see `Measure.function`."""

DATE = "date"
"""Unit of a measure of when, as the record writes it; the function gives days since the start."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A named function of a run.

    Parameters
    ----------
    name : str
        Name in the record, in charts, scores and queries.
    unit : str
        Unit that pint knows, or ``date`` for measures of when.
    places : tuple of str
        Kinds of place where it can be taken, ``country`` for the whole; the first one listed is
        meant where a name stands for several.
    dated : bool
        Whether it refers to a day.
    kind : {"count", "number", "time", "yes_no"}
        What its values are; a yes is 1.
    meaning : str
        One sentence for the reference page.
    function : callable
        ``function(run, place, day)`` gives a float64 array of shape ``(K,)``: one value a
        replicate. ``run`` is a `Series`, ``place`` a `Place`, ``day`` the beginning of the day in
        days since the start, or None where the measure refers to none. Times are in days since
        the start, infinite for never. NaN: the run does not reach the day.
    """

    name: str
    unit: str
    places: tuple[str, ...]
    dated: bool
    kind: Kind
    meaning: str
    function: Function
