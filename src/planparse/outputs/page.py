"""A page for people: rich text set to a width and encoded for where it goes. Only this imports rich early."""

from __future__ import annotations

import io
from collections.abc import Iterable

import regex
from rich.console import Console, RenderableType
from rich.text import Text

WIDTH = 110
"""Columns of a page that goes to a file or a pipe."""
# A plan is foreign text: what steers a terminal, or turns the direction of writing, is not printed.
_STEERS = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def say(*parts: str | tuple[str, str]) -> Text:
    """One line; a part is a string, or a string with its style. Nothing in it is read as markup."""
    return Text.assemble(*(plain(p) if isinstance(p, str) else (plain(p[0]), p[1]) for p in parts))


def plain(text: str) -> str:
    """The text without line breaks and without characters that steer a terminal."""
    return _STEERS.sub("", text.replace("\n", " "))


def set_page(lines: Iterable[RenderableType], *, encoding: str, width: int | None, colour: bool) -> bytes:
    """The lines as bytes. What `encoding` lacks is written as an escape, so that it never fails.

    `width` None takes the terminal's; lines of text are not wrapped, only tables are.
    """
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace", newline="\n")
    console = Console(
        file=file, width=width, force_terminal=colour, no_color=None if colour else True,
        color_system="auto" if colour else None, markup=False, highlight=False, emoji=False,
        legacy_windows=False,
    )
    for line in lines:
        console.print(line, soft_wrap=isinstance(line, (str, Text)))
    file.flush()
    return b"".join(line.rstrip(b" ") + b"\n" for line in raw.getvalue().splitlines())
