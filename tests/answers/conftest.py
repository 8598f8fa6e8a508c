from typing import Any

import pytest
from isolated_cache import isolated_cache
from small_pairs import FEW, Answer

from upheaval.answers.whatif.result import WhatIf
from upheaval.answers.whatif.whatif import whatif
from upheaval.scenario import Scenario, load

__all__ = ["isolated_cache"]


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load("kazakhstan-2022")


@pytest.fixture(scope="session")
def answer(scenario: Scenario) -> Answer:
    """Give a function that asks a small question: few people, a week, six pairs."""

    def ask(**changes: Any) -> WhatIf:
        return whatif(scenario, **(FEW | changes))

    return ask


@pytest.fixture(scope="session")
def without_alliance(answer: Answer) -> WhatIf:
    return answer(without=["alliance"], measure=["deaths@almaty:2022-01-05", "riot"])
