"""Watts (2002) and Siegel (2009): who acts depends on whom one sees.

Both run on the network kernel, whose rule is the engine's one rule of decision with nothing but a
push and a threshold in it. Watts: active for good once a share phi of the neighbors is. Siegel: b
is a person's own motivation, c what the others add; act iff b + c > 0, with
c' = lambda c - (1 - lambda)(1 - share). At rest c = share - 1, so that lambda drops out and what is
left is a threshold: act iff share > 1 - b.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import poisson as poisson_law

from upheaval.closed_forms.cascade_window import vulnerable_degree, window
from upheaval.kernels import network_shapes as shapes
from upheaval.kernels import words
from upheaval.kernels.network import Graph, NetworkRun, at_least, graph_of_ties, run_network
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "networks"
WATTS = "Watts 2002, PNAS 99:5766-71"
SIEGEL = "Siegel 2009, AJPS 53:122-38"
KERNEL = "kernel network"
PHI = 0.18
NODES = 10_000
SEEDS = 200
GLOBAL = 0.05
"""Share of the nodes above which a cascade counts as global."""

Floats = NDArray[np.float64]


# --------------------------------------------------------------------------------------- Watts
@cache
def cascades(
    mean_degree: float, phi: float = PHI, nodes: int = NODES, seeds: int = SEEDS
) -> tuple[float, ...]:
    """Shares of nodes turned in the end, from single random seeds on one Poisson network."""
    bases = words.replicate_bases(1, range(seeds))
    graph = shapes.poisson(bases[0], nodes, mean_degree)
    initial = np.zeros((seeds, nodes), np.uint8)
    drawn = words.uniform(bases, words.decision_number("networks.seed"), 0, 1)[:, 0]
    initial[np.arange(seeds), (drawn * nodes).astype(np.int64)] = 1
    result = run_network(
        graph, np.full(nodes, at_least(phi), np.float32), initial, bases, 300, sticky=True
    )
    return tuple((result.active[:, -1] / nodes).tolist())


def chance_of_global_cascade(mean_degree: float, phi: float = PHI) -> float:
    """Chance that one random seed turns a large Poisson network, from branching alone.

    A neighbor of degree k passes the turn on iff k is at most K = floor(1/phi). With v the chance
    that a tie leads to no endless tree of such neighbors, v solves
    v = 1 - sum_{k<=K} q_k (1 - v^(k-1)), q_k the degree of the node at the end of a tie; the seed
    fails with chance exp(-z (1 - v)).
    """
    most = int(vulnerable_degree(phi))
    degree = np.arange(1, most + 1)
    at_end = poisson_law.pmf(degree - 1, mean_degree)
    v = 0.0
    for _ in range(10_000):
        v = 1 - float((at_end * (1 - v ** (degree - 1))).sum())
    return float(-np.expm1(-mean_degree * (1 - v)))


def giant_component(mean_degree: float) -> float:
    """Share S of a large Poisson network that hangs together: S = 1 - exp(-z S)."""
    share = 1.0
    for _ in range(10_000):
        share = float(-np.expm1(-mean_degree * share))
    return share


def frequency(mean_degree: float) -> float:
    """Share of the seeds whose cascade is global."""
    return float(np.mean(np.array(cascades(mean_degree)) > GLOBAL))


def _watts_rows() -> list[TheoryRow]:
    low, high = (float(end) for end in window(PHI))
    outside = [frequency(z) for z in (0.9, low, 7.0, 8.0)]
    large = np.array(cascades(3.0))
    return rows_of(MODEL, WATTS, KERNEL, [
        ("phi .18, mean degree .9, below the window: seeds that turn all", 0, outside[0],
         "exact", "C"),
        ("phi .18, mean degree 1.0207, its lower end: seeds that turn all", 0, outside[1],
         (0, 0.02), "C"),
        *[
            (f"phi .18, mean degree {z}, inside: share of seeds that turn all",
             chance_of_global_cascade(z), frequency(z), 0.1, "C")
            for z in (1.5, 3.0, 5.0)
        ],
        (f"phi .18, mean degree 7, above the upper end {high:.3f}: seeds that turn all", 0,
         outside[2], "exact", "C"),
        ("phi .18, mean degree 8: seeds that turn all", 0, outside[3], "exact", "C"),
        ("phi .18, mean degree 3: share turned, the giant component", giant_component(3.0),
         large[large > GLOBAL].mean(), 0.01, "C"),
        ("phi .18, mean degree 5.5: share turned, if any is", giant_component(5.5),
         _mean_of_global(5.5), 0.01, "C"),
    ])  # fmt: skip


def _mean_of_global(mean_degree: float) -> float:
    sizes = np.array(cascades(mean_degree))
    return float(sizes[sizes > GLOBAL].mean()) if (sizes > GLOBAL).any() else float("nan")


# -------------------------------------------------------------------------------------- Siegel
def siegel(graph: Graph, motivation: Floats, memory: float = 0.0, ticks: int = 400) -> NetworkRun:
    """Run Siegel's dynamics from rest; motivation b float[K, N], memory lambda in [0, 1)."""
    b = np.atleast_2d(motivation)
    bases = words.replicate_bases(1, range(b.shape[0]))
    threshold = -b.astype(np.float32)
    return run_network(
        graph, threshold, np.zeros(b.shape, np.uint8), bases, ticks, memory=memory, cost=1.0
    )


