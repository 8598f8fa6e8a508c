"""The JSON Schema of a card, for editors and for the form of a page."""

from __future__ import annotations

from typing import Any

from upheaval import countries
from upheaval.scenario.card.field import Field, Section, words_of
from upheaval.scenario.card.reading import FORMAT
from upheaval.scenario.card.sections import SECTIONS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def card_schema() -> dict[str, Any]:
    """Give the JSON Schema of ``crisis.yaml``."""
    properties: dict[str, Any] = {"format": {"const": FORMAT}}
    for section in SECTIONS:
        if not section.name:
            properties |= {field.name: _field(field) for field in section.fields}
        elif section.is_list:
            properties[section.name] = {
                "description": section.meaning,
                "type": ["array", "null"],
                "items": _object(section),
                "maxItems": section.most,
            }
        else:
            properties[section.name] = {**_object(section), "description": section.meaning}
    return {
        "$schema": _DIALECT,
        "title": "card",
        "type": "object",
        "properties": properties,
        "required": ["format", "where", "when", "trigger"],
        "additionalProperties": False,
    }


def _object(section: Section) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for field in section.fields:
        if not field.group:
            properties[field.name] = _field(field)
            continue
        last = field.name.rpartition(".")[2]
        group = properties.setdefault(
            field.group,
            {"type": ["object", "null"], "properties": {}, "additionalProperties": False},
        )
        group["properties"][last] = _field(field)
    for name in section.absent:
        properties[name] = {"anyOf": [properties[name], {"const": "none"}]}
    properties["source"] = {"type": ["string", "null"]}
    required = [field.name for field in section.fields if field.required]
    found: dict[str, Any] = {
        "type": "object" if required else ["object", "null"],
        "properties": properties,
        "additionalProperties": False,
    }
    if required:
        found["required"] = required
    return found


def _field(field: Field) -> dict[str, Any]:
    unit = f" Unit: {field.unit}." if field.unit not in ("", "1") else ""
    base = {"description": field.meaning + unit}
    plain = _plain(field)
    if field.is_number:
        words = list(words_of(field))
        one = {"anyOf": [plain, {"enum": words}]} if words else plain
        ranged = {
            "type": "object",
            "properties": {"value": one, "low": one, "high": one, "source": {"type": "string"}},
            "required": ["value"],
            "additionalProperties": False,
        }
        options = [plain, ranged, {"type": "null"}]
        return {**base, "anyOf": [*options, {"enum": words}] if words else options}
    with_source = {
        "type": "object",
        "properties": {"value": plain, "source": {"type": "string"}},
        "required": ["value"],
        "additionalProperties": False,
    }
    return {**base, "anyOf": [plain, with_source, {"type": "null"}]}


def _plain(field: Field) -> dict[str, Any]:
    if field.is_number:
        kind = "integer" if field.kind == "whole" else "number"
        return {"type": kind, "minimum": field.minimum, "maximum": field.maximum}
    if field.kind == "flag":
        return {"type": "boolean"}
    if field.choices:
        return {"enum": list(field.choices)}
    if field.kind == "date":
        return {"type": "string", "format": "date"}
    if field.kind == "country":
        return {"enum": [*countries.codes(), *([] if field.required else ["none"])]}
    if field.kind in ("countries", "names", "dates"):
        item = {"enum": countries.codes()} if field.kind == "countries" else {"type": "string"}
        return {"anyOf": [{"type": "array", "items": item}, {"const": "none"}]}
    return {"type": ["string", "number"]}
