"""Reporting errors: how wrong a row of the record may be beyond its stated range.

A scenario says so in the section ``reporting``; what it leaves out has the default declared here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from upheaval.errors import listed, nearest
from upheaval.scenario import units
from upheaval.scenario.parameters import Parameter, ParameterSetting
from upheaval.scenario.problems import Problem


class Entry(Protocol):
    """What a scenario says of one reporting error, as far as it is read here."""

    @property
    def value(self) -> float:
        """One value."""

    @property
    def range(self) -> tuple[float, float]:
        """Low and high."""

    @property
    def unit(self) -> str:
        """Unit of both."""

    @property
    def source(self) -> str:
        """Where it is from."""


_DEFAULT_SOURCE = "assumption: default of the format, no measurement"

DECLARED: dict[str, tuple[Parameter, float]] = {
    parameter.name: (parameter, default)
    for parameter, default in (
        (Parameter("shortest_time_error", "hour", 1e-3, 8766.0,
                   "Least error of a time, standard deviation."), 1.0),
        (Parameter("longest_time_error", "hour", 1e-3, 8766.0,
                   "Largest error of a time, standard deviation, however wide its range."), 24.0),
        (Parameter("relative_error_high", "1", 1e-4, 10.0,
                   "Least relative error of a count or number of high confidence: standard "
                   "deviation of its logarithm."), 0.05),
        (Parameter("relative_error_medium", "1", 1e-4, 10.0,
                   "The same of medium confidence."), 0.15),
        (Parameter("relative_error_low", "1", 1e-4, 10.0,
                   "The same of low confidence."), 0.35),
        (Parameter("wrong_high", "1", 1e-6, 0.5,
                   "Probability that a yes or no of high confidence is wrong."), 0.02),
        (Parameter("wrong_medium", "1", 1e-6, 0.5,
                   "The same of medium confidence."), 0.05),
        (Parameter("wrong_low", "1", 1e-6, 0.5,
                   "The same of low confidence."), 0.15),
    )
}  # fmt: skip
"""Every reporting error with its unit, its bounds and its default."""

_RISING = (
    ("shortest_time_error", "longest_time_error"),
    ("relative_error_high", "relative_error_medium"),
    ("relative_error_medium", "relative_error_low"),
    ("wrong_high", "wrong_medium"),
    ("wrong_medium", "wrong_low"),
)
"""Pairs of which the first may not be larger: less confidence, more error."""


def settings(given: Mapping[str, Entry]) -> dict[str, ParameterSetting]:
    """Give every reporting error in the unit of its declaration: as given, else by default."""
    found = {}
    for name, (declared, default) in DECLARED.items():
        entry = given.get(name)
        if entry is None:
            bounds = (declared.minimum, declared.maximum)
            found[name] = ParameterSetting(
                name, declared.unit, declared.unit, declared.meaning, _DEFAULT_SOURCE, bounds,
                default,
            )  # fmt: skip
        else:
            found[name] = _setting(declared, entry)
    return found


def usual() -> dict[str, ParameterSetting]:
    """Give every reporting error at its default."""
    return settings({})


def _setting(declared: Parameter, entry: Entry) -> ParameterSetting:
    setting = ParameterSetting(
        declared.name, entry.unit, entry.unit, declared.meaning, entry.source, entry.range,
        entry.value,
    )  # fmt: skip
    return setting.in_unit(declared.unit)


def check(
    given: Mapping[str, Entry], file: str, lines: Mapping[tuple[str | int, ...], int]
) -> list[Problem]:
    """Give everything that is wrong with the section beyond its keys.

    Unknown names, units that cannot be converted, ranges outside the bounds, and errors that are
    smaller where confidence is lower.
    """
    problems: list[Problem] = []

    def add(name: str, key: str, found: str, expected: str, near: str | None = None) -> None:
        path = ("reporting", name, key) if key else ("reporting", name)
        line = lines.get(path, lines.get(("reporting", name)))
        problems.append(Problem(file, line, ".".join(path), found, expected, near))

    for name, entry in given.items():
        if name not in DECLARED:
            expected = "one of " + listed(DECLARED)
            add(name, "", "there is no such reporting error", expected, nearest(name, DECLARED))
            continue
        declared, _ = DECLARED[name]
        try:
            setting = _setting(declared, entry)
        except units.UnitError as error:
            add(name, "unit", error.message, f"a unit that converts to {declared.unit}")
            continue
        if setting.low < declared.minimum or setting.high > declared.maximum:
            found = f"got the range {setting.low:g} to {setting.high:g} {declared.unit}"
            bounds = f"{declared.minimum:g} to {declared.maximum:g} {declared.unit}"
            add(name, "range", found, f"one within {bounds}")
    if not problems:
        now = settings(given)
        for less, more in _RISING:
            low, high = now[less].value, now[more].value
            if low is not None and high is not None and low > high:
                name = less if less in given else more
                found = f"{less} is {low:g} {now[less].unit} and {more} {high:g}"
                add(name, "", found, f"{less} to be the smaller of the two")
    return problems
