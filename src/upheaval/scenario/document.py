"""The file ``scenario.yaml``: its keys, each declared once, and their checks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from upheaval.errors import listed, nearest
from upheaval.scenario import reporting, units
from upheaval.scenario.cells import NAME, BadCell, moment
from upheaval.scenario.priors import (
    KINDS,
    AnyPrior,
    Finite,
    LogUniform,
    Triangular,
    Truncated,
    Uniform,
)
from upheaval.scenario.problems import Problem, quoted
from upheaval.scenario.yaml_text import Document, Path, dotted

FILE = "scenario.yaml"
_SMALLEST_MASS = 1e-6
"""Less of a prior than this within the range is a slip of the pen, and could not be drawn well."""

_TICK_UNITS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0}
_TICK = re.compile(r"(\d+(?:\.\d+)?) *(minute|hour|day|week)s?", re.ASCII)


def _bad(message: str, expected: str, near: str | None = None) -> PydanticCustomError:
    context = {"found": message, "expected": expected, "nearest": near or ""}
    return PydanticCustomError("scenario", "{found}, expected {expected}", context)


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return moment(str(value))
    except BadCell as bad:
        raise _bad(bad.message, bad.expected) from None


def _tick(value: Any) -> float:
    expected = "a length such as 6 hours or 7 days"
    found = _TICK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or not 0 < (days := float(found[1]) * _TICK_UNITS[found[2]]) < 36525:
        raise _bad(f"got {quoted(value)}", expected)
    return days


def _unit(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and value == 1:
        value = "1"
    if isinstance(value, str):
        try:
            units.check(value)
        except units.UnitError as error:
            raise _bad(error.message, "a unit such as 1/day, person or KZT/liter") from None
    return value


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise _bad(f"got {quoted(value)}", "a number, a word, true or false")


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=rf"^{NAME.pattern}$")]
Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date"})
]
TickLength = Annotated[
    float,
    BeforeValidator(_tick),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)? *(minute|hour|day|week)s?$"}),
]
Unit = Annotated[str, BeforeValidator(_unit)]
CellText = Annotated[
    str, BeforeValidator(_as_text), WithJsonSchema({"type": ["string", "number", "boolean"]})
]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PhaseEntry(_Entry):
    """A part of the time that is simulated, with one length of tick."""

    until: Moment = Field(description="End of the phase; it begins where the one before ends.")
    tick: TickLength = Field(description="Length of a tick, such as `6 hours` or `7 days`.")


class HolidayEntry(_Entry):
    """A day without work."""

    date: Moment = Field(description="The day.")
    source: Text = Field(description="Where it comes from.")


class MechanismFile(_Entry):
    """A mechanism of the scenario's own, in a Python file of its folder."""

    file: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*\.py$")] = Field(
        description="Name of the file; the mechanism is called like it, without `.py`."
    )


class ParameterEntry(_Entry):
    """What the scenario says about one parameter: a value or a prior."""

    value: Finite | None = Field(default=None, description="The one value, or give a prior.")
    prior: AnyPrior | None = Field(
        default=None, description="Distribution before the fit, cut to the range."
    )
    unit: Unit = Field(description="Unit of every number here; converted to the mechanism's.")
    range: tuple[Finite, Finite] = Field(
        strict=False, description="Lowest and highest sensible value."
    )
    meaning: Text = Field(description="One sentence.")
    source: Text = Field(description="Where it comes from, or `assumption: ...`.")

    @model_validator(mode="after")
    def _check(self) -> ParameterEntry:
        low, high = self.range
        if low > high:
            raise _bad(f"got the range {low:g} to {high:g}", "the lower end first")
        if (self.value is None) == (self.prior is None):
            found = "neither a value nor a prior" if self.prior is None else "a value and a prior"
            raise _bad(found, "one of the two")
        if self.value is not None and not low <= self.value <= high:
            raise _bad(f"got the value {self.value:g}", f"one in the range {low:g} to {high:g}")
        if self.prior is not None:
            _check_prior(Truncated(self.prior, low, high))
        return self


