"""Acemoglu, Egorov and Sonin (2008): who ends up in the ruling coalition.

All cases go through the kernel that `court` calls; the last ones through `court` itself, with the
patron N, the incumbent T, the security service K and the oligarchs O as its factions. Coalitions
are written by the powers or names of their members.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from upheaval.kernels import coalition, words
from upheaval.theory.rows import Entry, TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "acemoglu_egorov_sonin"
SOURCE = "Acemoglu, Egorov and Sonin 2008, REStud 75:987-1009"
CASES = (
    ((3, 4), "{4}"),
    ((3, 4, 5), "{3, 4, 5}"),
    ((3, 4, 5, 10), "{3, 4, 5}"),
    ((3, 4, 5, 6), "{3, 4, 5}"),
    ((3, 4, 5, 13), "{13}"),
    ((2, 3, 4, 5), "{2, 3, 4}"),
    ((2, 4, 7, 10), "{4, 7, 10}"),
    ((2, 5, 8), "{8}"),
)
DUUMVIRATE = ("N", "T", "K", "O")
INCUMBENT, SECURITY, OLIGARCHS = 4.0, 3.0, 2.5


def ruling(power: Sequence[float], names: Sequence[str], quota: float = 0.5) -> str:
    """Give the ruling coalition as text."""
    return _members(coalition.ruling_coalition(power, quota), names)


def _members(mask: int, names: Sequence[str]) -> str:
    return "{" + ", ".join(name for i, name in enumerate(names) if mask >> i & 1) + "}"


def around(patron: float, force: float = 0.0) -> str:
    """Give who rules beside a patron of a power, with foreign force added to the incumbent."""
    return ruling((patron, INCUMBENT + force, SECURITY, OLIGARCHS), DUUMVIRATE)


def stable_sizes(quota: float) -> str:
    """Give the sizes at which a group of nearly equal powers, up to 15, keeps all its members."""
    powers = [1 + 1e-3 * np.arange(size) / 15 for size in range(1, coalition.MAX_PLAYERS + 1)]
    kept = [len(p) for p in powers if coalition.ruling_coalition(p, quota) == (1 << len(p)) - 1]
    return ", ".join(str(size) for size in kept)


def not_idempotent(replicates: int = 2000, players: int = 7) -> int:
    """Count coalitions of keyed random powers that would not keep all their own members."""
    bases = words.replicate_bases(1, range(replicates))
    powers = words.exponential(bases, words.decision_number("theory.powers"), 0, players)
    everybody = np.full(replicates, (1 << players) - 1)
    first = coalition.ruling_coalitions(powers, everybody, 0.5)
    second = coalition.ruling_coalitions(powers, first, 0.5)
    return int((first != second).sum())


def flip(low: float, high: float, steps: int = 50) -> float:
    """Give the power of the patron between `low` and `high` at which who rules changes."""
    before = around(low)
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if around(middle) == before else (low, middle)
    return (low + high) / 2


def court_coalition(patron: float, force: float = 0.0, replicates: int = 64) -> str:
    """Give who rules when only `court` steps and anybody may open the game; distinct answers.

    A move is certain to be due, weights have no noise, and the organs weigh nothing.
    """
    names = ("patron", "incumbent", "security", "oligarchs")
    weights = (patron, INCUMBENT, SECURITY, OLIGARCHS)
    factions = [
        {"name": name, "title": letter, "value": weight, "low": weight, "high": weight,
         "seat": name if name in ("patron", "incumbent") else "none"}
        for name, letter, weight in zip(names, DUUMVIRATE, weights, strict=True)
    ]  # fmt: skip
    world = small_country(
        "court",
        {"factions": factions, "organs": [{"weight": 0}]},
        {
            "move_rate": 1e9, "elite_cost": 0.5, "elite_precision": 1.0,
            "quota": 0.5, "agenda": 0.5, "foreign_weight": force,
        },
        replicates,
    )  # fmt: skip
    world.state.incumbent_opens[:] = 1.0
    world.state.clans_fight[:] = 1.0
    world.state.precision[:] = 1.0
    world.state.foreign_backing[:] = 1.0
    step_alone(world, "court")
    inside = world.state.in_coalition
    # Nobody opens a game that leaves him outside, so that in some replicates nothing happened.
    moved = inside[~inside.all(axis=1)] @ (1 << np.arange(4))
    return " or ".join(_members(int(mask), DUUMVIRATE) for mask in np.unique(moved))


def _kernel() -> list[Entry]:
    listed: list[Entry] = [
        (f"powers {', '.join(map(str, powers))}", expected,
         ruling(powers, [str(p) for p in powers]), 0, "C")
        for powers, expected in CASES
    ]  # fmt: skip
    tied = coalition.ruling_coalition_tied((3.0, INCUMBENT, SECURITY, OLIGARCHS), 0.5)
    joined = ruling((5.88, 12.0, 2.5, 2.0), ("N", "T", "O", "B"))
    return [
        *listed,
        ("2000 draws of 7 powers: coalitions that shed members", 0, not_idempotent(), 0, "C"),
        ("stable sizes, majority 1/2", "1, 3, 7, 15", stable_sizes(0.5), 0, "V"),
        ("stable sizes, majority 0.6", "1, 2, 4, 7, 12", stable_sizes(0.6), 0, "M"),
        ("patron 10, T 4, K 3, O 2.5", "{N}", around(10.0), 0, "C"),
        ("patron 9", "{T, K, O}", around(9.0), 0, "C"),
        ("patron 3.9", "{N, K, O}", around(3.9), 0, "C"),
        ("patron 3: several equally cheap", 1, float(tied), 0, "C"),
        ("patron above which he rules alone", 9.5, flip(9.0, 10.0), 1e-6, "C"),
        ("patron above which he is dropped", 4.0, flip(3.5, 5.0), 1e-6, "C"),
        ("patron 9, foreign force 3 on T", "{N, T, O}", around(9.0, 3.0), 0, "C"),
        ("patron 9, foreign force 6 on T", "{N, T, O}", around(9.0, 6.0), 0, "C"),
        ("N 5.88, T 12 with security, O 2.5, B 2", "{T}", joined, 0, "C"),
    ]


def rows() -> list[TheoryRow]:
    """Give coalitions from the kernel and from the flagship's court."""
    return [
        *rows_of(MODEL, SOURCE, "kernel coalition", _kernel()),
        *rows_of(MODEL, SOURCE, "mechanism court", [
            ("court alone: patron 10", "{N}", court_coalition(10.0), 0, "C"),
            ("court alone: patron 9", "{T, K, O}", court_coalition(9.0), 0, "C"),
            ("court alone: patron 9, force 3 on T", "{N, T, O}", court_coalition(9.0, 3.0), 0,
             "C"),
        ]),
    ]  # fmt: skip
