"""The screen after a run: how it ends, how it compares with the record, what it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upheaval.record.compare import Comparison, compare, coverage, quantiles
from upheaval.record.general_outcomes import general_shares
from upheaval.record.measure import DATE
from upheaval.record.measures import find_measure
from upheaval.record.order_of_regions import CHANCE, order_test
from upheaval.record.outcomes import Share, outcome_shares
from upheaval.record.outside_view import OutsideCheck, outside_view
from upheaval.record.places import WHOLE
from upheaval.record.series import Series
from upheaval.scenario import Scenario
from upheaval.views import highlights, numbers
from upheaval.views.likelihood_words import limits, percent, percent_range, phrase, words
from upheaval.views.screens import ledgers

if TYPE_CHECKING:
    import xarray

WIDE = 96
"""Columns from which dots of the outcomes and the use of observations are shown as well."""

DOTS = 20
"""Dots for an outcome: 20 to 50 are read more surely than a bar (Kay et al. 2016)."""

DAYS_AFTER = 3
"""Days shown after the last observation of the streets."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the screen shows; print it with rich.

    Parameters
    ----------
    dataset : xarray.Dataset
        The recorded fields of a run.
    scenario : Scenario
        The scenario of the run.
    comparisons : sequence of Comparison
        The run beside the record.
    outcomes : dict of str to Share
        Share of each outcome.
    took : float or None
        Seconds that the run took.
    """

    dataset: xarray.Dataset
    scenario: Scenario
    comparisons: Sequence[Comparison]
    outcomes: dict[str, Share]
    took: float | None = None

    def render(self, width: int) -> RenderableType:
        """Lay the screen out for a width in columns."""
        parts = [
            _title(self),
            _outcomes(self.outcomes, width),
            _in_general(self),
            _measures(self, width),
            *_order(self),
            ledgers.short(Series(self.dataset, self.scenario)),
            _coverage(self.comparisons),
            _outside(self),
            _cost(self),
        ]
        return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def summarize(
    dataset: xarray.Dataset,
    scenario: Scenario,
    comparisons: Sequence[Comparison] | None = None,
    *,
    took: float | None = None,
) -> Summary:
    """Make the summary of a run; ``comparisons`` are made from the record unless given."""
    found = compare(dataset, scenario) if comparisons is None else comparisons
    return Summary(dataset, scenario, found, outcome_shares(dataset), took)


def print_summary(console: Console, summary: Summary) -> None:
    """Print a summary at the width of the console."""
    console.print(summary.render(console.width))


def _title(summary: Summary) -> RenderableType:
    name, share = max(summary.outcomes.items(), key=lambda item: item[1].share)
    attributes = summary.dataset.attrs
    details = [numbers.runs(summary.dataset.sizes["replicate"])]
    if "scale" in attributes:
        details.append(f"1:{attributes['scale']}")
    details += [f"{key} {attributes[key]}" for key in ("seed", "version") if key in attributes]
    return Text.assemble(
        (summary.scenario.title, "bold"),
        f"  {' · '.join(details)}\n",
        f"Most often: {name}, {phrase(share)}.\n",
        ("What-if, not forecast: what this model does under these assumptions.", "dim"),
    )


def _in_general(summary: Summary) -> RenderableType:
    """Say in one line how it ends in the words that hold for every country."""
    shares = general_shares(Series(summary.dataset, summary.scenario))
    ends = sorted(shares.items(), key=lambda item: -item[1].share)
    words_of = [f"{name} {percent(share.share)}" for name, share in ends if share.count]
    return Text.assemble(("In general words: ", "bold"), " · ".join(words_of))


def _outside(summary: Summary) -> RenderableType:
    """Say what is unlike the crises that have happened."""
    found = outside_view(Series(summary.dataset, summary.scenario))
    odd = [item for item in found if not item.holds]
    if not odd:
        return Text("Outside view: like the 35 crises of 1989 to 2024.", style="dim")
    lines = [f"Outside view: {len(odd)} of {len(found)} numbers are unlike the 35 crises."]
    lines += [
        f"  {item.meaning} Here {item.middle:.3g}, there {_class_words(item)}." for item in odd
    ]
    return Text("\n".join(lines), style="yellow")


def _class_words(item: OutsideCheck) -> str:
    if item.class_low == item.class_high:
        return f"{item.class_middle:.3g}"
    return f"{item.class_middle:.3g} ({item.class_low:.3g} to {item.class_high:.3g})"


# ---------------------------------------------------------------------- outcomes
def _outcomes(outcomes: dict[str, Share], width: int) -> RenderableType:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.padding = (0, 2, 0, 0)
    table.add_column("outcome", no_wrap=True)
    if width >= WIDE:
        table.add_column(f"{DOTS} runs like these", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("90% range", justify="right", no_wrap=True)
    table.add_column("in words")
    for name, share in outcomes.items():
        dots = [_dots(share.share)] if width >= WIDE else []
        low, high = limits(share.low, share.high)
        table.add_row(
            name,
            *dots,
            percent(share.share),
            percent_range(share.low, share.high),
            f"{words(share.low, share.high)} ({percent_range(low, high)})",
        )
    caption = (
        "The range is what this many runs leave open, not doubt about the model. Two words: it "
        "crosses from one band of likelihood into another."
    )
    return Group(Text("How it ends", style="bold"), table, Text(caption, style="dim"))


def _dots(share: float) -> str:
    filled = round(DOTS * share)
    return "●" * filled + "·" * (DOTS - filled)


# ---------------------------------------------------------------------- measures
@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    observed: str
    simulated: tuple[str, ...]
    verdict: str
    use: str


def _measures(summary: Summary, width: int) -> RenderableType:
    parts: list[RenderableType] = [
        Text("The run beside the record", style="bold"),
        _table(width, header=True),
    ]
    for title, rows in _sections(summary):
        table = _table(width, header=False)
        for row in rows:
            use = [row.use] if width >= WIDE else []
            verdict = Text(row.verdict, style=_color(row.verdict))
            table.add_row(row.label, row.observed, *row.simulated, verdict, *use)
        parts += [Text(title, style="bold"), table]
    caption = (
        "5%, 50%, 95%: this share of the runs has no more than that. Inside: from 5% to 95%. Near "
        "miss: outside, but its range meets the band. Local time; never is later than any date."
    )
    return Group(*parts, Text(caption, style="dim"))


def _table(width: int, header: bool) -> Table:
    """Make a table whose columns are as wide as those of every other of this width."""
    is_wide = width >= WIDE
    rest = max(30, width - 3 * (_NUMBER + 1) - (_VERDICT + 1) - (6 if is_wide else 0) - 2)
    table = Table(show_header=header, box=None, header_style="dim", pad_edge=False)
    table.padding = (0, 1, 0, 0)
    table.add_column("what, when", width=rest * 47 // 100, overflow="fold")
    table.add_column("observed (low–high)", width=rest - rest * 47 // 100, overflow="fold")
    for level in ("5%", "50%", "95%"):
        table.add_column(level, justify="right", width=_NUMBER, no_wrap=True)
    table.add_column("observed is", width=_VERDICT, no_wrap=True)
    if is_wide:
        table.add_column("use", width=5, no_wrap=True)
    return table


_NUMBER = len("11 Jan 22h")
_VERDICT = len("✗ near miss")


def _sections(summary: Summary) -> Iterator[tuple[str, list[_Row]]]:
    start = summary.scenario.start
    for name, items in highlights.course(summary.comparisons).items():
        rows = [_observed(start, _day(item), item) for item in items]
        if name == "participants":
            rows += _unobserved(summary, items[-1])
        unit = find_measure(name).unit
        plain = name.replace("_", " ").capitalize()
        yield plain if unit in ("region", "1") else f"{plain} ({unit})", rows
    points = highlights.turning_points(summary.scenario, summary.comparisons)
    if points:
        label = highlights.label
        yield (
            "Turning points",
            [_observed(start, label(summary.scenario, item), item) for item in points],
        )


def _observed(start: datetime, label: str, item: Comparison) -> _Row:
    seen = item.observation
    if seen.unit == DATE:
        text = numbers.moment_range(start, seen.value, seen.low, seen.high)
        simulated = [numbers.moment(start, value) for value in (item.p5, item.p50, item.p95)]
    else:
        text = numbers.count_range(seen.value, seen.low, seen.high)
        simulated = [numbers.count(value) for value in (item.p5, item.p50, item.p95)]
    return _Row(label, text, tuple(simulated), _verdict(item), seen.use)


def _unobserved(summary: Summary, last: Comparison) -> Iterator[_Row]:
    """Give the days after the last observation of the streets: they should empty again."""
    run, measure = Series(summary.dataset, summary.scenario), last.observation.measure
    first = int(last.observation.day or 0) + 1
    for day in range(first, first + DAYS_AFTER):
        band = quantiles(measure.function(run, WHOLE, float(day)))
        when = numbers.moment(summary.scenario.start, float(day)).rsplit(" ", 1)[0]
        yield _Row(when, "no count", tuple(numbers.count(value) for value in band), "", "")


def _day(item: Comparison) -> str:
    date = item.observation.date
    return "" if date is None else numbers.day(date)


def _verdict(item: Comparison) -> str:
    if not item.simulated:
        return "? not run"
    if item.inside:
        return "✓ inside"
    return "✗ near miss" if item.overlaps else "✗ outside"


def _color(verdict: str) -> str:
    return {"✓": "green", "✗": "red"}.get(verdict[:1], "")


# ---------------------------------------------------------------------- the rest
def _order(summary: Summary) -> Iterator[RenderableType]:
    """Tell whether regions join in the order of the record, if it has one."""
    found = order_test(Series(summary.dataset, summary.scenario))
    if found is None:
        return
    low, middle, high = np.quantile(found.single, (0.05, 0.5, 0.95))
    better = float((found.single_p < CHANCE).mean())
    yield Group(
        Text("Order in which regions join, beside the record", style="bold"),
        Text(
            f"  Kendall's tau {found.tau:.2f} for the median order of {found.regions} regions "
            f"(p {found.p_value:.2g} by permutation)"
        ),
        Text(
            f"  single runs: {middle:.2f} ({low:.2f} to {high:.2f}); "
            f"{percent(better)} of them better than chance (p < {CHANCE:g})"
        ),
    )


def _coverage(comparisons: Sequence[Comparison]) -> RenderableType:
    lines = [Text("All observations", style="bold")]
    for use, meaning in (("fit", "for fitting"), ("check", "kept back as a check")):
        found = coverage(comparisons, use)
        if found.total:
            inside = f"{found.inside} of {found.total} inside the 90% band"
            lines.append(Text(f"  {use} ({meaning}): {inside} ({percent(found.share)})"))
    total = Counter(item.observation.measure.name for item in comparisons if item.simulated)
    outside = Counter(
        item.observation.measure.name for item in comparisons if item.simulated and not item.inside
    )
    missed = [f"{name} {number} of {total[name]}" for name, number in outside.most_common()]
    lines.append(Text(f"  outside: {', '.join(missed) if missed else 'none'}"))
    lines.extend(_widths(comparisons))
    unreached = sum(not item.simulated for item in comparisons)
    if unreached:
        lines.append(Text(f"  not run: {unreached} observations of days after the end of the run"))
    return Group(*lines)


def _widths(comparisons: Sequence[Comparison]) -> Iterator[Text]:
    """Tell how wide the band of the country's largest counted crowds is: useful, not just safe."""
    counted = [
        item
        for item in comparisons
        if item.simulated
        and item.observation.measure.name == "participants"
        and item.observation.place.name == WHOLE.name
        and item.p5 > 0
    ]
    largest = sorted(counted, key=lambda item: item.observation.value)[-2:]
    for item in sorted(largest, key=lambda item: str(item.observation.date)):
        date = item.observation.date
        day = "" if date is None else f" of {date.day} {date:%b}"
        factor = f"{item.p95 / item.p5:.3g}"
        yield Text(f"  90% band of participants{day}: its ends differ by a factor of {factor}")


def _cost(summary: Summary) -> RenderableType:
    people = int(np.asarray(summary.scenario.tables["cities"]["population"]).sum())
    parts = [f"{summary.dataset.sizes['replicate']} replicates of {people:,} people"]
    scale = summary.dataset.attrs.get("scale")
    if scale is not None:
        parts.append(f"one simulated citizen for {scale}" if scale != 1 else "every one simulated")
    if summary.took is not None:
        parts.append(numbers.duration(summary.took))
    return Text.assemble(("What it took  ", "bold"), " · ".join(parts))
