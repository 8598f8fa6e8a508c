"""Leaving out whoever cannot change gives the bytes of stepping everybody."""

import hashlib

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheaval.kernels import citizens, words
from upheaval.kernels.citizens_order import make_order, nobody_out, rows_by_threshold

NAMES = (
    *("reconsider", "strike", "riot", "arrest", "arrest_riot", "wound", "wound_riot"),
    *("kill", "kill_riot", "release", "recover", "sweep"),
)
CALM = {"reconsider": 0.4, "riot": 0.1, "arrest": 0.05, "kill_riot": 0.05, "release": 0.1}
SWEEP = CALM | {"sweep": 0.001, "recover": 0.1, "wound": 0.02}


class Twins:
    """The same people twice: in the order of their rows, and sorted by threshold in each cell."""

    def __init__(self, sizes, replicates=2, block_rows=4096, seed=3, ties=False):
        self.sizes, self.block_rows, self.cells = sizes, block_rows, len(sizes)
        people = sum(sizes)
        drawn = words.uniform(words.replicate_bases(seed, [0]), 1, 0, 3 * people)
        self.plain = list(drawn.reshape(3, people).astype(np.float32))
        if ties:
            self.plain[2] = np.round(self.plain[2] * 4) / np.float32(4)
        self.blocks = citizens.make_blocks(sizes, [True] * self.cells, block_rows)
        self.row = np.arange(people, dtype=np.uint32)
        for end, size in zip(np.cumsum(sizes), sizes, strict=True):
            here = slice(end - size, end)
            self.row[here] = end - size + rows_by_threshold(self.plain[2][here])
        self.sorted = [trait[self.row] for trait in self.plain]
        self.order = make_order(self.row, *self.sorted, *self.blocks[:2])
        self.bases = words.replicate_bases(seed, range(replicates))
        self.state = np.zeros((replicates, people), np.uint8)
        self.skipped = self.state.copy()
        self.occupied = nobody_out(self.order, replicates)
        self.shape = (replicates, self.cells)

    def begin(self, state):
        self.state[:] = state
        self.skipped[:] = self.state[:, self.row]
        self.occupied = None

    def step(self, tick, grim, push, fear, chances):
        """Step both and give the counts of both."""
        terms = [np.full(self.shape, x, np.float32) for x in (grim, push, fear)]
        limits = [
            np.full(self.shape, citizens.probability_threshold(chances.get(name, 0.0)))
            for name in NAMES
        ]
        counts = [np.full((*self.shape, citizens.COUNTS), -1, np.int64) for _ in range(2)]
        rest = (self.bases, words.counter_base(9, tick))
        citizens.step_citizens(
            self.state, *self.plain, *self.blocks, *terms, *limits, *rest, counts[0]
        )
        citizens.step_citizens(
            self.skipped, *self.sorted, *self.blocks, *terms, *limits, *rest, counts[1],
            order=self.order, occupied=self.occupied,
        )  # fmt: skip
        return counts

    def agree(self, counts):
        same = self.skipped.tobytes() == self.state[:, self.row].tobytes()
        return same and counts[0].tobytes() == counts[1].tobytes()


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 700), min_size=1, max_size=5),
    block_rows=st.sampled_from([1, 60, 64, 100, 1 << 14]),
    seed=st.integers(0, 99),
    ties=st.booleans(),
    trusted=st.booleans(),
    ticks=st.lists(
        st.tuples(
            st.floats(-2, 2), st.floats(-1.5, 1.5), st.floats(-2, 2),
            st.sampled_from([CALM, SWEEP, {"sweep": 0.3, "release": 1.0}, {"reconsider": 1.0}, {}]),
        ),
        min_size=1, max_size=6,
    ),
)  # fmt: skip
def test_skipping_changes_no_byte(sizes, block_rows, seed, ties, trusted, ticks):
    twins = Twins(sizes, 2, block_rows, seed, ties)
    if not trusted:
        twins.begin(words.words(twins.bases, 5, 0, sum(sizes)) % np.uint64(7))
    for tick, (grim, push, fear, chances) in enumerate(ticks):
        each = np.linspace(0.9, 1.1, len(sizes)) * push
        assert twins.agree(twins.step(tick, grim, each, fear, chances))


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 3e38, 0.0])
@pytest.mark.parametrize("term", [0, 1, 2])
def test_terms_without_order_are_stepped_in_full(term, value):
    terms = [0.4, 0.3, 0.2]
    terms[term] = value
    twins = Twins([3000], block_rows=500)
    with np.errstate(all="ignore"):
        for tick in range(3):
            assert twins.agree(twins.step(tick, *terms, SWEEP))


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_odd_traits_are_stepped_as_in_full(odd):
    for trait in range(3):
        twins = Twins([1200], block_rows=500)
        twins.plain[trait][::97] = odd
        twins.row[:] = rows_by_threshold(twins.plain[2])
        twins.sorted = [values[twins.row] for values in twins.plain]
        twins.order = make_order(twins.row, *twins.sorted, *twins.blocks[:2])
        for tick in range(3):
            assert twins.agree(twins.step(tick, 0.5, 0.2, 0.3, SWEEP))


