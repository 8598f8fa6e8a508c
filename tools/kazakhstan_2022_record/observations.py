"""Observations that the model is confronted with, and the draw of those kept back."""

from __future__ import annotations

import hashlib

from kazakhstan_2022_record.reading import Row, cite, confidence, rows, size, sourced

# Seed of the draw: the first of 1, 2, 3... that gives every measure of three and more rows
# between a sixth and a half of checks. It looks at names only, never at values.
DRAW_SEED = 30
CHECK_SHARE = 1 / 3


def use_of(name: str, seed: int = DRAW_SEED) -> str:
    """``check`` for about a third of the names, by hash: a new row moves no other's draw."""
    word = hashlib.sha256(f"{seed}:{name}".encode()).digest()[:8]
    return "check" if int.from_bytes(word, "big") / 2**64 < CHECK_SHARE else "fit"


def observations() -> list[Row]:
    """Observations of the run's measures, each drawn once for the fit or for the check."""
    units = {row["measure"]: row["unit"] for row in rows("coded", "measures")}
    found = []
    for row in rows("coded", "observations"):
        given = (row["value"], row["low"], row["high"])
        value, low, high = given if row["value"] else size(row["evidence"])
        name = "_".join(filter(None, (row["measure"], row["place"], row["date"].replace("-", "_"))))
        found.append(
            {
                **{column: row[column] for column in ("measure", "place", "date")},
                "name": name,
                "value": value,
                "low": low,
                "high": high,
                "unit": units[row["measure"]],
                "confidence": row["confidence"] or _trust(row),
                "use": use_of(name),
                "source": sourced(row),
            }
        )
    return found


def _trust(row: Row) -> str:
    """Confidence of the evidence; a crowd whose size is from memory is a wide guess."""
    source = cite(row["evidence"])
    guessed = "size from memory" in source or "central value and bounds from memory" in source
    if row["measure"] == "participants" and (guessed or source.startswith("from memory")):
        return "low"
    return confidence(row["evidence"])
