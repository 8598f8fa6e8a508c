"""One claim of the state and one audience, for the mechanism `information` alone."""

from __future__ import annotations

from collections.abc import Mapping

from upheaval.theory.small_country import small_country
from upheaval.world.world import World

PRIOR, CREDIBILITY = 0.2, 0.5


def claim_and_audience(parameters: Mapping[str, float]) -> World:
    """Make a country where the state may claim a threat from outside, and one audience hears it."""
    claim = {
        "name": "claim", "content": "A threat from outside.", "kind": "outside_threat",
        "asserted_by": "The ruler", "speaker": "state", "asserted": "2022-01-01",
        "coerced": "false", "value": PRIOR, "low": PRIOR, "high": PRIOR, "status": "contested",
    }  # fmt: skip
    audience = {
        "name": "everybody", "kind": "citizens", "kinship": "", "language": "any",
        "state_media": 1, "state_media_low": 1, "state_media_high": 1,
        "internet": 0, "internet_low": 0, "internet_high": 0,
    }  # fmt: skip
    trust = {"audience": "everybody", "speaker": "state", "value": CREDIBILITY, "low": CREDIBILITY,
             "high": CREDIBILITY}  # fmt: skip
    others = [trust | {"speaker": speaker} for speaker in ("press", "people", "allies")]
    return small_country(
        "information",
        {"claims": [claim], "audiences": [audience], "trust": [trust, *others]},
        parameters,
    )
