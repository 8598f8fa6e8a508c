"""What one coarse world costs: pooling over crises and sequential fits need millions of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from upheaval.bench.model import LAST_DAY, SCENARIO, warm_up
from upheaval.runs import batch as batches
from upheaval.runs.plan import plan_of

CARD = Path(__file__).parent / "card"
"""A card of ten places through 90 days, as a user writes it; everything else is looked up."""
SCALE = 200


@dataclass(frozen=True)
class WorldCost:
    """What a world of one batch takes.

    Attributes
    ----------
    milliseconds : float
        Processor time of a world on one thread, recording included, without the setup.
    batch : int
        Worlds stepped together.
    ticks, places, people : int
        Ticks of a world; its cities and villages; its simulated people who can act.
    """

    milliseconds: float
    batch: int
    ticks: int
    places: int
    people: int

    @property
    def per_minute(self) -> float:
        """Worlds a minute of one processor."""
        return 60_000.0 / self.milliseconds


def card(worlds: int) -> WorldCost:
    """Measure a card's world."""
    return _measure(str(CARD), worlds, None)


def kazakhstan(worlds: int) -> WorldCost:
    """Measure a world of Kazakhstan through January 2022."""
    return _measure(SCENARIO, worlds, LAST_DAY)


def _measure(scenario: str, worlds: int, until: str | None) -> WorldCost:
    plan = plan_of(scenario, replicates=worlds, scale=SCALE, until=until, batch=worlds)
    shared = batches.prepare(plan)
    people = shared.citizens
    warm_up(shared)
    began = time.process_time()
    batches.run_batch(plan, range(worlds))
    seconds = time.process_time() - began
    return WorldCost(
        1000.0 * seconds / worlds,
        worlds,
        len(shared.setting.clock),
        shared.setting.sizes["city"],
        int((people.high - people.low).sum()),
    )
