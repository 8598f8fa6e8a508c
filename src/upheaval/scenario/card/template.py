"""The text of a new card: what is known filled in, comments for the rest."""

from __future__ import annotations

import json
import textwrap

from upheaval.scenario.card.card import Card, Entry
from upheaval.scenario.card.field import Field, Section, words_of
from upheaval.scenario.card.reading import FORMAT
from upheaval.scenario.card.sections import SECTIONS

_WIDTH = 96
_GIVEN = ("where.country", "when.start", "trigger.kind")
_HEAD = f"""\
# A crisis on one page. Every line can be left as it is: the card runs at once.
# Take the '#' before a key away to set its value. Write numbers in one of three ways:
#   strength: 0.3
#   strength: medium        (words: none, very_low, low, medium, high, very_high)
#   strength: {{value: 0.3, low: 0.1, high: 0.5, source: "..."}}
# `upheaval card FOLDER` prints every value, where it came from, and its source.
format: {FORMAT}
"""


def template_text(card: Card) -> str:
    """Write a completed card as the file that a user edits.

    Parameters
    ----------
    card : Card
        A card with country, first day and trigger, completed.
    """
    parts = [_HEAD]
    for section in SECTIONS:
        if section.is_list:
            parts.append(_list(section))
        elif not section.name:
            parts.append("\n".join(_field(section, field, card, "") for field in section.fields))
        else:
            parts.append(_section(section, card))
    return "\n".join(parts) + "\n"


def _section(section: Section, card: Card) -> str:
    lines = [f"# {section.title}: {_small(section.meaning)}"]
    body: list[str] = []
    done: set[str] = set()
    for field in section.fields:
        if field.group:
            if field.group not in done:
                done.add(field.group)
                body += _group(section, field.group, card)
            continue
        body.append(_field(section, field, card, "  "))
    return "\n".join(["", *lines, f"{section.name}:", *body])


def _group(section: Section, group: str, card: Card) -> list[str]:
    lines = [f"  {group}:"]
    for field in section.fields:
        if field.group == group:
            lines.append(_field(section, field, card, "    "))
    return lines


def _field(section: Section, field: Field, card: Card, indent: str) -> str:
    path = f"{section.name}.{field.name}" if section.name else field.name
    key = field.name.rpartition(".")[2]
    entry = card.entries.get(path)
    if path in _GIVEN and entry is not None:
        return f"{indent}{key}: {_written(entry)}  # {_words(field)}"
    shown = _written(entry) if entry is not None else _example(field)
    line = f"{indent}# {key}: {shown}"
    origin = "" if entry is None else f" [{entry.provenance}]"
    note = textwrap.wrap(_words(field) + origin, _WIDTH - len(indent) - 4)
    return "\n".join([*(f"{indent}#   {each}" for each in note), line])


def _words(field: Field) -> str:
    choices = f" One of: {', '.join(field.choices)}." if field.choices else ""
    unit = f" Unit: {field.unit}." if field.unit not in ("", "1") else ""
    words = f" A number from 0 to 1, or: {', '.join(words_of(field))}." if words_of(field) else ""
    return f"{field.meaning}{choices}{words}{unit}"


def _example(field: Field) -> str:
    if field.example:
        return json.dumps(field.example) if field.kind == "text" else field.example
    if field.kind in ("names", "countries", "dates"):
        return "[]"
    if field.choices:
        return field.choices[0]
    return {"text": '"..."', "date": "2022-01-01", "country": "none", "flag": "true"}.get(
        field.kind, "medium" if words_of(field) else "0"
    )


def _written(entry: Entry) -> str:
    value = entry.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(value) + "]"
    if isinstance(value, (int, float)):
        if entry.word:
            return entry.word
        return f"{value:.10g}" if value >= 100 else f"{value:.6g}"
    if isinstance(value, str):
        plain = value.replace("_", "").isalnum() and value.isascii()
        return value if plain else json.dumps(value, ensure_ascii=False)
    return f"{value:%Y-%m-%d}"


def _list(section: Section) -> str:
    lines = ["", f"# {section.title}: {_small(section.meaning)}", f"{section.name}:"]
    for i, field in enumerate(section.fields):
        mark = "-" if i == 0 else " "
        lines.append(f"  # {mark} {field.name}: {_example(field)}  # {_words(field)}")
    return "\n".join(lines)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
