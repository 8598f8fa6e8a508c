import hashlib
from collections import Counter

import numba
import numpy as np
import pytest

from upheaval.kernels import lattice, words
from upheaval.kernels.lattice_board import CELLS_OF_TRY, TRIES

SIDE = 11
FEAR = np.float32([[0, 0, 0, 0], [0.9, 0.5, 0.4, 0.3], [1, 0.9, 0.6, 0.5]])


def table(cells):
    """Fear by officers and active people in view, up to as many as there are cells in view."""
    rows = np.minimum(np.arange(cells + 1), 2)
    columns = np.minimum(np.arange(cells + 2), 3)
    return np.ascontiguousarray(FEAR[rows][:, columns])


def town(replicates=(0, 1), side=SIDE, ticks=14, shares=(0.33, 0.33, 0.06), **options):
    """Arguments of a run in which everything can happen."""
    bases = words.replicate_bases(9, list(replicates))
    kind = lattice.scatter(bases, side, shares)
    traits = [words.uniform(bases, d, 0, side * side).astype(np.float32) for d in (1, 2)]
    lives = (words.uniform(bases, 3, 0, side * side) * 12).astype(np.int32) + 1
    view, officer_view = options.pop("views", (lattice.diamond(2), lattice.disc(1.5)))
    grim = np.tile(np.linspace(0.3, 0.8, ticks).astype(np.float32), (len(replicates), 1))
    arguments = {
        "occupant": np.array([0, 1, 1, 4], np.uint8)[kind + 1], "hardship": traits[0],
        "risk": traits[1], "grim": grim, "fear": table(len(view.offset)), "threshold": 0.1,
        "longest_sentence": 4, "view": view, "officer_view": officer_view, "bases": bases,
        "group": (kind == 1).astype(np.uint8), "lifetime": lives,
    }  # fmt: skip
    return arguments | options


BLOODY = {"killing": True, "clone": 0.3, "longest_life": 12}


