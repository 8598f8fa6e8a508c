"""A card in memory: each field's value, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Provenance = Literal["given", "looked up", "pooled", "assumption"]
Content = str | float | bool | datetime | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """The value of one field.

    ``low`` and ``high`` bound a number; ``word`` is the level that was written, if one was.
    """

    value: Content
    provenance: Provenance
    source: str
    low: float = 0.0
    high: float = 0.0
    word: str = ""
    line: int | None = None

    @property
    def number(self) -> float:
        """The value as a number."""
        return float(self.value) if isinstance(self.value, (int, float)) else 0.0

    @property
    def text(self) -> str:
        """The value as text."""
        return self.value.isoformat() if isinstance(self.value, datetime) else str(self.value)


Item = dict[str, Entry]


@dataclass
class Card:
    """A card: entries by ``section.field``, and lists of items by section."""

    entries: dict[str, Entry] = field(default_factory=dict)
    lists: dict[str, list[Item]] = field(default_factory=dict)

    def has(self, path: str) -> bool:
        """Whether the field is filled."""
        return path in self.entries

    def get(self, path: str) -> Entry:
        """Give an entry; ``KeyError`` if it is not filled."""
        return self.entries[path]

    def text(self, path: str, otherwise: str = "") -> str:
        """Give a text, or what stands for it where it is not filled."""
        return self.entries[path].text if path in self.entries else otherwise

    def number(self, path: str) -> float:
        """Give a number; 0 where it is not filled."""
        return self.entries[path].number if path in self.entries else 0.0

    def names(self, path: str) -> tuple[str, ...]:
        """Give a list of names; empty where it is not filled."""
        value = self.entries[path].value if path in self.entries else ()
        return value if isinstance(value, tuple) else ()

    def date(self, path: str) -> datetime | None:
        """Give a date, or None where it is not filled."""
        value = self.entries[path].value if path in self.entries else None
        return value if isinstance(value, datetime) else None

    def items(self, section: str) -> list[Item]:
        """Give the items of a list; empty if there are none."""
        return self.lists.get(section, [])

    def put(self, path: str, entry: Entry) -> None:
        """Fill a field that is not filled yet."""
        self.entries.setdefault(path, entry)

    def rows(self) -> Iterator[tuple[str, Entry]]:
        """Give every entry with its path, those of lists included."""
        yield from self.entries.items()
        for section, items in self.lists.items():
            for i, item in enumerate(items):
                for name, entry in item.items():
                    yield f"{section}[{i}].{name}", entry
