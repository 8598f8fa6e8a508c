"""Both worlds of each pair, stepped together and compared after every mechanism.

A field *parts* where it first differs. Its cause is found by intervening: the step is taken again
in the baseline world with one of the inputs that differ replaced by the changed world's, all luck
the same. The input that alone brings the field closest to its changed value is the cause; if none
moves it, the one that parted last is named, and the parting counts as joint.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.whatif.paired_worlds import Masks
from upheaval.mechanisms.base import Mechanism
from upheaval.runs.batch import Prepared, begin
from upheaval.runs.draws import Draws
from upheaval.runs.mixed_batch import step, step_some
from upheaval.runs.plan import RunPlan
from upheaval.world.clock import Tick
from upheaval.world.world import World

Array = NDArray[Any]
Flags = NDArray[np.bool_]
Snapshot = dict[str, Array]

PEOPLE = "citizens"
"""Name of the citizens' states among the fields."""

MOVES_PEOPLE = "crowd"
"""The mechanism that owns this field steps the citizens."""

START = -1
"""Tick of what differs before the first one."""


@dataclass(frozen=True, slots=True)
class Parting:
    """Where a field of one pair first differs, and by what.

    Parameters
    ----------
    field : str
        Field, or ``citizens``.
    tick : int
        Index of the tick; -1 for before the first.
    day : float
        End of the tick in days since the start.
    mechanism : str
        Mechanism whose step made the difference; at the start, the owner of the field.
    place : tuple of str
        Names along the field's dimensions where it differs most; of citizens, city and group.
    baseline, changed : float
        The values there.
    places : int
        In how many places (citizens: rows) it differs at that moment.
    cause : str or None
        Field that brought the difference in; None where the change itself did.
    root : str or None
        What the change did to this step: ``without MECHANISM``, or the name of what was set.
    joint : bool
        Whether no single input sufficed.
    """

    field: str
    tick: int
    day: float
    mechanism: str
    place: tuple[str, ...]
    baseline: float
    changed: float
    places: int
    cause: str | None
    root: str | None
    joint: bool = False


