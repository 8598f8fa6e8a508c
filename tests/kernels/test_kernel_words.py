import hashlib

import numpy as np
import pytest

from upheaval.kernels import words
from upheaval.kernels.compiling import compiled

N = 1 << 20
BASE = words.replicate_bases(2022, [0])


def philox4x32(counter, key):
    """Philox4x32-10 (Salmon et al., SC 2011): four uint32 words for each counter."""
    c = [np.asarray(x, np.uint64) for x in counter]
    k0, k1 = (np.uint64(x) for x in key)
    low32 = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [
            (p1 >> np.uint64(32)) ^ c[1] ^ k0, p1 & low32,
            (p0 >> np.uint64(32)) ^ c[3] ^ k1, p0 & low32,
        ]  # fmt: skip
        k0 = (k0 + np.uint64(0x9E3779B9)) & low32
        k1 = (k1 + np.uint64(0xBB67AE85)) & low32
    return [x.astype(np.uint32) for x in c]


def ours(replicate=0, decision=1, tick=1):
    return words.words(words.replicate_bases(2022, [replicate]), decision, tick, N)[0]


def reference(replicate=0, decision=1, tick=1):
    rows = np.arange(N, dtype=np.uint64)
    a, b, _, _ = philox4x32((rows, decision, tick, 0), (2022, replicate))
    return (a.astype(np.uint64) << np.uint64(32)) | b


GENERATORS = pytest.mark.parametrize("generator", [ours, reference])
HALVES = pytest.mark.parametrize("shift", [32, 0])
OTHERS = [
    *({"replicate": r} for r in (1, 2, 3, 255, 65536, 2**31)),
    *({"decision": d} for d in (0, 2, 3, 4, 257, 65535)),
    *({"tick": t} for t in (0, 2, 3, 9, 17, 257, 65535)),
]


def half(drawn, shift):
    return ((drawn >> np.uint64(shift)) & np.uint64(0xFFFFFFFF)) / 2.0**32


def z_of_correlation(x, y):
    return np.corrcoef(x, y)[0, 1] * np.sqrt(len(x))


def z_of_table(index, cells):
    expected = len(index) / cells
    chi2 = ((np.bincount(index, minlength=cells) - expected) ** 2 / expected).sum()
    return (chi2 - (cells - 1)) / np.sqrt(2 * (cells - 1))


