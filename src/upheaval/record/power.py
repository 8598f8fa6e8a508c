"""Who rules by the end of a day: offices, custody, organs, the incumbent."""

from __future__ import annotations

import numpy as np

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


def incumbent_rules(run: Series, _place: Place, day: float) -> Floats:
    """Tell whether the presidency's holder at the end of the day is that of the first day."""
    holders = run.at("office_holder", day)
    if holders is None:
        return run.unknown()
    offices, figures = run.tables["offices"], run.tables["figures"]
    presidency = int(np.flatnonzero(np.asarray(offices["kind"]) == "presidency")[0])
    incumbent = figures.position(str(offices["holder"][presidency]))
    return np.asarray(holders[:, presidency] == incumbent, dtype=np.float64)
