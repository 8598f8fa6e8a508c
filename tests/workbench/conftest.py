from collections.abc import Iterator
from typing import Any

import pytest
from served import FLAGSHIP, client_of, service_in
from starlette.testclient import TestClient

import upheaval as up
from upheaval.scenario import Scenario
from upheaval.workbench.page.model import Page
from upheaval.workbench.page.page import page_of
from upheaval.workbench.service import Service


@pytest.fixture(scope="package")
def scenario() -> Scenario:
    return up.load(FLAGSHIP)


@pytest.fixture(scope="package")
def run(scenario: Scenario) -> Any:
    return up.simulate(
        scenario, replicates=12, scale=1000, until="2022-01-12", workers=1, progress=False
    )


@pytest.fixture(scope="package")
def page(run: Any, scenario: Scenario) -> Page:
    return page_of(run, scenario)


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Give a service whose baseline is there already."""
    found = service_in(tmp_path_factory.mktemp("served"))
    yield found
    found.close()


@pytest.fixture(scope="package")
def client(service: Service) -> TestClient:
    return client_of(service)
