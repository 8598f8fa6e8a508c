"""The terms that pages, screens and answers use, each with one line and its source.

The list is `glossary.csv` beside this file: ``term``, ``also`` (other forms of it, between bars),
``meaning``, ``source`` (a publication, or "Term of this project") and ``page`` (the page of the
documents that uses it most).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_suffix(".csv")

_OPENING = """# Glossary

{number} terms as this project uses them. Each names the publication that it is taken from; a
*term of this project* is ours. `make documents` writes this page from
`src/upheaval/views/glossary.csv`.

| term | meaning | source | more |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Term:
    """One entry: the term, other forms of it, one line, a source and a page of the documents."""

    term: str
    also: tuple[str, ...]
    meaning: str
    source: str
    page: str


@cache
def terms() -> tuple[Term, ...]:
    """Give every term, in the order of the alphabet."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(
                row["term"],
                tuple(form for form in row["also"].split("|") if form),
                row["meaning"],
                row["source"],
                row["page"],
            )
            for row in csv.DictReader(file)
        )


def page() -> str:
    """Write the glossary in Markdown."""
    rows = [f"| {' | '.join(_cells(entry))} |" for entry in terms()]
    return _OPENING.format(number=len(rows)) + "\n".join(rows) + "\n"


def _cells(entry: Term) -> tuple[str, ...]:
    link = f"[{_title(entry.page)}]({entry.page})"
    return _named(entry), entry.meaning, entry.source, link


def _named(entry: Term) -> str:
    forms = [form for form in entry.also if form.isupper()]
    return f"**{entry.term}**" + (f" ({', '.join(forms)})" if forms else "")


def _title(target: str) -> str:
    name = target.removesuffix(".md").rpartition("/")[2].replace("_", " ")
    return {"whatif": "what if"}.get(name, name)
