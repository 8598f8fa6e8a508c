"""The built front end: three files of this package, made by `web/`."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from upheaval.errors import UpheavalError

BUNDLE = Path(__file__).resolve().parent / "bundle"
INDEX, SCRIPT, STYLE, WIDGET = "index.html", "app.js", "app.css", "widget.js"

MISSING = (
    "the built front end is missing from this installation; in a checkout of the repository it is "
    "made by 'npm ci && npm run build' in web/"
)


def text_of(name: str) -> str:
    """Give a file of the bundle.

    Raises
    ------
    UpheavalError
        If it was not built.
    """
    try:
        return (BUNDLE / name).read_text(encoding="utf-8")
    except OSError:
        raise UpheavalError(MISSING) from None


def with_meta(index: str, name: str, content: str) -> str:
    """Set the content of a ``<meta>`` of the page, or add it to the head."""
    tag = f'<meta name="{escape(name)}" content="{escape(content)}">'
    pattern = re.compile(rf'<meta\s+name="{re.escape(name)}"[^>]*>')
    if pattern.search(index):
        return pattern.sub(lambda _: tag, index, count=1)
    return index.replace("<head>", f"<head>{tag}", 1)


def with_preload(index: str, address: str) -> str:
    """Let the browser ask for the page's numbers while it still reads the program."""
    tag = f'<link rel="preload" href="{escape(address)}" as="fetch" crossorigin>'
    return index.replace("</head>", f"  {tag}\n  </head>", 1)
