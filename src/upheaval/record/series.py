"""A run as measures see it: plain arrays by name, and the ticks that belong to a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.record.places import TABLE_OF, Place
from upheaval.world.setting import CROWDS
from upheaval.world.state import over_kinds

if TYPE_CHECKING:
    import xarray

    from upheaval.scenario import Scenario

Floats = NDArray[np.float64]

DAY = timedelta(days=1)
# Tick ends come from sums of floats; a second is far below the shortest tick.
SECOND = 1.0 / 86_400.0


class Series:
    """The recorded series of a run, with what is computed from them kept for reuse.

    Parameters
    ----------
    dataset : xarray.Dataset
        Recorded fields with dimensions ``(replicate, ...)`` or ``(replicate, time, ...)``; the
        coordinate ``time`` holds the end of each tick.
    scenario : Scenario
        The scenario that was run.

    Attributes
    ----------
    replicates : int
        Number of replicates, K.
    ends : float64 array, shape ``(ticks,)``
        End of each tick in days since the start.

    Raises
    ------
    UpheavalError
        If the places in the dataset are not those of the scenario.
    """

    def __init__(self, dataset: xarray.Dataset, scenario: Scenario) -> None:
        self.scenario = scenario
        self.tables = scenario.tables
        self.replicates = int(dataset.sizes["replicate"])
        self.ends: Floats = _days(dataset["time"].values, scenario.start)
        self._dataset = dataset
        self._arrays: dict[str, NDArray[Any]] = {}
        self._largest: dict[tuple[str, float], Floats] = {}
        self._check_places()

    def _check_places(self) -> None:
        for kind, table in TABLE_OF.items():
            if kind not in self._dataset.coords:
                continue
            if self._dataset[kind].values.tolist() != self.tables[table].names:
                raise UpheavalError(
                    f"the run was made from another scenario: its '{kind}' names are not those "
                    f"in {table}.csv"
                )

    # ------------------------------------------------------------------ fields
    def field(self, name: str) -> NDArray[Any]:
        """Give a recorded field as an array, replicate first and, for a series, time second.

        Raises
        ------
        UpheavalError
            If the run did not record the field.
        """
        if name not in self._arrays:
            if name not in self._dataset:
                raise UpheavalError(f"the run did not record the field '{name}'")
            wanted = ("replicate", "time") if "time" in self._dataset[name].dims else ("replicate",)
            self._arrays[name] = self._dataset[name].transpose(*wanted, ...).values
        return self._arrays[name]

    def recorded(self, name: str) -> bool:
        """Tell whether the run recorded a field."""
        return name in self._dataset

    def has_dimension(self, name: str, dimension: str) -> bool:
        """Tell whether a field has a dimension."""
        return dimension in self._dataset[name].dims

    def labels(self, dimension: str) -> list[str]:
        """Give the names along a dimension."""
        return [str(name) for name in self._dataset[dimension].values]

    def at(self, name: str, day: float) -> NDArray[Any] | None:
        """Give a series field at the end of a day; None where the run does not reach it.

        That is its value at the last tick that ends by then. So in a stretch of ticks longer than
        a day, the last known value stands.
        """
        tick = self.last_tick(day)
        return None if tick is None else self.field(name)[:, tick]

    def unknown(self) -> Floats:
        """Give the value of a measure on a day that the run does not reach: NaN, shape ``(K,)``."""
        return np.full(self.replicates, np.nan)

    # ------------------------------------------------------------------ time
    def days(self, when: datetime) -> float:
        """Turn a local time into days since the start."""
        return float((when - self.scenario.start) / DAY)

    def last_tick(self, day: float) -> int | None:
        """Give the last tick that ends by the end of the day that begins at ``day``."""
        if day + 1.0 > self.ends[-1] + SECOND:
            return None
        tick = int(np.searchsorted(self.ends, day + 1.0 + SECOND)) - 1
        return tick if tick >= 0 else None

    def ticks_of(self, day: float) -> slice | None:
        """Give the ticks whose end lies within the day: after its 0:00, up to the next 0:00.

        Where a tick is longer than a day and none ends within this one, it is the tick that covers
        the end of the day. None where the run does not reach that far.
        """
        if day < -SECOND or day + 1.0 > self.ends[-1] + SECOND:
            return None
        first = int(np.searchsorted(self.ends, day + SECOND))
        stop = int(np.searchsorted(self.ends, day + 1.0 + SECOND))
        return slice(first, stop) if stop > first else slice(first, first + 1)

    @cached_property
    def acute(self) -> slice:
        """The ticks of the acute phase: the first phase of the schedule."""
        until = self.days(self.scenario.schedule[0].until)
        return slice(0, int(np.searchsorted(self.ends, until + SECOND)))

    # ------------------------------------------------------------------ places
    @cached_property
    def city_region(self) -> NDArray[np.int64]:
        """Row of the region of each city."""
        regions = self.tables["regions"]
        rows = [regions.position(name) for name in self.tables["cities"]["region"]]
        return np.array(rows, dtype=np.int64)

    @cached_property
    def is_town(self) -> NDArray[np.bool_]:
        """Whether each city is a town, not the rest of a region."""
        return np.asarray(self.tables["cities"]["settlement"] == "town")

    def cities(self, place: Place) -> NDArray[np.int64]:
        """Give the rows of the cities that a country, region or city consists of."""
        if place.kind == "city":
            return np.array([place.row])
        if place.kind == "region":
            return np.flatnonzero(self.city_region == place.row)
        return np.arange(len(self.city_region))

    # ------------------------------------------------------------------ crowds
    @cached_property
    def in_streets(self) -> Floats:
        """People in the streets by tick and city, all repertoires, shape ``(K, ticks, cities)``."""
        return np.asarray(over_kinds(self._crowd()), dtype=np.float64)

    @cached_property
    def rioting(self) -> Floats:
        """People who riot by tick and city, shape ``(K, ticks, cities)``."""
        position = self._kinds_of_crowd().index("rioting")
        return np.asarray(self._crowd()[..., position], dtype=np.float64)

    @cached_property
    def striking(self) -> Floats:
        """People who strike by tick and city, shape ``(K, ticks, cities)``."""
        position = self._kinds_of_crowd().index("striking")
        return np.asarray(self._crowd()[..., position], dtype=np.float64)

    def _crowd(self) -> NDArray[Any]:
        # Its axes after the tick may come in either order; kinds of crowd are put last.
        crowd = self.field("crowd")
        axes = [dim for dim in self._dataset["crowd"].dims if dim not in ("replicate", "time")]
        return crowd if axes[0] == "city" else np.moveaxis(crowd, 2, 3)

    def _kinds_of_crowd(self) -> list[str]:
        # A variable cannot share its name with a dimension of its own, so a store may have given
        # the dimension "crowd" of the field "crowd" another name.
        dims = {str(dim) for dim in self._dataset["crowd"].dims}
        (own,) = dims - {"replicate", "time", "city"}
        return self.labels(own) if own in self._dataset.coords else list(CROWDS)

    def largest(self, which: str, day: float) -> Floats | None:
        """Give the largest crowd of a day in each city, shape ``(K, cities)``.

        ``which`` is ``in_streets``, ``striking`` or ``rioting``. None where the run does not reach
        the day.
        """
        ticks = self.ticks_of(day)
        if ticks is None:
            return None
        if (which, day) not in self._largest:
            crowds: Floats = getattr(self, which)
            self._largest[which, day] = crowds[:, ticks].max(axis=1)
        return self._largest[which, day]


def _days(ends: NDArray[Any], start: datetime) -> Floats:
    origin = np.datetime64(start, "ns")
    return np.asarray((ends.astype("datetime64[ns]") - origin) / np.timedelta64(1, "D"))
