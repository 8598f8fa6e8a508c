"""Parts of the court: clans, the two powers at the top, the purge, the organs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.parts.part import Gauges, Part, Shown, mean, mean_of, only, without
from upheaval.record.series import Floats, Series

AFTER = 3.0
"""Days after the first troops at which organs are looked at again: the interview speaks of days."""


def acute_end(run: Series) -> int:
    """Give the last tick of the acute phase that was run."""
    return len(run.ends[run.acute]) - 1


def seat(run: Series, name: str) -> int:
    """Give the row of the faction that has a seat: ``patron`` or ``incumbent``."""
    return int(np.flatnonzero(np.asarray(run.tables["factions"]["seat"]) == name)[0])


def patron_out(run: Series) -> NDArray[np.bool_]:
    """Tell in which worlds the patron's faction is outside the coalition, shape ``(K,)``."""
    return np.asarray(~run.field("in_coalition")[:, acute_end(run), seat(run, "patron")])


def _clans(run: Series) -> Gauges:
    court = np.asarray(run.tables["factions"]["in_court"], dtype=np.float64)
    weight = np.asarray(run.field("faction_weight"), dtype=np.float64) * court
    share = weight / weight.sum(axis=2, keepdims=True)
    patron = seat(run, "patron")
    home = str(run.tables["factions"].names[patron])
    theirs = np.asarray(run.tables["figures"]["faction"]) == home
    status = run.field("figure_status")[:, acute_end(run)][:, theirs]
    return {
        "before": share[:, 0, patron],
        "after": share[:, acute_end(run), patron],
        "purged": patron_out(run),
        "removed": (status > 0).sum(axis=1).astype(np.float64),
    }


def _offices(run: Series) -> Gauges:
    offices, figures = run.tables["offices"], run.tables["figures"]
    appoints = {str(name) for name in offices["appointed_by"] if name}
    with_power = np.array(
        [
            bool(command) or name in appoints
            for name, command in zip(offices.names, offices["commands"], strict=True)
        ]
    )
    home = str(run.tables["factions"].names[seat(run, "patron")])
    theirs = np.flatnonzero(np.asarray(figures["faction"]) == home)
    holders = run.field("office_holder")[:, :, with_power]
    held = np.isin(holders, theirs).sum(axis=2).astype(np.float64)
    commanded = _council(run)
    return {"before": held[:, 0], "after": held[:, acute_end(run)], "council": commanded}


def _council(run: Series) -> Floats:
    """Tell whether who was president first chairs the council at the end; NaN without one."""
    kinds = np.asarray(run.tables["offices"]["kind"])
    if not (kinds == "council").any():
        return run.unknown()
    chair, presidency = (int(np.flatnonzero(kinds == k)[0]) for k in ("council", "presidency"))
    holders = run.field("office_holder")
    taken = holders[:, acute_end(run), chair] == holders[:, 0, presidency]
    return np.asarray(taken, dtype=np.float64)


def _duel(run: Series) -> Gauges:
    out = patron_out(run)
    return {"out": out.astype(np.float64), "when": only(run.field("move_time"), out)}


def _organs(run: Series) -> Gauges:
    organs = run.tables["organs"]
    force = np.asarray(organs["value"], dtype=np.float64) * np.asarray(organs["weight"])
    loyalty = np.asarray(run.field("organ_loyalty"), dtype=np.float64)[:, run.acute]
    ends = np.broadcast_to(run.ends[run.acute], loyalty.shape[:2])
    return {
        "loyalty": loyalty @ (force / force.sum()),
        "ends": ends,
        "decided": run.field("treaty_decision_time").astype(np.float64),
        "came": run.field("first_troops_time").astype(np.float64),
    }


