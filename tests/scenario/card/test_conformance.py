"""The conformance suite of the card: a file is read, or refused with its own messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from upheaval.answers.check import check

SUITE = Path(__file__).parents[2] / "conformance"
MARK = "# error: "


def files(folder: str) -> list[Path]:
    return sorted((SUITE / folder).glob("*.yaml"))


def problems_of(text: str, folder: Path) -> list[str]:
    (folder / "crisis.yaml").write_text(text, encoding="utf-8")
    return [str(problem) for problem in check(folder)]


def test_the_suite_is_large_enough() -> None:
    assert len(files("valid")) >= 60
    assert len(files("invalid")) >= 120


@pytest.mark.parametrize("file", files("valid"), ids=lambda file: file.stem)
def test_a_valid_card_is_accepted_without_a_word(file: Path, tmp_path: Path) -> None:
    assert problems_of(file.read_text(encoding="utf-8"), tmp_path) == []


@pytest.mark.parametrize("file", files("invalid"), ids=lambda file: file.stem)
def test_an_invalid_card_gets_exactly_its_messages(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    wanted = [line.removeprefix(MARK) for line in text.splitlines() if line.startswith(MARK)]
    assert wanted
    assert problems_of(text, tmp_path) == wanted


@pytest.mark.parametrize(
    "folder", sorted((SUITE / "scenarios").iterdir()), ids=lambda folder: folder.name
)
def test_a_card_with_tables_beside_it_gets_exactly_its_messages(folder: Path) -> None:
    wanted = folder / "error.txt"
    lines = wanted.read_text(encoding="utf-8").splitlines() if wanted.exists() else []
    assert [str(problem) for problem in check(folder)] == lines
