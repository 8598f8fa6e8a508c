"""Write the reference of the Python interface: what is to be read from which docstring."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import upheaval

PACKAGE = Path(upheaval.__file__).resolve().parent

SECTION = re.compile(r"^([A-Z][\w ]+)\n((?:    - .+\n(?:      .+\n)*)+)", re.MULTILINE)
NAME = re.compile(r"- `(\w+)`")

OPENING = """# Python

```python
import upheaval as up
```

These names are the public interface; `help(upheaval)` lists them too. Answers are dataclasses: a
section below each function describes what it gives back. Runs are
[xarray](https://docs.xarray.dev) datasets whose variables carry their units.
"""

CLOSED_FORMS = """# Closed forms

Equations of published models that need no simulation. Mechanisms call them, and the pages under
[Theory](../theory/index.md) compare them with the papers' numbers. They import nothing else of the
package, so each can be read and used by itself.
"""


def page() -> str:
    """Give the page in Markdown, in the order of the package's own table of contents."""
    parts = [OPENING]
    for title, lines in SECTION.findall(upheaval.__doc__ or ""):
        parts.append(f"## {title}\n")
        for name in NAME.findall(lines):
            if not name.startswith("__"):
                parts += [_directive(path) for path in _paths(name)]
    return "\n".join(parts)


def closed_forms() -> str:
    """Give the page of the closed forms in Markdown."""
    folder = PACKAGE / "closed_forms"
    names = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))
    blocks = [
        f"## {name.replace('_', ' ').capitalize()}\n\n"
        + _directive(f"upheaval.closed_forms.{name}")
        for name in names
    ]
    return "\n".join([CLOSED_FORMS, *blocks])


def _directive(path: str) -> str:
    return f"::: {path}\n"


def _paths(name: str) -> list[str]:
    """Give the dotted path of a public name, and that of the dataclass which it returns."""
    value = getattr(upheaval, name)
    found = [f"{value.__module__}.{name}"]
    result = _returned(value.__module__, name)
    if result is not None:
        found.append(result)
    return found


def _returned(module: str, function: str) -> str | None:
    """Find the class of ours that a function's annotation says it returns."""
    file = import_module(module).__file__
    if file is None:
        return None
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    definition = next(
        (
            node
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name == function and node.returns
        ),
        None,
    )
    if definition is None or not isinstance(definition.returns, ast.Name):
        return None
    wanted = definition.returns.id
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and wanted in {alias.name for alias in node.names}:
            home = f"{node.module}.{wanted}"
            return home if home.startswith("upheaval.") and wanted != "Scenario" else None
    return f"{module}.{wanted}" if hasattr(import_module(module), wanted) else None