def at_time(series: Floats, ends: Floats, when: Floats) -> Floats:
    """Give each world's series at the last tick that ends by a time of its own; NaN for never.

    Parameters
    ----------
    series, ends : float64 array, shape ``(K, T)``
        Values, and the end of each tick in days.
    when : float64 array, shape ``(K,)``
        Infinite for never.
    """
    tick = np.maximum((ends <= when[:, None] + 1e-6).sum(axis=1) - 1, 0)
    found = series[np.arange(len(series)), tick]
    return only(found, np.isfinite(when) & (when <= ends[:, -1]))


# ---------------------------------------------------------------------- what is shown
def _weights(own: Gauges, other: Gauges) -> Shown:
    purged = own["purged"] > 0
    return mean_of(
        "share of the court's weight with the patron's clan at the end of the acute phase, where "
        "it is purged, less that where nobody strikes",
        only(own["after"] - other["after"], purged), "1",
        "below 0: arrests and dismissals take weight", -1,
        {
            "before": mean(own["before"][purged]), "after": mean(own["after"][purged]),
            "after, where nobody strikes": mean(other["after"][purged]),
            "figures of the clan removed": mean(own["removed"][purged]),
            "the same where nobody strikes": mean(other["removed"][purged]),
            "share of worlds with a purge": float(purged.mean()),
        },
    )  # fmt: skip


def _powers(own: Gauges, _other: Gauges) -> Shown:
    return mean_of(
        "offices with command or appointments that the patron's clan holds, after less before",
        own["after"] - own["before"], "1", "below 0: powers follow the offices", -1,
        {
            "before": mean(own["before"]), "after": mean(own["after"]),
            "share of worlds where the president takes the council": mean(own["council"]),
        },
    )  # fmt: skip


def _purge(own: Gauges, other: Gauges) -> Shown:
    return mean_of(
        "share of worlds where the patron is put out, less that without the incumbent's coup",
        own["out"] - other["out"], "1", "above 0: the incumbent rides the protest", 1,
        {
            "with": mean(own["out"]), "without": mean(other["out"]),
            "mean day of it, since the start": mean(own["when"]),
        },
    )  # fmt: skip


def _loyalty(own: Gauges, other: Gauges) -> Shown:
    later = own["came"] + AFTER

    def change(series: Floats) -> Floats:
        after = at_time(series, own["ends"], later)
        return after - at_time(series, own["ends"], own["decided"])

    ours, theirs = change(own["loyalty"]), change(other["loyalty"])
    return mean_of(
        "share of force that follows the incumbent three days after the first foreign troops, "
        "less that at their decision",
        ours, "1", "above 0: organs move to whom the troops stand behind", 1,
        {
            "before": mean(only(at_time(own["loyalty"], own["ends"], own["decided"]),
                                np.isfinite(ours))),
            "same days without allies": mean(theirs),
            "share of worlds with troops": float(np.isfinite(own["came"]).mean()),
        },
    )  # fmt: skip


NO_ALLIES = without("alliance")
NOBODY_STRIKES = without("palace_coup", "clan_war")

COURT = (
    Part(
        9, "Clans", ("clan_war", "court"), ("in_custody", "holds_office", "office_lost"),
        without("clan_war"), _clans, _weights, NOBODY_STRIKES, two_powers=True,
    ),
    Part(
        10, "Two powers at the top", ("court", "regime_response"),
        ("holds_office", "incumbent_rules", "government_dismissed", "emergency"),
        without("court"), _offices, _powers, two_powers=True,
    ),
    Part(
        11, "The protest is ridden to purge the patron", ("palace_coup", "court", "public_signal",
        "outcome"), ("office_lost", "incumbent_rules", "regime_falls"), without("palace_coup"),
        _duel, _purge, without("palace_coup"), two_powers=True,
    ),
    Part(
        12, "Organs change loyalty", ("organs", "coercion"),
        ("organ_with_incumbent", "stood_down", "first_stand_down"), without("organs"),
        _organs, _loyalty, NO_ALLIES,
    ),
)  # fmt: skip
"""Parts 9 to 12."""
