"""The table of contents, which is no content: its title, its entries, and crowded lines of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache, cached_property

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.furniture import Furniture
from planparse.text.line_width import is_wider
from planparse.text.lines.marked_lines import MarkedLines
from planparse.text.lines.repeated_entries import mark_repeated, without_gaps

_LEADER = compiled(r"[.．…·•‥⋯。_-]{3,}|…")

LONGEST_CONTENTS_TITLE = 19
"""Characters of the title 目录 with the marks and spaces around and inside it."""
WIDEST_ENTRY = 100
"""Half-width units of an entry of a table of contents; what is wider is prose."""
WIDEST_PLAIN_ENTRY = 60
"""The same for an entry with neither a page number behind it nor a heading's label before it."""


def mark_contents(marked: MarkedLines, grammar: Grammar) -> None:
    """Mark lines with dot leaders, and what is listed under the title 目录."""
    _leaders(marked, grammar)
    title = grammar.rule("reflow.contents-title")
    # Several titles may stand before the same lines, so an entry is read once.
    entry_of = cache(lambda i: _entry(marked.texts[i], grammar))
    printed = _Printed(marked.texts)
    for i, text in marked.likely(title):
        if len(text) > LONGEST_CONTENTS_TITLE or marked.marks[i]:
            continue
        if title.find(text):
            marked.marks[i] = Furniture.CONTENTS
            for listed in _listed(marked, i + 1, entry_of, printed):
                marked.marks[listed] = Furniture.CONTENTS
    _crowded(marked, printed, grammar)
    mark_repeated(marked, grammar)


def _leaders(marked: MarkedLines, grammar: Grammar) -> None:
    """Mark lines with a dot leader, wherever they stand."""
    leader = grammar.rule("reflow.leader")
    # Most texts have none, and the pattern of the whole line is a slow one.
    if not any(map(marked.joined.__contains__, leader.words)):
        return
    line = grammar.rule("reflow.contents-line")
    for i, text in enumerate(marked.texts):
        if not marked.marks[i] and leader.find(text) and line.find(text):
            marked.marks[i] = Furniture.CONTENTS


def _entry(text: str, grammar: Grammar) -> str | None:
    """The title that a line of contents prints, without its page number; None for no such line."""
    if "。" in text or is_wider(text, WIDEST_ENTRY):
        return None
    paged = grammar.find("reflow.contents-paged", text)
    if paged:
        return without_gaps(paged["entry"])
    if not is_wider(text, WIDEST_PLAIN_ENTRY) or grammar.find("reflow.opener", text):
        return without_gaps(text)
    return None


EntryOf = Callable[[int], str | None]
"""The entry of a table of contents that a line prints, by the line's index."""


def _listed(
    marked: MarkedLines,
    start: int,
    entry_of: EntryOf,
    printed: _Printed,
) -> list[int]:
    """Lines of the table of contents whose title stands just before line `start`.

    It ends where its first entry is printed again, or at the first line of prose; without
    that first entry further down it was no table of contents.
    """
    first = ""
    found: list[int] = []
    for i in range(start, len(marked.texts)):
        if not marked.texts[i] or marked.marks[i]:
            # With a leader behind it the first entry is marked already, and is the first one still.
            if marked.marks[i] is Furniture.CONTENTS:
                first = first or _title_of(marked.texts[i])
            continue
        entry = entry_of(i)
        if entry is None or entry == first:
            break
        first = first or entry
        found.append(i)
    if not found or not printed.behind(found[-1], first):
        return []
    return found


def _title_of(entry: str) -> str:
    """The words of an entry, without its leader and what stands behind that."""
    words = _LEADER.split(without_gaps(entry), maxsplit=1)
    return words[0]


class _Printed:
    """The lines of a text without white space, asked for by what they begin with."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def behind(self, line: int, entry: str) -> bool:
        """Whether a line behind that one begins with the words of an entry, however it is spaced."""
        if not entry:
            return False
        at = bisect_left(self._words, entry)
        # A table of contents has entries by the hundred, so none of them may cost all lines.
        while at < len(self._words) and self._words[at].startswith(entry):
            if self._last[self._words[at]] > line:
                return True
            at += 1
        return False

    @cached_property
    def _last(self) -> dict[str, int]:
        """The last line that prints something, by what it prints."""
        # Most texts have no table of contents, and nobody asks.
        return {without_gaps(text): i for i, text in enumerate(self._texts)}

    @cached_property
    def _words(self) -> list[str]:
        """What is printed, in order."""
        return sorted(self._last)


# ------------------------------------------------------------- several on a line


def _crowded(marked: MarkedLines, printed: _Printed, grammar: Grammar) -> None:
    """Mark lines that print several chapters (第一章…第二章…), and the entries around them."""
    several = grammar.rule("reflow.several-chapters")
    for crowded, text in marked.likely(several):
        if several.find(text):
            marked.marks[crowded] = Furniture.CONTENTS
            for step in (-1, 1):
                _mark_beside(marked, crowded, step, printed, grammar)


def _mark_beside(
    marked: MarkedLines,
    crowded: int,
    step: int,
    printed: _Printed,
    grammar: Grammar,
) -> None:
    """Mark the entries that go on from a crowded line, up (-1) or down (1).

    They are printed again further down; the title 目录 and what stands beside it ends them.
    """
    i = crowded + step
    while 0 <= i < len(marked.texts):
        text = marked.texts[i]
        if not text:
            i += step
            continue
        if marked.marks[i]:
            return
        title = grammar.find("reflow.crowded-title", text)
        if not title and not grammar.find("reflow.opener", text):
            return
        if not title and not printed.behind(max(i, crowded), without_gaps(text)):
            return
        marked.marks[i] = Furniture.CONTENTS
        if title:
            return
        i += step
