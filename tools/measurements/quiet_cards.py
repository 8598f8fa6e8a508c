"""How often a ruler goes within 90 days in countries where nothing sets a crisis off.

    python tools/measurements/quiet_cards.py [REPLICATES]

Cards of six shapes without a trigger, 64 worlds each if nothing is said, one citizen for 1,000.
With the default priors of cards the ruler ought to be gone in under 3 of 100 worlds.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import upheaval as up

DAYS = 90
HEAD = (
    "format: card/1\nwhen: {start: 2018-03-01, acute_days: 30, days: 93}\ntrigger: {kind: none}\n"
)
SHAPES = {
    "an army apart": "where: {country: EGY}\nfactions:\n  - {name: ruler, seat: ruler}\n"
    "  - {name: army, army: neutral}\n  - {name: party}\n",
    "two powers and a treaty": "where: {country: KAZ}\nregime:\n"
    "  second_power: {name: Another person, weight: high}\n"
    "outside: {patron: RUS, treaty: A treaty, members: [BLR]}\n",
    "movement, union, students": "where: {country: ECU}\nopposition: {kind: movement, "
    "strength: medium, leader: free, union: high, students: high}\n",
    "poor and divided": "where: {country: SDN}\npeople: {hardship: high, excluded_share: 0.3}\n",
    "an election ahead": "where: {country: TUN}\ndates:\n"
    "  - {date: 2018-05-01, what: A vote, kind: election_ahead}\n",
    "small, with a patron": "where: {country: BHR}\noutside: {patron: SAU}\n",
}


def gone(text: str, replicates: int, folder: Path) -> int:
    """Give in how many worlds of a card the ruler leaves office within 90 days."""
    (folder / "crisis.yaml").write_text(HEAD + text, encoding="utf-8")
    run = up.simulate(folder, replicates=replicates, scale=1000, progress=False)
    return int((run["exit_time"].values <= DAYS).sum())


def main() -> None:
    """Run every shape."""
    replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 64
    total = 0
    for name, text in SHAPES.items():
        with tempfile.TemporaryDirectory() as folder:
            count = gone(text, replicates, Path(folder))
        total += count
        print(f"{name}: gone in {count} of {replicates}", flush=True)
    print(f"all: {total} of {replicates * len(SHAPES)}")


if __name__ == "__main__":
    main()
