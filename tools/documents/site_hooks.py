"""What MkDocs does beyond its configuration: pages that are derived, links that leave docs/.

Pages derived from code (commands, Python, closed forms), notebooks, and files outside docs/ that
readers need are made while the site is built, so that they cannot be out of date.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import equations
import notebook_pages
import python_reference
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
EXAMPLE = ROOT / "examples" / "new_mechanism.py"

WORKER = "assets/iframe_worker.js"
"""Lets the search work from a disk; the theme would fetch it from elsewhere."""

THEIR_WORKER = "https://unpkg.com/iframe-worker/shim"
REQUEST = re.compile(r'(?:src="|rel="stylesheet" href="|url\(|@import ")(https?:[^")]+)')

LINK = re.compile(r"(!?\[[^\]]*\]\()([^)\s#]+)(#[^)\s]*)?(\))")


def _example() -> str:
    text = EXAMPLE.read_text(encoding="utf-8")
    return f"# Example of a mechanism\n\n`{EXAMPLE.relative_to(ROOT)}`\n\n```python\n{text}```\n"


def _text_of(path: str) -> Callable[[], str]:
    return lambda: (ROOT / path).read_text(encoding="utf-8")


SOURCES = "src/upheaval/scenarios/kazakhstan-2022/SOURCES.md"

DERIVED: dict[str, Callable[[], str]] = {
    "reference/python.md": python_reference.page,
    "reference/closed_forms.md": python_reference.closed_forms,
    "reference/new_mechanism.md": _example,
    "reference/sources_kazakhstan_2022.md": _text_of(SOURCES),
}
"""Pages that are made when the site is built."""

ELSEWHERE = {
    "README.md": "index.md",
    SOURCES: "reference/sources_kazakhstan_2022.md",
    "examples/new_mechanism.py": "reference/new_mechanism.md",
    "src/upheaval/closed_forms": "reference/closed_forms.md",
    "docs/theory": "theory/index.md",
}
"""Which page of the site shows a file of the repository."""


def on_files(files: Files, config: Any, **_: Any) -> Files:
    """Add the derived pages, and each notebook as a page with its pictures."""
    for name, make in DERIVED.items():
        files.append(File.generated(config, name, content=make()))
    worker = (Path(__file__).parent / WORKER).read_text(encoding="utf-8")
    files.append(File.generated(config, WORKER, content=worker))
    for path in sorted((DOCS / "notebooks").glob("*.ipynb")):
        text, pictures = notebook_pages.markdown(path)
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=text))
        for name, content in pictures.items():
            files.append(File.generated(config, f"notebooks/{name}", content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead links to files of the repository to the pages that show them."""
    folder = posixpath.dirname(page.file.src_uri)

    def led(match: re.Match[str]) -> str:
        head, target, anchor, tail = match.groups()
        if re.match(r"[a-z]+:", target):
            return match[0]
        place = posixpath.normpath(posixpath.join("docs", folder, target))
        if place in ELSEWHERE:
            target = posixpath.relpath(ELSEWHERE[place], folder or ".")
        elif target.endswith(".ipynb"):
            target = target.removesuffix(".ipynb") + ".md"
        return f"{head}{target}{anchor or ''}{tail}"

    return LINK.sub(led, markdown)


def on_page_content(html: str, **_: Any) -> str:
    """Show equations as MathML."""
    return equations.as_mathml(html)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Take the search's worker from the site itself."""
    local = posixpath.relpath(WORKER, posixpath.dirname(page.file.dest_uri) or ".")
    return output.replace(THEIR_WORKER, local)


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """Do the same for pages that have no source, such as that of a wrong address."""
    del template_name
    return output_content.replace(THEIR_WORKER, f"/{WORKER}")


def on_post_build(config: Any, **_: Any) -> None:
    """Refuse a site that would ask another computer for a script, a style, a font or a picture.

    Raises
    ------
    PluginError
        If a page or a style sheet does.
    """
    site = Path(config.site_dir)
    found = [
        f"{path.relative_to(site)}: {address}"
        for path in sorted(site.rglob("*"))
        if path.suffix in {".html", ".css"}
        for address in REQUEST.findall(path.read_text(encoding="utf-8"))
    ]
    if found:
        raise PluginError("The site asks other computers:\n" + "\n".join(found[:5]))
