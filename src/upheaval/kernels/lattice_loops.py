"""The compiled loops of the lattice; `lattice` states the rules and checks the input."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import float32, int64, prange, uint8, uint32, uint64
from numpy.typing import NDArray

from upheaval.kernels.compiling import compiled
from upheaval.kernels.decision import wants_to_act
from upheaval.kernels.lattice_board import (
    ACTIVE,
    EMPTY,
    JAILED,
    OFFICER,
    ONE_ACTIVE,
    ONE_OFFICER,
    QUIET,
    Board,
    Bytes,
    Places,
    Words,
    active_in_view,
    add_in_view,
    below,
    free_cell,
    stranger_in_view,
)
from upheaval.kernels.words import packed_counter, word64

ARRESTED, KILLED, FIRST_GROUP, SECOND_GROUP = range(5, 9)
TALLIES = 9
"""Numbers kept of every tick: one for each state, arrests and killings, people of each group."""

MOVING_NEVER, MOVING_FIRST, MOVING_LAST = range(3)

DECISIONS = (
    "lattice.remove", "lattice.order", "lattice.arrest", "lattice.sentence", "lattice.kill",
    "lattice.move", "lattice.clone", "lattice.birthplace", "lattice.birth_risk", "lattice.life",
)  # fmt: skip
(
    REMOVE, ORDER, ARREST, SENTENCE, KILL, MOVE, CLONE, BIRTHPLACE, BIRTH_RISK, LIFE,
) = range(len(DECISIONS))  # fmt: skip

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


class People(NamedTuple):
    """One row a slot; a slot is EMPTY before a birth and after a death."""

    state: Bytes
    place: Places
    jail: Places
    hardship: Floats
    risk: Floats
    group: Bytes
    left: Places
    """Ticks left to live."""
    born: Places
    """Tick of birth: nobody acts in it."""


class Rules(NamedTuple):
    """What all replicates share."""

    half: Places
    """int32[2 r + 1], half the width of each row of a person's view."""
    offset: Places
    """int32[A, 2], the cells in a person's view."""
    officer_offset: Places
    """int32[B, 2], the cells in an officer's view."""
    fear: Floats
    """float32[most officers in view + 1, most active in view + 2]."""
    threshold: np.float32
    longest_sentence: int
    """Turns, drawn from 0 to this."""
    clone: np.uint32
    """Limit on a draw of 31 bits."""
    longest_life: int
    """0 if nobody ages."""
    moving: int
    """One of the three below."""
    killing: bool


@compiled()
def _draw(words: Words, decision: int, row: int) -> np.uint64:
    # words[0] is the base of the replicate, then the counters of row 0 of this tick's decisions
    return word64(words[0], words[1 + decision] + uint64(row))


@compiled()
def _weight(state: int) -> np.uint32:
    if state == OFFICER:
        return ONE_OFFICER
    return ONE_ACTIVE if state == ACTIVE else uint32(0)


@compiled()
def _become(
    board: Board, people: People, rules: Rules, tally: Indices, slot: int, new: int
) -> None:
    old, place = int64(people.state[slot]), int64(people.place[slot])
    if old == new:
        return
    change = uint32(_weight(new) - _weight(old))
    if change != uint32(0):
        add_in_view(board.seen, rules.half, place, change)
    tally[old] -= 1
    tally[new] += 1
    people.state[slot] = new
    board.state[place] = new
    board.slot[place] = slot


@compiled()
def _remove_officers(
    board: Board, people: People, rules: Rules, words: Words, tally: Indices, officers: Places,
    number: int,
) -> None:  # fmt: skip
    for i in range(min(number, tally[OFFICER])):
        remaining = tally[OFFICER]
        chosen = below(_draw(words, REMOVE, i), remaining)
        slot = int64(officers[chosen])
        officers[chosen] = officers[remaining - 1]
        _become(board, people, rules, tally, slot, EMPTY)


@compiled()
def _arrest(
    board: Board, people: People, rules: Rules, words: Words, tally: Indices, slot: int
) -> None:
    side = board.seen.shape[0]
    word = _draw(words, ARREST, slot)
    found = active_in_view(board.state, rules.officer_offset, int64(people.place[slot]), side, word)
    if found < 0:
        return
    arrested = int64(board.slot[found])
    sentence = below(_draw(words, SENTENCE, slot), rules.longest_sentence + 1)
    people.jail[arrested] = sentence
    _become(board, people, rules, tally, arrested, JAILED)
    tally[ARRESTED] += 1


