import hashlib

import numba
import numpy as np
import pytest

from upheaval.kernels import citizens, words

SIZES = [1, 5003, 0, 1024, 1023, 777, 2049]
EVERYTHING = {
    "reconsider": 0.3, "strike": 0.3, "riot": 0.2, "arrest": 0.05, "arrest_riot": 0.2,
    "wound": 0.02, "wound_riot": 0.1, "kill": 0.01, "kill_riot": 0.05, "release": 0.2,
    "recover": 0.1, "sweep": 0.01,
}  # fmt: skip


def busy(crowd, replicates=(0, 1, 2), block_rows=4096, **changes):
    """A people in which every transition happens, all numbers exact on every machine."""
    people = sum(SIZES)
    draws = words.uniform(words.replicate_bases(5, [0]), 1, 0, 4 * people).reshape(4, people)
    terms = {"grim": 0.4, "push": 0.1, "fear": 0.3, **changes}
    made = crowd(
        SIZES, list(replicates), draws[0], draws[1], 0.3 * draws[2], chances=EVERYTHING,
        acting=[True, True, True, False, True, True, True], block_rows=block_rows, **terms,
    )  # fmt: skip
    made.state[:] = (draws[3] * 7).astype(np.uint8)
    for c in range(len(SIZES)):  # the cells must differ, and so must the replicates
        for k, replicate in enumerate(made.replicates):
            made.terms[1][k, c] += np.float32(0.01 * c - 0.02 * replicate)
    return made


def reference_step(crowd, tick):
    """The rule once more, for all people of a replicate at a time, in plain NumPy."""
    cell = np.repeat(np.arange(len(crowd.sizes)), crowd.sizes)
    acts = np.array(crowd.acting)[cell]
    counts = np.zeros(crowd.counts.shape, np.int64)
    after = crowd.state.copy()
    for k in range(len(crowd.replicates)):
        drawn = words.words(crowd.bases[k : k + 1], 77, tick, cell.size)[0]
        u, v = (drawn >> np.uint64(33)).astype(np.int64), drawn.astype(np.int64) & 0x7FFFFFFF
        p = {name: limit[k].astype(np.int64)[cell] for name, limit in crowd.limits.items()}
        grim, push, fear = (term[k][cell] for term in crowd.terms)
        wants = grim * crowd.hardship - fear * crowd.risk > crowd.threshold - push
        now, tail = crowd.state[k], 2**31 - 1 - u
        chosen = np.where(v < p["riot"], 3, np.where(v < p["riot"] + p["strike"], 2, 1))
        attends = u < p["reconsider"]
        active = (now >= 1) & (now <= 3)
        kill, wound, arrest = (
            np.where(now == 3, p[name + "_riot"], p[name]) for name in ("kill", "wound", "arrest")
        )
        new = np.select(
            [
                (now == 0) & (tail < p["sweep"]),
                (now == 0) & attends & wants,
                active & (tail < kill),
                active & (tail < kill + wound),
                active & (tail < kill + wound + arrest),
                active & attends,
                (now == 4) & (u < p["release"]),
                (now == 5) & (u < p["recover"]),
            ],
            [4, chosen, 6, 5, 4, np.where(wants, chosen, 0), 0, 0],
            now,
        ).astype(np.uint8)
        after[k] = np.where(acts, new, now)
        for c in range(len(crowd.sizes)):
            here = acts & (cell == c)
            counts[k, c, :7] = np.bincount(after[k][here], minlength=7)
            for j, fate in enumerate((4, 5, 6)):
                counts[k, c, 7 + j] = (here & (now != fate) & (after[k] == fate)).sum()
    return after, counts


@pytest.mark.parametrize("block_rows", [1, 7, 1000, 1024, 1025, 4096])
def test_the_kernel_equals_the_plain_reference_to_the_byte(crowd, block_rows):
    people = busy(crowd, block_rows=block_rows)
    for tick in range(6):
        after, counts = reference_step(people, tick)
        people.step(tick)
        assert people.state.tobytes() == after.tobytes()
        assert people.counts.tobytes() == counts.tobytes()
    assert (people.counts.sum(axis=(0, 1)) > 0).all(), "some transition was never tried"


