"""A question small enough for a test: few people, a week, six pairs."""

from collections.abc import Callable
from typing import Any

from upheaval.answers.whatif import WhatIf

Answer = Callable[..., WhatIf]

FEW: dict[str, Any] = {
    "replicates": 6, "scale": 1000, "seed": 3, "until": "2022-01-08", "workers": 1,
    "progress": False,
}  # fmt: skip
