"""Outcome: every ending can be reached, and the first that happened stands."""

import numpy as np
import pytest
from stage import Stage

from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.scenario import Scenario

FIRM = {"outcome.resolve": 0.3, "outcome.resolve_spread": 0.0, "outcome.fall_rate": 100.0}


def ending(stage: Stage) -> list[str]:
    stage.step("outcome", ticks=20)
    return [OUTCOMES[code] for code in stage.state.outcome]


def test_nothing_happened_and_the_duumvirate_holds(small: Scenario) -> None:
    assert ending(Stage(small, FIRM)) == ["duumvirate holds"]


@pytest.mark.parametrize(
    ("purged", "name"),
    [
        (("clan",), "incumbent purges patron"),
        (("clan", "service"), "incumbent purges patron"),
        (("palace",), "patron prevails"),
        (("clan", "palace"), "elite replacement"),
        (("service",), "duumvirate holds"),
    ],
)
def test_who_was_purged_says_who_rules(small: Scenario, purged: tuple[str, ...], name: str) -> None:
    stage = Stage(small, FIRM)
    for faction in purged:
        stage.state.purged[:, stage.at("faction", faction)] = 1.0
    assert ending(stage) == [name]


def test_the_regime_falls_where_citizens_outweigh_its_defenders(small: Scenario) -> None:
    values = FIRM | {
        "outcome.critical_share": 0.1,
        "outcome.seat_weight": 0.0,
        "outcome.defender_weight": 0.5,
        "outcome.backing": 1.0,
    }
    stage = Stage(small, values, replicates=4)
    adults = stage.setting.city_adults
    # Mass 0.7 and 0.9 against 0.5 of defenders and 0.3 of resolve; then without obedience; then
    # with allies.
    stage.state.crowd[:, :, 0] = 0.1 * np.array([0.7, 0.9, 0.7, 0.9])[:, None] * adults
    stage.state.obedience[2] = 0.0
    stage.state.foreign_backing[3] = 1.0
    names = ending(stage)
    falls = "regime falls"
    assert [name == falls for name in names] == [False, True, True, False]
    np.testing.assert_array_equal(np.isfinite(stage.state.fall_time), [False, True, True, False])


def test_the_seat_of_power_weighs_more(small: Scenario) -> None:
    values = FIRM | {"outcome.critical_share": 0.1, "outcome.seat_weight": 2.0}
    stage = Stage(small, values | {"outcome.defender_weight": 0.0}, replicates=2)
    mass = 0.02 * stage.setting.city_adults.sum()
    stage.state.crowd[0, stage.at("city", "port"), 0] = mass
    stage.state.crowd[1, stage.at("city", "capital"), 0] = mass
    assert ending(stage) == ["duumvirate holds", "regime falls"]


def at_war(stage: Stage) -> None:
    stage.state.organ_loyalty[:] = 0.5
    stage.state.arms_looted[:, 0], stage.state.crowd[:, 0, 2] = 1e7, 1e6
    stage.state.rivalry[:] = 1.0


WARLIKE = FIRM | {"outcome.war_rate": 50.0, "outcome.resolve": 10.0, "outcome.critical_share": 1.0}


def test_civil_war_needs_split_organs_arms_rioters_and_rivals(small: Scenario) -> None:
    stage = Stage(small, WARLIKE, replicates=5)
    at_war(stage)
    state = stage.state
    state.organ_loyalty[1], state.arms_looted[2], state.crowd[3], state.rivalry[4] = 1, 0, 0, 0
    assert ending(stage) == ["civil war"] + ["duumvirate holds"] * 4


def test_a_regime_that_fell_is_not_fought_over_afterwards(small: Scenario) -> None:
    stage = Stage(small, WARLIKE, replicates=2)
    at_war(stage)
    stage.state.fall_time[0] = 0.0
    stage.state.war_time[1] = 0.0
    stage.state.obedience[:] = 0.0
    assert ending(stage) == ["regime falls", "civil war"]
    np.testing.assert_array_equal(np.isinf(stage.state.war_time), [True, False])


def test_resolve_is_drawn_once_with_its_mean_and_spread(small: Scenario) -> None:
    values = {"outcome.resolve": 0.4, "outcome.resolve_spread": 0.2}
    resolve = Stage(small, values, replicates=4000).state.resolve
    assert resolve.mean() == pytest.approx(0.4, abs=5 * 0.2 / np.sqrt(4000))
    assert resolve.std() == pytest.approx(0.2, rel=0.06)
