"""The command ``upheaval serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from upheaval.commands.line import Json, Replicates, Scale, Seed, Until, Workers, as_json
from upheaval.commands.report import AnswerFiles, Preview

FLAGSHIP = "kazakhstan-2022"


def serve(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="Name of a scenario, or path of a folder.")
    ] = FLAGSHIP,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8321,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    host: Annotated[
        str, typer.Option(help="Address to listen at; beyond this machine a token is needed.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None, typer.Option(help="What whoever asks must know.", envvar="UPHEAVAL_TOKEN")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Another name of this server; may be repeated."),
    ] = None,
    replicates: Replicates = 200,
    scale: Scale = 200,
    seed: Seed = 1,
    until: Until = None,
    preview: Preview = 960,
    scenarios: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of edited scenarios.")
    ] = Path("scenarios"),
    answer: AnswerFiles = None,
    workers: Workers = None,
    json_: Json = False,
) -> None:
    """Serve the workbench: a page that runs worlds on this machine.

    The scale is coarse, 1:200, since people wait for the runs. With --json the address is printed
    as JSON when the server listens.
    """
    from upheaval.runs.plan import plan_of
    from upheaval.workbench.answer_files import read_answers
    from upheaval.workbench.cache import AnswerCache
    from upheaval.workbench.complete_page import cores, keep_answers, library_of
    from upheaval.workbench.limits import Limits
    from upheaval.workbench.run_service import Settings
    from upheaval.workbench.server import Address
    from upheaval.workbench.server import serve as start
    from upheaval.workbench.service import Service

    address = Address(host, port, tuple(name or ()), token)
    address.check()
    library, known = library_of(scenario, scenarios)
    plan = plan_of(library.get(known), replicates=replicates, scale=scale, seed=seed, until=until)
    settings = Settings(
        scenario=known,
        replicates=replicates,
        scale=scale,
        seed=seed,
        until=plan.until,
        preview=preview,
        workers=workers or cores(),
        limits=Limits(),
    )
    service = Service(library, settings, AnswerCache())
    keep_answers(service, read_answers(answer or []))
    start(
        service,
        address,
        open_browser=open_,
        tell=(lambda url: print(as_json({"url": url}), flush=True)) if json_ else None,
    )
