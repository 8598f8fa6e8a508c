"""Structures: off they touch nothing, on they move what their papers say, in that direction."""

import numpy as np
import pytest
from stage import Stage
from test_every_mechanism import assert_alike, reached

from upheaval.errors import UpheavalError
from upheaval.mechanisms import army, exit, loop, triggers
from upheaval.mechanisms.movement import FREE, JAILED
from upheaval.mechanisms.outcome import FALLS, REPLACED
from upheaval.runs.batch import prepare, run_batch
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario

NAMES = tuple(loop.known())
STRUCTURES = tuple(name for name in NAMES if loop.known()[name].structure)
POLITICAL, LABOR = 2, 1
CALM = {"triggers.level_gain": 0.5}


def run(scenario: Scenario, without: tuple[str, ...] = (), ticks: int = 24) -> Stage:
    stage = Stage(scenario, CALM, replicates=6, scale=200)
    stage.step(*(name for name in NAMES if name not in without), ticks=ticks)
    return stage


@pytest.fixture(scope="module")
def whole(other: Scenario) -> Stage:
    return run(other)


# ---------------------------------------------------------------------- off
@pytest.mark.parametrize("name", STRUCTURES)
def test_off_it_leaves_what_it_cannot_reach_as_it_was_to_the_byte(
    other: Scenario, whole: Stage, name: str
) -> None:
    assert_alike(whole, run(other, (name,)), reached(name))


@pytest.mark.parametrize("name", STRUCTURES)
def test_off_it_leaves_what_stepped_before_it_as_it_was_to_the_byte(
    other: Scenario, name: str
) -> None:
    apart = reached(name, NAMES[NAMES.index(name) + 1 :])
    assert_alike(run(other, ticks=1), run(other, (name,), ticks=1), apart)


def test_a_country_without_rows_gives_the_same_bytes_with_structures_on_and_off(
    small: Scenario,
) -> None:
    # The ruler's own ways out and what follows an exit need no table: they stay off in both.
    always = {"exit", "aftermath", "transition", "appeasement", "pressure"}
    stages = [
        Stage(small, {"mobilization.threshold": 3.5}, replicates=4),
        Stage(small, {"mobilization.threshold": 3.5}, replicates=4),
    ]
    stages[0].step(*(name for name in NAMES if name not in always), ticks=20)
    stages[1].step(*(name for name in NAMES if name not in STRUCTURES), ticks=20)
    assert stages[0].state.crowd.any()
    assert_alike(stages[0], stages[1], set())


def test_a_run_records_a_structure_only_where_the_scenario_lists_it(
    kazakhstan: Scenario, other: Scenario
) -> None:
    def recorded(scenario: Scenario) -> set[str]:
        return {field.name for field in prepare(RunPlan(scenario, scale=1000)).recorded}

    owned = {
        field.name
        for name in STRUCTURES
        for field in loop.known()[name].fields
        if field.recorded != "no"
    }
    assert not owned & recorded(kazakhstan)
    assert owned <= recorded(other)
    assert owned <= recorded(other.with_changes(without=["army", "exit"]))


def test_people_and_shares_stay_whole(whole: Stage) -> None:
    state, setting = whole.state, whole.setting
    out = state.crowd.sum(axis=2)
    assert out.any()
    assert (out + state.killed <= setting.city_people + 1e-6).all()
    for name in ("organizers", "momentum", "pressure", "strike_cost", "obedience", "legitimacy"):
        assert (state[name] >= 0).all(), name
        assert (state[name] <= 1 + 1e-12).all(), name
    voiced = state.demand_share.sum(axis=2)
    assert (np.isclose(voiced, 1.0) | (voiced == 0)).all()


# ---------------------------------------------------------------------- triggers
def test_a_trigger_is_felt_after_its_day_and_only_by_whom_it_hits(other: Scenario) -> None:
    stage = Stage(other, {"triggers.announced_share": 0.0, "triggers.decision_rate": 0.0})
    stage.step("triggers", ticks=4)  # 1 March; the result is announced on the 2nd
    assert not stage.state.trigger_felt.any()
    stage.step("triggers", ticks=8)
    assert stage.state.trigger_felt[0, 0] > 0
    assert stage.state.trigger_felt[0, 1] == 0
    pushed = stage.state.demand[0]
    acts = np.ones(len(pushed), dtype=bool)
    np.testing.assert_array_less(0.0, pushed[acts, 4])  # the demand for a new count is its own
    stage.step("triggers", ticks=40)
    taxed = stage.state.demand[0, :, LABOR] > 0
    groups = np.array(stage.setting.labels["group"])[stage.setting.cell_group[taxed]]
    regions = np.array(stage.setting.labels["region"])[stage.setting.cell_region[taxed]]
    assert set(groups) == {"miners", "students"}
    assert set(regions) == {"coast"}


