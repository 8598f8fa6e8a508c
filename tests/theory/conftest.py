import pytest

from upheaval.theory.registry import MODELS
from upheaval.theory.rows import TheoryRow


@pytest.fixture(scope="session")
def rows_by_model() -> dict[str, list[TheoryRow]]:
    """Rows of every model, worked out once: some models simulate for seconds."""
    return {name: model.rows() for name, model in MODELS.items()}
