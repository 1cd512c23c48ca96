"""A page for people: rich text set to a width and encoded for where it goes.

Only this module imports rich early.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import regex
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

WIDTH = 110
"""Columns of a page that goes to a file or a pipe."""

_STEERS = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Control characters. A plan is foreign text: what steers a terminal, or turns the direction of
writing, is not printed."""


def say(*parts: str | tuple[str, str]) -> Text:
    """One line; a part is a string, or a string with its style. Nothing in it is read as markup."""
    safe: list[str | tuple[str, str]] = []
    for part in parts:
        if isinstance(part, str):
            safe.append(plain(part))
        else:
            words, style = part
            safe.append((plain(words), style))
    return Text.assemble(*safe)


def plain(text: str) -> str:
    """The text without line breaks and without characters that steer a terminal."""
    on_one_line = text.replace("\n", " ")
    return _STEERS.sub("", on_one_line)


def padded(words: str, width: int) -> str:
    """The words with blanks behind them; a Chinese character takes two columns."""
    return words + " " * (width - cell_len(words))


def set_page(
    lines: Iterable[RenderableType],
    *,
    encoding: str,
    width: int | None,
    colour: bool,
) -> bytes:
    """The lines as bytes. What `encoding` lacks is written as an escape, so that it never fails.

    `width` None takes the terminal's; lines of text are not wrapped, only tables are.
    """
    raw = io.BytesIO()
    file = io.TextIOWrapper(
        raw,
        encoding=encoding,
        errors="backslashreplace",
        newline="\n",
    )
    console = Console(
        file=file,
        width=width,
        force_terminal=colour,
        # None leaves the choice to rich, which knows the terminal and NO_COLOR.
        no_color=None if colour else True,
        color_system="auto" if colour else None,
        # A plan is no markup: [1] is a footnote, and :100: a number between colons.
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for line in lines:
        is_text = isinstance(line, (str, Text))
        console.print(line, soft_wrap=is_text)
    file.flush()
    # rich fills the rows of a table with blanks up to the width.
    set_lines = [line.rstrip(b" ") for line in raw.getvalue().splitlines()]
    return b"".join(line + b"\n" for line in set_lines)