def test_a_rise_a_night_and_an_aftermath_keep_their_byte_hash():
    twins = Twins([20_000, 300, 4097], replicates=3, block_rows=2048)
    digest = hashlib.sha256()
    pushes = [0.01, 0.1, 0.3, 0.3, -0.5, 0.2, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0]
    for tick, push in enumerate(pushes):
        chances = SWEEP if 3 < tick < 9 else CALM
        counts = twins.step(tick, 0.1, push, 0.05, chances)
        assert twins.agree(counts)
        digest.update(twins.state.tobytes() + counts[1].astype("<i8").tobytes())
    assert (twins.state == citizens.DETAINED).any()
    assert digest.hexdigest() == "3fa7581d023db13247417c72e0a17a95da95746e431bdb6725309227c86c7f3d"


def test_one_thread_skips_like_two():
    results = []
    for threads in (1, 2):
        numba.set_num_threads(threads)
        twins = Twins([9000, 700], block_rows=100)
        for tick in range(6):
            counts = twins.step(tick, 0.1, 0.2, 0.1, SWEEP)
        results.append(twins.skipped.tobytes() + counts[1].tobytes() + twins.occupied.tobytes())
    assert results[0] == results[1]


def test_marks_never_miss_anybody_who_is_out():
    twins = Twins([5000, 33, 800], block_rows=1000)
    for tick, push in enumerate([0.3, 0.3, -1.0, -1.0, 0.5, -1.0]):
        twins.step(tick, 0.1, push, 0.1, SWEEP)
        out = np.argwhere(twins.skipped != 0)
        assert twins.occupied[out[:, 0], out[:, 1] >> 6].all()
    quiet = np.add.reduceat(twins.skipped != 0, np.arange(0, 5833, 64), axis=1) == 0
    assert (twins.occupied[:, : quiet.shape[1]][quiet] == 0).mean() > 0.5, "nothing was skipped"


def test_people_who_do_not_stand_sorted_are_refused():
    twins = Twins([50])
    with pytest.raises(ValueError, match="must rise"):
        make_order(twins.row, *(trait[::-1].copy() for trait in twins.sorted), *twins.blocks[:2])
    with pytest.raises(ValueError, match="every row number once"):
        make_order(np.zeros(50, np.uint32), *twins.sorted, *twins.blocks[:2])
    with pytest.raises(ValueError, match="not of 50 in 1"):
        Twins([49]).order.check(50, 1)


def test_thresholds_are_sorted_as_numbers_with_ties_by_place():
    values = np.array([0.5, -0.0, 0.0, np.nan, -np.inf, -2.5, 0.5, np.inf], np.float32)
    assert rows_by_threshold(values).tolist() == [4, 5, 1, 2, 0, 6, 7, 3]
