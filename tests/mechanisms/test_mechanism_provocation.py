"""Came or sent: people who are sent act through the same visible state as those who came."""

import numpy as np
import pytest
from stage import Stage

from upheaval.mechanisms import loop
from upheaval.mechanisms.provocateurs import soft_targets
from upheaval.runs.simulate import simulate
from upheaval.scenario import Scenario

SENT = {
    "provocateurs.people": 600.0,
    "provocateurs.followers": 2.0,
    "provocateurs.gain": 20.0,
    "provocateurs.decision_rate": 50.0,
    "provocateurs.cover": 100.0,
}
ENTER = {
    "foreign_terrorists.cadres": 200.0,
    "foreign_terrorists.followers": 2.0,
    "foreign_terrorists.arms_each": 1.0,
    "foreign_terrorists.stake": 20.0,
    "foreign_terrorists.decision_rate": 50.0,
    "foreign_terrorists.cover": 100.0,
}
NULLS = {"provocateurs.people": 0, "foreign_terrorists.cadres": 0}
RIOTING = 2


def crisis(scenario: Scenario, values: dict[str, float], replicates: int = 1) -> Stage:
    stage = Stage(scenario, values, replicates=replicates)
    stage.state.crowd[:, :, 0] = 1000.0
    stage.state.rivalry[:] = 1.0
    stage.state.blame[:] = 1.0
    stage.state.fall_belief[:] = 1.0
    return stage


def test_nobody_is_sent_without_rivalry_threat_or_cover(small: Scenario) -> None:
    for field in ("rivalry", "blame", "crowd"):
        stage = crisis(small, SENT | {"provocateurs.cost": 5.0, "provocateurs.noise": 0.01})
        stage.state[field][:] = 0.0
        stage.step("provocateurs", ticks=10)
        assert not stage.state.sent_truth.any(), field


def test_who_leans_to_the_incumbent_does_not_send(small: Scenario) -> None:
    stage = crisis(small, SENT | {"provocateurs.cost": 2.0, "provocateurs.noise": 0.01})
    stage.step("provocateurs", ticks=20)
    has_sent = stage.state.has_sent[0]
    assert has_sent[stage.at("faction", "clan")] == 1
    assert has_sent[stage.at("faction", "palace")] == 0
    assert has_sent[stage.at("faction", "exiles")] == 0


def test_factions_together_send_no_more_than_there_are(small: Scenario) -> None:
    stage = crisis(small, SENT | {"provocateurs.cost": 0.0}, replicates=4)
    stage.step("provocateurs", ticks=40)
    sent = stage.state.sent_truth.sum(axis=1)
    assert ((sent > 0) & (sent <= 600.0 + 1e-9)).all()
    assert (stage.state.sent.sum(axis=1) <= sent).all()


def test_people_are_sent_where_the_crowd_is_large_and_the_police_weak(small: Scenario) -> None:
    stage = crisis(small, SENT)
    stage.state.caught[:] = 0.0
    stage.state.caught[0, stage.at("city", "capital")] = 0.9
    where = soft_targets(stage.world, np.array([100.0]))[0]
    assert where.sum() == pytest.approx(1.0)
    assert where[stage.at("city", "port")] > where[stage.at("city", "capital")] > 0


def test_cadres_enter_once_with_their_arms_and_only_where_a_sponsor_gains(small: Scenario) -> None:
    stage = crisis(small, ENTER, replicates=2)
    stage.state.fall_belief[1] = 0.0
    stage.parameters["foreign_terrorists"]._values["cost"][:] = 1.0
    stage.parameters["foreign_terrorists"]._values["noise"][:] = 0.01
    stage.step("foreign_terrorists", ticks=20)
    assert stage.state.cadres_truth.sum(axis=1) == pytest.approx([200.0, 0.0])
    assert stage.state.arms_brought.sum(axis=1) == pytest.approx([200.0, 0.0])


