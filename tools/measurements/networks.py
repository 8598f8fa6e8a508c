"""Run Siegel's experiments on the contact networks of a scenario, and measure what networks cost.

Every variant is run with the same seed, and so with the same parameters and lots, as the usual one,
and compared with it replicate by replicate. Prints tables in Markdown; a verdict follows from the
ranges that are printed and from nothing else.

    python tools/measurements/networks.py [--replicates N] [--scale N] [--until DATE] [--seed N]
    python tools/measurements/networks.py --cost [--full]

Sources: Siegel 2009 (AJPS 53:122-38) for types, ties and motivations; his paper on removal from
social networks (2011, JOP 73:993-1010) for arrests by chance and by ties.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

# One thread, so that processor time is comparable; read when the compiler is first imported.
os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels import words
from upheaval.kernels.network import continue_networks, graphs_side_by_side
from upheaval.kernels.network_places import SHAPES, shape_of_degree
from upheaval.mechanisms.contacts import make_ties
from upheaval.record.outcomes import NINETY_PERCENT
from upheaval.runs.batch import begin, prepare
from upheaval.runs.plan import RunPlan, plan_of

Floats = NDArray[np.float64]
SCENARIO = "kazakhstan-2022"
ON = {"contacts.weight": 1.0, "opposition.organization": 0.5}
"""Networks on, and an organized opposition, as in the scenario's own what-if: in the scenario as it
stands organization is at most a twentieth, and little hangs on who of it acts."""
WEAK, MIDDLE, STRONG = 0.45, 0.6, 0.75
"""Mean motivations: the scenario's own, and 0.6 of a standard deviation to either side."""
MOTIVATIONS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
DEGREES = (4.0, 8.0, 32.0)
KIN_TIES = (0.0, 0.05, 0.3)
WEAK_TIES = (0.0, 0.1, 0.5)
LEFT = 0.85
"""Organization that arrests before the crisis leave: a number that tells shapes apart."""


@dataclass(frozen=True)
class Seen:
    """What a variant came to, by replicate."""

    acting: Floats
    """Percent of all activists who act, at its highest."""
    crowd: Floats
    """People in the streets, at their most."""
    degree: float
    """Mean number of ties."""


class Runs:
    """Runs of one scenario that differ in their networks."""

    def __init__(self, replicates: int, scale: int, until: str, seed: int) -> None:
        self.options = {"replicates": replicates, "scale": scale, "until": until, "seed": seed}
        self.numbers = range(replicates)

    @cache  # noqa: B019 - one object lives as long as the program
    def _watch(self, changes: tuple[tuple[str, float], ...], left: float) -> Seen:
        print(".", end="", file=sys.stderr, flush=True)
        shared = prepare(plan_of(SCENARIO, set=ON | dict(changes), **self.options))
        world, _ = begin(shared, self.numbers)
        world.state.activists[:] *= left
        acting, crowd = [], []
        for tick in shared.setting.clock:
            shared.loop.step(world, tick)
            acting.append(100.0 * world.state.acting.mean(axis=1))
            crowd.append(world.state.crowd.sum(axis=(1, 2)))
        own = world.parameters["contacts"]
        ties = own.once("ties", lambda: make_ties(world, own))
        degree = ties.graphs.neighbor.size / world.state.acting.size
        return Seen(np.max(acting, axis=0), np.max(crowd, axis=0), degree)

    def watch(self, left: float = 1.0, **contacts: float) -> Seen:
        """Run with these parameters of the networks."""
        changes = {f"contacts.{name}": value for name, value in contacts.items()}
        return self._watch(tuple(sorted(changes.items())), left)


# ---------------------------------------------------------------------- words for numbers
def spread(values: Floats, form: str = "{:.0f}") -> str:
    """Give the median and where nine replicates of ten lie."""
    low, middle, high = (form.format(value) for value in np.quantile(values, [0.05, 0.5, 0.95]))
    return f"{middle} ({low} to {high})"


def difference(one: Floats, other: Floats) -> tuple[float, float]:
    """Give the 90% range of the mean difference of paired replicates."""
    pairs = one - other
    error = NINETY_PERCENT * float(pairs.std(ddof=1)) / np.sqrt(len(pairs))
    return float(pairs.mean()) - error, float(pairs.mean()) + error


