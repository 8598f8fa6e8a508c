"""What users get wrong in a scenario or a question: one message, exit code 2, nothing simulated."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import upheaval as up
from upheaval import cli
from upheaval.scenario import load

Said = Callable[..., str]

QUESTIONS = (
    ("explain",),
    ("foresee", "--from", "2022-01-05"),
    ("foresee", "--hindcast"),
    ("verify",),
)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
         ) -> Said:  # fmt: skip
    """Give a function that gives a command which must fail, and gives what it said."""

    def fail(command: str, scenario: object, *options: object) -> str:
        monkeypatch.setenv("UPHEAVAL_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(sys, "argv", ["upheaval", command, str(scenario), *map(str, options)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        heard = capsys.readouterr()
        assert (left.value.code, heard.out) == (2, "")
        assert heard.err.startswith("Error: ")
        assert "Traceback" not in heard.err
        assert not (tmp_path / "cache").exists()
        return heard.err

    return fail


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Give a copy of a scenario, to spoil."""
    source = load("kazakhstan-2022").folder
    return Path(shutil.copytree(source, tmp_path / "kazakhstan-2022"))


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines(keepends=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_record_without_rows_has_nothing_to_say(
    said: Said, copied: Path, question: tuple[str, ...]
) -> None:
    (copied / "record.csv").write_text(lines_of(copied / "record.csv")[0], encoding="utf-8")
    command, *options = question
    error = said(command, copied, *options)
    assert "record" in error
    assert "use 'fit'" in error or "no rows" in error
    assert error.count("\n") <= 2


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_record_of_which_all_is_left_out_has_nothing_to_say(
    said: Said, question: tuple[str, ...]
) -> None:
    names = load("kazakhstan-2022").tables["record"].names
    command, *options = question
    every = [word for name in names for word in ("--leave-out", name)]
    error = said(command, "kazakhstan-2022", *options, *every)
    assert "no observation is left" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("command", ["explain", "verify", "check"])
def test_a_range_the_wrong_way_round_in_the_record_is_told_with_its_row(
    said: Said, copied: Path, command: str
) -> None:
    header = lines_of(copied / "record.csv")[0].strip().split(",")
    spoil_range(copied / "record.csv", header.index("low"), header.index("high"))
    error = said(command, copied)
    assert "record.csv, row " in error
    assert "column " in error


def spoil_range(file: Path, low: int, high: int) -> None:
    """Exchange the ends of the first range that has a width."""
    import csv

    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    row = next(row for row in rows[1:] if row[low] != row[high])
    row[low], row[high] = row[high], row[low]
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)


@pytest.mark.parametrize("command", ["explain", "whatif", "check"])
def test_a_prior_the_wrong_way_round_is_told_with_its_line(
    said: Said, copied: Path, command: str
) -> None:
    text = (copied / "scenario.yaml").read_text(encoding="utf-8")
    start = text.index("uniform: [") + len("uniform: [")
    low, high = text[start : text.index("]", start)].split(", ")
    spoil(copied / "scenario.yaml", f"uniform: [{low}, {high}]", f"uniform: [{high}, {low}]")
    error = said(command, copied)
    assert "scenario.yaml, line " in error
    assert "uniform" in error


def test_an_intervention_that_does_not_exist_gets_the_nearest_name(said: Said) -> None:
    name = load("kazakhstan-2022").interventions[0].name
    error = said("whatif", "kazakhstan-2022", "--with", name[:-1] + "x")
    assert f"'{name}'" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("day", ["2021-12-31", "2031-01-01", "tomorrow"])
def test_a_date_outside_the_schedule_is_told_with_its_span(said: Said, day: str) -> None:
    error = said("foresee", "kazakhstan-2022", "--from", day)
    assert "2022-01-01" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("palace_coup", "did you mean 'palace-coup'?"),
        ("nonsense", "expected an explanation, an outcome, a parameter"),
        ("deaths@almati:2022-01-05", "almaty"),
    ],
)
def test_an_unknown_quantity_is_told_before_anything_is_run(
    said: Said, asked: str, answer: str
) -> None:
    error = said("verify", "kazakhstan-2022", "--for", asked)
    assert answer in error
    assert error.count("\n") == 1


def test_check_tells_all_that_is_wrong_with_the_readings_of_claims(
    said: Said, copied: Path
) -> None:
    file = copied / "readings" / "claims.csv"
    first = lines_of(file)[1]
    spoil(file, first, first.replace(first.split(",")[0], "nobodys_claim"))
    second = lines_of(file)[2]
    spoil(file, second, second.replace(second.split(",")[2], "1.5", 1))
    error = said("check", copied)
    assert "readings/claims.csv, row 2, column claim: got 'nobodys_claim'" in error
    assert "readings/claims.csv, row 3, column if_so: got '1.5'" in error
    assert "2 problems" in error
    assert all(str(problem) in error for problem in up.check(copied))
    assert len(up.check(copied)) == 2