def test_an_announced_law_moves_people_before_it_takes_effect(other: Scenario) -> None:
    told, untold = (
        Stage(other, {"triggers.announced_share": share, "triggers.decision_rate": 0.0})
        for share in (0.4, 0.0)
    )
    for stage in (told, untold):
        stage.step("triggers", ticks=20)  # to 6 March: announced on the 3rd, in force on the 10th
    assert told.state.trigger_felt[0, 1] > 0
    assert untold.state.trigger_felt[0, 1] == 0


def test_an_event_fades_and_a_burden_stays(other: Scenario) -> None:
    stage = Stage(other, {"triggers.decision_rate": 0.0}, tick=1.0)
    stage.step("triggers", ticks=12)
    event, burden = stage.state.trigger_felt[0].copy()
    stage.step("triggers", ticks=17)
    assert stage.state.trigger_felt[0, 0] < 0.7 * event
    assert stage.state.trigger_felt[0, 1] > burden


def test_danger_makes_the_ruler_take_back_what_he_can(other: Scenario) -> None:
    stage = Stage(other, {"triggers.decision_rate": 20.0, "triggers.retraction_cost": 0.3})
    stage.state.fall_belief[:] = 1.0
    stage.step("triggers", ticks=40)
    assert np.isinf(stage.state.retracted_time[0, 0])  # a result stands
    assert stage.state.retracted_time[0, 1] >= 2.0  # not before he announced it
    calm = Stage(other, {"triggers.decision_rate": 20.0, "triggers.retraction_cost": 0.9})
    calm.step("triggers", ticks=40)
    assert np.isinf(calm.state.retracted_time).all()


def test_legitimacy_falls_as_a_trigger_is_felt(other: Scenario) -> None:
    stage = Stage(other, {"triggers.outrage": 0.2})
    before = stage.state.legitimacy.copy()
    stage.step("triggers", ticks=12)
    assert (stage.state.legitimacy < before).all()


def test_a_group_or_demand_that_does_not_exist_is_named_with_its_nearest(other: Scenario) -> None:
    for change, near in (
        ({"triggers.decree.hits": "minors"}, "miners"),
        ({"triggers.decree.demand": "ballot"}, "ballots"),
        ({"triggers.decree.regions": "coats"}, "coast"),
    ):
        stage = Stage(other.with_changes(set=change))
        with pytest.raises(UpheavalError, match=f"triggers.csv.*{near}"):
            stage.step("triggers")


# ---------------------------------------------------------------------- appeasement, aftermath
@pytest.mark.parametrize(("relief", "sign"), [(0.4, -1), (0.0, 0), (-0.2, 1)])
def test_a_dismissal_moves_political_demands_by_its_sign(
    other: Scenario, relief: float, sign: int
) -> None:
    stage = Stage(other, {"appeasement.relief": relief})
    stage.state.demand[:] = 1.0
    stage.state.government_dismissed_time[:] = 0.1
    stage.step("appeasement")
    assert np.sign(stage.state.demand[0, 0, POLITICAL] - 1.0) == sign
    assert stage.state.demand[0, 0, LABOR] == 1.0


def test_crowds_go_home_after_an_exit_less_so_after_one_from_within(other: Scenario) -> None:
    stage = Stage(other, {"aftermath.time": 0.05, "aftermath.continuity": 0.5}, replicates=3)
    stage.state.demand[:] = 1.0
    stage.state.exit_kind[:] = (exit.IN_OFFICE, exit.STREET, exit.ARMY)
    stage.state.exit_time[:] = (np.inf, 0.0, 0.0)
    stage.step("aftermath", ticks=1)
    stays, fell, replaced = stage.state.demand[:, 0, POLITICAL]
    assert stays == 1.0
    assert fell < replaced < 1.0


# ---------------------------------------------------------------------- movement and strike
def test_a_call_adds_organizers_and_a_jailed_leader_takes_from_it(other: Scenario) -> None:
    organizers = {}
    for status in (FREE, JAILED):
        stage = Stage(other, {"movement.rage": 0.0})
        stage.state.calling[:] = 1.0
        stage.state.leader_status[:, 0] = status
        stage.state.momentum[:] = 0.5
        stage.step("movement")
        organizers[status] = stage.state.organizers[0].mean()
    assert 0.0 < organizers[JAILED] < organizers[FREE]


