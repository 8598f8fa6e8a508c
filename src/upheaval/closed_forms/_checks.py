"""Argument checks shared by the closed forms: one clear message, never a silent NaN."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def _require(name: str, values: FloatArray, holds: BoolArray, expected: str) -> FloatArray:
    if np.all(holds):
        return values
    where = np.argwhere(~np.atleast_1d(holds))[0]
    found = np.atleast_1d(values)[tuple(where)]
    place = "" if values.ndim == 0 else f" at index {tuple(int(i) for i in where)}"
    raise ValueError(f"{name}: expected {expected}, found {found:g}{place}")


def as_float(values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a float64 array, any shape."""
    return np.asarray(values, dtype=np.float64)


def finite(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as float64; raise ValueError unless all are finite numbers."""
    array = as_float(values)
    return _require(name, array, np.isfinite(array), "a finite number")


def positive(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as float64; raise ValueError unless all are finite and above 0."""
    array = as_float(values)
    return _require(name, array, np.isfinite(array) & (array > 0), "a finite number above 0")


def nonnegative(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as float64; raise ValueError unless all are finite and at least 0."""
    array = as_float(values)
    return _require(name, array, np.isfinite(array) & (array >= 0), "a finite number, 0 or more")


def open_unit(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as float64; raise ValueError unless all lie strictly between 0 and 1."""
    array = as_float(values)
    return _require(name, array, (array > 0) & (array < 1), "a number strictly between 0 and 1")


def closed_unit(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as float64; raise ValueError unless all lie in [0, 1]."""
    array = as_float(values)
    return _require(name, array, (array >= 0) & (array <= 1), "a number from 0 to 1")
