"""Where a finding stands, as editors and code reviews count: files, lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path, PurePath

import regex

from planparse.model.plan import Plan
from planparse.model.source import PLAIN_FORMATS, Span

STANDARD_INPUT = "-"

_LINE_END = regex.compile(r"\r\n|\r|\n")
"""What ends a line in an editor; a form feed, which begins a page, does not."""


def is_plain_text(plan: Plan) -> bool:
    """Whether a line of the text is a line of the file."""
    return plan.source.media_type in PLAIN_FORMATS


def line_around(text: str, offset: int) -> Span:
    """The line that holds an offset, without its end."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    end = _LINE_END.search(text, offset)
    return start, end.start() if end else len(text)


class EditorLines:
    """Lines and columns of a text, both from 1; a column counts code points."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def shown_path(name: str) -> str:
    """A file as the services that show findings look for it: from the current folder, with /."""
    path = PurePath(name)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()
