"""The answers of `foresee` on the screen: guard rails, what is likely by day, luck and doubt."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upheaval.views import numbers
from upheaval.views.likelihood_words import percent, percent_range, words
from upheaval.views.screens.table import add_names, add_numbers, add_words, screen_table

if TYPE_CHECKING:
    from datetime import date

    from upheaval.answers.foresee.hindcast_result import Hindcast, HindcastDay
    from upheaval.answers.foresee.projection import Amount, Chance
    from upheaval.answers.foresee.result import Foreseen

SHOWN = 4
"""Days that are shown, half of them on a narrow screen: spread evenly to the last."""

WIDE = 124
"""Columns from which all of them are shown, and likelihood words."""

TOLD = 0.03
"""Probability from which the paragraph names an outcome."""

WORST = 4
"""Clashing observations that are named."""


def print_foreseen(console: Console, answer: Foreseen, took: float | None = None) -> None:
    """Print the answer at the width of the console."""
    is_wide = console.width >= WIDE
    days = _shown(answer, SHOWN if is_wide else SHOWN // 2)
    parts = [
        _title(answer, took),
        _guard(answer),
        Text(paragraph(answer)),
        _chances("How it stands by the end of the day", answer, answer.outcomes, days, is_wide),
        _chances("What has come by then", answer, answer.chances, days, is_wide),
        _amounts(answer, days),
        _abroad(answer),
        _more(answer),
    ]
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def paragraph(answer: Foreseen) -> str:
    """Give the answer as a paragraph, made from its numbers alone."""
    last = answer.days[-1]
    ranked = sorted(answer.outcomes.items(), key=lambda item: -item[1].probability[-1])
    shown = [
        f"'{name}' {words(float(c.low[-1]), float(c.high[-1]))} "
        f"({percent_range(float(c.low[-1]), float(c.high[-1]))})"
        for name, c in ranked
        if c.probability[-1] >= TOLD
    ]
    others = [float(c.high[-1]) for _, c in ranked if c.probability[-1] < TOLD]
    if others:
        shown.append(f"any other outcome at most {percent(max(others))}")
    text = (
        f"From what was known by the end of {_date(answer.since)}, and under the assumptions of "
        f"the scenario '{answer.scenario.name}', it stands like this on {_date(last)}: "
        f"{'; '.join(shown)}."
    )
    leader = answer.outcomes[ranked[0][0]]
    luck = float(leader.luck[-1])
    if not isnan(luck):
        text += (
            f" Of what is open about '{ranked[0][0]}', {percent(luck)} is luck after the date, "
            "which nothing that could be found out today would take away; the rest is doubt about "
            "causes, parameters and the state of that day."
        )
    if not answer.ok:
        text += " Guard rails fail: these are worlds of the model, not odds to rely on."
    return text


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _shown(answer: Foreseen, most: int) -> list[int]:
    ahead = answer.ahead
    count = min(most, len(ahead))
    return sorted({ahead[round((n + 1) * len(ahead) / count) - 1] for n in range(count)})


def _title(answer: Foreseen, took: float | None) -> RenderableType:
    known = answer.information
    ending = "" if took is None else f" · {numbers.duration(took)}"
    return Text.assemble(
        (f"Foreseen from {_date(answer.since)}: {answer.scenario.title}", "bold"),
        f"\n{known.happened} observations were known, {known.not_yet} events had not come, "
        f"{known.unsettled} were unsettled; {answer.conditioned.observations} can be compared\n",
        f"{answer.simulations:,} simulations, of which {answer.conditioned.effective:.0f} count "
        f"as like the record so far; {answer.worlds} worlds run on ({answer.counted:.0f} count), "
        f"{answer.branches} runs each · 1:{answer.scale} · seed {answer.seed}{ending}",
    )


def _guard(answer: Foreseen) -> RenderableType:
    skill, near = answer.conditioned.skill, answer.conditioned
    lines = [
        f"Guard rails {'hold' if near.ok else 'FAIL'}: typicality of the record so far p "
        f"{near.typicality_p:.2g}; in {skill.worlds} simulated crises 90% ranges hold "
        f"{percent(skill.coverage90)}, and outcomes are foreseen by {skill.gain:+.2f} ± "
        f"{skill.error:.2f} in log score against no record"
    ]
    lines += [f"  - {text}" for text in near.failures]
    if not near.ok:
        worst = ", ".join(item.observation for item in near.clashes[:WORST])
        lines.append(f"  rows that clash most: {worst}")
    return Text("\n".join(lines), style="" if near.ok else "bold red")


def _table(first: str, days: Sequence[date], *others: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.padding = (0, 2, 0, 0)
    table.add_column(first, no_wrap=True)
    for name in (*(numbers.day(day) for day in days), *others):  # type: ignore[arg-type]
        table.add_column(name, justify="left" if name == "in words" else "right", no_wrap=True)
    return table


def _chances(
    title: str, answer: Foreseen, items: dict[str, Chance], days: list[int], is_wide: bool
) -> RenderableType:
    words_too = ("in words",) if is_wide else ()
    table = _table("", [answer.days[n] for n in days], "90%", "luck", *words_too)
    for name, item in items.items():
        label = answer.quantities[name].title if name in answer.quantities else name
        low, high = float(item.low[-1]), float(item.high[-1])
        table.add_row(
            label,
            *(percent(float(item.probability[n])) for n in days),
            percent_range(low, high),
            _luck(float(item.luck[-1])),
            *((words(low, high),) if is_wide else ()),
        )
    caption = (
        "The range is that of the last day. Luck: share of the variance between runs that is luck "
        "after the date."
    )
    return Group(Text(title, style="bold"), table, Text(caption, style="dim"))


def _luck(share: float) -> str:
    return "–" if isnan(share) else percent(share)


def _amounts(answer: Foreseen, days: list[int]) -> RenderableType:
    table = _table("median (5–95%)", [answer.days[n] for n in days], "luck")
    for name, item in answer.amounts.items():
        if answer.quantities[name].group in ("streets", "abroad"):
            table.add_row(
                answer.quantities[name].title,
                *(_three(answer, name, item, n) for n in days),
                _luck(float(item.luck[-1])),
            )
    return Group(Text("How much", style="bold"), table)


def _three(answer: Foreseen, name: str, item: Amount, n: int) -> str:
    write = numbers.count if answer.quantities[name].kind == "count" else _decimal
    values = (float(item.p50[n]), float(item.p5[n]), float(item.p95[n]))
    return "{} ({}–{})".format(*(write(value) for value in values))


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _abroad(answer: Foreseen) -> RenderableType:
    table = _table("on the last day", [], "chance", "5–95%", "change", "5–95%")
    for name, item in answer.amounts.items():
        quantity = answer.quantities[name]
        measure, _, place = name.partition("@")
        change = answer.amounts.get(f"{measure}_change@{place}")
        if quantity.group in ("heirs", "neighbors") and change is not None:
            table.add_row(
                quantity.title,
                percent(float(item.p50[-1])),
                percent_range(float(item.p5[-1]), float(item.p95[-1])),
                f"{_points(float(change.mean[-1]))} ± {100 * float(change.error[-1]):.1f}",
                f"{_points(float(change.p5[-1]))} to {_points(float(change.p95[-1]))}",
            )
    caption = (
        "Change since before, in percentage points: mean with its standard error. Most of the "
        "level is doubt."
    )
    return Group(Text("Heirs and neighbors", style="bold"), table, Text(caption, style="dim"))


def _points(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")


def _more(answer: Foreseen) -> RenderableType:
    more = answer.more
    return Text(
        f"What more would buy: the range of '{more.of}' is ± {more.now:.0f} points for want of "
        f"worlds; four times as many worlds (--worlds {4 * answer.worlds}) would make it "
        f"± {more.worlds:.0f}, endless branches of the same worlds ± {more.branches:.0f}. More "
        f"simulations than {answer.simulations:,} bring the worlds nearer to the record. "
        "None of it lessens doubt about the model."
    )


# ---------------------------------------------------------------------- hindcast
def print_hindcast(console: Console, answer: Hindcast, took: float | None = None) -> None:
    """Print scores by day."""
    ending = "" if took is None else f" · {numbers.duration(took)}"
    console.print(Text(f"Hindcast: {answer.scenario.title}", style="bold"))
    console.print(
        f"{answer.simulations:,} simulations · 1:{answer.scale} · seed {answer.seed}{ending}\n"
        "Foreseen from what was known by the end of the day; lower scores are better.\n"
    )
    console.print(_scores(answer))
    console.print(
        Text(
            "Events: whether they come by the end (log score); a record lists them because they "
            "came, which favors 'pace'. States: yes or no (log score). Counts: CRPS of logarithms. "
            "When: CRPS in days. Inside: share of amounts in our 90% ranges.\n",
            style="dim",
        )
    )
    console.print(_questions(answer))
    for item in answer.days:
        for text in item.conditioned.failures:
            console.print(Text(f"From {numbers.day(item.since)}: {text}", style="red"))  # type: ignore[arg-type]


def _scores(answer: Hindcast) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.padding = (0, 2, 0, 0)
    for n, name in enumerate(
        ("from", "rows", "forecaster", "events", "states", "counts", "when", "inside")
    ):
        table.add_column(name, justify="left" if n in (0, 2) else "right", no_wrap=True)
    for item in answer.days:
        for n, who in enumerate(("ours", "prior", "persistence", "pace")):
            table.add_row(
                numbers.day(item.since) if n == 0 else "",  # type: ignore[arg-type]
                str(len(item.rows)) if n == 0 else "",
                {"prior": "model without record"}.get(who, who),
                _number(item.log_score.get("events", {}).get(who)),
                _number(item.log_score.get("states", {}).get(who)),
                _number(item.crps.get("count", {}).get(who)),
                _number(item.crps.get("time", {}).get(who)),
                _inside(item) if n == 0 else "",
            )
    return table


def _inside(item: HindcastDay) -> str:
    return "–" if isnan(item.coverage90) else percent(item.coverage90)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _questions(answer: Hindcast) -> Table:
    table = screen_table(
        "Questions that other crises can answer too: score, and probability of what happened"
    )
    add_names(table, "from")
    add_words(table, "question")
    add_words(table, "happened")
    add_numbers(table, "ours", "no record", "elsewhere")
    for item in answer.days:
        for question in item.questions:
            cells = [
                f"{question.score[who]:.2f}"
                + (f" ({percent(question.chance[who])})" if question.chance else "")
                for who in ("ours", "prior", "other crises")
            ]
            table.add_row(numbers.day(item.since), question.name, question.happened, *cells)  # type: ignore[arg-type]
    table.caption = "No record: the model without it. Elsewhere: other crises."
    return table
