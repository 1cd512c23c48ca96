"""Bookmarks of a file as evidence for headings."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.model.source import Line
from planparse.readers.pages.written import Written

Bookmark = tuple[int, str, int | None]
"""Level from 1, title, page from 1 (None where it is not told)."""


def mark_headings(written: Written, bookmarks: Sequence[Bookmark]) -> tuple[Line, ...]:
    """The lines of `written`, with the level of the bookmark that each line or its beginning prints.

    A bookmark without a page is left out, as is one whose words are not on its page (a heading of
    several lines counts by its first).
    """
    wanted: dict[int, list[tuple[int, str]]] = {}
    for level, title, page in bookmarks:
        if page is not None and (words := "".join(title.split())):
            wanted.setdefault(page, []).append((level, words))
    if not wanted:
        return written.lines
    marked: list[Line] = []
    for line in written.lines:
        goals = wanted.get(line.page or 0, [])
        words = "".join(written.text[line.start:line.end].split()) if goals and not line.furniture else ""
        hit = next((g for g in goals if words and g[1].startswith(words) and len(words) >= min(6, len(g[1]))),
                   None)
        if hit is not None:
            goals.remove(hit)
        marked.append(line._replace(heading=hit[0]) if hit else line)
    return tuple(marked)
