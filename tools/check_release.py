"""Build the wheel and the source archive, and try the wheel in empty environments outside the tree.

    python tools/check_release.py [--lowest-only] [--keep FOLDER]

Once with the newest versions of all dependencies, once with the lowest that `pyproject.toml`
declares. Each environment runs a few commands; the first that fails ends the check with code 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = ("--replicates", "2", "--scale", "1000", "--until", "2022-01-02", "--workers", "1")
COMMANDS = (
    ("--version",),
    ("list",),
    ("run", "kazakhstan-2022", *RUN, "--out", "run"),
    ("new", "card", "--country", "KGZ", "--start", "2010-04-06", "--trigger", "price"),
    ("check", "card"),
    ("theory", "granovetter"),
)
RESOLUTIONS = {"newest": "highest", "lowest declared": "lowest-direct"}


def build(folder: Path) -> Path:
    """Build wheel and source archive; give the wheel."""
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(hatchling, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    assert list(folder.glob("*.tar.gz"))
    return wheel


def install(wheel: Path, environment: Path, resolution: str) -> Path:
    """Make an environment with the wheel and what it needs; give its folder of programs."""
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "--python", sys.executable, str(environment)], check=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [*uv, "pip", "install", "-q", "--python", str(programs / "python"),
         "--resolution", resolution, str(wheel)],
        check=True,
        env=outside(),
    )  # fmt: skip
    return programs


def outside() -> dict[str, str]:
    """Give the environment variables without those that point into the tree."""
    return {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}


def try_out(programs: Path, where: Path) -> None:
    """Run the commands in a folder outside the tree, by the installed program."""
    where.mkdir()
    for command in COMMANDS:
        done = subprocess.run(
            [str(programs / "upheaval"), *command],
            cwd=where,
            env=outside() | {"UPHEAVAL_CACHE": str(where / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = done.stdout[-2000:] + done.stderr[-4000:]
            raise SystemExit(f"upheaval {' '.join(command)} ended with {done.returncode}\n{said}")


def main() -> None:
    """Build, install and try."""
    parser = argparse.ArgumentParser(description="Try the wheel in empty environments")
    parser.add_argument("--lowest-only", action="store_true")
    parser.add_argument("--keep", type=Path, help="copy wheel and source archive here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="upheaval-release-") as text:
        folder = Path(text)
        wheel = build(folder / "dist")
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
        for name, resolution in RESOLUTIONS.items():
            if asked.lowest_only and resolution == "highest":
                continue
            programs = install(wheel, folder / resolution, resolution)
            try_out(programs, folder / f"try-{resolution}")
            print(f"{name} versions: {len(COMMANDS)} commands end well")
        if asked.keep:
            shutil.copytree(folder / "dist", asked.keep, dirs_exist_ok=True)


if __name__ == "__main__":
    main()
