"""Tables whose cells are divided by tabs:
a cell on each line, led by a tab, or a row on each line, as Word exports them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow, clean
from planparse.tables.recover import tokens
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings.cut_rows import MOST_PARAGRAPHS, whole_rows
from planparse.tables.recover.readings.stacked_cells import rows_of_stack
from planparse.tables.recover.text_page import TextPage, is_caption, joined, next_printed
from planparse.tables.recover.tokens import Token
from planparse.text.table_notes import is_note

# Lines ahead in which a table's cells have to go on: a cell of several paragraphs fits in.
_LINES_AHEAD = 12

# Characters of a paragraph inside a cell; what a project builds takes a few lines.
_LONGEST_PARAGRAPH = 400

# Characters of a line without a tab that goes on in a cell: a longer one is prose.
_LONGEST_FIRST_LINE = 120

_SENTENCE_END = "。"

# The same of the lines behind it: one paragraph may be long, but not several.
_LONGEST_FURTHER_LINE = 40


class TabLedCells(Struct, frozen=True):
    """A cell on each line that a tab begins, blank lines between rows."""

    name: str = "cells led by tabs"
    shape: str = "cell per line"
    signs: str = ""
    marks: tuple[str, ...] = ("\t",)
    is_flattened: bool = False
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows from line `first` on."""
        found = _tab_led(page, first)
        if found:
            yield found


class TabSeparatedRows(Struct, frozen=True):
    """A row on each line, a tab between its cells."""

    name: str = "tabs between cells"
    shape: str = "tab separated"
    signs: str = ""
    marks: tuple[str, ...] = ("\t",)
    is_flattened: bool = False
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows from line `first` on."""
        found = _tab_separated(page, first)
        if found:
            yield found


# -------------------------------------------------------------- cells led by tabs


def _tab_led(page: TextPage, first: int) -> Proposal | None:
    """A cell on each line that starts with a tab; lines without one go on in the cell;
    blank lines divide rows.
    """
    if not _opens_cell(page.texts[first]):
        return None
    if not _run_of_cells(page, first):
        return None
    rows: list[list[RawCell]] = [_empty_before(page, first)]
    blanks = 0
    until = first
    for i in range(first, len(page.texts)):
        text = page.texts[i]
        if text.startswith("\t"):
            if blanks:
                rows.append([])
            rows[-1].append(page.cell_of_line(i))
        elif not page.words[i]:
            blanks += 1
            continue
        elif _goes_on_in_cell(page, i, blanks):
            row = rows[-1]
            row[-1] = joined(row[-1], page.cell_of_line(i))
        else:
            break
        blanks = 0
        until = i + 1
    found: Sequence[RawRow] = rows
    if len(rows) == 1:
        found = _divided(rows[0], page.grammar)
    return Proposal(found, until, certain=True)


def _empty_before(page: TextPage, first: int) -> list[RawCell]:
    """The empty cells before the first words: a lone tab is the corner of a table on its side."""
    empty: list[RawCell] = []
    for text in reversed(page.texts[:first]):
        if text.strip() or not text.startswith("\t"):
            break
        empty.append(EMPTY)
    return empty


def _divided(cells: Sequence[RawCell], grammar: Grammar) -> list[RawRow]:
    """The rows of cells that no blank line divides:
    as many to a row as there are header cells at first.
    """
    undivided: list[RawRow] = [list(cells)]
    width = _header_width(cells, grammar)
    if width < 2:
        return undivided
    if len(cells) % width == 0:
        starts = range(0, len(cells), width)
        return [cells[start : start + width] for start in starts]
    # Cells are missing: merged labels that are not printed. Their kinds tell where.
    words: list[Token] = []
    for n, cell in enumerate(cells):
        if cell.text:
            token = Token(clean(cell.text), cell.spans[0], line=n, x=0)
            words.append(token)
    layout = tokens.layout_of([words[:width]], grammar)
    body = [[word] for word in words[width:]]
    found = rows_of_stack(body, layout, grammar)
    if found is None:
        return undivided
    rows, _ = found
    return [*layout.header, *rows]


def _header_width(cells: Sequence[RawCell], grammar: Grammar) -> int:
    """How many first cells are known as headers."""
    for n, cell in enumerate(cells):
        is_words = cell_kind(cell.text, grammar) == "text"
        if not is_words or not role_of(clean(cell.text), grammar):
            return n
    return len(cells)


def _opens_cell(text: str) -> bool:
    """Whether a line holds one cell, led by a tab."""
    return text.startswith("\t") and "\t" not in text.strip("\t")


def _run_of_cells(page: TextPage, first: int) -> bool:
    """Three cells at least before the table ends, most of their lines with a single tab."""
    near = page.texts[first : first + _LINES_AHEAD]
    led = [text for text in near if text.startswith("\t")]
    single = [text for text in led if "\t" not in text.strip()]
    if len(led) < 3:
        return False
    return len(single) * 3 >= 2 * len(led)


def _goes_on_in_cell(
    page: TextPage,
    i: int,
    blanks: int,
) -> bool:
    """A further paragraph of a cell stands after one blank line at most,
    and cells go on behind it.
    """
    text = page.texts[i]
    if blanks > 1 or len(text) > _LONGEST_PARAGRAPH:
        return False
    heading = page.grammar.pattern("grids.heading")
    if is_caption(page, i) or heading.match(text.strip()):
        return False
    blanks = 0
    end = min(len(page.texts), i + _LINES_AHEAD)
    for j in range(i + 1, end):
        text = page.texts[j]
        if text.startswith("\t"):
            return True
        if is_caption(page, j):
            return False
        blanks = 0 if text.strip() else blanks + 1
        if blanks > 1:
            return False
    return False


# -------------------------------------------------------------- tab separated rows


def _tab_separated(page: TextPage, first: int) -> Proposal | None:
    """A row on each line, cells divided by tabs; a line without tabs goes on in the cell before."""
    if not _is_tabbed(page.texts[first]):
        return None
    if not _run_of_rows(page, first):
        return None
    rows: list[RawRow] = []
    until = first
    for i in range(first, len(page.texts)):
        text = page.texts[i]
        if not text.strip():
            continue
        if _is_tabbed(text):
            rows.append(_split(page, i))
        elif _is_part_of_cell(page, i) and not _is_above_header(page, i, rows):
            rows.append([page.cell_of_line(i)])
        else:
            break
        until = i + 1
    if len(rows) == 1 and any(_is_prose(cell) for cell in rows[0]):
        return None  # a page number behind two tabs
    found = whole_rows(rows, page.grammar)
    return Proposal(found, until, certain=True)


def _is_prose(cell: RawCell) -> bool:
    """Whether a cell holds sentences, and more of them than a table's one row would."""
    return len(cell.text) > _LONGEST_FIRST_LINE and _SENTENCE_END in cell.text


