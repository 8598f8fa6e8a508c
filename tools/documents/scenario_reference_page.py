"""Write docs/scenario_reference.md from the declarations of the scenario format."""

from pathlib import Path

from upheaval.scenario import reference

TARGET = Path(__file__).resolve().parents[2] / "docs" / "scenario_reference.md"


def main() -> None:
    """Write the page."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
