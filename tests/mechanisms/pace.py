"""Steps of chosen length, to see that a result does not depend on how time is cut."""

from datetime import datetime, timedelta

from stage import Stage

from upheaval.world.clock import Tick

BEGIN = datetime(2022, 1, 1)


def pass_days(stage: Stage, name: str, days: float, pieces: int = 1) -> None:
    """Let one mechanism act over some days, in equal ticks."""
    length = days / pieces
    for _ in range(pieces):
        start = stage.next * 1.0
        tick = Tick(stage.next, start, length, BEGIN + timedelta(days=start))
        stage.next += 1
        luck = stage.world.luck(name, tick.index)
        stage.known[name].step(stage.world, tick, stage.parameters[name], luck)
