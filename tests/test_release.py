"""What a release needs: one version everywhere, and files that tools can read."""

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from upheaval.version import __version__

ROOT = Path(__file__).resolve().parent.parent


def test_the_changelog_and_the_citation_know_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    assert found[0][0] == __version__
    assert [day for _, day in found] == sorted((day for _, day in found), reverse=True)
    cited = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == __version__
    assert str(cited["date-released"]) == found[0][1]
    assert date.fromisoformat(found[0][1])


def test_the_citation_has_what_the_format_requires() -> None:
    cited = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= cited.keys()
    assert all("name" in author for author in cited["authors"])


def test_files_that_a_project_is_expected_to_have_are_there() -> None:
    for name in ("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"):
        assert len((ROOT / name).read_text(encoding="utf-8")) > 300, name


def test_every_dependency_names_its_lowest_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [item for group in project["optional-dependencies"].values() for item in group]
    assert all(">=" in item for item in [*project["dependencies"], *extras])


def test_the_program_says_its_version_the_python_and_the_platform() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "upheaval", "--version"], capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith(f"upheaval {__version__} (Python {sys.version_info[0]}.")
