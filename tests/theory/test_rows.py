"""One row of the theory table."""

import math
from dataclasses import fields

import pytest

from upheaval.theory.rows import TheoryRow, row, rows_of, worded, worded_tolerance


def made(expected, ours, tolerance=0.0, tag="C"):
    return row("m", "q", expected, ours, tolerance, "s", tag, "kernel")


def test_a_row_has_the_fields_of_the_table_in_their_order():
    assert [field.name for field in fields(TheoryRow)] == [
        *("model", "quantity", "expected", "ours", "tolerance", "ok", "source", "tag", "mechanism")
    ]
    assert list(made(1, 1).as_json()) == [field.name for field in fields(TheoryRow)]


@pytest.mark.parametrize(
    ("expected", "ours", "tolerance", "ok"),
    [
        (1.0, 1.05, 0.1, True),
        (1.0, 1.15, 0.1, False),
        (1, 1, 0, True),
        (1.0, math.nan, 10.0, False),
        (math.inf, math.inf, 0.0, True),
        (math.inf, 1e300, 1.0, False),
        (1.0, math.inf, 1.0, False),
        ("{N}", "{N}", 0.0, True),
        ("{N}", "{T}", 5.0, False),
        ("1", 1.0, 5.0, False),
        (2.0, 2.0, "exact", True),
        (2.0, 2.1, "exact", False),
        (100.0, 104.0, ("relative", 0.05), True),
        (100.0, 106.0, ("relative", 0.05), False),
        (5.0, 9.0, (4.0, 9.0), True),
        (5.0, 9.1, (4.0, 9.0), False),
    ],
)
def test_a_row_passes_only_within_its_tolerance(expected, ours, tolerance, ok):
    assert made(expected, ours, tolerance).ok is ok


def test_an_unknown_tag_or_an_impossible_tolerance_is_refused():
    with pytest.raises(ValueError, match="tag"):
        made(1, 1, tag="X")
    for wrong in (-1.0, "about", ("relative", -0.1), ("absolute", 0.1), (2.0, 1.0)):
        with pytest.raises(ValueError, match="tolerance"):
            made(1, 1, tolerance=wrong)


def test_rows_of_one_model_share_model_source_and_mechanism():
    both = rows_of("m", "s", "kernel", [("a", 1, 1, 0, "V"), ("b", 1, 2, 0, "C")])
    assert [(r.model, r.source, r.mechanism, r.quantity, r.ok) for r in both] == [
        ("m", "s", "kernel", "a", True),
        ("m", "s", "kernel", "b", False),
    ]


def test_values_are_worded_without_the_noise_of_rounding():
    assert worded(-1.1e-17) == "0"
    assert worded(0.1 + 0.2) == "0.3"
    assert worded("{N}") == "{N}"
    assert worded(1e6) == "1e+06"


@pytest.mark.parametrize(
    ("tolerance", "words"),
    [(0, "exact"), ("exact", "exact"), (1e-6, "1e-06"), (("relative", 0.05), "0.05 of it"),
     ((4.0, 9.0), "4 to 9")],
)  # fmt: skip
def test_tolerances_are_worded(tolerance, words):
    assert worded_tolerance(tolerance) == words