@compiled()
def _die(
    board: Board, people: People, rules: Rules, tally: Indices, free: Places, slot: int
) -> None:
    tally[FIRST_GROUP + people.group[slot]] -= 1
    _become(board, people, rules, tally, slot, EMPTY)
    free[free[0] + 1] = slot
    free[0] += 1


@compiled()
def _kill(
    board: Board,
    people: People,
    rules: Rules,
    words: Words,
    tally: Indices,
    free: Places,
    slot: int,
) -> None:
    own = int64(people.group[slot])
    if tally[FIRST_GROUP + 1 - own] == 0:
        return
    word = _draw(words, KILL, slot)
    found = stranger_in_view(
        board, people.group, own, rules.offset, int64(people.place[slot]), word
    )
    if found >= 0:
        _die(board, people, rules, tally, free, int64(board.slot[found]))
        tally[KILLED] += 1


@compiled()
def _clone(
    board: Board, people: People, rules: Rules, words: Words, tally: Indices, free: Places,
    slot: int, tick: int,
) -> None:  # fmt: skip
    if free[0] == 0:
        return
    counter = words[1 + BIRTHPLACE] + uint64(slot)
    side = board.seen.shape[0]
    place = free_cell(board.state, rules.offset, int64(people.place[slot]), side, words[0], counter)
    if place < 0:
        return
    child = int64(free[free[0]])
    free[0] -= 1
    people.place[child] = place
    people.born[child] = tick
    people.jail[child] = 0
    people.group[child] = people.group[slot]
    people.hardship[child] = people.hardship[slot]
    fraction = _draw(words, BIRTH_RISK, slot) >> uint64(40)
    people.risk[child] = float32(fraction) * float32(2.0**-24)
    people.left[child] = 1 + below(_draw(words, LIFE, slot), rules.longest_life)
    tally[FIRST_GROUP + people.group[child]] += 1
    _become(board, people, rules, tally, child, QUIET)


@compiled()
def _settle(
    board: Board, people: People, rules: Rules, tally: Indices, free: Places, officers: Places,
    occupant: Bytes, hardship: Floats, risk: Floats, group: Bytes, lifetime: Places,
) -> int:  # fmt: skip
    """Put everybody on the board, slots in the order of the cells; the number of slots used."""
    slot = 0
    tally[EMPTY] = occupant.size
    for place in range(occupant.size):
        state = occupant[place]
        if state == EMPTY:
            continue
        people.place[slot] = place
        people.hardship[slot] = hardship[place]
        people.risk[slot] = risk[place]
        people.group[slot] = group[place]
        people.left[slot] = lifetime[place]
        if state == OFFICER:
            officers[tally[OFFICER]] = slot
        else:
            tally[FIRST_GROUP + group[place]] += 1
        _become(board, people, rules, tally, slot, int64(state))
        slot += 1
    for other in range(occupant.size - 1, slot - 1, -1):  # the lowest slot is taken first
        free[0] += 1
        free[free[0]] = other
    return slot


@compiled()
def _shuffle(order: Places, used: int, base: np.uint64, counter: np.uint64) -> None:
    for i in range(used):
        j = below(word64(base, counter + uint64(i)), i + 1)
        order[i] = order[j]
        order[j] = i


