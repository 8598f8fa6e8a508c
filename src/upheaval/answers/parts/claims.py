"""Parts of what is said: propaganda, and what is true and how sure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.parts.court import acute_end
from upheaval.answers.parts.part import Gauges, Part, Shown, Switch, mean, mean_of, only, without
from upheaval.record.series import Floats, Series
from upheaval.scenario import Scenario
from upheaval.world.audiences import audience_shares


def citizens_belief(run: Series) -> Floats:
    """Give citizens' belief in each claim by tick, by people, shape ``(K, T, claims)``."""
    audiences, regions = run.tables["audiences"], run.tables["regions"]
    people = np.asarray(regions["population"], dtype=np.float64)
    weight = people @ audience_shares(audiences, regions)
    total = weight.sum()
    share = weight / total if total > 0 else weight
    return np.asarray(np.einsum("ktac,a->ktc", run.field("belief"), share), dtype=np.float64)


def _claims(run: Series) -> Gauges:
    if not len(run.tables["claims"]):
        return {"coerced": run.unknown(), "other": run.unknown()}
    end = acute_end(run)
    belief = citizens_belief(run)
    moved = np.abs(belief[:, end] - belief[:, 0])
    made = run.field("claim_asserted_time") <= run.ends[end]
    coerced = np.asarray(run.tables["claims"]["coerced"], dtype=bool)
    return {
        "coerced": _mean_of(moved, made & coerced),
        "other": _mean_of(moved, made & ~coerced),
        "elites": _elites_gap(run, belief[:, end], end),
    }


def _elites_gap(run: Series, citizens: Floats, end: int) -> Floats:
    """Give how far elites and citizens are apart, the mean over claims."""
    elites = np.asarray(run.tables["audiences"]["kind"]) == "elites"
    if not elites.any():
        return run.unknown()
    theirs = run.field("belief")[:, end][:, elites].mean(axis=1)
    return np.asarray(np.abs(theirs - citizens).mean(axis=1), dtype=np.float64)


def _truth(run: Series) -> Gauges:
    if not len(run.tables["claims"]):
        return {name: run.unknown() for name in ("before", "after", "made")}
    end = acute_end(run)
    belief = citizens_belief(run)
    made = run.field("claim_asserted_time") <= run.ends[end]
    true = run.field("claim_truth") > 0
    # Squared error of belief against the hidden truth (Brier 1950).
    return {
        "before": _mean_of((belief[:, 0] - true) ** 2, made),
        "after": _mean_of((belief[:, end] - true) ** 2, made),
        "made": made.sum(axis=1).astype(np.float64),
    }


def _mean_of(values: Floats, chosen: NDArray[np.bool_]) -> Floats:
    count = chosen.sum(axis=1)
    total = (values * chosen).sum(axis=1)
    out = np.full(len(values), np.nan)
    return np.asarray(np.divide(total, count, out=out, where=count > 0), dtype=np.float64)


def _coerced(own: Gauges, _other: Gauges) -> Shown:
    both = np.isfinite(own["coerced"])
    return mean_of(
        "move of citizens' belief in what was said under coercion, less that in other claims",
        own["coerced"] - own["other"], "1", "below 0: a coerced word is almost no evidence", -1,
        {
            "coerced": mean(own["coerced"]), "others": mean(only(own["other"], both)),
            "share of worlds with a coerced claim": float(both.mean()),
            "gap between elites and citizens": mean(own["elites"]),
        },
    )  # fmt: skip


def _learned(own: Gauges, other: Gauges) -> Shown:
    return mean_of(
        "squared error of citizens' beliefs against the hidden truth, after less before",
        own["after"] - own["before"], "1", "below 0: audiences learn something of the truth", -1,
        {
            "before": mean(own["before"]), "after": mean(own["after"]),
            "change with few independent reports": mean(other["after"] - other["before"]),
            "claims made": mean(own["made"]),
        },
    )  # fmt: skip


def _rarest(scenario: Scenario) -> dict[str, object]:
    name = "information.check_rate"
    return {name: scenario.parameters[name].low}


FEW_REPORTS = Switch("independent reports as rare as the scenario allows", made=_rarest)

CLAIMS = (
    Part(
        17, "Propaganda", ("information",),
        ("belief", "belief_elites", "belief_allies", "belief_abroad", "claim_asserted",
         "claim_retracted"),
        without("information"), _claims, _coerced, tables=("claims",),
    ),
    Part(
        18, "What is true, how sure", ("information", "suspicion"),
        ("belief", "belief_elites", "sent_belief"), FEW_REPORTS, _truth, _learned, FEW_REPORTS,
        tables=("claims",),
    ),
)  # fmt: skip
"""Parts 17 and 18."""
