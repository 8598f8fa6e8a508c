# mypy: ignore-errors
"""Mesa's own example of Epstein's model: agent-steps a second of processor time."""

import json
import sys
import time


def main() -> None:
    """Step it as often as asked."""
    from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence

    asked = json.load(sys.stdin)
    model = EpsteinCivilViolence(width=asked["side"], height=asked["side"], seed=1)
    model.step()
    start = time.process_time()
    for _ in range(asked["ticks"]):
        model.step()
    seconds = time.process_time() - start
    json.dump({"speed": len(model.agents) * asked["ticks"] / seconds}, sys.stdout)


if __name__ == "__main__":
    main()
