"""A Dask cluster of processes leaves what this machine leaves, even when a worker is killed."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from upheaval.errors import UpheavalError
from upheaval.runs.ensemble import run_plan
from upheaval.runs.executors import executor_maker

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> Any:
    """Two worker processes of one thread each, which come back when they die."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as made:
        yield made


def address(cluster: Any) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


def test_a_cluster_leaves_what_one_process_leaves_even_when_a_worker_is_killed(
    make_plan: Any, finished: tuple[Path, str], tmp_path: Path, cluster: Any
) -> None:
    killed: list[int] = []

    def kill_one(done: float) -> None:
        if done > 0 and not killed:
            killed.append(next(iter(cluster.workers.values())).process.process.pid)
            os.kill(killed[0], signal.SIGKILL)

    plan = make_plan(batch=1)
    digest = run_plan(
        plan, tmp_path / "run", make_executor=executor_maker(address(cluster)), progress=kill_one
    )
    assert killed
    assert digest == finished[1]


def test_a_worker_with_other_code_is_told_and_runs_nothing(
    make_plan: Any, tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheaval.runs.code.code_hash", lambda: "another")
    with pytest.raises(UpheavalError, match="another version of upheaval"):
        run_plan(make_plan(), tmp_path / "run", make_executor=executor_maker(address(cluster)))


@pytest.mark.parametrize("wrong", ["127.0.0.1:8786", "dask://", "dask://host", "mpi://host:1"])
def test_an_address_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(UpheavalError, match="expected the address of a Dask scheduler"):
        executor_maker(wrong)


def test_a_scheduler_that_does_not_answer_is_told(
    make_plan: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheaval.runs.executors.CONNECT_SECONDS", 0.5)
    with pytest.raises(UpheavalError, match="no Dask scheduler answers"):
        run_plan(make_plan(), tmp_path / "run", make_executor=executor_maker("dask://127.0.0.1:9"))
