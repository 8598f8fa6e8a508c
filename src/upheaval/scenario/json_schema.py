"""JSON Schemas of the files of a scenario, for editors that check and complete while typing."""

from __future__ import annotations

from typing import Any

from upheaval.scenario.card.json_schema import card_schema
from upheaval.scenario.cells import NAME
from upheaval.scenario.columns import Column, TableKind
from upheaval.scenario.document import ScenarioDocument
from upheaval.scenario.tables import TABLES

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}


def json_schema() -> dict[str, Any]:
    """Give the JSON Schemas of a scenario's files.

    Returns
    -------
    dict
        ``scenario`` is the schema of ``scenario.yaml``, ``card`` that of ``crisis.yaml``;
        ``tables`` holds the schema of each table,
        by its name, as a list of rows.
    """
    scenario = {"$schema": _DIALECT, **ScenarioDocument.model_json_schema()}
    return {
        "scenario": scenario,
        "card": card_schema(),
        "tables": {name: _table_schema(kind) for name, kind in TABLES.items()},
    }


def _table_schema(kind: TableKind) -> dict[str, Any]:
    return {
        "$schema": _DIALECT,
        "title": kind.name,
        "description": kind.meaning,
        "type": "array",
        "minItems": 0 if kind.may_be_empty else 1,
        "items": {
            "type": "object",
            "properties": {column.name: _column_schema(column) for column in kind.columns},
            "required": [column.name for column in kind.columns if column.required],
            "additionalProperties": False,
        },
    }


def _column_schema(column: Column) -> dict[str, Any]:
    unit = f" Unit: {column.unit}." if column.unit not in ("", "1") else ""
    schema: dict[str, Any] = {"description": column.meaning + unit}
    schema["type"] = _TYPES.get(column.kind, "string")
    if column.kind == "choice":
        schema["enum"] = list(column.choices)
    if column.kind == "name":
        empty = "" if column.required else "|"
        schema["pattern"] = f"^({NAME.pattern}{empty})$"
    if column.kind == "date":
        schema["format"] = "date"
    if column.minimum is not None:
        schema["minimum"] = column.minimum
    if column.maximum is not None:
        schema["maximum"] = column.maximum
    if not column.required:
        schema["default"] = column.default
    return schema