def motivations(replicates: int, people: int, mean: float, spread: float) -> Floats:
    """Own motivations float[replicates, people], normal."""
    bases = words.replicate_bases(2, range(replicates))
    drawn = words.uniform(bases, words.decision_number("networks.motivation"), 0, people)
    return mean + spread * np.asarray(ndtri(drawn))


def broken_thresholds(graph: Graph, motivation: Floats, result: NetworkRun) -> int:
    """People whose action is not what the threshold rule, share > 1 - b, says at rest."""
    wrong = 0
    for b, state in zip(np.atleast_2d(motivation), result.state, strict=True):
        ends = np.repeat(np.arange(state.size), graph.degree)
        seen = np.bincount(ends, state[graph.neighbor].astype(float), state.size)
        share = seen / np.maximum(graph.degree, 1)
        wrong += int(((share > 1 - b) != (state == 1)).sum())
    return wrong


def two_villages(tied: bool, thresholds: tuple[float, ...]) -> int:
    """How many of ten act: two villages, in each of which five people all know one another.

    If tied, everybody also knows the other village. Thresholds are shares, those of the first
    village and then of the second.
    """
    homes = [range(5), range(5, 10)]
    ties = [(i, j) for home in homes for i in home for j in home if i < j]
    if tied:
        ties += [(i, j) for i in homes[0] for j in homes[1]]
    result = siegel(graph_of_ties(10, ties), 1 - np.array([thresholds]))
    return int(result.state.sum())


GRADED, NEVER = (-0.1, 0.2, 0.45, 0.7, 0.95), (1.1,) * 5
"""One who starts alone and four who follow in turn; five who never act."""
EAGER, HALF = (-0.1, 0.05, 0.15, 0.25, 0.35), (0.5,) * 5
"""Five who need few others; five who need half of those they know."""


SHAPES: dict[str, Callable[[np.uint64, int, int], Graph]] = {
    "small world": lambda base, people, ties: shapes.small_world(base, people, ties, 0.1),
    "random": shapes.poisson,
    "villages": lambda base, people, ties: shapes.villages(base, people, ties, 0.001),
}
"""Networks of given size and about the given mean number of ties."""


WEAK, STRONG = (0.5, 0.25), (0.6, 0.25)
"""Mean and spread of two publics' own motivations: 2.3% and 5.5% would act alone."""


@cache
def participation(shape: str, ties: int, motivation: tuple[float, float] = WEAK) -> float:
    """Mean share that acts in the end among 1,000 people, over 8 networks of 4 draws each."""
    drawn = motivations(32, 1000, *motivation)
    shares = []
    for k in range(8):
        graph = SHAPES[shape](words.replicate_base(3, k), 1000, ties)
        shares.append(siegel(graph, drawn[4 * k : 4 * k + 4]).state.mean())
    return float(np.mean(shares))


def participation_of_all_tied(motivation: tuple[float, float] = WEAK) -> float:
    """Share r that acts where everybody sees everybody: lowest r = Pr(b > 1 - r)."""
    mean, spread = motivation
    share = 0.0
    for _ in range(10_000):
        share = float(ndtr((share - 1 + mean) / spread))
    return share


def _siegel_rows() -> list[TheoryRow]:
    graph = shapes.small_world(words.replicate_base(1, 0), 1000, 10, 0.1)
    b = motivations(4, 1000, 0.7, 0.3)
    at_once, slowly = siegel(graph, b), siegel(graph, b, memory=0.8, ticks=2000)
    return rows_of(MODEL, SIEGEL, KERNEL, [
        ("lambda 0: people at rest against the threshold rule share > 1 - b", 0,
         broken_thresholds(graph, b, at_once), "exact", "C"),
        ("lambda .8: people at rest against the threshold rule", 0,
         broken_thresholds(graph, b, slowly), "exact", "C"),
        ("lambda .8 and 0: people whose final action differs", 0,
         int((at_once.state != slowly.state).sum()), "exact", "C"),
        ("two villages apart: how many act", 5, two_villages(False, GRADED + NEVER), "exact", "C"),
        ("the same tied to each other: fewer act", 1, two_villages(True, GRADED + NEVER),
         "exact", "C"),
        ("two villages with eager people, apart: how many act", 5,
         two_villages(False, EAGER + HALF), "exact", "C"),
        ("the same tied to each other: more act", 10, two_villages(True, EAGER + HALF),
         "exact", "C"),
        ("weak motivation, random: 40 ties each over 2, participation", 0.63,
         participation("random", 40) / participation("random", 2), (0.4, 0.85), "V"),
        ("weak motivation, small world: 40 ties each over 2, participation", 0.53,
         participation("small world", 40) / participation("small world", 2), (0.3, 0.85), "V"),
        ("weak motivation, random: 40 ties each, participation as if all were tied",
         participation_of_all_tied(), participation("random", 40), 0.004, "C"),
        ("strong motivation, random: 8 ties each over 2, participation", 4,
         participation("random", 8, STRONG) / participation("random", 2, STRONG), (2, 8), "C"),
    ])  # fmt: skip


def rows() -> list[TheoryRow]:
    """Give Watts' window by simulation and Siegel's dynamics as a threshold rule."""
    return [*_watts_rows(), *_siegel_rows()]
