"""Write docs/card_reference.md from the declarations of the card's fields."""

from pathlib import Path

from upheaval.scenario.card.reference import reference

TARGET = Path(__file__).resolve().parent.parent / "docs" / "card_reference.md"


def main() -> None:
    """Write the page."""
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
