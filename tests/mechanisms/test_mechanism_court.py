"""Court: blame, moves, the ruling coalition, and who loses office and liberty."""

import numpy as np
import pytest
from stage import Stage

from upheaval.kernels.coalition import ruling_coalitions
from upheaval.mechanisms.court import DISMISSED, FREE, IN_CUSTODY, NEWCOMER
from upheaval.scenario import Scenario

QUIET = {
    "court.move_rate": 0.0,
    "court.failure_rate": 0.0,
    "court.governor_rate": 0.0,
    "court.weight_noise": 0.0,
}
ALWAYS_MOVE = QUIET | {"court.move_rate": 50.0, "court.habit": 0.0, "court.agenda": 1.0}
COURT = 5  # the exiles of the small country stand last and outside


def purge(stage: Stage, *factions: str) -> None:
    for faction in factions:
        stage.state.purged[:, stage.at("faction", faction)] = 1.0


def in_danger(stage: Stage) -> None:
    """Let everybody think that a move of the elites is due."""
    stage.state.strength[:] = -20.0


def test_without_moves_nobody_loses_his_office_or_his_liberty(small: Scenario) -> None:
    stage = Stage(small, QUIET, replicates=50)
    in_danger(stage)
    stage.state.crowd[:] = 1e4
    before = stage.state.office_holder.copy()
    stage.step("court", ticks=60)
    np.testing.assert_array_equal(stage.state.office_holder, before)
    assert (stage.state.figure_status == FREE).all()
    assert stage.state.in_coalition[:, :COURT].all()
    assert np.isinf(stage.state.move_time).all()
    assert np.isinf(stage.state.office_lost_time).all()


def test_a_purged_faction_loses_its_highest_offices_first(small: Scenario) -> None:
    values = QUIET | {"court.purge_rate": 2.0, "court.rank_slope": 1.5, "court.property": 0.01}
    stage = Stage(small, values, replicates=300)
    purge(stage, "clan", "service")
    stage.step("court", ticks=120)
    lost = stage.state.office_lost_time
    chair, spymaster, nephew = (
        np.median(lost[:, stage.at("figure", name)]) for name in ("leader", "spymaster", "nephew")
    )
    assert chair < spymaster < nephew
    others = [stage.at("figure", name) for name in ("president", "general", "premier", "prefect")]
    assert np.isinf(lost[:, others]).all()


def test_owners_keep_what_nobody_appoints_to_for_longer(small: Scenario) -> None:
    values = QUIET | {"court.purge_rate": 20.0, "court.rank_slope": 0.0}
    stage = Stage(small, values | {"court.property": 0.0}, replicates=50)
    purge(stage, "clan")
    stage.step("court", ticks=60)
    assert (stage.state.office_holder[:, stage.at("office", "deputy_of_service")] < 0).all()
    company = stage.state.office_holder[:, stage.at("office", "clan_company")]
    assert (company == stage.at("figure", "nephew")).all()


def test_the_president_follows_as_chair_of_the_council_and_newcomers_elsewhere(
    small: Scenario,
) -> None:
    stage = Stage(small, QUIET | {"court.purge_rate": 100.0, "court.rank_slope": 0.0}, replicates=9)
    purge(stage, "clan", "service")
    stage.step("court", ticks=8)
    holder = stage.state.office_holder
    assert (holder[:, stage.at("office", "council_chair")] == stage.at("figure", "president")).all()
    assert (holder[:, stage.at("office", "service_chair")] == NEWCOMER).all()
    assert (stage.state.figure_status[:, stage.at("figure", "leader")] >= DISMISSED).all()


def test_a_president_who_falls_with_the_chair_inherits_nothing(small: Scenario) -> None:
    stage = Stage(small, QUIET | {"court.purge_rate": 100.0, "court.rank_slope": 0.0}, replicates=9)
    purge(stage, "clan", "palace")
    stage.step("court", ticks=1)
    both = stage.state.office_holder[:, [stage.at("office", "presidency"),
                                         stage.at("office", "council_chair")]]  # fmt: skip
    np.testing.assert_array_equal(both, NEWCOMER)


