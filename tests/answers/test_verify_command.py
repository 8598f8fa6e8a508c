import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from synthetic_table import made_up

from upheaval import cli
from upheaval.answers.verify.result import Verified
from upheaval.answers.verify.verify import verify_table
from upheaval.scenario import Scenario
from upheaval.views.figures import verify
from upheaval.views.screens.verify import print_verified, shown


@pytest.fixture(scope="module")
def answer(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Verified:
    folder = tmp_path_factory.mktemp("table")
    table, record = made_up(replace(scenario, folder=folder), folder, 900)
    doubted = [replace(item, confidence="low") for item in record]
    return verify_table(table, doubted, worlds=0, workers=1)


def test_the_screen_ranks_and_tells_what_is_clear_and_what_is_a_bound(answer: Verified) -> None:
    console = Console(highlight=False, markup=False, width=120, record=True, quiet=True)
    with console.capture() as captured:
        console.quiet = False
        print_verified(console, answer, 1.0)
    text = captured.get()
    for words in ("What to check first", "Guard rails hold", "doubtful row", "bits (90%)",
                  "Claims without a reading", "indistinguishable from zero"):  # fmt: skip
        assert words in text
    ranked = shown(answer)
    assert ranked
    assert all(not item.is_bound for item in ranked)


def test_the_figure_is_written_whole(answer: Verified, tmp_path: Path) -> None:
    file = verify.save_figure(answer, tmp_path / "verify.svg")
    assert "<svg" in file.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [file]


def test_the_json_has_every_claim_and_what_each_finding_would_move(answer: Verified) -> None:
    found = json.loads(json.dumps(answer.as_json()))
    kinds = {item["kind"] for item in found["candidates"]}
    assert kinds == {"row", "claim"}
    row = next(item for item in found["candidates"] if item["kind"] == "row")
    assert sum(part["probability"] for part in row["findings"]) == pytest.approx(1.0)
    for part in row["findings"]:
        assert set(part["after"]) == set(row["by_explanation"])


def test_bad_arguments_end_with_one_line_and_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, message in (
        (("--worlds", "3"), "worlds: got 3, expected 0, or 30 or more"),
        (("--leave-out", "riot_almati"), "did you mean 'riot_almaty'"),
    ):
        command = ["upheaval", "verify", "kazakhstan-2022", *arguments]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert left.value.code == 2
        error = capsys.readouterr().err
        assert message in error
        assert error.count("\n") == 1
