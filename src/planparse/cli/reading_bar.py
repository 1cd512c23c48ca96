"""How far a run has come, as a bar in the terminal. Only this module of the command line loads rich early."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from planparse.cli.batching.durations import duration
from planparse.outputs.page import plain

_NAME_WIDTH = 30
"""Columns of the name of the file that is being read: its end says more than its beginning."""


class ReadingBar:
    """Shows files done of all, how many a second, the time that is left, and the file in hand."""

    def __init__(self, total: int) -> None:
        self._progress = Progress(
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            PaceColumn(),
            TextColumn("{task.description}", markup=False),
            console=Console(file=sys.stderr),
            # No thread: a process that has one is not copied to read a file in it, but begun anew,
            # which takes longer than a plan does.
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=total)
        self._progress.start()

    def show(self, path: str) -> None:
        """Name the file that is being read."""
        name = Text(plain(path))
        if name.cell_len > _NAME_WIDTH:
            while name.cell_len > _NAME_WIDTH - 1:
                name = name[1:]
            name = Text("…") + name
        self._progress.update(self._task, description=name.plain, refresh=True)

    def advance(self) -> None:
        """One more file is done."""
        self._progress.update(self._task, advance=1, refresh=True)

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(Text(line), soft_wrap=True)

    def stop(self) -> None:
        """Take the bar away; a second time does nothing."""
        self._progress.stop()


class PaceColumn(ProgressColumn):
    """How many files a second were read so far, and how long the others will take at that pace."""

    def render(self, task: Task) -> Text:
        """The column's words; before the first file is done nothing is known."""
        elapsed = task.elapsed or 0.0
        if not task.completed or not elapsed or task.total is None:
            return Text("-- files/s, -- left")
        # Over all files, as one long PDF would make any shorter time a lie.
        pace = task.completed / elapsed
        left = (task.total - task.completed) / pace
        return Text(f"{pace:.1f} files/s, {duration(left)} left")
