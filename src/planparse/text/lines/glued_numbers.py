"""Page numbers that stand right before the first words of a page: 13二、提升服务能级.

A converter that joins pages without a line break leaves them so. One such number may be
anything, and so only a count is believed: one up for each page, and a page apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.rules import Finder
from planparse.model.source import Source, Span
from planparse.text.lines.marked_lines import MarkedLines

LONGEST_PAGE = 6000
"""Characters of a page at most, with the table that it may print."""
SHORTEST_PAGE = 220
"""Characters of a page at least, where nothing but the count speaks for its number."""
SHORTEST_WITH_LABEL = 40
"""The same where a heading's label stands right behind the number, which no other number has."""
MOST_LEFT_OUT = 2
"""Pages in a row whose number cannot be seen, as theirs begin with a table or a number."""
FEWEST_PAGES = 8
"""Numbers that make up a count."""
FEWEST_LABELLED = 2
"""Those among them that stand before a label; a list without labels may count its lines."""
FEWEST_ALL_LABELLED = 3
"""Numbers that are enough where each of them stands before a label."""
MOST_OPEN = 4
"""Counts with the same last number that are followed: a text full of numbers stays linear."""


class _Candidate(Struct, frozen=True):
    """A number at a line's start that may be glued to the words behind it."""

    span: Span
    number: int
    labelled: bool
    """Whether a heading's label stands behind it, as which the line doesn't read otherwise."""


class _PageCount(Struct, frozen=True):
    """Numbers that count up, told by the last one and the count before it."""

    last: _Candidate
    before: _PageCount | None
    length: int
    labelled: int

    @property
    def worth(self) -> tuple[int, int]:
        return self.length, self.labelled


def glued_numbers(source: Source, marked: MarkedLines, grammar: Grammar) -> tuple[Span, ...]:
    """The spans of the page numbers that are glued to the words behind them, in order."""
    if source.paragraphs_known or source.pages or source.grids:
        return ()  # the reader knows the pages, or there are none
    best: _PageCount | None = None
    open_counts: dict[int, list[_PageCount]] = {}
    for candidate in _candidates(source, marked, grammar):
        count = _longest(candidate, open_counts)
        counts = open_counts.setdefault(candidate.number, [])
        counts.append(count)
        del counts[:-MOST_OPEN]
        if best is None or count.worth > best.worth:
            best = count
    if best is None or not _is_believed(best):
        return ()
    return tuple(reversed(list(_spans(best))))


def _is_believed(count: _PageCount) -> bool:
    if count.labelled == count.length:
        return count.length >= FEWEST_ALL_LABELLED
    return count.length >= FEWEST_PAGES and count.labelled >= FEWEST_LABELLED


def _spans(count: _PageCount | None) -> Iterator[Span]:
    while count is not None:
        yield count.last.span
        count = count.before


def _longest(candidate: _Candidate, open_counts: dict[int, list[_PageCount]]) -> _PageCount:
    """The longest count that ends with a candidate."""
    best: _PageCount | None = None
    for step in range(1, MOST_LEFT_OUT + 2):
        for count in open_counts.get(candidate.number - step, ()):
            if not _is_page_apart(count.last, candidate, step):
                continue
            if best is None or count.worth > best.worth:
                best = count
    if best is None:
        return _PageCount(candidate, None, 1, int(candidate.labelled))
    return _PageCount(candidate, best, best.length + 1, best.labelled + candidate.labelled)


def _is_page_apart(before: _Candidate, candidate: _Candidate, pages: int) -> bool:
    least = SHORTEST_WITH_LABEL if candidate.labelled else SHORTEST_PAGE
    apart = candidate.span[0] - before.span[1]
    return least <= apart <= LONGEST_PAGE * pages


def _candidates(source: Source, marked: MarkedLines, grammar: Grammar) -> Iterator[_Candidate]:
    """Every reading of a line's first digits as a page number, in order."""
    text = source.text
    glued = grammar.rule("reflow.glued-digits")
    behind = grammar.rule("reflow.glued-words").apply
    opener = grammar.rule("reflow.opener").apply
    for i, words in marked.likely(glued):
        # A number that is all of its line, as that of a cell is, is glued to nothing.
        if words.isdecimal():
            continue
        line = source.lines[i]
        printed = text[line.start : line.end]
        # Behind white space or a mark the digits are glued to nothing.
        found = glued.apply(printed)
        if found is not None:
            yield from _readings(printed, line.start, found.end("digits"), behind, opener)


def _readings(
    printed: str, start: int, digits: int, behind: Finder, opener: Finder
) -> Iterator[_Candidate]:
    """How many of a line's first `digits` may be the number of a page.

    `behind` finds words that stand behind such a number, `opener` a heading's label.
    """
    for length in range(1, digits + 1):
        rest = printed[length:]
        labelled = opener(rest) is not None
        if not labelled and behind(rest) is None:
            continue
        span = (start, start + length)
        # With the digits it may be a label as well: 1.1.2.
        only_behind = labelled and opener(printed) is None
        yield _Candidate(span, int(printed[:length]), only_behind)
