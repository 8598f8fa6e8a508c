"""What a release needs: one version everywhere, and files that tools can read."""

import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager
from ruamel.yaml import YAML

from upheaval import cli
from upheaval.version import __version__

# Sequences of a terminal that set a color; bold and italics are none.
COLOR = r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m"
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


def test_the_description_on_a_package_index_has_no_dead_links() -> None:
    project = ProjectMetadata(str(ROOT), PluginManager()).core.readme
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)]*)\)", project)
    assert all(re.match("https?:|#", target) for target in targets)
    assert "](docs/" in readme
    assert project.startswith("# upheaval")
    # Code and headings are untouched.
    for kept in (r"^```.*?^```$", r"^#+ .*$"):
        found = re.findall(kept, readme, re.MULTILINE | (re.DOTALL if "`" in kept else 0))
        assert found
        assert all(item in project for item in found)


@pytest.mark.parametrize(
    ("missing", "words"),
    [("pint", "a package that upheaval needs is missing or too old"),
     ("upheaval.absent", "this installation of upheaval is incomplete")],
)  # fmt: skip
def test_a_missing_package_is_told_as_such_and_never_as_damage(
    missing: str, words: str, monkeypatch: Any, capsys: Any
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ImportError(f"No module named '{missing}'", name=missing)

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as left:
        cli.main()
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert words in said
    assert missing in said


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands(shell: str) -> None:
    pieces = {
        "bash": {"COMP_WORDS": "upheaval fores", "COMP_CWORD": "1"},
        "zsh": {"_TYPER_COMPLETE_ARGS": "upheaval fores"},
        "fish": {
            "_TYPER_COMPLETE_ARGS": "upheaval fores",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        },
    }
    program = "import sys; sys.argv[0] = 'upheaval'; from upheaval.__main__ import start; start()"
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False,
        env=os.environ | {"_UPHEAVAL_COMPLETE": f"complete_{shell}"} | pieces[shell],
    )  # fmt: skip
    assert "foresee" in said.stdout, said.stderr
    assert "explain" not in said.stdout


def test_no_color_is_honored_where_there_would_be_color() -> None:
    command = (
        *(sys.executable, "-m", "upheaval", "run", "kazakhstan-2022", "--replicates", "2"),
        *("--scale", "1000", "--until", "2022-01-01", "--workers", "1"),
    )
    terminal = {key: text for key, text in os.environ.items() if key != "NO_COLOR"}
    terminal |= {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    colored, plain = (
        subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        for environment in (terminal, terminal | {"NO_COLOR": "1"})
    )
    for stream in ("stdout", "stderr"):
        assert re.search(COLOR, getattr(colored, stream))
        assert re.search(COLOR, getattr(plain, stream)) is None