def test_the_leader_is_jailed_only_under_danger_and_comes_free_with_talks(other: Scenario) -> None:
    stage = Stage(other, {"movement.jail_rate": 50.0, "movement.release_rate": 50.0})
    stage.state.calling[:] = 1.0
    stage.step("movement")
    assert stage.state.leader_status[0, 0] == FREE
    stage.state.fall_belief[:] = 1.0
    stage.state.calling[:] = 1.0
    stage.step("movement", ticks=2)
    assert stage.state.leader_status[0, 0] == JAILED
    assert stage.state.leader_jailed_time[0, 0] < 1.0
    assert stage.state.leader_status[0, 1] == 0  # nobody leads the students
    stage.state.talks_time[:] = 0.0
    stage.state.fall_belief[:] = 0.0
    stage.step("movement", ticks=2)
    assert stage.state.leader_status[0, 0] == FREE


def test_a_general_strike_needs_full_squares_pushes_workers_and_costs(other: Scenario) -> None:
    quiet, full = (Stage(other, {"general_strike.call_rate": 10.0}) for _ in range(2))
    full.state.crowd[:, 0, 0] = 50_000.0
    for stage in (quiet, full):
        stage.state.workday[:] = 1.0
        stage.step("general_strike", ticks=8)
    assert not quiet.state.general_strike.any()
    assert full.state.general_strike.all()
    assert full.state.strike_cost[0] > quiet.state.strike_cost[0] == 0.0
    pushed = full.state.demand[0, :, LABOR] > 0
    groups = np.array(full.setting.labels["group"])[full.setting.cell_group[pushed]]
    assert set(groups) == {"miners"}


def test_pressure_lasts_and_a_strike_adds_to_it(other: Scenario) -> None:
    evening, week, strike = (Stage(other) for _ in range(3))
    for stage, days in ((evening, 1), (week, 28), (strike, 28)):
        stage.state.fall_belief[:] = 0.8
        stage.state.strike_cost[:] = 0.5 * (stage is strike)
        stage.step("pressure", ticks=days)
    assert evening.state.pressure < week.state.pressure < strike.state.pressure < 1.0


# ---------------------------------------------------------------------- army
SURE_COUP = {"army.takeover_rate": 10.0, "army.takeover_cost": 0.0, "army.counterweight": 0.0}


def test_an_army_obeys_while_nothing_presses(other: Scenario) -> None:
    stage = Stage(other)
    stage.state.emergency[:] = 1.0
    before = stage.state.obedience_of.copy()
    stage.step("army", ticks=20)
    assert stage.state.army_choice[0] == army.OBEYS
    np.testing.assert_array_equal(stage.state.obedience_of, before)


def test_an_army_under_pressure_refuses_and_its_units_do_not_carry_out_orders(
    other: Scenario,
) -> None:
    values = {"army.choice_rate": 50.0, "army.fragility": 10.0, "army.takeover_rate": 0.0}
    stage = Stage(other, values)
    stage.state.emergency[:] = 1.0
    stage.state.pressure[:] = 1.0
    stage.state.crowd[:, 0, 0] = 100_000.0
    stage.state.obedience_of[:] = 0.5
    stage.state.obedience[:] = 1.0
    stage.step("army")
    assert stage.state.army_choice[0] in (army.REFUSES, army.ASIDE)
    assert np.isfinite(stage.state.refusal_time[0])
    police, soldiers = stage.state.obedience_of[0]
    assert soldiers == pytest.approx(0.5 * (1.0 - stage.state.cohesion[0]))
    assert police == 0.5
    assert 0.0 < stage.state.obedience[0] < 1.0


def test_violence_binds_the_army_and_a_peaceful_crowd_does_not(other: Scenario) -> None:
    refused = {}
    for kind in (0, 2):
        values = {"army.fraternity": 3.0, "army.disorder": 3.0, "army.loyalty": 0.5}
        stage = Stage(other, values | {"army.takeover_rate": 0.0}, replicates=200, scale=500)
        stage.state.emergency[:] = 1.0
        stage.state.crowd[:, 0, kind] = 100_000.0
        stage.step("army", ticks=2)
        refused[kind] = np.isfinite(stage.state.refusal_time).mean()
    assert refused[2] < 0.05 < refused[0]


