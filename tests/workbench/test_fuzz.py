"""The endpoints under requests that their description allows, and under some that it does not."""

import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from served import FLAGSHIP, client_of

from upheaval.workbench.openapi import Endpoint
from upheaval.workbench.run_service import RunService
from upheaval.workbench.service import Service

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode

REFUSED = (400, 401, 403, 404, 405, 409, 413, 415, 421, 422, 429)

WANTED = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def fuzzed(service: Service, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a client of a server that plans and checks every run, and then does not run it."""

    def not_run(self: RunService, job: Any, *_: Any) -> None:
        job.cancel()

    monkeypatch.setattr(RunService, "_begin", not_run)
    return client_of(service, raise_server_exceptions=False)


def operations(client: Any) -> list[Any]:
    found = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    return [item.ok() for item in found.get_all_operations()]


def send(client: Any, case: Any) -> Any:
    wanted = case.as_transport_kwargs(base_url="http://127.0.0.1:8321")
    keep = ("method", "url", "params", "json", "content", "data", "cookies")
    headers = {
        name: value
        for name, value in dict(wanted.get("headers") or {}).items()
        if name.lower() == "content-type"
    }
    chosen = {key: value for key, value in wanted.items() if key in keep and value is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return client.request(headers=headers, **chosen)


def check(answer: Any, case: Any) -> None:
    # Without a built front end the page itself says so with 503.
    assert answer.status_code < 500 or case.path == "/", answer.text
    if 400 <= answer.status_code < 500:
        assert answer.status_code in REFUSED
        assert answer.json()["error"]["message"]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_makes_the_server_stumble(fuzzed: Any, mode: GenerationMode) -> None:
    tried = 0
    for operation in operations(fuzzed):
        # Where every text is allowed there is nothing to get wrong.
        if mode is GenerationMode.NEGATIVE and not (operation.body or "{id}" in operation.path):
            continue
        tried += 1

        @WANTED
        @given(case=operation.as_strategy(generation_mode=mode))
        def stumbles(case: Any) -> None:
            if isinstance(case.body, dict) and mode is GenerationMode.POSITIVE:
                for name in ("scenario", "base"):
                    # Most of what comes would otherwise stop at an unknown name.
                    if name in case.body:
                        case.body[name] = FLAGSHIP
            check(send(fuzzed, case), case)

        stumbles()
    assert tried > 8


def test_the_description_lists_every_endpoint_and_its_refusals(fuzzed: Any) -> None:
    found = fuzzed.get("/api/openapi.json").json()
    assert len(found["paths"]) >= 15
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            assert Endpoint(method, path, "x").parameters == [
                item for item in operation["parameters"] if item["in"] == "path"
            ]
            assert {"400", "401", "403", "413", "415", "421"} <= operation["responses"].keys()
