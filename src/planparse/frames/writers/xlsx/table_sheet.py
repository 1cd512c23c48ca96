"""One table as a sheet: its rows with their codes named, their doubts coloured, and a link to each passage."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.frames.columns import Cell, FrameColumn, Row, names
from planparse.frames.frame_table import FrameTable
from planparse.frames.writers.xlsx.coded import translation
from planparse.frames.writers.xlsx.doubted import WHOLE_ROW, PlanDoubts
from planparse.frames.writers.xlsx.looks import CellLook, Looks
from planparse.frames.writers.xlsx.sheet import WIDEST, GrowingSheet, Link, SheetColumn, SheetPart
from planparse.labels import Labels

PASSAGE = "passage"
"""The first column, of links."""
SENTENCES = {"message", "first_text", "second_text", "content", "item_title"}
"""Columns of sentences, which are wrapped."""
SENTENCE_WIDTH = 48
"""Of such a column, in digits: as wide as others at most."""
ALWAYS_SHOWN = {"path", "region", "heading", "value", "message"}
"""Columns that are not folded away beside those that the table itself calls the most important.

The path says which file a row came from, also where no title was found or two plans have the same.
"""
TITLE_WIDTH = 36
"""Of the titles of plans, in digits: the names of indicators shall be in sight beside path and title."""


class TableSheet:
    """Writes the rows of one table."""

    def __init__(self, table: FrameTable, looks: Looks, words: Labels) -> None:
        self._table = table
        self._looks = looks
        self._words = words
        self._names = names(table.columns)
        self._has_links = "span_start" in self._names
        self._first = 1 if self._has_links else 0
        self._places = {name: place for place, name in enumerate(self._names, self._first)}
        self._translations = [
            (name, translate)
            for name, column in zip(self._names, table.columns, strict=True)
            if (translate := translation(table.name, column, words)) is not None
        ]
        name = words.sheet(table.name)
        self.sheet = GrowingSheet(
            name,
            list(self._columns()),
            looks,
            lambda number: words.say("workbook.more-rows", name=name, n=number),
        )

    def add(self, row: Row, passage: tuple[SheetPart, int] | None, doubts: PlanDoubts) -> None:
        """Write a row, with a link to its passage where there is one."""
        looks = self._looks_of(row, doubts)
        link = None
        if passage is not None:
            part, line = passage
            link = Link(part, line, self._shown(row))
        cells = self._cells(row)
        self.sheet.add([None, *cells] if self._has_links else cells, looks, link)

    def _cells(self, row: Row) -> list[Cell]:
        if not self._translations:
            return list(row.values())
        told = dict(row)
        for name, translate in self._translations:
            if told[name] is not None:
                told[name] = translate(told[name])
        return list(told.values())

    def _shown(self, row: Row) -> str:
        """`p. 12`, or `line 81` in formats without pages: what the passage is found by without a link."""
        page = row.get("page")
        if page is not None:
            return self._words.say("workbook.page", n=page)
        return self._words.say("workbook.line", n=row.get("line"))

    # ------------------------------------------------------------ looks

    def _looks_of(self, row: Row, doubts: PlanDoubts) -> dict[int, CellLook]:
        """The cells of a row that do not look plain, by their columns."""
        looks: dict[int, CellLook] = {}
        for field in _items(row, "inferred"):
            for name in (field, f"{field}_text", f"{field}_name", f"{field}_count"):
                if name in self._places:
                    looks[self._places[name]] = self._looks.inferred
                    break
        for name, doubt in doubts.of(row, self._places).items():
            place = self._places.get(name, self._places[WHOLE_ROW])
            looks[place] = self._looks.doubted(grave=doubt.grave, note=doubt.note)
        severity = self._looks.severities.get(str(row.get("severity")))
        if severity is not None:
            looks[self._places["severity"]] = severity
        return looks

    def _columns(self) -> Iterator[SheetColumn]:
        if self._has_links:
            yield SheetColumn(self._head(PASSAGE))
        for column in self._table.columns:
            yield self._column(column)

    def _column(self, column: FrameColumn) -> SheetColumn:
        looks = self._looks
        is_text = column.name in SENTENCES
        # A year stands apart from the text behind it.
        look = looks.wrapped if is_text else looks.centred if column.type == "integer" else None
        return SheetColumn(
            self._head(column.name),
            folded=not self._is_shown(column.name),
            wide=SENTENCE_WIDTH if is_text else None,
            look=look,
            most=TITLE_WIDTH if column.name == "title" else WIDEST,
        )

    def _is_shown(self, name: str) -> bool:
        """Whether a column is one of the most important: the number stands beside what is printed."""
        slot, _, part = name.partition("_")
        beside = f"{slot}_text" if part == "value" else "text" if name == "value" else ""
        return name in self._table.shown or name in ALWAYS_SHOWN or beside in self._table.shown

    def _head(self, name: str) -> str:
        """In English the name of the column itself, by which csv and Parquet have it too."""
        if self._words.language == "en":
            return name
        return self._words.head(self._table.name, name)


def _items(row: Row, name: str) -> list[str]:
    cell = row.get(name)
    return [str(item) for item in cell] if isinstance(cell, list) else []
