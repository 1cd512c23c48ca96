"""The sheets that explain a workbook: the first, and the last, which says what each column is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planparse import __version__
from planparse.frames.registry import table_named
from planparse.frames.writers.xlsx.looks import Looks
from planparse.frames.writers.xlsx.sheet import link_formula, set_print
from planparse.labels import Labels

WIDTHS = (24, 10, 90)
"""Of the columns of the first sheet, in digits."""
TITLE_HEIGHT = 24
"""Points of the first row."""
FIELD_WIDTHS = (20, 30, 26, 14, 90)
FIELD_HEADS = ("field-sheet", "field-head", "field-name", "field-type", "field-means")


def write_about(sheet: Any, counts: Mapping[str, int], looks: Looks, words: Labels) -> None:
    """What the workbook is, what its colours mean, and how many rows each sheet has."""
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width, looks.centred if place == 1 else None)
    sheet.hide_gridlines(2)
    sheet.set_row(0, TITLE_HEIGHT)
    set_print(sheet)
    for row, (cells, format) in enumerate(_about_lines(counts, looks, words)):
        for column, cell in enumerate(cells):
            own = format if column == 0 else None
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            elif own is looks.link:
                sheet.write_formula(row, column, link_formula(cell, 1, cell), own, cell)
            elif cell:
                sheet.write_string(row, column, cell, own)
    sheet.activate()


Line = tuple[Sequence[str | int], Any]
"""Cells, and the format of the first."""


def _about_lines(counts: Mapping[str, int], looks: Looks, words: Labels) -> Iterator[Line]:
    def say(code: str, **parts: object) -> str:
        return words.say(f"workbook.{code}", **parts)

    yield (say("title", version=__version__),), looks.title
    yield (say("check"),), None
    yield (), None
    yield (say("colours"),), looks.strong
    for name in ("light", "grave", "inferred"):
        yield (words.say("workbook.sample"), "", say(name)), getattr(looks, name).format
    yield (), None
    yield (say("sheets"), say("rows")), looks.strong
    for table, count in counts.items():
        yield (words.sheet(table), count, words.table_means(table)), looks.link
    for table in ("passages", "fields"):
        yield (words.sheet(table), "", words.table_means(table)), looks.link
    yield (), None
    yield (say("link"),), None
    yield (say("columns"),), None


def write_fields(sheet: Any, tables: Sequence[str], looks: Looks, words: Labels) -> None:
    """A row for each column of each table: its head here, and its name in other formats."""
    # The schema explains its columns in English.
    heads = FIELD_HEADS if words.language == "en" else FIELD_HEADS[:-1]
    for place, head in enumerate(heads):
        sheet.set_column(place, place, FIELD_WIDTHS[place])
        sheet.write_string(0, place, words.say(f"workbook.{head}"), looks.head)
    lines = [cells for table in tables for cells in _fields(table, words)]
    for row, cells in enumerate(lines, 1):
        for place, cell in enumerate(cells[: len(heads)]):
            sheet.write_string(row, place, cell)
    sheet.freeze_panes(1, 0)
    set_print(sheet)
    sheet.autofilter(0, 0, len(lines), len(heads) - 1)


def _fields(table: str, words: Labels) -> Iterator[tuple[str, ...]]:
    for column in table_named(table).columns:
        yield (
            words.sheet(table),
            words.head(table, column.name),
            column.name,
            words.name("type", column.type),
            column.description.replace("`", ""),
        )
