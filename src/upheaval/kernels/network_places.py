"""Networks of several places: one of Siegel's four shapes in each, and some ties between places.

The shapes are made at about the same mean degree, so that they can be compared; then a share of
the ties is moved. Moved ties are the weak ones: they lead out of the neighborhood, to somebody of
the same place or of another. A network is a pure function of its base.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels import network_shapes as shapes
from upheaval.kernels import words
from upheaval.kernels.network import Graph, graph_of_ties

__all__ = ["SHAPES", "network_of_places", "shape_of_degree"]

SHAPES = ("small world", "villages", "opinion leaders", "hierarchy")
"""Types of network of Siegel (AJPS 2009), by number."""

_STEEPEST = 20.0
"""Exponent at which all but one in a million have a single tie."""

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


def shape_of_degree(shape: int, base: np.uint64, nodes: int, degree: float) -> Graph:
    """One place: a network of a shape with about `degree` ties a node, none of them moved.

    Parameters
    ----------
    shape
        Position in `SHAPES`.
    base
        From `words.replicate_base`.
    nodes
        N, 1 or more. In a place of few nodes everybody knows everybody else at most.
    degree
        Mean number of ties, 2 or more. A ring has the nearest even number; a hierarchy whose
        members each have ``degree / 2`` people below them, and ties to equals for the rest.

    Raises
    ------
    ValueError
        If there is no such shape, or a number is too small.
    """
    if nodes < 1 or degree < 2 or not 0 <= shape < len(SHAPES):
        raise ValueError(
            f"expected a shape from 0 to {len(SHAPES) - 1}, 1 or more nodes and a degree of 2 or "
            f"more, got shape {shape}, {nodes} nodes and degree {degree:g}"
        )
    if nodes == 1:
        return graph_of_ties(1, np.empty((0, 2), np.int64))
    name = SHAPES[shape]
    if name == "small world":
        return shapes.small_world(base, nodes, 2 * min(round(degree / 2), (nodes - 1) // 2), 0.0)
    if name == "villages":
        return shapes.villages(base, nodes, min(round(degree) + 1, nodes), 0.0)
    if name == "opinion leaders":
        # Leaders with more ties than that would be tied to each other many times over: the
        # structural cutoff of Boguna, Pastor-Satorras and Vespignani (EPJ B 2004).
        most = min(math.ceil(math.sqrt(degree * nodes)), nodes - 1)
        return shapes.opinion_leaders(base, nodes, _exponent(degree, most), most)
    branches = max(round(degree / 2), 2)
    return shapes.hierarchy(base, nodes, branches, _level_ties(nodes, branches, degree))


def network_of_places(
    base: np.uint64,
    people: Indices,
    shape: int,
    degree: float,
    moved: float,
    between: float,
    toward: Floats,
) -> Graph:
    """Network of all places; the nodes of a place follow one another.

    Parameters
    ----------
    base
        From `words.replicate_base`.
    people
        int64[C], nodes of each place, each 1 or more.
    shape, degree
        As for `shape_of_degree`, in every place.
    moved
        Share of the ties that are moved at one end to anybody of the same place.
    between
        Share of the ties that are moved at one end to somebody of another place.
    toward
        float64[C, C], row by row the chances of the other places; a row of zeros keeps its ties.

    Raises
    ------
    ValueError
        If the shares are not shares of a whole, or as for `shape_of_degree`.
    """
    if not (moved >= 0 and between >= 0 and moved + between <= 1):
        raise ValueError(
            f"moved and between must be shares that add up to at most 1, got {moved:g} and "
            f"{between:g}"
        )
    starts = np.cumsum(people) - people
    ties = _ties_within(base, people, starts, shape, degree)
    home = np.repeat(np.arange(len(people)), people)[ties[:, 0]]
    kind, end, place, person = _drawn(base, 4, len(ties))
    target = home.copy()
    away = np.flatnonzero((kind < between) & (toward.sum(axis=1) > 0)[home])
    chances = np.cumsum(toward, axis=1)
    # Rounding may leave the last sum below 1: nobody is sent past the last place.
    found = (chances[home[away]] <= place[away, None] * chances[home[away], -1:]).sum(axis=1)
    target[away] = np.minimum(found, len(people) - 1)
    moves = kind < between + moved
    moves[kind < between] = False
    moves[away] = True
    new = starts[target] + (person * people[target]).astype(np.int64)
    # Either end may move: else the lower end of a tree would always lose its tie.
    side = (end < 0.5).astype(np.int64)
    rows = np.flatnonzero(moves)
    ties[rows, side[rows]] = new[rows]
    return graph_of_ties(int(people.sum()), ties)


def _ties_within(
    base: np.uint64, people: Indices, starts: Indices, shape: int, degree: float
) -> Indices:
    bases = words.words(
        np.array([base], np.uint64), words.decision_number("network.place"), 0, len(people)
    )[0]
    found = []
    for own, nodes, start in zip(bases, people.tolist(), starts.tolist(), strict=True):
        graph = shape_of_degree(shape, own, nodes, degree)
        low = np.repeat(np.arange(nodes), graph.degree)
        once = low < graph.neighbor
        found.append(start + np.column_stack([low[once], graph.neighbor[once]]))
    return np.concatenate(found).astype(np.int64)


def _drawn(base: np.uint64, numbers: int, rows: int) -> Floats:
    bases = np.array([base], np.uint64)
    decision = words.decision_number("network.moved_tie")
    return np.reshape(words.uniform(bases, decision, 0, numbers * rows), (numbers, rows))


def _level_ties(nodes: int, branches: int, degree: float) -> float:
    """Chance of a tie among equals at which a hierarchy has `degree * nodes / 2` ties."""
    pairs, low, width = 0, 0, 1
    while low < nodes:
        level = min(width, nodes - low)
        pairs += level * (level - 1) // 2
        low, width = low + width, width * branches
    wanted = degree * nodes / 2 - (nodes - 1)
    return min(max(wanted / pairs, 0.0), 1.0) if pairs else 0.0


@cache
def _exponent(degree: float, most: int) -> float:
    """Exponent at which degrees from 1 to `most`, drawn from k ** -exponent, have this mean."""
    numbers = np.arange(1, most + 1, dtype=np.float64)
    low, high = 0.0, _STEEPEST
    for _ in range(50):
        middle = (low + high) / 2
        law = numbers**-middle
        mean = float((numbers * law).sum() / law.sum())
        low, high = (middle, high) if mean > degree else (low, middle)
    return (low + high) / 2
