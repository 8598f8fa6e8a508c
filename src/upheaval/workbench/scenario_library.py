"""The scenarios that a server knows: those of the package, and folders beside each other."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import Path

from upheaval.errors import UpheavalError, unknown
from upheaval.runs.checking import load
from upheaval.scenario import Scenario, available

FILES = ("scenario.yaml", "crisis.yaml")
"""A folder with one of them is a scenario."""
SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
"""Names that become part of a path: no dot, no slash, no capital that a disk may fold."""


class UnknownScenarioError(UpheavalError):
    """There is no such scenario here."""


@dataclass(frozen=True)
class Entry:
    """A scenario by name."""

    name: str
    title: str
    country: str
    edited: bool


class Library:
    """Scenarios by name.

    Parameters
    ----------
    folder : Path
        Folder of edited copies, one folder a scenario; it is made when the first is saved.
    extra : sequence of Path
        Folders of scenarios that are served under their own names.
    """

    def __init__(self, folder: Path, extra: tuple[Path, ...] = ()) -> None:
        self.folder = folder
        self._extra = {path.resolve().name: path.resolve() for path in extra}
        self._loaded: dict[str, tuple[float, Scenario]] = {}
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        """Give all names, those of the package first."""
        return list(dict.fromkeys([*available(), *self._extra, *self._saved()]))

    def _saved(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted(
            path.name
            for path in self.folder.iterdir()
            if SAFE.fullmatch(path.name)
            and not path.is_symlink()
            and any((path / file).is_file() for file in FILES)
        )

    def entries(self) -> list[Entry]:
        """Tell of every scenario that can be read."""
        found = []
        for name in self.names():
            try:
                scenario = self.get(name)
            except UpheavalError:
                continue
            edited = name not in available() and name not in self._extra
            found.append(Entry(name, scenario.title, scenario.country, edited))
        return found

    def get(self, name: str) -> Scenario:
        """Give a scenario, read again if its files have changed.

        Raises
        ------
        UnknownScenarioError
            If there is none of that name.
        ScenarioError
            If its files are wrong.
        """
        where = self._where(name)
        stamp = _stamp(where) if isinstance(where, Path) else 0.0
        with self._lock:
            found = self._loaded.get(name)
            if found is not None and found[0] == stamp:
                return found[1]
            scenario = load(where)
            self._loaded[name] = (stamp, scenario)
            return scenario

    def _where(self, name: str) -> str | Path:
        if name in self._extra:
            return self._extra[name]
        if name in available():
            return name
        if name in self._saved():
            return self.folder / name
        raise UnknownScenarioError(unknown("scenario", name[:80], self.names()))


def _stamp(folder: Path) -> float:
    return max((path.stat().st_mtime for path in folder.iterdir()), default=0.0)
