"""``upheaval new`` and ``upheaval card`` as a newcomer gives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from upheaval.cli import app
from upheaval.errors import UpheavalError

RUN = CliRunner()
ASKED = ["--country", "ECU", "--start", "2019-10-03", "--trigger", "price"]


def test_new_then_card_then_tables(tmp_path: Path) -> None:
    folder = str(tmp_path / "mine")
    made = RUN.invoke(app, ["new", folder, *ASKED])
    assert made.exit_code == 0, made.output
    assert "looked up" in made.output
    found = json.loads(RUN.invoke(app, ["card", folder, "--json"]).stdout)
    fields = {row["field"]: row for row in found["fields"]}
    assert fields["trigger.kind"]["provenance"] == "given"
    assert found["counts"]["parameters"]["given"] == 0
    written = RUN.invoke(app, ["card", folder, "--write", str(tmp_path / "tables")])
    assert written.exit_code == 0
    assert (tmp_path / "tables" / "scenario.yaml").is_file()
    assert "no problem" in RUN.invoke(app, ["check", str(tmp_path / "tables")]).output


def test_card_prints_where_each_value_came_from(tmp_path: Path) -> None:
    folder = str(tmp_path / "mine")
    RUN.invoke(app, ["new", folder, *ASKED])
    printed = RUN.invoke(app, ["card", folder], env={"COLUMNS": "200"}).stdout
    assert "people.population" in printed
    assert "226 parameters" in printed or "parameters:" in printed


@pytest.mark.parametrize("wrong", [["--country", "XX"], ["--start", "1850-01-01"]])
def test_what_is_wrong_is_one_error_and_nothing_is_left(tmp_path: Path, wrong: list[str]) -> None:
    answer = RUN.invoke(app, ["new", str(tmp_path / "mine"), *ASKED, *wrong])
    assert isinstance(answer.exception, UpheavalError)
    assert list(tmp_path.iterdir()) == []
