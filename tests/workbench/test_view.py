import json
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bundles import WIDGET, write_bundle
from nbclient import NotebookClient

import upheaval as up
from upheaval.errors import UpheavalError
from upheaval.workbench import bundle_files
from upheaval.workbench import view as views
from upheaval.workbench.page.model import Page
from upheaval.workbench.page.page import page_json


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_bundle(tmp_path / "bundle")
    monkeypatch.setattr(bundle_files, "BUNDLE", folder)
    views._kind.cache_clear()
    monkeypatch.setattr(views, "_kind", views._kind.__wrapped__)
    return folder


@pytest.mark.usefixtures("stand_in")
def test_a_view_holds_the_page_of_its_run(run: Any, page: Page) -> None:
    widget = up.view(run)
    assert json.loads(widget.page) == json.loads(page_json(page))
    assert widget.height == 720
    assert widget._esm == WIDGET
    assert up.view(page, height=300).height == 300


@pytest.mark.usefixtures("stand_in")
def test_a_view_of_another_scenario_is_refused(run: Any, tmp_path: Path) -> None:
    from upheaval.scenario import write_template

    write_template(tmp_path / "other")
    with pytest.raises(UpheavalError):
        up.view(run, tmp_path / "other")


def test_without_anywidget_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, page: Page) -> None:
    views._kind.cache_clear()
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(UpheavalError, match=r"upheaval\[notebook\]"):
        up.view(page)


def test_in_a_real_kernel_the_model_of_the_widget_holds_the_page(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "bundle")
    code = f"""
import upheaval as up
from pathlib import Path
from upheaval.workbench import bundle_files
bundle_files.BUNDLE = Path({str(folder)!r})
run = up.simulate(
    "kazakhstan-2022", replicates=2, scale=1000, until="2022-01-02", workers=1, progress=False
)
up.view(run)
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    (output,) = [item for item in notebook.cells[0].outputs if item.output_type != "stream"]
    shown = output["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
    models = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    held = json.loads(models[shown]["state"]["page"])
    assert held["format"] == "upheaval-page/1"
    assert held["run"]["replicates"] == 2
    assert held["days"] == ["2022-01-01", "2022-01-02"]
