"""How long it takes to start: the import, and the way to the first tick."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

_IMPORT = "import time; t = time.process_time(); import upheaval; print(time.process_time() - t)"
_FIRST_TICK = """
import os, time
from pathlib import Path
from tempfile import TemporaryDirectory
from upheaval.runs.ensemble import run_plan
from upheaval.runs.plan import plan_of

def ticked(done):
    if done > 0:
        print(time.process_time(), flush=True)
        os._exit(0)

with TemporaryDirectory() as folder:
    plan = plan_of("kazakhstan-2022", replicates=16, scale=20)
    run_plan(plan, Path(folder), workers=1, progress=ticked)
"""


def measure(cold: bool = True) -> dict[str, float]:
    """Processor seconds of the import, and from the start of Python to the first tick of a run.

    ``cold`` is with nothing compiled before, ``warm`` with the compiled code of an earlier run.
    """
    with tempfile.TemporaryDirectory(prefix="upheaval-cache-") as cache:
        found = {"import_seconds": _run(_IMPORT, None)}
        first = _run(_FIRST_TICK, Path(cache)) if cold else None
        if first is not None:
            found["cold_seconds"] = first
            found["warm_seconds"] = _run(_FIRST_TICK, Path(cache))
        return found


def _run(code: str, cache: Path | None) -> float:
    variables = dict(os.environ) | ({} if cache is None else {"NUMBA_CACHE_DIR": str(cache)})
    # Installed packages come with their byte code; a checkout gets it in the first run.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=variables
    )
    return float(done.stdout.split()[-1])
