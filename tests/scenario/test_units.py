"""Units convert as pint does, and nothing that pint cannot read gets through."""

import subprocess
import sys

import pytest

from upheaval.scenario import units
from upheaval.scenario.tables import TABLES


@pytest.mark.parametrize("unit", sorted(units.COMMON - {units.DATE}))
def test_pint_knows_every_common_spelling(unit):
    assert units._quantity(1.0, unit).magnitude == 1.0


def test_pint_knows_every_unit_of_a_column():
    for kind in TABLES.values():
        for column in kind.columns:
            if column.unit:
                units.check(column.unit)


@pytest.mark.parametrize(
    ("unit", "wanted", "expected"),
    [
        ("day", "hour", 24.0),
        ("percent", "1", 0.01),
        ("troops", "person", 1.0),
        ("people/day", "person/week", 7.0),
        ("KZT/liter", "tenge/m^3", 1000.0),
        ("1/hour", "1/day", 24.0),
        ("date", "date", 1.0),
    ],
)
def test_factors(unit, wanted, expected):
    assert units.factor(unit, wanted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [("day", "person"), ("KZT", "USD"), ("date", "day"), ("degC", "kelvin"), ("nope", "day")],
)
def test_what_cannot_be_converted_is_an_error(unit, wanted):
    with pytest.raises(units.UnitError):
        units.factor(unit, wanted)


@pytest.mark.parametrize("unit", ["", "9**9**9**9", "day**99999999", "2 day", "__import__('os')"])
def test_what_is_no_unit_is_an_error_at_once(unit):
    with pytest.raises(units.UnitError):
        units.check(unit)


def test_the_scenario_room_loads_nothing_heavy():
    code = (
        "import sys, upheaval.scenario as s; "
        "print([m for m in ('numba', 'xarray', 'pint', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
