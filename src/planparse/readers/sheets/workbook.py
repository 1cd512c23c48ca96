"""Spreadsheets: xlsx (ECMA-376, SpreadsheetML) and csv. A sheet is a grid of the text that it shows.

Rows of a single cell above and below the table (caption, unit, notes) are ordinary lines; hidden
sheets, rows and columns are not shown and not read; a formula is what it gave when it was saved.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.model.furniture import Furniture
from planparse.model.source import Source
from planparse.readers.canvas import Canvas, WrittenCell, compact
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.package import Package, resolve
from planparse.readers.sheets.number_formats import BUILT_IN, shown
from planparse.readers.text import decode

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# Names that the program gives, not a person.
_UNNAMED = re.compile(r"(?:sheet|工作表|table|chart)\s?\d{0,4}", re.I)
# A cell that prints a value and no words; a year alone is the head of a column.
_VALUE = re.compile(r"(?!(?:19|20)\d\d$)[\d.,%‰≥≤<>=+\[\]()〔〕（）/—–－-]{1,40}")
_DELIMITERS = ",\t;|"


@dataclass(slots=True)
class Sheet:
    """What one sheet shows: text by (row, column) from 0, merged stretches as (row, col, down, right)."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def has_title(self) -> bool:
        """Whether a line stands above the first table: then the sheet's name is only its name."""
        first = min((row for row, _ in self.texts), default=0)
        return sum(row == first for row, _ in self.texts) == 1


