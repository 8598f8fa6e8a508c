"""Parameters: what a mechanism declares, and what a scenario sets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from upheaval.scenario import units
from upheaval.scenario.priors import FloatArray, Prior, Truncated


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a mechanism needs, declared by the mechanism.

    Parameters
    ----------
    name : str
        What it is called; the scenario writes ``mechanism.name``.
    unit : str
        Unit in which the mechanism works; the scenario's value is converted to it.
    minimum, maximum : float
        Bounds of any sensible value, in ``unit``, both inclusive; may be infinite.
    meaning : str
        One sentence.
    """

    name: str
    unit: str
    minimum: float
    maximum: float
    meaning: str


@dataclass(frozen=True)
class ParameterSetting:
    """What a scenario says about one parameter: a value or a prior, with its range and source.

    ``given_value``, ``given_range`` and ``prior`` are in ``given_unit``, as the scenario writes
    them; every other attribute and method speaks of ``unit``: ``scale`` times as many.
    """

    name: str
    given_unit: str
    unit: str
    meaning: str
    source: str
    given_range: tuple[float, float]
    given_value: float | None = None
    prior: Prior | None = None
    scale: float = 1.0
    bounds: tuple[float, float] | None = None
    """Least and largest value that the mechanism allows, in ``unit``; None if nobody said so."""

    @property
    def is_fixed(self) -> bool:
        """Whether the scenario gives one value instead of a prior."""
        return self.prior is None

    @property
    def value(self) -> float | None:
        """The value, or None where there is a prior."""
        return None if self.given_value is None else self.given_value * self.scale

    @property
    def low(self) -> float:
        """Low end of the range."""
        return self.given_range[0] * self.scale

    @property
    def high(self) -> float:
        """High end of the range."""
        return self.given_range[1] * self.scale

    @property
    def allowed(self) -> tuple[float, float]:
        """Least and largest value to set by hand: the mechanism's bounds, else the range."""
        return (self.low, self.high) if self.bounds is None else self.bounds

    @cached_property
    def distribution(self) -> Truncated:
        """The prior cut to the range; ``ValueError`` for a fixed value."""
        if self.prior is None:
            raise ValueError(f"parameter {self.name} has a value and no prior")
        return Truncated(self.prior, *self.given_range, self.scale)

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Give the draws that belong to uniform words ``u`` in (0, 1); same shape as ``u``."""
        if self.value is not None:
            return np.full(np.shape(u), self.value, dtype=np.float64)
        return self.distribution.quantile(u)

    def log_density(self, x: ArrayLike) -> FloatArray:
        """Give the log density at ``x``; for a fixed value 0 there and minus infinity elsewhere."""
        if self.value is not None:
            return np.where(np.asarray(x, dtype=np.float64) == self.value, 0.0, -np.inf)
        return self.distribution.log_density(x)

    @property
    def mean(self) -> float:
        """Mean of the draws."""
        return self.distribution.mean if self.value is None else self.value

    @property
    def sd(self) -> float:
        """Standard deviation of the draws."""
        return self.distribution.sd if self.value is None else 0.0

    def in_unit(self, unit: str) -> ParameterSetting:
        """Give the same setting in another unit; `units.UnitError` if there is no conversion."""
        return replace(self, unit=unit, scale=self.scale * units.factor(self.unit, unit))

    def fixed_at(self, value: float) -> ParameterSetting:
        """Give the setting with one value, in ``unit``, and no prior."""
        return replace(self, given_value=value / self.scale, prior=None)
