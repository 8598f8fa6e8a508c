"""Power and those who mine with it; rents and who has them."""

from __future__ import annotations

from kazakhstan_2022_record.reading import Row, rows, sourced


def energy() -> list[Row]:
    """Give what is demanded, what mines, and what can be supplied."""
    return [{**row, "source": sourced(row)} for row in rows("coded", "energy")]


def rents() -> list[Row]:
    """Give the factions' shares in each kind of rent, set by hand."""
    return [{**row, "source": sourced(row)} for row in rows("coded", "rents")]
