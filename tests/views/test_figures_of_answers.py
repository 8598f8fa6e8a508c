import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "answers"))

from synthetic_table import made_up

from upheaval.answers.explain.explain import explain_table
from upheaval.answers.whatif.whatif import whatif
from upheaval.errors import UpheavalError
from upheaval.scenario import load
from upheaval.views.figures import explain as explain_figure
from upheaval.views.figures import whatif as whatif_figure


def texts_of(figure: object) -> str:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    assert isinstance(figure, Figure)
    return "\n".join(item.get_text() for item in figure.findobj(Text))  # type: ignore[attr-defined]


def test_the_figure_of_explain_has_every_explanation_before_and_after(tmp_path: Path) -> None:
    table, record = made_up(load("kazakhstan-2022"), tmp_path, 900)
    answer = explain_table(table, record, workers=1)
    shown = texts_of(explain_figure.draw(answer))
    for item in answer.beliefs:
        assert item.title in shown
    assert "No probabilities" not in shown
    file = explain_figure.save_figure(answer, tmp_path / "explained.png", dpi=60)
    assert file.stat().st_size > 5_000
    with pytest.raises(UpheavalError, match="cannot write"):
        explain_figure.save_figure(answer, tmp_path / "nowhere" / "explained.png")


def test_the_figure_of_whatif_sets_worlds_with_the_change_beside_those_without(
    tmp_path: Path,
) -> None:
    answer = whatif(
        "kazakhstan-2022", without=["alliance"], replicates=4, scale=1000, until="2022-01-06",
        workers=1, progress=False,
    )  # fmt: skip
    shown = texts_of(whatif_figure.draw(answer))
    for words in ("What if? without alliance", "duumvirate holds", "peak participants"):
        assert words in shown
    file = whatif_figure.save_figure(answer, tmp_path / "whatif.svg")
    assert "<svg" in file.read_text(encoding="utf-8")
