"""Morris's screening and Sobol's indices of a model that has luck, by SALib.

Within a block - a trajectory of Morris (1991), or a row of Saltelli's design (Saltelli and others
2010) with all its variations - every run has the same luck. So a difference within a block is the
work of a parameter, never of luck; with luck of their own, runs would lend its variance to every
total index. Luck differs between blocks. What A and B of Saltelli's design, which share nothing
but the luck of their block, have in common is its share of the variance.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.record.outcomes import NINETY_PERCENT

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

Model = Callable[[Floats, Numbers], Floats]
"""``model(units, blocks)``: points in the unit cube, shape ``(R, k)``, and the number of the luck
of each, to results of shape ``(R, measures)``."""

LEVELS = 4
"""Levels of Morris's grid, as usual (Campolongo, Cariboni and Saltelli 2007)."""

RESAMPLES = 200
CONFIDENCE = 0.9


@dataclass(frozen=True)
class Design:
    """Points of a design.

    Attributes
    ----------
    units : float64 array, shape ``(R, k)``
        Points in the unit cube.
    blocks : int64 array, shape ``(R,)``
        Block of each, from 0: the number of its luck.
    """

    units: Floats
    blocks: Numbers


@dataclass(frozen=True)
class Screened:
    """Elementary effects of k parameters on one measure.

    Attributes
    ----------
    mean : float64 array, shape ``(k,)``
        Mean absolute effect of a step through most of a parameter's range, in the measure's unit.
    error : float64 array, shape ``(k,)``
        Half-width of its 90% interval.
    spread : float64 array, shape ``(k,)``
        Standard deviation of the effects: curvature, interaction, and luck that changes them.
    """

    mean: Floats
    error: Floats
    spread: Floats


@dataclass(frozen=True)
class Indices:
    """Sobol's indices of k parameters for one measure.

    Attributes
    ----------
    first, total : float64 array, shape ``(k,)``
        Share of the variance by a parameter alone; and with all its interactions, those with luck
        among them.
    first_error, total_error : float64 array, shape ``(k,)``
        Half-widths of 90% intervals (bootstrap over blocks).
    luck, luck_error : float
        Share of the luck and of whatever else differs between blocks.
    """

    first: Floats
    first_error: Floats
    total: Floats
    total_error: Floats
    luck: float
    luck_error: float


def morris_design(count: int, trajectories: int, seed: int) -> Design:
    """Give Morris's trajectories through k parameters, shape ``(trajectories (k + 1), k)``."""
    from SALib.sample import morris

    units = morris.sample(_problem(count), trajectories, num_levels=LEVELS, seed=seed)
    return Design(units, np.repeat(np.arange(trajectories), count + 1))


def screen(design: Design, values: Floats, seed: int) -> Screened:
    """Give the elementary effects on one measure, shape ``(R,)``."""
    from SALib.analyze import morris

    count = design.units.shape[1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Any = morris.analyze(
            _problem(count), design.units, values, num_levels=LEVELS, conf_level=CONFIDENCE,
            num_resamples=RESAMPLES, seed=seed,
        )  # fmt: skip
    return Screened(*(_clean(found[name]) for name in ("mu_star", "mu_star_conf", "sigma")))


def sobol_design(count: int, blocks: int, seed: int) -> Design:
    """Give Saltelli's design of k parameters, shape ``(blocks (k + 2), k)``.

    ``blocks`` must be a power of 2: Sobol's sequence is balanced only then.
    """
    from SALib.sample import sobol

    units = sobol.sample(_problem(count), blocks, calc_second_order=False, seed=seed)
    return Design(units, np.repeat(np.arange(blocks), count + 2))


def sobol(design: Design, values: Floats, seed: int) -> Indices:
    """Give the indices for one measure, shape ``(R,)``; zero where nothing varies."""
    from SALib.analyze import sobol as analysis

    count = design.units.shape[1]
    if values.std() <= 1e-12:
        nothing = np.zeros(count)
        return Indices(nothing, nothing, nothing, nothing, 0.0, 0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Any = analysis.analyze(
            _problem(count), values, calc_second_order=False, num_resamples=RESAMPLES,
            conf_level=CONFIDENCE, seed=seed,
        )  # fmt: skip
    luck, error = _luck(values.reshape(-1, count + 2), seed)
    return Indices(
        _clean(found["S1"]), _clean(found["S1_conf"]), _clean(found["ST"]),
        _clean(found["ST_conf"]), luck, error,
    )  # fmt: skip


def sobol_of(model: Model, count: int, blocks: int, seed: int) -> list[Indices]:
    """Run a model over Saltelli's design and give the indices of each of its measures."""
    design = sobol_design(count, blocks, seed)
    values = model(design.units, design.blocks)
    return [sobol(design, column, seed) for column in values.T]


def _luck(blocks: Floats, seed: int) -> tuple[float, float]:
    """Give the share that the ends of every block, A and B, have in common, and its error."""
    first, last = blocks[:, 0], blocks[:, -1]
    deal = np.random.default_rng(seed)
    rows = deal.integers(0, len(blocks), (RESAMPLES, len(blocks)))
    drawn = [_common(first[own], last[own]) for own in rows]
    return _common(first, last), NINETY_PERCENT * float(np.std(drawn))


def _common(first: Floats, last: Floats) -> float:
    both = np.concatenate([first, last])
    variance = float(both.var())
    if variance <= 1e-12:
        return 0.0
    return float(((first - both.mean()) * (last - both.mean())).mean() / variance)


def _problem(count: int) -> dict[str, Any]:
    names = [f"x{n}" for n in range(count)]
    return {"num_vars": count, "names": names, "bounds": [[0.0, 1.0]] * count}


def _clean(values: Sequence[float]) -> Floats:
    return np.nan_to_num(np.asarray(values, dtype=np.float64))
