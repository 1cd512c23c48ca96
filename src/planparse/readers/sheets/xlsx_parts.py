"""The parts of an xlsx package (ECMA-376, SpreadsheetML) that say what its sheets show.

Hidden sheets, rows and columns are not shown and not read; a formula is what it gave when it was
saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planparse.readers.canvas import raised
from planparse.readers.package import Package, resolve
from planparse.readers.sheets.number_formats import BUILT_IN, shown
from planparse.readers.sheets.sheet import Merge, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WORKBOOK = "xl/workbook.xml"
# A cell's place: column in letters, row from 1.
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TRUE = ("1", "true")
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}
# Columns of a sheet, whatever the file says.
_MOST_COLUMNS = 16_384
# Digits of the largest whole number that is believed; a sheet has a million rows.
_MOST_DIGITS = 8


class Workbook:
    """An open workbook; raises `ReadError` where a part is damaged."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._length = 0
        self.root = package.xml(_WORKBOOK)
        self.strings = _shared_strings(package.optional_xml("xl/sharedStrings.xml"))
        self.formats = _formats(package.optional_xml("xl/styles.xml"))
        properties = _first(self.root, "workbookPr")
        self.from_1904 = properties is not None and properties.get("date1904") in _TRUE

    def sheets(self) -> Iterator[Sheet]:
        """The visible sheets in order."""
        parts = self._parts_by_relation()
        for entry in _all(self.root, "sheet"):
            if entry.get("state", "visible") != "visible":
                continue
            part = parts.get(_relation(entry), "")
            if part not in self.package:
                continue
            name = entry.get("name", "")
            yield self._sheet(name, self.package.xml(part))

    def _parts_by_relation(self) -> dict[str | None, str]:
        relations = self.package.optional_xml("xl/_rels/workbook.xml.rels")
        if relations is None:
            return {}
        parts: dict[str | None, str] = {}
        for relation in relations:
            target = relation.get("Target", "")
            parts[relation.get("Id")] = resolve(_WORKBOOK, target)
        return parts

    def _sheet(self, name: str, root: Element) -> Sheet:
        sheet = Sheet(name)
        hidden = _hidden_columns(root)
        for row_number, row in _shown_rows(root):
            for col, cell in _cells(row):
                if col in hidden:
                    continue
                text = self._text(cell)
                self._count(text)
                if text.strip():
                    sheet.texts[row_number, col] = text
        for element in _all(root, "mergeCell"):
            merge = _merge(element.get("ref", ""))
            if merge is not None:
                sheet.merges.append(merge)
        return sheet

    def _count(self, text: str) -> None:
        # A shared string stands in the file once, and in any number of cells.
        self._length += len(text)
        self.package.limits.check("characters", self.package.where, self._length)

    def _text(self, cell: Element) -> str:
        """What a cell shows, by the type of what is stored (ECMA-376 part 1, 18.18.11)."""
        stored = _stored(cell)
        match cell.get("t", "n"):
            case "s":
                return _at(self.strings, stored)
            case "inlineStr":
                return "".join(_plain(child) for child in cell if _is(child, "is"))
            case "b":
                return _BOOLEANS.get(stored, "")
            case "str" | "e":
                return stored
        if not stored:
            return ""
        code = _at(self.formats, cell.get("s", "0"))
        return shown(stored, code, from_1904=self.from_1904)


def _is(element: Element, name: str) -> bool:
    tag = element.tag
    if not isinstance(tag, str):  # a comment or an instruction
        return False
    _, _, local = tag.rpartition("}")
    return local == name


def _all(root: Element, name: str) -> Iterator[Element]:
    return root.iter("{*}" + name)


def _first(root: Element, name: str) -> Element | None:
    return next(_all(root, name), None)


def _at(texts: list[str], index: str) -> str:
    """The text that a part of the file names by its index, "" where there is none."""
    if not index.isdecimal() or int(index) >= len(texts):
        return ""
    return texts[int(index)]


def _relation(entry: Element) -> str | None:
    """The relation (r:id) of a sheet's entry, in whichever of the two namespaces the file uses."""
    for name, value in entry.attrib.items():
        if name.endswith("}id"):
            return value
    return None


def _shown_rows(root: Element) -> Iterator[tuple[int, Element]]:
    """The rows that are not hidden with their numbers, counted from 0."""
    number = 0
    for row in _all(root, "row"):
        # A row without a number of its own follows the one before it.
        number = _whole(row.get("r"), number + 1)
        if row.get("hidden") not in _TRUE:
            yield number - 1, row


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with their columns, counted from 0."""
    col = -1
    for cell in row:
        found = _REFERENCE.fullmatch(cell.get("r", ""))
        if found:
            col = _column(found[1])
        else:
            col += 1
        yield col, cell


def _stored(cell: Element) -> str:
    for child in cell:
        if _is(child, "v"):
            return child.text or ""
    return ""


def _shared_strings(root: Element | None) -> list[str]:
    if root is None:
        return []
    return [_plain(item) for item in _all(root, "si")]


def _plain(item: Element) -> str:
    """Text of a string item: its runs, without the phonetic guide."""
    parts: list[str] = []
    for child in item:
        if _is(child, "t"):
            parts.append(child.text or "")
        elif _is(child, "r"):
            text = "".join(part.text or "" for part in child if _is(part, "t"))
            parts.append(raised(text) if _is_superscript(child) else text)
    return "".join(parts)


def _is_superscript(run: Element) -> bool:
    align = _first(run, "vertAlign")
    return align is not None and align.get("val") == "superscript"


def _formats(styles: Element | None) -> list[str]:
    """Format code by cell style index."""
    if styles is None:
        return []
    styled = _first(styles, "cellXfs")
    if styled is None:
        return []
    own: dict[str, str] = {}
    for element in _all(styles, "numFmt"):
        number = element.get("numFmtId", "")
        own[number] = element.get("formatCode", "")
    numbers = [style.get("numFmtId", "0") for style in styled]
    return [_format_code(number, own) for number in numbers]


def _format_code(number: str, own: dict[str, str]) -> str:
    """The code of a format: the file's own, or one of those that need not stand in a file."""
    if own.get(number):
        return own[number]
    if not number.isdecimal():
        return ""
    return BUILT_IN.get(int(number), "")


def _hidden_columns(root: Element) -> set[int]:
    hidden: set[int] = set()
    for columns in _all(root, "col"):
        if columns.get("hidden") not in _TRUE:
            continue
        first = _whole(columns.get("min"), 1)
        last = _whole(columns.get("max"), 1)
        hidden.update(range(first - 1, min(last, _MOST_COLUMNS)))
    return hidden


def _whole(text: str | None, default: int) -> int:
    if not text or not text.isdecimal() or len(text) > _MOST_DIGITS:
        return default
    return int(text)


def _column(letters: str) -> int:
    """Number of a column from 0; its letters are digits from A = 1 to Z = 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _merge(reference: str) -> Merge | None:
    """The merged stretch that a reference such as "A1:C2" names, None where it names none."""
    start, colon, end = reference.partition(":")
    first = _REFERENCE.fullmatch(start)
    last = _REFERENCE.fullmatch(end)
    if not colon or first is None or last is None:
        return None
    row = int(first[2]) - 1
    col = _column(first[1])
    rows = int(last[2]) - row
    cols = _column(last[1]) - col + 1
    return Merge(
        row,
        col,
        rows=max(1, rows),
        cols=max(1, cols),
    )
