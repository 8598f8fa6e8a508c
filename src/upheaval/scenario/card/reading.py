"""``crisis.yaml`` to a `Card`, with every problem in the file's words and lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from upheaval.errors import listed, nearest
from upheaval.scenario import yaml_text
from upheaval.scenario.card.card import Card, Entry, Item
from upheaval.scenario.card.cells import BadValue, entry_of
from upheaval.scenario.card.field import Field, Section
from upheaval.scenario.card.sections import SECTIONS
from upheaval.scenario.problems import Problem, quoted
from upheaval.scenario.yaml_text import Document, Path, dotted

FILE = "crisis.yaml"
FORMAT = "card/1"

Add = Callable[[Path, str, str | None, str | None], None]


def read(text: str, problems: list[Problem]) -> Card | None:
    """Read a card; None after adding a problem that leaves nothing to check further."""
    document = yaml_text.parse(text, FILE, problems)
    if document is None:
        return None
    if not isinstance(document.value, dict):
        problems.append(Problem(FILE, 1, None, "no keys at the top", "keys such as where: ..."))
        return None
    return _Reader(document, problems).card()


class _Reader:
    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document = document
        self.problems = problems

    def _add(
        self, path: Path, found: str, expected: str | None = None, near: str | None = None
    ) -> None:
        line = self.document.line(path)
        self.problems.append(Problem(FILE, line, dotted(path) or None, found, expected, near))

    def card(self) -> Card:
        """Read every section."""
        value: dict[str, Any] = self.document.value
        card = Card()
        self._format(value)
        known = [section.name for section in SECTIONS if section.name]
        head = [field.name for field in SECTIONS[0].fields]
        for key in value:
            if key not in (*known, *head, "format"):
                expected = "one of " + listed(("format", *head, *known))
                self._add((key,), "unknown key", expected, nearest(key, (*known, *head)))
        for section in SECTIONS:
            if not section.name:
                self._fields(section, value, (), card.entries, "")
            elif section.is_list:
                self._list(section, value.get(section.name), card)
            else:
                self._section(section, value.get(section.name), card)
        return card

    def _format(self, value: Mapping[str, Any]) -> None:
        if value.get("format") != FORMAT:
            found = f"got {quoted(value['format'])}" if "format" in value else "the key is missing"
            self._add(("format",), found, FORMAT)

    def _section(self, section: Section, value: Any, card: Card) -> None:
        path = (section.name,)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self._add(path, f"got {quoted(value)}", "keys such as " + ", ".join(section.keys()[:3]))
            return
        self._unknown_keys(section, value, path)
        source = self._source(value, path)
        self._fields(section, value, path, card.entries, f"{section.name}.", source)

    def _list(self, section: Section, value: Any, card: Card) -> None:
        path = (section.name,)
        if value is None:
            return
        if not isinstance(value, list):
            self._add(path, f"got {quoted(value)}", "a list")
            return
        if not section.least <= len(value) <= section.most and value:
            found = f"{len(value)} item" + "s" * (len(value) != 1)
            self._add(path, found, f"{section.least} to {section.most}")
        items: list[Item] = []
        for i, each in enumerate(value):
            here = (section.name, i)
            if not isinstance(each, dict):
                keys = ", ".join(section.keys()[:3])
                self._add(here, f"got {quoted(each)}", f"keys such as {keys}")
                continue
            self._unknown_keys(section, each, here)
            item: Item = {}
            self._fields(section, each, here, item, "", self._source(each, here))
            items.append(item)
        card.lists[section.name] = items

    def _unknown_keys(self, section: Section, value: Mapping[str, Any], path: Path) -> None:
        known = section.keys()
        for key in value:
            if key not in known:
                expected = "one of " + listed(known)
                self._add((*path, key), "unknown key", expected, nearest(key, known))
        for group in section.groups:
            inside = value.get(group)
            if isinstance(inside, dict):
                valid = section.keys(group)
                for key in inside:
                    if key not in valid:
                        expected = "one of " + listed(valid)
                        here = (*path, group, key)
                        self._add(here, "unknown key", expected, nearest(key, valid))
            elif inside is not None and not (group in section.absent and inside == "none"):
                expected = "keys such as " + ", ".join(section.keys(group)[:3])
                self._add((*path, group), f"got {quoted(inside)}", expected)

    def _source(self, value: Mapping[str, Any], path: Path) -> str:
        source = value.get("source", "")
        if source is not None and not isinstance(source, str):
            self._add((*path, "source"), f"got {quoted(source)}", "text")
            return ""
        return source or ""

    def _fields(
        self,
        section: Section,
        value: Mapping[str, Any],
        path: Path,
        into: dict[str, Entry],
        prefix: str,
        source: str = "",
    ) -> None:
        for field in section.fields:
            group, _, last = field.name.rpartition(".")
            around = value.get(group) if group else value
            here = (*path, group, last) if group else (*path, last)
            written = around.get(last) if isinstance(around, dict) else None
            if written is None:
                if field.required:
                    found = "the key is missing"
                    self._add(here, found, _first(field.meaning))
                continue
            entry = self._entry(field, written, here, source)
            if entry is not None:
                into[f"{prefix}{field.name}"] = entry

    def _entry(self, field: Field, written: Any, path: Path, source: str) -> Entry | None:
        try:
            return entry_of(field, written, source, self.document.line(path))
        except BadValue as bad:
            self._add((*path, *bad.below), bad.found, bad.expected, bad.nearest)
            return None


def _first(meaning: str) -> str:
    return meaning[:1].lower() + meaning[1:].rstrip(".")
