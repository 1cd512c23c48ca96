"""A workbook of several tables (extra `xlsx`), written row by row: memory does not grow with the plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

import xlsxwriter

from planparse.frames.columns import Row
from planparse.frames.registry import table_named
from planparse.frames.rows import rows_of
from planparse.frames.view import PlanView
from planparse.frames.writers.own_outputs import AUTHOR
from planparse.frames.writers.xlsx.about import write_about, write_fields
from planparse.frames.writers.xlsx.doubted import PlanDoubts
from planparse.frames.writers.xlsx.looks import PLAIN_CELL, Looks
from planparse.frames.writers.xlsx.passages import PassageKey, PlanPassages, PrintedPassage
from planparse.frames.writers.xlsx.sheet import GrowingSheet, SheetColumn, SheetPart
from planparse.frames.writers.xlsx.table_sheet import TableSheet
from planparse.labels import Language, labels

if TYPE_CHECKING:
    from planparse.model.plan import Plan

CREATED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When the workbook says it was made: a fixed day, so that the same plans give the same bytes."""
PASSAGE_COLUMNS = (
    "plan_id",
    "path",
    "title",
    "heading",
    "page",
    "line",
    "span_start",
    "span_end",
    "text",
)
"""Columns of the sheet of passages, by the names that they have in the tables."""
TEXT_WIDTH = 90
"""Digits of the column of passages, whose texts are wrapped."""


class XlsxTables:
    """Writes several tables, a sheet each, with a sheet of the passages that their rows come from."""

    def __init__(self, file: BinaryIO, tables: Sequence[str], lang: Language) -> None:
        self._words = labels(lang)
        # Rows wait on disk; the folder is removed also where the workbook is never closed.
        self._waiting = TemporaryDirectory(prefix="planparse-", ignore_cleanup_errors=True)
        self._workbook: Any = xlsxwriter.Workbook(file, _options(self._waiting.name))
        self._workbook.set_properties({"created": CREATED, "author": AUTHOR})
        self._looks = Looks(self._workbook)
        words = self._words
        self._about = self._workbook.add_worksheet(words.sheet("about"))
        self._tables = {name: TableSheet(table_named(name), self._looks, words) for name in tables}
        self._passages = self._passage_sheet()
        self._fields = self._workbook.add_worksheet(words.sheet("fields"))

    def add(self, plan: Plan) -> None:
        """Write the rows of one more plan."""
        view = PlanView(plan)
        passages = PlanPassages(plan, str(view.plan_cells["plan_id"]))
        doubts = PlanDoubts(plan, self._words)
        # Rows of several tables come from one passage; none of it is needed for the next plan.
        written: dict[PassageKey, tuple[SheetPart, int]] = {}
        for name, table in self._tables.items():
            for row in rows_of(view, name):
                place = None
                if (passage := passages.of(row)) is not None:
                    place = written.get(passage.key) or self._add_passage(passage, row)
                    written[passage.key] = place
                table.add(row, place, doubts)

    def close(self) -> None:
        """Write the first and the last sheet, and the file."""
        counts = {name: table.sheet.rows for name, table in self._tables.items()}
        write_about(self._about, counts, self._looks, self._words)
        write_fields(self._fields, tuple(self._tables), self._looks, self._words)
        for table in self._tables.values():
            table.sheet.close()
        self._passages.close()
        self._workbook.close()
        self._waiting.cleanup()

    # ------------------------------------------------------------ passages

    def _passage_sheet(self) -> GrowingSheet:
        words = self._words
        columns = []
        for name in PASSAGE_COLUMNS:
            head = name if words.language == "en" else words.head("passages", name)
            folded = name in ("plan_id", "span_start", "span_end")
            column = SheetColumn(head, folded, look=self._looks.centred)
            if name in ("path", "title", "heading"):
                column = SheetColumn(head)
            if name == "text":
                column = SheetColumn(head, wide=TEXT_WIDTH, look=self._looks.wrapped)
            columns.append(column)
        name = words.sheet("passages")
        return GrowingSheet(
            name,
            columns,
            self._looks,
            lambda number: words.say("workbook.more-rows", name=name, n=number),
        )

    def _add_passage(self, passage: PrintedPassage, row: Row) -> tuple[SheetPart, int]:
        """Write a passage; where it stands is where the first of its rows does."""
        sheet = self._passages
        sheet.begin_row()
        place = (sheet.part, sheet.next_row)
        own: Row = {"span_start": passage.start, "span_end": passage.end, "text": passage.text}
        cells = [own.get(name, row.get(name)) for name in PASSAGE_COLUMNS]
        sheet.add(cells, {})
        return place


def _options(folder: str) -> dict[str, object]:
    return {
        "constant_memory": True,
        "tmpdir": folder,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(PLAIN_CELL),  # XlsxWriter changes it
    }
