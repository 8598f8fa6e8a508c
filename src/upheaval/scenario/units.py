"""Units of a scenario: pint's, with money and people added.

pint takes half a second to start. So it is imported only for a spelling that is not in
``COMMON``, and for a conversion between two different spellings.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from upheaval.errors import UpheavalError

COMMON = frozenset(
    {
        "1", "1/day", "day", "days", "hour", "hours", "date", "degree", "percent", "person",
        "persons", "people", "troops", "KZT/liter", "KZT/month", "person/day", "1/person",
        "region", "city", "site", "weapon", "KZT", "KZT/day", "KZT/kWh", "MW", "kWh", "liter/day",
        "1/year", "km",
    }
)  # fmt: skip
"""Spellings that need no look at pint (a test asks pint about each)."""

DATE = "date"
"""Unit of a measure whose value is a moment, not a number."""

_DEFINITIONS = (
    "person = [person] = _ = people = citizen = participant = death = detainee",
    "troop = person",
    "KZT = [money_KZT] = _ = tenge",
    "USD = [money_USD] = _ = dollar",
    "RUB = [money_RUB] = _ = ruble",
    "region = [region]",
    "city = [city] = _ = cities",
    "event = [event]",
    "weapon = [weapon]",
    "site = [site]",
)

# Only names joined by * and /, each with a small power: pint would compute 9**9**9 for hours.
_NAME = r"[A-Za-z%°_]+"
_FACTOR = rf"(?:1|{_NAME}(?:\s*(?:\^|\*\*)\s*-?[1-9])?)"
_SPELLING = re.compile(rf"{_FACTOR}(?:\s*[*/]\s*{_FACTOR}){{0,7}}")


class UnitError(UpheavalError):
    """A unit is unknown, or cannot be converted to the unit that is needed."""


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry()
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


@cache
def check(unit: str) -> None:
    """Raise `UnitError` unless ``unit`` is a unit that a scenario can use."""
    if unit not in COMMON:
        _quantity(1.0, unit)


@cache
def factor(unit: str, wanted: str) -> float:
    """Give the number that a value in ``unit`` is multiplied by to be in ``wanted``.

    Raises
    ------
    UnitError
        If either is unknown, if one measures something else than the other, or if their zeros
        differ (degrees Celsius against kelvin).
    """
    if unit == wanted:
        check(unit)
        return 1.0
    if DATE in (unit, wanted):
        raise UnitError(f"unit {unit!r} cannot be converted to {wanted!r}")
    target = _quantity(1.0, wanted).units
    try:
        zero = _quantity(0.0, unit).to(target).magnitude
        one = _quantity(1.0, unit).to(target).magnitude
    except _pint_error() as error:
        raise UnitError(f"unit {unit!r} cannot be converted to {wanted!r}") from error
    if zero != 0.0:
        raise UnitError(f"unit {unit!r} has another zero than {wanted!r}")
    return float(one)


def _quantity(value: float, unit: str) -> Any:
    # pint raises a dozen kinds of error, some of the tokenizer, for text it cannot read.
    if not _SPELLING.fullmatch(unit):
        raise UnitError(f"unknown unit {unit!r}")
    try:
        return value * _registry().Quantity(unit)
    except Exception as error:
        raise UnitError(f"unknown unit {unit!r}") from error


def _pint_error() -> type[Exception]:
    from pint.errors import PintError

    return PintError
