"""Palace coup: the incumbent uses the revolt to remove his senior partner.

A duumvirate lasts while neither power gains from ending it. Holding the presidency gives the
incumbent the agenda: when elites read the streets as an opening (Casper and Tyson 2014), he may be
the one who puts the question of the coalition. Switched off, he never does, whatever he would
gain; other factions still may (clan war).

Writes ``incumbent_opens`` (share of his occasions that he takes), which the court reads.
"""

from __future__ import annotations

from upheaval.mechanisms.base import willingness
from upheaval.scenario.parameters import Parameter
from upheaval.world.state import Field

MECHANISM = willingness(
    name="palace_coup",
    title="The incumbent's occasion",
    order=10.8,
    source="Acemoglu, Egorov and Sonin 2008; Casper and Tyson 2014; Svolik 2009",
    parameter=Parameter(
        "boldness", "1", 0, 1, "Share of his occasions to open the game that he takes."
    ),
    field=Field("incumbent_opens", (), "1", "Share of his occasions that the incumbent takes."),
)
