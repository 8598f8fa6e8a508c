"""The state that a run moves: a batch of replicates of one crisis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.kernels import words
from upheaval.world.citizens import BLOCK_ROWS, Citizens
from upheaval.world.luck import SETUP_TICK, Luck, bases_of
from upheaval.world.setting import Setting
from upheaval.world.state import Beginning, Field, State

Floats = NDArray[np.float64]
Found = TypeVar("Found")


class MissingParameterError(AttributeError):
    """A mechanism asked for a parameter that nobody set; its text is the parameter's name."""


class Parameters:
    """Parameters of one mechanism as attributes, each of shape ``(replicates,)``."""

    def __init__(self, values: Mapping[str, Floats]) -> None:
        self._values = dict(values)
        self._worked_out: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Floats:
        try:
            return self._values[name]
        except KeyError:
            raise MissingParameterError(name) from None

    def once(self, name: str, work_out: Callable[[], Found]) -> Found:
        """Give what follows from these parameters alone, worked out when first asked for.

        It may also depend on the seed, the replicates and the setting: parameters belong to one
        batch, and these are the same in all its ticks.
        """
        if name not in self._worked_out:
            self._worked_out[name] = work_out()
        found: Found = self._worked_out[name]
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nobody set any parameter of the mechanism."""
        return not self._values

    def __getstate__(self) -> dict[str, Floats]:
        return self._values

    def __setstate__(self, values: dict[str, Floats]) -> None:
        self.__dict__.update(_values=values, _worked_out={})


class Start:
    """What a field may know when it is first filled (see ``Beginning``)."""

    def __init__(
        self, setting: Setting, parameters: Parameters, bases: NDArray[np.uint64], owner: str
    ) -> None:
        self.setting = setting
        self.parameters = parameters
        self.replicates = len(bases)
        self._luck = Luck(bases, owner, SETUP_TICK)

    def uniform(self, decision: str, rows: int) -> Floats:
        """Give uniform numbers, shape ``(replicates, rows)``."""
        return self._luck.uniform(decision, rows)


def _zero_where_unknown(field: Field) -> Field:
    """Let a field of a mechanism that the scenario does not have begin at zero."""
    begins = field.initial
    if not callable(begins):
        return field

    def initial(start: Beginning) -> NDArray[Any]:
        try:
            return begins(start)
        except MissingParameterError:
            return np.zeros(1)

    return replace(field, initial=initial)


class World:
    """A batch of replicates: the setting they share, the state and the citizens of each.

    Parameters
    ----------
    setting : Setting
        The compiled scenario.
    fields : mapping of str to iterable of Field
        Fields that each mechanism owns, by the mechanism's name.
    parameters : mapping of str to Parameters
        Parameters by mechanism.
    seed : int
        Seed of the run.
    replicates : int64 array
        Numbers of the replicates in this batch.
    """

    def __init__(
        self,
        setting: Setting,
        fields: Mapping[str, Iterable[Field]],
        parameters: Mapping[str, Parameters],
        seed: int,
        replicates: NDArray[np.int64],
        block_rows: int = BLOCK_ROWS,
        citizens: Citizens | None = None,
    ) -> None:
        self.setting = setting
        self.seed = seed
        self.replicates = replicates
        self.bases = bases_of(seed, replicates)
        self.parameters = parameters
        self.citizens = (
            Citizens(setting, seed, len(replicates), block_rows)
            if citizens is None
            else citizens.for_replicates(len(replicates))
        )
        self.state = State((), Start(setting, Parameters({}), self.bases, ""))
        for owner, owned in fields.items():
            own = parameters.get(owner, Parameters({}))
            start = Start(setting, own, self.bases, owner)
            if own.is_empty:
                owned = [_zero_where_unknown(field) for field in owned]
            try:
                self.state.extend(owned, start)
            except MissingParameterError as missing:
                raise UpheavalError(
                    f"the scenario says nothing about the parameter '{owner}.{missing}', from "
                    f"which a field of the mechanism '{owner}' begins; list its parameters in "
                    "scenario.yaml even where the mechanism is off"
                ) from None

    @property
    def size(self) -> int:
        """Number of replicates in the batch."""
        return len(self.replicates)

    def luck(self, owner: str, tick: int) -> Luck:
        """Give a mechanism's luck in a tick."""
        return Luck(self.bases, owner, tick)

    def counter(self, decision: str, tick: int) -> np.uint64:
        """Give the base of the kernel's counter for a decision of every citizen in a tick."""
        return words.counter_base(words.decision_number(decision), tick)
