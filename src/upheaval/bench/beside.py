"""Other packages' models in the same minute, each in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.theory import epstein_town as epstein

PEERS = Path(__file__).parent / "peers"
INSTALL_SECONDS, RUN_SECONDS = 900, 600


@dataclass(frozen=True)
class Peer:
    """A package, pinned, and what its script is asked."""

    name: str
    script: str
    packages: tuple[str, ...]


# Mesa: the last release for Python 3.11 as well as 3.13; its examples import networkx.
MESA = Peer("Mesa", "mesa_peer.py", ("mesa==3.3.1", "networkx==3.6.1"))
AGENTPY = Peer("AgentPy", "agentpy_peer.py", ("agentpy==0.1.5",))
STARSIM = Peer("Starsim", "starsim_peer.py", ("starsim==3.7.2",))


def measure(citizens: float) -> dict[str, Any]:
    """Agent-steps a processor second of each peer, and how many times ours makes as many.

    Mesa's example is set beside our lattice of the same model; the others, whose models are crowds
    that mix, beside ``citizens``, the speed of our kernel alone. A peer that cannot be installed is
    told with its error and does not stop the others.
    """
    return {
        "mesa": _tried(lambda python: _mesa(python), MESA),
        "agentpy": _tried(lambda python: _crowd(python, AGENTPY, 20_000, 30, citizens), AGENTPY),
        "starsim": _tried(lambda python: _crowd(python, STARSIM, 200_000, 50, citizens), STARSIM),
    }


def _tried(compare: Any, peer: Peer) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="upheaval-peer-") as folder:
        try:
            found: dict[str, Any] = compare(_environment(Path(folder), peer))
        except (UpheavalError, subprocess.SubprocessError, OSError) as error:
            return {"packages": list(peer.packages), "error": " ".join(str(error).split())[:400]}
        return {"packages": list(peer.packages), **found}


def _mesa(python: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for side, ticks in ((40, 60), (200, 3)):
        theirs = _asked(python, MESA, {"side": side, "ticks": ticks})
        ours = lattice_speed(side)
        found |= {f"mesa_{side}": theirs, f"ours_{side}": ours, f"ratio_{side}": ours / theirs}
    return found


def _crowd(python: Path, peer: Peer, people: int, ticks: int, ours: float) -> dict[str, Any]:
    theirs = _asked(python, peer, {"people": people, "ticks": ticks})
    return {"speed": theirs, "ours": ours, "ratio": ours / theirs}


def lattice_speed(side: int, least_seconds: float = 1.0) -> float:
    """Agent-steps a processor second of Epstein's model with Mesa's defaults, on our lattice."""
    setting = replace(epstein.MESA, side=side, ticks=100 if side < 100 else 20)
    epstein.run(replace(setting, ticks=1), 1, 1)
    steps, seconds = 0.0, 0.0
    while seconds < least_seconds:
        start = time.process_time()
        result = epstein.run(setting, 1, 1)
        seconds += time.process_time() - start
        steps += float((result.state != 0).sum()) * setting.ticks
    return steps / seconds


def _environment(folder: Path, peer: Peer) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=INSTALL_SECONDS)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    done = subprocess.run(
        [*install, *peer.packages], capture_output=True, text=True, timeout=INSTALL_SECONDS,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise UpheavalError(f"{peer.name} cannot be installed: {done.stderr.strip()[-300:]}")
    return python


def _asked(python: Path, peer: Peer, setting: dict[str, int]) -> float:
    done = subprocess.run(
        [str(python), str(PEERS / peer.script)], input=json.dumps(setting), capture_output=True,
        text=True, timeout=RUN_SECONDS, check=False,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"},
    )  # fmt: skip
    if done.returncode:
        raise UpheavalError(f"{peer.name}'s model failed: {done.stderr.strip()[-300:]}")
    return float(json.loads(done.stdout)["speed"])
