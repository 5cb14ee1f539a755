"""A progress bar for whoever watches a terminal; nobody else ever sees a byte of it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text


class RowsPerSecond(ProgressColumn):
    """How fast rows come in."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.0f} rows/s")


@contextmanager
def row_progress(*, shown: bool) -> Iterator[Callable[[int], None] | None]:
    """Tell the yielded function how many rows have been read; it is None where nobody watches.

    A file says nowhere how many rows it has, so the bar only moves: the numbers beside it tell.
    """
    if not (shown and sys.stdout.isatty()):
        yield None
        return
    progress = Progress(
        TextColumn("importing"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} rows read"),
        RowsPerSecond(),
        TimeElapsedColumn(),
        transient=True,
    )
    with progress:
        task = progress.add_task("", total=None)
        yield lambda rows: progress.update(task, completed=rows)
