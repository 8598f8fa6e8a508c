"""Why two worlds part: the first place where they differ, and the chain from there.

For each pair every field has one *parting*: the tick, mechanism and place where the two worlds
first differ in it, and the field that brought the difference in (`side_by_side` says how that is
found). Followed back from a field that matters, such as the outcome, partings make a chain whose
first link is the change itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from upheaval.answers.whatif import trace_sentences
from upheaval.answers.whatif.interventions import Change, compose
from upheaval.answers.whatif.paired_worlds import Masks
from upheaval.answers.whatif.stepwise_comparison import PEOPLE, Parting, SideBySide
from upheaval.errors import UpheavalError, unknown
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.progress import progress_bar
from upheaval.scenario import Scenario
from upheaval.world.setting import Setting
from upheaval.world.state import Field

TARGETS = ("outcome", "in_coalition", "killed", "crowd", PEOPLE)
"""Where a chain ends unless a field is named: the first of these that parts in some pair."""

ARROW = " → "

COMMON = 5
"""Chains that are told, the most common first."""


@dataclass(frozen=True)
class Chain:
    """A way from the change to the target, with the pairs that took it.

    Parameters
    ----------
    links : tuple of (str, str)
        Mechanism and field of every step, from the change to the target.
    replicates : tuple of int
        Pairs that took it, whatever the places and times.
    root : str
        The change that the first of them begins with, in words.
    steps : tuple of (str, str)
        Its steps from there: each in words, and what its field means.
    """

    links: tuple[tuple[str, str], ...]
    replicates: tuple[int, ...]
    root: str
    steps: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The first of them in one line."""
        return ARROW.join([self.root, *(text for text, _ in self.steps)])


@dataclass(frozen=True)
class PairTrace:
    """What is known of one pair.

    Parameters
    ----------
    replicate : int
        Its number.
    partings : dict of str to Parting
        First difference of every field that ever differs, in the order of their happening.
    people_apart : int
        Most people whose state differs at the end of a tick.
    first : str or None
        The first difference, in words.
    chain : tuple of Parting
        From the change to the target; empty if the target never differs.
    actors : tuple of str
        Figures, organs and factions that end differently, in words.
    """

    replicate: int
    partings: dict[str, Parting]
    people_apart: int
    first: str | None
    chain: tuple[Parting, ...]
    text: str | None
    actors: tuple[str, ...]


@dataclass(frozen=True)
class Trace:
    """The answer of `trace`.

    Attributes
    ----------
    change : Change
        What was changed.
    target : str
        Field at which the chains end.
    pairs : tuple of PairTrace
        Every pair that was stepped side by side.
    chains : tuple of Chain
        The ways that were taken, the most common first.
    """

    change: Change
    target: str
    pairs: tuple[PairTrace, ...]
    chains: tuple[Chain, ...] = field(default=())

    @property
    def parted(self) -> int:
        """Number of pairs that differ in anything."""
        return sum(bool(pair.partings) for pair in self.pairs)

    @property
    def reached(self) -> int:
        """Number of pairs that differ in the target."""
        return sum(bool(pair.chain) for pair in self.pairs)

    def first_differences(self) -> list[tuple[str, str, int]]:
        """Give mechanism and field of the first difference with the number of pairs."""
        firsts = [next(iter(pair.partings.values())) for pair in self.pairs if pair.partings]
        counts = Counter((item.mechanism, item.field) for item in firsts)
        return [(*key, count) for key, count in counts.most_common()]

    def actors(self) -> list[tuple[str, int]]:
        """Give who ends differently, in words, with the number of pairs."""
        counts = Counter(text for pair in self.pairs for text in pair.actors)
        return counts.most_common()

    def as_json(self) -> dict[str, Any]:
        """Give plain values with stable keys."""
        return {
            "target": self.target,
            "worlds": len(self.pairs),
            "parted": self.parted,
            "reached": self.reached,
            "first": [
                {"mechanism": mechanism, "field": name, "worlds": count}
                for mechanism, name, count in self.first_differences()
            ],
            "chains": [
                {
                    "links": [list(link) for link in chain.links],
                    "worlds": len(chain.replicates),
                    "replicates": list(chain.replicates),
                    "text": chain.text,
                    "root": chain.root,
                    "steps": [{"text": text, "meaning": means} for text, means in chain.steps],
                }
                for chain in self.chains
            ],
            "actors": [{"text": text, "worlds": count} for text, count in self.actors()],
            "pairs": [
                {
                    "replicate": pair.replicate,
                    "first": pair.first,
                    "chain": pair.text,
                    "people_apart": pair.people_apart,
                }
                for pair in self.pairs
            ],
        }

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<li>{len(chain.replicates)} of {len(self.pairs)}: {escape(chain.text)}</li>"
            for chain in self.chains[:COMMON]
        )
        return f"<p>Worlds parted: {self.parted} of {len(self.pairs)}</p><ol>{rows}</ol>"


