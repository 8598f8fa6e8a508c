"""A small people to step, and the thread count put back after each test."""

from dataclasses import dataclass, field

import numba
import numpy as np
import pytest

from upheaval.kernels import citizens, words

CHANCES = (
    *("reconsider", "strike", "riot", "arrest", "arrest_riot", "wound", "wound_riot"),
    *("kill", "kill_riot", "release", "recover", "sweep"),
)


@dataclass
class Crowd:
    """K replicates of the same people in C cells, with one chance of each kind for all."""

    sizes: list[int]
    replicates: list[int] = field(default_factory=lambda: [0])
    hardship: np.ndarray | None = None
    risk: np.ndarray | None = None
    threshold: np.ndarray | None = None
    grim: float = 0.0
    push: float = 0.0
    fear: float = 0.0
    chances: dict[str, float] = field(default_factory=dict)
    acting: list[bool] | None = None
    block_rows: int = 4096
    seed: int = 11

    def __post_init__(self):
        people, shape = sum(self.sizes), (len(self.replicates), len(self.sizes))
        for name in ("hardship", "risk", "threshold"):
            given = getattr(self, name)
            values = np.zeros(people) if given is None else given
            setattr(self, name, np.ascontiguousarray(values, np.float32))
        self.acting = [True] * len(self.sizes) if self.acting is None else self.acting
        self.low, self.high, self.cell = citizens.make_blocks(
            self.sizes, self.acting, self.block_rows
        )
        self.state = np.zeros((shape[0], people), np.uint8)
        self.terms = [np.full(shape, x, np.float32) for x in (self.grim, self.push, self.fear)]
        self.limits = {
            name: np.full(shape, citizens.probability_threshold(self.chances.get(name, 0.0)))
            for name in CHANCES
        }
        self.bases = words.replicate_bases(self.seed, self.replicates)
        self.counts = np.full((*shape, citizens.COUNTS), -1, np.int64)

    def step(self, tick, place=None):
        citizens.step_citizens(
            self.state, self.hardship, self.risk, self.threshold,
            self.low, self.high, self.cell, *self.terms,
            *(self.limits[name] for name in CHANCES),
            self.bases, words.counter_base(77, tick), self.counts,
            place=place,
        )  # fmt: skip
        return self.counts


@pytest.fixture
def crowd():
    return Crowd


@pytest.fixture(autouse=True)
def _same_threads_after():
    threads = numba.get_num_threads()
    yield
    numba.set_num_threads(threads)
