"""The files of a scenario folder, with what its card stands for where a file is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from upheaval.scenario import card as cards
from upheaval.scenario import yaml_cache
from upheaval.scenario.card import Card
from upheaval.scenario.document import FILE
from upheaval.scenario.problems import Problem
from upheaval.scenario.sheets import read_text
from upheaval.scenario.yaml_text import Document


@dataclass
class FolderFiles:
    """Texts of a folder's files: a file that is there, else what the card becomes.

    Attributes
    ----------
    folder : Path
        The scenario folder.
    card : Card or None
        The completed card ``crisis.yaml``, if there is one.
    made : dict of str to str
        Text of each table that the card stands for, by the name of its file.
    """

    folder: Path
    card: Card | None = None
    made: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether there is a file of this name, or the card stands for it."""
        return name in self.made or (self.folder / name).exists()

    def text(self, name: str, problems: list[Problem]) -> str | None:
        """Give the text of a file; None after adding a problem."""
        if name in self.made and not (self.folder / name).exists():
            return self.made[name]
        return read_text(self.folder / name, problems)

    def absent(self) -> list[str]:
        """Give the names of tables that the card stands for and that are not there."""
        return [name for name in self.made if not (self.folder / name).exists()]

    def document(self, problems: list[Problem]) -> Document | None:
        """Give the values of ``scenario.yaml``; None after adding a problem."""
        if self.card is not None and not (self.folder / FILE).exists():
            return Document(cards.scenario_value(self.card))
        text = read_text(self.folder / FILE, problems)
        return None if text is None else yaml_cache.parse(text, FILE, problems)


def open_folder(folder: Path, problems: list[Problem]) -> FolderFiles | None:
    """Read the card of a folder, if it has one; None after adding what is wrong with it."""
    if not (folder / cards.FILE).exists():
        return FolderFiles(folder)
    text = read_text(folder / cards.FILE, problems)
    card = None if text is None else cards.read(text, problems)
    if card is None:
        return None
    return FolderFiles(folder, card, cards.tables(card))