def test_the_reference_generator_gives_its_published_answers():
    ones = 0xFFFFFFFF
    for counter, key, answer in (
        ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((ones,) * 4, (ones, ones), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ):
        assert " ".join(f"{int(x):08x}" for x in philox4x32(counter, key)) == answer


@GENERATORS
@HALVES
def test_words_are_uniform_over_rows(generator, shift):
    x = half(generator(), shift)
    assert abs((x.mean() - 0.5) * np.sqrt(12 * N)) < 4.5
    assert abs((x.var() - 1 / 12) * np.sqrt(180 * N)) < 4.5
    assert abs(z_of_table((x * 4096).astype(np.int64), 4096)) < 4.5


@GENERATORS
@HALVES
def test_neighboring_rows_are_unrelated(generator, shift):
    x = half(generator(), shift)
    coarse = (x * 64).astype(np.int64)
    for lag in (1, 2, 4, 1024):
        assert abs(z_of_correlation(x[:-lag], x[lag:])) < 4.5
    assert abs(z_of_table(coarse[:-1] * 64 + coarse[1:], 4096)) < 4.5


@GENERATORS
def test_the_upper_and_the_lower_half_of_a_word_are_unrelated(generator):
    drawn = generator()
    x, y = half(drawn, 32), half(drawn, 0)
    joint = (x * 64).astype(np.int64) * 64 + (y * 64).astype(np.int64)
    assert abs(z_of_correlation(x, y)) < 4.5
    assert abs(z_of_table(joint, 4096)) < 4.5


@GENERATORS
@HALVES
@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_other_replicates_decisions_and_ticks_are_unrelated(generator, shift, other):
    x, y = half(generator(), shift), half(generator(**other), shift)
    joint = (x * 64).astype(np.int64) * 64 + (y * 64).astype(np.int64)
    assert abs(z_of_correlation(x, y)) < 4.8
    assert abs(z_of_table(joint, 4096)) < 4.8


@GENERATORS
@HALVES
@pytest.mark.parametrize("other", [{"tick": 2}, {"replicate": 1}, {"decision": 2}], ids=str)
def test_values_of_two_streams_repeat_no_more_than_by_chance(generator, shift, other):
    both = np.concatenate([generator(), generator(**other)])
    ordered = np.sort((both >> np.uint64(shift)).astype(np.uint32))
    expected = both.size**2 / 2 / 2**32
    repeats = (ordered[1:] == ordered[:-1]).sum()
    assert abs(repeats - expected) < 5 * np.sqrt(expected)


def test_successive_ticks_of_one_row_are_uniform_and_unrelated():
    drawn = np.array([words.words(BASE, 9, tick, 16)[0] for tick in range(1 << 14)]) / 2.0**64
    for x in drawn.T:
        assert abs((x.mean() - 0.5) * np.sqrt(12 * x.size)) < 4.5
        assert abs(z_of_correlation(x[:-1], x[1:])) < 4.5


def test_no_word_comes_twice_within_a_replicate():
    drawn = [words.words(BASE, d, t, 50_000)[0] for d in (0, 1, 65535) for t in (0, 1, 65535)]
    assert np.unique(np.concatenate(drawn)).size == 9 * 50_000


def test_a_shift_of_bases_by_the_step_does_not_shift_the_words():
    shifted = BASE + np.uint64(words.GOLDEN)
    first, second = words.words(BASE, 0, 0, 1001)[0], words.words(shifted, 0, 0, 1000)[0]
    assert not (first[1:] == second).any()
    assert abs(z_of_correlation(first[1:] / 2.0**64, second / 2.0**64)) < 4.5


def test_words_and_uniform_numbers_keep_their_byte_hash():
    bases = words.replicate_bases(2022, [0, 1, 4_000_000_000])
    digest = hashlib.sha256(bases.astype("<u8").tobytes())
    digest.update(words.words(bases, 31, 1000, 5000).astype("<u8").tobytes())
    digest.update(words.uniform(bases, 31, 1000, 5000).astype("<f8").tobytes())
    assert digest.hexdigest() == "f40b17971c86d14a8167a92ef98a8b8b547b5da2f347af4c8ca75bf9d848e413"


def test_a_word_depends_on_its_own_keys_alone():
    bases = words.replicate_bases(2022, [3, 7])
    both = words.words(bases, 5, 6, 1000)
    assert (words.words(bases[1:], 5, 6, 1000) == both[1]).all()
    assert (words.words(bases, 5, 6, 10) == both[:, :10]).all()
    assert (words.words(bases, 5, 6, 300, first_row=700) == both[:, 700:]).all()


def test_the_compiled_word_is_the_word_of_the_facade():
    @compiled()
    def one(base, decision, tick, row):
        return words.word64(base, words.packed_counter(decision, tick) + np.uint64(row))

    assert one(BASE[0], 65535, 65535, 42) == words.words(BASE, 65535, 65535, 43)[0, 42]


def test_counters_of_decision_tick_and_row_never_meet():
    seen = {
        int(words.counter_base(d, t)) + row
        for d in (0, 1, 65535) for t in (0, 1, 65535) for row in (0, 1, 2**32 - 1)
    }  # fmt: skip
    assert len(seen) == 27
    assert max(seen) == 2**64 - 1


def test_uniform_numbers_never_reach_zero_or_one():
    extremes = np.array([0, 2**64 - 1], np.uint64)
    numbers = ((extremes >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    drawn = words.uniform(BASE, 1, 1, N)
    assert 0 < numbers[0] < drawn.min()
    assert drawn.max() < numbers[1] < 1


def test_normal_and_exponential_draws_have_the_moments_of_their_laws():
    z, e = words.normal(BASE, 2, 1, N)[0], words.exponential(BASE, 3, 1, N)[0]
    assert abs(z.mean()) * np.sqrt(N) < 4.5
    assert abs(z.var() - 1) * np.sqrt(N / 2) < 4.5
    assert abs((z**3).mean()) * np.sqrt(N / 15) < 4.5
    assert e.min() > 0
    assert abs(e.mean() - 1) * np.sqrt(N) < 4.5
    assert abs(e.var() - 1) * np.sqrt(N / 8) < 4.5


def test_replicates_and_seeds_have_bases_of_their_own():
    bases = {int(words.replicate_base(s, r)) for s in (0, 1, 2**64 - 1) for r in range(2000)}
    assert len(bases) == 6000


def test_decision_numbers_are_stable_and_a_collision_is_refused():
    numbers = words.decision_numbers(["protest", "arrest", "protest"])
    assert numbers == {"protest": 23118, "arrest": 33411}
    holders = {}
    for i in range(5000):
        first = holders.setdefault(words.decision_number(f"d{i}"), f"d{i}")
        if first != f"d{i}":
            with pytest.raises(ValueError, match=f"'{first}' and 'd{i}' share the number"):
                words.decision_numbers([first, f"d{i}"])
            return
    raise AssertionError("5000 names and no collision in 16 bits")


@pytest.mark.parametrize(
    "call",
    [
        lambda: words.replicate_base(-1, 0),
        lambda: words.replicate_base(2**64, 0),
        lambda: words.replicate_base(1, 2**32),
        lambda: words.counter_base(65536, 0),
        lambda: words.counter_base(0, 65536),
        lambda: words.uniform(BASE, 0, 0, -1),
        lambda: words.uniform(BASE.astype(np.int64), 0, 0, 1),
    ],
)
def test_keys_out_of_range_are_refused(call):
    with pytest.raises(ValueError, match="must"):
        call()
