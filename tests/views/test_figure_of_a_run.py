"""The figure shows what happened where, how runs end, and when things turned."""

import dataclasses
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import synthetic
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.views import style
from upheaval.views.figures.map import Projection, radius
from upheaval.views.figures.run import draw, save_figure


@pytest.fixture(scope="module")
def figure() -> Figure:
    return draw(synthetic.run(), synthetic.scenario())


def texts(figure: Figure) -> list[Text]:
    figure.canvas.draw()
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text.axes is not None
    ]


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in texts(figure)]


def lightness(color: str) -> float:
    red, green, blue = to_rgb(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_figure_has_four_maps_a_key_and_two_panels(figure: Figure) -> None:
    assert len(figure.axes) == 7
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles[:4] == ["2 Jan", "4 Jan", "5 Jan", "8 Jan"]


def test_every_outcome_is_named_with_its_range(figure: Figure) -> None:
    found = words(figure)
    assert "How 3 runs end" in found
    for name in OUTCOMES:
        assert name in found
    assert found.count("33% (8–75%)") == 3


def test_the_single_runs_are_those_of_the_run(figure: Figure) -> None:
    panel = figure.axes[5]
    # replicate 0: nobody, drawn on the floor; 50, 1460 and 80 people; 70 in the tick of a week
    expected = [10, 50, 1460, 80, 70]
    drawn = [line.get_ydata()[:5].tolist() for line in panel.lines if len(line.get_ydata()) == 15]
    assert expected in drawn


def test_the_record_is_drawn_over_the_runs(figure: Figure) -> None:
    panel = figure.axes[5]
    marks = [line.get_xydata().tolist() for line in panel.lines if line.get_marker() == "D"]
    assert [[2.5, 1000.0]] in marks


def test_turning_points_stand_in_the_order_of_the_record(figure: Figure) -> None:
    labels = [label.get_text() for label in figure.axes[6].get_yticklabels()]
    assert labels == ["First protest", "patron loses office", "First troops"]


def test_an_event_that_never_comes_in_two_of_three_runs_says_so(figure: Figure) -> None:
    assert words(figure).count("67%") == 2


def test_no_text_lies_on_another_or_beyond_the_edge(figure: Figure) -> None:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    page = figure.bbox
    for position, (one, box) in enumerate(boxes):
        assert box.x0 >= page.x0, one
        assert box.x1 <= page.x1, one
        for other, second in boxes[position + 1 :]:
            assert not box.overlaps(second), (one, other)


def test_a_run_in_which_nothing_happens_can_be_drawn() -> None:
    quiet = synthetic.run().isel(replicate=[1, 1])
    found = words(draw(quiet, synthetic.scenario()))
    assert "100%" in found
    assert "0 people, median run" in found


def test_a_run_that_ends_before_a_map_says_so() -> None:
    cut = synthetic.run().isel(time=slice(0, 12))
    assert "not run" in words(draw(cut, synthetic.scenario()))


def test_a_single_replicate_can_be_drawn() -> None:
    found = words(draw(synthetic.run().isel(replicate=[0]), synthetic.scenario()))
    assert "How the run ends" in found
    assert "median" not in found


def test_a_country_without_a_map_is_drawn_by_its_cities() -> None:
    bare = dataclasses.replace(synthetic.scenario(), map={"features": []})
    found = words(draw(synthetic.run().isel(replicate=[0]), bare))
    # On 4 January only Hill, with 80 people, has a gathering.
    assert found.count("Hill") == 1


def test_a_record_without_turning_points_is_said_to_have_none() -> None:
    found = words(draw(synthetic.run(), synthetic.scenario([])))
    assert "The record dates no turning point." in found


def test_outcomes_get_darker_in_their_order_so_that_gray_printing_keeps_them_apart() -> None:
    light = [lightness(color) for color in style.ordered(OUTCOMES).values()]
    assert all(first - second > 0.04 for first, second in pairwise(light))


def test_the_projection_keeps_areas() -> None:
    project = Projection(np.array([46.0, 87.0]), np.array([40.0, 55.0]))

    def area(longitude: float, latitude: float) -> float:
        step = 0.01
        x, y = project(
            [longitude, longitude + step, longitude + step, longitude],
            [latitude, latitude, latitude + step, latitude + step],
        )
        return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))

    for longitude, latitude in ((47.0, 41.0), (66.0, 48.0), (86.0, 54.0)):
        true = np.radians(0.01) * np.diff(np.sin(np.radians([latitude, latitude + 0.01])))[0]
        assert area(longitude, latitude) == pytest.approx(true, rel=1e-5)


def test_a_circle_grows_with_every_tenfold_of_people() -> None:
    sizes = [radius(people) for people in (100, 1_000, 10_000, 100_000)]
    assert all(first < second for first, second in pairwise(sizes))


def test_a_saved_figure_is_a_png_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = save_figure(synthetic.run(), synthetic.scenario(), tmp_path / "figure.png", dpi=40)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert [item.name for item in tmp_path.iterdir()] == ["figure.png"]


def test_a_figure_that_cannot_be_drawn_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        save_figure(
            synthetic.run().drop_vars("outcome"), synthetic.scenario(), tmp_path / "figure.png"
        )
    assert list(tmp_path.iterdir()) == []
