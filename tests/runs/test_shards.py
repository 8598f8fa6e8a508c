"""Shards: any number of them, in any order, killed or not, merge into the store of one run."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from upheaval.errors import UpheavalError
from upheaval.runs.dataset import open_store
from upheaval.runs.shards import merge, run_shard, shard_of
from upheaval.runs.store import RunStore


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a store by its name, but for shards."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "shards" not in path.relative_to(folder).parts
    }


@pytest.fixture(scope="module")
def sharded(make_plan: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shards of the small plan, not merged; tests copy it."""
    folder = tmp_path_factory.mktemp("sharded") / "run"
    for number in (2, 1):
        run_shard(make_plan(), folder, number, 2, workers=1)
    return folder


def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def test_merged_shards_are_the_store_of_one_run_to_the_byte(
    sharded: Path, finished: tuple[Path, str], tmp_path: Path
) -> None:
    folder = copy(sharded, tmp_path)
    assert merge(folder) == finished[1]
    assert contents(folder) == contents(finished[0])
    open_store(folder, verify=True)
    assert merge(folder) == finished[1], "merging twice changes nothing"


def test_a_merge_that_was_stopped_goes_on(
    sharded: Path, finished: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy(sharded, tmp_path)
    take, taken = RunStore.take, []

    def stop_after_one(self: RunStore, other: RunStore, batch: range) -> None:
        if taken:
            raise KeyboardInterrupt
        taken.append(batch)
        take(self, other, batch)

    monkeypatch.setattr(RunStore, "take", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        merge(folder)
    monkeypatch.undo()
    assert merge(folder) == finished[1]


def test_a_shard_runs_its_own_batches_and_given_again_nothing(
    make_plan: Any, sharded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy(sharded, tmp_path)
    store = RunStore(folder / "shards" / "2-of-2")
    assert [batch.start for batch in store.missing()] == [0, 4]
    monkeypatch.setattr("upheaval.runs.batch.run_batch", None)
    run_shard(make_plan(), folder, 2, 2, workers=1)


def test_a_shard_that_was_stopped_goes_on(
    make_plan: Any, finished: tuple[Path, str], tmp_path: Path
) -> None:
    def stop(done: float) -> None:
        if done > 1:
            raise KeyboardInterrupt

    plan = make_plan(batch=1)
    with pytest.raises(KeyboardInterrupt):
        run_shard(plan, tmp_path, 1, 1, workers=1, progress=stop)
    with pytest.raises(UpheavalError, match=r"4 of 5 replicates are in no shard"):
        merge(tmp_path)
    assert not (tmp_path / "run.json").exists(), "nothing half-merged is left"
    run_shard(plan, tmp_path, 1, 1, workers=1)
    assert merge(tmp_path) == finished[1]


def test_shards_of_different_runs_are_not_merged(
    make_plan: Any, sharded: Path, tmp_path: Path
) -> None:
    folder = copy(sharded, tmp_path)
    with pytest.raises(UpheavalError, match="seed is 7, not 8"):
        run_shard(make_plan(seed=8), folder, 2, 2, workers=1)
    run_shard(make_plan(seed=8, replicates=1), folder, 1, 3, workers=1)
    with pytest.raises(UpheavalError, match="belong to different runs"):
        merge(folder)


def test_a_damaged_shard_is_told_and_not_merged(sharded: Path, tmp_path: Path) -> None:
    folder = copy(sharded, tmp_path)
    chunk = next((folder / "shards" / "1-of-2" / "series.zarr" / "crowd" / "c").rglob("0"))
    chunk = next(path for path in chunk.rglob("*") if path.is_file())
    chunk.write_bytes(chunk.read_bytes()[:-20])
    with pytest.raises(UpheavalError, match="damaged"):
        merge(folder)


def test_a_folder_without_shards_cannot_be_merged(tmp_path: Path) -> None:
    with pytest.raises(UpheavalError, match="has no shards of a run"):
        merge(tmp_path)


def test_a_shard_is_written_as_its_number_and_how_many_there_are() -> None:
    assert shard_of("3/100") == (3, 100)
    for wrong in ("3", "0/4", "5/4", "a/4", "1/", "-1/4", "1/2/3"):
        with pytest.raises(UpheavalError, match="expected I/N"):
            shard_of(wrong)
