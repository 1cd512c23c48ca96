"""Bookmarks of a file as evidence for headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import structs

from planparse.model.source import Line
from planparse.readers.paged_text.written import Written

Bookmark = tuple[int, str, int | None]
"""Level from 1, title, page from 1 (None where it is not told)."""

_Wanted = tuple[int, str]
"""Level from 1, and the title without its spaces, that is still to be found on its page."""

# The first line of a title has so many characters of it at least, or the whole of a shorter one:
# fewer, as 第一章 alone, are also the beginning of other lines.
_LEAST_WORDS = 6


def mark_headings(written: Written, bookmarks: Sequence[Bookmark]) -> tuple[Line, ...]:
    """The lines of `written`, each with the level of the bookmark whose words it prints.

    A bookmark without a page is left out, as is one whose words are not on its page. Of a heading
    of several lines the first is marked.
    """
    wanted = _wanted_by_page(bookmarks)
    if not wanted:
        return written.lines
    marked: list[Line] = []
    for line in written.lines:
        goals = wanted.get(line.page or 0, [])
        goal = _printed_by(line, written.text, goals)
        if goal is not None:
            # Words that stand on the page twice are the heading where they stand first.
            goals.remove(goal)
            level, _ = goal
            line = structs.replace(line, heading=level)
        marked.append(line)
    return tuple(marked)


def _wanted_by_page(bookmarks: Sequence[Bookmark]) -> dict[int, list[_Wanted]]:
    wanted: dict[int, list[_Wanted]] = defaultdict(list)
    for level, title, page in bookmarks:
        words = _plain(title)
        if page is not None and words:
            wanted[page].append((level, words))
    return wanted


def _plain(text: str) -> str:
    return "".join(text.split())


def _printed_by(
    line: Line,
    text: str,
    goals: Sequence[_Wanted],
) -> _Wanted | None:
    """The first of `goals` whose title, or the beginning of it, `line` of `text` prints."""
    if not goals or line.furniture:
        return None
    words = _plain(text[line.start : line.end])
    if not words:
        return None
    for goal in goals:
        _, title = goal
        is_long = len(words) >= min(_LEAST_WORDS, len(title))
        if is_long and title.startswith(words):
            return goal
    return None
