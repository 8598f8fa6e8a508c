"""Seven outcomes in general words, onto which the outcomes of every scenario map.

The mechanism `outcome` speaks of a duel of two powers where there is one, and `exit` of the ways
out of office. What they leave behind maps, in this order, onto: a civil war began; the regime fell
to the street, or the ruler resigned without an agreement; he left by agreement or a lost vote;
somebody else replaced him from within the regime (a coalition of the court, the army, a body of the
regime); he stayed and purged a power beside him or those who tried a coup; he stayed and conceded
something (a price, a law, the cabinet, a pact); he stayed as he was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.outcome import FALLS, INCUMBENT, NEGOTIATED, PATRON, REPLACED, WAR
from upheaval.record.measure import Function
from upheaval.record.places import Place
from upheaval.record.series import Floats, Series

GENERAL_OUTCOMES = (
    "incumbent stays",
    "stays by conceding",
    "stays and purges",
    "replaced from within",
    "negotiated exit",
    "falls to the street",
    "civil war",
)
STAYS, CONCEDES, PURGES, FROM_WITHIN, EXIT_AGREED, STREET, CIVIL_WAR = range(len(GENERAL_OUTCOMES))

_FINER = {FALLS: STREET, WAR: CIVIL_WAR, REPLACED: FROM_WITHIN, PATRON: FROM_WITHIN,
          NEGOTIATED: EXIT_AGREED, INCUMBENT: PURGES}  # fmt: skip
_CONCESSIONS = ("concession_time", "government_dismissed_time", "retracted_time", "pact_time")


def general_outcome(run: Series) -> NDArray[np.int64]:
    """Give each world's position in `GENERAL_OUTCOMES`, shape ``(K,)``."""
    code = np.asarray(run.field("outcome"), dtype=np.int64)
    found = np.full(len(code), STAYS)
    found[_happened(run, _CONCESSIONS)] = CONCEDES
    found[_happened(run, ("failed_coup_time",))] = PURGES
    for finer, general in _FINER.items():
        found[code == finer] = general
    return found


def is_general(position: int) -> Function:
    """Make a measure: whether a world ends in this general outcome."""

    def measured(run: Series, _place: Place, _day: None = None) -> Floats:
        return np.asarray(general_outcome(run) == position, dtype=np.float64)

    return measured


def _happened(run: Series, fields: tuple[str, ...]) -> NDArray[np.bool_]:
    found = np.zeros(run.replicates, dtype=bool)
    for field in fields:
        if run.recorded(field):
            times = np.asarray(run.field(field)).reshape(run.replicates, -1)
            found |= np.isfinite(times).any(axis=1)
    return found
