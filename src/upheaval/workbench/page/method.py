"""How the numbers came about: the command, the record beside the runs, sources and licenses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from upheaval.mechanisms.loop import mechanisms_of
from upheaval.record.compare import coverage
from upheaval.workbench.page.context import Context
from upheaval.workbench.page.model import Coverage, License, Method, RecordRow, RunHead

NOT_MODELED = (
    "The intervener's aims besides those of section 7, media as actors of their own, and an "
    "economy besides one fuel, its miners and rents.",
    "Claims are followed only as the scenario lists them.",
)
"""Sentences of section 8 of the model document, word by word: a test holds them to it."""

SOURCES = "SOURCES.md"


def method(
    page: Context, head: RunHead, guard: dict[str, Any] | None, hindcast: dict[str, Any] | None
) -> Method:
    """Tell how the numbers came about."""
    folder = page.baseline.folder
    text = folder / SOURCES
    found = {use: coverage(page.comparisons, use) for use in ("fit", "check")}
    return Method(
        command=head.command,
        python=head.python,
        seed=head.seed,
        version=head.version,
        guard=guard,
        hindcast=hindcast,
        coverage={
            use: Coverage(inside=item.inside, total=item.total) for use, item in found.items()
        },
        record=_record(page),
        not_modeled=list(NOT_MODELED),
        mechanisms=[
            {"name": name, "title": item.title, "source": item.source}
            for name, item in mechanisms_of(page.baseline).items()
            if name in page.scenario.mechanisms
        ],
        licenses=_licenses(folder),
        sources_text=text.read_text(encoding="utf-8") if text.is_file() else "",
    )


def _record(page: Context) -> list[RecordRow]:
    rows = []
    for item in page.comparisons:
        plain = item.as_json(page.scenario.start)
        rows.append(
            RecordRow(
                **{key: plain[key] for key in ("id", "measure", "place", "date", "use", "unit")},
                confidence=item.observation.confidence,
                observed=plain["observed"],
                simulated=plain["simulated"],
                inside=plain["inside"],
                source=page.source(item.observation.source),
            )
        )
    return rows


def _licenses(folder: Path) -> list[License]:
    found = [
        License(title=file.name, text=file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("LICENSE*"))
    ]
    return found
