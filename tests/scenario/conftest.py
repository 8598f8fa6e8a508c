from pathlib import Path

import pytest
from scenario_folders import write_valid


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A valid scenario that a test may spoil."""
    return write_valid(tmp_path / "nowhere")
