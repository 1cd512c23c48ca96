"""Pipe tables without outer bars, as html2text writes them: a rule stands under the header."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_rows import BODY_KINDS
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage, joined

# Lines of one row at most: a cell is broken where it was in its page, and long rows are wrapped.
MOST_LINES = 8

# ---|:---:|---, with fewer bars than columns by one.
_RULE = compiled(r"\s*:?-+:?(?:[ \t]*\|[ \t]*:?-+:?){1,60}\s*")

# Values at the end of a line that is a whole row.
LEAST_VALUES = 2

BAR = "|"


class HeadedBars(Struct, frozen=True):
    """序号| 指标| 2025年 over ---|---|---: the rule says how many bars a whole row has."""

    name: str = "bars between cells under a rule"
    shape: str = "pipe table"
    signs: str = BAR
    marks: tuple[str, ...] = ("-|", "- |", ":|", ": |")
    is_flattened: bool = False
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The header on line `first`, and the rows under its rule up to a blank line."""
        if first + 1 >= len(page.texts) or BAR not in page.texts[first]:
            return
        rule = _raw(page, first + 1)
        if page.taken[first] or not _RULE.fullmatch(rule):
            return
        bars = rule.count(BAR)
        header = _cells(page, first)
        if len(header) != bars + 1:
            return
        rows: list[RawRow] = [header]
        line = first + 2
        while found := _row(page, line, bars):
            row, line = found
            rows.append(row)
        if len(rows) > 1:
            yield Proposal(rows, line, certain=True)


def _raw(page: TextPage, line: int) -> str:
    """What the file has on a line: the rule under a header is a mark, and no words."""
    bounds = page.lines[line]
    return page.draft.source.text[bounds.start : bounds.end]


def _row(page: TextPage, first: int, bars: int) -> tuple[RawRow, int] | None:
    """The row that begins on a line, and the line behind it; None where none begins.

    A merged cell is missing in the rows below its own, so that a row may have fewer cells. Then it
    ends behind its values, or before the line that would make it too long.
    """
    cells: list[RawCell] = []
    line = first
    while line < min(len(page.texts), first + MOST_LINES) and _may_be_of_row(page, line):
        more = _cells(page, line)
        if cells and len(cells) + len(more) - 1 > bars + 1:
            break
        if cells:
            more[0] = joined(cells.pop(), more[0])
        cells += more
        line += 1
        if len(cells) == bars + 1 or _ends_in_values(cells, page.grammar):
            break
    # A line without a bar is a paragraph behind the table.
    if len(cells) < 2:
        return None
    return cells, line


def _ends_in_values(cells: RawRow, grammar: Grammar) -> bool:
    """Whether the last cells of a line are values, as those of a broken cell's first line are not."""
    if len(cells) <= LEAST_VALUES:
        return False
    return all(cell_kind(cell.text, grammar) in BODY_KINDS for cell in cells[-LEAST_VALUES:])


def _may_be_of_row(page: TextPage, line: int) -> bool:
    if page.taken[line] or page.captions[line]:
        return False
    return bool(page.words[line])


def _cells(page: TextPage, line: int) -> list[RawCell]:
    """What stands between the bars of a line, and before and behind them."""
    text = page.texts[line]
    ends = [at for at, sign in enumerate(text) if sign == BAR and text[at - 1 : at] != "\\"]
    starts = [0, *(at + 1 for at in ends)]
    pairs = zip(starts, [*ends, len(text)], strict=True)
    return [page.cell(line, start, end) if start < end else EMPTY for start, end in pairs]
