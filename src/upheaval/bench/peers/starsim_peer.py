# mypy: ignore-errors
"""Starsim's SIR on a random network, as in its own first tutorial: agent-steps a second."""

import contextlib
import json
import sys
import time


def main() -> None:
    """Step it as often as asked."""
    asked = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        import starsim

        sim = starsim.Sim(
            n_agents=asked["people"], diseases=starsim.SIR(), networks="random",
            start=2000, dur=asked["ticks"], verbose=0,
        )  # fmt: skip
        sim.init()
        start = time.process_time()
        sim.run()
        seconds = time.process_time() - start
        steps = len(sim.t.timevec)
    json.dump({"speed": asked["people"] * steps / seconds}, sys.stdout)


if __name__ == "__main__":
    main()
