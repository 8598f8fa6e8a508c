"""Where things are kept that can be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Give the folder for what can be made again, by the usage of the platform."""
    given = os.environ.get("UPHEAVAL_CACHE")
    if given:
        return Path(given)
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "upheaval"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "upheaval"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "upheaval"
