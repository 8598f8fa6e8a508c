"""Information: claims need an occasion, words spread as rumors, and audiences believe by Bayes."""

import numpy as np
import pytest
from stage import Stage
from talk import NAMES, talking_country

from upheaval.closed_forms.rumor import final_ignorant_share
from upheaval.closed_forms.source_credibility import update_on_report
from upheaval.mechanisms import information, occasions
from upheaval.scenario import Scenario
from upheaval.world.setting import Setting
from upheaval.world.world import World

PLOT, CONFESSION, BODIES, SOLDIERS, RULE = range(len(NAMES))
COAST, HILLS, OTHERS, COURT, ALLIES = range(5)
STATE, PRESS = information.STATE, information.PRESS

AT_ONCE = {
    f"information.{name}": value
    for name, value in {
        "state_rate": 50.0,
        "press_rate": 50.0,
        "people_rate": 50.0,
        "accurate": 1.0,
        "inaccurate": 0.5,
        "broadcast": 1.0,
        "contact_rate": 0.0,
        "retraction_rate": 0.0,
        "check_rate": 0.0,
        "coercion_seen": 1.0,
    }.items()
}


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return talking_country(tmp_path_factory.mktemp("scenarios") / "talking")


def happen(world: World) -> None:
    """Let everything happen that a claim of the country could be about."""
    state = world.state
    state.treaty_request_time[:] = 0.0
    state.arrested[:] = 1e6
    state.killed[:] = 10.0
    state.troops[:] = 100.0
    state.shoot_order[:] = 1.0
    state.crowd[:] = 1e6


def after(scenario: Scenario, ticks: int = 2, **values: object) -> Stage:
    changed = AT_ONCE | {f"information.{name}": value for name, value in values.items()}
    stage = Stage(scenario, changed, replicates=2)
    happen(stage.world)
    stage.step("information", ticks=ticks)
    return stage


def test_nothing_is_claimed_without_an_occasion_of_its_kind(talking: Scenario) -> None:
    stage = Stage(talking, AT_ONCE, replicates=2)
    stage.step("information", ticks=8)
    assert np.isinf(stage.state.claim_asserted_time).all()
    stage.state.treaty_request_time[0] = 0.0
    stage.step("information", ticks=8)
    said = np.isfinite(stage.state.claim_asserted_time)
    assert said[0].tolist() == [name == "plot" for name in NAMES]
    assert not said[1].any()


def test_an_occasion_once_given_stays(talking: Scenario) -> None:
    stage = Stage(talking, AT_ONCE | {"information.people_rate": 0.0})
    stage.state.crowd[:] = 1e6
    stage.step("information")
    stage.state.crowd[:] = 0.0
    stage.parameters["information"]._values["people_rate"][:] = 50.0
    stage.step("information", ticks=4)
    assert np.isfinite(stage.state.claim_asserted_time[0, RULE])


def test_no_date_of_the_table_enters(talking: Scenario) -> None:
    moved = talking.with_changes(set={"claims.plot.asserted": "2022-01-20"})
    times = [after(each).state.claim_asserted_time for each in (talking, moved)]
    np.testing.assert_array_equal(*times)


def test_every_kind_of_claim_has_an_occasion(kazakhstan: Scenario) -> None:
    choices = kazakhstan.tables["claims"].kind.column("kind").choices
    assert set(choices) == set(occasions.USUAL)
    assert set(occasions.USUAL.values()) <= set(occasions.OCCASIONS)


def test_who_hears_believes_by_the_two_type_form(talking: Scenario) -> None:
    stage = after(talking)
    report = update_on_report(0.2, 0.3, True, 1.0, 0.5)
    assert stage.state.opinion[0, COAST, PLOT] == pytest.approx(float(report.belief))
    # Half of the coast is in reach of state media; the rest keep what they thought.
    assert stage.state.belief[0, COAST, PLOT] == pytest.approx(0.5 * (0.2 + float(report.belief)))
    # Whoever trusts the state more believes more.
    assert stage.state.opinion[0, HILLS, PLOT] > stage.state.opinion[0, COAST, PLOT]


