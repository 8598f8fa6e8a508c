"""How a doubtful record comes from what happened: each row has a reporting error of its kind.

Simulated measures get that error, by keyed luck, before they are compared with the record. All
comparison is made on a scale where the error is the same everywhere: times in days, cut at the
end of the simulated time; counts as log(count + offset), so that a count of nothing has a place;
yes as 1. The offset is 1, and for crowds half the people whom a simulated citizen stands for: a
crowd is not simulated more finely. A row's range is read as the central 90% of what the truth may
be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtri

from upheaval.errors import UpheavalError, nearest
from upheaval.inference.simulations.reference_table import ReferenceTable
from upheaval.record import crowds
from upheaval.record.observations import Observation
from upheaval.scenario import Scenario
from upheaval.world.luck import SETUP_TICK, Luck, bases_of

Floats = NDArray[np.float64]

OWNER = "observation"
"""Owner of the luck of reporting; the row of a draw is the observation's row in the record."""

HALF_OF_90 = 1.6448536269514722
"""Standard deviations from the middle to either end of a central 90% of a normal law."""


@dataclass(frozen=True)
class ReportingError:
    """What the scenario assumes about reports beyond their stated ranges.

    Parameters
    ----------
    shortest, longest : float
        Least and largest error of a time, standard deviation in days.
    relative : dict of str to float
        Least relative error of a count or number by the row's confidence: a stated range may be
        too narrow, and no range at all does not mean no error.
    wrong : dict of str to float
        Probability that a yes or no is wrong, by the row's confidence.
    """

    shortest: float
    longest: float
    relative: dict[str, float]
    wrong: dict[str, float]


def errors_of(scenario: Scenario) -> ReportingError:
    """Read the reporting errors of a scenario (its section ``reporting``)."""

    def value(name: str) -> float:
        return scenario.reporting[name].mean

    def by_confidence(kind: str) -> dict[str, float]:
        return {word: value(f"{kind}_{word}") for word in ("high", "medium", "low")}

    hours = value("shortest_time_error"), value("longest_time_error")
    return ReportingError(
        hours[0] / 24.0, hours[1] / 24.0, by_confidence("relative_error"), by_confidence("wrong")
    )


@dataclass(frozen=True)
class Comparison:
    """The scale on which simulations and record are compared.

    Attributes
    ----------
    horizon : float
        End of the simulated time in days since the start.
    citizen : float
        People whom one simulated citizen stands for.
    """

    horizon: float
    citizen: float

    def offset(self, item: Observation) -> float:
        """Give what is added to a count before its logarithm is taken."""
        is_crowd = item.measure.function.__module__ == crowds.__name__
        return max(1.0, 0.5 * self.citizen) if is_crowd and item.unit == "person" else 1.0

    def scaled(self, item: Observation, values: Floats) -> Floats:
        """Put values of an observation's measure on the scale; same shape."""
        if item.measure.kind == "time":
            return np.minimum(values, self.horizon)
        if item.measure.kind == "count":
            return np.asarray(np.log(np.maximum(values, 0.0) + self.offset(item)))
        return np.asarray(values, dtype=np.float64)

    def unscaled(self, item: Observation, values: Floats) -> Floats:
        """Put values back into the measure's unit; a time at the horizon means never by then."""
        if item.measure.kind == "time":
            return np.where(values >= self.horizon, np.inf, values)
        if item.measure.kind == "count":
            return np.asarray(np.maximum(np.exp(values) - self.offset(item), 0.0))
        return np.asarray(values, dtype=np.float64)


def error_of(item: Observation, scale: Comparison, error: ReportingError) -> float:
    """Give the reporting error of a row on the scale of comparison.

    That is a standard deviation; for a yes or no, the probability of being wrong.
    """
    if item.measure.kind == "yes_no":
        return error.wrong[item.confidence]
    if item.measure.kind == "time":
        # What never came is put at the horizon, as in the simulations.
        low, high = scale.scaled(item, np.array([item.low, item.high]))
        stated = (high - low) / (2.0 * HALF_OF_90)
        return float(np.clip(stated, error.shortest, error.longest))
    least = error.relative[item.confidence]
    if item.measure.kind == "count":
        low, high = scale.scaled(item, np.array([item.low, item.high]))
        stated = (high - low) / (2.0 * HALF_OF_90)
        return float(max(stated, least))
    return max((item.high - item.low) / (2.0 * HALF_OF_90), least * max(abs(item.value), 1.0))


