import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet
import pytest
import xarray

from upheaval.errors import UpheavalError
from upheaval.runs.batch import prepare, run_batch
from upheaval.runs.dataset import open_store
from upheaval.runs.ensemble import run_plan
from upheaval.runs.store import RunStore, start_store
from upheaval.scenario import load
from upheaval.world.state import Field


@pytest.fixture
def store(finished: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of the complete store that a test may spoil."""
    return Path(shutil.copytree(finished[0], tmp_path / "run"))


def unfinished(plan: Any, folder: Path) -> RunStore:
    """A store with its first batch only, as a killed run leaves it."""
    store = start_store(folder, plan)
    store.write(run_batch(plan, plan.batches[0]))
    return store


def test_a_store_says_what_was_run_and_keeps_the_scenario(store: Path, make_plan: Any) -> None:
    plan = make_plan()
    said = json.loads((store / "run.json").read_text())
    assert said["identity"] == plan.identity()
    assert said["schedule"] == [["2022-01-03T00:00:00", plan.phases[0].length]]
    assert load(store / "scenario").hash == plan.scenario.hash


def test_a_store_opens_as_a_dataset_with_names_units_and_meanings(
    store: Path, make_plan: Any
) -> None:
    plan = make_plan()
    shared, dataset = prepare(plan), open_store(store)
    assert dataset.sizes["replicate"] == 5
    assert dataset.sizes["time"] == len(plan.clock)
    assert dataset["time"].values[-1] == np.datetime64("2022-01-03")
    assert dataset["day"].values[-1] == 2.0
    assert dataset["tick_length"].values.sum() == pytest.approx(2.0)
    assert dataset["city"].values.tolist() == plan.scenario.tables["cities"].names
    assert {field.name for field in shared.recorded} | {"parameters"} == set(dataset.data_vars)
    for field in shared.recorded:
        variable = dataset[field.name]
        assert variable.attrs["long_name"] == field.meaning
        assert variable.attrs["units"] == field.unit
        assert variable.dims[0] == "replicate"
        assert ("time" in variable.dims) == (field.recorded == "series")
    assert dataset.attrs["seed"] == 7
    assert dataset.attrs["digest"] == RunStore(store).manifest.digest


def test_times_of_events_stay_days_for_plain_xarray(store: Path) -> None:
    dataset = xarray.open_zarr(store / "series.zarr", consolidated=False)
    assert dataset["fall_time"].dtype == np.float32
    assert dataset["fall_time"].attrs["units"] == "day"
    assert dataset["time"].dtype.kind == "M"


def test_the_dataset_holds_what_the_batches_gave(store: Path, make_plan: Any) -> None:
    result, dataset = run_batch(make_plan(), [3]), open_store(store).isel(replicate=[3])
    for name, values in (result.series | result.final).items():
        np.testing.assert_array_equal(dataset[name].values, values)
        assert dataset[name].dtype == values.dtype
    for name, drawn in result.parameters.items():
        np.testing.assert_array_equal(dataset["parameters"].sel(parameter=name), drawn)


def test_a_dataset_can_be_written_as_text_attributes_only(store: Path) -> None:
    plain = (str, int, float, list)
    dataset = open_store(store)
    assert [name for name, value in dataset.attrs.items() if not isinstance(value, plain)] == []


def test_the_draws_are_parquet_with_one_row_a_replicate(store: Path, make_plan: Any) -> None:
    parts = sorted((store / "draws").glob("*.parquet"))
    assert [part.name for part in parts] == [f"part-{i:06d}.parquet" for i in (0, 2, 4)]
    rows = [row for part in parts for row in pyarrow.parquet.read_table(str(part)).to_pylist()]
    assert [row["replicate"] for row in rows] == [0, 1, 2, 3, 4]
    assert rows[0].keys() >= make_plan().scenario.parameters.keys()


def test_an_unfinished_store_tells_what_is_missing_and_opens_in_part_only_when_asked(
    make_plan: Any, tmp_path: Path
) -> None:
    store = unfinished(make_plan(), tmp_path / "run")
    assert store.missing() == [range(2, 4), range(4, 5)]
    with pytest.raises(UpheavalError, match="3 of 5 replicates are missing"):
        open_store(tmp_path / "run")
    partial = open_store(tmp_path / "run", partial=True)
    assert partial["replicate"].values.tolist() == [0, 1]
    assert np.isfinite(partial["price"].values).all()


@pytest.mark.parametrize("lost", ["nothing", "scenario", "series.zarr", "draws"])
def test_a_resumed_store_ends_with_the_digest_of_one_run_through(
    make_plan: Any, finished: tuple[Path, str], tmp_path: Path, lost: str
) -> None:
    folder = tmp_path / "run"
    unfinished(make_plan(), folder)
    if lost != "nothing":
        # As if killed before the layout was complete: with the arrays go the marks of what is done.
        for name in {lost, "series.zarr"}:
            shutil.rmtree(folder / name)
    (folder / "series.zarr.partial").mkdir()
    (folder / "draws" / "ab.partial.part-000002.parquet").parent.mkdir(exist_ok=True)
    (folder / "draws" / "ab.partial.part-000002.parquet").touch()
    with pytest.raises(UpheavalError, match="unfinished: complete it with `resume=True`"):
        run_plan(make_plan(), folder, workers=1)
    assert run_plan(make_plan(batch=3), folder, workers=1, resume=True) == finished[1]
    assert list(folder.rglob("*.partial*")) == []


def test_another_run_is_not_overwritten_without_force(
    make_plan: Any, store: Path, finished: tuple[Path, str]
) -> None:
    before = (store / "run.json").read_text()
    for changes, words in (
        ({"seed": 8}, "seed is 7, not 8"),
        ({"replicates": 6}, "replicates is 5, not 6"),
        ({"without": ("court",)}, r'without is not given, not \["court"\]'),
    ):
        for resume in (False, True):
            with pytest.raises(UpheavalError, match=f"holds another run: {words}"):
                run_plan(make_plan(**changes), store, workers=1, resume=resume)
    assert (store / "run.json").read_text() == before
    other = run_plan(make_plan(seed=8, replicates=1), store, workers=1, force=True)
    assert other != finished[1]
    assert open_store(store, verify=True).sizes["replicate"] == 1


def test_a_store_of_other_code_is_not_completed(
    make_plan: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfinished(make_plan(), tmp_path / "run")
    monkeypatch.setattr("upheaval.runs.plan.code_hash", lambda: "other")
    with pytest.raises(UpheavalError, match="upheaval itself has changed since"):
        run_plan(make_plan(), tmp_path / "run", workers=1, resume=True)


def test_a_folder_that_is_no_store_is_never_touched(make_plan: Any, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "scenario").write_text("dear")
    for force in (False, True):
        with pytest.raises(UpheavalError, match=r"is not the store of a run: it has no run\.json"):
            run_plan(make_plan(), tmp_path / "letters", workers=1, force=force)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["scenario"]


def test_force_starts_over_and_leaves_strange_files(
    make_plan: Any, store: Path, finished: tuple[Path, str]
) -> None:
    (store / "notes.txt").write_text("mine")
    (store / "run.json").write_text("{")
    with pytest.raises(UpheavalError, match=r"run\.json is damaged"):
        run_plan(make_plan(), store, workers=1, resume=True)
    assert run_plan(make_plan(), store, workers=1, force=True) == finished[1]
    assert (store / "notes.txt").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told_before_any_work(
    make_plan: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("upheaval.runs.batch.Prepared", None)
    with pytest.raises(UpheavalError, match="file is a file, expected a folder"):
        run_plan(make_plan(), tmp_path / "file" / "run", workers=1)


def test_a_folder_without_permission_is_told_before_any_work(
    make_plan: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(UpheavalError, match=r"cannot write to .*run: Permission denied"):
        run_plan(make_plan(), tmp_path / "run", workers=1)
    assert list(tmp_path.iterdir()) == []


def test_changes_are_told_by_the_store(make_plan: Any, tmp_path: Path) -> None:
    plan = make_plan(set={"prices.elasticity": 1.5}, without=("court",), replicates=1)
    run_plan(plan, tmp_path / "run", workers=1)
    dataset = open_store(tmp_path / "run")
    assert dataset.attrs["set"] == ["prices.elasticity=1.5"]
    assert dataset.attrs["without"] == ["court"]
    assert dataset["parameters"].sel(parameter="prices.elasticity").values.tolist() == [1.5]
    again = load(tmp_path / "run" / "scenario")
    assert again.with_changes(set=plan.set, without=plan.without).hash == plan.changed.hash


def test_a_field_must_not_take_the_name_of_something_in_every_store(
    make_plan: Any, tmp_path: Path
) -> None:
    plan = make_plan(replicates=1)
    field = Field("day", (), "1", "A name that is taken.", recorded="series")
    shared = prepare(plan)
    before, shared.recorded = shared.recorded, (field,)
    try:
        with pytest.raises(UpheavalError, match="a recorded field is called 'day'"):
            start_store(tmp_path / "run", plan)
    finally:
        shared.recorded = before


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    "spoiled",
    [
        "series.zarr/zarr.json",
        "series.zarr/price/zarr.json",
        "series.zarr/price/c/0/0/0/0",
        "series.zarr/done/c/0",
        "draws/part-000000.parquet",
        "run.json",
    ],
)
def test_a_truncated_file_ends_in_one_error_that_names_it(
    store: Path, make_plan: Any, spoiled: str
) -> None:
    _cut(store / spoiled)
    with pytest.raises(UpheavalError, match="damaged") as caught:
        run_plan(make_plan(), store, workers=1, resume=True)
    assert str(store) in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(UpheavalError, match="damaged"):
        open_store(store, verify=True)


def test_a_changed_value_is_noticed(store: Path) -> None:
    RunStore(store).verify()
    dataset = xarray.open_zarr(store / "series.zarr", consolidated=False)
    legitimacy = dataset["legitimacy"].load()
    import zarr

    zarr.open_group(store / "series.zarr", mode="r+")["legitimacy"][4] = legitimacy[4].values + 1
    with pytest.raises(UpheavalError, match="replicates 4 to 4 are not what the run wrote"):
        RunStore(store).verify()


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UpheavalError, match="there is no folder"):
        open_store(tmp_path / "nowhere")