def test_a_coerced_confession_moves_no_belief_and_costs_no_credit(talking: Scenario) -> None:
    only = after(talking)
    state = only.state
    assert np.isfinite(state.claim_asserted_time[:, CONFESSION]).all()
    np.testing.assert_allclose(state.belief[:, :, CONFESSION], 0.1, rtol=1e-12)
    np.testing.assert_array_equal(state.judged[:, :, CONFESSION], 0.0)


def test_a_confession_whose_coercion_is_unseen_moves_belief(talking: Scenario) -> None:
    state = after(talking, coercion_seen=0.0).state
    assert (state.opinion[:, :, CONFESSION] > 0.5).all()


def test_an_unlikely_word_costs_its_source_credit(talking: Scenario) -> None:
    state = after(talking).state
    assert (state.credibility[:, COAST, STATE] < 0.3).all()
    assert (state.credibility[:, HILLS, STATE] < 0.6).all()


def test_a_retraction_lowers_credibility_and_partly_undoes_the_word(talking: Scenario) -> None:
    stage = after(talking, retraction_noticed=1.0, undone=0.5, accurate=0.9)
    state = stage.state
    state.claim_truth[:] = 0.0
    before = state.opinion[:, :, PLOT].copy()
    trust = state.credibility[:, :, STATE].copy()
    stage.parameters["information"]._values["retraction_rate"][:] = 10.0
    stage.step("information", ticks=20)
    assert np.isfinite(state.claim_retracted_time[:, PLOT]).all()
    assert (state.credibility[:, :, STATE] < trust).all()
    opinion = state.opinion[:, :, PLOT]
    assert ((opinion < before) & (opinion > 0.2)).all()

    def log_odds(p: np.ndarray) -> np.ndarray:
        return np.log(p / (1 - p))

    np.testing.assert_allclose(
        log_odds(opinion) - log_odds(np.array(0.2)),
        0.5 * (log_odds(before) - log_odds(np.array(0.2))),
    )


def test_what_is_true_is_not_taken_back_and_only_the_state_takes_back(talking: Scenario) -> None:
    stage = after(talking, retraction_rate=10.0, ticks=1)
    stage.state.claim_truth[:] = np.array([[1.0], [0.0]])
    stage.step("information", ticks=40)
    gone = np.isfinite(stage.state.claim_retracted_time)
    assert not gone[0].any()
    assert gone[1].tolist() == [True, True, True, False, False]


def test_hidden_truth_moves_no_belief_by_itself(talking: Scenario) -> None:
    beliefs = []
    for truth in (0.0, 1.0):
        stage = Stage(talking, AT_ONCE)
        happen(stage.world)
        stage.state.claim_truth[:] = truth
        stage.step("information", ticks=10)
        beliefs.append(stage.state.belief.copy())
    np.testing.assert_array_equal(*beliefs)


def test_independent_reports_find_the_truth_out(talking: Scenario) -> None:
    values = {"check_rate": 10.0, "check_accuracy": 1.0, "accurate": 0.95}
    changed = AT_ONCE | {f"information.{name}": value for name, value in values.items()}
    stage = Stage(talking, changed, replicates=2)
    happen(stage.world)
    stage.state.claim_truth[:] = np.array([[1.0], [0.0]])
    stage.step("information", ticks=20)
    assert (stage.state.verdict[0] == 1).all()
    assert (stage.state.verdict[1] == -1).all()
    assert (stage.state.opinion[0, COAST] > stage.state.opinion[1, COAST]).all()
    # A state refuted before all is believed less.
    trust = stage.state.credibility[:, COAST, STATE]
    assert trust[1] < trust[0]


def test_a_rumor_leaves_the_share_of_daley_and_kendall(talking: Scenario) -> None:
    stage = after(talking, ticks=1, broadcast=0.02, between=0.0)
    first = stage.state.spreading[0, COAST, PLOT]
    assert first == pytest.approx(0.01)
    stage.parameters["information"]._values["contact_rate"][:] = 4.0
    stage.step("information", ticks=80)
    expected = float(final_ignorant_share(1.0 - first, first))
    assert stage.state.ignorant[0, COAST, PLOT] == pytest.approx(expected, abs=0.01)


