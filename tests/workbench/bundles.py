"""A front end of a few lines, with the marks of the real one."""

from pathlib import Path

INDEX = """<!doctype html><html><head><meta name="scenario" content="" />
<!--style--><link rel="stylesheet" href="/assets/app.css"><!--/style-->
<!--page--></head><body><div id="app"></div>
<!--app--><script type="module" src="/assets/app.js"></script><!--/app--></body></html>"""

SCRIPT = r"""const ending = "</script><b>"; const comment = "<!--"; const digits = /\d+\\/;"""
STYLE = "body { color: #123456 } /* </style> */"
WIDGET = "export default { render({ model, el }) { el.textContent = model.get('page').length } }"


def write_bundle(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in (
        ("index.html", INDEX), ("app.js", SCRIPT), ("app.css", STYLE), ("widget.js", WIDGET),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    return folder
