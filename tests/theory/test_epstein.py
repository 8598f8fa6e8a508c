"""Epstein's models on the lattice."""

from dataclasses import replace

import numpy as np
import pytest

from upheaval.closed_forms import civil_violence
from upheaval.kernels import decision, lattice, words
from upheaval.theory import epstein, epstein_groups
from upheaval.theory import epstein_town as town

SMALL = town.Setting(side=20, ticks=60)


def test_every_row_of_epstein_passes(rows_by_model):
    assert [row.quantity for row in rows_by_model["epstein"] if not row.ok] == []
    assert len(rows_by_model["epstein"]) >= 25


def test_a_run_is_the_same_alone_and_among_others():
    many, one = town.run(SMALL, 3, 4), town.run(SMALL, 3, 1)
    assert many.series[0].tobytes() == one.series[0].tobytes()
    assert town.run(SMALL, 4, 1).series.tobytes() != one.series.tobytes()


def test_exact_placement_gives_exact_shares_and_independent_placement_about_them():
    bases = words.replicate_bases(1, range(20))
    exact = town.place(bases, SMALL)
    assert ((exact == 0).sum(axis=1) == 280).all()
    assert ((exact == 1).sum(axis=1) == 16).all()
    loose = town.place(bases, replace(SMALL, placement="independent"))
    assert (loose == 0).mean() == pytest.approx(0.7, abs=0.025)
    assert len(set((loose == 0).sum(axis=1))) > 5


def test_constant_legitimacy_may_be_given_as_a_series():
    series = town.run(SMALL, 1, 2, legitimacy=np.full(60, 0.82))
    assert series.series.tobytes() == town.run(SMALL, 1, 2).series.tobytes()


def test_officers_withdrawn_are_gone():
    result = town.run(SMALL, 1, 2, withdrawn=np.ones(60))
    officers = result.series[:, :, lattice.OFFICER]
    assert (officers[:, :16] == np.arange(15, -1, -1)).all()
    assert (officers[:, 16:] == 0).all()


def test_the_share_active_after_all_officers_left_is_the_analytic_one():
    setting = replace(SMALL, side=60, legitimacy=0.7, longest_sentence=0, ticks=5)
    withdrawn = np.array([0, 0, 10_000, 0, 0])
    active = town.active(town.run(setting, 1, 4, withdrawn=withdrawn))[:, -1].sum()
    people = 4 * round(0.7 * 3600)
    share = float(civil_violence.active_share_without_cops(0.7, 0.1))
    assert active / people == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / people))


def test_outbursts_and_waits_are_read_off_the_series():
    counts = np.array([[0, 60, 70, 0, 51, 50, 51], [99, 99, 0, 0, 0, 0, 52]], np.int32)
    assert [starts.tolist() for starts in town.outbursts(counts)] == [[1, 4, 6], [6]]
    assert town.gaps(counts).tolist() == [3, 2]


def test_officers_left_at_the_revolt_are_counted_from_the_tick_it_begins():
    active = np.zeros((2, 118), np.int32)
    active[0, 40:] = 101
    assert epstein.officers_left_at_revolt(active).tolist() == [118 - 41, 0]


def test_nobody_is_killed_where_nobody_is_active():
    trusting = epstein_groups.TwoGroups(side=20, legitimacy=0.9, ticks=50)
    result = epstein_groups.run(trusting, 1, 2)
    assert result.series[:, :, [lattice.ACTIVE, lattice.KILLED]].sum() == 0
    assert (epstein_groups.extinction_ticks(result) == 50).all()


def test_hatred_wipes_one_group_out_and_the_tick_is_found():
    result = epstein_groups.run(epstein_groups.TwoGroups(side=20, legitimacy=0.5, ticks=300), 1, 4)
    ticks = epstein_groups.extinction_ticks(result)
    assert (ticks < 300).all()
    smaller = epstein_groups.smaller_group(result)
    for k, tick in enumerate(ticks):
        assert smaller[k, tick] == 0
        assert smaller[k, tick - 1] > 0


def test_the_lattice_and_the_citizens_decide_by_one_compiled_rule():
    from upheaval.kernels import citizens_loops, lattice_loops, network

    for kernel in (citizens_loops, lattice_loops, network):
        assert kernel.wants_to_act is decision.wants_to_act


def test_a_wrong_formula_of_arrest_makes_rows_fail(monkeypatch):
    right = town.arrest_probability
    monkeypatch.setattr(town, "arrest_probability", lambda c, a, k, r: right(c, a, k / 2, r))
    assert not all(row.ok for row in epstein._shares())
