"""The pages stand by what the engine gives today."""

from pathlib import Path

import pytest

from upheaval.theory.pages import filled, models_of
from upheaval.theory.registry import MODELS
from upheaval.theory.rows import row

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "theory"


def test_every_page_is_as_the_tool_would_write_it(rows_by_model):
    stale = [
        page.name
        for page in sorted(FOLDER.glob("*.md"))
        if filled(page.read_text(encoding="utf-8"), rows_by_model)
        != page.read_text(encoding="utf-8")
    ]
    assert stale == [], "run: make documents"


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_every_model_has_a_page_with_its_numbers_and_figure(model):
    text = (FOLDER / f"{model.page}.md").read_text(encoding="utf-8")
    assert model.name in models_of(text)
    assert f"(figures/{model.name}.png)" in text


@pytest.mark.parametrize("page", sorted({model.page for model in MODELS.values()}))
def test_every_page_gives_setting_things_to_try_and_source(page):
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    assert "## Setting in the engine" in text
    assert "## To try" in text
    assert "\n## Source" in text
    assert "$" in text


def test_links_between_pages_lead_somewhere():
    import re

    for page in FOLDER.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (FOLDER / target).exists(), f"{page.name}: {target}"


def test_a_block_is_filled_between_its_marks_and_the_rest_is_left_alone():
    text = "before\n<!-- numbers: m -->\nold\n<!-- end -->\nafter"
    good = row("m", "q", 1, 1, 0, "s", "C", "kernel k")
    bad = row("m", "r", 1, 2, 0.5, "s", "V", "kernel k")
    new = filled(text, {"m": [good, bad]})
    assert new.startswith("before\n<!-- numbers: m -->\n")
    assert new.endswith("<!-- end -->\nafter")
    assert "| q | 1 | 1 | exact | kernel k | C |" in new
    assert "| r | 1 | 2 **fails** | 0.5 | kernel k | V |" in new
    assert "old" not in new
    assert filled(new, {"m": [good, bad]}) == new


def test_the_mechanisms_that_use_a_closed_form_are_read_from_their_imports():
    text = filled("<!-- used by: loyalty coalition threshold_model -->\n<!-- end -->", {})
    assert "- `loyalty`: `organs`" in text
    assert "- `coalition`: `court`" in text


def test_a_model_without_rows_is_an_error():
    with pytest.raises(KeyError):
        filled("<!-- numbers: nobody -->\n<!-- end -->", {})
