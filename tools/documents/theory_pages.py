"""Fill the tables of docs/theory/*.md from the engine, and draw their figures.

With ``--no-figures`` only the tables are written.
"""

import sys
from pathlib import Path

from upheaval.theory import pages
from upheaval.theory.registry import MODELS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "theory"


def main() -> None:
    """Write the pages and the figures."""
    rows = {name: model.rows() for name, model in MODELS.items()}
    for page in sorted(FOLDER.glob("*.md")):
        old = page.read_text(encoding="utf-8")
        new = pages.filled(old, rows)
        if new != old:
            page.write_text(new, encoding="utf-8", newline="\n")
            print(f"wrote {page}")
    if "--no-figures" not in sys.argv:
        from upheaval.theory.figures import FIGURES, save

        (FOLDER / "figures").mkdir(exist_ok=True)
        for name in FIGURES:
            save(name, FOLDER / "figures" / f"{name}.png")
        print(f"drew {len(FIGURES)} figures")


if __name__ == "__main__":
    main()
