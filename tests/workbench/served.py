"""A service and a client of it, small enough for tests."""

from datetime import date
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from upheaval.workbench.app import create_app
from upheaval.workbench.cache import AnswerCache
from upheaval.workbench.request_checks import Rules
from upheaval.workbench.run_service import Settings
from upheaval.workbench.scenario_library import Library
from upheaval.workbench.service import Service

FLAGSHIP = "kazakhstan-2022"
LAST = date(2022, 1, 6)


def service_in(folder: Path, **settings: Any) -> Service:
    given = {"replicates": 4, "scale": 1000, "until": LAST, "workers": 2} | settings
    library = Library(folder / "scenarios")
    return Service(library, Settings(FLAGSHIP, **given), AnswerCache(folder / "cache"))


def client_of(service: Service, rules: Rules | None = None, **options: Any) -> TestClient:
    # Not entered: the application's end would close the service.
    return TestClient(
        create_app(service, rules),
        base_url="http://127.0.0.1:8321",
        raise_server_exceptions=options.pop("raise_server_exceptions", True),
        **options,
    )


def finished(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    """Follow a job's events to its end and give it as it then is."""
    with client.stream("GET", f"/api/runs/{job['id']}/events") as stream:
        for _ in stream.iter_lines():
            pass
    found: dict[str, Any] = client.get(f"/api/runs/{job['id']}").json()
    return found
