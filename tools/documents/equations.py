"""Turn the equations of a page into MathML, which browsers show without any script or font."""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert

EQUATION = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<latex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL
)


def as_mathml(page: str) -> str:
    """Give the HTML of a page with every LaTeX equation as MathML."""
    return EQUATION.sub(_replaced, page)


def _replaced(match: re.Match[str]) -> str:
    block = match["tag"] == "div"
    made = convert(html.unescape(match["latex"]), display="block" if block else "inline")
    return f'<div class="equation">{made}</div>' if block else made
