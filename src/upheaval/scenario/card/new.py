"""A new card, with all that is known of a country filled in."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from upheaval.scenario.card import whole
from upheaval.scenario.card.card import Card
from upheaval.scenario.card.expand import expand
from upheaval.scenario.card.reading import FILE, FORMAT
from upheaval.scenario.card.template import template_text
from upheaval.scenario.problems import Problem, ScenarioError, quoted


def new_card(country: str, start: str, trigger: str) -> tuple[Card, str]:
    """Give a completed card of a country, and the text of the file that a user edits.

    Raises
    ------
    ScenarioError
        If country, day or trigger is none; the message names the most similar one.
    """
    text = (
        f"format: {FORMAT}\nwhere:\n  country: {_plain(country)}\nwhen:\n  start: {_plain(start)}\n"
        f"trigger:\n  kind: {_plain(trigger)}\n"
    )
    problems: list[Problem] = []
    card = whole.read(text, problems)
    if card is None:
        asked = {"where.country": "country", "when.start": "start", "trigger.kind": "trigger"}
        raise ScenarioError([
            Problem(asked.get(p.column or "", "card"), None, None, p.message, p.expected, p.nearest)
            for p in problems
        ])  # fmt: skip
    expand(card)
    return card, template_text(card)


def _plain(word: str) -> str:
    """Quote a word from the command line, so that it stays one word of YAML."""
    return "'" + " ".join(word.split()).replace("'", "''") + "'"


def write_new(folder: Path, country: str, start: str, trigger: str) -> Card:
    """Write a new card into a folder that does not exist yet, or is empty.

    Raises
    ------
    ScenarioError
        If country, day or trigger is none, or the folder cannot be written; nothing is left then.
    """
    card, text = new_card(country, start, trigger)
    write_files(folder, {FILE: text})
    return card


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write files into a new or empty folder, all or none.

    Raises
    ------
    ScenarioError
        If the folder has files already, or cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise _refusal(folder, "it has files already" if folder.is_dir() else "it is a file")
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        try:
            for name, text in files.items():
                (draft / name).write_text(text, encoding="utf-8", newline="\n")
            draft.chmod(0o755)
            if folder.exists():
                folder.rmdir()
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise _refusal(folder, error.strerror or type(error).__name__) from error


def _refusal(folder: Path, reason: str) -> ScenarioError:
    found = f"a scenario cannot be written to {quoted(folder)}: {reason}"
    return ScenarioError([Problem("folder", None, None, found, "a new or empty folder")])