def _check_prior(truncated: Truncated) -> None:
    low, high = truncated.low, truncated.high
    expected = f"one in the range {low:g} to {high:g}"
    # A prior with ends of its own says where it ends; any other is cut, but not at its middle.
    if isinstance(truncated.prior, (Uniform, LogUniform, Triangular)):
        for end in truncated.prior.support:
            if not low <= end <= high:
                raise _bad(f"got a prior that reaches {end:g}", expected)
    if not low <= truncated.prior.center <= high:
        raise _bad(f"got a prior around {truncated.prior.center:g}", expected)
    if low == high or truncated.mass < _SMALLEST_MASS:
        raise _bad("got a prior with next to nothing of it in the range", "a wider range")


class ReportingEntry(_Entry):
    """How wrong a kind of report may be beyond the range that its row states."""

    value: Finite = Field(description="The error.")
    unit: Unit = Field(description="Unit of the numbers here.")
    range: tuple[Finite, Finite] = Field(
        strict=False, description="Lowest and highest sensible value."
    )
    source: Text = Field(description="Where it comes from, or `assumption: ...`.")

    @model_validator(mode="after")
    def _check(self) -> ReportingEntry:
        low, high = self.range
        if low > high:
            raise _bad(f"got the range {low:g} to {high:g}", "the lower end first")
        if not low <= self.value <= high:
            raise _bad(f"got the value {self.value:g}", f"one in the range {low:g} to {high:g}")
        return self


class ExplanationEntry(_Entry):
    """A possible cause of the crisis: mechanisms that can be switched off together."""

    name: Name = Field(description="Identifier of the explanation.")
    title: Text = Field(description="Name to print.")
    mechanisms: list[Name] = Field(
        description="Mechanisms that it consists of; none if it can only be named, not tested."
    )
    prior: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.5, description="Probability before the record is looked at."
    )
    meaning: Text = Field(description="One sentence.")
    source: Text = Field(description="Who holds it.")


class InterventionEntry(_Entry):
    """A named change of the scenario, for asking what would have happened otherwise."""

    name: Name = Field(description="Identifier of the intervention.")
    title: Text = Field(description="Name to print.")
    meaning: Text = Field(description="One sentence: what is changed, and how.")
    without: list[Name] = Field(
        default=[], description="Mechanisms or explanations that it switches off."
    )
    set: dict[str, CellText] = Field(
        default={},
        description="Values by `mechanism.parameter` or `table.row.column`, under the same checks "
        "as the files.",
    )
    source: Text = Field(description="Who raised it, or `assumption: ...`.")

    @model_validator(mode="after")
    def _check(self) -> InterventionEntry:
        if not self.without and not self.set:
            raise _bad("an intervention that changes nothing", "`without` or `set`")
        return self


class ScenarioDocument(_Entry):
    """The whole of ``scenario.yaml``."""

    format: Literal["scenario/1"] = Field(description="Version of the format: `scenario/1`.")
    title: Text = Field(description="Name to print.")
    country: Text = Field(description="The country.")
    summary: Text = Field(description="What happened, in one paragraph.")
    start: Moment = Field(description="First day, local time.")
    schedule: list[PhaseEntry] = Field(min_length=1, description="Phases, one after the other.")
    holidays: list[HolidayEntry] = Field(default=[], description="Days without work.")
    mechanisms: list[Name | MechanismFile] = Field(
        description="Names of mechanisms, or `{file: name.py}` for one in the folder."
    )
    parameters: dict[Name, ParameterEntry] = Field(
        description="Settings of the mechanisms' parameters, by `mechanism.parameter`."
    )
    reporting: dict[Name, ReportingEntry] = Field(
        default={}, description="Reporting errors by name; one that is left out has its default."
    )
    explanations: list[ExplanationEntry] = Field(
        default=[], description="Explanations to be weighed; they need not exclude each other."
    )
    interventions: list[InterventionEntry] = Field(
        default=[], description="Named changes that can be asked about, alone or together."
    )


_ENTRIES: dict[str, type[BaseModel]] = {
    "schedule": PhaseEntry,
    "holidays": HolidayEntry,
    "mechanisms": MechanismFile,
    "parameters": ParameterEntry,
    "reporting": ReportingEntry,
    "explanations": ExplanationEntry,
    "interventions": InterventionEntry,
}


def validate(document: Document, problems: list[Problem]) -> ScenarioDocument | None:
    """Check the keys and values; None after adding every problem."""
    if not isinstance(document.value, dict):
        problems.append(Problem(FILE, 1, None, "no keys at the top", "keys such as title: ..."))
        return None
    before = len(problems)
    try:
        model = ScenarioDocument.model_validate(document.value)
    except ValidationError as error:
        found = [_problem(document, item) for item in error.errors()]
        problems.extend(dict.fromkeys(found))
        return None
    problems.extend(_cross_check(document, model))
    return None if len(problems) > before else model


