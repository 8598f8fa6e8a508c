"""Fill the tables of docs/theory/*.md from the engine; with ``--figures`` draw the figures too."""

from __future__ import annotations

import sys
from pathlib import Path

from upheaval.theory import pages
from upheaval.theory.registry import MODELS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "theory"


def made() -> dict[Path, str]:
    """Give every page as it ought to be."""
    rows = {name: model.rows() for name, model in MODELS.items()}
    return {
        page: pages.filled(page.read_text(encoding="utf-8"), rows)
        for page in sorted(FOLDER.glob("*.md"))
    }


def draw() -> None:
    """Draw the figures."""
    from upheaval.theory.figures import FIGURES, save

    (FOLDER / "figures").mkdir(exist_ok=True)
    for name in FIGURES:
        save(name, FOLDER / "figures" / f"{name}.png")
    print(f"drew {len(FIGURES)} figures")


def main() -> None:
    """Write the pages; draw the figures if asked."""
    for page, text in made().items():
        page.write_text(text, encoding="utf-8", newline="\n")
    if "--figures" in sys.argv:
        draw()


if __name__ == "__main__":
    main()
