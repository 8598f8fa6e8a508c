"""Freed memory is kept for the next tick where the C library can do so."""

import platform
import subprocess
import sys

import pytest

from upheaval.runs.memory import keep_memory

FAULTS = """
import resource, sys
import numpy as np
from upheaval.runs.memory import keep_memory
if sys.argv[1] == "keep":
    assert keep_memory()
def tick():
    return np.ones(2_000_000).sum()
tick()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    tick()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_the_same_pages_serve_every_tick():
    def faults(how):
        command = [sys.executable, "-c", FAULTS, how]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    assert faults("keep") < 20 <= faults("leave")


def test_other_systems_are_left_alone(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert keep_memory.__wrapped__() is False
