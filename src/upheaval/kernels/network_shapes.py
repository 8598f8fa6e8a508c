"""Shapes of networks, drawn with keyed words: random, small worlds, villages, leaders, hierarchies.

The last four are the types of Siegel (AJPS 2009), made from his descriptions of them; Watts (PNAS
2002) uses the first. A network is a pure function of (seed, replicate): the same base always gives
the same ties.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels import words
from upheaval.kernels.network import Graph, graph_of_ties

__all__ = ["hierarchy", "opinion_leaders", "poisson", "small_world", "villages"]

Indices = NDArray[np.int64]


def poisson(base: np.uint64, nodes: int, mean_degree: float) -> Graph:
    """Random network of `mean_degree * nodes / 2` ties, any pair as likely: degrees are Poisson.

    Raises
    ------
    ValueError
        If there are fewer than 2 nodes or more ties than pairs.
    """
    ties = round(mean_degree * nodes / 2)
    _limit(nodes, ties, nodes * (nodes - 1) // 2)
    return graph_of_ties(nodes, _distinct(base, "network.poisson", nodes, ties, None))


def small_world(base: np.uint64, nodes: int, neighbors: int, rewired: float) -> Graph:
    """Ring of `neighbors` ties a node, each moved at its far end with chance `rewired`.

    After Watts and Strogatz (Nature 1998). A moved tie that would be a loop or repeat another is
    dropped or merged, so that a few ties are lost.

    Raises
    ------
    ValueError
        If the number of neighbors is odd or not below the number of nodes, or the chance is not
        from 0 to 1.
    """
    if neighbors % 2 or not 0 <= neighbors < nodes or not 0 <= rewired <= 1:
        raise ValueError("neighbors must be even and below nodes, rewired a chance from 0 to 1")
    here = np.repeat(np.arange(nodes, dtype=np.int64), neighbors // 2)
    there = (here + np.tile(np.arange(1, neighbors // 2 + 1), nodes)) % nodes
    moved = _uniform(base, "network.rewire", here.size) < rewired
    anywhere = _whole(base, "network.far_end", here.size, nodes)
    return graph_of_ties(nodes, np.column_stack([here, np.where(moved, anywhere, there)]))


def villages(base: np.uint64, nodes: int, size: int, bridges: float) -> Graph:
    """Villages of `size` in which all know one another, and ties between villages.

    Parameters
    ----------
    base
        From `words.replicate_base`.
    nodes
        N; the last village is smaller if `size` does not divide it.
    size
        People of a village.
    bridges
        Chance that two people of different villages know each other.

    Raises
    ------
    ValueError
        If the size is not positive or the chance is not from 0 to 1.
    """
    if size < 1 or not 0 <= bridges <= 1:
        raise ValueError("size must be 1 or more and bridges a chance from 0 to 1")
    home = np.arange(nodes) // size
    a, b = np.triu_indices(size, 1)
    starts = np.arange(0, nodes, size)
    inside = np.stack([starts[:, None] + a, starts[:, None] + b], axis=-1).reshape(-1, 2)
    inside = inside[inside[:, 1] < nodes]
    outside = nodes * (nodes - 1) // 2 - len(inside)
    between = _distinct(base, "network.bridge", nodes, round(bridges * outside), home)
    return graph_of_ties(nodes, np.concatenate([inside, between]))


def opinion_leaders(base: np.uint64, nodes: int, exponent: float, most: int) -> Graph:
    """Few with many ties: degrees drawn from k ** -exponent up to `most`, ends joined at random.

    Loops and repeated ties are dropped.

    Raises
    ------
    ValueError
        If the largest degree is not from 1 to nodes - 1 or the exponent is negative.
    """
    if not 1 <= most < nodes or exponent < 0:
        raise ValueError("most must be from 1 to nodes - 1 and the exponent 0 or more")
    law = np.cumsum(np.arange(1, most + 1, dtype=np.float64) ** -exponent)
    drawn = _uniform(base, "network.degree", nodes) * law[-1]
    ends = np.repeat(np.arange(nodes), np.searchsorted(law, drawn) + 1)
    order = np.argsort(_uniform(base, "network.join", ends.size), kind="stable")
    ends = ends[order][: ends.size // 2 * 2]
    return graph_of_ties(nodes, ends.reshape(-1, 2))


def hierarchy(base: np.uint64, nodes: int, branches: int, level_ties: float) -> Graph:
    """Tree in which each has `branches` below him, with ties among people of one level.

    Parameters
    ----------
    base
        From `words.replicate_base`.
    nodes
        N; the lowest level may be incomplete.
    branches
        People directly below each.
    level_ties
        Chance that two people of the same level know each other.

    Raises
    ------
    ValueError
        If the number of branches is not positive or the chance is not from 0 to 1.
    """
    if branches < 1 or not 0 <= level_ties <= 1:
        raise ValueError("branches must be 1 or more and level_ties a chance from 0 to 1")
    below = np.arange(1, nodes)
    ties = [np.column_stack([below, (below - 1) // branches])]
    low, width, level = 0, 1, 0
    while low < nodes:
        people = min(width, nodes - low)
        count = round(level_ties * people * (people - 1) / 2)
        ties.append(low + _distinct(base, f"network.level_{level}", people, count, None))
        low, width, level = low + width, width * branches, level + 1
    return graph_of_ties(nodes, np.concatenate(ties))


def _limit(nodes: int, ties: int, pairs: int) -> None:
    if nodes < 2 or not 0 <= ties <= pairs:
        raise ValueError(f"{nodes} nodes have room for {pairs} ties, asked for {ties}")


def _uniform(base: np.uint64, decision: str, rows: int) -> NDArray[np.float64]:
    bases = np.array([base], np.uint64)
    drawn: NDArray[np.float64] = words.uniform(bases, words.decision_number(decision), 0, rows)[0]
    return drawn


def _whole(base: np.uint64, decision: str, rows: int, limit: int, first: int = 0) -> Indices:
    bases = np.array([base], np.uint64)
    drawn = words.words(bases, words.decision_number(decision), 0, rows, first)[0]
    return np.asarray(((drawn >> np.uint64(32)) * np.uint64(limit)) >> np.uint64(32), np.int64)


def _distinct(
    base: np.uint64, decision: str, nodes: int, ties: int, home: NDArray[np.int64] | None
) -> Indices:
    """Draw pairs of people until `ties` different ones are found, of different homes if given."""
    found = np.empty(0, np.int64)
    row = 0
    while found.size < ties:
        rows = 2 * (ties - found.size) + 16
        ends = _whole(base, decision, 2 * rows, nodes, row).reshape(-1, 2)
        row += 2 * rows
        fits = ends[:, 0] != ends[:, 1] if home is None else home[ends[:, 0]] != home[ends[:, 1]]
        ends = np.sort(ends[fits], axis=1)
        together = np.concatenate([found, ends[:, 0] * nodes + ends[:, 1]])
        _, places = np.unique(together, return_index=True)
        found = together[np.sort(places)]
    found = found[:ties]
    return np.column_stack([found // max(nodes, 1), found % max(nodes, 1)])
