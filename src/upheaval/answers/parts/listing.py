"""All parts of the system, in the order of their numbers."""

from __future__ import annotations

from upheaval.answers.parts.abroad import ABROAD
from upheaval.answers.parts.claims import CLAIMS
from upheaval.answers.parts.court import COURT
from upheaval.answers.parts.part import Part
from upheaval.answers.parts.street import STREET

PARTS: tuple[Part, ...] = tuple(
    sorted((*STREET, *COURT, *CLAIMS, *ABROAD), key=lambda part: part.number)
)
"""The parts, 1 to 22."""
