"""The parts of the system: each has what it names, and what is shown is worked out, not written."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from upheaval import cli
from upheaval.answers.parts import court, street
from upheaval.answers.parts import parts as parts_module
from upheaval.answers.parts.listing import PARTS
from upheaval.answers.parts.part import mean_of, share_of, side_of, spread_of
from upheaval.answers.parts.parts import parts, plan_with, present
from upheaval.answers.parts.result import Parts
from upheaval.errors import UpheavalError
from upheaval.mechanisms.loop import known
from upheaval.record.measures import MEASURES
from upheaval.runs.plan import plan_of
from upheaval.scenario import Scenario
from upheaval.views.screens import parts as parts_screen

FEW: dict[str, Any] = {"replicates": 2, "scale": 1000, "workers": 1, "progress": False,
                       "until": "2022-01-08"}  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def in_the_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPHEAVAL_CACHE", str(cache))


@pytest.fixture(scope="module")
def answer(scenario: Scenario, cache: Path) -> Parts:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPHEAVAL_CACHE", str(cache))
        return parts(scenario, **FEW)


# ---------------------------------------------------------------------- the list
def test_there_are_22_parts_with_titles_of_their_own() -> None:
    assert [part.number for part in PARTS] == list(range(1, 23))
    assert len({part.title for part in PARTS}) == 22


def test_every_mechanism_of_the_loop_belongs_to_a_part() -> None:
    # Structures that many crises have not are no part of this one.
    here = {name for name, item in known().items() if not item.structure}
    assert here - {name for part in PARTS for name in part.mechanisms} == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.title)
def test_every_part_has_mechanisms_measures_and_a_switch_that_exist(
    scenario: Scenario, part: Any
) -> None:
    assert part.mechanisms
    assert part.measures
    assert set(part.mechanisms) <= set(known())
    assert set(part.measures) <= set(MEASURES)
    plan = plan_of(scenario, replicates=2, scale=1000)
    for switch in (part.switch, part.beside):
        if switch is None:
            continue
        changed = plan_with(plan, switch, aftermath=False).changed
        # A switch that changes nothing would be none.
        assert changed.hash != scenario.hash
        assert set(switch.without) <= set(scenario.mechanisms)


def test_the_flagship_has_all_parts(scenario: Scenario) -> None:
    assert present(scenario) == list(PARTS)


def test_the_switch_to_regions_alike_leaves_them_alike(scenario: Scenario) -> None:
    even = plan_with(plan_of(scenario), street.LEVEL, aftermath=False).changed
    for table, columns in (
        ("regions", ("income", "discontent", "fuel_dependence", "fuel_dependence_high")),
        ("prices", ("before", "after", "after_low", "regulated", "budget_share")),
    ):
        for column in columns:
            assert len(set(even.tables[table][column])) == 1, column
            low, high = (f(scenario.tables[table][column]) for f in (min, max))
            assert low <= even.tables[table][column][0] <= high
    assert list(even.tables["regions"]["population"]) == list(
        scenario.tables["regions"]["population"]
    )


# ---------------------------------------------------------------------- what is shown
def test_every_part_shows_a_number_or_says_that_no_world_does(answer: Parts) -> None:
    for row in answer.rows:
        assert row.shown is not None, row.part.title
        assert row.shown.verdict in parts_screen.MARKS
        assert np.isfinite(row.shown.value) or row.shown.verdict == "not seen", row.part.title
        if np.isfinite(row.shown.value):
            assert row.shown.low <= row.shown.value <= row.shown.high, row.part.title
        assert "nan" not in row.shown.what
    seen = sum(bool(np.isfinite(row.shown.value)) for row in answer.rows if row.shown)
    # Of two worlds some have no troops, no purge and no testimony.
    assert seen >= 14


def test_the_ledger_of_rents_balances_and_moves_money(answer: Parts) -> None:
    shown = answer[3].shown
    assert shown is not None
    assert shown.value == 0.0
    assert shown.beside["largest balance of one account"] > 1e9


def test_batches_and_workers_change_nothing(scenario: Scenario, answer: Parts) -> None:
    plan = plan_of(scenario, **{k: FEW[k] for k in ("replicates", "scale", "until")})
    some = [part for part in PARTS if part.number in (3, 4)]
    payload = parts_module.pickle.dumps((plan, (3, 4)))
    whole = parts_module.gauge_batch(payload, range(2))
    split = parts_module.joined(
        [parts_module.gauge_batch(payload, range(k, k + 1)) for k in range(2)]
    )
    for part in some:
        for name, values in whole[part.number].items():
            np.testing.assert_array_equal(values, split[part.number][name])
    assert answer[3].shown == PARTS[2].show(whole[3], whole[3])


def test_a_scenario_without_a_mechanism_says_so_and_shows_the_rest(scenario: Scenario) -> None:
    less = scenario.with_changes(without=("mining",))
    assert {part.number for part in PARTS} - {part.number for part in present(less)} == {2}


def test_what_was_worked_out_is_kept_and_not_run_again(
    scenario: Scenario, answer: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise AssertionError("it was run again")

    monkeypatch.setattr(parts_module, "_worked_out", fails)
    again = parts(scenario, **FEW)
    assert json.dumps(again.as_json()) == json.dumps(answer.as_json())
    with pytest.raises(AssertionError, match="run again"):
        parts(scenario, **(FEW | {"seed": 2}))
    with pytest.raises(AssertionError, match="run again"):
        parts(scenario, **FEW, cache=False)


def test_a_spoiled_file_of_the_cache_is_read_as_none(tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled.json"
    for text in ("", "[1", '{"1": {"what": "x"}}', "[]", '{"one": 3}'):
        spoiled.write_text(text, encoding="utf-8")
        assert parts_module._read(spoiled) is None
    assert parts_module._read(tmp_path / "none.json") is None


@pytest.mark.parametrize("wrong", [{"replicates": 1}, {"workers": 0}])
def test_numbers_out_of_range_are_refused(scenario: Scenario, wrong: dict[str, int]) -> None:
    with pytest.raises(UpheavalError, match="expected"):
        parts(scenario, **(FEW | wrong))


# ---------------------------------------------------------------------- by hand
def test_a_mean_is_as_expected_only_where_its_range_leaves_zero_out() -> None:
    clear, torn = np.array([1.0, 1.1, 0.9, np.nan]), np.array([1.0, -1.0, 0.5])
    assert mean_of("x", clear, "1", "", 1).verdict == "yes"
    assert mean_of("x", clear, "1", "", -1).verdict == "no"
    assert mean_of("x", torn, "1", "", 1).verdict == "unclear"
    assert mean_of("x", np.array([1.0, np.nan]), "1", "", 1).verdict == "not seen"
    assert mean_of("x", clear, "1", "", 1).worlds == 3
    # 1.645 times 0.1 over the root of 3
    assert mean_of("x", clear, "1", "", 1).high == pytest.approx(1.09496, abs=1e-4)
    assert side_of(0.1, 0.2, 0) == side_of(-0.2, -0.1, 0) == "yes"


def test_spreads_and_shares_say_what_they_hold() -> None:
    shown = spread_of("x", np.arange(101.0), "1", "", lambda m, low, high: low < m < high)
    assert (shown.value, shown.low, shown.high, shown.verdict) == (50, 5, 95, "yes")
    assert spread_of("x", np.full(3, np.nan), "1", "", lambda *_: True).verdict == "not seen"
    share = share_of("x", np.array([True, False, False, False]), "", lambda s, *_: s > 0.5)
    assert (share.value, share.verdict) == (0.25, "no")


def test_an_unbalanced_ledger_is_told_with_its_worst_sum() -> None:
    own = {"imbalance": np.array([0, 0, 7]), "turnover": np.array([9, 9, 9])}
    shown = street._balance(own, own)
    assert (shown.value, shown.verdict) == (7.0, "no")


def test_miners_who_move_the_price_by_more_than_its_band_are_told() -> None:
    price = np.array([[100.0, 110.0], [100.0, 112.0], [100.0, 114.0]])
    near, far = ({"price": price + np.array([0.0, step])} for step in (1.0, 9.0))
    assert street._mining({"price": price}, near).verdict == "yes"
    assert street._mining({"price": price}, far).verdict == "no"


def test_gini_is_zero_for_equals_and_known_for_one_who_has_all() -> None:
    people = np.ones(4)
    found = street.gini(np.array([[3.0] * 4, [1.0, 0, 0, 0], [0.0] * 4]), people)
    assert found == pytest.approx([0.0, 0.75, 0.0])


def test_a_world_is_read_at_a_time_of_its_own() -> None:
    series = np.array([[1.0, 2.0, 3.0]] * 4)
    ends = np.tile([0.5, 1.0, 1.5], (4, 1))
    found = court.at_time(series, ends, np.array([1.0, 1.2, np.inf, 9.0]))
    assert found[:2].tolist() == [2.0, 2.0]
    assert np.isnan(found[2:]).all()


# ---------------------------------------------------------------------- the screen
@pytest.mark.parametrize("width", [80, 140])
def test_the_screen_names_every_part_and_fits(answer: Parts, width: int) -> None:
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    parts_screen.print_parts(Console(file=out, width=width, highlight=False), answer, 1.0)
    text = out.getvalue()
    for row in answer.rows:
        assert row.part.title in text
    assert max(map(len, text.splitlines())) <= width
    assert "nan" not in text.split()


def test_a_number_that_nothing_shows_is_written_in_words(answer: Parts) -> None:
    shown = answer[3].shown
    assert shown is not None
    nothing = replace(shown, value=float("nan"), low=float("nan"), high=float("nan"), worlds=1)
    assert parts_screen.in_words(nothing) == "nothing to see"
    assert parts_screen.worlds(nothing) == "1 world"
    assert parts_screen.in_words(shown) == "0 (0 to 0) KZT"


def call(*arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["upheaval", "parts", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
    return left.value.code if isinstance(left.value.code, int) else 0


FEW_OPTIONS = ("--replicates", "2", "--scale", "1000", "--workers", "1",
               "--until", "2022-01-08")  # fmt: skip


def test_the_command_prints_22_rows_of_json(
    answer: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("kazakhstan-2022", *FEW_OPTIONS, "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["part"] for row in rows] == list(range(1, 23))
    keys = ["part", "title", "mechanisms", "measures", "switch", "demonstration"]
    assert all(list(row) == keys for row in rows)
    assert rows[2]["demonstration"]["value"] == 0.0


def test_the_command_prints_the_table_of_the_documents(
    answer: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("kazakhstan-2022", *FEW_OPTIONS, "--markdown") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 24
    assert all(line.count(" | ") == 6 for line in lines[2:])


def test_an_unknown_scenario_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("kazakstan-2022") == 2
    assert "did you mean kazakhstan-2022" in capsys.readouterr().err


def test_the_page_of_the_parts_has_every_part_as_it_is_listed(pytestconfig: pytest.Config) -> None:
    text = (pytestconfig.rootpath / "docs" / "parts.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if
            line.startswith(tuple(f"| {number} | " for number in range(1, 23)))]  # fmt: skip
    assert len(rows) == len(PARTS)
    for line, part in zip(rows, PARTS, strict=True):
        mechanisms = ", ".join(f"`{name}`" for name in part.mechanisms)
        assert line.startswith(f"| {part.number} | {part.title} | {mechanisms} | ")
    assert re.search(r"Made by `upheaval parts kazakhstan-2022 [^`]*--markdown`", text)


def test_a_country_without_second_power_treaty_or_price_has_only_the_parts_that_it_has(
    tmp_path: Path,
) -> None:
    from other_country import other_country

    found = parts(other_country(tmp_path), replicates=2, scale=1000, workers=1, progress=False)
    absent = {row.part.number for row in found.rows if row.shown is None}
    assert {1, 2, 3, 8, 9, 10, 11, 13, 14, 16} <= absent
    assert {4, 5, 12} & absent == set()
