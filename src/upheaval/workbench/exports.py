"""Tables of a page, for spreadsheets and for programs: CSV and Parquet."""

from __future__ import annotations

import io
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import Any

from upheaval.errors import UpheavalError, unknown
from upheaval.workbench.page.model import Band, Page, Point

Row = dict[str, Any]
KINDS = ("csv", "parquet")


def _outcomes(page: Page) -> Iterator[Row]:
    for item in page.outcomes:
        yield item.model_dump()


def _street(page: Page) -> Iterator[Row]:
    yield from _by_day(page.days, {}, page.street.total)


def _runs(page: Page) -> Iterator[Row]:
    for run in page.street.runs:
        for day, people in zip(page.days, run.values, strict=True):
            yield {
                "replicate": run.replicate, "outcome": run.outcome, "date": day, "people": people,
            }  # fmt: skip


def _peaks(page: Page) -> Iterator[Row]:
    for item in page.street.peaks:
        yield {**item.model_dump(), "day": page.days[item.day]}


def _events(page: Page) -> Iterator[Row]:
    for item in page.street.events:
        row = item.model_dump(exclude={"simulated", "source"})
        yield {**row, **_point("simulated", item.simulated), "source": page.sources[item.source]}


def _cities(page: Page) -> Iterator[Row]:
    names = {city.id: city.name for city in page.map.cities}
    for city in page.cities_by_day:
        head = {"city": city.id, "name": names[city.id]}
        for row, over in zip(_by_day(page.days, head, city.crowd), city.chance_over, strict=True):
            yield {**row, "chance_of_gathering": over}


def _tolls(page: Page) -> Iterator[Row]:
    for city in page.cities_by_day:
        yield {
            "city": city.id,
            **_point("killed", city.killed),
            **_point("arrested", city.arrested),
            **_point("seized", city.seized),
        }


def _regions(page: Page) -> Iterator[Row]:
    for region in page.regions_by_day:
        rows = _by_day(page.days, {"region": region.id}, region.price, "price")
        for position, row in enumerate(rows):
            demands = {f"demand_{name}": by[position] for name, by in region.demands.items()}
            yield {**row, "chance_of_gathering": region.chance[position], **demands}


def _factions(page: Page) -> Iterator[Row]:
    for item in page.power.factions:
        yield from _by_day(page.days, {"faction": item.id, "name": item.name}, item.weight)


def _offices(page: Page) -> Iterator[Row]:
    for office in page.power.offices:
        for holder in office.holders:
            for day, share in zip(page.days, holder.share, strict=True):
                yield {"office": office.id, "holder": holder.figure, "date": day, "share": share}


def _organs(page: Page) -> Iterator[Row]:
    for item in page.power.organs:
        yield from _by_day(page.days, {"organ": item.id, "name": item.title}, item.loyalty)


def _loyalty(page: Page) -> Iterator[Row]:
    yield from _by_day(page.days, {}, page.power.loyalty)


def _claims(page: Page) -> Iterator[Row]:
    for item in page.claims.claims:
        row = item.model_dump(
            exclude={"beliefs", "credibility", "bears_on", "source", "value_of_verifying"}
        )
        yield {
            **row,
            **_point("credibility", item.credibility),
            "bears_on": " ".join(item.bears_on),
            "source": page.sources[item.source],
        }


def _beliefs(page: Page) -> Iterator[Row]:
    days = [page.days[position] for position in page.claims.days]
    for item in page.claims.claims:
        for who in item.beliefs:
            yield from _by_day(days, {"claim": item.id, "audience": who.audience}, who.belief)


def _whatifs(page: Page) -> Iterator[Row]:
    for item in page.whatifs:
        if item.result is not None:
            for found in (*item.result.outcomes, *item.result.measures):
                yield {"whatif": item.name, **found.model_dump(exclude={"happens"})}


def _comparison(page: Page) -> Iterator[Row]:
    if page.comparison is not None:
        for found in (*page.comparison.outcomes, *page.comparison.measures):
            yield found.model_dump(exclude={"happens"})


def _aftermath(page: Page) -> Iterator[Row]:
    named = {
        "alignment": page.aftermath.alignment,
        "other_front": page.aftermath.other_front,
        "credit": page.aftermath.credit,
        "nationalism": page.aftermath.nationalism,
    }
    for name, band in named.items():
        yield from _by_day(page.aftermath.days, {"measure": name}, band)


def _record(page: Page) -> Iterator[Row]:
    for item in page.method.record:
        row = item.model_dump(exclude={"observed", "simulated", "source"})
        found = {f"observed_{key}": _cell(value) for key, value in item.observed.items()}
        found |= {f"simulated_{key}": _cell(value) for key, value in item.simulated.items()}
        yield {**row, **found, "source": page.sources[item.source]}


def _inputs(page: Page) -> Iterator[Row]:
    for item in page.inputs.sliders:
        yield {**item.model_dump(exclude={"source"}), "source": page.sources[item.source]}


TABLES: dict[str, Callable[[Page], Iterator[Row]]] = {
    "outcomes": _outcomes,
    "street": _street,
    "runs": _runs,
    "peaks": _peaks,
    "events": _events,
    "cities": _cities,
    "tolls": _tolls,
    "regions": _regions,
    "factions": _factions,
    "offices": _offices,
    "organs": _organs,
    "loyalty": _loyalty,
    "claims": _claims,
    "beliefs": _beliefs,
    "whatifs": _whatifs,
    "comparison": _comparison,
    "aftermath": _aftermath,
    "record": _record,
    "inputs": _inputs,
}
"""Tables that can be taken out of a page, by name."""


def _by_day(days: list[str], head: Row, band: Band, name: str = "") -> Iterator[Row]:
    start = f"{name}_" if name else ""
    for position, day in enumerate(days):
        yield {
            **head,
            "date": day,
            f"{start}median": band.median[position],
            f"{start}p5": band.low[position],
            f"{start}p95": band.high[position],
        }


def _point(name: str, item: Point) -> Row:
    return {f"{name}_median": item.median, f"{name}_p5": item.low, f"{name}_p95": item.high}


def _cell(value: Any) -> str | None:
    # Times and numbers stand in one column of the record.
    return None if value is None else str(value)


def export(page: Page, table: str, kind: str) -> bytes:
    """Write one table of a page.

    Raises
    ------
    UpheavalError
        If there is no such table or kind of file, or the page has nothing for it.
    """
    import pyarrow
    from pyarrow import csv, parquet

    if table not in TABLES:
        raise UpheavalError(unknown("table", table[:40], TABLES))
    if kind not in KINDS:
        raise UpheavalError(unknown("kind of file", kind[:40], KINDS))
    rows = list(TABLES[table](page))
    if not rows:
        raise UpheavalError(f"the page has nothing for the table '{table}'; it was not computed")
    found = pyarrow.Table.from_pylist(rows)
    written = io.BytesIO()
    if kind == "csv":
        # Spreadsheets read UTF-8 only where the mark says so.
        written.write(BOM_UTF8)
        csv.write_csv(found, written)
    else:
        parquet.write_table(found, written)
    return written.getvalue()
