import pytest
from isolated_cache import isolated_cache

from upheaval.scenario import Scenario, load

__all__ = ["isolated_cache"]


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load("kazakhstan-2022")