@compiled()
def run_one(
    occupant: Bytes, hardship: Floats, risk: Floats, group: Bytes, lifetime: Places,
    grim: Floats, removed: Places, rules: Rules, base: np.uint64, decisions: Indices,
    series: Places, final: Bytes, final_group: Bytes,
) -> None:  # fmt: skip
    """Run one replicate; series int32[T, 9] and the final board uint8[W * W] are overwritten."""
    cells = occupant.size
    side = int(np.sqrt(cells) + 0.5)
    board = Board(
        np.zeros(cells, np.uint8), np.zeros(cells, np.int32), np.zeros((side, side), np.uint32)
    )
    people = People(
        np.zeros(cells, np.uint8), np.zeros(cells, np.int32), np.zeros(cells, np.int32),
        np.zeros(cells, np.float32), np.zeros(cells, np.float32), np.zeros(cells, np.uint8),
        np.zeros(cells, np.int32), np.zeros(cells, np.int32),
    )  # fmt: skip
    for place in range(cells):
        people.born[place] = -1
    tally = np.zeros(TALLIES, np.int64)
    free = np.zeros(cells + 1, np.int32)  # free[0] is how many slots follow it
    officers = np.zeros(cells, np.int32)
    order = np.zeros(cells, np.int32)
    words = np.zeros(1 + decisions.size, np.uint64)
    words[0] = base
    used = _settle(
        board, people, rules, tally, free, officers, occupant, hardship, risk, group, lifetime
    )
    # In the loop below only what is rare is a call: each one counts references to all arrays.
    state, place_of, jail, born = people.state, people.place, people.jail, people.born
    occupied, slot_at, seen, half = board.state, board.slot, board.seen, rules.half
    offset, officer_offset, fear = rules.offset, rules.officer_offset, rules.fear
    hardship_of, risk_of, left = people.hardship, people.risk, people.left
    threshold, killing = rules.threshold, rules.killing
    clone, ageing = rules.clone, rules.longest_life > 0
    cloning = clone > uint32(0)
    acting_phase = 1 if rules.moving == MOVING_FIRST else 0
    moving_phase = -1 if rules.moving == MOVING_NEVER else 1 - acting_phase
    for tick in range(grim.size):
        for d in range(decisions.size):
            words[1 + d] = packed_counter(decisions[d], tick)
        tally[ARRESTED] = tally[KILLED] = 0
        _remove_officers(board, people, rules, words, tally, officers, int64(removed[tick]))
        if cloning:
            used = cells
        _shuffle(order, used, base, words[1 + ORDER])
        for i in range(used):
            slot = int64(order[i])
            if state[slot] == EMPTY or born[slot] == tick:
                continue
            place = int64(place_of[slot])
            person = state[slot] != OFFICER
            reach = offset if person else officer_offset
            if person:
                if ageing:
                    left[slot] -= 1
                    if left[slot] <= 0:
                        _die(board, people, rules, tally, free, slot)
                        continue
                if jail[slot] > 0:
                    jail[slot] -= 1
                    continue
            for phase in range(2):
                if phase == moving_phase:
                    counter = words[1 + MOVE] + uint64(slot)
                    target = free_cell(occupied, reach, place, side, base, counter)
                    if target < 0:
                        continue
                    if state[slot] == OFFICER or state[slot] == ACTIVE:
                        weight = _weight(int64(state[slot]))
                        add_in_view(seen, half, place, uint32(uint32(0) - weight))
                        add_in_view(seen, half, target, weight)
                    occupied[place] = EMPTY
                    occupied[target] = state[slot]
                    slot_at[target] = slot
                    place_of[slot] = target
                    place = target
                elif phase == acting_phase and person:
                    look = seen[place // side, place % side]
                    # One counts oneself, and is in one's own view if already active.
                    active = (look >> uint32(16)) + uint32(state[slot] != ACTIVE)
                    wants = wants_to_act(
                        grim[tick], hardship_of[slot], fear[look & uint32(0xFFFF), active],
                        risk_of[slot], threshold, float32(0.0),
                    )  # fmt: skip
                    new = ACTIVE if wants else QUIET
                    if new != state[slot]:
                        _become(board, people, rules, tally, slot, new)
                    if killing and wants:
                        _kill(board, people, rules, words, tally, free, slot)
                elif phase == acting_phase and tally[ACTIVE] > 0:
                    _arrest(board, people, rules, words, tally, slot)
            if not cloning or not person:
                continue
            if uint32(word64(base, words[1 + CLONE] + uint64(slot)) >> uint64(33)) < clone:
                _clone(board, people, rules, words, tally, free, slot, tick)
        for j in range(TALLIES):
            series[tick, j] = tally[j]
    for place in range(cells):
        final[place] = board.state[place]
        if board.state[place] != EMPTY:
            final_group[place] = people.group[board.slot[place]]
        else:
            final_group[place] = uint8(0)


@compiled(parallel=True)
def run_all(
    occupant: Bytes, hardship: Floats, risk: Floats, group: Bytes, lifetime: Places,
    grim: Floats, removed: Places, half: Places, offset: Places, officer_offset: Places,
    fear: Floats, threshold: np.float32, settings: Indices, bases: Words, decisions: Indices,
    series: Places, final: Bytes, final_group: Bytes,
) -> None:  # fmt: skip
    """Run every replicate; the arrays are as for `run_one`, with the replicates before.

    The settings are those of `Rules` from `longest_sentence` on: a compiled parallel loop takes
    plain arrays only.
    """
    for k in prange(bases.size):
        rules = Rules(
            half, offset, officer_offset, fear, threshold, settings[0], uint32(settings[1]),
            settings[2], settings[3], settings[4] != 0,
        )  # fmt: skip
        run_one(
            occupant[k], hardship[k], risk[k], group[k], lifetime[k], grim[k], removed[k],
            rules, bases[k], decisions, series[k], final[k], final_group[k],
        )  # fmt: skip