def test_the_patron_is_spared_custody_and_those_who_commanded_arms_go_first(
    small: Scenario,
) -> None:
    values = QUIET | {
        "court.purge_rate": 50.0,
        "court.rank_slope": 0.0,
        "court.custody_rate": 0.5,
        "court.civilian_custody": 0.1,
        "court.patron_custody": 0.0,
    }
    stage = Stage(small, values, replicates=200)
    purge(stage, "clan", "service")
    stage.step("court", ticks=12)
    status = stage.state.figure_status
    assert (status[:, stage.at("figure", "leader")] == DISMISSED).all()
    spymaster = status[:, stage.at("figure", "spymaster")] == IN_CUSTODY
    assert spymaster.mean() > 0.6
    times = stage.state.custody_time[:, stage.at("figure", "spymaster")]
    np.testing.assert_array_equal(np.isfinite(times), spymaster)
    # Nobody is arrested who has not fallen first.
    assert (stage.state.custody_time >= stage.state.office_lost_time).all()


def expected_coalitions(stage: Stage) -> np.ndarray:
    weights = np.ascontiguousarray(stage.state.faction_weight[:, :COURT])
    present = np.full(len(weights), (1 << COURT) - 1)
    quota = np.ascontiguousarray(stage.parameters["court"].quota)
    masks = ruling_coalitions(weights, present, quota)
    return ((masks[:, None] >> np.arange(COURT)) & 1).astype(bool)


def draw_weights(stage: Stage) -> None:
    rng = np.random.default_rng(5)
    stage.state.faction_base[:] = rng.uniform(0.5, 6.0, stage.state.faction_base.shape)


def test_nobody_opens_a_game_that_leaves_him_outside(small: Scenario) -> None:
    stage = Stage(small, ALWAYS_MOVE, replicates=300)
    draw_weights(stage)
    in_danger(stage)
    stage.step("court")
    expected = expected_coalitions(stage)
    palace = stage.at("faction", "palace")
    moved = ~stage.state.in_coalition[:, :COURT].all(axis=1)
    stays_in = expected[:, palace]
    assert 30 < stays_in.sum() < 270
    assert not moved[~stays_in].any()
    assert not stage.state.purged[~stays_in].any()
    # A move a tick is all but certain at 50 a day.
    opened = moved & stays_in
    assert opened.sum() > 0.99 * (stays_in & ~expected.all(axis=1)).sum()
    np.testing.assert_array_equal(stage.state.in_coalition[opened, :COURT], expected[opened])


def test_another_proposer_can_leave_the_incumbent_outside(small: Scenario) -> None:
    stage = Stage(small, ALWAYS_MOVE | {"court.agenda": 0.0}, replicates=300)
    draw_weights(stage)
    in_danger(stage)
    stage.step("court")
    purged = stage.state.purged > 0
    assert purged[:, stage.at("faction", "palace")].any()
    assert not (purged & stage.state.in_coalition).any()


def test_only_the_camps_of_the_duel_are_purged_and_only_once_it_is_decided(
    small: Scenario,
) -> None:
    stage = Stage(small, ALWAYS_MOVE | {"court.agenda": 0.5}, replicates=300)
    draw_weights(stage)
    in_danger(stage)
    stage.step("court")
    state = stage.state
    palace, clan = stage.at("faction", "palace"), stage.at("faction", "clan")
    neutral = [stage.at("faction", name) for name in ("uniforms", "technocrats", "exiles")]
    assert not state.purged[:, neutral].any()
    both = state.in_coalition[:, palace] & state.in_coalition[:, clan]
    assert both.any()
    assert not state.purged[both].any()
    decided = state.purged.any(axis=1)
    assert decided.any()
    np.testing.assert_array_equal(np.isfinite(state.move_time), decided)


def test_rivalry_grows_as_the_regime_weakens_and_is_nothing_beside_the_everyday(
    small: Scenario,
) -> None:
    strengths = np.array([5.0, 1.0, 0.5, 0.0, -2.0])
    stage = Stage(small, QUIET | {"court.habit": 0.1}, replicates=len(strengths))
    stage.state.strength[:] = strengths
    stage.step("court")
    assert stage.state.rivalry[0] == 0.0
    assert (np.diff(stage.state.rivalry) >= 0).all()
    assert stage.state.rivalry[-1] > 0.9


def test_blame_falls_on_those_whom_the_squares_blame_and_sticks(small: Scenario) -> None:
    stage = Stage(small, QUIET | {"court.blame": 2.0, "court.heard_crowd": 100.0})
    stage.step("court")
    before = stage.state.faction_weight.copy()
    stage.state.crowd[:, 2, 0] = 1e6
    stage.state.demand_share[:, 1, 2] = 1.0
    stage.step("court")
    lost = np.log(before / stage.state.faction_weight)[0]
    clan, palace, uniforms = (stage.at("faction", name) for name in ("clan", "palace", "uniforms"))
    assert stage.state.blame[0, clan] == pytest.approx(2.0 * 0.7, rel=1e-3)
    assert lost[clan] > lost[palace] > 0
    assert lost[uniforms] == pytest.approx(0.0, abs=1e-9)
    stage.state.crowd[:] = 0.0
    blame = stage.state.blame.copy()
    stage.step("court")
    np.testing.assert_array_equal(stage.state.blame, blame)


