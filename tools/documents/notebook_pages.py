"""Turn a notebook with its outputs into a page, and run notebooks anew.

python tools/documents/notebook_pages.py      runs docs/notebooks/*.ipynb, keeps the outputs
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import MarkdownExporter

NOTEBOOKS = Path(__file__).resolve().parents[2] / "docs" / "notebooks"

# What differs from one run to the next and means nothing to a reader.
TRANSIENT = ("execution", "ExecuteTime")


def markdown(path: Path) -> tuple[str, dict[str, bytes]]:
    """Give a notebook as Markdown, and its pictures by file name."""
    exporter = MarkdownExporter()
    stem = path.stem
    resources = {"unique_key": stem, "output_files_dir": f"{stem}_files"}
    text, resources = exporter.from_filename(str(path), resources=resources)
    return text, dict(resources["outputs"])


def run(path: Path) -> None:
    """Run a notebook from top to bottom in a new kernel and keep its outputs."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=1200, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    for cell in notebook.cells:
        for key in TRANSIENT:
            cell.metadata.pop(key, None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    nbformat.write(notebook, path)


def main() -> None:
    """Run every notebook."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        run(path)
        print(f"ran {path.name}")


if __name__ == "__main__":
    main()
