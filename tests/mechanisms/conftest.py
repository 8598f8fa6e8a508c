import sys
from pathlib import Path

import pytest

# The small country of the tests lives beside the tests of the world.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "world"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))

from other_country import other_country
from two_regions import two_regions

from upheaval.scenario import Scenario, load


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A country of two regions."""
    return two_regions(tmp_path_factory.mktemp("scenarios") / "two-regions")


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A country of another shape: every structure, and neither patron nor treaty nor price."""
    return other_country(tmp_path_factory.mktemp("scenarios") / "other-country")


@pytest.fixture(scope="session")
def kazakhstan() -> Scenario:
    return load("kazakhstan-2022")
