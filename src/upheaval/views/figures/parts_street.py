"""Charts of the street: prices, mining, rents; demands, spread, order; claims."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from upheaval.answers.ledgers.tables import imbalance
from upheaval.record.crowds import GATHERING
from upheaval.record.order_of_regions import first_protests as starts
from upheaval.record.order_of_regions import order_test, recorded_order
from upheaval.record.series import Floats, Series
from upheaval.views import style
from upheaval.views.figures.bands import (
    COLORS,
    Chart,
    bars,
    by_day,
    date_marks,
    days,
    dress,
    stacked,
    wrapped,
)
from upheaval.world.setting import ACCOUNTS, DEMANDS

MOST = 10
"""Claims, cities or accounts shown in a chart: those that differ the most."""

BILLION = 1e9


def _people(run: Series) -> Floats:
    people = np.asarray(run.tables["regions"]["population"], dtype=np.float64)
    return np.asarray(people / people.sum(), dtype=np.float64)


def _by_kin(run: Series) -> list[tuple[str, Floats]]:
    """Give groups of regions to draw: those with the dearest fuel budget first, three of them."""
    regions = run.tables["regions"]
    fuel = np.asarray(regions["fuel_dependence"], dtype=np.float64)
    order = np.argsort(-fuel, kind="stable")
    third = max(1, len(order) // 3)
    groups = {"most fuel": order[:third], "least fuel": order[-third:]}
    people = _people(run)
    return [(name, np.where(np.isin(np.arange(len(fuel)), rows), people, 0.0))
            for name, rows in groups.items()]  # fmt: skip


def _prices(axes: Axes, run: Series) -> None:
    price = np.asarray(run.field("price"), dtype=np.float64)[..., 0]
    lines = {name: price @ (weight / weight.sum()) for name, weight in _by_kin(run)}
    by_day(axes, run, lines, unit="KZT/liter")


def _mining(axes: Axes, run: Series) -> None:
    by_day(axes, run, {"": run.field("mining_load")}, unit="MW")


def _hash_rate(axes: Axes, run: Series) -> None:
    by_day(axes, run, {"": 100 * run.field("hash_rate_share")}, unit="% of the world")


def _rents(axes: Axes, run: Series) -> str | None:
    ledger = np.asarray(run.field("ledger"), dtype=np.float64)[:, _acute_end(run)] / BILLION
    names = run.labels("account")
    rows = [i for i, name in enumerate(names) if name not in ACCOUNTS]
    rows = [i for i in rows if np.abs(ledger[:, i]).max() > 0]
    if not rows:
        return "No faction is paid anything."
    rows.sort(key=lambda i: -float(np.median(ledger[:, i])))
    low, middle, high = np.quantile(ledger[:, rows], (0.05, 0.5, 0.95), axis=0)
    sums = "0" if imbalance(run) == 0 else f"{imbalance(run):,}"
    words = f"billion KZT in the acute phase; sum of all accounts: {sums}"
    bars(axes, [names[i] for i in rows], middle, (low, high), unit=words)
    return None


def _reform(axes: Axes, run: Series) -> str | None:
    gained = np.asarray(run.field("reform_rent"), dtype=np.float64)[:, _acute_end(run)] / BILLION
    names = run.tables["factions"].names
    rows = [i for i in range(len(names)) if np.abs(gained[:, i]).max() > 0]
    if not rows:
        return "The reform pays no faction."
    rows.sort(key=lambda i: -float(np.median(gained[:, i])))
    low, middle, high = np.quantile(gained[:, rows], (0.05, 0.5, 0.95), axis=0)
    bars(axes, [names[i] for i in rows], middle, (low, high),
         unit="billion KZT gained from the freed price, acute phase")  # fmt: skip
    return None


def _favors(axes: Axes, run: Series) -> None:
    favors = np.asarray(run.field("favors"), dtype=np.float64).sum(axis=2) / BILLION
    by_day(axes, run, {"": favors}, unit="billion KZT so far")


def _acute_end(run: Series) -> int:
    return len(run.ends[run.acute]) - 1


# ---------------------------------------------------------------------- the street
def _demands(axes: Axes, run: Series) -> str | None:
    share = np.asarray(run.field("demand_share"), dtype=np.float64)
    crowds = run.in_streets @ np.eye(len(_people(run)))[run.city_region]
    voiced = np.einsum("ktr,ktrd->td", crowds, share)
    if not voiced[days(run)].any():
        return "Nobody is in the streets."
    total = voiced.sum(axis=1, keepdims=True)
    parts = np.divide(voiced, total, out=np.zeros_like(voiced), where=total > 0)
    stacked(axes, run, {name: 100 * parts[:, i] for i, name in enumerate(DEMANDS)},
            until=14.0, unit="% of demands")  # fmt: skip
    return None


def _repertoires(axes: Axes, run: Series) -> None:
    streets, strikes = run.in_streets.sum(axis=2), run.striking.sum(axis=2)
    riots = run.rioting.sum(axis=2)
    lines = {"rally": streets - strikes - riots, "strike": strikes, "riot": riots}
    by_day(axes, run, {name: values / 1000 for name, values in lines.items()}, until=14.0,
           unit="thousand people")  # fmt: skip


def _spread(axes: Axes, run: Series) -> None:
    gathers = run.in_streets >= GATHERING
    home = np.eye(len(_people(run)))[run.city_region]
    with_protest = (gathers @ home > 0).sum(axis=2)
    by_day(axes, run, {"": with_protest}, until=14.0, unit="regions with a gathering")


def _order(axes: Axes, run: Series) -> str | None:
    found = order_test(run)
    if found is None:
        return "The record dates no two regions."
    recorded = recorded_order(run.scenario)
    times = starts(run, recorded.regions)
    horizon = 14.0
    low, middle, high = (
        np.sort(times, axis=0)[min(len(times) - 1, int(level * len(times)))]
        for level in (0.05, 0.5, 0.95)
    )
    order = np.argsort(recorded.low, kind="stable")
    names = [run.tables["regions"]["title"][row] for row in recorded.regions[order]]
    for row, i in enumerate(order):
        axes.plot([min(low[i], horizon), min(high[i], horizon)], [row, row], color=style.CIRCLE,
                  linewidth=4, alpha=0.3, solid_capstyle="butt")  # fmt: skip
        if middle[i] < horizon:
            axes.plot([middle[i]] * 2, [row - 0.3, row + 0.3], color=style.CIRCLE, linewidth=2)
        axes.plot([recorded.low[i], recorded.high[i]], [row, row], color=style.INK, linewidth=1.4)
    dress(axes, f"line: record; tau {found.tau:.2f} (p {found.p_value:.2g})", along="x")
    date_marks(axes, run, horizon)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0, labelsize=style.SMALL - 1.5)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    return None


def _sent(axes: Axes, run: Series) -> str | None:
    belief = np.asarray(run.field("sent_belief"), dtype=np.float64).max(axis=2)
    sent = run.field("sent_truth")[:, _acute_end(run)].sum(axis=1) > 0
    groups = {"somebody was sent": belief[sent], "nobody was sent": belief[~sent]}
    lines = {name: values for name, values in groups.items() if len(values)}
    by_day(axes, run, lines, until=14.0, unit="chance that observers give it",
           limits=(0, 1))  # fmt: skip
    return None


def _organizers(axes: Axes, run: Series) -> None:
    people = np.asarray(run.tables["cities"]["population"], dtype=np.float64)
    reached = np.asarray(run.field("organizers"), dtype=np.float64) @ (people / people.sum())
    by_day(axes, run, {"": 100 * reached}, unit="% of people reached")


# ---------------------------------------------------------------------- claims
def _audiences(run: Series) -> dict[str, np.ndarray]:
    kinds = np.asarray(run.tables["audiences"]["kind"])
    return {str(kind): kinds == kind for kind in dict.fromkeys(kinds.tolist())}


def _moved(run: Series) -> Floats:
    """Give the mean change of belief, shape ``(kinds of audience, claims)``."""
    belief = np.asarray(run.field("belief"), dtype=np.float64)
    change = (belief[:, _acute_end(run)] - belief[:, 0]).mean(axis=0)
    return np.stack([change[rows].mean(axis=0) for rows in _audiences(run).values()])


def _changes(axes: Axes, run: Series) -> str | None:
    names = run.tables["claims"].names
    if not names:
        return "The scenario lists no claims."
    moved = _moved(run)
    rows = np.argsort(-np.abs(moved).max(axis=0), kind="stable")[:MOST]
    at = np.arange(len(rows))
    for i, kind in enumerate(_audiences(run)):
        axes.plot(moved[i, rows], at + (i - 1.5) * 0.18, linestyle="none", marker="o",
                  markersize=4.5, color=COLORS[i], label=kind)  # fmt: skip
    axes.axvline(0, color=style.QUIET, linewidth=0.8)
    dress(axes, "change of belief in the acute phase", along="x")
    axes.set_yticks(at, [wrapped(names[row].replace("_", " ")) for row in rows])
    axes.tick_params(axis="y", length=0, labelsize=style.SMALL - 0.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.legend(fontsize=style.SMALL, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return None


def _one_claim(which: str) -> Chart:
    def draw(axes: Axes, run: Series) -> str | None:
        chosen = _claim_of(run, which)
        if chosen is None:
            return "No such claim is made."
        belief = np.asarray(run.field("belief"), dtype=np.float64)[..., chosen]
        groups = _audiences(run).items()
        by_day(axes, run, {kind: belief[:, :, rows].mean(axis=2) for kind, rows in groups},
               unit="belief", band=False, limits=(0, 1))  # fmt: skip
        name = run.tables["claims"].names[chosen].replace("_", " ")
        axes.set_title(f"{TITLES[which]}: {name}", fontsize=style.TITLE - 1, loc="left", pad=8,
                       color=style.INK)  # fmt: skip
        return None

    return Chart(TITLES[which], ("belief",), draw)


TITLES = {
    "coerced": "17  Under coercion",
    "retracted": "17  Taken back",
    "moved": "17  Moves most",
}


def _claim_of(run: Series, which: str) -> int | None:
    table = run.tables["claims"]
    if not len(table):
        return None
    if which == "coerced":
        rows = np.flatnonzero(np.asarray(table["coerced"], dtype=bool))
        return int(rows[0]) if len(rows) else None
    if which == "retracted":
        taken = np.isfinite(run.field("claim_retracted_time")).mean(axis=0)
        taken = np.where(np.asarray(table["coerced"], dtype=bool), 0.0, taken)
        return int(taken.argmax()) if taken.any() else None
    return int(np.abs(_moved(run)).max(axis=0).argmax())


def _credibility(axes: Axes, run: Series) -> str | None:
    people = np.asarray(run.tables["audiences"]["kind"]) == "citizens"
    if not people.any():
        return "The scenario has no audience of citizens."
    trust = np.asarray(run.field("credibility"), dtype=np.float64)[:, :, people].mean(axis=2)
    names = run.labels("speaker")
    by_day(axes, run, {name: trust[..., i] for i, name in enumerate(names)}, band=False,
           unit="chance of a reliable source")  # fmt: skip
    return None


def _truth(axes: Axes, run: Series) -> str | None:
    names = run.tables["claims"].names
    if not names:
        return "The scenario lists no claims."
    end = _acute_end(run)
    belief = np.asarray(run.field("belief"), dtype=np.float64)[:, end]
    citizens = np.asarray(run.tables["audiences"]["kind"]) == "citizens"
    if not citizens.any():
        return "The scenario has no audience of citizens."
    believed = belief[:, citizens].mean(axis=1)
    true = run.field("claim_truth") > 0
    edges = np.linspace(0, 1, 11)
    place = np.digitize(believed, edges[1:-1])
    counts = np.array([(place == i).sum() for i in range(10)])
    share = np.array([true[place == i].mean() if counts[i] >= MOST else np.nan for i in range(10)])
    axes.plot([0, 1], [0, 1], color=style.QUIET, linewidth=0.8, linestyle=":")
    axes.plot((edges[:-1] + edges[1:]) / 2, share, color=style.CIRCLE, marker="o", linewidth=1.4)
    dress(axes, "share of worlds where it is true")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("citizens' belief after the acute phase", fontsize=style.SMALL, loc="left",
                    color=style.QUIET)  # fmt: skip
    return None


ECONOMY = (
    Chart("1  Price where the fuel is burned most and least", ("price",), _prices),
    Chart("2  Load of miners", ("mining_load",), _mining),
    Chart("2  Their share of the world's hash rate", ("hash_rate_share",), _hash_rate),
    Chart("3  Rents of factions", ("ledger",), _rents),
    Chart("3  Who gains from the reform", ("reform_rent",), _reform),
    Chart("3  Favors of both powers", ("favors",), _favors),
)
STREETS = (
    Chart("4  What is demanded", ("demand_share", "crowd"), _demands),
    Chart("5  Rally, strike, riot", ("crowd",), _repertoires),
    Chart("5, 8  Spread over regions", ("crowd",), _spread),
    Chart("5, 8  First protest of regions", ("crowd",), _order),
    Chart("6  Came, or were sent", ("sent_belief", "sent_truth"), _sent),
    Chart("7  Whom organizers reach", ("organizers",), _organizers),
)
CLAIMS = (
    Chart("17  Belief moved most", ("belief",), _changes),
    _one_claim("coerced"),
    _one_claim("retracted"),
    _one_claim("moved"),
    Chart("17  Trust of citizens in speakers", ("credibility",), _credibility),
    Chart("18  What is believed, and what is true", ("belief", "claim_truth"), _truth),
)
