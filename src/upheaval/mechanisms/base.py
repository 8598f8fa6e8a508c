"""The shape that every mechanism has: what it declares and the step it takes.

A mechanism is one file. Its docstring names the paper and the equation; ``MECHANISM`` declares
its parameters, the fields it owns, what else it reads and writes, and its step. The loop, the
scenario checks, the model document and the state all work from this declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import Field
from upheaval.world.world import Parameters, World

Step = Callable[[World, Tick, Parameters, Luck], None]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A declared mechanism.

    Parameters
    ----------
    name : str
        Name in scenarios and on the command line; also the name of its file.
    title : str
        A few words for tables.
    order : float
        Where in the tick it steps; the built-in ones are numbered as in the model document.
    source : str
        The paper or papers it stands on.
    parameters : tuple of Parameter
        Names without the mechanism's prefix; the scenario sets ``<mechanism>.<parameter>``.
    fields : tuple of Field
        State that it owns. The fields exist, at their initial value, when it is switched off.
    reads, writes : tuple of str
        Names of fields that it reads and changes; owned fields need not be listed.
    step : Step
        ``step(world, tick, parameters, luck)``; changes the state in place.
    structure : bool
        Whether it is a structure that many crises have not: a run records its fields only where
        the scenario lists it, on or switched off.
    """

    name: str
    title: str
    order: float
    source: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    step: Step
    structure: bool = False

    @property
    def owned(self) -> tuple[str, ...]:
        """Names of the fields that it owns."""
        return tuple(field.name for field in self.fields)


def willingness(
    name: str,
    title: str,
    order: float,
    source: str,
    parameter: Parameter,
    field: Field,
) -> Mechanism:
    """Declare a mechanism that says how far somebody acts: its one field has its parameter's value.

    Switched off, the field stays at its initial value, 0: nobody acts. What the act does is the
    business of the mechanisms that read the field.
    """

    def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
        del tick, luck
        getattr(world.state, field.name)[:] = getattr(own, parameter.name)

    return Mechanism(
        name=name,
        title=title,
        order=order,
        source=source,
        parameters=(parameter,),
        fields=(field,),
        reads=(),
        writes=(),
        step=step,
    )
