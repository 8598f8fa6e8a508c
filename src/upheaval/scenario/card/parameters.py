"""Parameters of a card: those that it sets, and default priors for all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from upheaval.scenario.card.card import Card, Entry
from upheaval.scenario.card.priors import DefaultPrior, default_priors

_SHUTDOWN = (0.9, 0.2)
"""Cost of a shutdown, in units of the regime's survival, at the lowest and highest readiness."""
_RANGE = 0.05
_ORGANIZED = {"none": (0.0, 0.01), "scattered": (0.0, 0.1), "movement": (0.1, 0.6),
              "party": (0.1, 0.5)}  # fmt: skip
"""Organization of the opposition by its kind, where no strength is given. Assumption."""


def parameters(card: Card, mechanisms: Sequence[str]) -> dict[str, DefaultPrior]:
    """Give the settings of every parameter of these mechanisms."""
    found = {
        name: prior for name, prior in default_priors().items() if prior.mechanism in mechanisms
    }
    for name, setting in _set_by(card).items():
        if name in found:
            low, high, entry = setting
            found[name] = _given(found[name], low, high, entry)
    return found


def _set_by(card: Card) -> dict[str, tuple[float, float, Entry]]:
    """Give low, high and entry of each parameter that the card sets."""
    result: dict[str, tuple[float, float, Entry]] = {}
    if card.has("opposition.strength"):
        entry = card.get("opposition.strength")
        result["opposition.organization"] = (*_ends(entry), entry)
    elif card.has("opposition.kind"):
        entry = card.get("opposition.kind")
        result["opposition.organization"] = (*_ORGANIZED[entry.text], entry)
    if card.has("regime.legitimacy"):
        entry = card.get("regime.legitimacy")
        result["grievance.legitimacy"] = (*_ends(entry), entry)
    if card.has("media.will_shut_down"):
        entry = card.get("media.will_shut_down")
        dear, cheap = _SHUTDOWN
        low, high = _ends(entry)
        result["regime_response.shutdown_cost"] = (
            dear + (cheap - dear) * high,
            dear + (cheap - dear) * low,
            entry,
        )
    return result


def _ends(entry: Entry) -> tuple[float, float]:
    if entry.low < entry.high:
        return entry.low, entry.high
    # One number without a range: nobody knows a level to the last digit.
    return max(0.0, entry.number - _RANGE), min(1.0, entry.number + _RANGE)


def _given(prior: DefaultPrior, low: float, high: float, entry: Entry) -> DefaultPrior:
    words = {"given": f"given: {entry.source}", "looked up": entry.source}
    return replace(
        prior,
        prior=f"uniform {low:.6g} {high:.6g}",
        low=f"{min(low, float(prior.low)):.6g}",
        high=f"{max(high, float(prior.high)):.6g}",
        source=words.get(entry.provenance, entry.source),
    )
