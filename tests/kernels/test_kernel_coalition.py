import hashlib
import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheaval.kernels.coalition import (
    ruling_coalition,
    ruling_coalition_tied,
    ruling_coalitions,
    ruling_coalitions_tied,
)

POWERS = st.lists(st.integers(1, 60), min_size=1, max_size=7)
QUOTAS = st.sampled_from([0.5, 0.55, 0.6, 2 / 3, 0.75, 0.9])


def members(mask, power):
    return tuple(p for i, p in enumerate(power) if mask >> i & 1)


def reference(power, quota):
    """Every equally cheap ruling coalition, by the induction on size as the paper states it."""
    players = range(len(power))
    phi = {}

    def total(group):
        return sum(power[i] for i in group)

    for size in range(1, len(power) + 1):
        for group in combinations(players, size):
            candidates = [
                x for k in range(1, size) for x in combinations(group, k)
                if phi[x] == [x] and total(x) > quota * total(group) + 1e-9
            ]  # fmt: skip
            least = min(map(total, candidates), default=None)
            phi[group] = [x for x in candidates if total(x) == least] or [group]
    return sorted(sum(1 << i for i in group) for group in phi[tuple(players)])


@pytest.mark.parametrize(
    ("power", "ruling"),
    [
        ((3, 4), (4,)),
        ((3, 4, 5), (3, 4, 5)),
        ((3, 4, 5, 10), (3, 4, 5)),
        ((3, 4, 5, 6), (3, 4, 5)),
        ((3, 4, 5, 13), (13,)),
        ((2, 3, 4, 5), (2, 3, 4)),
        ((2, 4, 7, 10), (4, 7, 10)),
        ((2, 5, 8), (8,)),
        ((7,), (7,)),
    ],
)
def test_the_worked_examples_of_the_theory(power, ruling):
    assert members(ruling_coalition(power, 0.5), power) == ruling


@pytest.mark.parametrize(
    ("patron", "ruling"),
    [(12, "N"), (9.51, "N"), (9.49, "TKO"), (9, "TKO"), (4.01, "TKO"), (3.9, "NKO")],
)
def test_a_patrons_rule_flips_in_one_step_as_he_weakens(patron, ruling):
    mask = ruling_coalition((patron, 4, 3, 2.5), 0.5)
    assert "".join(members(mask, "NTKO")) == ruling


@pytest.mark.parametrize(("foreign", "ruling"), [(0, "TKO"), (3, "NTO"), (6, "NTO")])
def test_foreign_weight_on_the_incumbent_can_bring_the_patron_back(foreign, ruling):
    mask = ruling_coalition((9, 4 + foreign, 3, 2.5), 0.5)
    assert "".join(members(mask, "NTKO")) == ruling


def test_an_incumbent_with_more_than_half_rules_alone():
    assert ruling_coalition((5.88, 12, 2.5, 2), 0.5) == 0b0010


@pytest.mark.parametrize(("quota", "sizes"), [(0.5, {1, 3, 7, 15}), (0.6, {1, 2, 4, 7, 12})])
def test_near_equal_players_rule_together_only_in_the_stable_sizes(quota, sizes):
    stable = set()
    for n in range(1, 16):
        power = 1 + 1e-4 * np.arange(n)
        mask = ruling_coalition(power, quota)
        size = mask.bit_count()
        assert size == max(s for s in sizes if s <= n)
        if size == n:
            stable.add(n)
    assert stable == sizes


def test_a_tie_is_told_and_broken_by_the_lowest_bitmask():
    assert ruling_coalition_tied((3, 4, 3, 2.5), 0.5)
    assert ruling_coalition_tied((1, 1, 1), 0.5)
    assert ruling_coalition((1, 1, 1), 0.5) == 0b011
    assert not ruling_coalition_tied((3, 4, 5, 10), 0.5)
    assert not ruling_coalition_tied((1, 1), 0.5)


