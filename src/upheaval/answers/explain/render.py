"""The answer of `explain` as plain values, for JSON and for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from upheaval.answers.explain.result import Belief, Combination, Explained
    from upheaval.record.outcomes import Share


def as_json(answer: Explained) -> dict[str, Any]:
    """Give the answer as dicts, lists, numbers and texts; None where nothing may be said."""
    guard = answer.guard
    return {
        "scenario": answer.scenario,
        "simulations": answer.simulations,
        "tables": answer.tables,
        "scale": answer.scale,
        "seed": answer.seed,
        "posterior": answer.posterior,
        "left_out": list(answer.left_out),
        "guard": {
            "ece": guard.ece,
            "sbc_p": guard.sbc_p,
            "coverage90": guard.coverage90,
            "typicality_p": guard.typicality_p,
            "ok": guard.ok,
            "failures": guard.failures,
            "clashes": [
                {"observation": item.observation, "p": item.p} for item in guard.clashes[:20]
            ],
            "typical_without": guard.typical_without,
        },
        "explanations": [_belief(item) for item in answer.beliefs],
        "none_of_these": None if answer.none is None else _combination(answer.none),
        "combinations": [_combination(item) for item in answer.combinations],
        "evidence": [
            {
                "observation": item.observation,
                "likelihood_ratio": item.likelihood_ratio,
                "without": item.without or None,
                "only_with": list(item.only_with),
            }
            for item in answer.evidence
        ],
        "parameters": [
            {
                "name": item.name,
                "prior": dict(zip(("p5", "p50", "p95"), item.prior, strict=True)),
                "posterior": dict(zip(("p5", "p50", "p95"), item.posterior, strict=True)),
                "spread_ratio": item.spread_ratio,
                "identified": item.identified,
            }
            for item in answer.parameters
        ],
        "check": {
            "inside90": sum(item.inside for item in answer.check),
            "total": len(answer.check),
            "coverage90": answer.check_coverage if answer.check else None,
            "observations": [
                {
                    "observation": item.observation,
                    "value": item.value,
                    "p5": item.p5,
                    "p50": item.p50,
                    "p95": item.p95,
                    "inside": item.inside,
                    "held": item.held,
                }
                for item in answer.check
            ],
        },
        "resimulation": _resimulation(answer),
    }


def _resimulation(answer: Explained) -> dict[str, Any] | None:
    from upheaval.mechanisms.outcome import OUTCOMES

    what = answer.effects
    if what is None:
        return None
    return {"outcome": OUTCOMES[what.outcome], "worlds": what.worlds, "runs": what.runs}


def _belief(item: Belief) -> dict[str, Any]:
    effect = item.effect
    return {
        "name": item.name,
        "title": item.title,
        "prior": item.prior,
        "probability": item.probability,
        "low": item.low,
        "high": item.high,
        "tables": list(item.tables),
        "testable": item.testable,
        "identified": item.identified,
        "tautological_evidence": list(item.tautological_evidence),
        "without_tautological_evidence": None
        if item.without_tautologies is None
        else dict(zip(("probability", "low", "high"), item.without_tautologies, strict=True)),
        "necessity": None if effect is None else _share(effect.necessity),
        "sufficiency": None if effect is None else _share(effect.sufficiency),
        "share": None
        if effect is None
        else {
            name: {"value": value, "error": error} for name, (value, error) in effect.share.items()
        },
    }


def _share(share: Share | None) -> dict[str, float] | None:
    if share is None:
        return None
    return {"value": share.share, "low": share.low, "high": share.high, "worlds": share.total}


def _combination(item: Combination) -> dict[str, Any]:
    return {
        "explanations": list(item.explanations),
        "probability": item.probability,
        "low": item.low,
        "high": item.high,
    }


def as_html(answer: Explained) -> str:
    """Give a small table for notebooks."""
    head = f"<p>{escape(answer.scenario)}: {answer.simulations:,} simulations</p>"
    if not answer.ok:
        why = "".join(f"<li>{escape(text)}</li>" for text in answer.guard.failures)
        head += f"<p>No probabilities are given:</p><ul>{why}</ul>"
    rows = "".join(
        f"<tr><td>{escape(item.name)}</td><td>{item.prior:.2f}</td><td>{_range(item)}</td>"
        f"<td>{'yes' if item.identified else 'no'}</td></tr>"
        for item in answer.beliefs
    )
    titles = "".join(
        f"<th>{text}</th>" for text in ("explanation", "prior", "posterior", "identified")
    )
    return f"{head}<table><tr>{titles}</tr>{rows}</table>"


def _range(item: Belief) -> str:
    if item.probability is None or item.low is None or item.high is None:
        return "not tested" if not item.testable else "not given"
    return f"{item.probability:.2f} ({item.low:.2f} to {item.high:.2f})"
