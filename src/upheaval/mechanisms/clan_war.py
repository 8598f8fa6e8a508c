"""Clan war: factions besides the incumbent fight for the top, with the organs that are theirs.

Factions other than the incumbent's open the game of coalitions too, and an organ that still
follows the patron can leave its buildings where the crowd presses: standing down is a move in the
struggle of factions (Dragu and Lupu 2018; McLauchlin 2010). Switched off, no other faction opens
the game and no organ stands down; the organs still choose whom to follow.

Writes ``clans_fight`` (0 to 1), which the court and the organs read.
"""

from __future__ import annotations

from upheaval.mechanisms.base import willingness
from upheaval.scenario.parameters import Parameter
from upheaval.world.state import Field

MECHANISM = willingness(
    name="clan_war",
    title="Factions fight, organs stand down",
    order=10.9,
    source="Dragu and Lupu 2018; McLauchlin 2010; Acemoglu, Egorov and Sonin 2008",
    parameter=Parameter("intensity", "1", 0, 1, "How hard the other factions fight."),
    field=Field("clans_fight", (), "1", "How hard factions besides the incumbent's fight."),
)
