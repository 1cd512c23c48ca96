"""Two headings on one line: 第一章 总则 第一节 目的, 九、保障措施（一）组织领导."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from planparse.grammar import Grammar
from planparse.model.draft import Paragraph
from planparse.model.source import Line, Source

LONGEST = 120
"""Characters of two headings at most."""


def divided(paragraph: Paragraph, source: Source, grammar: Grammar) -> tuple[Paragraph, ...]:
    """A paragraph that is a heading with the first one below it, as two; any other one as it is."""
    if len(paragraph.text) > LONGEST:
        return (paragraph,)
    found = grammar.find("reflow.two-headings", paragraph.text)
    if found is None:
        return (paragraph,)
    return _cut(paragraph, found.end("first"), source)


def _cut(paragraph: Paragraph, at: int, source: Source) -> tuple[Paragraph, Paragraph]:
    """A paragraph in front of the character `at` of its text, and from there on."""
    behind = bisect_left(paragraph.pieces, at)
    pieces = tuple([piece - at for piece in paragraph.pieces[behind:]])
    starts = paragraph.starts[behind:]
    if pieces[:1] != (0,):
        # Nothing white is printed between the two.
        pieces = (0, *pieces)
        starts = (paragraph.at(at), *starts)
    above = Paragraph(
        text=paragraph.text[:at],
        pieces=paragraph.pieces[:behind],
        starts=paragraph.starts[:behind],
        first=paragraph.first,
        last=_line_at(source, paragraph.at(at - 1)),
    )
    below = Paragraph(
        text=paragraph.text[at:],
        pieces=pieces,
        starts=starts,
        first=_line_at(source, paragraph.at(at)),
        last=paragraph.last,
    )
    return above, below


def _line_at(source: Source, offset: int) -> int:
    return bisect_right(source.lines, offset, key=_start) - 1


def _start(line: Line) -> int:
    return line.start
