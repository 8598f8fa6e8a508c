"""Ctrl-C while Python is still importing: one message, no traceback, never ignored."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from upheaval.errors import INTERRUPTED

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends signals to itself")

# A library that swallows whatever is raised while it is imported, as some do.
SWALLOWING = """
import os, signal, time
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.2)
except BaseException:
    raise ImportError("interrupted within an import")
WHOLE = True
"""
IMPORTS_IT = """
import signal, sys, time
from upheaval import __main__ as program
signal.signal(signal.SIGINT, program._stop)
try:
    import swallowing
    time.sleep(20)
except KeyboardInterrupt:
    print("stopped", sys.modules["swallowing"].WHOLE)
"""
# The program, stopped some time after its first line.
STOPPED = """
import os, signal, sys, threading
from upheaval.__main__ import start
signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(float(sys.argv.pop(1)), os.kill, [os.getpid(), signal.SIGINT]).start()
start()
"""
COMMAND = ("run", "kazakhstan-2022", "--replicates", "200", "--scale", "200", "--workers", "1")


def test_an_interrupt_within_an_import_comes_after_it(tmp_path: Path) -> None:
    (tmp_path / "swallowing.py").write_text(SWALLOWING)
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS_IT],
        capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("stopped True\n", "")


@pytest.mark.parametrize("seconds", [0.001, 0.1, 0.3, 0.6, 1.0, 1.5])
def test_a_stop_while_starting_is_one_message(seconds: float) -> None:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, str(seconds), *COMMAND],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == INTERRUPTED, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("Stopped") == 1
    assert done.stdout == ""
    assert time.monotonic() - begun < 30
