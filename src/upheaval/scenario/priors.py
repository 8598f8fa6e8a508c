# ruff: noqa: D102 - the methods that every shape has are described once, in `Prior`.
"""Prior distributions of parameters, as they are written in ``scenario.yaml``.

Each class is one shape on the whole line; `Truncated` cuts it to the parameter's range.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

FloatArray = NDArray[np.float64]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(allow_inf_nan=False, gt=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Prior(_Strict, ABC):
    """A distribution on the line: its support, its middle, and three functions of arrays."""

    @property
    @abstractmethod
    def support(self) -> tuple[float, float]:
        """Smallest and largest possible value."""

    @property
    @abstractmethod
    def center(self) -> float:
        """A typical value (median, mean or mode), to compare with the parameter's range."""

    @abstractmethod
    def cumulative(self, x: FloatArray) -> FloatArray:
        """Probability of a value up to ``x``; ``x`` lies within the support."""

    @abstractmethod
    def inverse(self, p: FloatArray) -> FloatArray:
        """Value up to which there is probability ``p``."""

    @abstractmethod
    def log_density(self, x: FloatArray) -> FloatArray:
        """Logarithm of the density at ``x``; ``x`` lies within the support."""


def _rising(ends: tuple[float, ...], what: str) -> None:
    if not all(a <= b for a, b in pairwise(ends)) or ends[0] == ends[-1]:
        raise ValueError(f"{what} in rising order")


class Uniform(Prior):
    """``{uniform: [low, high]}``: every value between the ends is as likely as any other."""

    uniform: tuple[Finite, Finite] = Field(strict=False, description="Lowest and highest value.")

    @model_validator(mode="after")
    def _check(self) -> Uniform:
        _rising(self.uniform, "two ends")
        return self

    @property
    def support(self) -> tuple[float, float]:
        return self.uniform

    @property
    def center(self) -> float:
        return 0.5 * (self.uniform[0] + self.uniform[1])

    def cumulative(self, x: FloatArray) -> FloatArray:
        low, high = self.uniform
        return (x - low) / (high - low)

    def inverse(self, p: FloatArray) -> FloatArray:
        low, high = self.uniform
        return low + p * (high - low)

    def log_density(self, x: FloatArray) -> FloatArray:
        return np.full_like(x, -np.log(self.uniform[1] - self.uniform[0]))


class LogUniform(Prior):
    """``{loguniform: [low, high]}``: every ratio is as likely as any other."""

    loguniform: tuple[Positive, Positive] = Field(
        strict=False, description="Lowest and highest value, both above 0."
    )

    @model_validator(mode="after")
    def _check(self) -> LogUniform:
        _rising(self.loguniform, "two ends")
        return self

    @property
    def support(self) -> tuple[float, float]:
        return self.loguniform

    @property
    def center(self) -> float:
        return float(np.sqrt(self.loguniform[0]) * np.sqrt(self.loguniform[1]))

    def cumulative(self, x: FloatArray) -> FloatArray:
        low, high = np.log(self.loguniform)
        return np.asarray((np.log(x) - low) / (high - low))

    def inverse(self, p: FloatArray) -> FloatArray:
        low, high = np.log(self.loguniform)
        return np.asarray(np.exp(low + p * (high - low)))

    def log_density(self, x: FloatArray) -> FloatArray:
        low, high = np.log(self.loguniform)
        return np.asarray(-np.log(x) - np.log(high - low))


class _MeanAndSd(_Strict):
    mean: Finite = Field(description="Mean before it is cut to the range.")
    sd: Positive = Field(description="Standard deviation before it is cut to the range.")


