import os
import signal
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from upheaval.errors import UpheavalError
from upheaval.runs.ensemble import MAX_REBUILDS, run_plan
from upheaval.runs.workers import Worker


@pytest.mark.parametrize(
    "changes",
    [{"batch": 1}, {"batch": 3}, {"batch": 16}, {"block_rows": 64}, {"block_rows": 100_000}],
    ids=lambda changes: "_".join(f"{name}_{value}" for name, value in changes.items()),
)
def test_the_digest_does_not_depend_on_batches_and_blocks(
    make_plan: Any, finished: tuple[Path, str], tmp_path: Path, changes: dict[str, int]
) -> None:
    assert run_plan(make_plan(**changes), tmp_path / "run", workers=1) == finished[1]


def test_the_digest_does_not_depend_on_threads_nor_on_the_executor(
    make_plan: Any, finished: tuple[Path, str], tmp_path: Path
) -> None:
    threads = run_plan(make_plan(batch=5), tmp_path / "threads", workers=2)
    other = run_plan(
        make_plan(), tmp_path / "other", make_executor=lambda: ThreadPoolExecutor(max_workers=1)
    )
    assert threads == other == finished[1]


def test_two_workers_leave_what_one_leaves_even_when_one_is_killed(
    make_plan: Any, finished: tuple[Path, str], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_one(done: float) -> None:
        workers = [child for child in active_children() if isinstance(child, Worker)]
        if done > 0 and workers and not killed:
            killed.append(workers[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    with pytest.warns(UserWarning, match="a worker process died"):
        digest = run_plan(make_plan(batch=1), tmp_path / "run", workers=2, progress=kill_one)
    assert killed
    assert digest == finished[1]


def test_another_seed_gives_another_digest(
    make_plan: Any, finished: tuple[Path, str], tmp_path: Path
) -> None:
    assert run_plan(make_plan(seed=8), tmp_path / "run", workers=1) != finished[1]


def test_a_pool_that_breaks_again_and_again_ends_in_one_error(
    make_plan: Any, tmp_path: Path
) -> None:
    pools = []

    class Broken(Executor):
        def __init__(self) -> None:
            pools.append(self)

        def submit(self, *_: Any, **__: Any) -> Any:
            raise BrokenExecutor("no worker")

    with (
        pytest.warns(UserWarning, match="a worker process died"),
        pytest.raises(UpheavalError, match="worker processes died"),
    ):
        run_plan(make_plan(), tmp_path / "run", make_executor=Broken)
    assert len(pools) == MAX_REBUILDS + 1


def test_progress_rises_to_the_number_of_replicates(make_plan: Any, tmp_path: Path) -> None:
    seen: list[float] = []
    run_plan(make_plan(replicates=2, batch=1), tmp_path / "run", workers=1, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 2
    assert 0 < seen[0] < 1


def test_workers_must_be_one_or_more(make_plan: Any, tmp_path: Path) -> None:
    with pytest.raises(UpheavalError, match="workers: got 0"):
        run_plan(make_plan(), tmp_path / "run", workers=0)
    assert not (tmp_path / "run").exists()


def test_a_complete_store_is_not_run_again(
    make_plan: Any, finished: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheaval.runs.batch.run_batch", None)
    assert run_plan(make_plan(), finished[0], workers=1) == finished[1]
