"""The description of the server's endpoints (OpenAPI 3.1), made from the models of their bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from upheaval.version import __version__

NAME = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,62}$"}
RUN_ID = {"type": "string", "pattern": "^[0-9a-f]{24}$"}

REFUSALS = {
    400: "The request is no JSON, or a name or value in it is wrong.",
    401: "A token is needed.",
    403: "Another site asked.",
    404: "There is nothing of that name.",
    409: "It is not ready, or the name is taken.",
    413: "The request, or the run, is too large.",
    415: "The request is not JSON.",
    421: "Another host was meant.",
    422: "A value is missing or of the wrong kind.",
    429: "Too much is being computed already.",
}


@dataclass(frozen=True)
class Endpoint:
    """One endpoint.

    Parameters
    ----------
    method, path : str
        How it is called; words in braces are parameters of the path.
    summary : str
        What it gives.
    body : type of BaseModel, optional
        What it takes.
    query : dict
        Schemas of its parameters in the query, by name.
    answers : dict
        What it may give: type of content by status.
    refusals : tuple of int
        Statuses of `REFUSALS` that it may have besides those of every endpoint.
    """

    method: str
    path: str
    summary: str
    body: type[BaseModel] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=lambda: {200: "application/json"})
    refusals: tuple[int, ...] = ()

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """Parameters of the path and of the query."""
        found = [
            {"name": name, "in": "path", "required": True, "schema": _PATHS[name]}
            for name in re.findall(r"\{(\w+)\}", self.path)
        ]
        found += [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in self.query.items()
        ]
        return found


_PATHS: dict[str, dict[str, Any]] = {
    "name": NAME,
    "id": RUN_ID,
    "table": {"type": "string"},
    "kind": {"type": "string", "enum": ["csv", "parquet"]},
    "file": {"type": "string"},
}
ALWAYS = (400, 401, 403, 413, 415, 421)


def describe(endpoints: list[Endpoint]) -> dict[str, Any]:
    """Give the description of all endpoints."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Error": _ERROR}
    for item in endpoints:
        paths.setdefault(item.path, {})[item.method.lower()] = _operation(item, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "upheaval serve",
            "version": __version__,
            "description": "Runs, pages and games of the workbench. What-if, not forecast.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "where", "expected", "nearest"],
            "properties": {
                "message": {"type": "string"},
                **{name: {"type": ["string", "null"]} for name in ("where", "expected", "nearest")},
            },
        }
    },
}


def _operation(item: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": item.summary,
        "operationId": f"{item.method.lower()}{re.sub(r'[^a-z]+', '_', item.path)}".rstrip("_"),
        "parameters": item.parameters,
        "responses": {
            str(status): {"description": item.summary, "content": {kind: {}}}
            for status, kind in item.answers.items()
        },
    }
    refusals = {*ALWAYS, *item.refusals, *((422, 429) if item.body else ())}
    reference = {"$ref": "#/components/schemas/Error"}
    for status in sorted(refusals):
        operation["responses"][str(status)] = {
            "description": REFUSALS[status],
            "content": {"application/json": {"schema": reference}},
        }
    if item.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _schema(item.body, schemas)}},
        }
    return operation


def _schema(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    found = model.model_json_schema(ref_template="#/components/schemas/{model}", by_alias=True)
    schemas.update(found.pop("$defs", {}))
    schemas[model.__name__] = found
    return {"$ref": f"#/components/schemas/{model.__name__}"}