def trace(
    scenario: Scenario | str | Path,
    set: Mapping[str, object] | None = None,
    without: Sequence[str] = (),
    with_: Sequence[str] = (),
    replicates: int | Sequence[int] = 16,
    scale: int = 20,
    seed: int = 1,
    until: date | str | None = None,
    target: str | None = None,
    progress: bool = True,
) -> Trace:
    """Step both worlds of some pairs side by side and tell where and why they part.

    Parameters
    ----------
    replicates : int or sequence of int
        How many pairs, or which.
    target : str, optional
        Field of the state at which the chains end; by default the outcome, or, where that is the
        same in all pairs, the next of `TARGETS` that is not.
    scenario, set, without, with_, scale, seed, until, progress
        As for `whatif`.

    Raises
    ------
    UpheavalError
        If nothing is changed, or a name, number or date is wrong.
    """
    numbers = list(range(replicates)) if isinstance(replicates, int) else list(replicates)
    if not numbers:
        raise UpheavalError("replicates: got none, expected at least 1")
    baseline = plan_of(scenario, scale=scale, seed=seed, until=until)
    found = baseline.scenario
    change = compose(found, set, without, with_)
    changed = plan_of(
        found, scale=scale, seed=seed, until=until, set=change.all_set, without=change.all_without
    )
    return trace_pairs(baseline, changed, change, numbers, target, progress=progress)


def trace_pairs(
    baseline: RunPlan,
    changed: RunPlan,
    change: Change,
    replicates: Sequence[int],
    target: str | None = None,
    *,
    progress: bool = True,
    off: tuple[Masks, Masks] = ({}, {}),
) -> Trace:
    """Trace the pairs of two plans; see `trace`, and `SideBySide` for ``off``."""
    pair = SideBySide(baseline, changed, replicates, off)
    fields = pair.a.state.fields
    if target is not None and target not in {*fields, PEOPLE}:
        raise UpheavalError(unknown("field of the state", target, [*fields, PEOPLE]))
    with progress_bar(len(replicates), progress) as report:
        pair.run(lambda done, of: report(len(replicates) * done / of))
    ends = target or next(
        (name for name in TARGETS if any(name in known for known in pair.partings)), TARGETS[0]
    )
    traces = tuple(_pair_trace(pair, k, ends) for k in range(len(replicates)))
    return Trace(change, ends, traces, _chains(pair.ours.setting, fields, traces))


def _pair_trace(pair: SideBySide, k: int, target: str) -> PairTrace:
    setting, fields, partings = pair.ours.setting, pair.a.state.fields, pair.partings[k]
    links: list[Parting] = []
    name: str | None = target
    while name is not None and name in partings:
        links.insert(0, partings[name])
        name = partings[name].cause
    first = next(iter(partings.values()), None)
    return PairTrace(
        replicate=int(pair.a.replicates[k]),
        partings=partings,
        people_apart=int(pair.apart[k]) * setting.scale,
        first=None if first is None else trace_sentences.step(setting, fields, first),
        chain=tuple(links),
        text=_text(setting, fields, links),
        actors=tuple(_actors(pair, k)),
    )


def _text(setting: Setting, fields: dict[str, Field], links: Sequence[Parting]) -> str | None:
    if not links:
        return None
    return ARROW.join(
        [_root(links), *(trace_sentences.step(setting, fields, link) for link in links)]
    )


def _root(links: Sequence[Parting]) -> str:
    return links[0].root or "something that no mechanism declares to read"


def _chains(
    setting: Setting, fields: dict[str, Field], pairs: Sequence[PairTrace]
) -> tuple[Chain, ...]:
    taken: dict[tuple[tuple[str, str], ...], list[PairTrace]] = {}
    for pair in pairs:
        if pair.chain:
            key = tuple((link.mechanism, link.field) for link in pair.chain)
            taken.setdefault(key, []).append(pair)
    ordered = sorted(taken.items(), key=lambda item: -len(item[1]))
    return tuple(
        Chain(
            key,
            tuple(pair.replicate for pair in found),
            _root(found[0].chain),
            tuple(
                (
                    trace_sentences.step(setting, fields, link),
                    trace_sentences.meaning(fields, link.field),
                )
                for link in found[0].chain
            ),
        )
        for key, found in ordered
    )


# ---------------------------------------------------------------------- actors
def _actors(pair: SideBySide, k: int) -> list[str]:
    """Word which figures, organs and factions end differently in the two worlds."""
    a, b, setting = pair.a.state, pair.b.state, pair.ours.setting
    titles = {
        dim: [trace_sentences.title_of(setting, dim, label) for label in setting.labels[dim]]
        for dim in ("figure", "organ", "faction")
    }
    if a.office_holder.shape != b.office_holder.shape:
        return []
    found = []
    statuses = zip(titles["figure"], a.figure_status[k], b.figure_status[k], strict=True)
    for name, ours, theirs in statuses:
        if ours != theirs:
            now, before = trace_sentences.FIGURE_STATUS[theirs], trace_sentences.FIGURE_STATUS[ours]
            found.append(f"{name} {now}, not {before}")
    sides = (a.organ_loyalty[k] > 0.5, b.organ_loyalty[k] > 0.5)
    for row in np.flatnonzero(sides[0] != sides[1]):
        side = "follows" if sides[1][row] else "does not follow"
        found.append(f"{titles['organ'][row]} {side} the incumbent")
    for row in np.flatnonzero(a.in_coalition[k] != b.in_coalition[k]):
        where = "inside" if b.in_coalition[k][row] else "outside"
        found.append(f"{titles['faction'][row]} {where} the ruling coalition")
    return found