def read_xlsx(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read a workbook, one grid a sheet; raises `ReadError` where it is damaged, locked or too big."""
    package = Package(data, name, limits)
    canvas = Canvas(name, limits)
    for sheet in _Workbook(package).sheets():
        if not _UNNAMED.fullmatch(sheet.name.strip()):
            canvas.line(sheet.name, furniture=Furniture.SHEET_NAME if sheet.has_title else None)
        write_sheet(canvas, sheet, "xlsx")
    return canvas.source(data, XLSX)


def read_csv(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read values separated by comma, tab, semicolon or bar as one grid; raises as `read_text` does."""
    limits.check("file_bytes", name, len(data))
    text, encoding = decode(data, name)
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    sheet = Sheet("")
    canvas = Canvas(name, limits)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for row, fields in enumerate(reader):
            canvas.count_cells(len(fields))
            sheet.texts |= {(row, col): cell for col, cell in enumerate(fields) if cell.strip()}
    except csv.Error as error:
        reason = f"the table is cut off or malformed ({error})"
        raise ReadError(name, reason, "save it again as csv") from None
    write_sheet(canvas, sheet, "csv")
    return canvas.source(data, "text/csv", encoding=encoding)


def write_sheet(canvas: Canvas, sheet: Sheet, shape: str) -> None:
    """Write a sheet's tables and the lines around them; see `_parted` for where one table ends."""
    rows: dict[int, list[int]] = {}
    for row, col in sorted(sheet.texts):
        rows.setdefault(row, []).append(col)
    block: list[int] = []
    valued = False
    for row, cols in rows.items():
        if block and _parted(sheet, rows, block[-1], row, valued=valued):
            _write_block(canvas, sheet, shape, rows, block)
            block, valued = [], False
        block.append(row)
        valued = valued or any(_VALUE.fullmatch(sheet.texts[row, col]) for col in cols)
    _write_block(canvas, sheet, shape, rows, block)


def _parted(sheet: Sheet, rows: dict[int, list[int]], before: int, row: int, *, valued: bool) -> bool:
    """Whether another table or its caption begins in `row`.

    A blank row stands before a caption. Below a blank row, a note or a caption, a row of words alone is
    a header where the rows above print values.
    """
    cells, gap = [sheet.texts[row, col] for col in rows[row]], row > before + 1
    if _is_merged_into(sheet, row):
        return False
    if len(cells) == 1:
        return gap
    header = len(cells) > 2 and not any(_VALUE.fullmatch(cell) for cell in cells)
    return header and valued and (gap or len(rows[before]) == 1)


def _is_merged_into(sheet: Sheet, row: int) -> bool:
    return any(first < row < first + down for first, _, down, _ in sheet.merges)


def _write_block(
    canvas: Canvas, sheet: Sheet, shape: str, rows: dict[int, list[int]], block: list[int]
) -> None:
    full = [row for row in block if len(rows[row]) > 1]
    first, last = (full[0], full[-1]) if full else (-1, -2)
    table = [row for row in block if first <= row <= last]
    for row in [r for r in block if r < first or not full]:
        _write_line(canvas, sheet, row, rows[row])
    if table:
        canvas.table(compact(_cells(sheet, rows, table)), shape)
    for row in [r for r in block if full and r > last]:
        _write_line(canvas, sheet, row, rows[row])


def _write_line(canvas: Canvas, sheet: Sheet, row: int, cols: list[int]) -> None:
    for col in cols:
        for text in sheet.texts[row, col].splitlines():
            canvas.line(text)


def _cells(sheet: Sheet, rows: dict[int, list[int]], table: list[int]) -> list[WrittenCell]:
    """The printed cells of the table's rows, numbered anew without blank rows; empty places have none."""
    number = {row: index for index, row in enumerate(table)}
    spans = {(row, col): (down, right) for row, col, down, right in sheet.merges}
    cells = []
    for row in table:
        for col in rows[row]:
            down, right = spans.get((row, col), (1, 1))
            covered = sum(row + d in number for d in range(down)) if down <= len(table) * 2 else down
            cells.append(WrittenCell(number[row], col, sheet.texts[row, col].splitlines(),
                                 max(1, min(covered, len(table) - number[row])), right))
    return cells


class _Workbook:
    """The parts of an xlsx package that say what its sheets show."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.root = package.xml("xl/workbook.xml")
        strings = package.optional_xml("xl/sharedStrings.xml")
        self.strings = [] if strings is None else [_plain(item) for item in _all(strings, "si")]
        self.formats = _formats(package.optional_xml("xl/styles.xml"))
        properties = next(iter(_all(self.root, "workbookPr")), None)
        self.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")

    def sheets(self) -> Iterator[Sheet]:
        """The visible sheets in order."""
        rels = self.package.optional_xml("xl/_rels/workbook.xml.rels")
        targets = {r.get("Id"): resolve("xl/workbook.xml", r.get("Target", ""))
                   for r in ([] if rels is None else rels)}
        for entry in _all(self.root, "sheet"):
            relation = next((v for k, v in entry.attrib.items() if k.endswith("}id")), None)
            part = targets.get(relation, "")
            if entry.get("state", "visible") == "visible" and part in self.package:
                yield self._sheet(entry.get("name", ""), self.package.xml(part))

    def _sheet(self, name: str, root: Element) -> Sheet:
        sheet = Sheet(name)
        hidden = _hidden_columns(root)
        row_number = -1
        for row in _all(root, "row"):
            row_number = _whole(row.get("r"), row_number + 2) - 1
            if row.get("hidden") in ("1", "true"):
                continue
            col = -1
            for cell in row:
                found = _REFERENCE.fullmatch(cell.get("r", ""))
                col = _column(found[1]) if found else col + 1
                text = "" if col in hidden else self._text(cell)
                if text.strip():
                    sheet.texts[row_number, col] = text
        sheet.merges = [merge for e in _all(root, "mergeCell") if (merge := _merge(e.get("ref", "")))]
        return sheet

    def _text(self, cell: Element) -> str:
        kind, stored = cell.get("t", "n"), next((e.text or "" for e in cell if _is(e, "v")), "")
        if kind == "s":
            return self.strings[int(stored)] if stored.isdecimal() and int(stored) < len(self.strings) else ""
        if kind == "inlineStr":
            return "".join(_plain(e) for e in cell if _is(e, "is"))
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(stored, "")
        if kind in ("str", "e") or not stored:
            return stored
        style = cell.get("s", "0")
        code = self.formats[int(style)] if style.isdecimal() and int(style) < len(self.formats) else ""
        return shown(stored, code, from_1904=self.from_1904)


def _is(element: Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def _all(root: Element, name: str) -> Iterator[Element]:
    return root.iter("{*}" + name)


def _plain(item: Element) -> str:
    """Text of a string item: its runs, without the phonetic guide."""
    parts = []
    for child in item:
        if _is(child, "t"):
            parts.append(child.text or "")
        elif _is(child, "r"):
            parts += [e.text or "" for e in child if _is(e, "t")]
    return "".join(parts)


def _formats(styles: Element | None) -> list[str]:
    """Format code by cell style index."""
    if styles is None:
        return []
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in _all(styles, "numFmt")}
    styled = next(iter(_all(styles, "cellXfs")), None)
    ids = [] if styled is None else [xf.get("numFmtId", "0") for xf in styled]
    return [own.get(key) or BUILT_IN.get(int(key) if key.isdecimal() else 0, "") for key in ids]


def _hidden_columns(root: Element) -> set[int]:
    hidden: set[int] = set()
    for column in _all(root, "col"):
        if column.get("hidden") in ("1", "true"):
            first, last = _whole(column.get("min"), 1), _whole(column.get("max"), 1)
            hidden |= set(range(first - 1, min(last, 16_384)))
    return hidden


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else default


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _merge(reference: str) -> tuple[int, int, int, int] | None:
    ends = [_REFERENCE.fullmatch(part) for part in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    row, col = int(ends[0][2]) - 1, _column(ends[0][1])
    return row, col, max(1, int(ends[1][2]) - row), max(1, _column(ends[1][1]) - col + 1)
