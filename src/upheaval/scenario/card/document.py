"""What ``scenario.yaml`` says of a card: as values, and as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from upheaval.scenario.card import outside, structures
from upheaval.scenario.card.card import Card
from upheaval.scenario.card.economy import is_burden
from upheaval.scenario.card.priors import DefaultPrior

ALWAYS = (
    "calendar", "grievance", "anger", "information", "contacts", "opposition", "mobilization",
    "suspicion", "coercion", "public_signal", "pressure", "regime_response", "clan_war", "court",
    "organs", "succession", "diffusion", "outcome", "exit", "transition", "appeasement",
    "aftermath",
)  # fmt: skip
"""Mechanisms that every card has."""

_EVEN = "assumption: even odds before the evidence"
_COULD = "assumption: what somebody could have done"


def mechanisms(card: Card) -> tuple[str, ...]:
    """Give the mechanisms that a card switches on: what it has not stays absent."""
    found = list(ALWAYS)
    rows = structures.structure_rows(card)
    if is_burden(card):
        found.append("prices")
    found += [mechanism for mechanism, needed in _NEEDS if needed(rows)]
    if card.has("regime.second_power.name"):
        found.append("palace_coup")
    if outside.parts(card):
        found.append("alignment")
    if outside.has_allies(card):
        found += ["alliance", "backlash"]
    return tuple(found)


def _organized(*kinds: str) -> Callable[[structures.Rows], bool]:
    return lambda rows: any(row["kind"] in kinds for row in rows["organizations"])


_NEEDS: tuple[tuple[str, Callable[[structures.Rows], bool]], ...] = (
    ("triggers", lambda rows: bool(rows["triggers"])),
    ("movement", _organized("movement", "party", "students")),
    ("general_strike", _organized("union")),
    ("army", lambda rows: bool(rows["army"])),
    ("institutions", lambda rows: bool(rows["institutions"])),
    ("election", lambda rows: bool(rows["elections"])),
)
"""Mechanisms with the rows that each needs."""


def document_value(card: Card, parameters: Mapping[str, DefaultPrior]) -> dict[str, Any]:
    """Give the values of ``scenario.yaml``, as its reader wants them."""
    names = mechanisms(card)
    return {
        "format": "scenario/1",
        "title": card.text("title"),
        "country": card.text("where.name"),
        "summary": _summary(card),
        **_schedule(card),
        "mechanisms": list(names),
        "explanations": _explanations(names, card),
        "interventions": _interventions(names, card),
        "parameters": {name: _parameter(prior) for name, prior in parameters.items()},
    }


def _summary(card: Card) -> str:
    if card.has("summary"):
        return card.text("summary")
    kind = card.text("trigger.kind").replace("_", " ")
    what = card.text("trigger.what", f"Trigger: {kind}" if kind != "none" else "No trigger")
    people = card.number("people.population")
    return f"{card.text('where.name')}, {people:,.0f} people. {what.rstrip('.')}."


def _schedule(card: Card) -> dict[str, Any]:
    start = card.get("when.start").value
    if not isinstance(start, datetime):
        raise TypeError("when.start is no date")
    acute = start + timedelta(days=card.number("when.acute_days"))
    end = start + timedelta(days=card.number("when.days"))
    phases = [{"until": f"{acute:%Y-%m-%d}", "tick": "6 hours"}]
    if end - acute >= timedelta(days=7):
        phases.append({"until": f"{end:%Y-%m-%d}", "tick": "7 days"})
    else:
        phases = [{"until": f"{max(end, acute):%Y-%m-%d}", "tick": "6 hours"}]
    holidays = [{"date": day, "source": "the card"} for day in card.names("when.holidays")]
    return {"start": f"{start:%Y-%m-%d}", "schedule": phases, "holidays": holidays}


def _explanations(names: Sequence[str], card: Card) -> list[dict[str, Any]]:
    trigger = "prices" if is_burden(card) else "triggers"
    known = [
        ("trigger", "What set it off", trigger, "The trigger drove people into the streets."),
        ("anger", "Anger held down for long", "anger",
         "Latent anger, voiced in company, turned a protest into a political one."),
        ("elite_rivalry", "Rivalry at the top", "clan_war",
         "Factions fought for the top, or organs of one of them stood down."),
        ("palace_coup", "A coup inside the revolt", "palace_coup",
         "The ruler used the revolt to remove the second power."),
        ("intervention", "Foreign troops backed the ruler", "alliance",
         "Troops of an ally stood behind the ruler."),
    ]  # fmt: skip
    is_quiet = card.text("trigger.kind") == "none"
    return [
        {"name": name, "title": title, "mechanisms": [mechanism], "meaning": meaning,
         "source": _EVEN}
        for name, title, mechanism, meaning in known
        if mechanism in names and not (name == "trigger" and is_quiet)
    ]  # fmt: skip


def _interventions(names: Sequence[str], card: Card) -> list[dict[str, Any]]:
    known: list[tuple[str, str, str, dict[str, Any]]] = []
    if is_burden(card):
        known += [
            ("no_trigger", "The trigger never comes", "What set the crisis off does not happen.",
             {"set": {"prices.liberalization": "0"}}),
            ("trigger_phased", "The trigger comes slowly",
             "The burden is spread evenly over half a year.", {"set": {"prices.phase_in": "180"}}),
            ("trigger_reversed", "The trigger is taken back at once",
             "It is taken back after one day, before anybody asks.",
             {"set": {"prices.reversed_after": "1"}}),
        ]  # fmt: skip
    elif card.text("trigger.kind") != "none":
        known.append(
            ("no_trigger", "The trigger never comes", "What set the crisis off does not happen.",
             {"set": {"triggers.trigger.value": "0"}})
        )  # fmt: skip
    known.append(
        ("organized_opposition", "An organized opposition",
         "Activists are organized in every town.", {"set": {"opposition.organization": "0.5"}})
    )  # fmt: skip
    if "alliance" in names:
        known.append(
            ("no_foreign_troops", "No foreign troops", "Nobody can be asked for troops.",
             {"without": ["alliance"]})
        )  # fmt: skip
    return [
        {"name": name, "title": title, "meaning": meaning, **change, "source": _COULD}
        for name, title, meaning, change in known
    ]


def _parameter(prior: DefaultPrior) -> dict[str, Any]:
    kind, *numbers = prior.prior.split()
    setting: dict[str, Any] = {"value": float(numbers[0])}
    if kind != "value":
        setting = {"prior": {kind: [float(number) for number in numbers]}}
    return {
        **setting,
        "unit": prior.unit,
        "range": [float(prior.low), float(prior.high)],
        "meaning": prior.meaning,
        "source": prior.source,
    }


def document_text(value: Mapping[str, Any]) -> str:
    """Give the text of ``scenario.yaml``."""
    return "\n".join(_lines(value, "")) + "\n"


def _lines(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, each in value.items():
        if isinstance(each, dict) and each and _is_deep(each):
            yield f"{indent}{key}:"
            yield from _lines(each, indent + "  ")
        elif isinstance(each, list) and each and isinstance(each[0], dict):
            yield f"{indent}{key}:"
            for item in each:
                first, *rest = _lines(item, indent + "    ")
                yield f"{indent}  - {first.strip()}"
                yield from rest
        else:
            yield f"{indent}{key}: {_flow(each)}"


def _is_deep(value: Mapping[str, Any]) -> bool:
    return any(isinstance(each, dict) for each in value.values()) or len(value) > 2


def _flow(value: Any) -> str:
    """Write a value on one line: YAML's own flow style, which JSON is a part of."""
    return json.dumps(value, ensure_ascii=False)
