"""The text of ``scenario.yaml`` that a card becomes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from upheaval.scenario.card import outside
from upheaval.scenario.card.card import Card
from upheaval.scenario.card.priors import DefaultPrior

ALWAYS = (
    "calendar", "prices", "grievance", "information", "contacts", "opposition", "mobilization",
    "suspicion", "coercion", "public_signal", "regime_response", "clan_war", "court", "organs",
    "alignment", "succession", "diffusion", "outcome",
)  # fmt: skip
"""Mechanisms that every card has."""


def mechanisms(card: Card) -> tuple[str, ...]:
    """Give the mechanisms that a card switches on: what it has not stays absent."""
    found = list(ALWAYS)
    if card.has("regime.second_power.name"):
        found.append("palace_coup")
    if outside.has_allies(card):
        found += ["alliance", "backlash"]
    return tuple(found)


def document_text(card: Card, parameters: Mapping[str, DefaultPrior]) -> str:
    """Give the text of ``scenario.yaml``."""
    names = mechanisms(card)
    lines = [
        "format: scenario/1",
        f"title: {_quoted(card.text('title'))}",
        f"country: {_quoted(card.text('where.name'))}",
        f"summary: {_quoted(_summary(card))}",
        *_schedule(card),
        "mechanisms:",
        *(f"  - {name}" for name in names),
        *_explanations(names, card),
        *_interventions(names, card),
        "parameters:",
    ]
    for name, prior in parameters.items():
        lines += _parameter(name, prior)
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _summary(card: Card) -> str:
    if card.has("summary"):
        return card.text("summary")
    kind = card.text("trigger.kind").replace("_", " ")
    what = card.text("trigger.what", f"Trigger: {kind}" if kind != "none" else "No trigger")
    people = card.number("people.population")
    return f"{card.text('where.name')}, {people:,.0f} people. {what.rstrip('.')}."


def _schedule(card: Card) -> list[str]:
    start = card.get("when.start").value
    if not isinstance(start, datetime):
        raise TypeError("when.start is no date")
    acute = start + timedelta(days=card.number("when.acute_days"))
    end = start + timedelta(days=card.number("when.days"))
    lines = [
        f"start: {start:%Y-%m-%d}",
        "schedule:",
        f"  - {{until: {acute:%Y-%m-%d}, tick: 6 hours}}",
    ]
    if end - acute >= timedelta(days=7):
        lines.append(f"  - {{until: {end:%Y-%m-%d}, tick: 7 days}}")
    elif end > acute:
        lines[-1] = f"  - {{until: {end:%Y-%m-%d}, tick: 6 hours}}"
    lines.append("holidays:" if card.names("when.holidays") else "holidays: []")
    lines += [f'  - {{date: {day}, source: "the card"}}' for day in card.names("when.holidays")]
    return lines


def _explanations(names: Sequence[str], card: Card) -> list[str]:
    known = [
        ("trigger", "What set it off", "prices", "The trigger drove people into the streets."),
        ("anger", "Anger held down for long", "grievance",
         "Lost legitimacy and latent anger turned a protest into a political one."),
        ("elite_rivalry", "Rivalry at the top", "clan_war",
         "Factions fought for the top, or organs of one of them stood down."),
        ("palace_coup", "A coup inside the revolt", "palace_coup",
         "The ruler used the revolt to remove the second power."),
        ("intervention", "Foreign troops backed the ruler", "alliance",
         "Troops of an ally stood behind the ruler."),
    ]  # fmt: skip
    lines = ["explanations:"]
    for name, title, mechanism, meaning in known:
        if mechanism not in names or (name == "trigger" and card.text("trigger.kind") == "none"):
            continue
        lines += [
            f"  - name: {name}",
            f"    title: {title}",
            f"    mechanisms: [{mechanism}]",
            f"    meaning: {meaning}",
            '    source: "assumption: even odds before the evidence"',
        ]
    return lines


def _interventions(names: Sequence[str], card: Card) -> list[str]:
    known: list[tuple[str, str, str, str]] = []
    if card.text("trigger.kind") != "none":
        known += [
            ("no_trigger", "The trigger never comes", "What set the crisis off does not happen.",
             "set: {prices.liberalization: 0}"),
            ("trigger_phased", "The trigger comes slowly",
             "The burden is spread evenly over half a year.", "set: {prices.phase_in: 180}"),
            ("trigger_reversed", "The trigger is taken back at once",
             "It is taken back after one day, before anybody asks.",
             "set: {prices.reversed_after: 1}"),
        ]  # fmt: skip
    known.append(
        ("organized_opposition", "An organized opposition",
         "Activists are organized in every town.", "set: {opposition.organization: 0.5}")
    )  # fmt: skip
    if "alliance" in names:
        known.append(
            ("no_foreign_troops", "No foreign troops", "Nobody can be asked for troops.",
             "without: [alliance]")
        )  # fmt: skip
    lines = ["interventions:"]
    for name, title, meaning, change in known:
        lines += [
            f"  - name: {name}",
            f"    title: {title}",
            f"    meaning: {_quoted(meaning)}",
            f"    {change}",
            '    source: "assumption: what somebody could have done"',
        ]
    return lines


def _parameter(name: str, prior: DefaultPrior) -> list[str]:
    kind, *numbers = prior.prior.split()
    setting = f"value: {numbers[0]}"
    if kind != "value":
        setting = f"prior: {{{kind}: [{', '.join(numbers)}]}}"
    return [
        f"  {name}:",
        f"    {setting}",
        f"    unit: {_quoted(prior.unit)}",
        f"    range: [{prior.low}, {prior.high}]",
        f"    meaning: {_quoted(prior.meaning)}",
        f"    source: {_quoted(prior.source)}",
    ]
