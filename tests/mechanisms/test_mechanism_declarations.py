"""What mechanisms declare is what they do: fields read and written, luck under names of its own."""

from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pytest

from upheaval.kernels import words
from upheaval.mechanisms import loop
from upheaval.runs.batch import prepare, run_batch
from upheaval.runs.draws import draw
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario
from upheaval.world.luck import SETUP_TICK, Luck
from upheaval.world.state import State
from upheaval.world.world import World


class Watched:
    """A state that notes which fields are asked for."""

    def __init__(self, state: State) -> None:
        self.__dict__.update(state=state, asked=set())

    def __getattr__(self, name: str) -> Any:
        if name in self.state.fields:
            self.asked.add(name)
        return getattr(self.state, name)

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        raise AssertionError(f"the field '{name}' was replaced instead of changed in place")


def changed_fields(before: dict[str, np.ndarray], state: State) -> set[str]:
    return {
        name
        for name, old in before.items()
        if not np.array_equal(old, state[name], equal_nan=old.dtype.kind == "f")
    }


SLEEPING_LEVERS = {"sanctions.package_strength": 1, "contacts.weight": 1}
"""Levers that are at zero in the flagship scenario, without which a mechanism does nothing."""


HASTY_SOLDIERS = {
    "army.takeover_cost": 0.5,
    "army.takeover_rate": 0.2,
    "army.command.value": 0.3,
    "triggers.level_gain": 0.1,
}
"""So that a coup is tried, and fails, in some world."""


@pytest.fixture(scope="module")
def watched(kazakhstan: Scenario, other: Scenario) -> dict[str, tuple[set[str], set[str]]]:
    """Fields asked for and fields changed by each mechanism, from the crisis to the aftermath.

    Structures are watched in the country that has them, all others in the flagship.
    """
    flagship = RunPlan(
        kazakhstan, replicates=16, scale=1000, seed=2, tick_length=1.0, set=SLEEPING_LEVERS
    )
    elsewhere = RunPlan(
        other, replicates=96, scale=1000, seed=2, tick_length=1.0, set=HASTY_SOLDIERS
    )
    structures = {name for name in NAMES if loop.known()[name].structure}
    return watch(flagship) | {
        name: seen for name, seen in watch(elsewhere).items() if name in structures
    }


def watch(plan: RunPlan) -> dict[str, tuple[set[str], set[str]]]:
    shared, numbers = prepare(plan), np.arange(plan.replicates, dtype=np.int64)
    draws = draw(shared.scenario, shared.mechanisms, plan.seed, numbers)
    world = World(
        shared.setting, shared.loop.fields, draws.by_mechanism, plan.seed, numbers,
        shared.block_rows, shared.citizens,
    )  # fmt: skip
    state = world.state
    found: dict[str, tuple[set[str], set[str]]] = {
        mechanism.name: (set(), set()) for mechanism in shared.loop.mechanisms
    }
    for tick in shared.setting.clock:
        for mechanism in shared.loop.mechanisms:
            # Copies cost the most here; who writes where he may not does so again and again.
            compared = state.fields if tick.index % 3 == 0 else ()
            before = {name: state[name].copy() for name in compared}
            notes = Watched(state)
            world.state = notes  # type: ignore[assignment]
            own = world.parameters[mechanism.name]
            mechanism.step(world, tick, own, world.luck(mechanism.name, tick.index))
            world.state = state
            asked, changed = found[mechanism.name]
            asked |= notes.asked
            changed |= changed_fields(before, state)
    return found


NAMES = tuple(loop.known())


def declaration(name: str) -> tuple[set[str], set[str], set[str]]:
    mechanism = loop.known()[name]
    return set(mechanism.owned), set(mechanism.reads), set(mechanism.writes)


@pytest.mark.parametrize("name", NAMES)
def test_a_mechanism_touches_only_what_it_declares(
    watched: dict[str, tuple[set[str], set[str]]], name: str
) -> None:
    owned, reads, writes = declaration(name)
    asked, changed = watched[name]
    assert asked <= owned | reads | writes
    assert changed <= owned | writes


@pytest.mark.parametrize("name", NAMES)
def test_a_mechanism_reads_and_writes_all_that_it_declares(
    watched: dict[str, tuple[set[str], set[str]]], name: str
) -> None:
    _, reads, writes = declaration(name)
    asked, changed = watched[name]
    assert reads <= asked
    assert writes <= changed


def test_every_field_is_written_by_its_owner_or_by_one_who_declares_it() -> None:
    owners = Counter(name for m in loop.known().values() for name in m.owned)
    assert max(owners.values()) == 1
    for mechanism in loop.known().values():
        assert not set(mechanism.owned) & {*mechanism.reads, *mechanism.writes}, mechanism.name


def test_no_two_decisions_share_their_luck(
    kazakhstan: Scenario, other: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    # People are drawn under a replicate of their own, and what is set up under a tick of its own:
    # two names may share a number there and here, but never within one of the three.
    families: dict[str, set[str]] = {"people": set(), "setup": set(), "ticks": set()}
    uniform, counter, number = Luck.uniform, World.counter, words.decision_number

    def noted(self: Luck, decision: str, rows: int) -> np.ndarray:
        family = "setup" if self._tick == SETUP_TICK else "ticks"
        families[family].add(f"{self._owner}.{decision}")
        return uniform(self, decision, rows)

    def counted(self: World, decision: str, tick: int) -> np.uint64:
        families["ticks"].add(decision)
        return counter(self, decision, tick)

    def numbered(name: str) -> int:
        if name.startswith("traits."):
            families["people"].add(name)
        return number(name)

    monkeypatch.setattr(Luck, "uniform", noted)
    monkeypatch.setattr(World, "counter", counted)
    monkeypatch.setattr(words, "decision_number", numbered)
    # A seed that no other test uses, so that the people are drawn anew.
    run_batch(RunPlan(kazakhstan, scale=1000, seed=77, tick_length=1.0), range(16))
    run_batch(RunPlan(other, scale=1000, seed=77, tick_length=1.0), range(16))
    assert "traits.hardship" in families["people"]
    assert {"outcome.resolve", "parameter.prices.elasticity"} <= families["setup"]
    assert {"mobilization.citizen", "court.move"} <= families["ticks"]
    for names in families.values():
        numbers = words.decision_numbers(names)
        assert len(set(numbers.values())) == len(names)


def test_no_decision_is_drawn_twice_in_a_tick(
    kazakhstan: Scenario, other: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: Counter[tuple[str, str, int]] = Counter()
    uniform = Luck.uniform

    def noted(self: Luck, decision: str, rows: int) -> np.ndarray:
        drawn[self._owner, decision, self._tick] += 1
        return uniform(self, decision, rows)

    monkeypatch.setattr(Luck, "uniform", noted)
    plan = RunPlan(kazakhstan, replicates=8, scale=1000, seed=2, until=date(2022, 1, 8))
    run_batch(plan, range(8))
    # Ticks are counted by name: the other country's decisions have mechanisms of their own.
    mixed = {key: count for key, count in drawn.items() if key[2] != SETUP_TICK}
    assert mixed
    assert {key for key, count in mixed.items() if count > 1} == set()
    drawn.clear()
    run_batch(RunPlan(other, replicates=8, scale=1000, seed=2, until=date(2024, 3, 9)), range(8))
    # What is drawn before the first tick may be asked for by several fields: it is the same draw.
    in_ticks = {key: count for key, count in drawn.items() if key[2] != SETUP_TICK}
    assert in_ticks
    assert {key for key, count in in_ticks.items() if count > 1} == set()
