"""Remake the parts of documents that are taken from the code; runs nothing that takes minutes.

    python tools/documents/generate.py [--check]

``--check`` writes nothing, and ends with code 1 if a page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import command_reference
import model_page
import structures_page
import theory_pages

from upheaval.record import reference as measures
from upheaval.scenario import reference as scenario_files
from upheaval.scenario.card.reference import reference as card_fields
from upheaval.views import glossary

DOCS = Path(__file__).resolve().parents[2] / "docs"

PAGES: dict[str, Callable[[str], str]] = {
    "model.md": model_page.generate,
    "structures.md": structures_page.generate,
    "commands.md": lambda _: command_reference.page(),
    "measures.md": lambda _: measures.page(),
    "card_reference.md": lambda _: card_fields(),
    "scenario_reference.md": lambda _: scenario_files(),
    "glossary.md": lambda _: glossary.page(),
}
"""Pages of docs/ with what makes each from its present text."""


def made() -> dict[Path, str]:
    """Give every generated page as it ought to be."""
    texts = {
        DOCS / name: make((DOCS / name).read_text(encoding="utf-8") if _exists(name) else "")
        for name, make in PAGES.items()
    }
    return texts | theory_pages.made()


def stale(texts: dict[Path, str]) -> list[Path]:
    """Give the pages that are not as they ought to be."""
    return [
        path
        for path, text in texts.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def _exists(name: str) -> bool:
    return (DOCS / name).exists()


def main() -> None:
    """Write what is out of date, or only tell."""
    texts = made()
    changed = stale(texts)
    for path in changed:
        if "--check" not in sys.argv:
            path.write_text(texts[path], encoding="utf-8", newline="\n")
        print(f"docs/{path.relative_to(DOCS)}")
    if "--check" in sys.argv and changed:
        sys.exit("These pages are out of date: make documents")


if __name__ == "__main__":
    main()
