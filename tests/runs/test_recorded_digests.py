"""Five runs whose digests are kept: whoever moves code, renames or speeds up changes none of them.

Whoever changes the model on purpose writes them anew and says so in the changelog:
``python tests/runs/test_recorded_digests.py``.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import upheaval as up

FILE = Path(__file__).with_name("recorded_digests.json")

RUNS: dict[str, dict[str, Any]] = {
    "all mechanisms, the first week": {"replicates": 3, "scale": 1000, "until": "2022-01-08"},
    "another seed, finer": {"replicates": 2, "scale": 300, "seed": 7, "until": "2022-01-06"},
    "without the alliance": {
        "replicates": 2, "scale": 1000, "until": "2022-01-12", "without": ["alliance"],
    },
    "without the price decision": {
        "replicates": 2, "scale": 1000, "until": "2022-01-06",
        "set": {"prices.liberalization": 0},
    },
    "to the last day": {"replicates": 1, "scale": 1000, "tick": 24},
}  # fmt: skip


def digest_of(arguments: dict[str, Any]) -> str:
    run = up.simulate("kazakhstan-2022", workers=1, progress=False, **arguments)
    return str(run.attrs["digest"])


@pytest.mark.parametrize("name", RUNS)
def test_a_run_has_the_digest_that_was_recorded(name: str) -> None:
    recorded = json.loads(FILE.read_text(encoding="utf-8"))
    assert digest_of(RUNS[name]) == recorded[name]


def test_every_recorded_digest_is_of_a_run() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")).keys() == RUNS.keys()


if __name__ == "__main__":
    digests = {name: digest_of(arguments) for name, arguments in RUNS.items()}
    FILE.write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8", newline="\n")
