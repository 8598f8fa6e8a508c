"""The command ``upheaval bench``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheaval.commands.line import Json, as_json, tell

if TYPE_CHECKING:
    from upheaval.bench.model import ModelSpeed


def bench(
    quick: Annotated[
        bool, typer.Option("--quick", help="Within a minute: fewer people, no peers.")
    ] = False,
    slopes: Annotated[
        bool, typer.Option("--slopes", help="Measure how the cost grows, and nothing else.")
    ] = False,
    json_: Json = False,
) -> None:
    """Measure memory, kernel, the whole model, and others' models, on one thread of this machine.

    Rates are per second of processor time.
    """
    _one_thread()
    if slopes:
        from upheaval.bench import slopes as growth

        found = growth.measure()
    else:
        found = _all(quick)
    if json_:
        print(as_json(found))
    else:
        _print(found)


def _one_thread() -> None:
    # Read by numba and the linear algebra when they are first imported: with the command, not
    # before here.
    if "numba" not in sys.modules:
        for name in ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ[name] = "1"


def _all(quick: bool) -> dict[str, Any]:
    from upheaval.bench import kernel, model, startup, worlds

    tell("Memory and kernel")
    speed = kernel.measure(2_000_000 if quick else 8_000_000, 16, 4 if quick else 12)
    tell("The whole model at 1:20")
    coarse = model.measure(20, 16)
    tell("The whole model at 1:1")
    full = model.measure(1, 4 if quick else 16, "2022-01-12" if quick else model.LAST_DAY)
    tell("Coarse worlds")
    cost_of_card, cost_of_flagship = (
        worlds.card(128 if quick else 512),
        worlds.kazakhstan(32 if quick else 256),
    )
    tell("Starting up")
    found = {
        "quick": quick,
        "worlds": {
            "card_ms": cost_of_card.milliseconds,
            "kazakhstan200_ms": cost_of_flagship.milliseconds,
            "card_per_minute": cost_of_card.per_minute,
            "kazakhstan200_per_minute": cost_of_flagship.per_minute,
            "scale20_per_minute": coarse.worlds_per_minute,
            "full_per_minute": full.worlds_per_minute,
            "card_batch": cost_of_card.batch,
            "kazakhstan200_batch": cost_of_flagship.batch,
        },
        "roof": {"bytes_per_second": speed.roof},
        "kernel": {
            "single": speed.single,
            "batched": speed.batched,
            "roof_share": speed.roof_share,
        },
        "model": _model(full),
        "model_scale20": _model(coarse),
        "memory": _memory(full),
        "startup": startup.measure(cold=not quick),
    }
    if quick:
        return found
    from upheaval.bench import beside

    tell("Peers: Mesa, AgentPy, Starsim")
    return found | {"peers": beside.measure(speed.single)}


def _model(speed: ModelSpeed) -> dict[str, Any]:
    return {
        "scale": speed.plan.scale,
        "replicates": speed.plan.replicates,
        "until": str(speed.plan.until),
        "ticks": speed.ticks,
        "people": speed.people,
        "citizen_steps": speed.decisions,
        "citizen_steps_per_cpu_second": speed.steps_per_second,
        "above_share": speed.above_share,
        "setup_seconds": speed.setup,
        "seconds": speed.total,
        "profile": {name: value / speed.total for name, value in speed.seconds.items()},
    }


def _memory(speed: ModelSpeed) -> dict[str, float]:
    found = {
        "bytes_of_people": float(speed.bytes_of_people),
        "bytes_per_person": speed.bytes_of_people / speed.people,
    }
    try:
        import resource
    except ImportError:  # not on Windows
        return found
    return found | {"peak_bytes": 1024.0 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def _print(found: dict[str, Any], indent: str = "") -> None:
    for name, value in found.items():
        if isinstance(value, dict):
            print(f"{indent}{name}")
            _print(value, indent + "  ")
        else:
            print(f"{indent}{name!s:32}{_worded(value)}")


def _worded(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
