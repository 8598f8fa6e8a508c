"""Where each value of a card came from, and how many of each kind there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from upheaval.scenario.card import document
from upheaval.scenario.card.card import Card, Entry
from upheaval.scenario.card.parameters import parameters
from upheaval.scenario.card.priors import INHERITED, DefaultPrior
from upheaval.scenario.card.sections import SECTIONS

KINDS = ("given", "looked up", "pooled", "assumption")


@dataclass(frozen=True, slots=True)
class CardRow:
    """One value of a card, as it is printed."""

    field: str
    value: str
    low: str
    high: str
    provenance: str
    source: str

    def as_json(self) -> dict[str, str]:
        """Give the row for a JSON document."""
        return {
            "field": self.field,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "provenance": self.provenance,
            "source": self.source,
        }


def card_rows(card: Card) -> list[CardRow]:
    """Give every value of a completed card, in the order of the page."""
    order = {
        f"{section.name}.{field.name}".lstrip("."): (i, k)
        for i, section in enumerate(SECTIONS)
        for k, field in enumerate(section.fields)
    }
    heads = {section.name: i for i, section in enumerate(SECTIONS)}

    def place(path: str) -> tuple[int, str, int]:
        if "[" in path:
            head, _, rest = path.partition("[")
            number, _, _ = rest.partition("]")
            return heads[head], f"{int(number):04d}", 0
        i, k = order[path]
        return i, "", k

    found = sorted(card.rows(), key=lambda row: place(row[0]))
    return [_row(path, entry) for path, entry in found]


def _row(path: str, entry: Entry) -> CardRow:
    ranged = entry.low != entry.high
    return CardRow(
        path,
        _shown(entry),
        _number(entry.low) if ranged else "",
        _number(entry.high) if ranged else "",
        entry.provenance,
        entry.source,
    )


def _shown(entry: Entry) -> str:
    value = entry.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        number = _number(value)
        return f"{number} ({entry.word})" if entry.word else number
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def count_fields(card: Card) -> dict[str, int]:
    """Give how many values of a card are of each kind of provenance."""
    counted = Counter(entry.provenance for _, entry in card.rows())
    return {kind: counted.get(kind, 0) for kind in KINDS}  # type: ignore[call-overload]


def settings_of(card: Card) -> Mapping[str, DefaultPrior]:
    """Give the default or given setting of every parameter of a card."""
    return parameters(card, document.mechanisms(card))


def provenance_of(setting: DefaultPrior) -> str:
    """Give where a parameter's prior came from: one of `KINDS`, or ``inherited``."""
    for word in ("given", "pooled", INHERITED):
        if setting.source.startswith(word):
            return word
    return "assumption"


def count_parameters(card: Card) -> dict[str, int]:
    """Give how many parameters are of each kind of provenance."""
    counted = Counter(provenance_of(setting) for setting in settings_of(card).values())
    return {kind: counted.get(kind, 0) for kind in (*KINDS, INHERITED)}


def one_line(card: Card) -> str:
    """Say in one line how much of a card is given, looked up, pooled, inherited or assumed."""
    fields, settings = count_fields(card), count_parameters(card)
    return (
        f"{sum(fields.values())} values: {fields['given']} given, {fields['looked up']} looked up, "
        f"{fields['assumption']} assumed. {sum(settings.values())} parameters: "
        f"{settings['given']} given, {settings['pooled']} pooled, {settings[INHERITED]} inherited "
        f"with wider ranges, {settings['assumption']} assumptions and options."
    )
