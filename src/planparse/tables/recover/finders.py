"""Raw tables in text to grids, whatever shape a converter left them in.

Each raw shape is one finder that claims a run of lines; `geometry.py` then lays the
cells over columns. A table that the reader delivered with true geometry is left as it is.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.source import Cell, Grid, Line, Span
from planparse.model.spans import without
from planparse.tables.raw_cells import RawCell, RawRow, clean
from planparse.tables.recover.lay_out import lay_out
from planparse.tables.recover.open_text import flat
from planparse.tables.recover.readings.aligned import aligned
from planparse.tables.recover.readings.tabbed import tab_led, tab_separated
from planparse.tables.recover.text_page import (
    Finder,
    Found,
    TextPage,
    is_caption,
    next_printed,
    reads_as_caption,
)


def find_grids(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.grids`: the reader's own and those recovered from the text's raw shapes, in order."""
    page = _page(draft, grammar)
    grids = list(draft.source.grids)
    i = 0
    while i < len(page.texts):
        if page.taken[i] or not _may_be_table(page.texts[i]):
            i += 1
            continue
        for shape, finder in FINDERS:
            if found := finder(page, i):
                grids.append(_grid(page, i, found, shape))
                i = found.until
                break
        else:
            i += 1
    return replace(draft, grids=tuple(sorted(grids, key=lambda g: g.span)))


def _may_be_table(text: str) -> bool:
    """A table begins with a cell: a short line, or one that tabs, bars or spaces divide."""
    words = text.strip()
    return bool(words) and (len(words) <= 24 or "\t" in text or words[0] == "|" or len(words.split(None, 1)[0]) <= 24)


def _grid(page: TextPage, i: int, found: Found, shape: str) -> Grid:
    furniture = _furniture(page, i, found.until, [*found.rows, found.notes])
    grid = lay_out(found.rows, _span(page, i, found.until), shape, page.grammar, furniture)
    return replace(grid, notes=tuple(Cell(-1, 0, c.text, c.spans) for c in found.notes)) if found.notes else grid


def _page(draft: Draft, grammar: Grammar) -> TextPage:
    text, true = draft.source.text, [g.span for g in draft.source.grids]
    at, taken = 0, []
    for line in draft.source.lines:
        while at < len(true) and true[at][1] <= line.start:
            at += 1
        taken.append(at < len(true) and line.start >= true[at][0])
    texts = tuple(
        "" if mark else text[line.start : line.end] for line, mark in zip(draft.source.lines, draft.furniture, strict=True)
    )
    captions = tuple(reads_as_caption(text.strip(), grammar) for text in texts)
    captioned = tuple(_captioned(texts, taken, captions, grammar))
    return TextPage(draft, grammar, texts, tuple(taken), captions, captioned)


def _captioned(
    texts: Sequence[str], taken: Sequence[bool], captions: Sequence[bool], grammar: Grammar
) -> Iterator[bool]:
    """For each line whether it is the first one under a caption that is neither blank nor a unit note."""
    under, unit_note = False, grammar.pattern("boxes.unit-note")
    for text, is_taken, reads_so in zip(texts, taken, captions, strict=True):
        words = text.strip()
        caption = not is_taken and reads_so
        noted = (under or caption) and unit_note.search(words) is not None
        yield under and not noted
        if words and not (noted and len(text) < 40):
            under = caption


def _span(page: TextPage, first: int, until: int) -> tuple[int, int]:
    last = until - 1
    while last > first and not page.texts[last].strip(" \u3000"):  # a lone tab is an empty cell
        last -= 1
    return page.lines[first].start, page.lines[last].end


_RULE = set("|-:+=~ \t\u3000")


def _furniture(page: TextPage, first: int, until: int, rows: Sequence[RawRow]) -> tuple[Span, ...]:
    """What is printed among the cells and is none: rules between columns, and a header that comes again."""
    text = page.draft.source.text
    cells = sorted(s for row in rows for c in row for s in c.spans)
    printed = [j for j in range(first, until) if page.texts[j].strip()]
    bare = [j for j in printed if not _owns(cells, page.lines[j])]
    again = {clean(page.texts[j]) for j in printed if j not in set(bare)} if bare else set()
    out = [(page.lines[j].start, page.lines[j].end) for j in bare if clean(page.texts[j]) in again]
    for j in printed:
        line = page.lines[j]
        if "|" in page.texts[j] or (j in bare and not set(page.texts[j]) - _RULE):
            out += [g for g in without((line.start, line.end), cells) if not set(text[g[0] : g[1]]) - _RULE]
    return tuple(s for s in out if text[s[0] : s[1]].strip())


def _owns(cells: Sequence[Span], line: Line) -> bool:
    """Whether a cell is printed on the line."""
    i = bisect_right(cells, (line.start, -1))
    return (i < len(cells) and cells[i][0] < line.end) or (i > 0 and cells[i - 1][1] > line.start)


# -------------------------------------------------------------------- pipe tables


def pipes(page: TextPage, i: int) -> Found | None:
    """A Markdown pipe table; the rule under its header is no row."""
    if page.texts[i].count("|") < 2 or not page.texts[i].strip().startswith("|"):
        return None
    rows: list[RawRow] = []
    until = i
    while i < len(page.texts):
        text = page.texts[i].strip()
        if text.startswith("|") and text.count("|") >= 2:
            if set(text) - set("|-: \t"):
                rows.append(_piped(page, i))
            until = i + 1
        elif text:
            break
        i += 1
    return Found(rows, until) if rows else None


def _piped(page: TextPage, i: int) -> list[RawCell]:
    text = page.texts[i]
    start = text.index("|") + 1
    cells = []
    for at in range(start, len(text)):
        if text[at] == "|" and text[at - 1] != "\\":
            cells.append(page.cell(i, start, at))
            start = at + 1
    if text[start:].strip():
        cells.append(page.cell(i, start))
    return cells

# ------------------------------------------------------------- blocks of lines


def blocks(page: TextPage, i: int) -> Found | None:
    """Cells on lines of their own, blank lines between the columns or rows: the header's block comes first."""
    if not page.captioned[i]:
        return None
    found: list[list[int]] = []
    j = i
    while j < len(page.texts) and (block := _block(page, j)):
        found.append(block)
        j = next_printed(page, block[-1] + 1)
    n = len(found[0]) if found else 0
    if n < 2 or len(found) < 2:
        return None
    height = len(found[1])
    columns = found[1 : n + 1]
    if height > 1 and len(columns) == n and all(len(c) == height for c in columns):
        rows = [found[0], *([c[r] for c in columns] for r in range(height))]
        return Found([[page.cell(k) for k in row] for row in rows], columns[-1][-1] + 1)
    whole = [found[0], *itertools.takewhile(lambda b: len(b) == n, found[1:])]
    return Found([[page.cell(k) for k in row] for row in whole], whole[-1][-1] + 1) if len(whole) > 2 < n else None


def _block(page: TextPage, i: int) -> list[int]:
    """Short lines from line i on, up to a blank one; none where one of them cannot be a cell."""
    block = []
    while i < len(page.texts) and (text := page.texts[i].strip()):
        if page.taken[i] or len(text) > 60 or text.endswith("。") or "\t" in text or is_caption(page, i):
            return []
        block.append(i)
        i += 1
    return block


FINDERS: tuple[tuple[str, Finder], ...] = (
    ("cell per line", tab_led),
    ("tab separated", tab_separated),
    ("pipe table", pipes),
    ("blocks", blocks),
    ("aligned", aligned),
    ("flattened", flat),
)
"""The raw shapes, in the order in which they are tried at each line."""
