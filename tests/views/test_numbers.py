"""Numbers and moments are short, and say what they are."""

from datetime import datetime
from math import inf, nan

import pytest

from upheaval.views import numbers

START = datetime(2022, 1, 1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (238, "238"),
        (9_999, "9,999"),
        (10_000, "10k"),
        (36_831, "36.8k"),
        (123_456, "123k"),
        (999_499, "999k"),
        (1_234_567, "1.23M"),
        (nan, "not run"),
    ],
)
def test_a_count_has_three_digits_that_matter_from_ten_thousand_on(value: float, text: str) -> None:
    assert numbers.count(value) == text


def test_a_count_without_a_range_stands_alone() -> None:
    assert numbers.count_range(5, 5, 5) == "5"
    assert numbers.count_range(50, 20, 60) == "50 (20–60)"


def test_a_moment_is_a_local_day_and_hour() -> None:
    assert numbers.moment(START, 4.75) == "5 Jan 18h"
    assert numbers.moment(START, inf) == "never"
    assert numbers.moment(START, nan) == "not run"


def test_the_range_of_a_moment_names_only_other_days() -> None:
    assert numbers.moment_range(START, 4.75, 4.5, 4.875) == "5 Jan 18h (12h–21h)"
    assert numbers.moment_range(START, 4.75, 4.5, 5.25) == "5 Jan 18h (12h–6 Jan 6h)"
    assert numbers.moment_range(START, 4.75, 3.5, 4.875) == "5 Jan 18h (4 Jan 12h–21h)"


def test_the_end_of_a_day_is_its_24h() -> None:
    assert numbers.moment_range(START, 4.5, 4.0, 5.0) == "5 Jan 12h (0h–24h)"
    assert numbers.moment_range(START, 4.5, 4.0, 6.0) == "5 Jan 12h (0h–6 Jan 24h)"


def test_a_duration_has_minutes_from_one_on() -> None:
    assert numbers.duration(9.87) == "9.87 s"
    assert numbers.duration(97.3) == "1 min 37 s"
