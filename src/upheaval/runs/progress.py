"""A progress bar on standard error, shown on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from upheaval.runs.ensemble import Progress as OnProgress


@contextmanager
def progress_bar(replicates: int, shown: bool = True) -> Iterator[OnProgress]:
    """Show how many replicates are done; gives the function that `run_plan` calls."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} replicates"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not (shown and console.is_terminal),
    ) as bar:
        task = bar.add_task("Running", total=replicates)
        yield lambda done: bar.update(task, completed=done)
