# mypy: ignore-errors
"""Run Mesa's own example of Epstein's model, in Mesa's environment; called by mesa_parity.py.

Reads one setting as JSON from the standard input and writes one JSON line: counts at the end of
every tick of every run, and agent-steps per second of processor time.
"""

import json
import sys
import time
from multiprocessing import Pool


def run(setting: dict, seed: int) -> dict:
    """One run: counts after each tick, agents, and processor seconds of the steps alone."""
    from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence

    model = EpsteinCivilViolence(
        width=setting["side"],
        height=setting["side"],
        citizen_density=setting["citizens"],
        cop_density=setting["officers"],
        citizen_vision=setting["vision"],
        cop_vision=setting["vision"],
        legitimacy=setting["legitimacy"],
        max_jail_term=setting["longest_sentence"],
        active_threshold=setting["threshold"],
        arrest_prob_constant=setting["deterrence"],
        seed=seed,
    )
    active, jailed = [], []
    start = time.process_time()
    for _ in range(setting["ticks"]):
        model.step()
        active.append(model.ACTIVE)
        jailed.append(model.ARRESTED)
    seconds = time.process_time() - start
    return {
        "active": active,
        "jailed": jailed,
        "agents": len(model.agents),
        "seconds": seconds,
    }


def main() -> None:
    """Run all the seeds of the setting read."""
    setting = json.load(sys.stdin)
    jobs = [(setting, seed) for seed in range(setting["runs"])]
    with Pool(setting["processes"]) as pool:
        results = pool.starmap(run, jobs, chunksize=1)
    steps = sum(result["agents"] for result in results) * setting["ticks"]
    json.dump(
        {
            "active": [result["active"] for result in results],
            "jailed": [result["jailed"] for result in results],
            "speed": steps / sum(result["seconds"] for result in results),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
