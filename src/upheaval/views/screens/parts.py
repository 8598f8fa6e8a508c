"""The screen of `parts`: each part, what it is made of, and what the run shows of it now."""

from __future__ import annotations

from math import isnan

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upheaval.answers.parts.part import Shown
from upheaval.answers.parts.result import PartRow, Parts
from upheaval.views import numbers

MARKS = {"yes": "✓ as expected", "no": "✗ not as expected", "unclear": "? unclear",
         "not seen": "– not seen"}  # fmt: skip
"""What a verdict is called."""

_COLORS = {"yes": "green", "no": "red"}


def print_parts(console: Console, answer: Parts, took: float | None = None) -> None:
    """Print the answer at the width of the console."""
    console.print(_title(answer))
    for row in answer.rows:
        console.print(Padding(_row(row), (1, 0, 0, 0)))
    console.print(Padding(_foot(answer, took), (1, 0, 1, 0)))


def _title(answer: Parts) -> RenderableType:
    plan = answer.plan
    details = f"{numbers.runs(plan.replicates)} each · 1:{plan.scale} · seed {plan.seed}"
    return Text.assemble(
        (f"The parts of the system: {plan.scenario.title}", "bold"),
        f"  {details}\n",
        ("What runs of this model show now. Where a part is shown by a difference, both worlds of "
         "a pair have the same luck.", "dim"),
    )  # fmt: skip


def _row(row: PartRow) -> RenderableType:
    part = row.part
    head = Text.assemble((f"{part.number:2}  {part.title}", "bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("mechanisms", ", ".join(part.mechanisms))
    table.add_row("measures", ", ".join(part.measures))
    table.add_row("switch", part.switch.words)
    if row.shown is None:
        table.add_row("shown", "absent: the scenario has not all that it needs")
    else:
        table.add_row("shown", _shown(row.shown))
    return Group(head, Padding(table, (0, 0, 0, 4)))


def _shown(shown: Shown) -> Text:
    mark = MARKS[shown.verdict]
    text = Text.assemble(
        (in_words(shown), "bold"),
        f"  {shown.what} ({worlds(shown)})\n",
        (mark, _COLORS.get(shown.verdict, "")),
        f": {shown.expected}",
    )
    if shown.beside:
        beside = "; ".join(f"{name} {plain(value)}" for name, value in shown.beside.items())
        text.append(f"\n{beside}", style="dim")
    return text


def in_words(shown: Shown) -> str:
    """Write the number of a part with its range and unit: '0.22 (0.12 to 0.33)'."""
    if isnan(shown.value):
        return "nothing to see"
    unit = "" if shown.unit == "1" else f" {shown.unit}"
    return f"{plain(shown.value)} ({plain(shown.low)} to {plain(shown.high)}){unit}"


def worlds(shown: Shown) -> str:
    """Write what the range is and how many worlds it rests on."""
    count = f"{shown.worlds} world{'' if shown.worlds == 1 else 's'}"
    if isnan(shown.value):
        return count
    return f"{shown.range}, {count}"


def plain(value: float) -> str:
    """Write a number with three digits that matter: '213k', '0.227', '0'."""
    if isnan(value):
        return "unknown"
    if abs(value) >= 1e9:
        return f"{value:.3g}"
    if abs(value) >= 999.5:
        return numbers.count(value)
    return f"{value:.3g}"


def markdown(answer: Parts) -> str:
    """Write the answer as a table in Markdown."""
    lines = [
        "| part | | mechanisms | measures | switch | shown now | as expected? |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in answer.rows:
        part, shown = row.part, row.shown
        cells = [
            str(part.number),
            part.title,
            ", ".join(f"`{name}`" for name in part.mechanisms),
            ", ".join(f"`{name}`" for name in part.measures),
            f"`{part.switch.words}`" if part.switch.words.startswith("-") else part.switch.words,
            "left out by the scenario"
            if shown is None
            else f"**{in_words(shown)}** {shown.what} ({worlds(shown)})",
            "" if shown is None else f"{shown.verdict}: {shown.expected}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _foot(answer: Parts, took: float | None) -> RenderableType:
    verdicts = [row.shown.verdict for row in answer.rows if row.shown is not None]
    counts = ", ".join(
        f"{verdicts.count(name)} {mark.split(' ', 1)[1]}"
        for name, mark in MARKS.items()
        if name in verdicts
    )
    time = "" if took is None else f" · {numbers.duration(took)}"
    return Text(f"{len(verdicts)} parts: {counts}{time}")
