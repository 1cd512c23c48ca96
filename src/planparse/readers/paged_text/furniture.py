"""Running heads, running feet and page numbers: what stands at one place on many pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import regex

from planparse.model.furniture import Furniture
from planparse.readers.pages.blocks import Aside, Block, lines_of
from planparse.readers.pages.layout import PageLayout
from planparse.readers.pages.lines import TextLine

_NUMBER = regex.compile(r"\d+")
_PAGE_NUMBER = regex.compile(r"[\W_]*(?:第\s*)?#\s*(?:页)?(?:[\W_]*(?:共\s*)?#\s*页?)?[\W_]*")
"""A page number in words as `_words` gives them: — # —, 第#页 共#页."""

# Part of the page's height, above and below, in which furniture stands.
_MARGIN = 0.2

# So many lines at each end of a page may be furniture: a running head of two lines and a number.
_OUTERMOST = 3

# Points by which the same furniture may shift from page to page.
_SHIFT = 4.0

# Page numbers that count on with the pages are furniture from so many on.
_NUMBERED_PAGES = 2

# The same words at one place are furniture from so many pages on; in a shorter document on all of
# its pages, but never on one alone.
_SAME_PAGES = 3
_LEAST_PAGES = 2

_Key = tuple[bool, str]
"""Whether at the upper end of the page, and the words."""


_Mark = tuple[str, int]
"""The words of a watermark, and its font size in points."""


class _Occurrence(NamedTuple):
    """Where the words of a line at the end of a page stand, and what its numbers are."""

    page: int
    top: float
    text: str


class _PageEnd(NamedTuple):
    """The outermost lines at the upper or the lower end of a page, the outermost first."""

    page: int
    at_top: bool
    lines: list[TextLine]


def find_furniture(layouts: Sequence[PageLayout]) -> dict[int, Furniture]:
    """Why a line is furniture, by the `id` of its `TextLine`.

    Lines are peeled off a page from its upper and lower end, as long as the same words (numbers
    aside) stand at the same height of enough pages.
    """
    found = _watermarks(layouts)
    ends: list[_PageEnd] = []
    for layout in layouts:
        ends.append(_upper_end(layout))
        ends.append(_lower_end(layout))
    occurrences = _by_words(ends)
    for end in ends:
        for line in end.lines:
            places = occurrences[end.at_top, _words(line)]
            same = [place for place in places if _is_at_height(place, line)]
            why = _why(
                line,
                end,
                same,
                pages=len(layouts),
            )
            # What stands further in than a line of content is content too.
            if why is None:
                break
            found[id(line)] = why
    return found


def _watermarks(layouts: Sequence[PageLayout]) -> dict[int, Furniture]:
    """Lines that say in the same size what is known for a watermark of this document: on some
    pages it lies upon no print, and cannot be told there."""
    known: set[_Mark] = set()
    for layout in layouts:
        for block in layout.blocks:
            if isinstance(block, Aside) and block.why is Furniture.WATERMARK:
                known.add(_mark(block.line))
    if not known:
        return {}
    found: dict[int, Furniture] = {}
    for layout in layouts:
        for block in layout.blocks:
            for line in lines_of(block):
                if _mark(line) in known:
                    found[id(line)] = Furniture.WATERMARK
    return found


def _mark(line: TextLine) -> _Mark:
    return line.text, round(line.size)


def _upper_end(layout: PageLayout) -> _PageEnd:
    limit = _MARGIN * layout.height
    blocks = sorted(layout.blocks, key=lambda block: block.bbox[1])
    lines = _lines_until(blocks, lambda block: block.bbox[3] > limit)
    return _PageEnd(layout.number, True, lines)


def _lower_end(layout: PageLayout) -> _PageEnd:
    limit = _MARGIN * layout.height
    blocks = sorted(layout.blocks, key=lambda block: -block.bbox[3])
    lines = _lines_until(blocks, lambda block: layout.height - block.bbox[1] > limit)
    return _PageEnd(layout.number, False, lines)


def _lines_until(
    blocks: Sequence[Block],
    is_inside: Callable[[Block], bool],
) -> list[TextLine]:
    """The outermost of `blocks`, up to the first that is no line or stands inside the margins."""
    lines: list[TextLine] = []
    for block in blocks[:_OUTERMOST]:
        if not isinstance(block, TextLine) or is_inside(block):
            break
        lines.append(block)
    return lines


def _by_words(ends: Sequence[_PageEnd]) -> dict[_Key, list[_Occurrence]]:
    """Where the same words stand, apart for the upper and the lower ends."""
    occurrences: dict[_Key, list[_Occurrence]] = defaultdict(list)
    for end in ends:
        for line in end.lines:
            place = _Occurrence(end.page, line.bbox[1], line.text)
            occurrences[end.at_top, _words(line)].append(place)
    return occurrences


def _words(line: TextLine) -> str:
    """The words of `line` without spaces, each number written #."""
    words = line.text.replace(" ", "").replace("\u3000", "")
    return _NUMBER.sub("#", words)


def _is_at_height(place: _Occurrence, line: TextLine) -> bool:
    return abs(place.top - line.bbox[1]) <= _SHIFT


def _why(
    line: TextLine,
    end: _PageEnd,
    same: Sequence[_Occurrence],
    *,
    pages: int,
) -> Furniture | None:
    """Why `line` at the `end` of a page is furniture, None for content.

    `same` are its words at this height, on all of the document's `pages`.
    """
    is_number = _PAGE_NUMBER.fullmatch(_words(line))
    if is_number and _counts_on(line, end.page, same):
        return Furniture.PAGE_NUMBER
    pages_with = {place.page for place in same}
    enough = max(_LEAST_PAGES, min(_SAME_PAGES, pages))
    if len(pages_with) < enough:
        return None
    if end.at_top:
        return Furniture.HEADER
    return Furniture.FOOTER


def _counts_on(
    line: TextLine,
    page: int,
    same: Sequence[_Occurrence],
) -> bool:
    """Whether the number in `line` is as far from its page's as it is on another page."""
    ahead = _first_number(line.text) - page
    alike = 0
    for place in same:
        if _first_number(place.text) - place.page == ahead:
            alike += 1
    return alike >= _NUMBERED_PAGES


def _first_number(text: str) -> int:
    number = _NUMBER.search(text)
    if number is None:
        return 0
    return int(number[0])
