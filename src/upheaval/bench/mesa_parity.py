"""Our Epstein lattice beside Mesa's own example: the same numbers, and how much faster.

    python -m upheaval.bench.mesa_parity [--environment FOLDER] [--json]

Mesa's example of Epstein's model is run as it comes from PyPI, in an environment of its own that
is made in FOLDER (or in a temporary one) from peers/mesa-requirements.txt. Both models then run
with the same parameters and Mesa's rules: diamond view, ratio rounded to the nearest, act before
moving, sentences from 0 to the longest. The runs are compared by a two-sample Kolmogorov-Smirnov
test of each run's mean and peak of active and of jailed agents, and by the difference of their
means in Monte-Carlo errors. Speed is agent-steps per second of processor time, of the steps alone.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from upheaval.kernels import lattice
from upheaval.theory import epstein_town as epstein

HERE = Path(__file__).parent
PARITY = {
    "Mesa's defaults": epstein.MESA,
    "outbursts": replace(epstein.MESA, officers=0.04, legitimacy=0.82, longest_sentence=30),
}
STATISTICS = ("mean active", "peak active", "mean jailed", "peak jailed")
SMALLEST_P, LARGEST_ERRORS = 0.01, 3.0  # eight comparisons: a fair pair fails one in ten times
TARGETS = {40: 80.0, 200: 300.0}


def mesa_python(folder: Path) -> Path:
    """Python of Mesa's environment, made if it is not there yet."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"Making Mesa's environment in {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*install, "-r", str(HERE / "peers" / "mesa-requirements.txt")], check=True)
    return python


def mesa(python: Path, setting: epstein.Setting, runs: int, processes: int) -> dict[str, Any]:
    """Mesa's counts [runs, ticks] and speed."""
    asked = {
        "side": setting.side, "citizens": setting.citizens, "officers": setting.officers,
        "vision": int(setting.vision), "legitimacy": setting.legitimacy,
        "threshold": setting.threshold, "deterrence": setting.deterrence,
        "longest_sentence": setting.longest_sentence, "ticks": setting.ticks,
        "runs": runs, "processes": processes,
    }  # fmt: skip
    answer = subprocess.run(
        [str(python), str(HERE / "peers" / "mesa_example.py")],
        input=json.dumps(asked), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if answer.returncode:
        raise SystemExit(f"Mesa's example failed:\n{answer.stderr.strip()}")
    counts: dict[str, Any] = json.loads(answer.stdout)
    return counts


def ours(setting: epstein.Setting, runs: int, least_seconds: float = 1.0) -> dict[str, Any]:
    """Our counts [runs, ticks] and speed; the run is repeated until it has taken long enough."""
    epstein.run(replace(setting, ticks=1), 1, 1)  # compile
    seconds, steps = 0.0, 0.0
    while True:
        start = time.process_time()
        result = epstein.run(setting, 1, runs)
        seconds += time.process_time() - start
        steps += float((result.state != 0).sum()) * setting.ticks
        if seconds >= least_seconds:
            break
    return {
        "active": epstein.active(result).tolist(),
        "jailed": result.series[:, :, lattice.JAILED].tolist(),
        "speed": steps / seconds,
    }


def statistics(counts: dict[str, Any]) -> dict[str, NDArray[np.float64]]:
    """One number a run for each statistic."""
    return {
        f"{what} {kind}": getattr(np.asarray(counts[kind]), method)(axis=1).astype(float)
        for kind in ("active", "jailed")
        for what, method in (("mean", "mean"), ("peak", "max"))
    }


def compare(theirs: dict[str, Any], mine: dict[str, Any]) -> list[dict[str, Any]]:
    """One line for each statistic."""
    lines = []
    both = statistics(theirs), statistics(mine)
    for name in STATISTICS:
        a, b = both[0][name], both[1][name]
        error = np.sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
        errors = float((b.mean() - a.mean()) / error) if error > 0 else 0.0
        p = float(ks_2samp(a, b).pvalue)
        lines.append({
            "statistic": name, "mesa": float(a.mean()), "ours": float(b.mean()),
            "error": float(error), "errors apart": errors, "p": p,
            "ok": p >= SMALLEST_P and abs(errors) <= LARGEST_ERRORS,
        })  # fmt: skip
    return lines


def measure(
    python: Path, runs: int, ticks: int, ticks_large: int, processes: int
) -> dict[str, Any]:
    """Everything the table shows."""
    found: dict[str, Any] = {"parity": {}, "speed": []}
    for name, setting in PARITY.items():
        setting = replace(setting, ticks=ticks)
        theirs, mine = mesa(python, setting, runs, processes), ours(setting, runs)
        found["parity"][name] = compare(theirs, mine)
        found["speed"].append(speed_line(name, setting, theirs, mine))
    large = replace(epstein.MESA, side=200, ticks=ticks_large)
    theirs = mesa(python, large, 1, 1)
    found["speed"].append(speed_line("Mesa's defaults", large, theirs, ours(large, 2)))
    return found


def speed_line(
    name: str, setting: epstein.Setting, theirs: dict[str, Any], mine: dict[str, Any]
) -> dict[str, Any]:
    """Speeds in agent-steps per processor second, and their ratio beside the target."""
    ratio = mine["speed"] / theirs["speed"]
    return {
        "setting": name, "side": setting.side, "mesa": theirs["speed"], "ours": mine["speed"],
        "ratio": ratio, "target": TARGETS[setting.side], "ok": ratio >= TARGETS[setting.side],
    }  # fmt: skip


def show(found: dict[str, Any], runs: int, ticks: int) -> None:
    """Print both tables."""
    print(f"Distributions, {runs} runs of {ticks} ticks each at 40 x 40")
    print(f"{'':24}{'Mesa':>9}{'ours':>9}{'error':>8}{'apart':>8}{'KS p':>7}")
    for name, lines in found["parity"].items():
        print(name)
        for line in lines:
            print(
                f"  {line['statistic']:22}{line['mesa']:9.2f}{line['ours']:9.2f}"
                f"{line['error']:8.2f}{line['errors apart']:+8.2f}{line['p']:7.3f}"
                f"  {'ok' if line['ok'] else 'FAILS'}"
            )
    print("\nAgent-steps per second of processor time")
    for line in found["speed"]:
        side = f"{line['side']} x {line['side']}"
        print(
            f"  {line['setting']:16}{side:>10}  Mesa {line['mesa']:10,.0f}  ours "
            f"{line['ours']:12,.0f}  {line['ratio']:6.0f} times (target {line['target']:.0f})"
            f"  {'ok' if line['ok'] else 'FAILS'}"
        )


def main() -> int:
    """Measure, show, and say by the exit code whether every line is within its limits."""
    parser = argparse.ArgumentParser(description="Our Epstein lattice beside Mesa's own example")
    parser.add_argument("--environment", type=Path, help="folder of Mesa's environment")
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--ticks", type=int, default=100)
    parser.add_argument("--ticks-large", type=int, default=3, help="at 200 x 200")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = asked.environment or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="mesa-"))
        )
        python = mesa_python(folder)
        found = measure(python, asked.runs, asked.ticks, asked.ticks_large, asked.processes)
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        show(found, asked.runs, asked.ticks)
    lines = [*found["speed"], *(line for part in found["parity"].values() for line in part)]
    return 0 if all(line["ok"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
