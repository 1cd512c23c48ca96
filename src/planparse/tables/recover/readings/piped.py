"""Pipe tables of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import RawCell, RawRow, clean
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings.signs.header_strips import with_whole_heads
from planparse.tables.recover.readings.signs.joined_columns import whole_pages
from planparse.tables.recover.text_page import TextPage, reads_as_caption

# Bars on a line of such a table.
LEAST_BARS = 2

# Rows that a caption stands above: the header and one of the body.
LEAST_UNDER_CAPTION = 2

# Known heads in the row below a caption.
LEAST_HEADS = 2

RULE = set("|-: \t")
"""Signs of the rule under the header, which is no row."""


class PipeTable(Struct, frozen=True):
    """A row on each line, a bar before, between and behind its cells."""

    name: str = "bars between cells"
    shape: str = "pipe table"
    signs: str = "|"
    marks: tuple[str, ...] = ("|",)
    is_flattened: bool = False
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows from line `first` on; blank lines may stand between them."""
        pages: list[list[RawRow]] = [[]]
        until = first
        for i in range(first, len(page.texts)):
            text = page.words[i]
            if not text:
                continue
            if not _is_row(text):
                break
            if not RULE.issuperset(text):
                pages[-1].append(_cells(page, i))
            elif len(pages[-1]) > 1:
                # |---|:---:| under the first row of a page, which was taken for a header
                pages.append([pages[-1].pop()])
            until = i + 1
        pages[0] = with_whole_heads(pages[0], page.grammar)
        rows = [row for one in whole_pages(pages, page.grammar) for row in one]
        if rows:
            yield Proposal(
                _with_whole_caption(rows, page.grammar),
                until,
                certain=True,
            )


def _with_whole_caption(rows: Sequence[RawRow], grammar: Grammar) -> list[RawRow]:
    """The rows, a caption that the columns below it have torn as a single cell.

    | 专栏2 水利发展主 | 要指标 |      |
    | 指标             | 2020年 | 2025年 |
    """
    if len(rows) <= LEAST_UNDER_CAPTION:
        return list(rows)
    top, heads, *_ = rows
    printed = [cell for cell in top if cell.text.strip()]
    words = "".join(clean(cell.text) for cell in printed)
    if len(printed) < 2 or not reads_as_caption(words, grammar):
        return list(rows)
    known = [cell for cell in heads if role_of(clean(cell.text), grammar)]
    if len(known) < LEAST_HEADS:
        return list(rows)
    text = "".join(cell.text for cell in printed)
    spans = tuple(span for cell in printed for span in cell.spans)
    return [[RawCell(text, spans)], *rows[1:]]


def _is_row(text: str) -> bool:
    if not text.startswith("|"):
        return False
    return text.count("|") >= LEAST_BARS


def _cells(page: TextPage, line: int) -> list[RawCell]:
    """The cells between the bars of a line; an escaped bar is a character of its cell."""
    text = page.texts[line]
    start = text.index("|") + 1
    cells: list[RawCell] = []
    for at in range(start, len(text)):
        is_bar = text[at] == "|" and text[at - 1] != "\\"
        if is_bar:
            cells.append(
                page.cell(
                    line,
                    start,
                    at,
                )
            )
            start = at + 1
    # the bar behind the last cell may be left out
    if text[start:].strip():
        cells.append(page.cell(line, start))
    return cells
