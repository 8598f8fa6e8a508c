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

from upheaval.mechanisms.exit import AGREED, VOTED_OUT
from upheaval.mechanisms.outcome import FALLS, INCUMBENT, PATRON, REPLACED, WAR
from upheaval.record.measure import Function
from upheaval.record.outcomes import Share, share_of
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
          INCUMBENT: PURGES}  # fmt: skip
_BY_AGREEMENT = (AGREED, VOTED_OUT)
"""Ways out that keep to rules: an agreement, and (a convention) a lost vote that is honored."""
_CONCESSIONS = ("concession_time", "government_dismissed_time", "retracted_time", "pact_time")


def general_outcome(run: Series) -> NDArray[np.int64]:
    """Give each world's position in `GENERAL_OUTCOMES`, shape ``(K,)``."""
    code = np.asarray(run.field("outcome"), dtype=np.int64)
    found = np.full(len(code), STAYS)
    found[_happened(run, _CONCESSIONS)] = CONCEDES
    found[_happened(run, ("failed_coup_time",))] = PURGES
    for finer, general in _FINER.items():
        found[code == finer] = general
    if run.recorded("exit_kind"):
        agreed = np.isin(run.field("exit_kind"), _BY_AGREEMENT) & (code != WAR)
        found[agreed] = EXIT_AGREED
    return found


def general_shares(run: Series) -> dict[str, Share]:
    """Give the share of worlds that end in each general outcome, with its 90% range."""
    counts = np.bincount(general_outcome(run), minlength=len(GENERAL_OUTCOMES))
    total = run.replicates
    return {
        name: share_of(int(count), total)
        for name, count in zip(GENERAL_OUTCOMES, counts, strict=True)
    }


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