def test_who_stands_at_the_very_edge_is_told_alike_by_every_loop_and_by_plain_arithmetic(crowd):
    # A fused multiply-add, or another order of the terms, would tip about half of these people.
    draws = words.uniform(words.replicate_bases(6, [0]), 1, 0, 2 * 5003).reshape(2, 5003)
    hardship, risk = draws.astype(np.float32)
    edge = np.float32(0.7) * hardship - np.float32(0.4) * risk
    for threshold, joining in ((edge, 0), (np.nextafter(edge, np.float32(-9)), edge.size)):
        people = crowd(
            [edge.size], hardship=hardship, risk=risk, threshold=threshold, grim=0.7, fear=0.4,
            chances={"reconsider": 1.0}, block_rows=1777,
        )  # fmt: skip
        assert people.step(0)[0, 0, citizens.RALLYING] == joining


def test_one_thread_gives_the_same_bytes_as_two(crowd):
    results = []
    for threads in (1, 2):
        numba.set_num_threads(threads)
        people = busy(crowd, block_rows=100)
        for tick in range(10):
            people.step(tick)
        results.append(people.state.tobytes() + people.counts.tobytes())
    assert results[0] == results[1]


def test_a_replicate_in_a_batch_gives_the_same_bytes_as_alone(crowd):
    batch = busy(crowd, replicates=range(5))
    alone = [busy(crowd, replicates=[k]) for k in range(5)]
    for tick in range(10):
        batch.step(tick)
        for k, one in enumerate(alone):
            one.step(tick)
            assert batch.state[k].tobytes() == one.state[0].tobytes()
            assert batch.counts[k].tobytes() == one.counts[0].tobytes()
    assert len({one.state.tobytes() for one in alone}) == 5


def test_twenty_ticks_keep_their_byte_hash(crowd):
    people = busy(crowd)
    digest = hashlib.sha256()
    for tick in range(20):
        people.step(tick)
        digest.update(people.state.tobytes() + people.counts.astype("<i8").tobytes())
    assert digest.hexdigest() == "708a3c148db45b54105192c465175a447b59808745a104ac6122886d7ebae6ae"


def test_null_parameters_never_move_anyone(crowd):
    people = busy(crowd, grim=100.0, push=100.0)
    for limit in people.limits.values():
        limit[:] = 0
    before = people.state.copy()
    for tick in range(20):
        people.step(tick)
        assert (people.state == before).all()
        assert (people.counts[:, :, 7:] == 0).all()


def test_the_dead_stay_dead_and_cells_that_do_not_act_stay_as_they_are(crowd):
    people = busy(crowd)
    resting = slice(sum(SIZES[:3]), sum(SIZES[:4]))
    dead, before = people.state == citizens.DEAD, people.state.copy()
    for tick in range(30):
        people.step(tick)
    assert (people.state[dead] == citizens.DEAD).all()
    assert (people.state[:, resting] == before[:, resting]).all()
    assert (people.counts[:, 3] == 0).all()


def test_counts_add_up_to_the_people_of_each_acting_cell(crowd):
    people = busy(crowd)
    for tick in range(10):
        counts = people.step(tick)
        expected = np.where(people.acting, SIZES, 0)
        assert (counts[:, :, :7].sum(axis=2) == expected).all()


def test_count_states_counts_everybody_when_every_cell_acts(crowd):
    people = busy(crowd)
    blocks = citizens.make_blocks(SIZES, [True] * len(SIZES), 500)
    counted = citizens.count_states(people.state, *blocks, len(SIZES))
    ends = np.cumsum(SIZES)
    for c, end in enumerate(ends):
        here = people.state[:, end - SIZES[c] : end]
        for k in range(3):
            assert (counted[k, c] == np.bincount(here[k], minlength=7)).all()


MANY = 200_000


def is_binomial(count, trials, chance):
    return abs(count - trials * chance) < 4.5 * np.sqrt(trials * chance * (1 - chance))


def test_those_who_want_to_join_as_often_as_the_chances_say(crowd):
    people = crowd([MANY], push=1.0, chances={"reconsider": 0.3, "strike": 0.25, "riot": 0.1})
    counts = people.step(3)[0, 0]
    assert is_binomial(counts[citizens.RALLYING], MANY, 0.3 * 0.65)
    assert is_binomial(counts[citizens.STRIKING], MANY, 0.3 * 0.25)
    assert is_binomial(counts[citizens.RIOTING], MANY, 0.3 * 0.1)


