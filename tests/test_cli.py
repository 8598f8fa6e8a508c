import json
import math
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import upheaval as up
from upheaval import cli
from upheaval.commands import line
from upheaval.scenario import TABLES

SMALL = ("--replicates", "4", "--scale", "1000", "--seed", "7", "--batch", "1", "--workers", "1")
SHORT = (*SMALL, "--until", "2022-01-01")


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Upheaval = Callable[..., Outcome]


@pytest.fixture
def upheaval(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Upheaval:
    """Give a function that runs the command line in this process."""

    def call(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["upheaval", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        captured = capsys.readouterr()
        code = left.value.code
        return Outcome(code if isinstance(code, int) else 0, captured.out, captured.err)

    return call


# ------------------------------------------------------------------ results
def test_json_is_one_object_and_nothing_else(upheaval: Upheaval) -> None:
    done = upheaval("run", "kazakhstan-2022", *SHORT, "--json")
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 1

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    found = json.loads(done.out, parse_constant=refuse)
    assert list(found) == [
        *("scenario", "version", "seed", "replicates", "scale", "provenance"),
        *(
            "outcomes",
            "general_outcomes",
            "outside_view",
            "order_of_regions",
            "observations",
            "digest",
        ),
    ]
    assert (found["scenario"], found["seed"], found["replicates"]) == ("kazakhstan-2022", 7, 4)
    assert math.isclose(sum(item["share"] for item in found["outcomes"].values()), 1.0)
    assert all(i["low"] <= i["share"] <= i["high"] for i in found["outcomes"].values())
    assert len(found["outcomes"]) == 6
    assert len(found["observations"]) == len(up.load("kazakhstan-2022").tables["record"])
    for item in found["observations"]:
        assert item.keys() >= {"id", "measure", "place", "date", "use", "inside"}
        assert item["observed"].keys() == {"value", "low", "high"}
        assert item["simulated"].keys() == {"p5", "p50", "p95"}
    assert "Running kazakhstan-2022" in done.err


def test_a_run_with_a_folder_leaves_store_summary_and_figure(
    upheaval: Upheaval, tmp_path: Path
) -> None:
    out = tmp_path / "deep" / "run"
    done = upheaval("run", "kazakhstan-2022", *SHORT, "--out", out)
    assert done.code == 0, done.err
    assert {path.name for path in out.iterdir()} == {
        *("run.json", "scenario", "series.zarr", "draws", "summary.json", "figure.png"),
        *("ledgers", "figures"),
    }
    assert len(list((out / "ledgers").glob("*.parquet"))) == 5
    assert len(list((out / "figures").glob("*.png"))) == 6
    summary = json.loads((out / "summary.json").read_text())
    assert summary["digest"] == up.open_store(out, verify=True).attrs["digest"]
    assert (out / "figure.png").read_bytes().startswith(b"\x89PNG")
    assert "duumvirate holds" in done.out
    again = upheaval("run", "kazakhstan-2022", *SHORT, "--out", out, "--json")
    assert json.loads(again.out) == summary


def test_infinite_and_missing_numbers_become_null() -> None:
    values = {"a": [math.inf, -math.inf, math.nan, 1.5], "b": (True, None, "x")}
    assert line.as_json(values) == '{"a": [null, null, null, 1.5], "b": [true, null, "x"]}'


# ------------------------------------------------------------------ errors
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--without", "courts"), "did you mean court"),
        (("--set", "prices.elasticity"), "expected PATH=VALUE"),
        (("--set", "prices.elastisity=1"), "did you mean prices.elasticity"),
        (("--set", "prices.elasticity=much"), "got 'much'"),
        (("--set", "prices.elasticity=1.5", "--set", "prices.elasticity=2"), "is set twice"),
        (("--replicates", "0"), "replicates: got 0"),
        (("--scale", "5000"), "scale: got 5000"),
        (("--until", "someday"), "until: got 'someday'"),
        (("--until", "1999-01-01"), "until: got 1999-01-01"),
        (("--tick", "0"), "tick: got 0 hours"),
        (("--workers", "0"), "'--workers'"),
        (("--seed", "x"), "Invalid value for '--seed'"),
        (("--sed", "1"), "No such option"),
    ],
)
def test_bad_input_ends_in_one_message_and_leaves_nothing(
    upheaval: Upheaval, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    out = tmp_path / "run"
    done = upheaval("run", "kazakhstan-2022", *SHORT, "--out", out, *arguments)
    assert done.code == 2
    assert done.out == ""
    assert words in done.err
    assert "Traceback" not in done.err
    assert not out.exists()


def test_an_unknown_scenario_is_answered_with_the_nearest_one(upheaval: Upheaval) -> None:
    for command in ("run", "show", "check", "loop"):
        done = upheaval(command, "kazakstan-2022")
        assert done.code == 2
        assert "did you mean kazakhstan-2022" in done.err


@pytest.mark.parametrize("command", ["run", "schema"])
def test_a_folder_that_cannot_be_written_is_told(
    upheaval: Upheaval, tmp_path: Path, command: str
) -> None:
    (tmp_path / "file").touch()
    arguments = ("kazakhstan-2022", *SHORT) if command == "run" else ()
    done = upheaval(command, *arguments, "--out", tmp_path / "file" / "run")
    assert done.code == 2
    assert "is a file, expected a folder" in done.err.splitlines()[-1]


def test_a_folder_of_something_else_is_refused(upheaval: Upheaval, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    done = upheaval("run", "kazakhstan-2022", *SHORT, "--out", tmp_path, "--force")
    assert done.code == 2
    assert "is not the store of a run" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_store_of_another_seed_or_a_truncated_one_is_refused_until_forced(
    upheaval: Upheaval, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    up.simulate(
        "kazakhstan-2022", replicates=4, scale=1000, seed=7, until="2022-01-01", batch=1,
        workers=1, out=out, progress=False,
    )  # fmt: skip
    command = ("run", "kazakhstan-2022", *SHORT, "--out", out, "--json")
    other = upheaval(*command, "--seed", 8, "--resume")
    assert other.code == 2
    assert "holds another run: seed is 7, not 8" in other.err
    shutil.rmtree(out / "series.zarr" / "crowd")
    (out / "series.zarr" / "price" / "zarr.json").write_text('{"zarr')
    truncated = upheaval(*command, "--resume")
    assert truncated.code == 2
    assert "is damaged" in truncated.err
    assert len(truncated.err.splitlines()) == 3
    done = upheaval(*command, "--resume", "--force")
    assert done.code == 0, done.err


def test_resume_and_force_need_a_folder(upheaval: Upheaval) -> None:
    for option in ("--resume", "--force"):
        done = upheaval("run", "kazakhstan-2022", *SHORT, option)
        assert (done.code, done.err) == (2, f"Error: {option} needs --out, a folder to use\n")


# ------------------------------------------------------------------ looking at scenarios
def test_the_list_names_each_scenario_with_its_title(upheaval: Upheaval) -> None:
    done = upheaval("list")
    title = up.load("kazakhstan-2022").title
    assert f"kazakhstan-2022  {title}" in done.out.splitlines()


def test_show_gives_tables_with_rows_and_every_parameter(
    upheaval: Upheaval, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = upheaval("show", "kazakhstan-2022")
    scenario = up.load("kazakhstan-2022")
    assert done.code == 0
    words = done.out.split()
    assert set(scenario.parameters) <= set(words)
    assert set(scenario.tables) <= set(words)
    assert scenario.title in done.out


def test_check_passes_a_sound_scenario_and_lists_what_is_wrong_with_another(
    upheaval: Upheaval, tmp_path: Path
) -> None:
    sound = upheaval("check", "kazakhstan-2022")
    assert (sound.code, sound.err) == (0, "")
    here = [kind for kind in TABLES.values() if not kind.may_be_absent]
    assert sound.out.startswith(f"kazakhstan-2022: no problem in {len(here)} tables")
    spoiled = Path(shutil.copytree(up.load("kazakhstan-2022").folder, tmp_path / "kazakhstan-2022"))
    text = (spoiled / "scenario.yaml").read_text()
    (spoiled / "scenario.yaml").write_text(text.replace("prices.elasticity", "prices.elastisity"))
    (spoiled / "cities.csv").write_text(
        (spoiled / "cities.csv").read_text().replace("population", "people", 1)
    )
    done = upheaval("check", spoiled)
    assert (done.code, done.out) == (2, "")
    assert "cities.csv" in done.err
    assert "Traceback" not in done.err


def test_the_schema_of_each_file_is_printed_or_written(upheaval: Upheaval, tmp_path: Path) -> None:
    printed = json.loads(upheaval("schema").out)
    assert upheaval("schema", "--out", tmp_path / "schemas").code == 0
    written: dict[str, Any] = {
        path.name: json.loads(path.read_text()) for path in (tmp_path / "schemas").iterdir()
    }
    assert written.keys() == {
        f"{name}.schema.json" for name in ("scenario", "crisis", *printed["tables"])
    }
    assert written["scenario.schema.json"] == printed["scenario"]
    assert written["regions.schema.json"] == printed["tables"]["regions"]


def test_the_loop_lists_mechanisms_in_the_order_of_the_tick(
    upheaval: Upheaval, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    out = upheaval("loop", "kazakhstan-2022").out
    places = [out.index(f"│ {name} ") for name in ("calendar", "grievance", "court", "outcome")]
    assert places == sorted(places)
    assert "legitimacy" in out


def test_the_version_is_told(upheaval: Upheaval) -> None:
    assert upheaval("--version").out.startswith(f"upheaval {up.__version__} (Python ")
