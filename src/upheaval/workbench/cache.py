"""What the workbench keeps in the cache folder: stores of runs, and answers as JSON files."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.runs.cache_folder import cache_folder
from upheaval.runs.code import ROOMS, source_hash
from upheaval.runs.files import write_text
from upheaval.runs.manifest import read_manifest
from upheaval.runs.plan import RunPlan

TELLING = ("record", "answers", "workbench")
"""Rooms that decide, beside those of the runs, what an answer says and how."""

ASKED = "asked.json"
"""File beside a store: what was asked for, by the names that the asker used."""

RUN = re.compile(r"[0-9a-f]{24}")
"""Identifiers of runs and answers; nothing else becomes part of a path."""


class AnswerCache:
    """The workbench's part of the cache.

    Parameters
    ----------
    folder : Path, optional
        Where it lies; by default in the cache folder of the platform.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (cache_folder() if folder is None else folder) / "workbench"

    def run(self, run_id: str) -> Path:
        """Give the folder of a run; it may not exist."""
        return self.folder / "runs" / _checked(run_id)

    def is_complete(self, run_id: str) -> bool:
        """Tell whether a run was kept to its end."""
        try:
            return read_manifest(self.run(run_id)).is_complete
        except UpheavalError:
            return False

    def asked(self, run_id: str) -> dict[str, Any]:
        """Give what was asked for; empty if nothing was kept."""
        return _read(self.run(run_id) / ASKED) or {}

    def write_asked(self, run_id: str, asked: dict[str, Any]) -> None:
        """Keep what was asked for."""
        folder = self.run(run_id)
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / ASKED, json.dumps(asked, ensure_ascii=False))

    def prune(self, most: int, spared: set[str]) -> None:
        """Remove the runs that were used least recently, down to so many."""
        folder = self.folder / "runs"
        if not folder.is_dir():
            return
        found = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[most:]:
            if path.name not in spared and RUN.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def answer(self, kind: str, key: str) -> Any:
        """Give an answer that was kept; None if there is none."""
        return _read(self._answer(kind, key))

    def write_answer(self, kind: str, key: str, answer: Any) -> None:
        """Keep an answer."""
        path = self._answer(kind, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, json.dumps(answer, ensure_ascii=False))

    def _answer(self, kind: str, key: str) -> Path:
        # Other code may answer otherwise, or in another form.
        code = source_hash(*ROOMS, *TELLING)[:12]
        return self.folder / "answers" / f"{kind}-{_checked(key)}-{code}.json"


def _checked(name: str) -> str:
    if not RUN.fullmatch(name):
        raise UpheavalError(f"'{name[:40]}' is no run: expected 24 hexadecimal digits")
    return name


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def run_id_of(plan: RunPlan) -> str:
    """Give the identifier of a run: the same for the same scenario, changes, luck and length."""
    return key_of(plan.identity())


def key_of(value: Any) -> str:
    """Give the identifier of plain values."""
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
