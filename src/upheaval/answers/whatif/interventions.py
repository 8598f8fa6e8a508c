"""What is changed: interventions by name, and values and mechanisms by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upheaval.errors import UpheavalError
from upheaval.scenario import Intervention, Scenario
from upheaval.scenario.interventions import find


@dataclass(frozen=True)
class Change:
    """A change of a scenario, put together.

    Parameters
    ----------
    set : dict of str to value
        Values set by hand (`Scenario.with_changes`).
    without : tuple of str
        Mechanisms or explanations switched off by hand.
    interventions : tuple of Intervention
        Interventions of the scenario that are applied as well.
    """

    set: dict[str, object]
    without: tuple[str, ...]
    interventions: tuple[Intervention, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the interventions."""
        return tuple(item.name for item in self.interventions)

    @property
    def all_set(self) -> dict[str, object]:
        """Every value that is set; one set by hand goes before that of an intervention."""
        values: dict[str, object] = {}
        for item in self.interventions:
            values |= {_plain_path(path): value for path, value in item.set.items()}
        return values | {_plain_path(path): value for path, value in self.set.items()}

    @property
    def all_without(self) -> tuple[str, ...]:
        """Everything that is switched off, each once."""
        named = [name for item in self.interventions for name in item.without]
        return tuple(dict.fromkeys([*named, *self.without]))

    def as_json(self) -> dict[str, object]:
        """Give what was asked for, and what it comes to, as plain values."""
        return {
            "set": {path: str(value) for path, value in self.all_set.items()},
            "without": list(self.all_without),
            "with": list(self.names),
        }


def compose(
    scenario: Scenario,
    set: Mapping[str, object] | None = None,
    without: Sequence[str] = (),
    with_: Sequence[str] = (),
) -> Change:
    """Put a change together from interventions by name and what is set and switched off by hand.

    Raises
    ------
    UpheavalError
        If nothing is changed, an intervention does not exist, or two of them set one value
        differently.
    """
    # One name may be given alone, without a list around it.
    names = (with_,) if isinstance(with_, str) else tuple(dict.fromkeys(with_))
    off = (without,) if isinstance(without, str) else tuple(without)
    found = tuple(find(scenario, names))
    if not (set or off or found):
        raise UpheavalError(_nothing(scenario))
    _check_clashes(found)
    return Change(dict(set or {}), off, found)


def _nothing(scenario: Scenario) -> str:
    known = ", ".join(item.name for item in scenario.interventions)
    named = f"; {scenario.name} has the interventions {known}" if known else ""
    return (
        "nothing is changed, so every difference would be zero: expected a value to set, a "
        f"mechanism to do without, or an intervention{named}"
    )


def _check_clashes(interventions: Sequence[Intervention]) -> None:
    first: dict[str, tuple[str, str]] = {}
    for item in interventions:
        for path, value in item.set.items():
            other, before = first.setdefault(_plain_path(path), (item.name, value))
            if before != value:
                raise UpheavalError(
                    f"interventions '{other}' and '{item.name}' both set {_plain_path(path)}, to "
                    f"{before} and {value}; expected one of the two"
                )


def _plain_path(path: str) -> str:
    return path.removeprefix("parameters.")
