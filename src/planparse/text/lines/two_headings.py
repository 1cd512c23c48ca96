"""Headings that share a line: 第一章 总则 第一节 目的, or 3.农产品加工。 behind a paragraph's end.

So does a chapter of a regulation with its first article: 第二章 规划建设 第八条 主管部门应当….
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.model.draft import Paragraph
from planparse.model.source import Line, Source
from planparse.text.headings import read_label

LONGEST = 120
"""Characters of two headings at most."""

ORDINAL = "第"
"""Begins the label of a chapter."""


def divided(paragraph: Paragraph, source: Source, grammar: Grammar) -> tuple[Paragraph, ...]:
    """A paragraph that is a heading with the first one below it, as two; any other one as it is."""
    article = _first_article(paragraph, grammar)
    if article is not None:
        return _cut(paragraph, article, source)
    if len(paragraph.text) > LONGEST:
        return (paragraph,)
    found = grammar.find("reflow.two-headings", paragraph.text)
    if found is None:
        return (paragraph,)
    return _cut(paragraph, found.end("first"), source)


def _first_article(paragraph: Paragraph, grammar: Grammar) -> int | None:
    """Where the first article begins in a paragraph that is a chapter and this article.

    Only where white space is printed before it: of the line break that was lost it is left.
    """
    if not paragraph.text.startswith(ORDINAL) or len(paragraph.pieces) == 1:
        return None
    found = grammar.pattern("reflow.chapter-and-article").match(paragraph.text)
    if found is None or found.end("first") not in paragraph.pieces:
        return None
    return found.end("first")


LONGEST_BEHIND = 30
"""Characters of a heading that stands behind the end of a paragraph, its label included."""
LOOKED_BACK = 40
"""Paragraphs before it among which its elder sibling stands."""


def with_hidden(
    paragraphs: Sequence[Paragraph], source: Source, grammar: Grammar
) -> tuple[Paragraph, ...]:
    """The paragraphs, those cut in two behind whose last sentence a heading is printed.

    A line break was lost there. White space is left of it, and 2. stands further up.
    """
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        at = paragraph.pieces[-1]
        # Most paragraphs print no white space behind a sentence.
        if (
            at
            and paragraph.text[at - 1] == "。"
            and _is_hidden(found, paragraph.text[at:], grammar)
        ):
            found += _cut(paragraph, at, source)
        else:
            found.append(paragraph)
    return tuple(found)


def _is_hidden(before: Sequence[Paragraph], text: str, grammar: Grammar) -> bool:
    if len(text) > LONGEST_BEHIND or "。" in text[:-1]:
        return False
    label = read_label(text, grammar)
    if label is None or not label.number or label.number == 1 or label.end == len(text):
        return False
    for paragraph in reversed(before[-LOOKED_BACK:]):
        above = read_label(paragraph.text, grammar)
        if above is not None and above.rank <= label.rank:
            return above.rank == label.rank and above.number == label.number - 1
    return False


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
