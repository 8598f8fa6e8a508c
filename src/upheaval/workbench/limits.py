"""How large a run the server takes on: it is asked by pages, not by whoever owns the machine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from upheaval.errors import UpheavalError
from upheaval.runs.plan import RunPlan


@dataclass(frozen=True)
class Limits:
    """Limits of what may be asked.

    Attributes
    ----------
    steps : float
        Simulated citizens times ticks times replicates of one run.
    citizens : int
        Simulated citizens of one replicate: what a worker holds in memory.
    replicates : int
        Replicates of one run: what a page is computed from.
    waiting : int
        Jobs that are not over.
    runs : int
        Runs that are kept.
    body : int
        Bytes of a request.
    """

    steps: float = 2e10
    citizens: int = 1_000_000
    replicates: int = 1000
    waiting: int = 8
    runs: int = 60
    body: int = 262_144


class TooLargeError(UpheavalError):
    """What was asked for is beyond the limits of this server."""


def check_size(plan: RunPlan, limits: Limits) -> None:
    """Check a run against the limits.

    Raises
    ------
    TooLargeError
        If it is too large; the message says what would be small enough.
    """
    people = float(np.asarray(plan.scenario.tables["cities"]["population"]).sum())
    citizens = people / plan.scale
    if plan.replicates > limits.replicates:
        raise TooLargeError(
            f"replicates: got {plan.replicates:,}, expected at most {limits.replicates:,} on this "
            "server; 'upheaval run' has no such limit"
        )
    if citizens > limits.citizens:
        raise TooLargeError(
            f"scale: {plan.scale} makes {citizens:,.0f} citizens, expected a scale of at least "
            f"{int(np.ceil(people / limits.citizens))} on this server"
        )
    steps = citizens * len(plan.clock) * plan.replicates
    if steps > limits.steps:
        most = int(limits.steps / (citizens * len(plan.clock)))
        raise TooLargeError(
            f"the run is too large for this server: {citizens:,.0f} citizens, {len(plan.clock)} "
            f"ticks and {plan.replicates} replicates; expected at most {most} replicates at this "
            "scale, or a larger scale"
        )
