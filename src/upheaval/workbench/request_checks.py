"""What every request passes: host, origin, token, size; and the headers of every answer.

A page of another site may make a reader's browser send requests here. It cannot name another
origin than its own, and a name that it lets point to this machine (DNS rebinding) is not one of
ours, so both are refused.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import JSONResponse, RedirectResponse, Response

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

COOKIE = "upheaval_token"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True)
class Rules:
    """Who may ask.

    Attributes
    ----------
    hosts : collection of str
        Names by which the server may be called; loopback names always may.
    any_address : bool
        Whether it may be called by any IP address: beyond loopback, where a token is needed. No
        name can be made to point at an address that is written as one.
    token : str or None
        What must be known beyond loopback.
    body : int
        Bytes of a request.
    """

    hosts: Collection[str] = field(default_factory=tuple)
    any_address: bool = False
    token: str | None = None
    body: int = 262_144


def problem(status: int, message: str, **more: Any) -> JSONResponse:
    """Give an answer that says what was wrong."""
    error = {"message": message, "where": None, "expected": None, "nearest": None} | more
    return JSONResponse({"error": error}, status)


class Guard:
    """Middleware that lets pass what the rules allow."""

    def __init__(self, app: Any, rules: Rules) -> None:
        self._app, self._rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        sender = _with_headers(send)
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        refused = self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, sender)
            return
        await self._app(scope, _limited(receive, self._rules.body), sender)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> Response | None:
        host = headers.get("host", "")
        if not self._is_ours(host):
            return problem(421, f"host '{host[:80]}' is not served here", expected="localhost")
        origin = headers.get("origin")
        if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
            return problem(403, f"origin '{origin[:80]}' may not ask here", where="Origin")
        if headers.get("sec-fetch-site") == "cross-site" and scope["path"].startswith("/api/"):
            return problem(403, "another site may not ask here", where="Sec-Fetch-Site")
        if scope["method"] not in SAFE_METHODS and not _is_json(headers):
            return problem(415, "expected JSON", where="Content-Type", expected="application/json")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._rules.body:
            return problem(413, "the request is too large", expected=f"{self._rules.body} bytes")
        return self._without_token(scope, headers)

    def _is_ours(self, host: str) -> bool:
        name = _name_of(host)
        if name in LOOPBACK or name in self._rules.hosts:
            return True
        return self._rules.any_address and _is_address(name)

    def _without_token(self, scope: Scope, headers: dict[str, str]) -> Response | None:
        token = self._rules.token
        if token is None:
            return None
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and scope["method"] == "GET" and _same(given, token):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
            return answer
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if _same(bearer, token) or _same(_cookie(headers), token):
            return None
        return problem(401, "a token is needed", expected="open the address that 'serve' printed")


def _name_of(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_json(headers: dict[str, str]) -> bool:
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return True
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _cookie(headers: dict[str, str]) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value


class TooLongError(Exception):
    """A body turned out longer than it may be."""


def _limited(receive: Receive, most: int) -> Receive:
    """Count the bytes of a body: its length may be announced wrongly, or not at all."""
    seen = 0

    async def counted() -> Any:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > most:
                raise TooLongError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sender(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", []))
            names = {name.lower() for name, _ in given}
            given += [
                (name.encode(), value.encode())
                for name, value in HEADERS.items()
                if name.encode() not in names
            ]
            message = {**message, "headers": given}
        await send(message)

    return sender
