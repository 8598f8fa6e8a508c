"""Who rules by the end of a day: offices, custody, organs, the incumbent."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.record.places import Place
from upheaval.record.series import Floats, Series

IN_CUSTODY = 2
"""Value of the field ``figure_status`` for a figure in custody."""

MAJORITY = 0.5
"""Share of an organ beyond which most of it follows a principal."""


def holds_office(run: Series, place: Place, day: float) -> Floats:
    """Tell whether the figure holds any office at the end of the day."""
    holders = run.at("office_holder", day)
    if holders is None:
        return run.unknown()
    return np.asarray((holders == place.row).any(axis=1), dtype=np.float64)


def in_custody(run: Series, place: Place, day: float) -> Floats:
    """Tell whether the figure is in custody at the end of the day."""
    status = run.at("figure_status", day)
    if status is None:
        return run.unknown()
    return np.asarray(status[:, place.row] == IN_CUSTODY, dtype=np.float64)


def organ_with_incumbent(run: Series, place: Place, day: float) -> Floats:
    """Tell whether most of the organ follows the incumbent at the end of the day."""
    loyalty = run.at("organ_loyalty", day)
    if loyalty is None:
        return run.unknown()
    return np.asarray(loyalty[:, place.row] > MAJORITY, dtype=np.float64)


def ruler_in_office(run: Series, _place: Place, day: float) -> Floats:
    """Tell whether who ruled on the first day is in office at the end of the day.

    That is who held the presidency. Where nobody did, it is the incumbent's faction, for as long as
    it belongs to the ruling coalition. With the regime's fall, or his exit, office ends.
    """
    holders = run.at("office_holder", day)
    if holders is None:
        return run.unknown()
    rules = _presides(run, holders, day)
    for field in ("fall_time", "exit_time"):
        if run.recorded(field):
            rules = rules & ~(np.asarray(run.field(field)) <= day + 1.0)
    return np.asarray(rules, dtype=np.float64)


def _presides(run: Series, holders: NDArray[Any], day: float) -> NDArray[np.bool_]:
    offices, figures = run.tables["offices"], run.tables["figures"]
    presidencies = np.flatnonzero(np.asarray(offices["kind"]) == "presidency")
    held = [row for row in presidencies.tolist() if str(offices["holder"][row])]
    if held:
        incumbent = figures.position(str(offices["holder"][held[0]]))
        return np.asarray(holders[:, held[0]] == incumbent)
    seat = int(np.flatnonzero(np.asarray(run.tables["factions"]["seat"]) == "incumbent")[0])
    inside = run.at("in_coalition", day)
    return np.ones(run.replicates, dtype=bool) if inside is None else np.asarray(inside[:, seat])