class Normal(Prior):
    """``{normal: {mean: m, sd: s}}``."""

    normal: _MeanAndSd

    @property
    def support(self) -> tuple[float, float]:
        return (-np.inf, np.inf)

    @property
    def center(self) -> float:
        return self.normal.mean

    def cumulative(self, x: FloatArray) -> FloatArray:
        from scipy.special import ndtr

        return np.asarray(ndtr((x - self.normal.mean) / self.normal.sd))

    def inverse(self, p: FloatArray) -> FloatArray:
        from scipy.special import ndtri

        return np.asarray(self.normal.mean + self.normal.sd * ndtri(p))

    def log_density(self, x: FloatArray) -> FloatArray:
        z = (x - self.normal.mean) / self.normal.sd
        return np.asarray(-0.5 * z * z - np.log(self.normal.sd) - 0.5 * np.log(2 * np.pi))


class _MedianAndFactor(_Strict):
    median: Positive = Field(description="Median before it is cut to the range.")
    factor: Annotated[float, Field(allow_inf_nan=False, gt=1)] = Field(
        description="Two thirds of the probability lie between median/factor and median*factor."
    )


class LogNormal(Prior):
    """``{lognormal: {median: m, factor: f}}``: the logarithm is normal, with sd ``log f``."""

    lognormal: _MedianAndFactor

    @property
    def support(self) -> tuple[float, float]:
        return (0.0, np.inf)

    @property
    def center(self) -> float:
        return self.lognormal.median

    def _z(self, x: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            distance = np.log(x) - np.log(self.lognormal.median)
        return np.asarray(distance / np.log(self.lognormal.factor))

    def cumulative(self, x: FloatArray) -> FloatArray:
        from scipy.special import ndtr

        return np.asarray(ndtr(self._z(x)))

    def inverse(self, p: FloatArray) -> FloatArray:
        from scipy.special import ndtri

        with np.errstate(over="ignore"):
            return np.asarray(
                self.lognormal.median * np.exp(np.log(self.lognormal.factor) * ndtri(p))
            )

    def log_density(self, x: FloatArray) -> FloatArray:
        z, sd = self._z(x), np.log(self.lognormal.factor)
        with np.errstate(divide="ignore", invalid="ignore"):
            density = -0.5 * z * z - np.log(x) - np.log(sd) - 0.5 * np.log(2 * np.pi)
        return np.where(x > 0, density, -np.inf)


class _Shapes(_Strict):
    a: Positive = Field(description="First shape; pulls towards 1.")
    b: Positive = Field(description="Second shape; pulls towards 0.")


class Beta(Prior):
    """``{beta: {a: a, b: b}}``: a share, with mean ``a / (a + b)``."""

    beta: _Shapes

    @property
    def support(self) -> tuple[float, float]:
        return (0.0, 1.0)

    @property
    def center(self) -> float:
        return self.beta.a / (self.beta.a + self.beta.b)

    def cumulative(self, x: FloatArray) -> FloatArray:
        from scipy.special import betainc

        return np.asarray(betainc(self.beta.a, self.beta.b, x))

    def inverse(self, p: FloatArray) -> FloatArray:
        from scipy.special import betaincinv

        return np.asarray(betaincinv(self.beta.a, self.beta.b, p))

    def log_density(self, x: FloatArray) -> FloatArray:
        from scipy.special import betaln, xlog1py, xlogy

        a, b = self.beta.a, self.beta.b
        return np.asarray(xlogy(a - 1, x) + xlog1py(b - 1, -x) - betaln(a, b))


class Triangular(Prior):
    """``{triangular: [low, mode, high]}``: straight up to the mode and straight down."""

    triangular: tuple[Finite, Finite, Finite] = Field(
        strict=False, description="Lowest, likeliest and highest value."
    )

    @model_validator(mode="after")
    def _check(self) -> Triangular:
        _rising(self.triangular, "low, mode and high")
        return self

    @property
    def support(self) -> tuple[float, float]:
        return (self.triangular[0], self.triangular[2])

    @property
    def center(self) -> float:
        return self.triangular[1]

    def cumulative(self, x: FloatArray) -> FloatArray:
        low, mode, high = self.triangular
        with np.errstate(divide="ignore", invalid="ignore"):
            rise = (x - low) ** 2 / ((high - low) * (mode - low))
            fall = 1 - (high - x) ** 2 / ((high - low) * (high - mode))
        return np.where(x < mode, rise, np.where(x >= high, 1.0, fall))

    def inverse(self, p: FloatArray) -> FloatArray:
        low, mode, high = self.triangular
        rise = low + np.sqrt(p * (high - low) * (mode - low))
        fall = high - np.sqrt((1 - p) * (high - low) * (high - mode))
        return np.where(p < (mode - low) / (high - low), rise, fall)

    def log_density(self, x: FloatArray) -> FloatArray:
        low, mode, high = self.triangular
        with np.errstate(divide="ignore", invalid="ignore"):
            rise = (x - low) / (mode - low)
            fall = (high - x) / (high - mode)
            height = np.where(x < mode, rise, np.where(x == mode, 1.0, fall))
            return np.asarray(np.log(2 * height / (high - low)))


KINDS: dict[str, type[Prior]] = {
    "uniform": Uniform,
    "loguniform": LogUniform,
    "normal": Normal,
    "lognormal": LogNormal,
    "beta": Beta,
    "triangular": Triangular,
}
"""Every kind of prior, by the word it is written with."""


def _kind(value: Any) -> str | None:
    if isinstance(value, Prior):
        return type(value).__name__.lower()
    if isinstance(value, dict) and len(value) == 1:
        return str(next(iter(value)))
    return None


AnyPrior = Annotated[
    Annotated[Uniform, Tag("uniform")]
    | Annotated[LogUniform, Tag("loguniform")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[LogNormal, Tag("lognormal")]
    | Annotated[Beta, Tag("beta")]
    | Annotated[Triangular, Tag("triangular")],
    Discriminator(_kind),
]


@dataclass(frozen=True)
class Truncated:
    """A prior cut to ``[low, high]`` and then multiplied by ``scale`` (to change its unit).

    ``quantile``, ``log_density``, ``mean`` and ``sd`` speak of the scaled value.
    """

    prior: Prior
    low: float
    high: float
    scale: float = 1.0

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value before scaling."""
        low, high = self.prior.support
        return max(low, self.low), min(high, self.high)

    @cached_property
    def _cumulative_ends(self) -> tuple[float, float]:
        low, high = self.prior.cumulative(np.array(self.ends, dtype=np.float64))
        return float(low), float(high)

    @property
    def mass(self) -> float:
        """Probability that the prior had within the range before it was cut."""
        if self.ends == self.prior.support:
            return 1.0
        low, high = self._cumulative_ends
        return high - low

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Give the values below which lie the probabilities ``u``, each in (0, 1).

        A keyed uniform word as ``u`` makes the result a draw.
        """
        below, above = self._cumulative_ends
        p = below + np.asarray(u, dtype=np.float64) * (above - below)
        return np.asarray(np.clip(self.prior.inverse(p), *self.ends) * self.scale)

    def log_density(self, x: ArrayLike) -> FloatArray:
        """Give the logarithm of the density at ``x``; minus infinity outside the range."""
        raw = np.asarray(x, dtype=np.float64) / self.scale
        low, high = self.ends
        inside = (raw >= low) & (raw <= high)
        density = self.prior.log_density(np.clip(raw, low, high))
        normalized = density - np.log(self.mass) - np.log(abs(self.scale))
        return np.where(inside, normalized, -np.inf)

    @cached_property
    def _moments(self) -> tuple[float, float]:
        # The integral of the quantile function over u = logistic(t): the integrand falls off like
        # exp(-|t|), for which the plain trapezoid rule converges very fast.
        t = np.linspace(-36.0, 36.0, 7201)
        u, rest = 1 / (1 + np.exp(-t)), 1 / (1 + np.exp(t))
        weight = u * rest
        weight /= weight.sum()
        values = self.quantile(u)
        mean = float(np.sum(weight * values))
        return mean, float(np.sqrt(np.sum(weight * (values - mean) ** 2)))

    @property
    def mean(self) -> float:
        """Mean after the cut."""
        return self._moments[0]

    @property
    def sd(self) -> float:
        """Standard deviation after the cut."""
        return self._moments[1]