def test_who_was_sent_draws_people_of_the_square_into_rioting(small: Scenario) -> None:
    """The crowd stays what it is; only the share that riots moves."""
    shares = []
    for strength in (0.0, 0.3):
        alike = {"mobilization.group_noise": 0.0, "coercion.negotiating": 0.0}
        stage = Stage(
            small,
            {"mobilization.threshold": 2.0, "mobilization.riot_gain": 5.0} | alike,
            replicates=2,
        )
        for _ in range(8):
            stage.state.incitement[0] = strength
            stage.state.infiltration[1] = strength
            stage.step("mobilization")
        crowd = stage.state.crowd.sum(axis=(1, 2))
        shares.append(stage.state.crowd[:, :, RIOTING].sum(axis=1) / crowd)
    assert (shares[1] > shares[0] + 0.1).all()
    # Sent by a faction or from abroad: the same square.
    assert shares[1][0] == pytest.approx(shares[1][1], rel=0.05)


def test_the_same_square_raises_the_same_suspicion_whoever_sent_it(small: Scenario) -> None:
    stage = Stage(small, replicates=2)
    stage.state.crowd[:, :, 0] = 5000.0
    stage.state.crowd[:, :, RIOTING] = 1500.0
    stage.state.sent[0] = stage.state.sent_truth[0] = 500.0
    stage.state.cadres_truth[0] = 100.0
    stage.step("suspicion", ticks=2)
    np.testing.assert_array_equal(stage.state.sent_belief[0], stage.state.sent_belief[1])


def test_suspicion_grows_with_rioters_beyond_those_expected(small: Scenario) -> None:
    stage = Stage(small, {"suspicion.prior": 0.3, "suspicion.usual_share": 0.05}, replicates=3)
    np.testing.assert_allclose(stage.state.sent_belief, 0.3)
    stage.state.caught[:] = 0.0
    stage.state.crowd[:, :, 0] = 5000.0
    stage.state.crowd[:, :, RIOTING] = np.array([0.0, 250.0, 2500.0])[:, None]
    stage.step("suspicion")
    belief = stage.state.sent_belief[:, 0]
    assert belief[0] < belief[1] < belief[2]
    assert belief[0] < 0.3 < belief[2]
    stage.state.crowd[:] = 0.0
    stage.step("suspicion", ticks=4)
    np.testing.assert_array_equal(stage.state.sent_belief[:, 0], belief)


def test_a_rage_beyond_all_expectation_is_no_proof_that_somebody_sent_it(small: Scenario) -> None:
    seen = {"prior": 0.3, "usual_share": 0.02, "spread": 0.8, "shift": 1.5}
    belief = []
    for tail in (2.0, 1000.0):
        values = {f"suspicion.{name}": value for name, value in seen.items()}
        stage = Stage(small, values | {"suspicion.tail": tail})
        stage.state.caught[:] = 0.0
        stage.state.crowd[:, :, RIOTING] = 500000.0
        stage.step("suspicion")
        belief.append(float(stage.state.sent_belief[0, 0]))
    # Only observers who know to a hair what crowds do would be sure.
    assert 0.3 < belief[0] < 0.7
    assert belief[1] > 0.99


def test_hidden_truth_is_read_by_no_mechanism() -> None:
    hidden = {"sent_truth", "cadres_truth", "sent", "cadres", "claim_truth"}
    for name, mechanism in loop.known().items():
        assert not hidden & set(mechanism.reads), name


def test_the_switches_leave_the_visible_state_as_it_was_where_nobody_can_be_sent(
    kazakhstan: Scenario,
) -> None:
    asked = {"replicates": 2, "scale": 1000, "until": "2022-01-12", "workers": 1, "progress": False}
    null = simulate(kazakhstan, set=NULLS, **asked)
    for off in (["provocateurs"], ["foreign_terrorists"], ["provocateurs", "foreign_terrorists"]):
        left = {name: 0 for name in NULLS if name.partition(".")[0] not in off}
        without = simulate(kazakhstan, set=left, without=off, **asked)
        for name in without.data_vars:
            hidden = {"parameters"}
            if name not in hidden:
                np.testing.assert_array_equal(without[name].values, null[name].values, str(name))
