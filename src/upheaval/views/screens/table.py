"""Tables on the screen: numbers are never cut, names break where one of their words ends."""

from __future__ import annotations

import re

from rich.table import Table

NARROW = 110
"""Columns of a screen below which long names are folded."""


def screen_table(title: str = "", gap: int = 2) -> Table:
    """Give a table without lines, with so many blanks between its columns."""
    table = Table(
        title=title or None, title_justify="left", title_style="bold", box=None,
        header_style="dim", pad_edge=False, caption_justify="left", caption_style="dim",
    )  # fmt: skip
    table.padding = (0, gap, 0, 0)
    return table


def add_names(table: Table, header: str) -> None:
    """Add a column of names that are never broken."""
    table.add_column(header, no_wrap=True)


def add_words(table: Table, header: str, least: int = 12) -> None:
    """Add a column of words that go on in the next line; ``least`` is as long as the longest."""
    table.add_column(header, overflow="fold", min_width=least)


def add_numbers(table: Table, *headers: str) -> None:
    """Add columns of numbers, at the right and never broken."""
    for header in headers:
        table.add_column(header, justify="right", no_wrap=True)


def folded(name: str, width: int) -> str:
    """Break a long name after '_', '.' or '-'; what follows is indented.

    Examples
    --------
    >>> print(folded("organ_with_incumbent_army", 16))
    organ_with_
      incumbent_army
    """
    lines = [""]
    for word in re.findall(r"[^_.\-]*[_.\-]|[^_.\-]+", name):
        if len(lines[-1]) + len(word) > width and lines[-1].strip():
            lines.append("  ")
        lines[-1] += word
    return "\n".join(lines)
