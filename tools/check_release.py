"""Build the wheel and the source archive, and try the wheel in empty environments outside the tree.

    python tools/check_release.py [--lowest-only] [--every-python] [--keep FOLDER]

Once with the lowest versions that `pyproject.toml` declares, on the Python that runs this; once
with the newest versions of all dependencies, on the newest Python found here of those that the
package supports. `--every-python` tries both on each Python found, and says which are missing.
Each environment runs a few commands; the first that fails ends the check with code 1.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
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
LOWEST, NEWEST = "lowest-direct", "highest"
SUPPORTED = ("3.11", "3.12", "3.13")


def build(folder: Path) -> Path:
    """Build wheel and source archive; give the wheel."""
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(hatchling, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    assert list(folder.glob("*.tar.gz"))
    return wheel


def pythons() -> dict[str, str]:
    """Find the supported Pythons of this machine: version and path of the program."""
    found = {}
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in SUPPORTED:
        programs = [
            sys.executable,
            f"python{version}",
            *map(str, kept.glob(f"{version}.*/bin/python")),
        ]
        for program in programs:
            with contextlib.suppress(OSError):
                said = subprocess.run([program, "-V"], capture_output=True, text=True, check=False)
                if said.stdout.startswith(f"Python {version}."):
                    found[version] = program
                    break
    return found


def install(wheel: Path, environment: Path, python: str, resolution: str) -> Path:
    """Make an environment with the wheel and what it needs; give its folder of programs."""
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "--python", python, str(environment)], check=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    # To uv only the wheel is direct: what it depends on is direct in the project's own file.
    pinned = environment / "versions.txt"
    subprocess.run(
        [*uv, "pip", "compile", "-q", "--python", str(programs / "python"), "--resolution",
         resolution, "--output-file", str(pinned), str(ROOT / "pyproject.toml")],
        check=True,
        env=outside(),
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    subprocess.run(
        [*uv, "pip", "install", "-q", "--python", str(programs / "python"), "--only-binary",
         ":all:", "-r", str(pinned), str(wheel)],
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


def tries(every: bool, lowest_only: bool) -> list[tuple[str, str, str]]:
    """Give what to try: version of Python, its program, and which versions of dependencies."""
    found = pythons()
    missing = [version for version in SUPPORTED if version not in found]
    if missing:
        print(f"Not tried, for want of it here: Python {', '.join(missing)}")
    mine = f"{sys.version_info[0]}.{sys.version_info[1]}"
    newest = max(found, key=SUPPORTED.index)
    pairs = [(mine, LOWEST), (newest, NEWEST)]
    if every:
        pairs = [(version, which) for version in found for which in (LOWEST, NEWEST)]
    return [
        (version, found[version], which)
        for version, which in pairs
        if which == LOWEST or not lowest_only
    ]


def main() -> None:
    """Build, install and try."""
    parser = argparse.ArgumentParser(description="Try the wheel in empty environments")
    parser.add_argument("--lowest-only", action="store_true")
    parser.add_argument("--every-python", action="store_true")
    parser.add_argument("--keep", type=Path, help="copy wheel and source archive here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="upheaval-release-") as text:
        folder = Path(text)
        wheel = build(folder / "dist")
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
        for version, python, which in tries(asked.every_python, asked.lowest_only):
            begun = time.monotonic()
            programs = install(wheel, folder / f"{version}-{which}", python, which)
            try_out(programs, folder / f"try-{version}-{which}")
            named = "lowest declared" if which == LOWEST else "newest"
            print(
                f"Python {version}, {named} versions: {len(COMMANDS)} commands end well "
                f"({time.monotonic() - begun:.0f} s)",
                flush=True,
            )
        if asked.keep:
            shutil.copytree(folder / "dist", asked.keep, dirs_exist_ok=True)


if __name__ == "__main__":
    main()
