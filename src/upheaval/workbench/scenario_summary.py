"""A scenario without a run: what it holds, what can be set, who may play."""

from __future__ import annotations

from typing import Any

from upheaval.mechanisms.loop import mechanisms_of
from upheaval.scenario import Scenario
from upheaval.workbench.featured_inputs import featured
from upheaval.workbench.page.inputs import slider
from upheaval.workbench.page.roles import roles


def about(scenario: Scenario) -> dict[str, Any]:
    """Tell what a scenario holds, as plain values."""
    first = featured(scenario)
    mechanisms = mechanisms_of(scenario)
    sources: dict[str, int] = {}

    def source(text: str) -> int:
        return sources.setdefault(text, len(sources))

    return {
        "name": scenario.name,
        "title": scenario.title,
        "country": scenario.country,
        "summary": scenario.summary,
        "inputs": [
            slider(name, item, source(item.source), name in first, None).model_dump()
            for name, item in scenario.parameters.items()
        ],
        "interventions": [
            {
                "name": item.name,
                "title": item.title,
                "meaning": item.meaning,
                "set": item.set,
                "without": list(item.without),
                "source": source(item.source),
            }
            for item in scenario.interventions
        ],
        "explanations": [
            {
                "name": item.name,
                "title": item.title,
                "meaning": item.meaning,
                "prior": item.prior,
                "mechanisms": list(item.mechanisms),
            }
            for item in scenario.explanations
        ],
        "mechanisms": [
            {"name": name, "title": mechanisms[name].title, "source": mechanisms[name].source}
            for name in scenario.mechanisms
        ],
        "tables": [
            {
                "name": name,
                "rows": len(table),
                "meaning": table.kind.meaning,
                "columns": [
                    {"name": column.name, "unit": column.unit, "meaning": column.meaning}
                    for column in table.kind.columns
                ],
                "keys": table.names if len(table) <= MANY_ROWS else [],
            }
            for name, table in scenario.tables.items()
        ],
        "roles": [role.model_dump() for role in roles(scenario)],
        "sources": list(sources),
    }


MANY_ROWS = 150
"""Rows of a table whose keys are listed."""
