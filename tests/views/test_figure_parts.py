"""The pages of small charts: every part has one, all are drawn, and empty ones say why."""

from pathlib import Path

import numpy as np
import pytest
import synthetic
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from upheaval.answers.parts.listing import PARTS
from upheaval.record.series import Series
from upheaval.runs.simulate import simulate
from upheaval.scenario import load
from upheaval.views.figures.bands import name_ends, wrapped
from upheaval.views.figures.parts import PAGES, draw_page, save_parts


@pytest.fixture(scope="module")
def run() -> Series:
    scenario = load("kazakhstan-2022")
    dataset = simulate(scenario, 3, 1000, workers=1, progress=False, until="2022-01-12")
    return Series(dataset, scenario)


def numbers_of(title: str) -> set[int]:
    head = title.split("  ")[0]
    return {int(number) for number in head.split(", ")}


def test_every_part_has_a_chart() -> None:
    drawn = {n for _, charts in PAGES.values() for c in charts for n in numbers_of(c.title)}
    assert drawn == {part.number for part in PARTS}


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_of_a_page_holds_something_or_says_why_not(run: Series, name: str) -> None:
    figure = draw_page(run, name)
    assert len(figure.axes) == len(PAGES[name][1])
    for axes in figure.axes:
        shown = [*axes.lines, *axes.collections, *axes.patches]
        assert shown or axes.texts, axes.get_title(loc="left")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_reaches_beyond_the_page(run: Series, name: str) -> None:
    figure = draw_page(run, name)
    figure.canvas.draw()
    width, height = figure.get_size_inches() * figure.dpi
    for axes in figure.axes:
        low, high = sorted(axes.get_ylim())
        # Ticks beyond the axis have labels that are never drawn.
        ticks = zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
        drawn = [label for at, label in ticks if low <= at <= high]
        for text in (*drawn, *axes.texts, axes.title, axes.xaxis.label):
            if text.get_text():
                box = text.get_window_extent()
                assert box.x0 >= 0, text.get_text()
                assert box.x1 <= width, text.get_text()
                assert 0 <= box.y0 < height, text.get_text()


def test_a_run_without_the_fields_is_drawn_with_a_word_in_their_place() -> None:
    bare = Series(synthetic.run().drop_vars("rivalry", errors="ignore"), synthetic.scenario())
    figure = draw_page(bare, "parts_3_court")
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert "The run did not record it." in words


def test_pages_are_left_as_whole_files(run: Series, tmp_path: Path) -> None:
    files = save_parts(run, tmp_path / "figures", dpi=40)
    assert {file.name for file in (tmp_path / "figures").iterdir()} == {
        f"{name}.png" for name in PAGES
    }
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files)


def test_names_at_the_ends_of_lines_keep_apart() -> None:
    axes: Axes = Figure().add_subplot()
    axes.set_ylim(0, 1)
    name_ends(axes, [(0.99, "a", "k"), (0.99, "b", "k"), (0.98, "c", "k"), (0.1, "d", "k")])
    heights = sorted(float(text.xy[1]) for text in axes.texts)
    assert np.diff(heights).min() > 0.08
    assert heights[-1] <= 1.0


def test_long_names_break_into_two_lines_at_most() -> None:
    assert wrapped("President") == "President"
    assert wrapped("Chair of the Security Council for life").count("\n") == 1
    assert wrapped("one two three four five six seven eight nine ten eleven").endswith(" …")