def test_a_shutdown_cuts_talk_between_audiences_and_raises_it_within(talking: Scenario) -> None:
    def reach(lines: float, urgency: float, between: float) -> float:
        stage = after(talking, ticks=1, broadcast=0.2, urgency=urgency, between=between)
        if between > 0:
            stage.state.spreading[0, HILLS, PLOT] = 0.0
        stage.state.connectivity[:] = lines
        stage.parameters["information"]._values["contact_rate"][:] = 2.0
        before = stage.state.ignorant[0, HILLS, PLOT]
        stage.step("information", ticks=2)
        return float(before - stage.state.ignorant[0, HILLS, PLOT])

    # Nobody spreads it in the hills: all news come from elsewhere.
    assert reach(1.0, 0.0, 0.3) > 0
    assert reach(0.0, 0.0, 0.3) == 0.0
    assert reach(0.0, 1.0, 0.0) > reach(1.0, 1.0, 0.0) > 0


def test_shares_of_audiences_stay_shares(kazakhstan: Scenario) -> None:
    values = {"information.contact_rate": 50.0, "information.between": 1.0}
    stage = Stage(kazakhstan, values | {"information.state_rate": 50.0}, replicates=2)
    happen(stage.world)
    for _ in range(30):
        stage.step("information")
        state = stage.state
        for field in (state.ignorant, state.spreading, state.belief, state.credibility):
            assert ((field >= 0) & (field <= 1)).all()
        assert (state.ignorant + state.spreading <= 1 + 1e-12).all()


def test_audiences_of_citizens_cover_every_region_once(kazakhstan: Scenario) -> None:
    stage = Stage(kazakhstan)
    np.testing.assert_allclose(stage.state.audience_share[0].sum(axis=1), 1.0)


def test_exposed_words_cost_legitimacy_and_null_parameters_cost_nothing(talking: Scenario) -> None:
    lost = []
    for discredit in (0.0, 0.02):
        stage = after(talking, ticks=1, retraction_rate=10.0, discredit=discredit)
        stage.state.claim_truth[:] = 0.0
        stage.step("information", ticks=20)
        before = stage.state.legitimacy.copy()
        stage.step("grievance")
        lost.append((before - stage.state.legitimacy).mean())
    assert lost[1] > lost[0] + 0.001
    null = {"uncertainty": 0.0, "discredit": 0.0, "allies_weight": 0.0, "retraction_rate": 10.0}
    stage = after(talking, ticks=20, **null)
    for field in (stage.state.rumor_push, stage.state.discredit, stage.state.outside_belief_shift):
        np.testing.assert_array_equal(field, 0.0)


def test_allies_who_believe_the_claim_add_to_the_odds_of_an_outside_threat(
    talking: Scenario,
) -> None:
    state = after(talking, allies_weight=1.0).state
    assert (state.outside_belief_shift > 0).all()


def test_a_country_without_claims_hears_nothing(small: Scenario) -> None:
    stage = Stage(small)
    stage.step("information", ticks=3)
    assert not stage.state.informed.any()
    assert Setting(small, 20).sizes["claim"] == 0


def test_who_came_by_themselves_was_not_sent_in_truth_or_in_belief(kazakhstan: Scenario) -> None:
    stage = Stage(kazakhstan, replicates=400, scale=2000)
    names = ("rioters_were_sent", "rioters_came_by_themselves", "gangs_led_attacks")
    sent, came, gangs = (stage.at("claim", name) for name in names)
    truth = stage.state.claim_truth
    assert not (truth[:, came] * np.maximum(truth[:, sent], truth[:, gangs])).any()
    assert truth[:, came].any()
    assert truth[:, sent].any()
    stage.state.opinion[:, :, [sent, came]] = 0.9
    stage.state.ignorant[:] = 0.0
    stage.step("information")
    both = stage.state.belief[:, :, sent] + stage.state.belief[:, :, came]
    assert both.max() <= 1.0 + 1e-12


def test_an_unlikely_word_costs_a_kind_of_source_less_the_more_reports_its_trust_rests_on(
    talking: Scenario,
) -> None:
    lost = []
    for cases in (0.0, 20.0):
        stage = Stage(talking, {"information.state_rate": 50.0, "information.broadcast": 1.0,
                                "information.trust_cases": cases})  # fmt: skip
        before = stage.state.credibility[0, 0, 0]
        stage.state.treaty_request_time[:] = 0.0
        stage.step("information")
        lost.append(before - stage.state.credibility[0, 0, 0])
    assert 0 < lost[1] < lost[0] / 5