def test_sums_that_differ_by_rounding_alone_are_a_tie():
    power = (0.1, 0.2, 0.3, 0.3 + 1e-16)
    assert ruling_coalition_tied(power, 0.5) == ruling_coalition_tied((1, 2, 3, 3), 0.5)
    assert ruling_coalition(power, 0.5) == ruling_coalition((1, 2, 3, 3), 0.5)


@settings(max_examples=60, deadline=None)
@given(POWERS, QUOTAS)
def test_it_equals_the_induction_as_the_paper_states_it(power, quota):
    expected = reference(power, quota)
    assert ruling_coalition(power, quota) == expected[0]
    assert ruling_coalition_tied(power, quota) == (len(expected) > 1)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=9), QUOTAS)
def test_the_ruling_coalition_of_the_ruling_coalition_is_itself(power, quota):
    first = ruling_coalitions([power], [(1 << len(power)) - 1], quota)
    assert ruling_coalitions([power], first, quota) == first


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=8), QUOTAS, st.integers(-20, 20))
def test_the_unit_of_power_does_not_matter(power, quota, exponent):
    scaled = [p * 2.0**exponent for p in power]
    assert ruling_coalition(scaled, quota) == ruling_coalition(power, quota)


def test_a_batch_gives_what_each_replicate_gives_alone():
    power = np.random.default_rng(1).random((50, 7))
    present = np.random.default_rng(2).integers(0, 1 << 7, 50)
    quota = np.where(np.arange(50) % 2, 0.5, 0.6)
    batch = ruling_coalitions(power, present, quota)
    ties = ruling_coalitions_tied(power, present, quota)
    for k in range(50):
        there = [i for i in range(7) if present[k] >> i & 1]
        alone = ruling_coalition(power[k, there], quota[k])
        assert batch[k] == sum(1 << i for j, i in enumerate(there) if alone >> j & 1)
        assert ties[k] == ruling_coalition_tied(power[k, there], quota[k])


def test_nobody_present_means_nobody_rules():
    assert ruling_coalitions([[1.0, 2.0]], [0], 0.5).tolist() == [0]


def test_players_without_power_are_never_needed():
    assert ruling_coalition((0, 3, 4, 5, 0), 0.5) == 0b01110


def test_coalitions_keep_their_byte_hash():
    steps = np.arange(40 * 9).reshape(40, 9)
    power = (steps * 7919 % 101 + 1).astype(np.float64)
    masks = [ruling_coalitions(power, np.full(40, 511), quota) for quota in (0.5, 0.625, 0.75)]
    digest = hashlib.sha256(np.concatenate(masks).astype("<i8").tobytes())
    assert digest.hexdigest() == "204804f4385f29651288a7d8723eb662c28d5505cd95f177960c83278cbde4f9"


def test_twelve_factions_take_less_than_a_millisecond():
    power = np.random.default_rng(3).random((100, 12))
    present = np.full(100, (1 << 12) - 1)
    ruling_coalitions(power[:1], present[:1], 0.5)
    seconds = []
    for _ in range(5):
        start = time.process_time()
        ruling_coalitions(power, present, 0.5)
        seconds.append((time.process_time() - start) / 100)
    assert min(seconds) < 1e-3


@pytest.mark.parametrize(
    ("power", "quota", "message"),
    [
        (np.ones(16), 0.5, "at most 15 players"),
        ([1, -1], 0.5, "finite number of 0 or more"),
        ([1, float("nan")], 0.5, "finite number of 0 or more"),
        ([1, 2], 0.49, "at least 0.5"),
        ([1, 2], 1.0, "below 1"),
        ([[1, 2]], 0.5, "float\\[n\\]"),
    ],
)
def test_what_cannot_be_solved_is_refused(power, quota, message):
    with pytest.raises(ValueError, match=message):
        ruling_coalition(power, quota)


def test_a_mask_that_names_an_unknown_player_is_refused():
    with pytest.raises(ValueError, match="from 0 to 3"):
        ruling_coalitions([[1.0, 2.0]], [4], 0.5)
