"""Charts of power: court and organs; alliance, backlash, alignment; fronts, heirs, sanctions."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from upheaval.record.power import IN_CUSTODY
from upheaval.record.series import Floats, Series
from upheaval.views import style
from upheaval.views.figures.bands import COLORS, Chart, bars, by_day, dress
from upheaval.views.highlights import TOP_RANKS

YEAR = 365.0
LONGEST = 7.0
"""Days of waiting from which consent counts as late in a chart."""


def _acute_end(run: Series) -> int:
    return len(run.ends[run.acute]) - 1


def _plain(run: Series, field: str) -> Floats:
    return np.asarray(run.field(field), dtype=np.float64)


def _range(values: Floats) -> tuple[Floats, tuple[Floats, Floats]]:
    """Give the median over worlds and the ends of the band."""
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95), axis=0)
    return middle, (low, high)


def _words(name: str) -> str:
    return name.replace("_", " ")


# ---------------------------------------------------------------------- court
def _weights(axes: Axes, run: Series) -> str | None:
    court = np.asarray(run.tables["factions"]["in_court"], dtype=bool)
    weight = _plain(run, "faction_weight")[:, :, court]
    share = 100 * weight / weight.sum(axis=2, keepdims=True)
    names = [name for name, inside in zip(run.tables["factions"].names, court, strict=True)
             if inside]  # fmt: skip
    order = np.argsort(-share[:, 0].mean(axis=0), kind="stable")[:6]
    by_day(axes, run, {names[i]: share[..., i] for i in order}, band=False,
           unit="% of the court's weight")  # fmt: skip
    return None


def _rivalry(axes: Axes, run: Series) -> None:
    lines = {"rivalry": _plain(run, "rivalry"), "fall": _plain(run, "fall_belief")}
    by_day(axes, run, lines, unit="chance seen of a move, a fall", limits=(0, 1))


def _top(axes: Axes, run: Series) -> None:
    """Draw how often who was in each top office first is still there."""
    ranks = np.asarray(run.tables["offices"]["rank"])
    rows = np.flatnonzero(ranks <= TOP_RANKS)
    holders = run.field("office_holder")
    titles = [str(run.tables["offices"]["title"][row]) or run.tables["offices"].names[row]
              for row in rows]  # fmt: skip
    kept = (holders[:, _acute_end(run)] == holders[:, 0])[:, rows]
    bars(axes, titles, 100 * kept.mean(axis=0),
         unit="% of runs where the first holder is there after the acute phase")  # fmt: skip
    axes.set_xlim(0, 100)


def _removed(axes: Axes, run: Series) -> None:
    status = run.field("figure_status")
    gone, jailed = (status > 0).sum(axis=2), (status == IN_CUSTODY).sum(axis=2)
    by_day(axes, run, {"out of office": gone, "in custody": jailed}, unit="figures")


def _loyalty(axes: Axes, run: Series) -> None:
    loyalty = 100 * _plain(run, "organ_loyalty").mean(axis=0)
    names = run.tables["organs"].names
    lines = {_words(name): loyalty[None, :, i] for i, name in enumerate(names)}
    by_day(axes, run, lines, band=False, unit="% that follow the incumbent, mean", limits=(0, 100))


def _obedience(axes: Axes, run: Series) -> None:
    by_day(
        axes,
        run,
        {"": 100 * _plain(run, "obedience")},
        unit="% of force that obeys",
        limits=(0, 100),
    )


# ---------------------------------------------------------------------- alliance
def _troops(axes: Axes, run: Series) -> None:
    by_day(axes, run, {"": _plain(run, "troops").sum(axis=2)}, unit="people")


def _steps(axes: Axes, run: Series) -> None:
    """Draw the share of runs that have come to each step of the intervention by day."""
    fields = {
        "asked": "treaty_request_time", "agreed": "treaty_decision_time",
        "refused": "treaty_refused_time", "consented": "consent_time",
        "left": "withdrawal_end_time",
    }  # fmt: skip
    lines = {
        name: 100 * (run.field(field)[:, None] <= run.ends[None, :] + 1e-6).mean(axis=0)[None, :]
        for name, field in fields.items()
    }
    by_day(axes, run, lines, band=False, unit="% of runs, by the day", limits=(0, 103))


def _nationalism(axes: Axes, run: Series) -> None:
    people = np.asarray(run.tables["regions"]["population"], dtype=np.float64)
    level = _plain(run, "nationalism") @ (people / people.sum())
    by_day(axes, run, {"": level}, until=YEAR, unit="nationalist grievance")


def _alignment(axes: Axes, run: Series) -> None:
    by_day(axes, run, {"": _plain(run, "alignment")}, until=YEAR, unit="West (−1) to East (1)")
    before = float(np.median(run.field("alignment_before")))
    axes.axhline(before, color=style.QUIET, linewidth=1.0, linestyle=":")
    axes.annotate("before", (1.015, before), xycoords=("axes fraction", "data"), va="center",
                  fontsize=style.BODY, color=style.QUIET)  # fmt: skip


def _owed(axes: Axes, run: Series) -> str | None:
    owed = _plain(run, "owed")[:, _acute_end(run)]
    names = run.tables["powers"].names
    rows = [i for i in np.argsort(-owed.mean(axis=0), kind="stable") if owed[:, i].max() > 0]
    if not rows:
        return "Nothing is owed to anybody."
    middle, ends = _range(owed[:, rows])
    bars(axes, [_words(names[i]) for i in rows], middle, ends,
         unit="leverage gained in the crisis")  # fmt: skip
    return None


def _guarantee(axes: Axes, run: Series) -> str | None:
    consent, request = run.field("consent_time"), run.field("treaty_request_time")
    both = np.isfinite(consent) & np.isfinite(request)
    if not both.any():
        return "The third power never consents."
    wait = np.minimum(consent[both] - request[both], LONGEST)
    price = _plain(run, "guarantee")[both]
    axes.plot(wait, price, linestyle="none", marker="o", markersize=4, alpha=0.5,
              color=style.CIRCLE, markeredgewidth=0)  # fmt: skip

    dress(axes, "guarantee offered (0 to 1)")
    axes.set_xlabel(f"days from request to consent, {LONGEST:g} or more; {both.sum()} of "
                    f"{len(both)} runs",
                    fontsize=style.SMALL, color=style.QUIET, loc="left")  # fmt: skip
    return None


# ---------------------------------------------------------------------- the world
def _front(axes: Axes, run: Series) -> None:
    by_day(axes, run, {"": _plain(run, "other_front_pressure")}, until=YEAR,
           unit="pressure, 1 without the crisis")  # fmt: skip
    axes.axhline(1.0, color=style.QUIET, linewidth=1.0, linestyle=":")


def _credit(axes: Axes, run: Series) -> None:
    by_day(axes, run, {"": _plain(run, "bargaining_credit")}, until=YEAR, unit="credit (0 to 1)")


def _rulers(axes: Axes, run: Series, field: str, before: str, unit: str) -> str | None:
    """Draw a share of each ruler at the end, with its range, and what it was before."""
    rulers = run.tables["rulers"].names
    if not rulers:
        return "The scenario lists no rulers."
    middle, ends = _range(_plain(run, field)[:, -1])
    first = np.median(run.field(before), axis=0)
    bars(axes, [_words(name) for name in rulers], middle, ends, beside=first,
         unit=f"{unit} at the end; diamond: before")  # fmt: skip
    axes.set_xlim(0, 1)
    return None


def _naming(axes: Axes, run: Series) -> str | None:
    unit = "probability of naming an heir"
    return _rulers(axes, run, "naming_probability", "naming_before", unit)


def _control(axes: Axes, run: Series) -> str | None:
    return _rulers(axes, run, "ruler_control", "control_before", "tightness of control")


def _risk(axes: Axes, run: Series) -> str | None:
    names = run.tables["neighbors"].names
    if not names:
        return "The scenario lists no neighbors."
    risk = 100 * _plain(run, "neighbor_risk")
    worst = risk.max(axis=1)
    middle, ends = _range(worst)
    before = 100 * np.median(run.field("neighbor_risk_before"), axis=0)
    bars(axes, [_words(name) for name in names], middle, ends, beside=before,
         unit="% risk of falling at its largest; diamond: before")  # fmt: skip
    return None


def _sanctions(axes: Axes, run: Series) -> str | None:
    exposure = _plain(run, "exposure").mean(axis=0)
    names = run.tables["factions"].names
    places = run.labels("jurisdiction")
    rows = [i for i in np.argsort(-exposure.sum(axis=1), kind="stable") if exposure[i].any()]
    if not rows:
        return "No faction holds wealth abroad."

    base = np.zeros(len(rows))
    at = np.arange(len(rows))
    for j, place in enumerate(places):
        part = 100 * exposure[rows, j]
        axes.barh(at, part, left=base, height=0.62, color=COLORS[j % len(COLORS)], alpha=0.8,
                  linewidth=0, label=_words(place))  # fmt: skip
        base += part
    gone = 100 * run.field("defected")[:, -1].mean(axis=0)[rows]
    dress(axes, "% of wealth abroad, mean; beside a name: % of runs where it breaks away",
          along="x")  # fmt: skip
    labels = [f"{_words(names[i])}, {g:.0f}%" if g else _words(names[i])
              for i, g in zip(rows, gone, strict=True)]  # fmt: skip
    axes.set_yticks(at, labels)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.legend(fontsize=style.SMALL, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return None


COURT = (
    Chart("9  Weight of clans in the court, median", ("faction_weight",), _weights),
    Chart("11  Rivalry, and belief in a fall", ("rivalry", "fall_belief"), _rivalry),
    Chart("10  The offices at the top", ("office_holder",), _top),
    Chart("9, 11  Figures removed", ("figure_status",), _removed),
    Chart("12  Whom organs follow", ("organ_loyalty",), _loyalty),
    Chart("12  Force that obeys", ("obedience",), _obedience),
)
ALLIANCE = (
    Chart("13  Foreign troops in the country", ("troops",), _troops),
    Chart(
        "13, 16  Steps of the intervention",
        (
            "treaty_request_time",
            "treaty_decision_time",
            "treaty_refused_time",
            "consent_time",
            "withdrawal_end_time",
        ),
        _steps,
    ),
    Chart("14  Backlash", ("nationalism",), _nationalism),
    Chart("15  The compass", ("alignment", "alignment_before"), _alignment),
    Chart("15  What is owed to powers", ("owed",), _owed),
    Chart(
        "16  The third power's consent, and its price",
        ("consent_time", "treaty_request_time", "guarantee"),
        _guarantee,
    ),
)
WORLD = (
    Chart("19  Pressure on the other front", ("other_front_pressure",), _front),
    Chart("19  Credit as guarantor", ("bargaining_credit",), _credit),
    Chart("20  Naming an heir", ("naming_probability", "naming_before"), _naming),
    Chart("20  Control", ("ruler_control", "control_before"), _control),
    Chart("21  Neighbors' risk", ("neighbor_risk", "neighbor_risk_before"), _risk),
    Chart("22  Wealth abroad, and who breaks away",
          ("exposure", "defected"), _sanctions),
)  # fmt: skip