def test_organs_add_their_weight_to_the_camp_that_they_follow(small: Scenario) -> None:
    stage = Stage(small, QUIET, replicates=2)
    stage.state.organ_loyalty[:] = [[0.0] * 3, [1.0] * 3]
    stage.step("court")
    weight = stage.state.faction_weight - stage.state.faction_base
    palace, service = stage.at("faction", "palace"), stage.at("faction", "service")
    np.testing.assert_allclose(weight[:, service], [1.0, 0.0])
    np.testing.assert_allclose(weight[:, palace], [0.3, 1.8])


def test_a_dismissed_government_goes_with_its_head(small: Scenario) -> None:
    values = QUIET | {"court.government_rate": 50.0, "court.minister_rate": 50.0}
    stage = Stage(small, values | {"court.minister_share": 0.5}, replicates=200)
    stage.state.government_dismissed_time[100:] = 0.0
    stage.step("court", ticks=8)
    holder = stage.state.office_holder
    head, minister = stage.at("office", "prime_minister"), stage.at("office", "minister_of_energy")
    assert (holder[:100, [head, minister]] >= 0).all()
    assert (holder[100:, head] == NEWCOMER).all()
    assert (holder[100:, minister] == NEWCOMER).mean() == pytest.approx(0.5, abs=0.15)
    assert (holder[:, stage.at("office", "presidency")] >= 0).all()


def test_governors_answer_for_an_emergency_and_commanders_for_what_was_lost(
    small: Scenario,
) -> None:
    values = QUIET | {"court.governor_rate": 5.0, "court.failure_rate": 5.0}
    stage = Stage(small, values, replicates=3)
    stage.state.emergency[1, 0] = 1.0
    stage.state.seized[2, 0] = 1e4
    stage.step("court", ticks=40)
    holder = stage.state.office_holder
    governor, chief = stage.at("office", "prefecture"), stage.at("office", "police_chief")
    np.testing.assert_array_equal(holder[:, governor] == NEWCOMER, [False, True, False])
    np.testing.assert_array_equal(holder[:, chief] == NEWCOMER, [False, False, True])


def test_foreign_backing_weighs_for_the_incumbent_alone(small: Scenario) -> None:
    stage = Stage(small, QUIET | {"court.foreign_weight": 3.0}, replicates=2)
    stage.state.foreign_backing[1] = 0.5
    stage.step("court")
    gained = stage.state.faction_weight[1] - stage.state.faction_weight[0]
    palace = stage.at("faction", "palace")
    assert gained[palace] == pytest.approx(1.5)
    assert np.delete(gained, palace) == pytest.approx(0.0)
    np.testing.assert_allclose(stage.state.backing_weight, [0.0, 1.5])


def test_offices_take_their_weight_along_and_custody_takes_it_away(small: Scenario) -> None:
    values = QUIET | {"court.office_share": 0.5}
    untouched, purged = (Stage(small, values, replicates=3) for _ in range(2))
    clan = untouched.at("faction", "clan")
    untouched.step("court")
    council = purged.at("office", "council_chair")
    purged.state.office_holder[1:, council] = purged.at("figure", "president")
    purged.state.figure_status[2, purged.at("figure", "president")] = IN_CUSTODY
    purged.step("court")
    before, after = untouched.state.faction_weight, purged.state.faction_weight
    np.testing.assert_array_equal(before[0], after[0])
    palace = purged.at("faction", "palace")
    assert after[1, clan] < before[1, clan]
    # What the one loses the other gains, until he is in custody.
    moved = after[1] - before[1]
    assert moved[palace] == pytest.approx(-moved[clan])
    assert after[2, palace] < before[2, palace]
    assert after[2, clan] >= before[2, clan] - 0.5 * purged.state.faction_base[2, clan]


def test_without_a_share_on_offices_their_loss_changes_no_weight(small: Scenario) -> None:
    values = QUIET | {"court.office_share": 0.0}
    untouched, purged = (Stage(small, values) for _ in range(2))
    purged.state.office_holder[:] = NEWCOMER
    for stage in (untouched, purged):
        stage.step("court")
    np.testing.assert_array_equal(untouched.state.faction_weight, purged.state.faction_weight)
