"""The classic figures."""

from pathlib import Path

import pytest

from upheaval.theory.figures import FIGURES, draw, save
from upheaval.theory.registry import MODELS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "theory" / "figures"
QUICK = ["crown_prince", "daley_kendall", "kuran", "lichbach", "organs", "selectorate"]


def test_every_figure_belongs_to_a_model():
    assert set(FIGURES) <= set(MODELS)


def test_the_pages_have_every_figure_and_none_is_heavy():
    sizes = {file.stem: file.stat().st_size for file in FOLDER.glob("*.png")}
    assert set(FIGURES) - set(sizes) == set()
    assert {name: size for name, size in sizes.items() if size >= 100_000} == {}


@pytest.mark.parametrize("name", QUICK)
def test_a_figure_has_a_title_named_axes_and_something_drawn(name):
    for axes in draw(name).axes:
        assert axes.get_title(loc="left")
        assert axes.get_xlabel()
        assert axes.lines or axes.patches


def test_the_duumvirate_is_drawn_as_the_kernel_decides_it():
    (axes,) = draw("acemoglu_egorov_sonin").axes
    patron = axes.lines[0]
    powers, height = patron.get_xdata(), patron.get_ydata()
    inside = powers[height == 0]
    assert inside.min() == pytest.approx(0.525)
    assert not ((inside > 4.01) & (inside < 9.49)).any()
    assert (inside > 9.5).any()


def test_the_same_figure_is_saved_as_the_same_bytes(tmp_path):
    for name in ("one.png", "two.png"):
        save("organs", tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