def sign(range_: tuple[float, float]) -> int:
    """Give 1 or -1 for a range above or below 0, 0 for one that holds it."""
    return int(range_[0] > 0) - int(range_[1] < 0)


def told(range_: tuple[float, float]) -> str:
    """Word a range of differences in points."""
    return f"{range_[0]:+.1f} to {range_[1]:+.1f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    print("| " + " | ".join(head) + " |")
    print("| --- " * len(head) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def verdict(finding: str, holds: bool, why: str) -> tuple[str, str, str]:
    """Say whether a finding comes back."""
    return finding, "yes" if holds else "no", why


# ---------------------------------------------------------------------- experiments
def by_shape(runs: Runs) -> list[tuple[str, str, str]]:
    """Compare the four types at equal mean degree, against motivation: (a) and (c)."""
    seen = {
        (shape, mean): runs.watch(shape=shape, motivation=mean)
        for shape in range(len(SHAPES))
        for mean in MOTIVATIONS
    }
    print("\nPercent of the activists who act at the most, by type and mean motivation\n")
    table(
        ("type", "ties each", *(f"{mean:g}" for mean in MOTIVATIONS)),
        [
            (
                name,
                f"{seen[shape, MIDDLE].degree:.1f}",
                *(spread(seen[shape, mean].acting) for mean in MOTIVATIONS),
            )
            for shape, name in enumerate(SHAPES)
        ],
    )
    print("People in the streets on the fullest tick, in thousands\n")
    table(
        ("type", *(f"{mean:g}" for mean in MOTIVATIONS)),
        [
            (name, *(spread(seen[shape, mean].crowd / 1000) for mean in MOTIVATIONS))
            for shape, name in enumerate(SHAPES)
        ],
    )
    means = np.array(
        [[seen[s, mean].acting.mean() for mean in MOTIVATIONS] for s in range(len(SHAPES))]
    )
    widest = int(np.argmax(np.ptp(means, axis=0)))
    best, worst = (int(pick(means[:, widest])) for pick in (np.argmax, np.argmin))
    mean = MOTIVATIONS[widest]
    gap = difference(seen[best, mean].acting, seen[worst, mean].acting)
    bests = [int(shape) for shape in np.argmax(means, axis=0)]
    crossings = [
        f"{SHAPES[one]} over {SHAPES[other]} at {m:g} and the reverse at {n:g}"
        for one, m in zip(bests, MOTIVATIONS, strict=True)
        for other, n in zip(bests, MOTIVATIONS, strict=True)
        if m < n
        and sign(difference(seen[one, m].acting, seen[other, m].acting)) > 0
        and sign(difference(seen[other, n].acting, seen[one, n].acting)) > 0
    ]
    jumps = np.diff(means, axis=1)
    steepest = jumps.max(axis=1) / np.ptp(means, axis=1)
    return [
        verdict(
            "the type of network matters at equal mean degree", sign(gap) > 0,
            f"at motivation {mean:g}: {SHAPES[best]} less {SHAPES[worst]}, {told(gap)} points",
        ),
        verdict(
            "which type does best depends on the motivation", bool(crossings),
            crossings[0] if crossings else "no two types change places beyond their ranges",
        ),
        verdict(
            "participation rises by a jump as motivation grows: over a third of the rise in one of "
            "the five steps, in every type", bool((steepest > 1 / 3).all()),
            "largest share of the rise in one step: " + ", ".join(
                f"{name} {share:.0%}" for name, share in zip(SHAPES, steepest, strict=True)
            ),
        ),
    ]  # fmt: skip


def by_ties(runs: Runs) -> list[tuple[str, str, str]]:
    """Add ties, and move more of them to other cities or across the city: (b)."""
    verdicts = []
    kinds = (
        ("degree", "ties of each", DEGREES),
        ("kin_ties", "share of ties to kin in other cities", KIN_TIES),
        ("weak_ties", "share of ties that lead anywhere in the city", WEAK_TIES),
    )
    effects: dict[str, dict[tuple[int, float], tuple[float, float]]] = defaultdict(dict)
    for parameter, meaning, values in kinds:
        rows = []
        for shape in (0, 1, 2, 3):
            for mean in (WEAK, STRONG):
                seen = [
                    runs.watch(shape=shape, motivation=mean, **{parameter: value})
                    for value in values
                ]
                change = difference(seen[-1].acting, seen[0].acting)
                effects[parameter][shape, mean] = change
                cells = [spread(one.acting) for one in seen]
                rows.append((SHAPES[shape], f"{mean:g}", *cells, told(change)))
        print(f"\nPercent of the activists who act at the most, by {meaning}\n")
        head = ("type", "motivation", *(f"{value:g}" for value in values), "last less first")
        table(head, rows)
    labels = {
        "degree": "more ties lower participation in some contexts and raise it in others",
        "kin_ties": "the same of ties to other cities",
        "weak_ties": "the same of weak ties within a city",
    }
    for parameter, finding in labels.items():
        signs = {key: sign(change) for key, change in effects[parameter].items()}
        down = [key for key, value in signs.items() if value < 0]
        up = [key for key, value in signs.items() if value > 0]
        verdicts.append(
            verdict(finding, bool(up and down), f"lower in {_named(down)}; higher in {_named(up)}")
        )
    return verdicts


def _named(keys: Sequence[tuple[int, float]]) -> str:
    return ", ".join(f"{SHAPES[shape]} {mean:g}" for shape, mean in keys) or "none"


def by_arrests(runs: Runs) -> list[tuple[str, str, str]]:
    """Take the same number before the crisis, by chance or the best connected first: (d)."""
    rows, gaps = [], {}
    for shape, name in enumerate(SHAPES):
        for mean in (MIDDLE, STRONG):
            usual = runs.watch(shape=shape, motivation=mean)
            chance = runs.watch(left=LEFT, shape=shape, motivation=mean, targeting=0.0)
            ties = runs.watch(left=LEFT, shape=shape, motivation=mean, targeting=1.0)
            gaps[shape, mean] = difference(ties.acting, chance.acting)
            cells = [spread(one.acting) for one in (usual, chance, ties)]
            rows.append((name, f"{mean:g}", *cells, told(gaps[shape, mean])))
    print(f"\nPercent of all activists who act at the most, if {1 - LEFT:.0%} are taken before\n")
    head = ("type", "motivation", "nobody taken", "by chance", "by ties", "by ties less by chance")
    table(head, rows)
    hubs, even = (2, 3), (0, 1)
    hurt = [key for key, gap in gaps.items() if sign(gap) < 0]
    largest = {shape: max(-sum(gaps[shape, mean]) / 2 for mean in (MIDDLE, STRONG)) for shape in
               range(len(SHAPES))}  # fmt: skip
    return [
        verdict(
            "to take the best connected hurts more than chance where there are leaders or chiefs",
            all(any(shape == key[0] for key in hurt) for shape in hubs),
            f"below 0 in {_named(hurt)}",
        ),
        verdict(
            "and makes less difference where nobody stands out",
            max(largest[shape] for shape in even) < min(largest[shape] for shape in hubs),
            "largest loss in points: " + ", ".join(
                f"{name} {largest[shape]:.1f}" for shape, name in enumerate(SHAPES)
            ),
        ),
    ]  # fmt: skip


# ---------------------------------------------------------------------- cost
def cost_of_run(scale: int, replicates: int, until: str) -> Mapping[str, float]:
    """Measure processor seconds by mechanism in one batch with networks on, on one thread."""
    plan: RunPlan = plan_of(SCENARIO, set=ON, scale=scale, replicates=replicates, until=until)
    shared = prepare(plan)
    seconds: dict[str, float] = defaultdict(float)
    for watched in (False, True):  # the first time compiles
        world, _ = begin(shared, range(replicates if watched else 1))
        own = world.parameters["contacts"]
        began = time.process_time()
        ties = own.once("ties", lambda world=world, own=own: make_ties(world, own))
        made = time.process_time() - began
        seconds.clear()
        for tick in shared.setting.clock:
            if not watched and tick.index > 1:
                break
            for mechanism in shared.loop.mechanisms:
                began = time.process_time()
                parameters = world.parameters[mechanism.name]
                luck = world.luck(mechanism.name, tick.index)
                mechanism.step(world, tick, parameters, luck)
                seconds[mechanism.name] += time.process_time() - began
    ticks, count = len(shared.setting.clock), ties.graphs.neighbor.size / 2
    return {
        "ticks": ticks, "nodes": world.state.acting.shape[1], "ties": count / replicates,
        "make": made / replicates, "contacts": seconds["contacts"] / ticks / replicates,
        "tick": sum(seconds.values()) / ticks / replicates,
        "nanoseconds": 1e9 * seconds["contacts"] / ticks / count,
    }  # fmt: skip


def cost_of_kernel(nodes: int, degree: float) -> tuple[float, float, float]:
    """Measure one round of one network: ties, seconds to make it, nanoseconds for each tie."""
    base, keys = words.replicate_base(1, 0), words.replicate_bases(1, range(1))
    began = time.process_time()
    graphs = graphs_side_by_side([shape_of_degree(0, base, nodes, degree)])
    made = time.process_time() - began
    threshold = words.uniform(keys, 1, 0, nodes).astype(np.float32) - np.float32(0.5)
    state, push = np.zeros((1, nodes), np.uint8), np.full((1, nodes), -1.0, np.float32)
    memory, present = np.full(1, 0.5, np.float32), np.ones((1, nodes), np.uint8)
    taken = []
    for tick in range(6):
        began = time.process_time()
        continue_networks(
            graphs, threshold, state, push, present, keys, np.full(1, tick), np.ones(1, np.int64),
            memory=memory, cost=1.0,
        )  # fmt: skip
        taken.append(time.process_time() - began)
    ties = graphs.neighbor.size / 2
    return ties, made, 1e9 * min(taken) / ties


def cost(full: bool) -> None:
    """Print what networks cost."""
    rows = []
    settings = [(20, 16, "2022-01-31"), *([(1, 4, "2022-01-12")] if full else [])]
    for scale, replicates, until in settings:
        found = cost_of_run(scale, replicates, until)
        rows.append(
            (
                f"1:{scale}, {replicates} replicates until {until}",
                f"{found['nodes']:,.0f}",
                f"{found['ties']:,.0f}",
                f"{1e3 * found['make']:.0f} ms",
                f"{1e3 * found['contacts']:.2f} ms",
                f"{1e3 * found['tick']:.2f} ms",
                f"{found['contacts'] / found['tick']:.1%}",
                f"{found['nanoseconds']:.1f} ns",
            )
        )
    print("Processor time of one thread, of one world\n")
    head = ("run", "activists", "ties", "making them, once", "contacts, a tick", "whole tick",
            "share", "a tie and tick")  # fmt: skip
    table(head, rows)
    print("One round of the kernel alone, on one small world\n")
    rows = []
    for nodes, degree in ((13_000, 8.0), (100_000, 8.0), (1_000_000, 8.0), (100_000, 32.0)):
        ties, made, each = cost_of_kernel(nodes, degree)
        rows.append((f"{nodes:,}", f"{ties:,.0f}", f"{made:.2f} s", f"{each:.1f} ns",
                     f"{1e-6 * each * ties:.2f} ms"))  # fmt: skip
    table(("nodes", "ties", "making it, once", "a tie", "a round"), rows)


def main() -> None:
    """Run the experiments or measure the cost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--replicates", type=int, default=16)
    parser.add_argument("--scale", type=int, default=300)
    parser.add_argument("--until", default="2022-01-06")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cost", action="store_true", help="measure time instead")
    parser.add_argument("--full", action="store_true", help="with --cost, 1:1 too")
    asked = parser.parse_args()
    if asked.cost:
        cost(asked.full)
        return
    runs = Runs(asked.replicates, asked.scale, asked.until, asked.seed)
    verdicts = [*by_shape(runs), *by_ties(runs), *by_arrests(runs)]
    print("\nWhat comes back\n")
    table(("finding", "comes back", "by what"), verdicts)


if __name__ == "__main__":
    main()
