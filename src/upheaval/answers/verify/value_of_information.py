"""What a finding is worth before it is made: the change that may be expected of it.

For yes or no (explanations, outcomes): the expected Kullback-Leibler divergence of the
probability after the finding from that before, which is the mutual information (Lindley 1956),
in bits. For numbers: the share of the variance that the finding takes away (the correlation
ratio). Both are estimated from weighted simulations and corrected for what chance alone would
show: findings dealt out at random (Fisher 1935); Ezekiel (1930) for the correlation ratio. A test
says whether anything is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f, gamma

from upheaval.record.outcomes import NINETY_PERCENT

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

BITS = 1.0 / log(2.0)
LEAST = 1e-12

GROUPS = 20
"""Groups of simulations that are left out in turn for the error (jackknife, Tukey 1958)."""

SHUFFLES = 64
"""Times that findings are dealt out at random, to see what chance alone would show."""

FEWEST_EITHER = 8.0
"""Simulations that must count with a thing, and without it, for it to be judged."""

SHRUNK = 0.01
"""Share of the unconditional frequency that is mixed into a conditional one."""

FALSE_SHARE = 0.05
"""Share of false alarms among what is called clear (Benjamini and Hochberg 1995)."""


@dataclass(frozen=True)
class InformationValue:
    """An expected change.

    Attributes
    ----------
    value, low, high : float
        It, in bits or as a share of the variance, and its range: Monte-Carlo error of 90%, or the
        range of what was assumed.
    p : float
        Chance of as much from simulations if the finding told nothing; 0 where nothing was
        simulated.
    """

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class FindingInformation:
    """What classes of findings say of N weighted simulations; K classes, M things.

    Attributes
    ----------
    share : float64 array, shape ``(K,)``
        Probability of each finding.
    mean : float64 array, shape ``(K, M)``
        Probability or mean of each thing given the finding.
    value_of_information : InformationValue
        Of all things together.
    by_explanation : float64 array, shape ``(M,)``
        Of each, never below zero.
    """

    share: Floats
    mean: Floats
    value_of_information: InformationValue
    by_explanation: Floats


def effective(weights: Floats) -> float:
    """Give how many equally weighted simulations are worth as much (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def information_of_flags(
    codes: Numbers, classes: int, weights: Floats, on: Flags, chances: Floats
) -> FindingInformation:
    """Give what findings say of yes and no.

    How likely each finding is with and without a thing comes from the simulations; how likely the
    thing is now, from ``chances``. So a thing that is nearly sure, of which few simulations near
    the record go without, is still judged by all of them.

    Parameters
    ----------
    codes : int64 array, shape ``(N,)``
        Class of the finding in each simulation, from 0.
    classes : int
        How many there are, K.
    weights : float64 array, shape ``(N,)``
        Weights, summing to 1.
    on : bool array, shape ``(N, M)``
        What is so.
    chances : float64 array, shape ``(M,)``
        Its probability now.
    """
    groups = np.arange(len(codes)) % GROUPS
    tables = np.stack([
        _counts(codes[own], classes, weights[own], on[own])
        for own in (groups == g for g in range(GROUPS))
    ])  # fmt: skip
    whole = tables.sum(axis=0)
    plain, mean, share = _information(whole, chances)
    with_it, without = _numbers(weights, on)
    told = (np.minimum(with_it, without) >= FEWEST_EITHER) & (chances > 0) & (chances < 1)
    by_chance = _by_chance(codes, classes, weights, on, chances)
    noise = np.where(told, by_chance, 0.0)
    each = np.where(told, plain, 0.0) - noise.mean(axis=0)
    left_out = np.array([_information(whole - table, chances)[0] for table in tables])
    errors = np.where(told, left_out, 0.0).sum(axis=1)
    spread = NINETY_PERCENT * sqrt((GROUPS - 1) * float(errors.var()))
    value = float(each.sum())
    worth = InformationValue(
        BITS * max(value, 0.0),
        BITS * max(value - spread, 0.0),
        BITS * max(value + spread, float(noise.sum(axis=1).mean())),
        _tail(value + float(noise.sum(axis=1).mean()), noise.sum(axis=1)),
    )
    return FindingInformation(share, mean, worth, BITS * np.maximum(each, 0.0))


def _by_chance(codes: Numbers, classes: int, weights: Floats, on: Flags, chances: Floats) -> Floats:
    """Give the information that findings dealt out at random would show, ``(SHUFFLES, M)``."""
    deal = np.random.default_rng(0)
    shuffled = np.stack([deal.permutation(codes) for _ in range(SHUFFLES)])
    members = (shuffled[:, :, None] == np.arange(classes)).astype(np.float64)
    flags = np.concatenate([on, ~on], axis=1) * weights[:, None]
    tables = np.einsum("pnk,nm->pkm", members, flags)
    both = np.stack(np.split(tables, 2, axis=2), axis=1)
    return np.stack([_information(table, chances)[0] for table in both])


def _tail(observed: float, by_chance: Floats) -> float:
    """Give the chance of as much, by a gamma law with mean and variance of what chance showed."""
    mean, variance = float(by_chance.mean()), float(by_chance.var())
    if mean <= LEAST or variance <= LEAST**2:
        return 1.0
    return float(gamma.sf(observed, mean**2 / variance, scale=variance / mean))


def _counts(codes: Numbers, classes: int, weights: Floats, on: Flags) -> Floats:
    """Give the weight of each class with and without each thing, shape ``(2, K, M)``."""
    members = (codes[:, None] == np.arange(classes)) * weights[:, None]
    return np.stack([members.T @ on, members.T @ ~on])


def _numbers(weights: Floats, on: Flags) -> tuple[Floats, Floats]:
    """Give how many simulations count with and without each thing, 0.01 at least."""
    both = []
    for so in (on, ~on):
        squares = (weights**2) @ so
        both.append(np.maximum((weights @ so) ** 2 / np.maximum(squares, LEAST**2), 0.01))
    return both[0], both[1]


def _information(table: Floats, chances: Floats) -> tuple[Floats, Floats, Floats]:
    """Give information in nats, probabilities after each finding, and that of each finding."""
    share = table.sum(axis=0)[:, 0]
    share = share / share.sum()
    total = np.maximum(table.sum(axis=1, keepdims=True), LEAST)
    # A finding that never came with, or without, a thing gets a little of what it has anyway.
    with_it, without = (table + SHRUNK * share[None, :, None] * total) / (total * (1.0 + SHRUNK))
    here = chances * with_it + (1.0 - chances) * without
    mean = np.where(here > 0, chances * with_it / np.maximum(here, LEAST), chances)
    bits = chances * with_it * _log_ratio(with_it, here)
    bits = bits + (1.0 - chances) * without * _log_ratio(without, here)
    return bits.sum(axis=0), mean, share


def information_of_numbers(
    codes: Numbers, classes: int, weights: Floats, values: Floats
) -> FindingInformation:
    """Give what findings say of one number, shape ``(N,)``; other arguments as above."""
    count = effective(weights)
    share, mean = _means(codes, classes, weights, values[:, None])
    center = float(weights @ values)
    variance = float(weights @ (values - center) ** 2)
    found = int((share > 0).sum())
    if variance <= LEAST or found < 2 or count <= found + 1:
        return FindingInformation(share, mean, InformationValue(0.0, 0.0, 0.0, 1.0), np.zeros(1))
    ratio = float(share @ (mean[:, 0] - center) ** 2) / variance
    adjusted = 1.0 - (1.0 - ratio) * (count - 1.0) / (count - found)
    spread = sqrt(4.0 * ratio * (1.0 - ratio) ** 2 / count)
    statistic = (ratio / (found - 1)) / (max(1.0 - ratio, LEAST) / (count - found))
    worth = InformationValue(
        max(adjusted, 0.0),
        max(adjusted - NINETY_PERCENT * spread, 0.0),
        min(max(adjusted + NINETY_PERCENT * spread, (found - 1) / count), 1.0),
        float(f.sf(statistic, found - 1, count - found)),
    )
    return FindingInformation(share, mean, worth, np.array([worth.value]))


def _means(codes: Numbers, classes: int, weights: Floats, values: Floats) -> tuple[Floats, Floats]:
    members = (codes[:, None] == np.arange(classes)).astype(np.float64) * weights[:, None]
    share = members.sum(axis=0)
    # A class that no simulation is in says nothing.
    mean = np.where(
        share[:, None] > 0,
        (members.T @ values) / np.maximum(share, LEAST)[:, None],
        weights @ values,
    )
    return share, mean


def _log_ratio(after: Floats, before: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(after, LEAST)) - np.log(np.maximum(before, LEAST)))


def information(chance: float, if_so: float, if_not: float) -> float:
    """Give the information in bits that a yes or no has on another one.

    Parameters
    ----------
    chance : float
        Probability that the other one holds.
    if_so, if_not : float
        Probability of yes if it holds, and if it does not.
    """
    yes = chance * if_so + (1.0 - chance) * if_not
    total = 0.0
    for joint, alone, other in (
        (chance * if_so, yes, chance),
        ((1.0 - chance) * if_not, yes, 1.0 - chance),
        (chance * (1.0 - if_so), 1.0 - yes, chance),
        ((1.0 - chance) * (1.0 - if_not), 1.0 - yes, 1.0 - chance),
    ):
        if joint > 0:
            total += joint * log(joint / (alone * other))
    return BITS * max(total, 0.0)


def clear(p_values: Floats) -> Flags:
    """Tell which of many tests are clear, with this share of false alarms among them."""
    order = np.argsort(p_values)
    ranks = (np.arange(len(p_values)) + 1) * FALSE_SHARE / max(len(p_values), 1)
    passed = np.flatnonzero(p_values[order] <= ranks)
    result = np.zeros(len(p_values), dtype=bool)
    if len(passed):
        result[order[: passed[-1] + 1]] = True
    return result
