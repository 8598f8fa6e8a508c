"""Which code made a run: a store must not be completed by code that gives other results."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOMS = ("scenario", "world", "mechanisms", "kernels", "runs", "closed_forms")
"""Rooms of the package whose code decides what a replicate does."""


def code_hash() -> str:
    """Give the SHA-256 of the source of every room that decides results."""
    return source_hash(*ROOMS)


@cache
def source_hash(*rooms: str) -> str:
    """Give the SHA-256 of the source of rooms, by their paths in the package."""
    package = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256()
    for room in rooms:
        for file in sorted((package / room).rglob("*.py")):
            whole.update(file.relative_to(package).as_posix().encode() + b"\0")
            whole.update(file.read_bytes() + b"\0")
    return whole.hexdigest()
