"""Which inputs a page puts first: at most six sliders."""

from __future__ import annotations

from collections.abc import Iterator

from upheaval.scenario import Scenario

MOST = 6
"""Sliders that a reader can keep in view."""


def featured(scenario: Scenario) -> list[str]:
    """Give the parameters that the page puts first.

    They are among those that the scenario's interventions set. Shares between 0 and 1 come first,
    since a reader grasps them at once; then one parameter of each mechanism, in the order of the
    interventions, before a second one of any.
    """
    candidates = list(dict.fromkeys(_set_by_interventions(scenario)))
    shares = [name for name in candidates if _is_share(scenario, name)]
    others = [name for name in candidates if name not in shares]
    chosen = [*_in_turn(shares), *_in_turn(others)][:MOST]
    # Those of one mechanism stand together, so that a reader sees what belongs together.
    mechanisms = [name.partition(".")[0] for name in chosen]
    return sorted(chosen, key=lambda name: mechanisms.index(name.partition(".")[0]))


def _set_by_interventions(scenario: Scenario) -> Iterator[str]:
    on = {*scenario.mechanisms, *scenario.switched_off}
    for item in scenario.interventions:
        for path in item.set:
            name = path.removeprefix("parameters.")
            if name in scenario.parameters and name.partition(".")[0] in on:
                yield name


def _is_share(scenario: Scenario, name: str) -> bool:
    setting = scenario.parameters[name]
    return setting.given_unit == "1" and tuple(setting.given_range) == (0.0, 1.0)


def _in_turn(names: list[str]) -> list[str]:
    """Put the first parameter of each mechanism before the second of any."""
    mechanisms = [name.partition(".")[0] for name in names]
    turns = [mechanisms[:position].count(own) for position, own in enumerate(mechanisms)]
    order = sorted(range(len(names)), key=turns.__getitem__)
    return [names[position] for position in order]
