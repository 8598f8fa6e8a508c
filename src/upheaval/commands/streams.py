"""Output on terminals and pipes that do not know every sign.

A pipe on Windows is cp1252 or cp1251, an old console cp437, a machine without a locale ASCII.
There a sign that is not known becomes its nearest plain one; nothing ends with an error after the
work is done. JSON is written in ASCII there, so that it stays the same value.
"""

from __future__ import annotations

import codecs
import sys
import unicodedata
from io import TextIOWrapper

PLAIN = {
    "–": "-", "—": "-", "−": "-", "‑": "-", "…": "...", "·": "|", "•": "*", "×": "x", "±": "+-",
    "≥": ">=", "≤": "<=", "≈": "~", "→": "->", "←": "<-", "↑": "^", "↓": "v", "“": '"', "”": '"',
    "‘": "'", "’": "'", "✓": "yes", "✗": "no", "°": " deg", "²": "2", "³": "3", "√": "sqrt",
    "∞": "inf", "■": "#", "●": "o", "\ufeff": "",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "─": "-", "━": "-", "│": "|",
}  # fmt: skip
"""Signs that the program prints, and what stands for each."""

HANDLER = "upheaval.plain"


def plain(error: UnicodeError) -> tuple[str, int]:
    """Give the nearest plain text of what an encoding does not know; a handler of codecs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(sign: str) -> str:
    if sign in PLAIN:
        return PLAIN[sign]
    simple = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return simple or "?"


def degrade() -> None:
    """Let standard output and error replace what they cannot encode."""
    codecs.register_error(HANDLER, plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not knows_every_sign(stream):
            stream.reconfigure(errors=HANDLER)


def knows_every_sign(stream: object) -> bool:
    """Tell whether a stream is in an encoding of Unicode."""
    return str(getattr(stream, "encoding", None) or "utf-8").lower().startswith(("utf", "u8"))
