"""The answer of `hindcast` as plain values, and for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from upheaval.answers.foresee.hindcast_result import Hindcast, HindcastDay


def as_json(answer: Hindcast) -> dict[str, Any]:
    """Give the answer as dicts, lists, numbers and texts."""
    from upheaval.version import __version__

    return {
        "scenario": answer.scenario.name,
        "version": __version__,
        "simulations": answer.simulations,
        "scale": answer.scale,
        "seed": answer.seed,
        "days": [_day(item) for item in answer.days],
    }


def _day(item: HindcastDay) -> dict[str, Any]:
    from upheaval.answers.foresee.render import guard

    return {
        "from": item.since.isoformat(),
        "until": item.until.isoformat(),
        "guard": guard(item.conditioned),
        "effective": item.conditioned.effective,
        "known": {
            "rows": item.information.happened,
            "not_yet": item.information.not_yet,
            "unsettled": item.information.unsettled,
        },
        "log_score": item.log_score,
        "brier": item.brier,
        "crps": item.crps,
        "coverage90": item.coverage90,
        "questions": [
            {"name": q.name, "happened": q.happened, "score": q.score, "chance": q.chance}
            for q in item.questions
        ],
        "rows": [
            {
                "observation": row.observation,
                "kind": row.kind,
                "chance": row.chance,
                "came": row.came,
                "crps": row.crps,
                "inside90": row.inside90,
            }
            for row in item.rows
        ],
    }


def as_html(answer: Hindcast) -> str:
    """Give a small table for notebooks: log scores by day, group and forecaster."""
    rows = "".join(
        f"<tr><th>{item.since}</th><td>{group}</td>"
        + "".join(f"<td>{escape(who)} {value:.3f}</td>" for who, value in scores.items())
        + "</tr>"
        for item in answer.days
        for group, scores in item.log_score.items()
    )
    head = f"{escape(answer.scenario.title)}: log scores from several days, lower is better"
    return f"<p>{head}</p><table>{rows}</table>"