class SideBySide:
    """Two runs of the same replicates, step by step.

    Parameters
    ----------
    baseline, changed : RunPlan
        Two runs of one seed and scale.
    replicates : sequence of int
        Which replicates.
    off : tuple of masks
        Mechanisms that are off in some replicates only, in either run (`pairs.Masks`).

    Attributes
    ----------
    partings : list of dict of str to Parting
        For each replicate the partings so far, by field, in the order in which they happened.
    apart : int64 array, shape ``(K,)``
        Most citizens (rows) that differed at the end of a tick.
    """

    def __init__(
        self,
        baseline: RunPlan,
        changed: RunPlan,
        replicates: Sequence[int],
        off: tuple[Masks, Masks] = ({}, {}),
    ) -> None:
        self.ours, self.theirs = Prepared(baseline), Prepared(changed)
        self.a, draws = begin(self.ours, replicates)
        self.b, other = begin(self.theirs, replicates)
        self.set_parameters = _changed_parameters(draws, other)
        set_ = [path.removeprefix("parameters.") for path in changed.set]
        self.set_cells = tuple(path for path in set_ if path not in draws.table)
        self.mechanisms = self.ours.mechanisms
        self.partings: list[dict[str, Parting]] = [{} for _ in replicates]
        self.apart = np.zeros(len(replicates), dtype=np.int64)
        sides = zip((self.ours, self.theirs), off, strict=True)
        self._ours_on, self._theirs_on = (
            self._on(side, masks, len(replicates)) for side, masks in sides
        )
        ordered = sorted(self.mechanisms, key=lambda item: (item.order, item.name))
        self._steps = [
            item
            for item in ordered
            if self._ours_on[item.name].any() or self._theirs_on[item.name].any()
        ]
        self._row_cell = np.repeat(
            np.arange(len(self.ours.setting.cell_rows)), self.ours.setting.cell_rows
        )
        self._compare_start()

    def _on(self, side: Prepared, off: Masks, count: int) -> dict[str, Flags]:
        """Give for every mechanism in which replicates it is on."""
        there = {item.name for item in side.loop.mechanisms}
        never = np.zeros(count, dtype=bool)
        return {
            item.name: ~off.get(item.name, never) if item.name in there else never
            for item in self.mechanisms
        }

    def run(self, on_tick: Callable[[int, int], None] | None = None) -> None:
        """Step both worlds to the end."""
        clock = self.ours.setting.clock
        for tick in clock:
            for mechanism in self._steps:
                self._step(mechanism, tick)
            if self._comparable(PEOPLE):
                differ = (self.a.citizens.state != self.b.citizens.state).sum(axis=1)
                self.apart = np.maximum(self.apart, differ)
            if on_tick is not None:
                on_tick(tick.index + 1, len(clock))

    # ------------------------------------------------------------------ comparing
    def _compare_start(self) -> None:
        for mechanism in self.mechanisms:
            for name in mechanism.owned:
                for k, index in self._new(name):
                    root = self._set_for(mechanism, k)
                    self._keep(name, k, index, START, 0.0, mechanism.name, _Cause(None, root))
        for k, index in self._new(PEOPLE):
            root = ", ".join(self.set_cells) or None
            self._keep(PEOPLE, k, index, START, 0.0, "", _Cause(None, root))

    def _step(self, mechanism: Mechanism, tick: Tick) -> None:
        scope = _scope(mechanism)
        before = (_snapshot(self.a, scope), _snapshot(self.b, scope))
        _take(mechanism, self.a, tick, self._ours_on[mechanism.name])
        _take(mechanism, self.b, tick, self._theirs_on[mechanism.name])
        names = [name for name in self.a.state.fields if name != PEOPLE]
        new = [
            (name, k, index)
            for name in [*names, *([PEOPLE] if PEOPLE in scope else [])]
            for k, index in self._new(name)
        ]
        # Causes are found before any of these is kept: they cannot be each other's.
        causes = self._causes(mechanism, tick, new, *before)
        for (name, k, index), cause in zip(new, causes, strict=True):
            self._keep(name, k, index, tick.index, tick.end, mechanism.name, cause)

    def _new(self, name: str) -> list[tuple[int, tuple[int, ...]]]:
        """Give replicate and place where a field differs now and never did before."""
        open_rows = [k for k, known in enumerate(self.partings) if name not in known]
        if not self._comparable(name):
            return [(k, ()) for k in open_rows]
        ours, theirs = _read(self.a, name), _read(self.b, name)
        if len(open_rows) == len(self.partings) and np.array_equal(ours, theirs):
            return []
        return [
            (k, _place_of_most(ours[k], theirs[k]))
            for k in open_rows
            if _differs(ours[k], theirs[k]).any()
        ]

    def _keep(
        self,
        name: str,
        k: int,
        index: tuple[int, ...],
        tick: int,
        day: float,
        mechanism: str,
        cause: _Cause,
    ) -> None:
        ours, theirs = _read(self.a, name), _read(self.b, name)
        alike = self._comparable(name)
        self.partings[k][name] = Parting(
            field=name,
            tick=tick,
            day=day,
            mechanism=mechanism,
            place=self._labels(name, index) if alike else (),
            baseline=float(ours[k][index]) if alike else float("nan"),
            changed=float(theirs[k][index]) if alike else float("nan"),
            places=int(_differs(ours[k], theirs[k]).sum()) if alike else max(ours[k].size, 1),
            cause=cause.field,
            root=cause.root,
            joint=cause.joint,
        )

    def _comparable(self, name: str) -> bool:
        """Tell whether a place of the one world is the same place of the other."""
        if name == PEOPLE:
            ours, theirs = self.ours.setting, self.theirs.setting
            return np.array_equal(ours.cell_rows, theirs.cell_rows)
        return bool(self.a.state[name].shape == self.b.state[name].shape)

    def _labels(self, name: str, index: tuple[int, ...]) -> tuple[str, ...]:
        labels = self.ours.setting.labels
        if name == PEOPLE:
            return (labels["cell"][self._row_cell[index[0]]],)
        dims = self.a.state.fields[name].dims
        return tuple(labels[dim][i] for dim, i in zip(dims, index, strict=True))

    # ------------------------------------------------------------------ causes
    def _causes(
        self,
        mechanism: Mechanism,
        tick: Tick,
        new: Sequence[tuple[str, int, tuple[int, ...]]],
        before_a: Snapshot,
        before_b: Snapshot,
    ) -> list[_Cause]:
        ours, theirs = self._ours_on[mechanism.name], self._theirs_on[mechanism.name]
        rows = {k for _, k, _ in new if ours[k] == theirs[k]}
        if not rows:
            return [_switched(mechanism, ours[k]) for _, k, _ in new]
        inputs = {
            name: {k for k in rows if _differs(before_a[name][k], before_b[name][k]).any()}
            for name in before_a
            if self._comparable(name)
        }
        inputs = {name: found for name, found in inputs.items() if found}
        names = [name for name, _, _ in new]
        trial = _Trial(self.a, mechanism, tick, ours, before_a, before_b, names)
        return [
            self._cause(mechanism, trial, name, k, index, [g for g in inputs if k in inputs[g]])
            if k in rows
            else _switched(mechanism, ours[k])
            for name, k, index in new
        ]

    def _cause(
        self,
        mechanism: Mechanism,
        trial: _Trial,
        name: str,
        k: int,
        index: tuple[int, ...],
        inputs: Sequence[str],
    ) -> _Cause:
        root = self._set_for(mechanism, k)
        if not inputs:
            return _Cause(None, root)
        ours, theirs = _read(self.a, name), _read(self.b, name)
        if not self._comparable(name):
            return _Cause(self._last(k, inputs), root, joint=True)
        here, there = float(ours[k][index]), float(theirs[k][index])
        if root is not None:
            # With the state of the changed world and the numbers of this one: whose work is it?
            value = float(trial.with_(inputs)[name][k][index])
            if _gap(value, here) <= _gap(value, there):
                return _Cause(None, root)
        moved = {g: float(trial.with_([g])[name][k][index]) for g in inputs}
        gaps = {g: _gap(value, there) for g, value in moved.items() if _gap(value, here) > 0}
        if not gaps:
            return _Cause(self._last(k, inputs), None, joint=True)
        closest = min(gaps.values())
        return _Cause(self._last(k, [g for g, gap in gaps.items() if gap == closest]), None)

    def _last(self, k: int, names: Sequence[str]) -> str:
        """Give the one of these fields that parted last."""
        order = list(self.partings[k])
        return max(names, key=order.index)

    def _set_for(self, mechanism: Mechanism, k: int) -> str | None:
        """Name what the change set that this mechanism works with."""
        own = [name for name in self.set_parameters[k] if name.startswith(f"{mechanism.name}.")]
        return ", ".join([*own, *self.set_cells]) or None


