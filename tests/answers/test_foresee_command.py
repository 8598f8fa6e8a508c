import json
import sys
from pathlib import Path
from typing import Any

import pytest

from upheaval import cli
from upheaval.answers.foresee import conditioning as nearness

ASKED: tuple[object, ...] = (
    "foresee", "kazakhstan-2022", "--scale", 1000, "--simulations", 12, "--workers", 1,
)  # fmt: skip


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["upheaval", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code if isinstance(left.value.code, int) else 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("table")


def test_the_command_prints_one_json_object_a_screen_and_a_figure(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nearness, "LEAST", 8)
    few = (*ASKED, "--table", folder, "--from", "2022-01-03", "--days", 2)
    few = (*few, "--worlds", 3, "--branches", 2)
    assert call(monkeypatch, *few, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["from"] == "2022-01-03"
    assert set(found) >= {"guard", "outcomes", "events", "amounts", "worlds", "more", "known"}
    assert call(monkeypatch, *few, "--figure", folder / "foreseen.png") == 0
    shown = capsys.readouterr().out
    for words in ("Foreseen from 3 January 2022", "Guard rails", "luck", "What more would buy"):
        assert words in shown
    assert (folder / "foreseen.png").stat().st_size > 10_000
    assert call(monkeypatch, *few, "--figure", folder / "foreseen.doc") == 2
    assert "cannot write" in capsys.readouterr().err


def test_the_hindcast_is_printed_and_scored_from_the_same_table(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nearness, "LEAST", 8)
    few = (*ASKED, "--table", folder, "--hindcast")
    assert call(monkeypatch, *few, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [day["from"][-2:] for day in found["days"]] == ["03", "05", "07", "09"]
    for day in found["days"]:
        assert {"ours", "prior", "persistence", "pace"} == set(day["log_score"]["events"])
        assert {"ours", "prior", "persistence"} == set(day["crps"]["count"])
    assert call(monkeypatch, *few, "--days", 6) == 0
    assert "persistence" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "expected --from DATE"),
        (("--from", "2021-01-01"), "2021-01-01 is no day of the schedule"),
        (("--from", "tomorrow"), "got 'tomorrow', expected a day such as 2022-01-01"),
        (("--hindcast", "--figure", "a.png"), "--figure does not go with --hindcast"),
    ],
)
def test_bad_arguments_end_with_one_line_and_code_2(
    arguments: tuple[str, ...],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call(monkeypatch, "foresee", "kazakhstan-2022", *arguments) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert "Traceback" not in error
