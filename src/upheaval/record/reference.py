"""The page of the documents that lists the measures, written from the list itself."""

from __future__ import annotations

from upheaval.record.measure import DATE
from upheaval.record.measures import GATHERING, MEASURES

_KINDS = {"count": "count", "number": "number", "time": "time", "yes_no": "yes (1) or no (0)"}

_OPENING = f"""# Measures

A measure is a named function of a run, with a unit. Observations of the record refer to measures,
and so do charts, scores and queries. There is one list, in `src/upheaval/record/measures.py`; this
page is made from it by `make documents`.

- **Place**: where a measure can be taken; `country` is the whole. Where a name stands for two
  places, the kind that comes first in the row is meant.
- **Day**: whether the measure refers to a day. A day has the ticks that end after its 0:00 and no
  later than the next 0:00; values "at the end of the day" are those of the last of them. Where
  ticks are longer than a day, crowds are those of the tick that covers the day, and sums those of
  the last tick that ended by then.
- **Times** are local dates in the record and days since the start in a run. An event that does
  not happen in a run is *never*, later than any date. A record's date without an hour means the
  whole day: its noon is compared, its first and last moment are its range.
- A **gathering** is a crowd of at least {GATHERING} people in one city (the threshold of the Mass
  Mobilization Protest Data): a record counts gatherings that somebody reported.
- The **acute phase** is the first phase of the scenario's schedule. Measures that refer to no day
  look at the acute phase, except times of events, which look at the whole run.

| measure | kind | unit | place | day | meaning |
|---|---|---|---|---|---|
"""


def page() -> str:
    """Write the reference page of the measures in Markdown."""
    rows = []
    for measure in MEASURES.values():
        unit = "date" if measure.unit == DATE else measure.unit
        cells = (
            f"`{measure.name}`",
            _KINDS[measure.kind],
            unit,
            ", ".join(measure.places),
            "yes" if measure.dated else "",
            measure.meaning,
        )
        rows.append("| " + " | ".join(cells) + " |")
    return _OPENING + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