@pytest.mark.parametrize(
    ("state", "suffix"),
    [(citizens.RALLYING, ""), (citizens.STRIKING, ""), (citizens.RIOTING, "_riot")],
)
def test_the_active_meet_the_fates_of_their_repertoire_at_their_rates(crowd, state, suffix):
    fates = {"arrest": 0.05, "wound": 0.02, "kill": 0.01}
    chances = {name + suffix: p for name, p in fates.items()} | {"reconsider": 0.4}
    people = crowd([MANY], push=-1.0, chances=chances)
    people.state[:] = state
    counts = people.step(5)[0, 0]
    for new, held, p in ((7, citizens.DETAINED, 0.05), (8, citizens.WOUNDED, 0.02)):
        assert is_binomial(counts[new], MANY, p)
        assert counts[new] == counts[held]
    assert is_binomial(counts[9], MANY, 0.01)
    assert is_binomial(counts[citizens.QUIET], MANY, 0.4)
    assert is_binomial(counts[state], MANY, 0.52)


def test_those_swept_detained_released_and_recovering_change_at_their_rates(crowd):
    chances = {"sweep": 0.02, "release": 0.2, "recover": 0.1, "reconsider": 0.3}
    people = crowd([MANY, MANY, MANY], push=-1.0, chances=chances)
    people.state[:] = np.repeat([citizens.QUIET, citizens.DETAINED, citizens.WOUNDED], MANY)
    counts = people.step(9)[0]
    assert is_binomial(counts[0, 7], MANY, 0.02)
    assert is_binomial(counts[1, citizens.QUIET], MANY, 0.2)
    assert is_binomial(counts[2, citizens.QUIET], MANY, 0.1)
    assert (counts[1:, 7:] == 0).all()


def test_chance_one_is_certain_and_a_tiny_chance_is_not_lost(crowd):
    people = crowd([5000], push=1.0, chances={"reconsider": 1.0, "strike": 1.0})
    assert people.step(0)[0, 0, citizens.STRIKING] == 5000
    assert citizens.probability_threshold(1.0) == 2**31
    assert citizens.probability_threshold(1e-9) == 2


def test_blocks_cover_the_acting_cells_once_and_never_straddle_a_cell():
    low, high, cell = citizens.make_blocks([5, 0, 7, 3], [True, True, False, True], 2)
    assert low.tolist() == [0, 2, 4, 12, 14]
    assert high.tolist() == [2, 4, 5, 14, 15]
    assert cell.tolist() == [0, 0, 0, 3, 3]


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan")])
def test_a_probability_outside_zero_to_one_is_refused(bad):
    with pytest.raises(ValueError, match="from 0 to 1"):
        citizens.probability_threshold([0.5, bad])


@pytest.mark.parametrize(
    "chances",
    [
        {"reconsider": 0.9, "arrest": 0.2},
        {"reconsider": 0.9, "kill_riot": 0.2},
        {"reconsider": 0.9, "sweep": 0.2},
        {"riot": 0.6, "strike": 0.6},
    ],
)
def test_chances_that_add_up_to_more_than_one_are_refused(crowd, chances):
    with pytest.raises(ValueError, match="add up to more than 1"):
        crowd([10], chances=chances).step(0)


def test_four_rounded_chances_that_add_up_to_one_are_accepted(crowd):
    third = {"reconsider": 1 / 3, "arrest": 1 / 3, "wound": 1 / 3}
    people = crowd([3000], push=-1.0, chances=third)
    people.state[:] = citizens.RALLYING
    assert people.step(0)[0, 0, citizens.RALLYING] == 0


def test_arrays_of_the_wrong_type_shape_or_extent_are_named_in_the_error(crowd):
    people = crowd([10])
    people.risk = people.risk.astype(np.float64)
    with pytest.raises(ValueError, match=r"risk must be a contiguous float32\[10\]"):
        people.step(0)
    people = crowd([10])
    people.high = people.high + 1
    with pytest.raises(ValueError, match=r"block 0 .* lies outside"):
        people.step(0)


def test_chances_of_places_are_those_of_all_their_cells(crowd):
    by_cell, by_place = (busy(crowd, replicates=(0, 4)) for _ in range(2))
    cells = len(by_cell.sizes)
    place = np.arange(cells) // 2
    rates = np.linspace(0.01, 0.09, place[-1] + 1)
    for name in by_cell.limits.keys() - {"strike", "riot"}:
        here = np.tile(citizens.probability_threshold(rates), (2, 1))
        by_place.limits[name] = here
        by_cell.limits[name] = np.ascontiguousarray(here[:, place])
    for tick in range(3):
        np.testing.assert_array_equal(
            by_place.step(tick, place=place.astype(np.int64)), by_cell.step(tick)
        )
    np.testing.assert_array_equal(by_place.state, by_cell.state)


def test_a_place_without_chances_is_refused(crowd):
    people = busy(crowd)
    place = np.zeros(len(people.sizes), np.int64)
    place[-1] = len(people.sizes)
    with pytest.raises(ValueError, match="place"):
        people.step(0, place=place)
