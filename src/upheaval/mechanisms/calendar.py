"""Calendar: what the clock and the feast days mean for people's time.

Only what the crisis does not explain comes from here: nights, when squares empty, and free days,
when workplaces are closed and there is nothing to strike at. No event of the crisis is scripted.

Reads the scenario's holidays; writes ``night`` and ``workday``.
"""

from __future__ import annotations

from datetime import timedelta

from upheaval.mechanisms.base import Mechanism
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import Field
from upheaval.world.world import Parameters, World

SATURDAY = 5


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Say how much of the tick is night, and how much of it falls on working days."""
    del own, luck
    world.state.night[:] = tick.night_share
    world.state.workday[:] = _working_share(tick, world.setting.holidays)


def _working_share(tick: Tick, holidays: frozenset[object]) -> float:
    days = max(1, round(tick.length))
    dates = [(tick.begins + timedelta(days=day)).date() for day in range(days)]
    return sum(d.weekday() < SATURDAY and d not in holidays for d in dates) / days


MECHANISM = Mechanism(
    name="calendar",
    title="Nights and free days",
    order=1,
    source="scenario: holidays",
    parameters=(),
    fields=(
        Field("night", (), "1", "Share of the tick between 23:00 and 7:00."),
        Field("workday", (), "1", "Share of the tick's days on which people work.", 1.0),
    ),
    reads=(),
    writes=(),
    step=step,
)
