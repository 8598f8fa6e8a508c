"""The answer of `verify` as plain values, and for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from upheaval.answers.verify.result import Candidate, Verified

WRITTEN = 100
"""Candidates in JSON at least; beyond, those that are clear, and all claims."""

SHOWN = 15
"""Candidates in a notebook."""


def as_json(answer: Verified) -> dict[str, Any]:
    """Give the answer as dicts, lists, numbers and texts."""
    from upheaval.version import __version__

    guard = answer.guard
    return {
        "scenario": answer.scenario,
        "version": __version__,
        "for": answer.target,
        "unit": answer.unit,
        "simulations": answer.simulations,
        "scale": answer.scale,
        "seed": answer.seed,
        "effective": answer.effective,
        "tempered": answer.tempered,
        "worlds": answer.worlds,
        "guard": {
            "ok": guard.ok,
            "failures": guard.failures,
            "typicality_p": guard.typicality_p,
            "clashes": [
                {"observation": item.observation, "p": item.p} for item in guard.clashes[:20]
            ],
        },
        "judged": answer.judged,
        "unjudged": answer.unjudged,
        "candidates": [
            _candidate(item)
            for n, item in enumerate(answer.candidates)
            if n < WRITTEN or item.is_clear or item.kind == "claim"
        ],
        "uninformative_claims": answer.uninformative_claims,
    }


def _candidate(item: Candidate) -> dict[str, Any]:
    return {
        "name": item.name,
        "title": item.title,
        "kind": item.kind,
        "value_of_information": {
            "value": item.value_of_information.value,
            "low": item.value_of_information.low,
            "high": item.value_of_information.high,
        },
        "p": item.value_of_information.p if item.kind != "claim" else None,
        "clear": item.is_clear,
        "bound": item.is_bound,
        "by_explanation": item.by_explanation,
        "findings": [
            {
                "label": part.label,
                "probability": part.probability,
                "after": part.after or None,
                "moves": part.moves or None,
            }
            for part in item.findings
        ],
    }


def as_html(answer: Verified) -> str:
    """Give a small table for notebooks: what is worth most."""
    head = (
        f"<p>{escape(answer.scenario)}: what to check for {escape(answer.target)}, "
        f"expected change in {escape(answer.unit)}</p>"
    )
    if not answer.ok:
        why = "".join(f"<li>{escape(text)}</li>" for text in answer.guard.failures)
        head += f"<p>Guard rails fail; no probabilities are given:</p><ul>{why}</ul>"
    rows = "".join(
        f"<tr><th>{escape(item.title)}</th><td>{item.kind}</td><td>{_range(item)}</td></tr>"
        for item in answer.candidates[:SHOWN]
    )
    titles = "<tr><th></th><th>kind</th><th>expected change (90%)</th></tr>"
    return f"{head}<table>{titles}{rows}</table>"


def _range(item: Candidate) -> str:
    value = item.value_of_information
    if item.is_bound:
        return f"at most {value.high:.3f}"
    if not item.is_clear:
        return "not distinguishable from zero"
    return f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})"
