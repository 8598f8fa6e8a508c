"""upheaval: an executable model of a crisis of authoritarian rule."""

from upheaval.version import __version__

__all__ = ["__version__"]