@dataclass(frozen=True, slots=True)
class _Cause:
    field: str | None
    root: str | None
    joint: bool = False


def _switched(mechanism: Mechanism, is_on_here: np.bool_) -> _Cause:
    return _Cause(None, f"{'without' if is_on_here else 'with'} {mechanism.name}")


class _Trial:
    """A step of the baseline world taken again with some inputs of the changed world."""

    def __init__(
        self,
        world: World,
        mechanism: Mechanism,
        tick: Tick,
        on: Flags,
        before: Snapshot,
        other: Snapshot,
        wanted: Collection[str],
    ) -> None:
        self.world, self.mechanism, self.tick, self.on = world, mechanism, tick, on
        self.before, self.other, self.wanted = before, other, wanted
        self._results: dict[tuple[str, ...], Snapshot] = {}

    def with_(self, inputs: Sequence[str]) -> Snapshot:
        """Give the fields wanted after the step with these inputs replaced."""
        key = tuple(inputs)
        if key not in self._results:
            self._results[key] = self._run(key)
        return self._results[key]

    def _run(self, inputs: Collection[str]) -> Snapshot:
        names = [*self.world.state.fields, *([PEOPLE] if PEOPLE in self.before else [])]
        kept = {name: _read(self.world, name) for name in names}
        for name, now in kept.items():
            source = self.other if name in inputs else self.before
            _put(self.world, name, source.get(name, now).copy())
        try:
            # Half of one world and half of another may hold numbers that no world would.
            with np.errstate(all="ignore"):
                _take(self.mechanism, self.world, self.tick, self.on)
            return {name: _read(self.world, name) for name in self.wanted}
        finally:
            for name, array in kept.items():
                _put(self.world, name, array)


def _take(mechanism: Mechanism, world: World, tick: Tick, on: Flags) -> None:
    """Step a mechanism in the replicates in which it is on."""
    if on.all():
        step(world, mechanism, tick)
    elif on.any():
        step_some(world, mechanism, tick, np.flatnonzero(~on))


def _scope(mechanism: Mechanism) -> list[str]:
    names = dict.fromkeys([*mechanism.reads, *mechanism.owned, *mechanism.writes])
    return [*names, *([PEOPLE] if MOVES_PEOPLE in mechanism.owned else [])]


def _snapshot(world: World, names: Iterable[str]) -> Snapshot:
    return {name: _read(world, name).copy() for name in names}


def _read(world: World, name: str) -> Array:
    return world.citizens.state if name == PEOPLE else world.state[name]


def _put(world: World, name: str, array: Array) -> None:
    if name == PEOPLE:
        world.citizens.state = array
    else:
        setattr(world.state, name, array)


def _changed_parameters(ours: Draws, theirs: Draws) -> list[tuple[str, ...]]:
    """Give for each replicate the parameters that the change gave another value."""
    replicates = len(next(iter(ours.table.values()))) if ours.table else 0
    return [
        tuple(name for name in ours.table if _differs(ours.table[name][k], theirs.table[name][k]))
        for k in range(replicates)
    ]


def _differs(ours: Array, theirs: Array) -> NDArray[np.bool_]:
    differ = np.asarray(ours != theirs)
    if np.asarray(ours).dtype.kind == "f" and differ.any():
        # Two that are no number are alike here.
        differ &= ~(np.isnan(ours) & np.isnan(theirs))
    return differ


def _place_of_most(ours: Array, theirs: Array) -> tuple[int, ...]:
    """Give the index at which two arrays differ most."""
    a, b = ours.astype(np.float64), theirs.astype(np.float64)
    with np.errstate(invalid="ignore"):
        apart = np.where(_differs(a, b), np.abs(a - b), -1.0)
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(apart)), apart.shape))


def _gap(one: float, other: float) -> float:
    if one == other or (np.isnan(one) and np.isnan(other)):
        return 0.0
    return abs(one - other)
