"""What takes a while is told on standard error, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from upheaval.runs.ensemble import Progress as OnProgress

_quiet = False


def be_quiet(quiet: bool) -> None:
    """Show no progress from now on, or show it again."""
    global _quiet
    _quiet = quiet


def telling(message: str, shown: bool = True) -> AbstractContextManager[object]:
    """Say what is being done as long as it takes; for work that cannot tell how far it is."""
    console = Console(stderr=True)
    return (
        console.status(message) if shown and not _quiet and console.is_terminal else nullcontext()
    )


@contextmanager
def progress_bar(
    replicates: int, shown: bool = True, of: str = "replicates"
) -> Iterator[OnProgress]:
    """Show how many replicates are done; gives the function that `run_plan` calls."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} " + of),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=_quiet or not (shown and console.is_terminal),
    ) as bar:
        task = bar.add_task("Running", total=replicates)
        yield lambda done: bar.update(task, completed=done)
