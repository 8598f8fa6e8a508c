"""Memory that a run keeps between ticks instead of giving it back and asking for it again.

Every tick makes the same arrays anew. The C library of Linux returns large ones to the system when
they are freed and gets fresh pages for the next, each of which the system must clear: of a coarse
world that was a quarter of the time. Told to keep them, it hands out the same memory again.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h
KEPT = 1 << 30
"""Bytes at the top of the heap that are kept when they are free."""
_LARGEST, _LARGEST_OLD = 1 << 28, 1 << 25  # older C libraries refuse more than 32 MB


@cache
def keep_memory() -> bool:
    """Ask the C library, once a process, to keep freed memory; tell whether it does.

    It changes the speed and no result. Other C libraries than that of GNU are left alone.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
        ctypes.CDLL(None).gnu_get_libc_version  # noqa: B018 - others have the name and ignore it
    except (OSError, AttributeError):
        return False
    kept = any(set_option(_MMAP_THRESHOLD, size) for size in (_LARGEST, _LARGEST_OLD))
    return bool(set_option(_TRIM_THRESHOLD, KEPT)) and kept
