"""Runs that are killed or stopped with Ctrl-C: what is kept, what is said, what is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import upheaval as up

SMALL = ("--scale", "1000", "--seed", "7", "--workers", "1")
LONGER = (*SMALL, "--replicates", "8", "--batch", "1", "--until", "2022-01-04")
TABLE = ("prepare", "kazakhstan-2022", "--simulations", "160", "--scale", "1000", "--workers", "2")


@pytest.fixture(scope="module")
def whole() -> str:
    """Digest of the longer run."""
    run = up.simulate(
        "kazakhstan-2022", replicates=8, scale=1000, seed=7, until="2022-01-04", progress=False
    )
    return str(run.attrs["digest"])


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "upheaval", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell's background jobs ignore Ctrl-C, and pass that on to all they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "upheaval", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def wait_until(holds: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> None:
    for _ in range(1200):
        if holds():
            return
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.05)
    raise AssertionError("not after a minute")


def wait_for_parts(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    wait_until(lambda: len(list(folder.glob("draws/part-*.parquet"))) >= count, process)


def living(group: int) -> list[int]:
    """Processes of a group that are not dead, as far as this system lists them."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, pgrp = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == group and state not in "ZX":
            found.append(int(stat.parent.name))
    return found


def test_a_killed_run_is_completed_to_the_same_digest(tmp_path: Path, whole: str) -> None:
    command = ("run", "kazakhstan-2022", *LONGER, "--json", "--out", tmp_path / "run")
    process = start(*command)
    wait_for_parts(tmp_path / "run", 3, process)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    process.communicate()
    with pytest.raises(up.UpheavalError, match="unfinished"):
        up.open_store(tmp_path / "run")
    refused = call(*command)
    assert refused.returncode == 2
    assert "complete it with --resume" in refused.stderr
    done = call(*command, "--resume")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["digest"] == whole


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the list of processes")
def test_the_workers_of_a_killed_run_end_by_themselves(tmp_path: Path) -> None:
    process = start("run", "kazakhstan-2022", *LONGER, "--workers", 2, "--out", tmp_path / "run")
    wait_for_parts(tmp_path / "run", 1, process)
    assert len(living(process.pid)) > 2
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    wait_until(lambda: not living(process.pid))


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_leaves_a_store_that_resume_completes(
    tmp_path: Path, whole: str, workers: int
) -> None:
    out = tmp_path / "run"
    command = ("run", "kazakhstan-2022", *LONGER, "--workers", workers, "--out", out, "--json")
    process = start(*command)
    wait_for_parts(out, 2, process)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    *_, said = stderr.splitlines()
    assert json.loads(said) == {
        "interrupted": {
            "message": f"Stopped; {out} keeps what is done. Add --resume to the command to "
            "complete it."
        }
    }
    done = call(*command, "--resume")
    assert json.loads(done.stdout)["digest"] == whole


def test_ctrl_c_leaves_a_table_that_the_same_command_goes_on_with(tmp_path: Path) -> None:
    table = tmp_path / "table"
    process = start(*TABLE, "--table", table)
    wait_until(lambda: any(table.glob("????????-*.parquet")), process)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    assert stderr.splitlines() == [
        "Stopped; the simulations that were done are kept. Give the same command to go on."
    ]
    # A draft, which a worker was writing when it was ended, has a longer name.
    kept = {file: file.stat().st_mtime_ns for file in table.glob("????????-*.parquet")}
    assert kept
    assert call(*TABLE, "--table", table).returncode == 0
    assert {file: file.stat().st_mtime_ns for file in kept} == kept
    assert len(list(table.glob("????????-*.parquet"))) > len(kept)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the list of processes")
@pytest.mark.parametrize("seconds", [0.0, 1.5])
def test_ctrl_c_says_one_word_and_leaves_neither_file_nor_process(
    tmp_path: Path, seconds: float
) -> None:
    process = start("report", "kazakhstan-2022", tmp_path / "page.html", "--workers", 2)
    # The command, the tracker of its semaphores, and a worker at least.
    wait_until(lambda: len(living(process.pid)) > 2, process)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (stdout, stderr) == ("", "Stopped.\n")
    wait_until(lambda: not living(process.pid))
    assert not any(tmp_path.iterdir())