def test_a_coup_succeeds_with_cohesion_and_a_failed_one_is_punished(other: Scenario) -> None:
    stage = Stage(other, SURE_COUP, replicates=4)
    stage.state.pressure[:] = 1.0
    stage.state.cohesion[:] = (1.0, 1.0, 0.0, 0.0)
    stage.step("army", ticks=4)
    np.testing.assert_array_equal(
        np.isfinite(stage.state.takeover_time), [True, True, False, False]
    )
    command = stage.at("faction", "command")
    np.testing.assert_array_equal(stage.state.purged[:, command], [0, 0, 1, 1])
    stage.step("exit")
    np.testing.assert_array_equal(stage.state.exit_kind[:2], exit.ARMY)
    assert (stage.state.outcome[:2] == REPLACED).all()
    presidency = stage.at("office", "presidency")
    chief = stage.at("figure", "chief")
    np.testing.assert_array_equal(stage.state.office_holder[:2, presidency], chief)


def test_other_organs_make_a_coup_riskier(other: Scenario) -> None:
    chances = []
    for weight in (0.0, 1.0, 3.0):
        stage = Stage(other, {"army.counterweight": weight})
        chances.append(army.success(stage.world, stage.parameters["army"])[0])
    assert chances[0] > chances[1] > chances[2] > 0


def test_a_kingmaker_is_readier_than_an_army_with_the_ruler(other: Scenario) -> None:
    share = {}
    for stance in ("with_ruler", "kingmaker"):
        scenario = other.with_changes(set={"army.command.stance": stance})
        stage = Stage(scenario, replicates=200, scale=500)
        stage.state.pressure[:] = 0.9
        stage.step("army", ticks=40)
        tried = np.isfinite(stage.state.takeover_time) | np.isfinite(stage.state.failed_coup_time)
        share[stance] = tried.mean()
    assert share["with_ruler"] < share["kingmaker"]


# ---------------------------------------------------------------------- ways out
def test_a_body_without_power_never_removes_the_ruler(other: Scenario) -> None:
    for power, drops in ((0.0, False), (1.0, True)):
        values = {"institutions.vote_rate": 10.0, "institutions.loyalty": 0.0}
        stage = Stage(other, values)
        stage.state.pressure[:] = 1.0
        stage.state.drop_power[:] = power
        stage.step("institutions", ticks=8)
        assert np.isfinite(stage.state.dropped_time[0]) == drops
    stage.step("exit")
    assert stage.state.exit_kind[0] == exit.DROPPED
    presidency, speaker = stage.at("office", "presidency"), stage.at("figure", "speaker")
    assert stage.state.office_holder[0, presidency] == speaker


HASTY = {"transition.talk_rate": 10.0, "transition.agreement_rate": 10.0,
         "transition.resign_rate": 10.0, "transition.noise": 0.01}  # fmt: skip


@pytest.mark.parametrize(
    ("pressure", "guarantee", "happens"),
    [(0.0, 0.4, "nothing"), (1.0, 0.4, "leaves"), (1.0, -5.0, "nothing")],
)
def test_talks_need_pressure_and_something_to_offer(
    other: Scenario, pressure: float, guarantee: float, happens: str
) -> None:
    stage = Stage(other, HASTY | {"transition.guarantee": guarantee, "transition.punishment": 1.0})
    stage.state.pressure[:] = pressure
    stage.step("transition", ticks=12)
    assert np.isfinite(stage.state.agreement_time[0]) == (happens == "leaves")
    assert np.isinf(stage.state.resigned_time[0])  # there is somebody to talk to
    if happens == "leaves":
        stage.step("exit")
        assert stage.state.exit_kind[0] == exit.AGREED
        assert stage.state.outcome[0] == REPLACED


def test_a_pact_is_made_where_the_pressure_has_gone_since_talks_opened(other: Scenario) -> None:
    stage = Stage(other, HASTY | {"transition.guarantee": 0.0})
    stage.state.talks_time[:] = 0.0
    stage.state.pressure[:] = 0.1
    stage.step("transition", ticks=12)
    assert np.isfinite(stage.state.pact_time[0])
    stage.step("exit")
    assert stage.state.exit_kind[0] == exit.IN_OFFICE


def test_without_anybody_to_talk_to_a_ruler_resigns_under_pressure(other: Scenario) -> None:
    stage = Stage(other, HASTY | {"transition.honor": 0.0, "transition.punishment": 1.0})
    stage.state.organization_strength[:] = 0.0
    stage.state.pressure[:] = 1.0
    stage.step("transition", "exit", ticks=12)
    assert stage.state.exit_kind[0] == exit.RESIGNED
    assert stage.state.outcome[0] == FALLS
    presidency, premier = stage.at("office", "presidency"), stage.at("figure", "premier")
    assert stage.state.office_holder[0, presidency] == premier


