"""What the benchmark counts is what was done, and what it prints has the promised names."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from upheaval.bench import beside, kernel, model, slopes, startup, worlds
from upheaval.bench.kernel import KernelSpeed
from upheaval.cli import app
from upheaval.errors import UpheavalError

PROMISED = (
    *("roof.bytes_per_second", "kernel.single", "kernel.batched", "kernel.roof_share"),
    *("model.citizen_steps_per_cpu_second", "model.above_share"),
    *("worlds.card_ms", "worlds.kazakhstan200_ms", "worlds.card_per_minute"),
    *("worlds.full_per_minute", "worlds.scale20_per_minute"),
    *("peers.mesa.ratio_40", "peers.mesa.ratio_200"),
)


@pytest.fixture(scope="module")
def small() -> model.ModelSpeed:
    return model.measure(1000, 2, "2022-01-03")


def test_citizen_steps_are_all_who_can_act_each_time_they_are_asked(
    small: model.ModelSpeed,
) -> None:
    times, rest = divmod(small.decisions, small.people * small.plan.replicates)
    assert rest == 0
    assert times % small.ticks == 0
    assert small.ticks == 12


def test_every_mechanism_of_the_loop_has_its_share_of_the_time(small: model.ModelSpeed) -> None:
    named = {"mobilization", "public_signal", "court", model.KERNEL, model.STORE, model.RECORD}
    assert named <= set(small.seconds)
    assert all(seconds >= 0 for seconds in small.seconds.values())
    assert 0 < small.above_share < 1
    assert small.steps_per_second * small.total == pytest.approx(small.decisions)


def test_timing_leaves_the_loop_and_the_kernel_as_they_were(small: model.ModelSpeed) -> None:
    shared = model.batches.prepare(small.plan)
    assert type(shared.loop) is model.Loop
    step = model.mobilization.kernel.step_citizens
    assert step.__module__ == "upheaval.kernels.citizens"


def test_a_cards_world_has_ten_places_and_ninety_days() -> None:
    cost = worlds.card(2)
    plan = model.plan_of(str(worlds.CARD), replicates=1, scale=worlds.SCALE)
    assert cost.places == 10
    assert (plan.stops - plan.scenario.start).days == 90
    assert cost.milliseconds > 0
    assert cost.per_minute * cost.milliseconds == pytest.approx(60_000)


def test_importing_the_package_takes_less_than_half_a_second() -> None:
    assert startup.measure(cold=False)["import_seconds"] < 0.5


def test_the_command_prints_the_promised_names(
    small: model.ModelSpeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured(*_: Any) -> model.ModelSpeed:
        return small

    monkeypatch.setattr(kernel, "measure", lambda *_: KernelSpeed(2e10, 1e9, 1.2e9))
    monkeypatch.setattr(model, "measure", measured)
    cost = worlds.WorldCost(2.0, 8, 12, 10, 1000)
    monkeypatch.setattr(worlds, "card", lambda _: cost)
    monkeypatch.setattr(worlds, "kazakhstan", lambda _: cost)
    monkeypatch.setattr(startup, "measure", lambda cold: {"import_seconds": 0.1})
    monkeypatch.setattr(
        beside, "measure", lambda _: {"mesa": {"ratio_40": 100.0, "ratio_200": 400.0}}
    )
    printed = CliRunner().invoke(app, ["bench", "--json"]).stdout
    found = json.loads(printed)
    for name in PROMISED:
        value = found
        for part in name.split("."):
            value = value[part]
        assert value > 0, name
    quick = json.loads(CliRunner().invoke(app, ["bench", "--quick", "--json"]).stdout)
    assert "peers" not in quick
    assert set(quick) == set(found) - {"peers"}


def test_a_peer_that_cannot_be_installed_is_told_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def offline(*_: Any) -> None:
        raise UpheavalError("Mesa cannot be installed: no network")

    monkeypatch.setattr(beside, "_environment", offline)
    found = beside.measure(1e9)
    assert set(found) == {"mesa", "agentpy", "starsim"}
    assert all("no network" in peer["error"] for peer in found.values())


def test_a_slope_is_one_where_the_cost_is_proportional() -> None:
    assert slopes._slope(2.0, 20.0)["slope"] == pytest.approx(1.0)
    assert slopes._slope(2.0, 2.0)["slope"] == pytest.approx(0.0)
