"""Writing files so that a reader sees the old content or the new, never half of it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from upheaval.errors import UpheavalError

PARTIAL = ".partial"
"""In the names of files and folders that are being written: whatever has it may be deleted."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of ``path`` once it is on the disk."""
    # The ending stays: some writers choose the format by it.
    draft = path.with_name(f"{uuid.uuid4().hex}{PARTIAL}.{path.name}")
    try:
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
        _flush_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def complete_files(folder: Path, pattern: str) -> list[Path]:
    """Give the files of a folder that match, by name, without what is being written.

    A worker that is killed leaves its draft behind, half written.
    """
    return sorted(file for file in folder.glob(pattern) if PARTIAL not in file.name)


def write_text(path: Path, text: str) -> None:
    """Write a text file atomically, as UTF-8."""
    with replacing(path) as draft:
        draft.write_text(text, encoding="utf-8")


def check_writable(folder: Path) -> None:
    """Check that a folder can be written to, or made; it is not made.

    Raises
    ------
    UpheavalError
        If it cannot.
    """
    nearest = folder.absolute()
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        raise UpheavalError(f"cannot write to {folder}: {nearest} is a file, expected a folder")
    probe = nearest / f".{uuid.uuid4().hex}{PARTIAL}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UpheavalError(
            f"cannot write to {folder}: {error.strerror}; expected a folder that may be written to"
        ) from None


@contextmanager
def telling_of(folder: Path) -> Iterator[None]:
    """Turn a failure of the disk into an error that says where it happened."""
    try:
        yield
    except OSError as error:
        raise UpheavalError(f"cannot use {folder}: {error.strerror or error}") from error


def _flush_folder(folder: Path) -> None:
    # A rename is safe from a power cut only when the folder is on the disk too; not every
    # system lets a folder be opened for that.
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
