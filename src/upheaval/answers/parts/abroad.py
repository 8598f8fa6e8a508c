"""Parts abroad: treaty, troops, powers, the other front, heirs, the precedent, sanctions."""

from __future__ import annotations

import numpy as np

from upheaval.answers.parts.court import NO_ALLIES, acute_end
from upheaval.answers.parts.part import (
    Gauges,
    Part,
    Shown,
    mean,
    mean_of,
    only,
    setting,
    spread_of,
    without,
)
from upheaval.answers.parts.street import NEVER_FREED
from upheaval.record.series import Floats, Series

INCUMBENT_PURGES = "incumbent purges patron"


def _treaty(run: Series) -> Gauges:
    troops = np.asarray(run.field("troops"), dtype=np.float64)[:, run.acute].sum(axis=2)
    most = troops.max(axis=1)
    seen = [
        float(row["value"])
        for row in run.tables["record"].rows()
        if row["measure"] == "troops" and row["place"] == "country"
    ]
    recorded = max(seen) if seen else float("nan")
    return {
        "most": only(most, most > 0),
        "asked": np.isfinite(run.field("treaty_request_time")),
        "agreed": np.isfinite(run.field("treaty_decision_time")),
        "recorded": np.full(run.replicates, recorded),
    }


def _grievance(run: Series) -> Gauges:
    people = np.asarray(run.tables["regions"]["population"], dtype=np.float64)
    nationalism = run.field("nationalism")[:, acute_end(run)] @ (people / people.sum())
    given = run.field("testimony_time") <= run.ends[acute_end(run)]
    return {"nationalism": np.asarray(nationalism, dtype=np.float64), "given": given}


def _alignment(run: Series) -> Gauges:
    position = np.asarray(run.field("alignment"), dtype=np.float64)
    return {
        "change": position[:, acute_end(run)] - run.field("alignment_before"),
        "later": position[:, -1] - run.field("alignment_before"),
        "before": np.asarray(run.field("alignment_before"), dtype=np.float64),
        "came": np.isfinite(run.field("first_troops_time")),
    }


def _troops_come(run: Series) -> Gauges:
    decided = run.field("treaty_decision_time")
    consent, agreed = run.field("consent_time") <= decided, np.isfinite(decided)
    return {
        "came": np.isfinite(run.field("first_troops_time")).astype(np.float64),
        "consented": only(consent.astype(np.float64), agreed),
        "ever": np.isfinite(run.field("consent_time")).astype(np.float64),
    }


def _front(run: Series) -> Gauges:
    troops = np.asarray(run.field("troops"), dtype=np.float64)[:, run.acute].sum(axis=2)
    return {
        "there": troops > 0,
        "pressure": np.asarray(run.field("other_front_pressure"), dtype=np.float64)[:, run.acute],
        "end": np.asarray(run.field("other_front_pressure"), dtype=np.float64)[:, -1],
    }


def _naming(run: Series) -> Gauges:
    if not len(run.tables["rulers"]):
        return {name: run.unknown() for name in ("change", "before")} | {"purge": run.unknown()}
    from upheaval.mechanisms.outcome import OUTCOMES

    purge = run.field("outcome") == OUTCOMES.index(INCUMBENT_PURGES)
    before = run.field("naming_before").mean(axis=1)
    after = run.field("naming_probability")[:, -1].mean(axis=1)
    return {"change": after - before, "before": before, "purge": purge}


def _risk(run: Series) -> Gauges:
    if not len(run.tables["neighbors"]):
        return {name: run.unknown() for name in ("end", "before", "fell", "war")}
    risk = np.asarray(run.field("neighbor_risk"), dtype=np.float64).mean(axis=2)
    before = run.field("neighbor_risk_before").mean(axis=1)
    return {
        "end": risk[:, -1] - before,
        "fell": np.isfinite(run.field("fall_time")),
        "war": np.isfinite(run.field("war_time")),
        "before": np.asarray(before, dtype=np.float64),
    }


def _defection(run: Series) -> Gauges:
    outside = np.asarray(run.tables["factions"]["seat"]) == "incumbent"
    weight = np.asarray(run.field("faction_weight"), dtype=np.float64)[:, -1]
    court = np.asarray(run.tables["factions"]["in_court"], dtype=np.float64)
    ruler = (weight * court)[:, outside].sum(axis=1) / (weight * court).sum(axis=1)
    gone = run.field("defected")[:, -1].sum(axis=1)
    return {"gone": gone.astype(np.float64), "ruler": np.asarray(ruler, dtype=np.float64)}


# ---------------------------------------------------------------------- what is shown
def _deployed(own: Gauges, _other: Gauges) -> Shown:
    recorded = float(own["recorded"][0])
    asked = own["asked"] > 0
    return spread_of(
        "foreign troops at their most, where they come", own["most"], "person",
        "a band that holds the record's number",
        lambda _middle, low, high: low <= recorded <= high,
        {
            "record": recorded,
            "share of worlds that ask": float(asked.mean()),
            "share of these that are granted help": mean(own["agreed"][asked].astype(np.float64)),
        },
    )  # fmt: skip


def _confirmed(own: Gauges, other: Gauges) -> Shown:
    given = own["given"] > 0
    return mean_of(
        "nationalist grievance if the testimony is proved, less that as it is, where it is given",
        only(other["nationalism"] - own["nationalism"], given), "1",
        "above 0: proof feeds anger at the powers", 1,
        {
            "proved": mean(other["nationalism"][given]),
            "as it is": mean(own["nationalism"][given]),
            "share of worlds with a testimony": float(given.mean()),
        },
    )  # fmt: skip


