"""The loop: which mechanisms run, in which order, and what each reads and writes."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import upheaval.mechanisms
from upheaval.errors import UpheavalError, unknown
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario import Scenario
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.state import Field
from upheaval.world.world import World


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One line of the printed loop."""

    order: float
    name: str
    title: str
    on: bool
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    source: str


class Loop:
    """The mechanisms of a run in the order of the tick.

    Attributes
    ----------
    mechanisms : tuple of Mechanism
        Those switched on.
    fields : mapping of str to tuple of Field
        Fields of all mechanisms that are known, on or off, by owner: a mechanism that is switched
        off leaves its fields at their initial values.
    """

    def __init__(self, all_known: Iterable[Mechanism], on: Collection[str]) -> None:
        ordered = sorted(all_known, key=lambda mechanism: (mechanism.order, mechanism.name))
        self._all = tuple(ordered)
        self.mechanisms = tuple(mechanism for mechanism in ordered if mechanism.name in on)
        self.fields: Mapping[str, tuple[Field, ...]] = {
            mechanism.name: mechanism.fields for mechanism in ordered
        }
        _check_reads(self._all)

    def step(self, world: World, tick: Tick) -> None:
        """Advance the world by one tick."""
        for mechanism in self.mechanisms:
            own = world.parameters[mechanism.name]
            mechanism.step(world, tick, own, world.luck(mechanism.name, tick.index))

    def describe(self) -> list[LoopRow]:
        """Give the printed loop: order, name, what each reads and writes, source."""
        on = {mechanism.name for mechanism in self.mechanisms}
        return [
            LoopRow(m.order, m.name, m.title, m.name in on, m.reads, m.owned + m.writes, m.source)
            for m in self._all
        ]


def _check_reads(mechanisms: Sequence[Mechanism]) -> None:
    owned = {name for mechanism in mechanisms for name in mechanism.owned}
    for mechanism in mechanisms:
        for name in (*mechanism.reads, *mechanism.writes):
            if name not in owned:
                raise UpheavalError(
                    f"mechanism '{mechanism.name}': " + unknown("field", name, sorted(owned))
                )


@cache
def known() -> Mapping[str, Mechanism]:
    """Give the built-in mechanisms by name, in the order of the tick."""
    found: list[Mechanism] = []
    for module in pkgutil.iter_modules(upheaval.mechanisms.__path__):
        loaded = importlib.import_module(f"upheaval.mechanisms.{module.name}")
        mechanism = getattr(loaded, "MECHANISM", None)
        if isinstance(mechanism, Mechanism):
            found.append(mechanism)
    return {m.name: m for m in sorted(found, key=lambda m: (m.order, m.name))}


def from_file(path: Path) -> Mechanism:
    """Load a mechanism from a file of its own.

    Raises
    ------
    UpheavalError
        If the file cannot be loaded or declares no ``MECHANISM``.
    """
    spec = importlib.util.spec_from_file_location(f"upheaval_mechanism_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise UpheavalError(f"no mechanism file '{path.name}' in {path.parent}")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UpheavalError(f"mechanism file '{path.name}' does not load: {error}") from error
    mechanism = getattr(module, "MECHANISM", None)
    if not isinstance(mechanism, Mechanism):
        raise UpheavalError(f"mechanism file '{path.name}' declares no MECHANISM")
    return mechanism


def mechanisms_of(scenario: Scenario) -> dict[str, Mechanism]:
    """Give the built-in mechanisms and those that the scenario brings in files of its own."""
    result = dict(known())
    for name, file in scenario.mechanism_files.items():
        mechanism = from_file(file)
        if mechanism.name != name:
            raise UpheavalError(
                f"mechanism file '{file.name}' declares '{mechanism.name}'; call it '{name}'"
            )
        result[name] = mechanism
    return result


def assemble(scenario: Scenario, without: Collection[str] = ()) -> Loop:
    """Put together the loop of a scenario, less the mechanisms named in ``without``.

    Raises
    ------
    UpheavalError
        If a name is unknown, or a file does not load.
    """
    everything = mechanisms_of(scenario)
    on = [name for name in scenario.mechanisms if name not in without]
    for name in (*on, *without):
        if name not in everything:
            raise UpheavalError(unknown("mechanism", name, everything))
    return Loop(everything.values(), on)


def declared_parameters(mechanisms: Iterable[Mechanism]) -> dict[str, Parameter]:
    """Give the parameters that mechanisms declare, by full name ``mechanism.parameter``."""
    return {
        f"{mechanism.name}.{parameter.name}": parameter
        for mechanism in mechanisms
        for parameter in mechanism.parameters
    }
