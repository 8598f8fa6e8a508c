"""A ledger by its name, of a run or of a store; and all of them written into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from upheaval.answers.ledgers.tables import LEDGERS
from upheaval.errors import UpheavalError, unknown
from upheaval.record.series import Series
from upheaval.runs import checking
from upheaval.runs.files import check_writable, replacing, telling_of
from upheaval.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow
    import xarray

FOLDER = "ledgers"
"""Where `upheaval run --out DIR` leaves the ledgers within ``DIR``."""

Format = Literal["csv", "parquet"]


def ledger(
    run: xarray.Dataset | str | Path, name: str, scenario: Scenario | str | Path | None = None
) -> pyarrow.Table:
    """Give a ledger of a run.

    Parameters
    ----------
    run : xarray.Dataset, str or Path
        A dataset from `simulate` or `open_store`, or the folder of a store.
    name : str
        ``offices``, ``organs``, ``rents``, ``claims`` or ``alignment``
        (`upheaval.answers.ledgers.tables` says what each holds).
    scenario : Scenario, str or Path, optional
        The scenario of the run; for a store, the copy in it; for a dataset, by default the one
        that comes with the package under the name that the dataset gives.

    Returns
    -------
    pyarrow.Table
        ``.to_pylist()`` gives rows, ``.to_pandas()`` a data frame where pandas is installed.

    Raises
    ------
    UpheavalError
        If there is no such ledger, or the run did not record what it is made of.
    """
    if name not in LEDGERS:
        raise UpheavalError(unknown("ledger", name, LEDGERS))
    return LEDGERS[name](series_of(run, scenario))


def series_of(
    run: xarray.Dataset | str | Path, scenario: Scenario | str | Path | None = None
) -> Series:
    """Give a run as measures see it, with its scenario; arguments as for `ledger`."""
    if isinstance(run, (str, Path)):
        from upheaval.runs.dataset import open_store

        found = scenario_of_store(Path(run)) if scenario is None else scenario
        return Series(open_store(run), _loaded(found))
    return Series(run, _loaded(run.attrs.get("scenario", "") if scenario is None else scenario))


def _loaded(scenario: Scenario | str | Path) -> Scenario:
    return scenario if isinstance(scenario, Scenario) else checking.load(scenario)


def scenario_of_store(folder: Path) -> Scenario:
    """Give the scenario of a store's run, with the changes that were made to it."""
    from upheaval.runs.store import SCENARIO, RunStore

    identity = RunStore(folder).manifest.identity
    found = checking.load(folder / SCENARIO)
    changes, off = identity["set"], tuple(identity["without"])
    return found.with_changes(set=changes, without=off) if changes or off else found


def write_ledgers(
    run: Series, folder: Path, names: list[str] | None = None, kind: Format = "csv"
) -> list[Path]:
    """Write ledgers into a folder, one file each; a file appears whole or not at all.

    Raises
    ------
    UpheavalError
        If the folder cannot be written to.
    """
    from codecs import BOM_UTF8

    import pyarrow.csv
    import pyarrow.parquet

    check_writable(folder)
    written = []
    with telling_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in names or LEDGERS:
            table, file = LEDGERS[name](run), folder / f"{name}.{kind}"
            with replacing(file) as draft:
                if kind == "csv":
                    with open(draft, "wb") as out:
                        # Spreadsheets read UTF-8 only where the mark says so.
                        out.write(BOM_UTF8)
                        pyarrow.csv.write_csv(table, out)
                else:
                    pyarrow.parquet.write_table(table, draft, compression="zstd")
            written.append(file)
    return written
