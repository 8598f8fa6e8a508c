from pathlib import Path

import pytest
from two_regions import two_regions

from upheaval.scenario import Scenario, load
from upheaval.world.setting import Setting


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A country of two regions."""
    folder: Path = tmp_path_factory.mktemp("scenarios") / "two-regions"
    return two_regions(folder)


@pytest.fixture(scope="session")
def setting(small: Scenario) -> Setting:
    """The same, compiled at 20 people a row."""
    return Setting(small, 20)


@pytest.fixture(scope="session")
def kazakhstan() -> Scenario:
    return load("kazakhstan-2022")
