"""Long YAML files that were parsed before: reading one takes half a second otherwise.

What a file says is kept in the user's cache folder by the hash of its text and of the code that
parses it. Only files without a problem are kept. Nothing depends on it: where the folder cannot be
used, or holds something else, the text is parsed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import uuid
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path as FilePath

from upheaval.scenario import yaml_text
from upheaval.scenario.problems import Problem
from upheaval.scenario.yaml_text import Document

LONG = 20_000
"""Characters from which on a file is kept; shorter ones are parsed as fast."""


def parse(text: str, file: str, problems: list[Problem]) -> Document | None:
    """Read YAML as `yaml_text.parse` does."""
    if len(text) < LONG:
        return yaml_text.parse(text, file, problems)
    kept = _folder() / f"{_key(text)}.json"
    document = _read(kept)
    if document is None:
        before = len(problems)
        document = yaml_text.parse(text, file, problems)
        if document is not None and len(problems) == before:
            _write(kept, document)
    return document


def _key(text: str) -> str:
    parser = FilePath(yaml_text.__file__).read_bytes() + version("ruamel.yaml").encode()
    return hashlib.sha256(parser + b"\0" + text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _folder() -> FilePath:
    with suppress(RuntimeError):
        home = FilePath.home()
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")
            return FilePath(local, "upheaval", "parsed")
        return FilePath(os.environ.get("XDG_CACHE_HOME") or home / ".cache", "upheaval", "parsed")
    return FilePath(os.devnull)


def _read(path: FilePath) -> Document | None:
    try:
        value, lines = json.loads(path.read_text(encoding="utf-8"))
        return Document(value, {tuple(where): int(line) for where, line in lines})
    except (OSError, ValueError, TypeError):
        return None


def _write(path: FilePath, document: Document) -> None:
    draft = path.with_name(f"{uuid.uuid4().hex}.partial.json")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [[list(where), line] for where, line in document.lines.items()]
        draft.write_text(json.dumps([document.value, lines]), encoding="utf-8")
        draft.replace(path)
    except (OSError, ValueError):
        with suppress(OSError):
            draft.unlink(missing_ok=True)
