"""The glossary is complete, in order, and leads to pages that exist."""

from pathlib import Path

import pytest

from upheaval.views.glossary import Term, page, terms

DOCS = Path(__file__).resolve().parents[2] / "docs"

# The words that answers, pages and commands use and that a newcomer looks up first.
EXPECTED = {
    *("value of information", "tautological evidence", "recalibration", "conditioning"),
    *("information set", "competing hypotheses", "paired worlds", "likelihood ratio", "prior"),
    *("posterior", "identified", "typicality", "coverage", "Shapley share", "necessity"),
    *("sufficiency", "selectorate", "cascade", "continuous ranked probability score"),
}


def test_there_are_forty_terms_or_more_in_the_order_of_the_alphabet_and_none_twice():
    names = [entry.term.lower() for entry in terms()]
    assert len(names) >= 40
    assert names == sorted(set(names))
    assert {entry.term for entry in terms()} >= EXPECTED


def test_no_form_stands_for_two_terms():
    forms = [form.lower() for entry in terms() for form in (entry.term, *entry.also)]
    assert sorted(forms) == sorted(set(forms))


@pytest.mark.parametrize("entry", terms(), ids=lambda entry: entry.term)
def test_an_entry_is_one_line_with_a_source_and_a_page(entry: Term):
    assert entry.meaning.endswith(".")
    assert len(entry.meaning) <= 160
    assert "|" not in entry.meaning + entry.source
    assert entry.source == "Term of this project" or any(sign.isdigit() for sign in entry.source)
    assert (DOCS / entry.page).is_file()


def test_the_page_has_one_row_for_each_term():
    assert page().count("\n| **") == len(terms())
    assert "(CRPS)" in page()
