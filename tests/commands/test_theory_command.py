"""The command line: table, JSON, figures, exit codes."""

import json

import pytest

from upheaval import cli
from upheaval.closed_forms import loyalty
from upheaval.commands import theory as command
from upheaval.theory import organs

FIELDS = [
    *("model", "quantity", "expected", "ours", "tolerance", "ok", "source", "tag", "mechanism")
]


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line; give exit code, standard output and standard error."""

    def called(*arguments):
        monkeypatch.setattr("sys.argv", ["upheaval", "theory", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        captured = capsys.readouterr()
        return left.value.code, captured.out, captured.err

    return called


def test_the_table_shows_each_row_with_its_verdict(run):
    code, out, err = run("crown_prince")
    assert code == 0
    assert "strength that strikes, mortality 0.02" in out
    assert "0.7872" in out
    assert out.count(" yes ") == 6
    assert "6 rows, 6 pass, 0 fail" in err


def test_json_is_an_array_of_rows_and_nothing_else(run):
    code, out, _ = run("kuran", "--json")
    rows = json.loads(out)
    assert code == 0
    assert [list(row) for row in rows] == [FIELDS] * 8
    first = rows[0]
    assert first["quantity"] == "sequence A: percent in public"
    assert (first["expected"], first["ours"], first["tolerance"]) == (10.0, 10.0, 0)
    assert (first["ok"], first["tag"], first["mechanism"]) == (True, "C", "kernel citizens")


def test_numbers_that_json_does_not_know_become_null():
    row = organs.rows()[0]
    object.__setattr__(row, "ours", float("nan"))
    assert json.loads(command.as_text([row]))[0]["ours"] is None


def test_a_failing_row_ends_with_code_one(run, monkeypatch):
    right = loyalty.critical_force
    monkeypatch.setattr(loyalty, "critical_force", lambda *of: right(*of) + 1)
    code, out, err = run("organs")
    assert code == 1
    assert "NO" in out
    assert "0 fail" not in err


def test_an_unknown_model_ends_with_code_two_and_the_nearest_name(run):
    code, out, err = run("organ")
    assert code == 2
    assert out == ""
    assert "did you mean 'organs'?" in err
    assert "Traceback" not in err


def test_plot_saves_the_figure_of_the_model(run, tmp_path):
    code, _, err = run("crown_prince", "--plot", "--out", tmp_path / "new")
    assert code == 0
    assert "crown_prince.png" in err
    saved = list((tmp_path / "new").iterdir())
    assert [file.name for file in saved] == ["crown_prince.png"]
    assert saved[0].read_bytes().startswith(b"\x89PNG")


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_worked_out(run, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    code, out, err = run("crown_prince", "--plot", "--out", blocked)
    assert code == 2
    assert out == ""
    assert "expected a folder" in err
