"""The page, the schemas and the template say what the reader checks."""

from pathlib import Path

import pytest
from scenario_folders import DECLARED, MECHANISMS

from upheaval.scenario import (
    TABLES,
    ScenarioError,
    check_known,
    json_schema,
    load,
    read,
    reference,
    write_template,
)

PAGE = Path(__file__).parents[2] / "docs" / "scenario_reference.md"


def test_the_reference_page_is_what_the_declarations_say():
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run make documents to write the page again"
    )


def test_the_reference_page_names_every_column():
    for kind in TABLES.values():
        section = reference().partition(f"### {kind.name}.csv")[2].partition("### ")[0]
        assert all(f"| `{column.name}` |" in section for column in kind.columns)


def test_the_template_is_valid(tmp_path):
    write_template(tmp_path / "new")
    scenario, problems = read(tmp_path / "new")
    assert problems == []
    assert scenario is not None
    assert scenario.name == "new"


def test_the_template_knows_the_parameters_it_is_given(tmp_path):
    write_template(tmp_path / "new", mechanisms=MECHANISMS, parameters=DECLARED)
    assert check_known(load(tmp_path / "new"), DECLARED, MECHANISMS, {}) == []


def test_the_template_spares_a_folder_with_files(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ScenarioError, match="it has files already"):
        write_template(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_schema_of_a_table_has_its_columns():
    schemas = json_schema()["tables"]
    assert set(schemas) == set(TABLES)
    organs = schemas["organs"]["items"]
    assert organs["properties"]["zeal"]["maximum"] == 1
    assert organs["additionalProperties"] is False
    assert "faction" in organs["required"]
    assert "commands" not in schemas["offices"]["items"]["required"]


def test_the_schema_of_the_document_has_its_keys():
    schema = json_schema()["scenario"]
    assert {"format", "title", "schedule", "parameters"} <= set(schema["required"])
    assert schema["additionalProperties"] is False
    assert "triangular" in str(schema["$defs"])
