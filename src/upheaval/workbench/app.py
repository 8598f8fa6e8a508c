# ruff: noqa: D102 - what each handler gives is said once, in its `Endpoint`.
"""The server of `upheaval serve`: pages, runs with progress, exports, games, edited scenarios."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from upheaval.errors import UpheavalError
from upheaval.workbench import bundle_files, request_bodies
from upheaval.workbench.cache import RUN, run_id_of
from upheaval.workbench.editor import save_copy
from upheaval.workbench.exports import KINDS, TABLES, export
from upheaval.workbench.games import Games
from upheaval.workbench.jobs import Job
from upheaval.workbench.openapi import RUN_ID, Endpoint, describe
from upheaval.workbench.replies import (
    Handler,
    InvalidError,
    answering,
    body_of,
    events,
    http_error,
    page_file,
    refused,
    too_long,
)
from upheaval.workbench.request_checks import Guard, Rules, TooLongError
from upheaval.workbench.run_service import NotFoundError
from upheaval.workbench.service import Service

PARTS = ("first", "whole")
"""Parts of a page that can be asked for."""

PAGE_QUERY = {"run": RUN_ID, "part": {"type": "string", "enum": list(PARTS)}}


def create_app(service: Service, rules: Rules | None = None) -> Any:
    """Give the server's application, guarded.

    Parameters
    ----------
    service : Service
        What it serves; closed when the application ends.
    rules : Rules, optional
        Who may ask; by default whoever is on this machine.
    """
    web = Web(service)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(service.close)

    app = Starlette(
        routes=[
            Route(item.path, handler, methods=[item.method]) for item, handler in web.endpoints
        ],
        exception_handlers={
            UpheavalError: refused,
            TooLongError: too_long,
            HTTPException: http_error,
        },
        lifespan=lifespan,
    )
    return Guard(app, rules or Rules(body=service.settings.limits.body))


class Web:
    """The endpoints, each with its description."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._games = Games(service)
        self._assets = {
            f"/assets/{name}": kind
            for name, kind in (
                (bundle_files.SCRIPT, "text/javascript"),
                (bundle_files.STYLE, "text/css"),
            )
        }
        kinds = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
        self._kinds = kinds
        run_answers = {200: "application/json", 202: "application/json"}
        listed: list[tuple[Endpoint, Handler]] = [
            (Endpoint("GET", "/", "The page.", answers={200: "text/html", 503: "text/html"}),
             self.index),
            (Endpoint("GET", "/assets/{file}", "Files of the page.",
                      answers={200: "text/javascript"}, refusals=(404,)), self.asset),
            (Endpoint("GET", "/api/openapi.json", "This description."), self.openapi),
            (Endpoint("GET", "/api/scenarios", "Scenarios by name."), self.scenarios),
            (Endpoint("POST", "/api/scenarios", "Save an edited copy.", request_bodies.ScenarioBody,
                      answers={201: "application/json"}, refusals=(404, 409)), self.save_scenario),
            (Endpoint("GET", "/api/scenarios/{name}",
                      "Inputs, interventions and tables of a scenario.", refusals=(404,)),
             self.scenario),
            (Endpoint("GET", "/api/page/{name}",
                      "The page of a run; without one, of the baseline, which is started if it is "
                      "not there.", query=PAGE_QUERY, answers=run_answers,
                      refusals=(404, 409, 422, 429)), self.page),
            (Endpoint("POST", "/api/runs", "Start a run.", request_bodies.RunBody,
                      answers=run_answers, refusals=(404,)), self.start_run),
            (Endpoint("GET", "/api/runs", "Runs under way."), self.runs),
            (Endpoint("GET", "/api/runs/{id}", "How far a run is.", refusals=(404,)), self.run),
            (Endpoint("DELETE", "/api/runs/{id}", "Cancel a run.", refusals=(404,)), self.cancel),
            (Endpoint("GET", "/api/runs/{id}/events", "Progress, as server-sent events.",
                      answers={200: "text/event-stream"}, refusals=(404,)), self.events),
            (Endpoint("GET", "/api/runs/{id}/export/{table}.{kind}", "A table of a run's page.",
                      answers={200: "text/csv"}, refusals=(404, 409)), self.export),
            (Endpoint("POST", "/api/whatif", "Answer a what-if.", request_bodies.WhatIfBody,
                      answers=run_answers, refusals=(404,)), self.start_whatif),
            (Endpoint("POST", "/api/explain", "Weigh the explanations.",
                      request_bodies.ExplainBody, answers=run_answers, refusals=(404,)),
             self.start_explain),
            (Endpoint("POST", "/api/verify", "Value what could be verified.",
                      request_bodies.VerifyBody, answers=run_answers, refusals=(404,)),
             self.start_verify),
            (Endpoint("POST", "/api/games", "Begin a game.", request_bodies.GameBody,
                      answers={201: "application/json"}, refusals=(404,)), self.begin_game),
            (Endpoint("GET", "/api/games/{id}", "A game.", refusals=(404,)), self.game),
            (Endpoint("PUT", "/api/games/{id}", "Put a game back from its file.",
                      request_bodies.SavedGame, refusals=(404,)), self.restore_game),
            (Endpoint("POST", "/api/games/{id}/turns", "The choices of a day.",
                      request_bodies.TurnBody, answers=run_answers, refusals=(404,)), self.turn),
            (Endpoint("GET", "/api/games/{id}/file", "A game, to keep.", refusals=(404,)),
             self.game_file),
        ]  # fmt: skip
        self.endpoints = [(item, answering(handler)) for item, handler in listed]

    # ------------------------------------------------------------------ the page itself
    async def index(self, request: Request) -> Response:
        try:
            found = bundle_files.text_of(bundle_files.INDEX)
        except UpheavalError as error:
            return Response(f"<!doctype html><p>{error.message}</p>", 503, media_type="text/html")
        name = self._service.settings.scenario
        text = bundle_files.with_meta(found, "scenario", name)
        if "scenario" not in request.query_params:
            text = bundle_files.with_preload(text, f"/api/page/{quote(name, safe='')}?part=first")
        return page_file(request, text, "text/html")

    async def asset(self, request: Request) -> Response:
        kind = self._assets.get(request.url.path)
        if kind is None:
            raise NotFoundError("there is no such file")
        try:
            found = bundle_files.text_of(request.url.path.rpartition("/")[2])
        except UpheavalError as error:
            raise NotFoundError(error.message) from None
        return page_file(request, found, kind)

    async def openapi(self, _: Request) -> Response:
        return JSONResponse(describe([item for item, _ in self.endpoints]))

    # ------------------------------------------------------------------ scenarios
    async def scenarios(self, _: Request) -> Response:
        found = await run_in_threadpool(self._service.library.entries)
        default = self._service.settings.scenario
        return JSONResponse({"default": default, "scenarios": [vars_of(entry) for entry in found]})

    async def scenario(self, request: Request) -> Response:
        from upheaval.workbench.scenario_summary import about

        name = request.path_params["name"]
        found = await run_in_threadpool(lambda: about(self._service.library.get(name)))
        return JSONResponse(found)

    async def save_scenario(self, request: Request) -> Response:
        asked = await body_of(request, request_bodies.ScenarioBody)
        values = {path: request_bodies.text_of(value) for path, value in asked.set.items()}
        library = self._service.library
        folder = await run_in_threadpool(
            save_copy, library, asked.name, asked.base, values, asked.title
        )
        return JSONResponse(
            {
                "name": asked.name,
                "folder": str(folder),
                "command": f"upheaval check {folder}",
            },
            201,
        )

    # ------------------------------------------------------------------ pages and runs
    async def page(self, request: Request) -> Response:
        service, name = self._service, request.path_params["name"]
        run_id = request.query_params.get("run")
        if run_id is None:
            await run_in_threadpool(service.library.get, name)
            base = await run_in_threadpool(service.baseline, name)
            run_id = run_id_of(base)
            if not service.cache.is_complete(run_id):
                words = {"scenario": name, "with": []}
                job = await run_in_threadpool(service.start_plan, base, words)
                return _job(job, 202)
        elif not RUN.fullmatch(run_id):
            raise InvalidError(422, "run: expected 24 hexadecimal digits", "run", None)
        elif service.cache.asked(run_id).get("scenario", name) != name:
            raise NotFoundError(f"run {run_id} is of another scenario")
        part = request.query_params.get("part", "whole")
        if part not in PARTS:
            raise InvalidError(422, f"part: got '{part[:40]}'", "part", "first or whole")
        packed = await run_in_threadpool(service.page_bytes, run_id, first=part == "first")
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return _fresh(Response(gzip.decompress(packed), media_type="application/json"))
        headers = {"content-encoding": "gzip", "vary": "accept-encoding"}
        return _fresh(Response(packed, media_type="application/json", headers=headers))

    async def start_run(self, request: Request) -> Response:
        asked = await body_of(request, request_bodies.RunBody)
        return _job(await run_in_threadpool(self._service.start_run, asked))

    async def start_whatif(self, request: Request) -> Response:
        asked = await body_of(request, request_bodies.WhatIfBody)
        return _job(await run_in_threadpool(self._service.start_whatif, asked))

    async def start_explain(self, request: Request) -> Response:
        asked = await body_of(request, request_bodies.ExplainBody)
        return _job(await run_in_threadpool(self._service.start_explain, asked))

    async def start_verify(self, request: Request) -> Response:
        asked = await body_of(request, request_bodies.VerifyBody)
        return _job(await run_in_threadpool(self._service.start_verify, asked))

    async def runs(self, _: Request) -> Response:
        return JSONResponse({"runs": [job.as_json() for job in self._service.jobs.active()]})

    def _job_of(self, request: Request) -> Job:
        job_id = request.path_params["id"]
        job = self._service.jobs.get(job_id)
        if job is None and RUN.fullmatch(job_id) and self._service.cache.is_complete(job_id):
            asked = self._service.cache.asked(job_id)
            job = Job(job_id, "run", str(asked.get("scenario", "")), 1.0)
            job.finish({"run": job_id})
        if job is None:
            raise NotFoundError(f"there is no run '{job_id[:40]}'")
        return job

    async def run(self, request: Request) -> Response:
        return JSONResponse(self._job_of(request).as_json())

    async def cancel(self, request: Request) -> Response:
        job = self._job_of(request)
        await run_in_threadpool(self._service.cancel, job)
        return JSONResponse(job.as_json())

    async def events(self, request: Request) -> Response:
        job = self._job_of(request)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(events(job), media_type="text/event-stream", headers=headers)

    async def export(self, request: Request) -> Response:
        table, kind = request.path_params["table"], request.path_params["kind"]
        if table not in TABLES or kind not in KINDS:
            raise NotFoundError(
                f"there is no export '{table[:40]}.{kind[:10]}'; known: {', '.join(TABLES)}"
            )
        page = await run_in_threadpool(self._service.page, request.path_params["id"])
        data = await run_in_threadpool(export, page, table, kind)
        name = f"{page.scenario.name}-{table}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=self._kinds[kind], headers=headers)

    # ------------------------------------------------------------------ games
    async def begin_game(self, request: Request) -> Response:
        asked = await body_of(request, request_bodies.GameBody)
        game = await run_in_threadpool(self._games.begin, asked)
        return JSONResponse(request_bodies.plain(game), 201)

    async def game(self, request: Request) -> Response:
        game = await run_in_threadpool(self._games.get, request.path_params["id"])
        return JSONResponse(request_bodies.plain(game))

    async def restore_game(self, request: Request) -> Response:
        saved = await body_of(request, request_bodies.SavedGame)
        game = await run_in_threadpool(self._games.restore, request.path_params["id"], saved)
        return JSONResponse(request_bodies.plain(game))

    async def turn(self, request: Request) -> Response:
        asked = await body_of(request, request_bodies.TurnBody)
        game, job = await run_in_threadpool(self._games.turn, request.path_params["id"], asked)
        return JSONResponse({"game": request_bodies.plain(game), "run": job}, 202)

    async def game_file(self, request: Request) -> Response:
        game = await run_in_threadpool(self._games.get, request.path_params["id"])
        text = json.dumps(request_bodies.plain(game), indent=2, ensure_ascii=False)
        headers = {"content-disposition": f'attachment; filename="game-{game.id}.json"'}
        return Response(text, media_type="application/json", headers=headers)


def vars_of(entry: Any) -> dict[str, Any]:
    """Give the fields of a small record."""
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


def _job(job: Job, status: int | None = None) -> Response:
    return JSONResponse(job.as_json(), status or (200 if job.is_over else 202))


def _fresh(response: Response) -> Response:
    response.headers["cache-control"] = "no-store"
    return response