def _is_tabbed(text: str) -> bool:
    """Whether a tab divides cells of a line;
    a tab before its first cell counts, spaces at its end don't.
    """
    return bool(text.strip()) and "\t" in text.rstrip(" \u3000")


def _run_of_rows(page: TextPage, first: int) -> bool:
    """Three cells on the first line, or a second line with tabs."""
    if page.texts[first].count("\t") >= 2:
        return True
    following = next_printed(page, first + 1)
    if following == len(page.texts):
        return False
    return _is_tabbed(page.texts[following])


def _split(page: TextPage, i: int) -> list[RawCell]:
    """The cells of line i."""
    cells: list[RawCell] = []
    start = 0
    for part in page.texts[i].split("\t"):
        end = start + len(part)
        cells.append(page.cell(i, start, end))
        start = end + 1
    return cells


def _is_above_header(page: TextPage, i: int, rows: Sequence[RawRow]) -> bool:
    """Whether the next row begins another table: words alone, where all rows so far have numbers."""
    body = [row for row in rows[1:] if len(row) > 1]
    if not body or not all(_prints_number(row, page.grammar) for row in body):
        return False
    following = next(j for j in range(i, len(page.texts)) if _is_tabbed(page.texts[j]))
    return not _prints_number(_split(page, following), page.grammar)


def _prints_number(row: RawRow, grammar: Grammar) -> bool:
    return any(cell_kind(cell.text, grammar) in ("value", "serial") for cell in row)


def _is_part_of_cell(page: TextPage, i: int) -> bool:
    """Whether a line without a tab is a paragraph of a cell:
    rows go on behind it, and it is no caption or note.
    """
    end = min(len(page.texts), i + 2 * MOST_PARAGRAPHS)
    for j in range(i, end):
        text = page.texts[j]
        if _is_tabbed(text):
            return True
        if not text.strip():
            continue
        longest = _LONGEST_FIRST_LINE if j == i else _LONGEST_FURTHER_LINE
        if len(text) > longest or is_caption(page, j):
            return False
        if is_note(clean(text), page.grammar):
            return False
    return False
