"""How the server reads bodies, words refusals, packs files and streams progress."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from upheaval.errors import UpheavalError
from upheaval.scenario import ScenarioError
from upheaval.workbench.editor import ExistsError
from upheaval.workbench.jobs import Job
from upheaval.workbench.limits import TooLargeError
from upheaval.workbench.request_bodies import Body
from upheaval.workbench.request_checks import problem
from upheaval.workbench.run_service import BusyError, NotFoundError, NotReadyError
from upheaval.workbench.scenario_library import UnknownScenarioError

Model = TypeVar("Model", bound=Body)
Handler = Callable[[Request], Awaitable[Response]]

STATUS: tuple[tuple[type[UpheavalError], int], ...] = (
    (UnknownScenarioError, 404),
    (NotFoundError, 404),
    (NotReadyError, 409),
    (ExistsError, 409),
    (TooLargeError, 413),
    (BusyError, 429),
)

BEAT = 10.0
"""Seconds after which a stream of events says that it is still there."""

PACE = 0.1
"""Seconds between two reports of progress in one stream."""


async def refused(_: Request, error: Exception) -> Response:
    """Answer what our own errors refuse, with the status of their kind."""
    assert isinstance(error, UpheavalError)
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 400)
    return error_of(error, status)


async def too_long(_request: Request, _error: Exception) -> Response:
    """Answer a request that is too large."""
    return problem(413, "the request is too large")


async def http_error(_: Request, error: Exception) -> Response:
    """Answer what the framework refuses, in the shape of our own errors."""
    assert isinstance(error, HTTPException)
    answer = problem(error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def error_of(error: UpheavalError, status: int) -> JSONResponse:
    """Give an error in the shape of the contract; of several problems the first is taken apart."""
    if isinstance(error, ScenarioError) and error.problems:
        first = error.problems[0]
        return problem(
            status,
            error.message,
            where=first.column or first.file,
            expected=first.expected,
            nearest=first.nearest,
        )
    return problem(status, error.message)


async def body_of(request: Request, model: type[Model]) -> Model:
    """Read a body.

    Raises
    ------
    HTTPException
        With what is wrong, if it is no JSON or has another shape.
    """
    raw = await request.body()
    try:
        value = json.loads(raw, parse_constant=_no_number)
        text = json.dumps(value, ensure_ascii=False).encode("utf-8", "strict")
        del text
    except (ValueError, RecursionError):
        raise InvalidError(400, "the body is no JSON", None, "a JSON object in UTF-8") from None
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or None
        raise InvalidError(422, f"{where or 'body'}: {first['msg']}", where, None) from None


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


class InvalidError(UpheavalError):
    """A body or a parameter of another shape."""

    def __init__(self, status: int, message: str, where: str | None, expected: str | None) -> None:
        super().__init__(message)
        self.status, self.where, self.expected = status, where, expected


def answering(handler: Handler) -> Handler:
    """Give a handler whose errors about the body have their own status."""

    async def answering(request: Request) -> Response:
        try:
            return await handler(request)
        except InvalidError as error:
            return problem(error.status, error.message, where=error.where, expected=error.expected)

    return answering


def page_file(request: Request, text: str, kind: str) -> Response:
    """Answer with a file of the page, compressed for whoever can read that."""
    headers = {"cache-control": "no-cache", "vary": "accept-encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(text, media_type=kind, headers=headers)
    return Response(_packed(text), media_type=kind, headers=headers | {"content-encoding": "gzip"})


@lru_cache(maxsize=8)
def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


async def events(job: Job) -> AsyncIterator[bytes]:
    """Give the events of a job until it is over; progress at a pace that a page can follow."""
    loop = asyncio.get_running_loop()
    changed = asyncio.Event()

    def hear(_: object) -> None:
        # Whoever listened may be gone with the loop.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(changed.set)

    end = await run_in_threadpool(job.listen, hear)
    try:
        while True:
            kind, data = job.event()
            yield f"event: {kind}\ndata: {json.dumps(data)}\n\n".encode()
            if kind != "progress":
                return
            try:
                await asyncio.wait_for(changed.wait(), BEAT)
            except TimeoutError:
                yield b": still there\n\n"
            changed.clear()
            await asyncio.sleep(PACE)
    finally:
        end()
