"""The screen of `whatif`: baseline beside changed, differences with their range, and why."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, isinf, isnan

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upheaval.answers.whatif.differences import Difference
from upheaval.answers.whatif.result import MeasureDifference, WhatIf
from upheaval.answers.whatif.trace import COMMON, Trace
from upheaval.answers.whatif.world_selection import POSTERIOR, PRIOR
from upheaval.record.outcomes import wilson
from upheaval.views import numbers
from upheaval.views.flags import in_flags
from upheaval.views.likelihood_words import percent, words

WIDE = 112
"""Columns from which likelihood words and the spread over single worlds are shown as well."""

LONGEST_WORD = 10
"""Letters of what a column of words must not break."""

LONG = 4.0
"""Days from which a delay is written in days, not hours."""

ACTORS = 6
"""Actors that are shown, those first that end differently in most worlds."""


def print_whatif(console: Console, answer: WhatIf, took: float | None = None) -> None:
    """Print the answer at the width of the console."""
    is_wide = console.width >= WIDE
    parts = [
        _title(answer),
        _outcomes(answer, is_wide),
        _amounts(answer, is_wide),
        _events(answer),
    ]
    if answer.trace is not None:
        parts.append(_trace(answer.trace))
    parts.append(_cost(answer, took))
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def _title(answer: WhatIf) -> RenderableType:
    change = answer.change
    lines = [f"{item.title}: {item.meaning}" for item in change.interventions]
    lines += [f"Without {name}." for name in change.without]
    lines += [f"{path} = {value}." for path, value in change.set.items()]
    details = (
        f"{answer.replicates} pairs of worlds · 1:{answer.plan.scale} · seed {answer.plan.seed}"
    )
    return Text.assemble(
        (f"What if? {answer.scenario.title}", "bold"),
        f"  {details}\n",
        "\n".join(lines) + "\n",
        *_basis(answer),
        ("What this model does under these assumptions, not a forecast. Both worlds of a pair "
         "have the same luck wherever the change does not reach.", "dim"),
    )  # fmt: skip


def _basis(answer: WhatIf) -> list[str | tuple[str, str]]:
    """Say which worlds these are, how many equal ones they are worth, and what is amiss."""
    basis, effective = answer.basis, f"worth {answer.worlds.effective:,.0f} of equal weight"
    lines: list[str | tuple[str, str]] = []
    if basis.kind == POSTERIOR:
        lines.append(
            f"Worlds like the record: {answer.replicates:,} of {basis.simulations:,} simulations, "
            f"{effective}.\n"
        )
        if basis.reason is not None:
            why = in_flags(basis.reason)
            lines.append((
                f"Warning: explain gives no probabilities here: {why}. These are the worlds "
                "nearest to the record, and they may be far from it.\n", "bold yellow",
            ))  # fmt: skip
    elif basis.kind == PRIOR:
        lines.append("Worlds of the priors, every mechanism on; the record plays no part.\n")
        if basis.reason is not None:
            lines.append((f"Not worlds like the record: {in_flags(basis.reason)}.\n", "yellow"))
    else:
        lines.append(f"Worlds with weights that were given, {effective}.\n")
    if basis.untouched > 0:
        lines.append(
            f"In {percent(basis.untouched)} of these worlds everything that the change touches is "
            "off, since no explanation that needs it holds there: nothing differs in them.\n"
        )
    return lines


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.padding = (0, 1, 0, 0)
    table.add_column(first, no_wrap=True)
    for name in others:
        if name == "in words":
            table.add_column(name, overflow="fold", min_width=LONGEST_WORD)
        else:
            table.add_column(name, justify="right", no_wrap=True)
    return table


# ---------------------------------------------------------------------- differences
def _outcomes(answer: WhatIf, is_wide: bool) -> RenderableType:
    table = _table("outcome", "baseline", "changed", "change", "90% range", "in words")
    for name, item in answer.outcomes.items():
        likelihood = f" (changed world: {_likelihood(item, answer)})" if is_wide else ""
        table.add_row(name, *_shares(item), _verdict(item, "often") + likelihood)
    caption = (
        "Changes in percentage points. The range is what this many pairs leave open, not doubt "
        "about the model; unclear: it holds zero."
    )
    return Group(Text("How it ends", style="bold"), table, Text(caption, style="dim"))


def _likelihood(item: Difference, answer: WhatIf) -> str:
    total = max(1, round(answer.worlds.effective))
    return words(*wilson(round(item.changed * total), total))


def _shares(item: Difference) -> list[str]:
    ends = f"{_points(item.low)} to {_points(item.high)}"
    return [percent(item.baseline), percent(item.changed), _points(item.difference), ends]


def _points(share: float) -> str:
    if share == 0:
        return "0"
    sign, points = ("+" if share > 0 else "−"), abs(100 * share)
    return f"{sign}{points:.0f}" if points >= 0.5 else f"{sign}{points:.1f}"


def _verdict(item: Difference, how: str) -> str:
    if item.difference == item.low == item.high == 0:
        return "the same"
    if not item.is_clear:
        return "unclear"
    return f"{'more' if item.difference > 0 else 'less'} {how}".rstrip()


def _amounts(answer: WhatIf, is_wide: bool) -> RenderableType:
    spread = ["9 of 10 pairs"] if is_wide else []
    table = _table("mean", "baseline", "changed", "change", "90% range", *spread, "in words")
    for name, item in answer.measures.items():
        value = item.value
        if item.quantity.kind == "yes_no":
            empty = [""] if is_wide else []
            table.add_row(_plain(name), *_shares(value), *empty, _verdict(value, "often"))
        elif item.quantity.kind != "time":
            table.add_row(
                _plain(name),
                _amount(value.baseline),
                _amount(value.changed),
                _signed(value.difference),
                f"{_signed(value.low)} to {_signed(value.high)}",
                *([f"{_signed(item.spread[0])} to {_signed(item.spread[2])}"] if is_wide else []),
                _verdict(value, ""),
            )
    return Group(Text("What changes", style="bold"), table)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _amount(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 100 else numbers.count(value)


def _signed(value: float) -> str:
    if not isfinite(value):
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + _amount(abs(value))


def _events(answer: WhatIf) -> RenderableType:
    table = _table("event", "happens", "changed", "change", "90% range", "later by")
    for name, item in answer.measures.items():
        if item.happens is not None:
            table.add_row(_plain(name), *_shares(item.happens), _shift(item))
    caption = (
        "Later by: mean over the pairs in which it happens in both worlds, with its 90% range."
    )
    return Group(Text("What happens at all, and when", style="bold"), table, Text(caption, "dim"))


def _shift(item: MeasureDifference) -> str:
    value = item.value
    if value.pairs == 0:
        return "never in both"
    ends = [number for number in (value.difference, value.low, value.high) if isfinite(number)]
    in_days = max(map(abs, ends)) >= LONG
    shift, *limits = (_delay(number, in_days) for number in ends)
    unit = "d" if in_days else "h"
    return f"{shift} {unit} ({' to '.join(limits)})" if limits else f"{shift} {unit}"


def _delay(days: float, in_days: bool) -> str:
    amount = abs(days) if in_days else abs(24.0 * days)
    return f"{'+' if days > 0 else '−' if days < 0 else ''}{amount:.2g}"


# ---------------------------------------------------------------------- why
def _trace(trace: Trace) -> RenderableType:
    total = len(trace.pairs)
    target = _plain(trace.target)
    lines: list[RenderableType] = [
        Text("Why the worlds part", style="bold"),
        Text(
            f"{total} pairs stepped side by side, those first whose outcome differs: "
            f"{trace.parted} part in anything, {trace.reached} in {target}."
        ),
    ]
    for mechanism, name, count in trace.first_differences()[:COMMON]:
        where = f"{mechanism}: {_plain(name)}" if mechanism else _plain(name)
        lines.append(Text(f"  first difference in {count} of {total}: {where}"))
    for chain in trace.chains[:COMMON]:
        lines.append(_hanging(f"  {len(chain.replicates)} of {trace.reached}  ", chain.text))
    rest = trace.chains[COMMON:]
    if rest:
        pairs = sum(len(chain.replicates) for chain in rest)
        lines.append(Text(f"  {pairs} more in {len(rest)} other ways", style="dim"))
    shown = [f"{text} ({count} of {total})" for text, count in trace.actors()[:ACTORS]]
    if shown:
        lines.append(Text("Who ends differently: " + "; ".join(shown) + "."))
    apart = sorted(pair.people_apart for pair in trace.pairs)
    lines.append(
        Text(f"Most people in another state at one time, median pair: {_middle(apart):,}.")
    )
    return Group(*lines)


def _hanging(head: str, text: str) -> RenderableType:
    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(head, text.replace(" → ", "\n→ "))
    return grid


def _middle(ordered: Sequence[int]) -> int:
    return ordered[(len(ordered) - 1) // 2] if ordered else 0


def _cost(answer: WhatIf, took: float | None) -> RenderableType:
    saved = answer.saved
    if answer.identical:
        text = "nothing differs: a null change"
    elif isnan(saved.gain):
        text = "nothing that is measured varies"
    elif isinf(saved.gain):
        text = "no pair differs in most of what is measured"
    else:
        text = (
            f"{saved.pairs} pairs do the work of {saved.independent:,.0f} independent ones "
            f"(median of {sum(not isnan(gain) for gain in saved.by.values())} quantities)"
        )
    ending = "" if took is None else f" · {numbers.duration(took)}"
    return Text.assemble(("What pairing saved  ", "bold"), text + ending)
