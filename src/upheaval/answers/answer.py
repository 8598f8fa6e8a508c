"""What every answer can do: give itself as plain values and as a table for notebooks.

A result knows nothing of how it is shown. How it is shown stands beside it: a class in
``result.py`` is rendered by the functions ``as_json`` and ``as_html`` of the file ``render.py`` in
the same folder, one in ``hindcast_result.py`` by ``hindcast_render.py``, and so on. The renderer
imports the result, never the other way; it is looked up when somebody asks for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray


class Answer:
    """Base of the results of all questions."""

    def as_json(self) -> Any:
        """Give plain values with stable keys: dicts, lists, numbers and texts."""
        return self._render("as_json")

    def _repr_html_(self) -> str:
        return str(self._render("as_html"))

    def _render(self, function: str) -> Any:
        home = type(self).__module__
        folder, _, file = home.rpartition(".")
        renderer = import_module(f"{folder}.{file.replace('result', 'render')}")
        return getattr(renderer, function)(self)


class TableAnswer(Answer):
    """A result that can also be had as a Dataset."""

    def table(self) -> xarray.Dataset:
        """Give the answer as a Dataset; its dimensions are described in ``render.py``."""
        dataset: xarray.Dataset = self._render("as_dataset")
        return dataset
