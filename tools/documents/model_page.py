"""Write the generated parts of docs/model.md from the declarations of mechanisms and scenario.

The text around them is written by hand. A generated part stands between two comments,
``<!-- generated: NAME -->`` and ``<!-- end of NAME -->``; running this file replaces what is
between them. A third kind of comment, ``<!-- equations of NAME read from STAMP -->``, is set by
hand: it says for which code of a mechanism somebody compared the equations with the code.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

import upheaval.mechanisms
from upheaval.mechanisms.base import Mechanism
from upheaval.mechanisms.loop import assemble, known
from upheaval.runs.checking import load
from upheaval.scenario import ParameterSetting, Scenario
from upheaval.world.state import Field

TARGET = Path(__file__).resolve().parents[2] / "docs" / "model.md"
SCENARIO = "kazakhstan-2022"
COMMAND = "make documents"

PART = re.compile(
    r"(?P<head><!-- generated: (?P<name>[^>]+?) -->\n).*?(?P<foot><!-- end of (?P=name) -->)",
    re.DOTALL,
)
STAMP = re.compile(r"<!-- equations of (\w+) read from (\w+) -->")


@cache
def scenario() -> Scenario:
    """Give the scenario whose values the document prints."""
    return load(SCENARIO)


def generate(text: str) -> str:
    """Give the document with every generated part made anew.

    Raises
    ------
    ValueError
        If a part has no known name, or a known part is missing.
    """
    makers = _makers()
    found: list[str] = []

    def replaced(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in makers:
            raise ValueError(f"docs/model.md: there is no generated part '{name}'")
        found.append(name)
        return f"{match['head']}\n{makers[name]()}\n\n{match['foot']}"

    result = PART.sub(replaced, text)
    if missing := set(makers) - set(found):
        raise ValueError(f"docs/model.md lacks the generated parts {sorted(missing)}")
    return result


def stamp(mechanism: str) -> str:
    """Give the stamp of a mechanism's code; comments, docstrings and layout leave it as it is."""
    path = Path(upheaval.mechanisms.__path__[0]) / f"{mechanism}.py"
    module = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:]
    # The declaration is printed by the tables; what imports do is in the names they bring.
    counted = (ast.FunctionDef, ast.ClassDef, ast.Assign)
    parts = [ast.unparse(node) for node in module.body if isinstance(node, counted)]
    text = "\n".join(part for part in parts if not part.startswith("MECHANISM"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def stamps(text: str) -> dict[str, str]:
    """Give the stamps in the document, by mechanism."""
    return dict(STAMP.findall(text))


def _makers() -> dict[str, Callable[[], str]]:
    makers: dict[str, Callable[[], str]] = {"sizes": _sizes, "loop": _loop, "given": _given}
    for name, mechanism in known().items():
        if mechanism.structure:  # docs/structures.md tells of these
            continue
        makers[f"fields of {name}"] = partial(_fields, mechanism)
        makers[f"parameters of {name}"] = partial(_parameters, mechanism)
    return makers


# ---------------------------------------------------------------------- parts
def _sizes() -> str:
    tables = scenario().tables
    people = sum(int(number) for number in tables["regions"]["population"])
    acting = sum(map(bool, tables["groups"]["acts"]))
    rows = [
        ("people", f"{people:,}", "`regions.csv`; towns and the rest of each region add up to it"),
        ("regions", len(tables["regions"]), "`regions.csv`"),
        ("cities (towns, and the rest of each region)", len(tables["cities"]), "`cities.csv`"),
        (f"groups ({acting} can act)", len(tables["groups"]), "`groups.csv`"),
        ("factions", len(tables["factions"]), "`factions.csv`"),
        ("figures", len(tables["figures"]), "`figures.csv`"),
        ("offices", len(tables["offices"]), "`offices.csv`"),
        ("organs", len(tables["organs"]), "`organs.csv`"),
        ("powers", len(tables["powers"]), "`powers.csv`"),
        ("parameters", len(scenario().parameters), "`scenario.yaml`"),
        ("observations of the record", len(tables["record"]), "`record.csv`"),
    ]
    phases = ", then ".join(
        f"ticks of {24 * phase.length:g} hours until {phase.until:%Y-%m-%d}"
        for phase in scenario().schedule
    )
    table = _table(("what", "number", "where it comes from"), rows)
    return f"{table}\n\nTime starts on {scenario().start:%Y-%m-%d}: {phases}."


def _loop() -> str:
    rows = [
        (
            f"{row.order:g}",
            f"[{row.name}](#{row.name})" + ("" if row.on else " (off)"),
            row.title,
            _code(row.reads),
            _code(row.writes),
        )
        for row in assemble(scenario()).describe()
        if not known()[row.name].structure
    ]
    return _table(("order", "mechanism", "what it does", "reads", "writes"), rows)


def _given() -> str:
    prices = scenario().tables["prices"]
    days = sorted({str(day)[:10] for day in prices["effective"]})
    rows = [
        ("day on which the freed price takes effect", ", ".join(days), "`prices.csv`, `effective`")
    ]
    rows += [
        ("day without work", f"{day.date:%Y-%m-%d}", day.source) for day in scenario().holidays
    ]
    return _table(("given", "when", "source"), rows)


def _fields(mechanism: Mechanism) -> str:
    rows = [
        (
            f"`{field.name}`",
            " × ".join(field.dims) or "country",
            field.unit,
            _beginning(field),
            {"no": "", "series": "every tick", "final": "at the end"}[field.recorded],
            field.meaning,
        )
        for field in mechanism.fields
    ]
    return _table(("state", "per", "unit", "starts at", "recorded", "meaning"), rows)


def _beginning(field: Field) -> str:
    if callable(field.initial):
        return "worked out"
    return "never" if field.initial == float("inf") else f"{field.initial:g}"


def _parameters(mechanism: Mechanism) -> str:
    if not mechanism.parameters:
        return "It has no parameters."
    rows = []
    for declared in mechanism.parameters:
        setting = scenario().parameters[f"{mechanism.name}.{declared.name}"]
        low, high = setting.given_range
        rows.append(
            (
                f"`{declared.name}`",
                setting.given_unit,
                _prior(setting),
                f"{low:g} to {high:g}",
                setting.meaning,
                setting.source,
            )
        )
    return _table(("parameter", "unit", "value or prior", "range", "meaning", "source"), rows)


def _prior(setting: ParameterSetting) -> str:
    if setting.prior is None:
        return f"{setting.given_value:g}"
    ((kind, numbers),) = setting.prior.model_dump().items()
    if isinstance(numbers, dict):
        return f"{kind}, " + ", ".join(f"{name} {value:g}" for name, value in numbers.items())
    return f"{kind}, " + " to ".join(f"{value:g}" for value in numbers)


# ---------------------------------------------------------------------- words
def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write the page anew and name the mechanisms whose equations must be read again."""
    text = generate(TARGET.read_text(encoding="utf-8"))
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {TARGET}")
    for name, found in stamps(text).items():
        if found != (now := stamp(name)):
            print(f"{name}.py has changed: compare its equations with the code, then stamp {now}")


if __name__ == "__main__":
    main()
