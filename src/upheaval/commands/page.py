"""The hidden command ``upheaval page``: the page document, for work on the front end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from upheaval.commands.line import (
    Json,
    Replicates,
    Scale,
    Seed,
    Until,
    Workers,
    as_json,
    tell,
)
from upheaval.commands.report import (
    AnswerFiles,
    Preview,
    Source,
    WhatIfs,
    telling,
    wanted_of,
)


def page(
    source: Source,
    out: Annotated[Path, typer.Argument(metavar="OUT.json", help="File to write.")],
    replicates: Replicates = 200,
    scale: Scale = 200,
    seed: Seed = 1,
    until: Until = None,
    preview: Preview = 0,
    whatifs: WhatIfs = 0,
    answer: AnswerFiles = None,
    workers: Workers = None,
    schema: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the JSON Schema as well.")
    ] = None,
    json_: Json = False,
) -> None:
    """Write the page document as JSON.

    The scale is coarse, 1:200, as on the page of serve, where people wait for the runs.
    """
    from upheaval.runs.files import telling_of, write_text
    from upheaval.workbench.complete_page import page_from
    from upheaval.workbench.page.page import page_json, page_schema

    wanted = wanted_of(source, replicates, scale, seed, until, preview, whatifs, answer, workers)
    with telling() as say:
        found = page_from(wanted, say)
    text = page_json(found)
    with telling_of(out.parent):
        write_text(out, text)
        if schema is not None:
            write_text(schema, as_json(page_schema(), indent=1) + "\n")
    if json_:
        print(as_json({"file": str(out), "bytes": len(text.encode())}))
    tell(f"{out}: {len(text.encode()) / 1e3:.0f} kB; {found.sentence}")