def _problem(document: Document, item: Any) -> Problem:
    path = _real_path(item["loc"], document.value)
    line, where, kind = document.line(path), dotted(path) or None, item["type"]
    if kind == "scenario":
        context = item["ctx"]
        near = context["nearest"] or None
        return Problem(FILE, line, where, context["found"], context["expected"], near)
    if kind == "missing":
        return Problem(FILE, line, where, "the key is missing", _description(path))
    if kind == "extra_forbidden":
        valid = _keys_beside(path)
        near = nearest(str(path[-1]), valid)
        return Problem(FILE, line, where, "unknown key", "one of " + listed(valid), near)
    found = f"got {quoted(item['input'])}"
    if kind.startswith("union_tag"):
        given = item["input"]
        word = str(next(iter(given))) if isinstance(given, dict) and len(given) == 1 else ""
        expected = "one of " + listed(KINDS) + ", such as {uniform: [0, 1]}"
        return Problem(FILE, line, where, found, expected, nearest(word, KINDS))
    message = str(item["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return Problem(FILE, line, where, found, message[:1].lower() + message[1:])


def _real_path(location: tuple[str | int, ...], value: Any) -> Path:
    """Drop the words that pydantic adds for the members of a union."""
    path: list[str | int] = []
    for i, part in enumerate(location):
        inside = _item(value, part)
        if inside is not _ABSENT:
            value = inside
        elif i < len(location) - 1 or part == "[key]" or not isinstance(value, dict):
            continue
        path.append(part)
    return tuple(path)


_ABSENT = object()


def _item(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(part, _ABSENT)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return _ABSENT


def _fields_beside(path: Path) -> dict[str, Any]:
    model: type[BaseModel] = ScenarioDocument
    if len(path) > 1:
        model = _ENTRIES.get(str(path[0]), ScenarioDocument)
    if len(path) > 3 and path[2] == "prior":
        model = KINDS.get(str(path[3]), model)
        if len(path) > 4:
            inner = model.model_fields[str(path[3])].annotation
            return dict(getattr(inner, "model_fields", {}))
    return dict(model.model_fields)


def _keys_beside(path: Path) -> list[str]:
    return list(_fields_beside(path))


def _description(path: Path) -> str | None:
    found = _fields_beside(path).get(str(path[-1])) if path else None
    if found is None or not found.description:
        return None
    text = str(found.description)
    return text[:1].lower() + text[1:].rstrip(".")


def _cross_check(document: Document, model: ScenarioDocument) -> list[Problem]:
    problems: list[Problem] = []

    def add(path: Path, found: str, expected: str, near: str | None = None) -> None:
        problems.append(Problem(FILE, document.line(path), dotted(path), found, expected, near))

    problems += reporting.check(model.reporting, FILE, document.lines)
    before = model.start
    for i, phase in enumerate(model.schedule):
        if phase.until <= before:
            add(("schedule", i, "until"), f"got '{phase.until}'", f"a time after {before}")
        elif phase.until - before < timedelta(days=phase.tick):
            add(("schedule", i, "tick"), "the tick is longer than its phase", "a shorter one")
        before = max(before, phase.until)
    names = mechanism_names(model)
    for i, name in enumerate(names):
        if name in names[:i]:
            add(("mechanisms", i), f"{quoted(name)} stands twice", "it once")
    for key, given in (
        ("explanations", [item.name for item in model.explanations]),
        ("interventions", [item.name for item in model.interventions]),
    ):
        for i, name in enumerate(given):
            if name in given[:i]:
                path: Path = (key, i, "name")
                add(path, f"{quoted(name)} stands twice", "a name of its own")
    for i, explanation in enumerate(model.explanations):
        for k, name in enumerate(explanation.mechanisms):
            if name not in names:
                path = ("explanations", i, "mechanisms", k)
                add(
                    path, f"got {quoted(name)}", "a mechanism of the scenario", nearest(name, names)
                )
    return problems


def mechanism_names(model: ScenarioDocument) -> list[str]:
    """Give the names of the mechanisms; one in a file is called like the file."""
    return [
        entry.file.removesuffix(".py") if isinstance(entry, MechanismFile) else entry
        for entry in model.mechanisms
    ]
