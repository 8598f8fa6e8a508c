"""What is wrong with a scenario: one sentence a problem, and the error that carries them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from upheaval.errors import UpheavalError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it stands, and what was expected there.

    Parameters
    ----------
    file : str
        File of the scenario folder, or ``changes`` for what was asked for by hand.
    line : int or None
        Row of a table (the header is row 1) or line of any other file; None for the whole file.
    column : str or None
        Column of a table, or the path of keys in another file (``parameters.grievance.unit``).
    message : str
        What was found.
    expected : str or None
        What should have been there.
    nearest : str or None
        The valid name that resembles what was found most.
    """

    file: str
    line: int | None
    column: str | None
    message: str
    expected: str | None = None
    nearest: str | None = None

    def __str__(self) -> str:
        is_table = self.file.endswith(".csv")
        where = [self.file]
        if self.line is not None:
            where.append(f"{'row' if is_table else 'line'} {self.line}")
        if self.column is not None:
            where.append(f"column {self.column}" if is_table else self.column)
        text = f"{', '.join(where)}: {self.message}"
        if self.expected is not None:
            text += f", expected {self.expected}"
        if self.nearest is not None:
            text += f"; did you mean {self.nearest}?"
        return _on_one_line(text)


class ScenarioError(UpheavalError):
    """A scenario cannot be used; ``problems`` holds every reason, and ``str`` lists them."""

    def __init__(self, problems: Sequence[Problem], name: str = "") -> None:
        super().__init__(_listed([str(problem) for problem in problems], name))
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.name = name

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...], str]]:
        return type(self), (self.problems, self.name)


def _listed(lines: list[str], name: str) -> str:
    if len(lines) == 1 and not name:
        return lines[0]
    count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    title = f"scenario {name}: {count}" if name else count
    return "\n".join([title, *(f"  {line}" for line in lines)])


def quoted(found: object, longest: int = 60) -> str:
    """Show what was found in quotes, on one line and cut to ``longest`` characters."""
    text = _on_one_line(str(found))
    return f"'{text[: longest - 3]}...'" if len(text) > longest else f"'{text}'"


def _on_one_line(text: str) -> str:
    # Escapes of JSON and YAML can hold halves of characters, which no terminal prints.
    return " ".join(text.encode("utf-8", "replace").decode().split())
