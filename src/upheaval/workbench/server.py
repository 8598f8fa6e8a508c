"""Serving: the address, who may ask, and the work that begins by itself."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from upheaval.errors import UpheavalError
from upheaval.workbench.request_bodies import RunBody
from upheaval.workbench.request_checks import LOOPBACK, Rules
from upheaval.workbench.service import Service

if TYPE_CHECKING:
    from upheaval.workbench.jobs import Job

SHORTEST_TOKEN = 16


@dataclass(frozen=True)
class Address:
    """Where the server listens.

    Attributes
    ----------
    host : str
        Address or name of the interface.
    port : int
        Port; 0 takes a free one.
    names : tuple of str
        Other names by which it is called.
    token : str or None
        What whoever asks must know.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    names: tuple[str, ...] = ()
    token: str | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether it is reached from this machine only."""
        if self.host in LOOPBACK:
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def check(self) -> None:
        """Refuse to serve others without a token.

        Raises
        ------
        UpheavalError
            If the address is reached from other machines and there is no token, or a short one.
        """
        if not self.is_loopback and self.token is None:
            raise UpheavalError(
                f"--host {self.host} is reached from other machines; expected a --token of at "
                f"least {SHORTEST_TOKEN} characters, such as {secrets.token_urlsafe(24)}"
            )
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            raise UpheavalError(
                f"--token: got {len(self.token)} characters, expected {SHORTEST_TOKEN} or more"
            )

    def rules(self, body: int) -> Rules:
        """Give who may ask."""
        names = tuple(name.lower() for name in (self.host, *self.names))
        return Rules(names, any_address=not self.is_loopback, token=self.token, body=body)

    def url(self, port: int) -> str:
        """Give the address to open."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        host = f"[{host}]" if ":" in host else host
        query = "" if self.token is None else f"?token={quote(self.token)}"
        return f"http://{host}:{port}/{query}"


def bound(address: Address) -> socket.socket:
    """Take the port.

    Raises
    ------
    UpheavalError
        If it is taken, or no address of this machine.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((address.host, address.port))
    except (OSError, OverflowError) as error:
        taken.close()
        raise UpheavalError(
            f"cannot serve at {address.host}, port {address.port}: {error}; choose another --port"
        ) from None
    return taken


def serve(
    service: Service,
    address: Address,
    *,
    open_browser: bool = False,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Serve until Ctrl-C; ``tell`` is called with the address instead of printing it.

    Raises
    ------
    UpheavalError
        If the address may not or cannot be used.
    """
    import sys

    import uvicorn

    from upheaval.workbench.app import create_app

    address.check()
    taken = bound(address)
    url = address.url(taken.getsockname()[1])
    app = create_app(service, address.rules(service.settings.limits.body))
    begin(service)
    if tell is None:
        print(f"Serving {service.settings.scenario} at {url}", file=sys.stderr)
        print("Ctrl-C ends it. What-if, not forecast.", file=sys.stderr, flush=True)
    else:
        tell(url)
    if open_browser:
        threading.Timer(0.5, webbrowser.open, [url]).start()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=1
    )
    try:
        uvicorn.Server(config).run(sockets=[taken])
    finally:
        taken.close()
        service.close()


def begin(service: Service) -> Job:
    """Start the baseline, and after it the preview."""
    name = service.settings.scenario
    job = service.start_run(RunBody(scenario=name))
    if service.settings.preview:

        def go_on(event: tuple[str, object]) -> None:
            if event[0] == "finished":
                threading.Thread(target=_preview, args=(service, name), daemon=True).start()

        job.listen(go_on)
    return job


def _preview(service: Service, name: str) -> None:
    try:
        service.start_preview(name)
    except UpheavalError as error:
        import sys

        print(f"No preview: {error.message}", file=sys.stderr)
