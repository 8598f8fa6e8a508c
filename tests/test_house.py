"""The house stays in order: light to import, free of machine paths, small files, named rooms."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from upheaval.scenario import load

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "upheaval"
# Data may quote an address or a path as its source gives it; what we write ourselves may not.
DATA = PACKAGE / "scenarios"
WRITTEN_SUFFIXES = {
    *(".py", ".toml", ".lock", ".md", ".yaml", ".yml", ".cfg", ".ini", ".sh", ".txt"),
    *(".ts", ".tsx", ".js", ".mjs", ".css", ".html"),
}
WRITTEN_NAMES = {"package.json", "package-lock.json"}
HEAVY = {"numba", "xarray", "matplotlib", "pandas", "scipy", "pint", "zarr", "pyarrow"}
LONGEST_FILE = 600
MACHINE_PATH = re.compile(r"(?<![\w.~}-])/(?:tmp|work|root|home|Users)/[\w.]")
REGISTRY_HOST = re.compile(
    r"pypi\.(?:org|python)|pythonhosted\.(?:org)|registry\.(?:npmjs|yarnpkg)|(?:--|_)index[-_]url",
    re.IGNORECASE,
)


def tracked_files() -> list[Path]:
    """Every file under version control, or in the tree where there is no repository."""
    if (ROOT / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        paths = [ROOT / name for name in listing.split("\0") if name]
    else:
        rooms = ("src", "tests", "docs", "tools", ".ci")
        paths = [*ROOT.iterdir(), *(path for room in rooms for path in (ROOT / room).rglob("*"))]
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]


def written_files() -> list[Path]:
    """Tracked files that people wrote, as opposed to data."""
    return [
        path
        for path in tracked_files()
        # A file without a suffix is a script, a license or a list: somebody wrote it.
        if (not path.suffix or path.suffix in WRITTEN_SUFFIXES or path.name in WRITTEN_NAMES)
        and DATA not in path.parents
    ]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    """Where the pattern occurs in written files, as 'file:line: text'."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in written_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def distribution(requirement: str) -> str:
    """Return the normalized name of the distribution that a requirement line asks for."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[._-]+", "-", name.group()).lower()


def test_importing_the_package_loads_nothing_heavy() -> None:
    command = "import sys, upheaval; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "upheaval" in loaded
    assert not HEAVY & set(loaded)


def test_no_file_names_a_path_of_some_machine() -> None:
    assert lines_matching(MACHINE_PATH) == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert lines_matching(REGISTRY_HOST) == []


@pytest.mark.parametrize(
    ("pattern", "caught", "let_through"),
    [
        (MACHINE_PATH, "see {}tmp/notes.txt", "src/tmp/notes.txt"),
        (MACHINE_PATH, "open('{}home/ann/run')", "https://example.org/home/page"),
        (REGISTRY_HOST, "https:{}{}pypi" + ".org/simple", "a package from the index"),
    ],
)
def test_the_searches_find_what_they_look_for(
    pattern: re.Pattern[str], caught: str, let_through: str
) -> None:
    assert pattern.search(caught.format("/", "/"))
    assert not pattern.search(let_through)


def test_no_python_file_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked_files()
        if path.suffix == ".py"
    }
    assert "tests/test_house.py" in lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_room_says_in_its_docstring_what_it_is_for() -> None:
    rooms = {path.parent for path in tracked_files() if path.suffix == ".py"}
    rooms = {room for room in rooms if PACKAGE in (room, *room.parents) and room != DATA}
    assert PACKAGE in rooms
    silent = [
        str(room.relative_to(ROOT))
        for room in rooms
        if not (room / "__init__.py").exists()
        or not ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_declared_dependency_is_pinned_with_its_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [block for block in re.split(r"\n(?=\S)", lock.strip()) if not block.startswith("#")]
    assert {distribution(line) for line in declared} - {distribution(pin) for pin in pins} == set()
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


# ---------------------------------------------------------------------- no country in the code
GENERIC = {"city", "town", "towns", "rest", "villages", "settlement", "west", "east", "north",
           "south", "rural", "urban", "kazakhstan"}  # fmt: skip
"""Words of names of places that are words of any country, and the name of the flagship scenario."""


def test_no_code_names_a_person_or_place_of_the_flagship() -> None:
    tables = load("kazakhstan-2022").tables
    names = {
        str(row[column])
        for table in ("cities", "regions", "figures")
        for row in tables[table].rows()
        for column in ("name", "title")
    }
    words = {word.lower() for name in names for word in re.split(r"[\W_]+", name) if len(word) > 3}
    assert {"almaty", "aktau"} <= words
    pattern = re.compile(r"\b(" + "|".join(sorted(words - GENERIC)) + r")\b", re.IGNORECASE)
    found = {
        f"{path.relative_to(PACKAGE)}: {match[0]}"
        for path in PACKAGE.rglob("*.py")
        if "scenarios" not in path.parts
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()
