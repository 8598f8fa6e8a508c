"""Errors say what was wrong and offer the nearest right name."""

from upheaval.errors import UpheavalError, nearest, unknown


def test_an_unknown_name_is_answered_with_the_nearest_one_and_the_known_ones() -> None:
    message = unknown("mechanism", "curt", {"streets", "court"})
    assert message == "unknown mechanism 'curt'; did you mean 'court'? known: court, streets"


def test_a_name_like_no_other_gets_no_guess() -> None:
    assert unknown("city", "xyz", ["Aktau"]) == "unknown city 'xyz'; known: Aktau"
    assert unknown("city", "xyz", []) == "unknown city 'xyz'; no city is known here"


def test_the_nearest_name_is_found_whatever_its_case() -> None:
    assert nearest("ALMATI", ["Almaty", "Aktau"]) == "Almaty"
    assert nearest("Oslo", ["Almaty", "Aktau"]) is None


def test_an_error_carries_its_message() -> None:
    error = UpheavalError("citizens.csv, row 3: share must be between 0 and 1")
    assert error.message == str(error) == "citizens.csv, row 3: share must be between 0 and 1"
