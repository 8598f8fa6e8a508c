"""The state above the citizens: named arrays whose first axis is the replicate.

A mechanism declares the fields that it owns; the state of a run is made from these
declarations alone, so that a new mechanism brings its own state with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError

NEVER = np.inf
"""Time of an event that has not happened, in days since the start."""


def over_kinds(values: NDArray[Any]) -> NDArray[Any]:
    """Add up the few kinds on the last axis, such as the three crowds of a city.

    Bit for bit what ``values.sum(axis=-1)`` gives of floats of up to seven kinds; that spends five
    times as long on the many short rows.
    """
    total = np.zeros(values.shape[:-1], values.dtype)
    for kind in range(values.shape[-1]):
        total += values[..., kind]
    return total


def columns(values: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give columns of an array; unlike by an index, the rows of the result are contiguous."""
    return np.take(values, places, axis=1)


class Beginning(Protocol):
    """What a field may know when it is first filled: the setting, the parameters and luck."""

    replicates: int
    setting: Any
    parameters: Any

    def uniform(self, decision: str, rows: int) -> NDArray[np.float64]:
        """Give uniform numbers, shape ``(replicates, rows)``."""


Initial = float | Callable[[Beginning], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Field:
    """One array of the state.

    Parameters
    ----------
    name : str
        Attribute of the state, unique among all mechanisms.
    dims : tuple of str
        Dimensions after the replicate, names known to the setting (``city``, ``cell``, ...).
    unit : str
        Unit that pint knows; ``day`` for times of events, counted from the start of the schedule.
    meaning : str
        One sentence for the printed loop and the model document.
    initial : float or callable
        Value at the start, or a function of the beginning that gives an array that broadcasts to
        ``(replicates, *dims)``.
    recorded : {"no", "series", "final"}
        Whether a run keeps its value at the end of every tick, at the end only, or not at all.
    dtype : str
        NumPy type of the array.
    """

    name: str
    dims: tuple[str, ...]
    unit: str
    meaning: str
    initial: Initial = 0.0
    recorded: Literal["no", "series", "final"] = "no"
    dtype: str = "float64"


class State:
    """Arrays by name, as attributes: ``state.legitimacy`` has shape ``(replicates, cities)``."""

    def __init__(self, fields: Iterable[Field], beginning: Beginning) -> None:
        self.fields: dict[str, Field] = {}
        self.extend(fields, beginning)

    def extend(self, fields: Iterable[Field], beginning: Beginning) -> None:
        """Add fields, filled from the beginning that their owner sees."""
        sizes = beginning.setting.sizes
        for field in fields:
            if field.name in self.fields:
                raise UpheavalError(f"two mechanisms declare the field '{field.name}'")
            missing = [dim for dim in field.dims if dim not in sizes]
            if missing:
                raise UpheavalError(
                    f"field '{field.name}' has unknown dimension '{missing[0]}'; "
                    f"known: {', '.join(sizes)}"
                )
            self.fields[field.name] = field
            shape = (beginning.replicates, *(sizes[dim] for dim in field.dims))
            value = field.initial(beginning) if callable(field.initial) else field.initial
            array = np.empty(shape, dtype=field.dtype)
            array[...] = value
            setattr(self, field.name, array)

    def __getattr__(self, name: str) -> NDArray[Any]:
        # Only reached when the attribute is missing; declared for the type checker's sake too.
        raise AttributeError(f"no field '{name}' in the state")

    def __getitem__(self, name: str) -> NDArray[Any]:
        array: NDArray[Any] = getattr(self, name)
        return array
