from collections.abc import Iterator
from typing import Any

import pytest
from small_pairs import FEW, Answer

from upheaval.answers.whatif import WhatIf, whatif
from upheaval.scenario import Scenario, load


@pytest.fixture(scope="session", autouse=True)
def no_cache_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tables of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPHEAVAL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


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
    return answer(without=["alliance"], measures=["deaths@almaty:2022-01-05", "riot"])
