"""The answer of `foresee` as plain values, as a Dataset, and for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from upheaval.version import __version__

if TYPE_CHECKING:
    import xarray

    from upheaval.answers.foresee.conditioning import ConditionedWorlds
    from upheaval.answers.foresee.result import Foreseen


def as_json(answer: Foreseen) -> dict[str, Any]:
    """Give the answer as dicts, lists, numbers and texts."""
    return {
        "scenario": answer.scenario.name,
        "version": __version__,
        "from": answer.since.isoformat(),
        "days": [day.isoformat() for day in answer.days],
        "simulations": answer.simulations,
        "scale": answer.scale,
        "seed": answer.seed,
        "worlds": {
            "run": answer.worlds,
            "counted": answer.counted,
            "effective": answer.conditioned.effective,
            "branches": answer.branches,
        },
        "known": {
            "rows": answer.information.happened,
            "not_yet": answer.information.not_yet,
            "unsettled": answer.information.unsettled,
        },
        "guard": guard(answer.conditioned),
        "outcomes": {name: item.as_json() for name, item in answer.outcomes.items()},
        "events": {name: item.as_json() for name, item in answer.chances.items()},
        "amounts": {
            name: item.as_json() | {"unit": answer.quantities[name].unit}
            for name, item in answer.amounts.items()
        },
        "more": {
            "of": answer.more.of,
            "half_width_points": answer.more.now,
            "four_times_worlds": answer.more.worlds,
            "endless_branches": answer.more.branches,
        },
    }


def guard(conditioned: ConditionedWorlds) -> dict[str, Any]:
    """Give the guard rails as plain values."""
    skill = conditioned.skill
    return {
        "ok": conditioned.ok,
        "failures": conditioned.failures,
        "typicality_p": conditioned.typicality_p,
        "clashes": [
            {"observation": item.observation, "p": item.p} for item in conditioned.clashes[:20]
        ],
        "simulated_crises": {
            "worlds": skill.worlds,
            "sharpness": skill.sharpness,
            "log_score": skill.log_score,
            "without_the_record": skill.without,
            "gain": skill.gain,
            "error": skill.error,
            "coverage90": skill.coverage90,
        },
    }


def as_dataset(answer: Foreseen) -> xarray.Dataset:
    """Give probabilities by ``(outcome, day)`` and ``(event, day)``, and numbers alike."""
    import xarray

    variables: dict[str, Any] = {}
    for kind, items in (("outcome", answer.outcomes), ("event", answer.chances)):
        for field in ("probability", "low", "high", "luck"):
            rows = [getattr(item, field) for item in items.values()]
            variables[f"{kind}_{field}"] = ((kind, "day"), np.array(rows).reshape(len(items), -1))
    for field in ("mean", "p5", "p50", "p95", "error", "luck"):
        rows = [getattr(item, field) for item in answer.amounts.values()]
        variables[f"amount_{field}"] = (("amount", "day"), np.array(rows))
    return xarray.Dataset(
        variables,
        {
            "outcome": list(answer.outcomes),
            "event": list(answer.chances),
            "amount": list(answer.amounts),
            "day": np.array(answer.days, dtype="datetime64[ns]"),
        },
        {"scenario": answer.scenario.name, "from": answer.since.isoformat()},
    )


def as_html(answer: Foreseen) -> str:
    """Give a small table for notebooks: what is likely on the last day."""
    last = f"{answer.days[-1]}"
    head = (
        f"<p>{escape(answer.scenario.title)}: from {answer.since} to {last}; "
        f"{answer.worlds} worlds like the record so far, {answer.branches} runs of each</p>"
    )
    if not answer.ok:
        why = "".join(f"<li>{escape(text)}</li>" for text in answer.conditioned.failures)
        head += f"<p>Do not rely on this:</p><ul>{why}</ul>"
    rows = [
        f"<tr><th>{escape(name)}</th><td>{100 * item.probability[-1]:.0f}%</td>"
        f"<td>{100 * item.low[-1]:.0f} to {100 * item.high[-1]:.0f}%</td></tr>"
        for name, item in (answer.outcomes | answer.chances).items()
    ]
    rows += [
        f"<tr><th>{escape(answer.quantities[name].title)}</th><td>{item.p50[-1]:,.4g}</td>"
        f"<td>{item.p5[-1]:,.4g} to {item.p95[-1]:,.4g}</td></tr>"
        for name, item in answer.amounts.items()
    ]
    titles = f"<tr><th></th><th>{last}</th><th>90%</th></tr>"
    return f"{head}<table>{titles}{''.join(rows)}</table>"
