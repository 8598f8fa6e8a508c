"""Ledgers by day: shares add up, sums balance, and files hold what the tables hold."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest

import upheaval as up
from upheaval import cli
from upheaval.answers.ledgers.days import band, grid, shares
from upheaval.answers.ledgers.ledgers import series_of, write_ledgers
from upheaval.answers.ledgers.tables import FIELDS, LEDGERS, imbalance
from upheaval.errors import UpheavalError
from upheaval.record.series import Series
from upheaval.runs.simulate import simulate
from upheaval.scenario import Scenario
from upheaval.views.screens.ledgers import short


@pytest.fixture(scope="module")
def store(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledgers") / "run"
    simulate(scenario, 4, 1000, workers=1, until="2022-01-09", progress=False, out=folder,
             without=["mining"], set={"prices.elasticity": 1.6})  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def run(store: Path) -> Series:
    return series_of(store)


def test_every_day_of_the_run_is_in_every_ledger(run: Series) -> None:
    days = [f"2022-01-0{day}" for day in range(1, 10)]
    for name, make in LEDGERS.items():
        found = list(dict.fromkeys(make(run)["date"].to_pylist()))
        assert found == (["before", *days] if name == "alignment" else days), name


def test_somebody_or_nobody_holds_each_office_in_every_world(run: Series) -> None:
    rows = LEDGERS["offices"](run).to_pylist()
    total: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (row["date"], row["office"])
        total[key] = total.get(key, 0.0) + row["share"]
        assert row["low"] <= row["share"] <= row["high"]
    assert len(total) == 9 * len(run.tables["offices"])
    assert np.array(list(total.values())) == pytest.approx(1.0)


def test_the_first_day_has_the_holders_of_the_table_unless_they_fell_that_day(run: Series) -> None:
    offices = run.tables["offices"]
    holder = dict(zip(offices.names, map(str, offices["holder"]), strict=True))
    rows = LEDGERS["offices"](run).to_pylist()
    first = {r["office"]: r["holder"] for r in rows if r["date"] == "2022-01-01"}
    assert first == holder


def test_organs_have_the_commander_of_their_office(run: Series) -> None:
    rows = LEDGERS["organs"](run).to_pylist()
    service = next(row for row in rows if row["organ"] == "knb")
    assert (service["commander"], service["commander_share"]) == ("massimov", 1.0)
    nobody = next(row for row in rows if row["organ"] == "border_service")
    assert nobody["commander"] == ""
    assert all(0 <= row["p5"] <= row["p50"] <= row["p95"] <= 1 for row in rows)


def test_rents_balance_in_every_world_and_so_do_their_means(run: Series) -> None:
    assert imbalance(run) == 0
    table = LEDGERS["rents"](run)
    by_day: dict[str, float] = {}
    for row in table.to_pylist():
        by_day[row["date"]] = by_day.get(row["date"], 0.0) + row["mean"]
    assert max(map(abs, by_day.values())) < 1.0
    assert max(map(abs, table["mean"].to_pylist())) > 1e9


def test_a_ledger_that_lost_a_unit_is_told(run: Series) -> None:
    spoiled = Series(run._dataset.copy(deep=True), run.scenario)
    spoiled.field("ledger")[2, 5, 0] += 1
    assert imbalance(spoiled) == 1


def test_claims_are_made_before_they_are_taken_back(run: Series) -> None:
    table = LEDGERS["claims"](run)
    assert table.num_rows == 9 * len(run.tables["claims"]) * len(run.tables["audiences"])
    for row in table.to_pylist():
        assert row["retracted"] <= row["made"]
        assert 0 <= row["p5"] <= row["p95"] <= 1


def test_claims_stand_beside_the_belief_of_their_own_audience(run: Series) -> None:
    rows = LEDGERS["claims"](run).to_pylist()
    belief = np.asarray(run.field("belief"), dtype=float)
    audience, claim = run.tables["audiences"].names[2], run.tables["claims"].names[5]
    row = next(r for r in rows if (r["date"], r["audience"], r["claim"])
               == ("2022-01-03", audience, claim))  # fmt: skip
    assert row["mean"] == pytest.approx(belief[:, 11, 2, 5].mean())


def test_the_compass_starts_where_it_was_before(run: Series) -> None:
    first = LEDGERS["alignment"](run).to_pylist()[0]
    assert first["date"] == "before"
    assert first["shift_p5"] == first["shift_p95"] == 0.0


def test_a_ledger_comes_from_a_store_or_a_dataset_alike(store: Path, run: Series) -> None:
    dataset = up.open_store(store)
    for name in LEDGERS:
        assert up.ledger(store, name).equals(up.ledger(dataset, name, run.scenario)), name


def test_the_scenario_of_a_store_has_the_changes_of_its_run(run: Series) -> None:
    assert "mining" not in run.scenario.mechanisms
    assert run.scenario.parameters["prices.elasticity"].value == 1.6


def test_an_unknown_ledger_names_the_nearest_one(store: Path) -> None:
    with pytest.raises(UpheavalError, match="did you mean 'organs'"):
        up.ledger(store, "organ")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_files_hold_the_tables(run: Series, tmp_path: Path, kind: Any) -> None:
    files = write_ledgers(run, tmp_path / "made", kind=kind)
    assert sorted(file.name for file in files) == sorted(f"{name}.{kind}" for name in LEDGERS)
    assert {file.name for file in (tmp_path / "made").iterdir()} == {file.name for file in files}
    read = pyarrow.csv.read_csv if kind == "csv" else pyarrow.parquet.read_table
    for file in files:
        assert read(str(file)).num_rows == LEDGERS[file.stem](run).num_rows


def test_a_folder_that_cannot_be_written_to_is_one_message(run: Series, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UpheavalError, match="expected a folder"):
        write_ledgers(run, tmp_path / "file")


def test_the_short_version_tells_every_ledger_that_was_recorded(run: Series) -> None:
    from io import StringIO

    from rich.console import Console

    def printed(series: Series) -> str:
        out = StringIO()
        Console(file=out, width=90, highlight=False, markup=False).print(short(series))
        return out.getvalue()

    text = printed(run)
    for words in ("Ledgers on 9 Jan", "President: ", "Follow the incumbent: police", "add up to 0",
                  "Believed of", "Between West (-1) and East (1)"):  # fmt: skip
        assert words in text
    less = run._dataset.drop_vars([name for name in FIELDS["claims"] if name in run._dataset])
    assert "Believed of" not in printed(Series(less, run.scenario))


def test_bands_shares_and_grids_by_hand() -> None:
    assert grid(["a", "b"], ["x", "y"]) == [["a", "a", "b", "b"], ["x", "y", "x", "y"]]
    found = band(np.array([[1.0, 4.0], [3.0, 4.0]]))
    assert found["mean"].tolist() == [2.0, 4.0]
    assert found["p50"].tolist() == [2.0, 4.0]
    assert shares(np.array([[True, False], [True, True]]))["share"].tolist() == [1.0, 0.5]


def call(*arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["upheaval", "ledgers", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
    return left.value.code if isinstance(left.value.code, int) else 0


def test_the_command_prints_json_of_the_ledgers_that_were_asked_for(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(str(store), "--ledger", "organs", "--ledger", "alignment", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["organs", "alignment"]
    assert len(found["alignment"]) == 10


def test_the_command_prints_a_table_and_writes_files(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(str(store), "--ledger", "organs") == 0
    assert "Ledger of organs" in capsys.readouterr().out
    assert call(str(store), "--out", str(tmp_path / "new")) == 0
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == sorted(
        f"{name}.csv" for name in LEDGERS
    )


def test_the_command_refuses_a_ledger_that_does_not_exist_before_it_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call("kazakhstan-2022", "--ledger", "office") == 2
    assert "did you mean 'offices'" in capsys.readouterr().err
