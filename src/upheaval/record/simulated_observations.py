"""What each observation of the record would have been in every replicate of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from upheaval.record.observations import Observation, read_observations
from upheaval.record.series import Floats, Series

if TYPE_CHECKING:
    import xarray

    from upheaval.scenario import Scenario


def observe(
    dataset: xarray.Dataset,
    scenario: Scenario,
    observations: Sequence[Observation] | None = None,
) -> dict[str, Floats]:
    """Measure a run as the record measured the crisis.

    Parameters
    ----------
    dataset : xarray.Dataset
        The recorded fields of a run of the scenario.
    scenario : Scenario
        The scenario.
    observations : sequence of Observation, optional
        What to measure; by default every row of the scenario's record.

    Returns
    -------
    dict of str to float64 array, shape ``(K,)``
        One value a replicate for each observation, by the observation's name, in the measure's
        unit; times in days since the start, infinite for never. NaN where the run ends before
        the day that the observation refers to.
    """
    wanted = read_observations(scenario) if observations is None else observations
    run = Series(dataset, scenario)
    return {item.name: item.measure.function(run, item.place, item.day) for item in wanted}