class Slow:
    """The same rules for one replicate, one word and one glance at a time."""

    def __init__(self, a, k):
        self.a, self.k, self.cells = a, k, a["occupant"].shape[1]
        self.side = round(self.cells**0.5)
        numbers = words.decision_numbers(lattice_decisions())
        self.number = {name.split(".")[1]: number for name, number in numbers.items()}
        self.people, self.at, self.officers = {}, {}, []
        for place in range(self.cells):
            state = int(a["occupant"][k, place])
            if state:
                slot = len(self.people)
                traits = {n: a[n][k, place] for n in ("hardship", "risk", "group", "lifetime")}
                self.people[slot] = {"state": state, "place": place, "jail": 0, **traits}
                self.at[place] = slot
                if state == lattice.OFFICER:
                    self.officers.append(slot)
        self.free = list(range(self.cells - 1, len(self.people) - 1, -1))
        self.used = self.cells if a.get("clone") else len(self.people)

    def word(self, name, row):
        return int(words.words(self.bases, self.number[name], self.tick, 1, row)[0, 0])

    @property
    def bases(self):
        return self.a["bases"][self.k : self.k + 1]

    def below(self, name, row, limit):
        return ((self.word(name, row) >> 32) * limit) >> 32

    def cells_in(self, view, place):
        x, y = divmod(place, self.side)
        return [(x + d) % self.side * self.side + (y + e) % self.side for d, e in view.offset]

    def free_cell(self, name, slot, view):
        around = self.cells_in(view, self.people[slot]["place"])
        for t in range(min(TRIES, len(around) // CELLS_OF_TRY)):
            word = self.word(name, t * self.cells + slot)
            for half in (word >> 32, word & 0xFFFFFFFF):
                if around[half * len(around) >> 32] not in self.at:
                    return around[half * len(around) >> 32]
        listed = [c for c in around if c not in self.at]
        row = TRIES * self.cells + slot
        return listed[self.below(name, row, len(listed))] if listed else None

    def state_at(self, cell):
        return self.people[self.at[cell]]["state"] if cell in self.at else lattice.EMPTY

    def leave(self, slot):
        del self.at[self.people.pop(slot)["place"]]

    def shuffled(self):
        order = []
        for i in range(self.used):
            j = self.below("order", i, i + 1)
            order.append(i)
            order[i], order[j] = order[j], order[i]
        return order

    def step(self, tick):
        self.tick, self.arrested, self.killed, self.born = tick, 0, 0, set()
        for i in range(min(int(self.a["removed"][self.k, tick]), len(self.officers))):
            chosen = self.below("remove", i, len(self.officers))
            self.leave(self.officers[chosen])
            self.officers[chosen] = self.officers[-1]
            self.officers.pop()
        for slot in self.shuffled():
            if slot in self.people and slot not in self.born:
                self.turn(slot)

    def turn(self, slot):
        a, me = self.a, self.people[slot]
        officer = me["state"] == lattice.OFFICER
        view = a["officer_view"] if officer else a["view"]
        if not officer:
            if a.get("longest_life"):
                me["lifetime"] -= 1
                if me["lifetime"] <= 0:
                    self.leave(slot)
                    self.free.append(slot)
                    return
            if me["jail"] > 0:
                me["jail"] -= 1
                return
        moving = a.get("moving", "last")
        if moving == "first":
            self.move(slot, view)
        if officer:
            self.arrest(slot, view)
        else:
            self.decide(slot, view)
        if moving == "last":
            self.move(slot, view)
        if not officer and a.get("clone"):
            self.clone(slot, view)

    def move(self, slot, view):
        target = self.free_cell("move", slot, view)
        if target is not None:
            del self.at[self.people[slot]["place"]]
            self.people[slot]["place"] = target
            self.at[target] = slot

    def arrest(self, slot, view):
        around = self.cells_in(view, self.people[slot]["place"])
        active = [c for c in around if self.state_at(c) == lattice.ACTIVE]
        if active:
            caught = self.people[self.at[active[self.below("arrest", slot, len(active))]]]
            caught["jail"] = self.below("sentence", slot, self.a["longest_sentence"] + 1)
            caught["state"] = lattice.JAILED
            self.arrested += 1

    def decide(self, slot, view):
        a, me = self.a, self.people[slot]
        seen = Counter(self.state_at(c) for c in self.cells_in(view, me["place"]))
        fear = a["fear"][seen[lattice.OFFICER], seen[lattice.ACTIVE] + 1]
        grievance = a["grim"][self.k, self.tick] * me["hardship"]
        wants = grievance - fear * me["risk"] > np.float32(a["threshold"])
        me["state"] = lattice.ACTIVE if wants else lattice.QUIET
        others = [
            c for c in self.cells_in(view, me["place"])
            if self.state_at(c) in (lattice.QUIET, lattice.ACTIVE)
            and self.people[self.at[c]]["group"] != me["group"]
        ]  # fmt: skip
        if wants and a.get("killing") and others:
            victim = self.at[others[self.below("kill", slot, len(others))]]
            self.leave(victim)
            self.free.append(victim)
            self.killed += 1

    def clone(self, slot, view):
        if self.word("clone", slot) >> 33 >= round(self.a["clone"] * 2**31) or not self.free:
            return
        place = self.free_cell("birthplace", slot, view)
        if place is None:
            return
        child, me = self.free.pop(), self.people[slot]
        risk = np.float32((self.word("birth_risk", slot) >> 40) / 2**24)
        life = 1 + self.below("life", slot, self.a["longest_life"])
        self.people[child] = me | {
            "state": lattice.QUIET, "place": place, "jail": 0, "risk": risk, "lifetime": life,
        }  # fmt: skip
        self.at[place] = child
        self.born.add(child)

    def tally(self):
        state = Counter(p["state"] for p in self.people.values())
        group = Counter(
            int(p["group"]) for p in self.people.values() if p["state"] != lattice.OFFICER
        )
        states = [state[s] for s in range(1, 5)]
        return [self.cells - sum(states), *states, self.arrested, self.killed, group[0], group[1]]


def lattice_decisions():
    from upheaval.kernels.lattice_loops import DECISIONS

    return DECISIONS


def compare(arguments):
    run = lattice.run_lattice(**arguments)
    everything = set()
    for k in range(2):
        slow = Slow(arguments, k)
        for tick in range(arguments["grim"].shape[1]):
            slow.step(tick)
            assert run.series[k, tick].tolist() == slow.tally(), (k, tick)
            everything |= {j for j, n in enumerate(slow.tally()) if n}
        board = [slow.state_at(c) for c in range(slow.cells)]
        assert run.state[k].ravel().tolist() == board
        for place, slot in slow.at.items():
            if slow.people[slot]["state"] != lattice.OFFICER:
                assert run.group[k].ravel()[place] == slow.people[slot]["group"]
    return everything


@pytest.mark.parametrize("moving", ["never", "first", "last"])
def test_rebellion_equals_the_plain_reference_to_the_last_cell(moving):
    removed = np.zeros((2, 14), np.int32)
    removed[:, 6:9] = 1
    assert lattice.KILLED not in compare(town(moving=moving, removed=removed))


def test_war_of_two_groups_equals_the_plain_reference_to_the_last_cell():
    removed = np.zeros((2, 14), np.int32)
    assert compare(town(removed=removed, **BLOODY)) == set(range(lattice.TALLIES))


def test_a_full_town_equals_the_plain_reference_when_free_cells_must_be_listed():
    removed = np.zeros((2, 14), np.int32)
    crowded = town(shares=(0.45, 0.45, 0.09), removed=removed, views=(lattice.diamond(4),) * 2)
    assert (crowded["occupant"] == 0).sum(axis=1).max() < 4
    compare(crowded)


def run_bytes(run):
    return run.series.tobytes() + run.state.tobytes() + run.group.tobytes()


def test_one_thread_gives_the_same_bytes_as_two():
    results = []
    for threads in (1, 2):
        numba.set_num_threads(threads)
        results.append(run_bytes(lattice.run_lattice(**town(range(5), **BLOODY))))
    assert results[0] == results[1]


def test_a_replicate_in_a_batch_gives_the_same_bytes_as_alone():
    batch = lattice.run_lattice(**town(range(4), **BLOODY))
    for k in range(4):
        alone = lattice.run_lattice(**town([k], **BLOODY))
        for one, many in zip(alone, batch, strict=True):
            assert one[0].tobytes() == many[k].tobytes()
    assert len({batch.state[k].tobytes() for k in range(4)}) == 4


def test_both_models_keep_their_byte_hash():
    digest = hashlib.sha256()
    for options in ({}, BLOODY):
        run = lattice.run_lattice(**town(range(3), side=20, ticks=40, **options))
        digest.update(run.series.astype("<i4").tobytes() + run.state.tobytes())
    assert digest.hexdigest() == "e5deedfe87c605f094f4fa4c7b97ee653ea13b67881d9d6aa72b2889aa453e6e"


def test_nobody_is_lost_and_officers_leave_only_when_withdrawn():
    removed = np.zeros((2, 30), np.int32)
    removed[:, 5], removed[:, 9] = 3, 100
    arguments = town(ticks=30, removed=removed)
    series = lattice.run_lattice(**arguments).series
    people = np.isin(arguments["occupant"], [1]).sum(axis=1)
    officers = (arguments["occupant"] == lattice.OFFICER).sum(axis=1)
    inside = series[:, :, [lattice.QUIET, lattice.ACTIVE, lattice.JAILED]].sum(axis=2)
    assert (inside == people[:, None]).all()
    left = series[:, :, lattice.OFFICER]
    assert (left[:, :5] == officers[:, None]).all()
    assert (left[:, 5:9] == officers[:, None] - 3).all()
    assert (left[:, 9:] == 0).all()


def test_jail_lasts_its_sentence():
    # One officer, one person always active, in a town so small that they always meet.
    arguments = town([0], side=5, ticks=2000, views=(lattice.diamond(1), lattice.disc(2.9)))
    occupant = np.zeros((1, 25), np.uint8)
    occupant[0, [0, 12]] = lattice.ACTIVE, lattice.OFFICER
    arguments |= {
        "occupant": occupant, "hardship": np.ones((1, 25), np.float32), "longest_sentence": 6,
        "risk": np.zeros((1, 25), np.float32), "moving": "never",
    }  # fmt: skip
    series = lattice.run_lattice(**arguments).series[0]
    times = np.diff(np.flatnonzero(series[:, lattice.ARRESTED]))
    # A sentence of s turns is served in s ticks; then he is active at his next turn and caught at
    # the officer's: 1.25 ticks more on average over the orders of their turns.
    assert times.min() <= 1
    assert times.max() <= 8
    assert times.mean() == pytest.approx(4.25, abs=0.35)


def test_moves_are_uniform_over_the_free_cells_in_view():
    replicates = 4000
    occupant = np.zeros((replicates, 49), np.uint8)
    occupant[:, 24] = lattice.QUIET
    occupant[:, [17, 23]] = lattice.OFFICER
    nowhere = lattice.diamond(0)
    arguments = town(range(replicates), side=7, ticks=1, views=(lattice.diamond(2), nowhere))
    arguments |= {"occupant": occupant, "hardship": np.zeros((replicates, 49), np.float32)}
    run = lattice.run_lattice(**arguments)
    went = (run.state == lattice.QUIET).reshape(replicates, 49).sum(axis=0)
    reachable = np.flatnonzero(went)
    assert len(reachable) == 12 - 2
    expected = replicates / 10
    assert np.abs(went[reachable] - expected).max() < 4.5 * np.sqrt(expected * 0.9)


def test_views_have_the_cells_of_their_names():
    assert len(lattice.diamond(7).offset) == 2 * 7 * 8
    assert len(lattice.disc(1.7).offset) == 8
    assert len(lattice.disc(7).offset) == 148
    assert len(lattice.diamond(0).offset) == 0


def test_scatter_fills_cells_at_the_shares_asked_for():
    kind = lattice.scatter(words.replicate_bases(1, range(20)), 60, [0.7, 0.04])
    for j, share in ((0, 0.7), (1, 0.04), (-1, 0.26)):
        spread = np.sqrt(share * (1 - share) / kind.size)
        assert (kind == j).mean() == pytest.approx(share, abs=4 * spread)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"views": (lattice.diamond(6), lattice.diamond(1))}, "does not fit"),
        ({"fear": np.zeros((3, 3), np.float32)}, "fear must be at least"),
        ({"risk": np.zeros((2, 121))}, "risk must be a contiguous float32"),
        ({"clone": 0.1}, "must age"),
        ({"moving": "sideways"}, "moving must be one of"),
        ({"longest_sentence": -1}, "must be 0 or more"),
        ({"occupant": np.full((2, 121), 9, np.uint8)}, "occupants must be"),
        ({"occupant": np.zeros((2, 120), np.uint8)}, "must be a contiguous"),
    ],
)
def test_what_cannot_be_run_is_refused_by_name(change, message):
    arguments = town()
    if "views" in change:
        arguments = town(**change)
    with pytest.raises(ValueError, match=message):
        lattice.run_lattice(**arguments | ({} if "views" in change else change))