@dataclass(frozen=True)
class Reports:
    """The record and what simulations would have reported; N simulations, J observations.

    Attributes
    ----------
    observations : list of Observation
        The rows.
    record : float64 array, shape ``(J,)``
        What was observed, on the scale of comparison.
    reported : callable
        Gives `simulated`: the luck of reporting takes a while, and not every answer needs it.
    exact : float64 array, shape ``(N, J)``
        What happened in simulations, without error, on that scale.
    errors : float64 array, shape ``(J,)``
        See `error_of`.
    scale : Comparison
        The scale of comparison.
    """

    observations: list[Observation]
    record: Floats
    reported: Callable[[], Floats]
    exact: Floats
    errors: Floats
    scale: Comparison

    @cached_property
    def simulated(self) -> Floats:
        """What simulations would have reported, with reporting error, shape ``(N, J)``."""
        return self.reported()

    @property
    def horizon(self) -> float:
        """End of the simulated time in days."""
        return self.scale.horizon

    @property
    def names(self) -> list[str]:
        """Names of the observations."""
        return [item.name for item in self.observations]

    def without(self, leave_out: Sequence[str], scenario: str) -> Reports:
        """Give the reports without some rows.

        Raises
        ------
        UpheavalError
            If none is left; ``scenario`` is the name to tell.
        """
        kept = [j for j, name in enumerate(self.names) if name not in leave_out]
        if not kept:
            raise nothing_left(scenario, len(self.names), "fit")
        if len(kept) == len(self.names):
            return self
        return Reports(
            [self.observations[j] for j in kept],
            self.record[kept],
            lambda: self.simulated[:, kept],
            self.exact[:, kept],
            self.errors[kept],
            self.scale,
        )

    def likelihood(self) -> Floats:
        """Give the density of each record value given each simulation, shape ``(N, J)``.

        Densities are relative to the highest that the row's error allows.
        """
        result = np.empty_like(self.exact)
        for j, item in enumerate(self.observations):
            exact, seen, error = self.exact[:, j], self.record[j], self.errors[j]
            if item.measure.kind == "yes_no":
                result[:, j] = np.where((exact > 0.5) == (seen > 0.5), 1.0 - error, error)
            elif item.measure.kind == "time" and seen >= self.horizon:
                reached = np.exp(log_ndtr((exact - self.horizon) / error))
                result[:, j] = np.where(exact >= self.horizon, 1.0, reached)
            elif item.measure.kind == "time":
                density = np.exp(-0.5 * ((exact - seen) / error) ** 2)
                result[:, j] = np.where(exact >= self.horizon, 0.0, density)
            else:
                result[:, j] = np.exp(-0.5 * ((exact - seen) / error) ** 2)
        return result


def report(
    table: ReferenceTable,
    record: Sequence[Observation],
    use: str,
    leave_out: Sequence[str] = (),
    error: ReportingError | None = None,
) -> Reports:
    """Give the reports that simulations would have made of the rows of one use.

    Rows that the simulated time does not reach are left out.

    Parameters
    ----------
    table : ReferenceTable
        The simulations.
    record : sequence of Observation
        The whole record, in its order, from which the luck of reporting is keyed.
    use : {"fit", "check"}
        Which rows; what is kept back as a check never enters a fit.
    leave_out : sequence of str
        Names of rows to leave out.
    error : ReportingError, optional
        What is assumed about reports; by default what the scenario says.

    Raises
    ------
    UpheavalError
        If a name to leave out is unknown, or no row is left.
    """
    chosen = _chosen(table, record, use, leave_out)
    error = errors_of(table.plan.scenario) if error is None else error
    scale = Comparison(table.plan.horizon, table.plan.scale)
    rows = [record[position] for position in chosen]
    exact = np.stack([scale.scaled(item, table.simulated[item.name]) for item in rows], axis=1)

    def reported() -> Floats:
        luck = Luck(bases_of(table.plan.seed, table.replicates), OWNER, SETUP_TICK)
        drawn = luck.uniform("report", len(record))[:, chosen]
        columns = [
            _reported(item, exact[:, j], drawn[:, j], scale, error) for j, item in enumerate(rows)
        ]
        return np.stack(columns, axis=1)

    seen = [scale.scaled(item, np.array([item.value]))[0] for item in rows]
    errors = np.array([error_of(item, scale, error) for item in rows])
    return Reports(rows, np.array(seen), reported, exact, errors, scale)


def check_names(record: Sequence[Observation], leave_out: Sequence[str]) -> None:
    """Raise `UpheavalError` if an observation that is to be left out does not exist."""
    names = [item.name for item in record]
    for name in leave_out:
        if name not in names:
            guess = nearest(name, names)
            hint = "" if guess is None else f"did you mean '{guess}'? "
            raise UpheavalError(
                f"`leave_out`: unknown observation '{name}'; {hint}expected one of the "
                f"{len(names)} names in record.csv"
            )


def check_left(
    record: Sequence[Observation], leave_out: Sequence[str], scenario: str, use: str = "fit"
) -> list[int]:
    """Give the positions of the rows of one use that are left, one at least.

    Raises
    ------
    UpheavalError
        If a name to leave out is unknown, or no row is left; ``scenario`` is the name to tell.
    """
    check_names(record, leave_out)
    of_use = [j for j, item in enumerate(record) if item.use == use]
    if not of_use:
        raise UpheavalError(
            f"{scenario}: the record has no observation of use '{use}'; expected some in record.csv"
        )
    kept = [j for j in of_use if record[j].name not in leave_out]
    if not kept:
        raise nothing_left(scenario, len(of_use), use)
    return kept


def _chosen(
    table: ReferenceTable, record: Sequence[Observation], use: str, leave_out: Sequence[str]
) -> list[int]:
    kept = check_left(record, leave_out, table.plan.scenario.name, use)
    reached = [j for j in kept if not np.isnan(table.simulated[record[j].name]).any()]
    if not reached:
        raise nothing_left(table.plan.scenario.name, len(kept), use)
    return reached


def nothing_left(scenario: str, total: int, use: str) -> UpheavalError:
    """Word the error of a record of which no row is left."""
    return UpheavalError(
        f"{scenario}: no observation is left of {total} of use '{use}'; "
        "expected one at least within the simulated time"
    )


def _reported(
    item: Observation, exact: Floats, drawn: Floats, scale: Comparison, error: ReportingError
) -> Floats:
    size, horizon = error_of(item, scale, error), scale.horizon
    if item.measure.kind == "yes_no":
        return np.where(drawn < size, 1.0 - exact, exact)
    noisy = exact + size * ndtri(drawn)
    if item.measure.kind == "time":
        # What never happened has no time to be mistaken about.
        return np.where(exact >= horizon, horizon, np.minimum(noisy, horizon))
    if item.measure.kind == "count":
        return np.asarray(np.maximum(noisy, np.log(scale.offset(item))))
    return np.asarray(noisy)
