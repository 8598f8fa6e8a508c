"""The answer of `verify` on the screen: what to check first, and what each finding would move."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upheaval.views import numbers
from upheaval.views.likelihood_words import percent

if TYPE_CHECKING:
    from upheaval.answers.verify.result import Candidate, Finding, Verified

SHOWN = 12
ALIKE = 2
"""Candidates of one measure that are shown: the same event in many places tells the same."""
MOST_MOVED = 3
LEAST_MOVE = 0.02
"""Move of a probability from which it is listed."""

KINDS = {"claim": "claim", "row": "doubtful row", "new": "not measured"}


def print_verified(console: Console, answer: Verified, took: float | None = None) -> None:
    """Print the answer at the width of the console."""
    ranked = shown(answer)
    parts = [_title(answer, took), _guard(answer), _ranking(answer, ranked)]
    bounds = [item for item in answer.candidates if item.is_bound]
    if bounds:
        parts.append(_bounds(bounds))
    parts.append(_closing(answer))
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def shown(answer: Verified, most: int = SHOWN) -> list[Candidate]:
    """Give the candidates that are clear, those worth most first, a few of a kind."""
    seen: Counter[str] = Counter()
    found = []
    for item in answer.candidates:
        if item.is_bound or not (item.is_clear or item.kind == "claim"):
            continue
        measure = item.title.partition(" (")[0].partition(" by ")[0]
        key = item.name if item.kind == "claim" else measure
        seen[key] += 1
        if seen[key] <= ALIKE:
            found.append(item)
    return found[:most]


def _title(answer: Verified, took: float | None) -> RenderableType:
    ending = "" if took is None else f" · {numbers.duration(took)}"
    what = "all explanations" if answer.target == "explanations" else f"'{answer.target}'"
    return Text.assemble(
        (f"What to check first, to learn about {what}: {answer.scenario}", "bold"),
        f"\n{answer.simulations:,} simulations, of which {answer.effective:.0f} count as like the "
        f"record; {answer.worlds} worlds run again · 1:{answer.scale} · seed {answer.seed}"
        f"{ending}\n{_tempered(answer)}"
        f"{answer.judged:,} things to check were judged, {answer.unjudged} could not be for want "
        "of simulations like them",
    )


def _tempered(answer: Verified) -> str:
    if answer.tempered == 0:
        return ""
    return (
        "The table is short: to have enough worlds, explanations were taken as no surer than "
        f"{percent(1.0 - answer.tempered)} in choosing them; more simulations make this needless\n"
    )


def _guard(answer: Verified) -> RenderableType:
    guard = answer.guard
    if guard.ok:
        return Text(f"Guard rails hold (typicality p {guard.typicality_p:.2g})")
    worst = ", ".join(item.observation for item in guard.clashes[:4])
    return Text(
        f"Guard rails FAIL: {'; '.join(guard.failures)}.\nNo probabilities are given; the changes "
        "below are those of a model that does not reproduce this record. Check first what clashes "
        f"with it most: {worst}.",
        style="bold red",
    )


def _ranking(answer: Verified, ranked: list[Candidate]) -> RenderableType:
    unit = "bits" if answer.unit == "bit" else "share"
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.padding = (0, 2, 0, 0)
    table.add_column("check", overflow="fold", ratio=4)
    table.add_column(f"worth, {unit} (90%)", justify="right", no_wrap=True)
    table.add_column("would be found", overflow="fold", ratio=3)
    table.add_column("and would move", overflow="fold", ratio=5)
    for item in ranked:
        for n, part in enumerate(item.findings):
            table.add_row(
                f"{item.title} [{KINDS[item.kind]}]" if n == 0 else "",
                _value(item) if n == 0 else "",
                f"{percent(part.probability)} {part.label}",
                _moves(answer, part),
            )
    if not ranked:
        return Text("Nothing is distinguishable from zero.")
    return Group(Text("Most worth checking", style="bold"), table)


def _value(item: Candidate) -> str:
    value = item.value_of_information
    text = f"{value.value:.2f} ({value.low:.2f}–{value.high:.2f})"
    return text if item.is_clear else f"{text}?"


def _moves(answer: Verified, part: Finding) -> str:
    ranked = sorted(part.moves.items(), key=lambda move: -abs(move[1]))
    if answer.unit != "bit":
        return ", ".join(f"median {_signed(value)}" for _, value in ranked)
    moves = [
        f"{name} {_points(value)}" + (f" to {percent(part.after[name])}" if part.after else "")
        for name, value in ranked[:MOST_MOVED]
        if abs(value) >= LEAST_MOVE
    ]
    return ", ".join(moves) or "hardly anything"


def _points(value: float) -> str:
    return f"{100 * value:+.0f}".replace("-", "−")


def _signed(value: float) -> str:
    sign = "+" if value >= 0 else "−"
    size = abs(value)
    return sign + (numbers.count(size) if size >= 100 else f"{size:.3g}")


def _bounds(items: list[Candidate]) -> RenderableType:
    lines = [
        f"  {item.title} (at most {item.value_of_information.high:.2f} bits)" for item in items
    ]
    return Text(
        "Claims without a reading: how they bear on an explanation is not said, so only the most "
        "that settling them could tell is known\n" + "\n".join(lines)
    )


def _closing(answer: Verified) -> RenderableType:
    clear = sum(item.is_clear for item in answer.candidates)
    unclear = sum(not item.is_clear and not item.is_bound for item in answer.candidates)
    lines = [
        f"{clear} are clear; of {unclear} the worth is indistinguishable from zero with this many "
        "simulations. Four times as many would about halve the ranges.",
        "A question mark: it may be zero. Bits: expected information about the explanations, "
        "added up. Of a claim the range is that of its reading; of the others, Monte-Carlo error. "
        "Moves are in percentage points."
        if answer.unit == "bit"
        else "Share: part of the variance of the quantity that the finding would take away.",
    ]
    if answer.uninformative_claims:
        count = len(answer.uninformative_claims)
        lines.append(
            f"{count} open claim{'s' if count > 1 else ''} bear{'' if count > 1 else 's'} on "
            f"nothing that is asked for: {', '.join(answer.uninformative_claims[:6])}"
            + (", ..." if count > 6 else "")
        )
    return Text("\n".join(lines), style="dim")
