"""Words of a plan as a reader wants them, and where each of them is printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from planparse.model.plan import Plan
from planparse.model.radicals import unified
from planparse.model.signs import shown
from planparse.model.source import Span

_MARKDOWN = "text/markdown"
_STRETCH = re.compile(r"\S+(?: \S+)*")
"""Words with no more than single blanks between them."""


def shown_text(plan: Plan) -> str:
    """The text as it is shown, as long as `plan.text`: `&lt;` of Markdown begins with <, ⽂ is 文."""
    text = plan.text
    if plan.source.media_type == _MARKDOWN:
        # Here, so that other formats load no reader.
        from planparse.readers.markdown.signs import read_writing

        text = shown(text, read_writing(text).signs)
    return unified(text)


class TextPiece(NamedTuple):
    """A stretch of the plan's text that stands unbroken in a cleaned one."""

    at: int
    """Where it begins in the cleaned text."""
    start: int
    end: int
    """Half-open offsets in `Plan.text`."""


class CleanText(NamedTuple):
    """Cleaned words; between two of `pieces` stands a blank or nothing."""

    text: str
    pieces: tuple[TextPiece, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where all of it is printed, in order."""
        return tuple((piece.start, piece.end) for piece in self.pieces)

    def spans_of(self, start: int, end: int) -> tuple[Span, ...]:
        """Where `text[start:end]` is printed; a blank that joins two lines is printed nowhere."""
        found = []
        first = bisect_right(self.pieces, start, key=_at) - 1
        for piece in self.pieces[max(first, 0) :]:
            if piece.at >= end:
                break
            begins = piece.start + max(start - piece.at, 0)
            ends = min(piece.end, piece.start + end - piece.at)
            if begins < ends:
                found.append((begins, ends))
        return tuple(found)


def _at(piece: TextPiece) -> int:
    return piece.at


def cleaned(text: str, spans: Iterable[Span]) -> CleanText:
    """The words at `spans` of the text that `shown_text` gives, as one line.

    A line break between Chinese characters joins them; any other white space is one blank.
    """
    words: list[str] = []
    pieces: list[TextPiece] = []
    at = 0
    for start, end in spans:
        for found in _STRETCH.finditer(text, start, end):
            if pieces:
                between = _between(text, pieces[-1].end, found.start())
                words.append(between)
                at += len(between)
            words.append(found[0])
            pieces.append(TextPiece(at, found.start(), found.end()))
            at += len(found[0])
    return CleanText("".join(words), tuple(pieces))


def _between(text: str, end: int, start: int) -> str:
    """What divides two stretches: a line break inside of Chinese words is the margin's."""
    gap = text[end:start]
    if not any(char.isspace() for char in gap):
        return ""  # marks of Markdown alone
    is_line_break = len(gap.splitlines()) > 1 or gap[-1:] in "\n\r\f"
    is_latin = text[end - 1].isascii() and text[start].isascii()
    if is_line_break and not is_latin:
        return ""
    return " "


def tight(text: str) -> str:
    """The text without white space: two prints of the same words are then equal."""
    return "".join(text.split())


def merged(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans in order, those made one between which nothing but white space stands."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and (start <= found[-1][1] or not text[found[-1][1] : start].strip()):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
