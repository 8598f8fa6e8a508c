"""A probability is a word with its range; a range across a border gets two words."""

import pytest

from upheaval.record.outcomes import Share
from upheaval.views.likelihood_words import (
    BANDS,
    band_of,
    limits,
    percent,
    percent_range,
    phrase,
    words,
)


def test_the_bands_leave_no_gap_between_none_and_all() -> None:
    assert BANDS[0][0] == 0.0
    assert BANDS[-1][1] == 1.0
    assert [band[1] for band in BANDS[:-1]] == [band[0] for band in BANDS[1:]]


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.0, "almost no chance"),
        (0.04, "almost no chance"),
        (0.1, "very unlikely"),
        (0.3, "unlikely"),
        (0.5, "roughly even chance"),
        (0.7, "likely"),
        (0.9, "very likely"),
        (0.96, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_each_share_has_the_word_of_its_band(share: float, word: str) -> None:
    assert words(share, share) == word


def test_a_share_on_a_border_belongs_to_the_band_above() -> None:
    assert BANDS[band_of(0.55)][2] == "likely"


def test_a_range_within_a_band_gets_one_word() -> None:
    assert words(0.58, 0.68) == "likely"


def test_a_range_across_a_border_gets_both_words() -> None:
    assert words(0.70, 0.85) == "likely to very likely"
    assert limits(0.70, 0.85) == (0.55, 0.95)


def test_a_range_across_several_borders_gets_the_words_of_its_ends() -> None:
    assert words(0.1, 0.6) == "very unlikely to likely"


def test_a_range_that_only_touches_a_border_gets_one_word() -> None:
    assert words(0.60, 0.80) == "likely"


def test_a_phrase_holds_words_their_range_and_the_share() -> None:
    assert phrase(Share(63, 100, 0.58, 0.68)) == "likely (55–80%; here 63%)"
    assert phrase(Share(75, 100, 0.67, 0.82)) == "likely to very likely (55–95%; here 75%)"


def test_what_is_neither_none_nor_all_is_not_rounded_to_it() -> None:
    assert [percent(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0%", "<1%", "50%", ">99%", "100%",
    ]  # fmt: skip
    assert percent_range(0.005, 0.1) == "0–10%"


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        words(share, share)
