"""Fingerprints of results, in a byte order that no chunk, machine or worker decides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def replicate_digests(fields: Mapping[str, NDArray[Any]]) -> list[str]:
    """Give the SHA-256 of each replicate's results, in hexadecimal.

    Parameters
    ----------
    fields : mapping of str to array, shape ``(K, ...)``
        Every recorded field. They are taken in the order of their names, each with its name, type
        and shape, its values in rows with the lowest byte first.
    """
    ordered = [(name, _canonical(fields[name])) for name in sorted(fields)]
    count = len(ordered[0][1]) if ordered else 0
    digests = []
    for k in range(count):
        whole = hashlib.sha256()
        for name, values in ordered:
            whole.update(f"{name} {values.dtype.str} {values.shape[1:]}\0".encode())
            whole.update(values[k].tobytes())
        digests.append(whole.hexdigest())
    return digests


def run_digest(replicates: Iterable[str]) -> str:
    """Give the SHA-256 of a run: that of the digests of its replicates, in their order."""
    whole = hashlib.sha256()
    for digest in replicates:
        whole.update(bytes.fromhex(digest))
    return whole.hexdigest()


def _canonical(values: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
