"""The report: one file with the front end and the page in it, which opens from the disk."""

from __future__ import annotations

import re
from pathlib import Path

from upheaval.errors import UpheavalError
from upheaval.runs.files import check_writable, telling_of, write_text
from upheaval.workbench import bundle_files
from upheaval.workbench.page.model import Page
from upheaval.workbench.page.page import page_json

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)
"""The file may use what stands in it, and ask nobody for anything."""

MARK = re.compile(r"<!--(style|app)-->.*?<!--/\1-->", re.DOTALL)
PAGE_MARK = "<!--page-->"


def report_html(page: Page) -> str:
    """Give the report of a page as HTML.

    Raises
    ------
    UpheavalError
        If the front end was not built.
    """
    index = bundle_files.text_of(bundle_files.INDEX)
    style = bundle_files.text_of(bundle_files.STYLE)
    script = bundle_files.text_of(bundle_files.SCRIPT)
    if PAGE_MARK not in index or {found[1] for found in MARK.finditer(index)} != {"style", "app"}:
        raise UpheavalError(bundle_files.MISSING)
    inline = {
        "style": f"<style>{_safe(style, 'style')}</style>",
        "app": f'<script type="module">{_safe(script, "script")}</script>',
    }
    data = f'<script type="application/json" id="page">{_safe_json(page_json(page))}</script>'
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    # Replaced by functions: the texts hold backslashes.
    html = MARK.sub(lambda found: inline[found[1]], index)
    html = html.replace(PAGE_MARK, data, 1)
    return html.replace("<head>", f"<head>{policy}", 1)


def _safe(text: str, tag: str) -> str:
    """Keep a text from ending the tag that it stands in."""
    return re.sub(rf"</({tag})", r"<\\/\1", text, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def _safe_json(text: str) -> str:
    """Write what HTML could take for a tag as JSON's own escapes: the value stays the same."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def write_report(page: Page, out: Path) -> int:
    """Write the report of a page; gives its size in bytes.

    Raises
    ------
    UpheavalError
        If the front end was not built, or the file cannot be written.
    """
    if out.is_dir():
        raise UpheavalError(f"{out} is a folder, expected a file such as report.html")
    check_writable(out.parent)
    html = report_html(page)
    with telling_of(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
        write_text(out, html)
    return len(html.encode())