def test_the_presidency_ends_with_the_fall_and_the_opposition_s_leader_may_take_it(
    other: Scenario,
) -> None:
    stage = Stage(other, {"exit.opposition_takes": 1.0}, replicates=2)
    stage.state.organization_strength[:, 0] = (1.0, 0.0)
    stage.state.fall_time[:] = 0.1
    stage.step("exit")
    presidency, organizer = stage.at("office", "presidency"), stage.at("figure", "organizer")
    np.testing.assert_array_equal(stage.state.office_holder[:, presidency], [organizer, -2])
    ruler = stage.at("figure", "ruler")
    assert np.isfinite(stage.state.office_lost_time[:, ruler]).all()
    assert (stage.state.ruler_gone == 1).all()


def test_who_has_left_is_not_brought_down_and_fights_no_duel(other: Scenario) -> None:
    stage = Stage(other, {"outcome.fall_rate": 100.0, "outcome.resolve": -5.0}, replicates=2)
    stage.state.ruler_gone[:] = (0.0, 1.0)
    stage.state.strength[:] = -5.0
    stage.step("court", "outcome", ticks=4)
    assert np.isfinite(stage.state.fall_time[0])
    assert np.isinf(stage.state.fall_time[1])
    assert stage.state.rivalry[1] == 0.0 < stage.state.rivalry[0]


# ---------------------------------------------------------------------- election
def vote(scenario: Scenario, legitimacy: float, honesty: float) -> Stage:
    stage = Stage(scenario, {"election.spread": 0.0, "election.honesty": honesty}, tick=1.0)
    stage.state.legitimacy[:] = legitimacy
    stage.step("election", ticks=24)
    return stage


def test_a_ruler_who_would_lose_steals_what_he_can_or_goes(other: Scenario) -> None:
    wins = vote(other, 0.6, 0.0)
    assert not np.isfinite(wins.state.stolen_time).any()
    assert np.isinf(wins.state.voted_out_time).all()
    steals = vote(other, 0.45, 0.0)
    assert np.isfinite(steals.state.stolen_time).all()
    assert steals.state.stolen_share[0, 0] == pytest.approx(0.05)
    assert vote(other, 0.2, 0.0).state.voted_out_time[0] == 24.0  # more than can be falsified
    assert np.isfinite(vote(other, 0.45, 1.0).state.voted_out_time).all()  # he does not falsify


def test_people_wait_for_a_vote_and_rise_when_it_is_stolen(other: Scenario) -> None:
    stage = Stage(other, {"election.spread": 0.0, "election.honesty": 0.0}, tick=1.0)
    stage.state.legitimacy[:] = 0.45
    pushed = []
    for _ in range(27):
        stage.state.demand[:] = 1.0
        stage.step("election")
        pushed.append(float(stage.state.demand[0, 0, POLITICAL]))
    assert pushed[22] < pushed[0] <= 1.0
    assert pushed[24] > 1.0
    assert pushed[26] < pushed[24]


# ---------------------------------------------------------------------- priors, whole runs
def test_every_parameter_of_a_structure_has_a_prior_in_the_package() -> None:
    from other_country import structure_priors

    declared = loop.declared_parameters(loop.known()[name] for name in STRUCTURES)
    rows = {row["parameter"]: row for row in structure_priors()}
    assert set(rows) == set(declared)
    for name, row in rows.items():
        low, high = float(row["low"]), float(row["high"])
        assert declared[name].minimum <= low < high <= declared[name].maximum, name
        assert row["unit"] == declared[name].unit, name
        assert row["source"].startswith("assumption"), name


def test_the_other_country_runs_the_same_in_batches_and_alone(other: Scenario) -> None:
    plan = RunPlan(other, replicates=3, scale=1000)
    together = run_batch(plan, range(3))
    alone = run_batch(plan, [2])
    for name, values in {**together.final, **together.series}.items():
        found = {**alone.final, **alone.series}[name]
        np.testing.assert_array_equal(values[2], found[0], name)


def test_days_of_triggers_are_read_from_their_dates(other: Scenario) -> None:
    announced, effective = triggers.days_of(Stage(other).setting)
    assert announced.tolist() == [1.0, 2.0]
    assert effective.tolist() == [1.0, 9.0]
