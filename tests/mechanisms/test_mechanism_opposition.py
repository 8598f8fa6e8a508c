"""Opposition: activists and exiles, beheaded by arrests, reached through open lines."""

import numpy as np
import pytest
from stage import Stage

from upheaval.scenario import Scenario


def test_no_organization_and_no_broadcast_are_exactly_nothing(kazakhstan: Scenario) -> None:
    stage = Stage(kazakhstan, {"opposition.organization": 0.0, "opposition.broadcast": 0.0})
    stage.step("opposition", ticks=4)
    np.testing.assert_array_equal(stage.state.organizers, 0.0)


def test_organizers_bring_more_people_out(small: Scenario) -> None:
    values = {
        "mobilization.organizer_pull": 1.0,
        "mobilization.threshold": 3.0,
        "opposition.organization": np.array([0.0, 1.0]),
        "opposition.broadcast": 0.0,
        "mobilization.local_noise": 0.0,
    }
    stage = Stage(small, values, replicates=2)
    stage.step("opposition", "mobilization", ticks=6)
    crowd = stage.state.crowd.sum(axis=(1, 2))
    assert crowd[1] > 1.2 * crowd[0] > 0


def test_arrests_behead_the_organization_and_it_grows_back(small: Scenario) -> None:
    values = {"opposition.decapitation": 2.0, "opposition.regrowth": 10.0}
    stage = Stage(small, values | {"opposition.organization": 0.5})
    stage.step("opposition")
    before = stage.state.activists.copy()
    stage.state.arrested[:] = 100.0
    stage.state.crowd[:, :, 0] = 100.0
    stage.step("opposition")
    beheaded = stage.state.activists.copy()
    # Half of those who were out were taken.
    assert (beheaded < 0.4 * before).all()
    stage.state.crowd[:] = 0.0
    stage.step("opposition", ticks=40)
    assert (stage.state.activists > 1.5 * beheaded).all()
    assert (stage.state.activists < before).all()


def test_a_shutdown_silences_exiles_and_leaves_activists(kazakhstan: Scenario) -> None:
    values = {"opposition.broadcast": 0.5, "opposition.organization": 0.1}
    stage = Stage(kazakhstan, values)
    stage.step("opposition")
    open_lines = stage.state.organizers.copy()
    stage.state.connectivity[:] = 0.0
    stage.step("opposition")
    assert (stage.state.organizers < open_lines).all()
    np.testing.assert_allclose(stage.state.organizers, stage.state.activists)


def test_there_are_no_broadcasts_where_nobody_is_abroad(small: Scenario) -> None:
    stage = Stage(small, {"opposition.broadcast": 1.0, "opposition.organization": 0.0})
    stage.step("opposition")
    assert stage.state.organizers.max() == pytest.approx(0.0)


def test_villages_and_content_regions_are_organized_less(small: Scenario) -> None:
    values = {"opposition.organization": 0.1, "opposition.rural_gap": 0.5}
    stage = Stage(small, values | {"opposition.old_discontent": 1.0})
    port, villages, capital = stage.state.activists[0]
    assert port == pytest.approx(0.12)
    assert villages == pytest.approx(0.07)
    assert capital == pytest.approx(0.1)
