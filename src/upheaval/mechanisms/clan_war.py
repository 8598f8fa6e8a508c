"""Clan war: factions besides the incumbent fight for the top, with the organs that are theirs.

Factions other than the incumbent's open the game of coalitions too, and an organ that still
follows the patron can leave its buildings where the crowd presses: standing down is a move in the
struggle of factions (Dragu and Lupu 2018; McLauchlin 2010). Switched off, no other faction opens
the game and no organ stands down; the organs still choose whom to follow.

Writes ``clans_fight`` (0 to 1), which the court and the organs read.
"""

from __future__ import annotations

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import Field
from upheaval.world.world import Parameters, World


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the factions fight."""
    del tick, luck
    world.state.clans_fight[:] = own.intensity


MECHANISM = Mechanism(
    name="clan_war",
    title="Factions fight, organs stand down",
    order=10.9,
    source="Dragu and Lupu 2018; McLauchlin 2010; Acemoglu, Egorov and Sonin 2008",
    parameters=(
        Parameter("intensity", "1", 0, 1, "How hard the other factions fight."),
    ),
    fields=(
        Field("clans_fight", (), "1", "How hard factions besides the incumbent's fight."),
    ),
    reads=(),
    writes=(),
    step=step,
)  # fmt: skip
