"""The reference page of the card, written from the declarations of its fields."""

from __future__ import annotations

from upheaval.scenario.card.field import BURDENS, LEVELS, Field, Section, words_of
from upheaval.scenario.card.sections import SECTIONS

_INTRODUCTION = """\
# Card reference

This page is written by `tools/documents/generate.py` from the declarations that the reader checks
cards against; do not edit it by hand.

A card, `crisis.yaml`, says on one page what a crisis begins with: only what was known on its first
day. Three values are needed: `where.country`, `when.start` and `trigger.kind`. Every other value
that is left out is looked up, or pooled from other crises, or an open assumption; `upheaval card
FOLDER` says which of these each one is. [A new scenario](new_scenario.md) shows how to begin.

The file is UTF-8 and YAML 1.2, and begins with `format: card/1`. An unknown key is an error, and so
is one that stands twice. A table or `scenario.yaml` beside the card takes the place of what the
card stands for.

A number may be written alone, as a word where its kind has words, or with a range and a source:

```yaml
opposition:
  strength: 0.3
  union: medium
  students: {value: 0.3, low: 0.1, high: 0.5, source: "a survey of 2018"}
  source: "for all other values of this section"
```
"""


def reference() -> str:
    """Give the reference page in Markdown."""
    lines = [_INTRODUCTION, *_words("Levels", LEVELS), *_words("Burdens", BURDENS)]
    for section in SECTIONS:
        lines += ["", *_section(section)]
    return "\n".join(lines) + "\n"


def _words(title: str, words: dict[str, tuple[float, float, float]]) -> list[str]:
    lines = [f"## {title}", "", "| word | value | low | high |", "| --- | --- | --- | --- |"]
    for word, (value, low, high) in words.items():
        lines.append(f"| `{word}` | {value:g} | {low:g} | {high:g} |")
    return [*lines, ""]


def _section(section: Section) -> list[str]:
    name = f"`{section.name}`" if section.name else "The top of the file"
    lines = [f"## {name}", "", section.meaning, ""]
    if section.is_list:
        lines += [f"A list of at most {section.most}.", ""]
    lines += [
        "| key | holds | unit | if left out | meaning | becomes |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_row(field) for field in section.fields]
    if section.name:
        lines.append("| `source` | text |  | `the card` | Where the values of the section come "
                     "from. | column `source` |")  # fmt: skip
    return lines


def _row(field: Field) -> str:
    otherwise = "needed" if field.required else field.otherwise
    return (
        f"| `{field.name}` | {_holds(field)} | {field.unit} | {otherwise} | {field.meaning} | "
        f"{field.becomes} |"
    )


def _holds(field: Field) -> str:
    if field.choices:
        return ", ".join(f"`{choice}`" for choice in field.choices)
    nouns = {
        "text": "text",
        "flag": "`true` or `false`",
        "date": "day",
        "country": "country code, ISO 3166",
        "countries": "list of country codes",
        "names": "list of regions",
        "dates": "list of days",
        "whole": "whole number",
    }
    noun = nouns.get(field.kind, "number")
    if field.minimum is not None:
        noun += f" from {field.minimum:,.10g} to {field.maximum:,.10g}"
    return noun + (f", or a word of {field.kind}s" if words_of(field) else "")
