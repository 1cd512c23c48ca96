"""What people are told while files are brought into an archive, and at the end."""

from __future__ import annotations

import sys
import time

import click

from planparse.cli.batching.durations import duration
from planparse.cli.reports import is_terminal, one_line, say
from planparse.errors import ReadError
from planparse.labels import Language, labels
from planparse.labels.troubles import told

_EACH = 0.2
"""Seconds between two lines in a terminal, where each takes the place of the one before."""
_EACH_IN_A_LOG = 60.0
"""Seconds between two lines elsewhere, where all of them stay."""
MOST_TOLD = 20
"""Failures that are told one by one; the others are counted, and stand in errors.jsonl."""
_TO_LINE_START = "\r\x1b[K"


class BatchProgress:
    """A line on standard error with files done, failed, a second, and the time left."""

    def __init__(self, total: int, *, quiet: bool, language: Language) -> None:
        self._total = total
        self._quiet = quiet
        self._words = labels(language)
        self._is_terminal = is_terminal(sys.stderr)
        self._each = _EACH if self._is_terminal else _EACH_IN_A_LOG
        self._begun = self._last = time.monotonic()
        self._done = self.read = self.kept = self.failed = 0
        self._told = 0
        self._stands = False

    def add(self, path: str, *, is_new: bool, failure: ReadError | None) -> None:
        """One more file is done."""
        self._done += 1
        if failure is not None:
            self.failed += 1
            if is_new:
                self._tell(failure)
        elif is_new:
            self.read += 1
        else:
            self.kept += 1
        now = time.monotonic()
        if not self._quiet and now - self._last >= self._each:
            self._last = now
            self._show(self.line(now - self._begun))

    def line(self, elapsed: float) -> str:
        """How far the run has come after so many seconds."""
        pace = self._done / elapsed if elapsed > 0 else 0.0
        left = duration((self._total - self._done) / pace) if pace else "--"
        return self._words.say(
            "batch.progress",
            done=self._done,
            total=self._total,
            failed=self.failed,
            pace=f"{pace:.1f}",
            left=left,
        )

    def _tell(self, failure: ReadError) -> None:
        self._told += 1
        self.clear()
        if self._told <= MOST_TOLD:
            language = self._words.language
            reason = told(failure.reason, "reason", language)
            remedy = told(failure.remedy, "remedy", language)
            say(str(ReadError(failure.where, reason, remedy)))
        elif self._told == MOST_TOLD + 1 and not self._quiet:
            say(self._words.say("batch.more-failures"))

    def _show(self, line: str) -> None:
        text = one_line(f"planparse: {line}")
        if self._is_terminal:
            click.echo(_TO_LINE_START + text, err=True, nl=False)
            self._stands = True
        else:
            click.echo(text, err=True)

    def clear(self) -> None:
        """Take the line away, so that another may stand there."""
        if self._stands:
            click.echo(_TO_LINE_START, err=True, nl=False)
            self._stands = False

    def say(self, sentence: str, **parts: object) -> None:
        """A sentence of the group `batch`, which --quiet leaves out."""
        self.clear()
        if not self._quiet:
            say(self._words.say(f"batch.{sentence}", **parts))

    @property
    def done(self) -> int:
        """Files that are done, however that went."""
        return self._done
