"""Tables about the world outside, set by hand: each row says what it assumes."""

from __future__ import annotations

from collections.abc import Callable

from kazakhstan_2022_record.reading import Row, rows


def coded(table: str) -> Callable[[], list[Row]]:
    """Make a maker of a table whose rows are choices made by hand."""

    def made() -> list[Row]:
        return list(rows("coded", table))

    return made


MAKERS = {
    table: coded(table) for table in ("leanings", "neighbors", "rulers", "exposure", "sanctions")
}
