"""Sanctions: nothing without packages, defection beyond the critical chance, rally either way."""

from pathlib import Path

import numpy as np
import pytest
from pace import pass_days
from stage import Stage
from two_regions import write_two_regions

from upheaval.closed_forms.elite_sanctions import critical_probability
from upheaval.errors import UpheavalError
from upheaval.scenario import Scenario, load

FULL = {
    "sanctions.package_strength": 1.0,
    "sanctions.declared": 0.0,
    "sanctions.outside": 0.75,
    "sanctions.outside_spread": 0.0,
    "sanctions.rally": 0.0,
    "sanctions.cohesion": 0.0,
    "sanctions.defection_rate": 1.0,
    "sanctions.weight_loss": 1.0,
}


def after_deaths(small: Scenario, deaths: float = 200.0, **values: float) -> Stage:
    changed = {f"sanctions.{name}": value for name, value in values.items()}
    stage = Stage(small, FULL | changed, replicates=200)
    stage.state.killed[:, 0] = deaths
    return stage


def wait(stage: Stage) -> None:
    """Let the trigger be seen, the delay pass, and people decide."""
    stage.step("sanctions", ticks=120)


def test_without_packages_nothing_happens(small: Scenario) -> None:
    stage = after_deaths(small, package_strength=0.0, cohesion=1.0, rally=1.0)
    wait(stage)
    assert (stage.state.sanction_pull == 0).all()
    assert (stage.state.defected == 0).all()
    assert np.isinf(stage.state.sanction_time).all()


def test_a_package_waits_for_deaths_and_not_for_a_date(small: Scenario) -> None:
    stage = after_deaths(small, deaths=99.0)
    wait(stage)
    assert (stage.state.sanction_risk == 0).all()
    stage.state.killed[:, 0] = 101.0
    stage.step("sanctions")
    first = stage.state.sanction_time.copy()
    np.testing.assert_allclose(first, 30.25 + 10.0)


def test_the_chance_and_the_loss_are_means_over_what_is_held_where(small: Scenario) -> None:
    stage = after_deaths(small)
    wait(stage)
    clan, service = stage.at("faction", "clan"), stage.at("faction", "service")
    assert stage.state.sanction_risk[0, clan] == pytest.approx((0.4 * 0.8 + 0.1 * 0.2) / 0.5)
    assert stage.state.sanction_risk[0, service] == pytest.approx(0.8)


@pytest.mark.parametrize(("outside", "leaves"), [(0.62, False), (0.66, True)])
def test_a_faction_defects_beyond_the_critical_chance(
    small: Scenario, outside: float, leaves: bool
) -> None:
    # The service holds half its wealth in the north: it keeps 1 - 0.5 x 0.8 x 0.9 = 0.64.
    critical = critical_probability(0.5, 0.5, outside, 0.9)
    assert (critical < 0.8) == leaves
    stage = after_deaths(small, outside=outside)
    wait(stage)
    gone = stage.state.defected[:, stage.at("faction", "service")]
    assert gone.mean() == pytest.approx(1.0 if leaves else 0.0)


def test_a_rally_can_turn_defection_back_and_its_opposite_can_bring_it(small: Scenario) -> None:
    for rally, outside, leaves in ((0.2, 0.66, 0.0), (-0.2, 0.62, 1.0)):
        stage = after_deaths(small, rally=rally, outside=outside)
        wait(stage)
        assert stage.state.defected[:, stage.at("faction", "service")].mean() == leaves


def test_neither_the_ruler_nor_the_unexposed_nor_those_outside_the_court_defect(
    small: Scenario,
) -> None:
    stage = after_deaths(small, outside=0.66)
    wait(stage)
    for faction in ("palace", "uniforms", "exiles"):
        assert (stage.state.defected[:, stage.at("faction", faction)] == 0).all()


def test_who_would_leave_anyhow_is_not_counted_as_moved_by_sanctions(small: Scenario) -> None:
    stage = after_deaths(small, outside=1.5)
    wait(stage)
    assert (stage.state.defected == 0).all()


def test_a_declared_policy_is_felt_before_anybody_dies(small: Scenario) -> None:
    stage = after_deaths(small, deaths=0.0, declared=0.5)
    stage.step("sanctions")
    assert stage.state.sanction_risk[0, stage.at("faction", "service")] == pytest.approx(0.4)


def test_defectors_weigh_less_in_the_court(small: Scenario) -> None:
    stage = after_deaths(small, outside=0.66)
    stage.step("court")
    before = stage.state.faction_weight.copy()
    wait(stage)
    stage.step("court", ticks=1)
    service, uniforms = stage.at("faction", "service"), stage.at("faction", "uniforms")
    # The court may have purged a few, who then have nothing to break with.
    gone = stage.state.defected[:, service] > 0
    assert gone.mean() > 0.9
    assert (stage.state.faction_weight[gone, service] < before[gone, service]).all()
    np.testing.assert_array_equal(stage.state.faction_weight[:, uniforms], before[:, uniforms])


@pytest.mark.parametrize("cohesion", [0.5, -0.5])
def test_shared_exposure_closes_ranks_or_opens_them(small: Scenario, cohesion: float) -> None:
    stage = after_deaths(small, outside=0.5, cohesion=cohesion)
    wait(stage)
    pull = stage.state.sanction_pull[:, stage.at("faction", "palace")]
    assert (np.sign(pull) == np.sign(cohesion)).all()


def test_nobody_holds_more_abroad_than_he_has(kazakhstan: Scenario) -> None:
    stage = Stage(kazakhstan, replicates=300, scale=1000)
    abroad = stage.state.exposure.sum(axis=2)
    assert abroad.min() >= 0
    assert abroad.max() <= 1
    assert abroad.std(axis=0).max() > 0.02


def test_shares_that_exceed_the_whole_are_refused(tmp_path: Path) -> None:
    folder = write_two_regions(tmp_path / "wrong")
    file = folder / "exposure.csv"
    text = file.read_text(encoding="utf-8")
    row = "clan,north,0.4,0.4,0.4"
    assert row in text
    file.write_text(text.replace(row, "clan,north,0.95,0.9,1"), encoding="utf-8")
    with pytest.raises(UpheavalError, match=r"exposure.csv: the shares of 'clan' add up to 1.05"):
        Stage(load(folder))


@pytest.mark.parametrize("pieces", [7, 140])
def test_how_many_defect_does_not_depend_on_the_tick(small: Scenario, pieces: int) -> None:
    stage = Stage(small, FULL | {"sanctions.outside": 0.66, "sanctions.defection_rate": 0.05,
                                 "sanctions.declared": 1.0}, replicates=2000)  # fmt: skip
    pass_days(stage, "sanctions", 14.0, pieces)
    share = stage.state.defected[:, stage.at("faction", "service")].mean()
    assert share == pytest.approx(1 - np.exp(-0.7), abs=0.04)
