"""The ledgers on the screen: a short version after a run, and one ledger as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upheaval.answers.ledgers.tables import FIELDS, LEDGERS, alignment, claims, imbalance, organs
from upheaval.answers.ledgers.tables import offices as office_ledger
from upheaval.record.series import Series
from upheaval.views import numbers
from upheaval.views.highlights import TOP_RANKS
from upheaval.views.likelihood_words import percent

if TYPE_CHECKING:
    import pyarrow

MOST = 5
"""Claims shown in the short version: those that move belief the most."""

ROWS = 40
"""Rows of a ledger that the screen shows; all of them come with --out or --json."""

Rows = list[dict[str, Any]]


# ---------------------------------------------------------------------- after a run
def short(run: Series) -> RenderableType:
    """Tell the ledgers in a few lines, as they stand at the end of the acute phase."""
    recorded = {name for name in LEDGERS if _has(run, name)}
    writers = {
        "offices": _offices, "organs": _organs, "rents": _rents, "claims": _claims,
        "alignment": _alignment,
    }  # fmt: skip
    when = numbers.date_of(run.scenario.start, float(run.ends[run.acute][-1]))
    lines: list[RenderableType] = [
        Text(f"Ledgers on {numbers.day(datetime.fromisoformat(when))}", style="bold")
    ]
    for name, write in writers.items():
        if name in recorded:
            lines += [Padding(Text(line), (0, 0, 0, 2)) for line in write(run)]
    caption = "Shares are of worlds. All ledgers, day by day: upheaval ledgers, or run --out."
    return Group(*lines, Text(caption, style="dim"))


def _has(run: Series, name: str) -> bool:
    return all(run.recorded(field) for field in FIELDS[name])


def _last_acute(run: Series, table: pyarrow.Table) -> Rows:
    """Give the rows of the last day of the acute phase."""
    end = numbers.date_of(run.scenario.start, float(run.ends[run.acute][-1]))
    return [row for row in table.to_pylist() if row["date"] == end]


def _offices(run: Series) -> Iterator[str]:
    rank = dict(zip(run.tables["offices"].names, run.tables["offices"]["rank"], strict=True))
    titles = run.tables["figures"]
    rows = [row for row in _last_acute(run, office_ledger(run)) if rank[row["office"]] <= TOP_RANKS]
    for office in dict.fromkeys(row["office"] for row in rows):
        held = sorted((row for row in rows if row["office"] == office), key=lambda r: -r["share"])
        who = ", ".join(f"{_named(titles, row['holder'])} {percent(row['share'])}"
                        for row in held[:3])  # fmt: skip
        title = run.tables["offices"]["title"][run.tables["offices"].position(office)]
        yield f"{title or office}: {who}"


def _named(figures: Any, name: str) -> str:
    if name not in figures.names:
        return {"newcomer": "a newcomer", "nobody": "nobody"}[name]
    title = str(figures["title"][figures.position(name)])
    return title.split()[-1] if title else name


def _organs(run: Series) -> Iterator[str]:
    rows = _last_acute(run, organs(run))
    shown = ", ".join(f"{row['organ'].replace('_', ' ')} {percent(row['with_incumbent'])}"
                     for row in rows)  # fmt: skip
    if shown:
        yield f"Follow the incumbent: {shown}"


def _rents(run: Series) -> Iterator[str]:
    worst = imbalance(run)
    balance = "0, to the unit" if worst == 0 else f"{worst:,} KZT: the ledger does not balance"
    yield f"Rents: all accounts add up to {balance}, in every tick of every world"


def _claims(run: Series) -> Iterator[str]:
    if not run.tables["claims"].names:
        return
    rows = claims(run).to_pylist()
    first = {(r["claim"], r["audience"]): r["mean"] for r in rows if r["date"] == rows[0]["date"]}
    moved: dict[str, list[float]] = {}
    believed: dict[str, list[float]] = {}
    for row in _last_acute(run, claims(run)):
        change = abs(row["mean"] - first[row["claim"], row["audience"]])
        moved.setdefault(row["claim"], []).append(change)
        believed.setdefault(row["claim"], []).append(row["mean"])
    most = sorted(moved, key=lambda claim: -float(np.mean(moved[claim])))[:MOST]
    for claim in most:
        low, high = min(believed[claim]), max(believed[claim])
        yield f"Believed of {claim.replace('_', ' ')}: {_range(low, high)} by audience"


def _alignment(run: Series) -> Iterator[str]:
    rows = _last_acute(run, alignment(run))
    before = alignment(run).to_pylist()[0]
    for row in rows:
        yield (
            f"Between West (-1) and East (1): {row['p50']:+.2f} ({row['p5']:+.2f} to "
            f"{row['p95']:+.2f}), {before['p50']:+.2f} before"
        )


def _range(low: float, high: float) -> str:
    first, last = percent(low), percent(high)
    return first if first == last else f"{first} to {last}"


# ---------------------------------------------------------------------- one ledger
def print_ledger(console: Console, name: str, table: pyarrow.Table) -> None:
    """Print the last rows of a ledger at the width of the console."""
    rows = table.slice(max(0, table.num_rows - ROWS)).to_pylist()
    shown = Table(title=f"Ledger of {name}", title_justify="left", box=None, header_style="dim",
                  pad_edge=False)  # fmt: skip
    for column in table.column_names:
        is_text = bool(rows) and isinstance(rows[0][column], str)
        shown.add_column(column, justify="left" if is_text else "right", overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(value) for value in row.values()))
    console.print(shown)
    left = table.num_rows - len(rows)
    if left:
        console.print(f"The last {len(rows)} of {table.num_rows:,} rows; all of them with --out "
                      "DIR or --json.", style="dim")  # fmt: skip


def _cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, (int, float)):
        return str(value)
    return numbers.count(value) if abs(value) >= 1000 else f"{value:.3g}"
