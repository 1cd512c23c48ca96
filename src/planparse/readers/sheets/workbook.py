"""Spreadsheets: xlsx and csv. A sheet is a grid of the text that it shows."""

from __future__ import annotations

import csv
import io
import re

from planparse.errors import ReadError
from planparse.model.furniture import Furniture
from planparse.model.source import Source
from planparse.readers.canvas import Canvas
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.package import Package
from planparse.readers.sheets.sheet import Sheet, write_sheet
from planparse.readers.sheets.xlsx_parts import Workbook
from planparse.readers.text import decode

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Names that the program gives, not a person.
_UNNAMED = re.compile(r"(?:sheet|工作表|table|chart)\s?\d{0,4}", re.I)
_DELIMITERS = ",\t;|"


def read_xlsx(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
) -> Source:
    """Read a workbook, one grid a sheet.

    Raises `ReadError` where it is damaged, locked or too big.
    """
    package = Package(data, name, limits)
    canvas = Canvas(name, limits)
    for sheet in Workbook(package).sheets():
        _write_name(canvas, sheet)
        write_sheet(canvas, sheet, "xlsx")
    return canvas.source(data, XLSX)


def _write_name(canvas: Canvas, sheet: Sheet) -> None:
    """Write the name that a person gave the sheet: its caption, where it has no other."""
    if _UNNAMED.fullmatch(sheet.name.strip()):
        return
    furniture = None
    if sheet.has_title:
        furniture = Furniture.SHEET_NAME
    canvas.line(sheet.name, furniture=furniture)


def read_csv(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
) -> Source:
    """Read values separated by comma, tab, semicolon or bar as one grid.

    Raises `ReadError` as `read_text` does, for more cells than `limits` allow, and for quotes
    that don't close.
    """
    limits.check("file_bytes", name, len(data))
    text, encoding = decode(data, name)
    canvas = Canvas(name, limits)
    try:
        sheet = _separated(text, canvas)
    except csv.Error as error:
        reason = f"the table is cut off or malformed ({error})"
        raise ReadError(name, reason, "save it again as csv") from None
    write_sheet(canvas, sheet, "csv")
    return canvas.source(data, "text/csv", encoding=encoding)


def _separated(text: str, canvas: Canvas) -> Sheet:
    """The fields of `text`, separated by what stands most often in its first line."""
    first_line = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    lines = io.StringIO(text, newline="")
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    sheet = Sheet("")
    for row, fields in enumerate(rows):
        canvas.count_cells(len(fields))
        for col, field in enumerate(fields):
            if field.strip():
                sheet.texts[row, col] = field
    return sheet
