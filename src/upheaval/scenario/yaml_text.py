"""YAML 1.2 text to plain values, with the line of every value.

The nodes that ruamel.yaml composes are read instead of its objects, because only they keep the
line of each value and show every duplicate key, and because dates then stay the text that was
written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from upheaval.scenario.problems import Problem, quoted

Path = tuple[str | int, ...]

_PREFIX = "tag:yaml.org,2002:"
_TEXT = {"str", "timestamp", "merge", "value", "yaml"}
_BASES = {"0b": 2, "0o": 8, "0x": 16}


@dataclass(slots=True)
class Document:
    """A YAML file as plain values.

    ``lines`` gives the line of each value by its path of keys and positions; the file begins at
    line 1.
    """

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """Give the line of the value at ``path``, or of the nearest one around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def parse(text: str, file: str, problems: list[Problem]) -> Document | None:
    """Read YAML; None after adding a problem if it cannot be parsed at all."""
    node = _compose(text, file, problems)
    if node is None:
        return None
    document = Document()
    document.value = _Builder(file, document, problems).value(node, ())
    return document


def _compose(text: str, file: str, problems: list[Problem]) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
        problems.append(Problem(file, line, None, f"{error.problem or error.context}", "YAML 1.2"))
        return None
    except RecursionError:
        problems.append(Problem(file, None, None, "the values are nested too deep"))
        return None
    except Exception as error:
        # The scanner lets errors of many kinds through for bytes that are not YAML.
        found = quoted(str(error) or type(error).__name__, longest=120)
        problems.append(Problem(file, None, None, f"cannot be read: {found}", "YAML 1.2"))
        return None
    if node is None:
        problems.append(Problem(file, None, None, "the file is empty"))
    return node


class _Builder:
    def __init__(self, file: str, document: Document, problems: list[Problem]) -> None:
        self.file = file
        self.document = document
        self.problems = problems
        self.seen: set[int] = set()

    def _add(self, node: Any, path: Path, found: str, expected: str | None = None) -> None:
        line = node.start_mark.line + 1
        self.problems.append(Problem(self.file, line, dotted(path) or None, found, expected))

    def value(self, node: Any, path: Path) -> Any:
        """Turn a node into a plain value, and note its line."""
        self.document.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self.seen:
            self._add(node, path, "an alias of another value", "the value itself")
            return None
        self.seen.add(id(node))
        if isinstance(node.value, str):
            return self._scalar(node, path)
        if node.tag == f"{_PREFIX}seq":
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        if node.tag == f"{_PREFIX}map":
            return self._mapping(node, path)
        self._add(node, path, f"tag {quoted(node.tag)}", "plain values")
        return None

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node.value, str):
                self._add(key_node, path, "a key that is not text")
                continue
            key = self._text(key_node, path)
            here = (*path, key)
            if key in mapping:
                first = self.document.lines[here]
                self._add(key_node, here, f"the key stands already in line {first}", "it once")
                continue
            self.document.lines[here] = key_node.start_mark.line + 1
            mapping[key] = self.value(value_node, here)
        return mapping

    def _text(self, node: Any, path: Path) -> str:
        # JSON writes characters beyond 16 bits as two escapes; one alone is half a character.
        text = str(node.value)
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            self._add(node, path, f"got {quoted(text)}", "whole characters")
            return text.encode("utf-8", "replace").decode()

    def _scalar(self, node: Any, path: Path) -> Any:
        kind, text = str(node.tag).removeprefix(_PREFIX), self._text(node, path)
        try:
            if kind == "null":
                return None
            if kind == "bool":
                return text.lower() == "true"
            if kind == "int":
                return _integer(text)
            if kind == "float":
                return float(
                    text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")
                )
        except (ValueError, OverflowError):
            self._add(node, path, f"got {quoted(text)}", "a number")
            return None
        if kind not in _TEXT:
            self._add(node, path, f"tag {quoted(node.tag)}", "plain values")
        return text


def _integer(text: str) -> int:
    digits = text.replace("_", "").lower()
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    return (
        sign * int(digits[2:], _BASES[digits[:2]]) if digits[:2] in _BASES else sign * int(digits)
    )


def dotted(path: Path) -> str:
    """Write a path of keys as ``parameters.grievance.unit`` or ``schedule[0].tick``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
