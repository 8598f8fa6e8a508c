"""Threshold dynamics on a sparse network, for K replicates at once.

In each tick everybody sees the share of his neighbors who were active in the tick before (0 if he
has none), adjusts what moves him, and acts by the rule of `decision` with nothing else in it::

    push' = memory * push + (1 - memory) * (pull * share - cost)
    active iff  push' > threshold

- Granovetter (AJS 1978) and Watts (PNAS 2002): memory 0, pull 1, cost 0; Watts' active stay so.
- Siegel (AJPS 2009): pull 1 and cost 1, threshold = minus the net internal motivation b, so that
  the push is his external motivation c, updated as lambda c - (1 - lambda)(1 - share).

`run_network` runs K replicates of one network from beginning to end. `continue_networks` takes some
more ticks of K different networks, whose people may be absent for a while: who is absent does not
act and is not seen. Both go through the same loop.

All arithmetic is float32. With a chance `reconsider` below 1 only those act anew whose keyed word
of (replicate, decision, tick, row) falls below it; that is the only luck there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import float32, prange, uint32, uint64
from numpy.typing import ArrayLike, NDArray

from upheaval.kernels import words
from upheaval.kernels.compiling import compiled
from upheaval.kernels.decision import wants_to_act
from upheaval.kernels.words import packed_counter, word64

__all__ = [
    "Graph",
    "Graphs",
    "NetworkRun",
    "at_least",
    "continue_networks",
    "graph_of_ties",
    "graphs_side_by_side",
    "run_network",
]

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

_CERTAIN = 1 << 31
_RECONSIDER = "network.reconsider"


class Graph(NamedTuple):
    """An undirected network: the neighbors of i are ``neighbor[first[i] : first[i + 1]]``."""

    first: NDArray[np.int64]
    """int64[N + 1]."""
    neighbor: NDArray[np.int32]
    """int32[twice the number of ties], in rising order for each node."""

    @property
    def degree(self) -> NDArray[np.int64]:
        """int64[N], ties of each node."""
        return np.diff(self.first)


class Graphs(NamedTuple):
    """K networks of N nodes each: node i of k has ``neighbor[first[k, i] : first[k, i + 1]]``."""

    first: NDArray[np.int64]
    """int64[K, N + 1]."""
    neighbor: NDArray[np.int32]
    """int32[twice the number of ties of all], in rising order for each node."""


class NetworkRun(NamedTuple):
    """What a run leaves behind."""

    active: NDArray[np.int32]
    """int32[K, T], active nodes at the end of each tick."""
    state: Bytes
    """uint8[K, N], 1 if active after the last tick."""
    push: Floats
    """float32[K, N], after the last tick."""


def graph_of_ties(nodes: int, ties: ArrayLike) -> Graph:
    """Undirected network of N nodes from ties int[E, 2]; loops and repetitions are dropped.

    Raises
    ------
    ValueError
        If a tie names a node that does not exist or the ties are not int[E, 2].
    """
    pairs = np.asarray(ties, np.int64)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise ValueError(f"ties must be int[E, 2], got {list(pairs.shape)}")
    if pairs.size and not (pairs.min() >= 0 and pairs.max() < nodes):
        raise ValueError(f"ties must name nodes from 0 to {nodes - 1}")
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    both = np.concatenate([pairs[:, 0] * nodes + pairs[:, 1], pairs[:, 1] * nodes + pairs[:, 0]])
    both = np.unique(both)
    first = np.searchsorted(both, np.arange(nodes + 1, dtype=np.int64) * nodes)
    return Graph(first.astype(np.int64), (both % max(nodes, 1)).astype(np.int32))


def graphs_side_by_side(graphs: Sequence[Graph]) -> Graphs:
    """Put K networks of the same number of nodes side by side.

    Raises
    ------
    ValueError
        If there are none, or their numbers of nodes differ.
    """
    if len({graph.first.size for graph in graphs}) != 1:
        raise ValueError("networks side by side must be one or more, all of the same size")
    sizes = [graph.neighbor.size for graph in graphs]
    starts = np.cumsum([0, *sizes[:-1]], dtype=np.int64)
    first = np.stack([graph.first for graph in graphs]) + starts[:, None]
    return Graphs(first, np.concatenate([graph.neighbor for graph in graphs]))


def at_least(share: ArrayLike) -> Floats:
    """Thresholds float32 that a push of exactly `share` already exceeds: "at least" for "more"."""
    return np.nextafter(np.asarray(share, np.float32), np.float32(-np.inf))


@compiled()
def _share(
    first: NDArray[np.int64], neighbor: NDArray[np.int32], state: Bytes, present: Bytes, i: int
) -> np.float32:
    active, seen = 0, 0
    for e in range(first[i], first[i + 1]):
        active += state[neighbor[e]]
        seen += present[neighbor[e]]
    if seen == 0:
        return float32(0.0)
    share: np.float32 = float32(active) / float32(seen)
    return share


@compiled()
def _run_one(
    first: NDArray[np.int64], neighbor: NDArray[np.int32], threshold: Floats, state: Bytes,
    push: Floats, present: Bytes, memory: np.float32, pull: np.float32, cost: np.float32,
    sticky: bool, reconsider: np.uint32, base: np.uint64, decision: int, first_tick: int,
    active: NDArray[np.int32],
) -> None:  # fmt: skip
    nodes = state.size
    before = np.empty(nodes, np.uint8)
    deterministic = reconsider >= uint32(_CERTAIN)
    for tick in range(active.size):
        before[:] = state
        counter = packed_counter(decision, first_tick + tick)
        changed, count = False, 0
        for i in range(nodes):
            share = _share(first, neighbor, before, present, i)
            new_push = memory * push[i] + (float32(1.0) - memory) * (pull * share - cost)
            changed |= new_push != push[i]
            push[i] = new_push
            attends = present[i] == 1 and (
                deterministic
                or uint32(word64(base, counter + uint64(i)) >> uint64(33)) < reconsider
            )
            if attends and not (sticky and before[i] == 1):
                wants = wants_to_act(
                    float32(0.0), float32(0.0), float32(0.0), float32(0.0), threshold[i], new_push
                )
                changed |= wants != (before[i] == 1)
                state[i] = 1 if wants else 0
            count += state[i]
        active[tick] = count
        if deterministic and not changed:  # at rest: every later tick would be the same
            for later in range(tick + 1, active.size):
                active[later] = count
            return


@compiled(parallel=True)
def _run_all(
    first: NDArray[np.int64], neighbor: NDArray[np.int32], threshold: Floats, state: Bytes,
    push: Floats, present: Bytes, memory: np.float32, pull: np.float32, cost: np.float32,
    sticky: bool, reconsider: np.uint32, bases: words.Bases, decision: int,
    active: NDArray[np.int32],
) -> None:  # fmt: skip
    for k in prange(bases.size):
        _run_one(
            first, neighbor, threshold[k], state[k], push[k], present, memory, pull, cost, sticky,
            reconsider, bases[k], decision, 0, active[k],
        )  # fmt: skip


@compiled(parallel=True)
def _continue_all(
    first: NDArray[np.int64], neighbor: NDArray[np.int32], threshold: Floats, state: Bytes,
    push: Floats, present: Bytes, memory: Floats, pull: np.float32, cost: np.float32,
    sticky: bool, reconsider: np.uint32, bases: words.Bases, decision: int,
    first_tick: NDArray[np.int64], ticks: NDArray[np.int64],
) -> None:  # fmt: skip
    for k in prange(bases.size):
        if ticks[k] > 0:
            _run_one(
                first[k], neighbor, threshold[k], state[k], push[k], present[k], memory[k], pull,
                cost, sticky, reconsider, bases[k], decision, first_tick[k],
                np.empty(ticks[k], np.int32),
            )  # fmt: skip


def run_network(
    graph: Graph,
    threshold: Floats,
    initial: Bytes,
    bases: words.Bases,
    ticks: int,
    *,
    memory: float = 0.0,
    pull: float = 1.0,
    cost: float = 0.0,
    sticky: bool = False,
    reconsider: float = 1.0,
    push: Floats | None = None,
) -> NetworkRun:
    """Run K replicates for `ticks` ticks.

    Parameters
    ----------
    graph
        The network, shared by the replicates.
    threshold
        float32[K, N] or float32[N], what the push must exceed; see `at_least`.
    initial
        uint8[K, N], 1 for those active at the start.
    bases
        uint64[K], from `words.replicate_bases`.
    memory
        From 0 up to but not including 1, what stays of the push from tick to tick.
    pull, cost
        Weight of the share of active neighbors, and what is subtracted from it.
    sticky
        Whether the active stay active.
    reconsider
        Chance per tick to act anew.
    push
        float32[K, N] at the start; by default that of somebody whose neighbors were always quiet.

    Raises
    ------
    ValueError
        If a shape, type or range is not as above.
    """
    nodes = graph.first.size - 1
    shape = (bases.size, nodes)
    threshold = np.broadcast_to(threshold, shape).copy()
    start = np.full(shape, -cost, np.float32) if push is None else push.copy()
    for name, array, kind in (
        ("threshold", threshold, np.float32), ("initial", initial, np.uint8),
        ("push", start, np.float32),
    ):  # fmt: skip
        if array.dtype != kind or array.shape != shape:
            raise ValueError(
                f"{name} must be {np.dtype(kind)}{list(shape)}, got "
                f"{array.dtype}{list(array.shape)}"
            )
    if (initial > 1).any() or not 0 <= memory < 1 or not 0 <= reconsider <= 1:
        raise ValueError("initial must be 0 or 1, memory in [0, 1) and reconsider in [0, 1]")
    if not 0 <= ticks <= words.TICKS or bases.dtype != np.uint64:
        raise ValueError(f"ticks must be from 0 to {words.TICKS} and bases uint64[K]")
    state = initial.copy()
    active = np.zeros((bases.size, ticks), np.int32)
    _run_all(
        graph.first, graph.neighbor, threshold, state, start, np.ones(nodes, np.uint8),
        np.float32(memory), np.float32(pull), np.float32(cost), sticky,
        np.uint32(round(reconsider * _CERTAIN)), bases, words.decision_number(_RECONSIDER), active,
    )  # fmt: skip
    return NetworkRun(active, state, start)


def continue_networks(
    graphs: Graphs,
    threshold: Floats,
    state: Bytes,
    push: Floats,
    present: Bytes,
    bases: words.Bases,
    first_tick: NDArray[np.int64],
    ticks: NDArray[np.int64],
    *,
    memory: Floats,
    pull: float = 1.0,
    cost: float = 0.0,
    sticky: bool = False,
    reconsider: float = 1.0,
) -> None:
    """Take some more ticks of K networks; ``state`` and ``push`` are changed in place.

    A run that is cut into pieces ends with the same bytes as one that is not.

    Parameters
    ----------
    graphs
        The networks, from `graphs_side_by_side`.
    threshold
        float32[K, N], what the push must exceed during these ticks.
    state
        uint8[K, N], 1 for the active; who is absent becomes 0.
    push
        float32[K, N].
    present
        uint8[K, N], 1 for those who are there. The absent do not act, and no share counts them.
    bases
        uint64[K], from `words.replicate_bases`.
    first_tick, ticks
        int64[K], ticks that each replicate has behind it, and how many it takes now, 0 for none.
    memory
        float32[K], each from 0 up to but not including 1; see `run_network`.
    pull, cost, sticky, reconsider
        As for `run_network`.

    Raises
    ------
    ValueError
        If a shape, type or range is not as above.
    """
    replicates, nodes = bases.size, graphs.first.shape[1] - 1
    for name, array, kind, shape in (
        ("first", graphs.first, np.int64, (replicates, nodes + 1)),
        ("threshold", threshold, np.float32, (replicates, nodes)),
        ("state", state, np.uint8, (replicates, nodes)),
        ("push", push, np.float32, (replicates, nodes)),
        ("present", present, np.uint8, (replicates, nodes)),
        ("memory", memory, np.float32, (replicates,)),
        ("first_tick", first_tick, np.int64, (replicates,)),
        ("ticks", ticks, np.int64, (replicates,)),
    ):
        if array.dtype != kind or array.shape != shape:
            raise ValueError(
                f"{name} must be {np.dtype(kind)}{list(shape)}, got "
                f"{array.dtype}{list(array.shape)}"
            )
    if not ((memory >= 0) & (memory < 1)).all() or not 0 <= reconsider <= 1:
        raise ValueError("memory must be in [0, 1) and reconsider in [0, 1]")
    if (state > 1).any() or (present > 1).any():
        raise ValueError("state and present must be 0 or 1")
    if (first_tick < 0).any() or (ticks < 0).any() or (first_tick + ticks > words.TICKS).any():
        raise ValueError(f"ticks must lie from 0 to {words.TICKS}")
    state *= present
    _continue_all(
        graphs.first, graphs.neighbor, threshold, state, push, present, memory, np.float32(pull),
        np.float32(cost), sticky, np.uint32(round(reconsider * _CERTAIN)), bases,
        words.decision_number(_RECONSIDER), first_tick, ticks,
    )  # fmt: skip