def _compass(own: Gauges, other: Gauges) -> Shown:
    came = own["came"] > 0
    return mean_of(
        "position between West (-1) and East (1) after the acute phase, less that before, where "
        "foreign troops came",
        only(own["change"], came), "1", "above 0: who is owed pulls the compass", 1,
        {
            "before": mean(own["before"][came]),
            "same worlds without allies": mean(other["change"][came]),
            "at the end of the run": mean(own["later"][came]),
        },
    )  # fmt: skip


def _objected(own: Gauges, other: Gauges) -> Shown:
    return mean_of(
        "share of worlds with foreign troops, less that where the third power objects",
        own["came"] - other["came"], "1", "above 0: consent eases the intervention", 1,
        {
            "as it is": mean(own["came"]), "with an objection": mean(other["came"]),
            "share of decisions with its consent": mean(own["consented"]),
            "share of worlds with its consent in the end": mean(own["ever"]),
        },
    )  # fmt: skip


def _pressure(own: Gauges, other: Gauges) -> Shown:
    there = own["there"] > 0
    ticks = there.sum(axis=1)

    def while_there(pressure: Floats) -> Floats:
        total = (pressure * there).sum(axis=1)
        out = np.full(len(ticks), np.nan)
        return np.asarray(np.divide(total, ticks, out=out, where=ticks > 0), dtype=np.float64)

    return mean_of(
        "pressure on the intervener's other front while its troops are here, less that without "
        "the alliance",
        while_there(own["pressure"]) - while_there(other["pressure"]), "1",
        "below 0: force here is missing there", -1,
        {
            "as it is": mean(while_there(own["pressure"])),
            "at the end of the run": mean(own["end"][ticks > 0]),
        },
    )  # fmt: skip


def _no_dolphin(own: Gauges, _other: Gauges) -> Shown:
    purge = own["purge"] > 0
    return mean_of(
        "probability that rulers name an heir, after less before, where the incumbent purges his "
        "patron",
        only(own["change"], purge), "1", "below 0: the patricide is a lesson", -1,
        {"before": mean(own["before"]), "change elsewhere": mean(own["change"][~purge])},
    )  # fmt: skip


def _precedent(own: Gauges, other: Gauges) -> Shown:
    fell, war = own["fell"] > 0, own["war"] > 0
    # What a civil war shows is open in sign: such worlds without a fall say nothing here.
    toward = np.where(fell, own["end"], -own["end"])
    stands = ~fell & ~war
    return mean_of(
        "move of the neighbors' risk of falling by the end of the run, toward what the outcome "
        "shows: up where the regime falls, down where it survives",
        only(toward, fell | stands), "1",
        "above 0, conditional on the outcome: a fall teaches danger, a survival calm", 1,
        {
            "before": mean(own["before"]),
            "rise where it falls": mean(own["end"][fell]),
            "rise where it survives": mean(own["end"][stands]),
            "share of worlds where it falls": float(fell.mean()),
            "rise in the same worlds if the price is never freed": mean(other["end"]),
        },
    )  # fmt: skip


def _sanctioned(own: Gauges, other: Gauges) -> Shown:
    ruler = other["ruler"] - own["ruler"]
    return mean_of(
        "factions that have broken with the ruler by the end, with sanctions less without",
        other["gone"] - own["gone"], "1", "above 0, with a sign that is open for the ruler", 1,
        {
            "share of worlds where the ruler's weight falls": float((ruler < 0).mean()),
            "share of worlds where it rises": float((ruler > 0).mean()),
        },
    )  # fmt: skip


CONFIRMED = setting(backlash__confirmed=1)
OBJECTION = setting(
    alliance__consent=0, third_power__presence_cost=2, third_power__guarantee_limit=0
)
SANCTIONS = setting(sanctions__package_strength=1)

ABROAD = (
    Part(
        13, "The treaty opens only for an outside threat", ("alliance",),
        ("treaty_request", "treaty_decision", "first_troops", "troops", "withdrawal_start",
         "withdrawal_end"),
        NO_ALLIES, _treaty, _deployed, tables=("treaties",),
    ),
    Part(
        14, "What foreign troops do, and their backlash", ("backlash", "alliance"),
        ("nationalism", "troops"), CONFIRMED, _grievance, _confirmed, CONFIRMED,
        tables=("treaties",),
    ),
    Part(
        15, "Multivector foreign policy", ("alignment",), ("alignment", "alignment_before"),
        without("alignment"), _alignment, _compass, NO_ALLIES, aftermath=True,
        tables=("powers", "leanings"),
    ),
    Part(
        16, "A third power's consent", ("third_power", "proxy"),
        ("third_power_consent", "first_troops"),
        OBJECTION, _troops_come, _objected, OBJECTION, tables=("powers", "treaties"),
    ),
    Part(
        19, "Two fronts", ("fronts",), ("other_front_pressure", "bargaining_credit"),
        without("fronts"), _front, _pressure, NO_ALLIES, aftermath=True, tables=("powers",),
    ),
    Part(
        20, "No heir", ("succession",), ("naming_probability", "naming_before", "ruler_control"),
        without("succession"), _naming, _no_dolphin, aftermath=True, tables=("rulers",),
    ),
    Part(
        21, "The precedent", ("diffusion",), ("neighbor_risk", "neighbor_risk_before"),
        without("diffusion"), _risk, _precedent, NEVER_FREED, aftermath=True,
        tables=("neighbors",),
    ),
    Part(
        22, "What the West can do", ("sanctions",), ("sanction_risk", "defected"),
        SANCTIONS, _defection, _sanctioned, SANCTIONS, aftermath=True, tables=("exposure",),
    ),
)  # fmt: skip
"""Parts 13 to 16 and 19 to 22."""
