"""A sheet that grows row by row, and goes on in a further one where Excel has no more rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from planparse.frames.columns import Cell
from planparse.frames.writers.xlsx import row_xml
from planparse.frames.writers.xlsx.looks import CellLook, Looks
from planparse.frames.writers.xlsx.row_sheet import RowSheet
from planparse.frames.writers.xlsx.row_xml import letters
from planparse.frames.writers.xlsx.texts import (
    MOST_EXACT,
    columns_of,
    joined,
    lines_of,
    writable,
)

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header included."""
NARROWEST, WIDEST = 6, 48
"""Widths of a column, in digits: a head fits, and a long text leaves room for the columns beside it."""
LINE_HEIGHT = 16.5
"""Points of a line in the font of the workbook."""
MOST_LINES = 24
"""Lines of a row: as many as leave room for its neighbours, and fewer than the 409 points that Excel allows."""
A4 = 9
"""Excel's number of the paper."""
ROOM = 2
"""Digits beside the longest text, where the arrow of the filter stands."""


class SheetColumn(NamedTuple):
    """A column of a sheet: its head, and how it is shown.

    `folded` columns are hidden behind the + of an outline; `wide` takes the place of the width that its
    texts ask for, `most` bounds that width; `look` is the format of its cells.
    """

    head: str
    folded: bool = False
    wide: int | None = None
    look: Any = None
    most: int = WIDEST


class SheetPart(NamedTuple):
    """One sheet of the workbook; a table that is longer than a sheet has several."""

    sheet: Any
    name: str


class Link(NamedTuple):
    """Leads to a row, from 1, of another sheet, and what it shows."""

    to: SheetPart
    row: int
    shown: str


class GrowingSheet:
    """Writes rows one after the other. `close` sets what is known at the end: widths and filters."""

    def __init__(
        self,
        name: str,
        columns: Sequence[SheetColumn],
        looks: Looks,
        more: Callable[[int], str],
    ) -> None:
        """`more` names the sheet that a table goes on in, by how many there are before it."""
        self._columns = columns
        self._looks = looks
        self._more = more
        # A cell without a look of its own has its column's.
        self._styles = [looks.style(column.look) for column in columns]
        self._wrapped = [(n, column.wide) for n, column in enumerate(columns) if column.wide]
        self._widths = [columns_of(column.head) for column in columns]
        self._parts: list[tuple[SheetPart, int]] = []
        self.rows = 0
        """Rows that were written, heads not counted."""
        self._begin(name)

    @property
    def part(self) -> SheetPart:
        """The sheet that is being written."""
        return self._part

    @property
    def next_row(self) -> int:
        """The number from 1, as Excel counts, of the row that is written next."""
        return self._next + 1

    def begin_row(self) -> None:
        """Go on in a further sheet where this one is full: before anything of a row is known by its number."""
        if self._next == MOST_ROWS:
            self._parts.append((self._part, self._next))
            self._begin(self._more(len(self._parts) + 1))

    def add(
        self, cells: Sequence[Cell], looks: Mapping[int, CellLook], link: Link | None = None
    ) -> None:
        """Write a row, with a link in its first cell where there is one; no cell but that is a formula."""
        self.begin_row()
        number = self._next + 1
        written = [self._linked(number, link)] if link else []
        for column, cell in enumerate(cells):
            look = looks.get(column)
            if look is not None or (cell is not None and cell != []):
                place = f"{letters(column)}{number}"
                written.append(self._cell(place, column, cell, look))
                if look is not None and look.note:
                    note = self._looks.note
                    self._part.sheet.write_comment(self._next, column, look.note, note)
        xml = row_xml.row(number, written, self._height(cells))
        self._part.sheet.add_row(self._next, len(self._columns), xml)
        self._next += 1
        self.rows += 1

    def close(self) -> None:
        """Set widths, folds and filters; the workbook is closed after that."""
        self._parts.append((self._part, self._next))
        for part, rows in self._parts:
            sheet = part.sheet
            sheet.autofilter(0, 0, max(rows - 1, 0), len(self._columns) - 1)
            for place, column in enumerate(self._columns):
                self._set_column(sheet, place, column)
            # A fold has its + above the column behind it.
            if self._columns[-1].folded:
                sheet.set_column(
                    len(self._columns), len(self._columns), None, None, {"collapsed": 1}
                )

    # ------------------------------------------------------------ one sheet

    def _begin(self, name: str) -> None:
        sheet = self._looks.workbook.add_worksheet(name, RowSheet)
        self._part = SheetPart(sheet, name)
        sheet.freeze_panes(1, 0)
        # Numbers that a plan prints (3.1, 1) stand as text where the column is one of texts.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
        set_print(sheet)
        for place, column in enumerate(self._columns):
            sheet.write_string(0, place, column.head, self._looks.head)
        self._next = 1

    def _set_column(self, sheet: Any, place: int, column: SheetColumn) -> None:
        width = column.wide or min(max(self._widths[place] + ROOM, NARROWEST), column.most)
        options: dict[str, int] = {}
        if column.folded:
            options = {"level": 1, "hidden": 1}
        elif place and self._columns[place - 1].folded:
            options = {"collapsed": 1}
        sheet.set_column(place, place, width, column.look, options)

    def _height(self, cells: Sequence[Cell]) -> float | None:
        """Room for wrapped texts, as some programs do not see to that themselves."""
        lines = 1
        for column, wide in self._wrapped:
            cell = cells[column]
            if isinstance(cell, str):
                lines = max(lines, lines_of(cell, wide))
        return min(lines, MOST_LINES) * LINE_HEIGHT if lines > 1 else None

    # ------------------------------------------------------------ one cell

    def _cell(self, place: str, column: int, cell: Cell, look: CellLook | None) -> str:
        style = self._styles[column] if look is None else self._looks.style(look.format)
        if isinstance(cell, list):
            cell = joined(cell)
        elif isinstance(cell, int) and abs(cell) > MOST_EXACT:
            cell = str(cell)
        # Texts first, which most cells are.
        if isinstance(cell, str):
            text = writable(cell)
            self._widen(column, text)
            return row_xml.text_cell(place, style, text)
        if isinstance(cell, bool):
            return row_xml.truth_cell(place, style, cell)
        if cell is None:
            return row_xml.empty_cell(place, style)
        return row_xml.number_cell(place, style, cell)

    def _linked(self, number: int, link: Link) -> str:
        self._widen(0, link.shown)
        formula = link_formula(link.to.name, link.row, link.shown).removeprefix("=")
        style = self._looks.style(self._looks.link)
        return row_xml.formula_cell(f"A{number}", style, formula, link.shown)

    def _widen(self, column: int, text: str) -> None:
        widest = self._widths[column]
        # Two columns for each character is the most that it can take.
        if widest < WIDEST and 2 * len(text) > widest:
            self._widths[column] = max(widest, columns_of(text))


def link_formula(sheet: str, row: int, shown: str) -> str:
    """A link to a row, from 1, of a sheet, whose name and words are our own.

    It is a formula, as a sheet has room for 65,530 links that are none.
    """
    return f"""=HYPERLINK("#'{sheet}'!A{row}","{shown}")"""


def set_print(sheet: Any) -> None:
    """Printed, all shown columns stand on one page, with the heads on each."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
