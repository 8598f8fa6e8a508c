# mypy: ignore-errors
"""A crowd of thresholds in AgentPy, written as its own tutorials do: agent-steps a second."""

import json
import sys
import time


def main() -> None:
    """Step it as often as asked."""
    import agentpy

    class Citizen(agentpy.Agent):
        """Acts if more do than his threshold."""

        def setup(self) -> None:
            self.threshold = self.model.random.random()
            self.acts = False

        def decide(self) -> None:
            self.acts = self.model.acting >= self.threshold

    class Crowd(agentpy.Model):
        """All of them, once a tick."""

        def setup(self) -> None:
            self.acting = 0.1
            self.citizens = agentpy.AgentList(self, self.p.people, Citizen)

        def step(self) -> None:
            self.citizens.decide()
            self.acting = sum(self.citizens.acts) / self.p.people

    asked = json.load(sys.stdin)
    model = Crowd({"people": asked["people"], "seed": 1})
    model.sim_setup(steps=asked["ticks"], seed=1)
    start = time.process_time()
    for _ in range(asked["ticks"]):
        model.sim_step()
    seconds = time.process_time() - start
    json.dump({"speed": asked["people"] * asked["ticks"] / seconds}, sys.stdout)


if __name__ == "__main__":
    main()
