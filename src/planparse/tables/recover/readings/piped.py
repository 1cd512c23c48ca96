"""Pipe tables of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage

# Bars on a line of such a table.
LEAST_BARS = 2

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
        rows: list[RawRow] = []
        until = first
        for i in range(first, len(page.texts)):
            text = page.words[i]
            if not text:
                continue
            if not _is_row(text):
                break
            # |---|:---:| under the header
            is_rule = RULE.issuperset(text)
            if not is_rule:
                rows.append(_cells(page, i))
            until = i + 1
        if rows:
            yield Proposal(
                rows,
                until,
                certain=True,
            )


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
