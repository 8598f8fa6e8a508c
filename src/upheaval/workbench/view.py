"""The widget of `up.view`: the page in a notebook, by the same front end."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upheaval.errors import UpheavalError
from upheaval.workbench import bundle_files
from upheaval.workbench.page.model import Page
from upheaval.workbench.page.page import Answers, page_json, page_of, stored_scenario

if TYPE_CHECKING:
    import xarray

    from upheaval.scenario import Scenario

NO_WIDGETS = "up.view needs the package anywidget; install it with pip install 'upheaval[notebook]'"


def view(
    result: xarray.Dataset | str | Path | Page,
    scenario: Scenario | str | Path | None = None,
    *,
    explained: Any = None,
    height: int = 720,
) -> Any:
    """Show a run as the workbench does, in a notebook.

    Parameters
    ----------
    result : xarray.Dataset, str, Path or Page
        What `simulate` or `open_store` gives, or the folder of a store.
    scenario : Scenario, str or Path, optional
        The scenario of the run, without its changes; by default the one of the run's name, or the
        copy in the store.
    explained : Explained, optional
        What `explain` gives, for the screen of explanations.
    height : int
        Height of the widget in pixels.

    Returns
    -------
    anywidget.AnyWidget
        The widget; its trait ``page`` holds the page as JSON.

    Raises
    ------
    UpheavalError
        If anywidget is not installed, the front end was not built, or the run is of another
        scenario.
    """
    page = result if isinstance(result, Page) else _page(result, scenario, explained)
    return _kind()(page=page_json(page), height=height)


def _page(
    result: xarray.Dataset | str | Path, scenario: Scenario | str | Path | None, explained: Any
) -> Page:
    from upheaval.runs.checking import load
    from upheaval.runs.dataset import open_store
    from upheaval.scenario import Scenario
    from upheaval.workbench.page.explain import page_of_answer

    if isinstance(result, (str, Path)):
        dataset = open_store(result)
        name = str(dataset.attrs["scenario"])
        known = stored_scenario(Path(result), name) if scenario is None else None
    else:
        dataset, known = result, None
    if known is None:
        given = str(dataset.attrs["scenario"]) if scenario is None else scenario
        known = given if isinstance(given, Scenario) else load(given)
    shown = None if explained is None else page_of_answer(known, explained.as_json())
    answers = Answers(explained=shown)
    return page_of(dataset, known, answers)


@cache
def _kind() -> Any:
    """Make the class of the widget: anywidget is imported only where it is asked for."""
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise UpheavalError(NO_WIDGETS) from None
    script = bundle_files.text_of(bundle_files.WIDGET)

    class Workbench(anywidget.AnyWidget):
        """The page of a run.

        ``page`` is the page document as JSON, ``height`` the height in pixels.
        """

        _esm = script
        page = traitlets.Unicode("").tag(sync=True)
        height = traitlets.Int(720).tag(sync=True)

    return Workbench
