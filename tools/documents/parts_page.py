"""Write the table of docs/parts.md: run the flagship and print what each part shows now.

The text around the table is written by hand. Running this takes some minutes.
"""

from __future__ import annotations

import re
from pathlib import Path

import upheaval as up
from upheaval.runs.plan import plan_of
from upheaval.views.screens.parts import markdown

TARGET = Path(__file__).resolve().parents[2] / "docs" / "parts.md"
SCENARIO = "kazakhstan-2022"
REPLICATES, SCALE = 64, 100
COMMAND = f"upheaval parts {SCENARIO} --replicates {REPLICATES} --scale {SCALE} --markdown"
TABLE = re.compile(r"(<!-- generated: parts -->\n).*?(<!-- end of parts -->)", re.DOTALL)


def main() -> None:
    """Run, and replace the table of the page."""
    found = up.parts(SCENARIO, replicates=REPLICATES, scale=SCALE)
    identity = plan_of(SCENARIO).identity()
    stamp = (
        f"Made by `{COMMAND}`: {found.plan.replicates} worlds of each run, one citizen for "
        f"{found.plan.scale} people, seed {found.plan.seed}; scenario "
        f"{identity['scenario_hash'][:12]}, code {identity['code'][:12]}."
    )
    text = TARGET.read_text(encoding="utf-8")
    made = TABLE.sub(rf"\g<1>\n{stamp}\n\n{markdown(found)}\n\g<2>", text)
    TARGET.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
