"""What an HTML tree shows, in order: lines with their evidence, and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planparse.model.furniture import Furniture
from planparse.readers.canvas import Canvas, WrittenCell, compact
from planparse.readers.docx.numerals import render
from planparse.readers.web.content import BLOCKS, Outside, is_hidden
from planparse.readers.web.table_cells import header_rows, own_cells, own_rows, places, span_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPACE = re.compile(r"[ \t\n\r\f]+")
_OUTLINE = re.compile(r"mso-outline-level\s{0,9}:\s{0,9}([1-9])", re.I)
_PRE = re.compile(r"white-space\s{0,9}:\s{0,9}pre", re.I)
_LIST_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LAYOUT_CHARS, _LAYOUT_ROWS = 300, 4
_COLONS = ("：", ":")

_NOTES = re.compile(r"mso-element\s{0,9}:\s{0,9}(?:foot|end)note", re.I)
"""Word's export puts the notes of the text behind it."""
Emit = Callable[[str, int, Furniture | None], None]
"""Takes a line: its text, heading level and furniture."""


@dataclass(slots=True)
class _State:
    """Where the walk is: what holds for the text that comes."""

    heading: int = 0
    toc: bool = False
    notes: bool = False
    outside: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class Flow:
    """Walks a tree without recursion and gives its lines to `emit`, its tables to `table`.

    `table` says whether it took the table; else the walk goes on into its cells.
    """

    emit: Emit
    table: Callable[[Element, bool], bool]
    outside: set[Element] = field(default_factory=set)
    _buffer: list[str] = field(default_factory=list)
    _states: list[_State] = field(default_factory=lambda: [_State()])

    def walk(self, root: Element) -> None:
        """Emit everything that `root` shows."""
        from lxml import etree
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element, element is root)
                continue
            self._states.append(self._entered(element))
            if is_hidden(element) or (element.tag == "table" and element is not root and self._take(element)):
                walk.skip_subtree()
            else:
                self._start(element)
        self.flush()

    def _take(self, element: Element) -> bool:
        self.flush()
        return self.table(element, self._states[-1].outside)

    def _entered(self, element: Element) -> _State:
        above, tag, style = self._states[-1], element.tag, element.get("style", "")
        if tag not in BLOCKS:
            return above
        level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
        outline = _OUTLINE.search(style)
        return _State(
            level or (int(outline[1]) if outline else above.heading),
            above.toc or element.get("class", "").startswith("MsoToc"),
            above.notes or bool(_NOTES.search(style)),
            above.outside or element in self.outside,
            above.preformatted or tag == "pre" or bool(_PRE.search(style)),
        )

    def _start(self, element: Element) -> None:
        if element.tag == "br":
            self._break()
        elif element.tag in BLOCKS:
            self.flush(before=True)
            if element.tag == "li":
                self._buffer.append(_list_label(element))
        self._text(element.text)

    def _end(self, element: Element, last: bool) -> None:
        if element.tag in BLOCKS:
            self.flush()
        self._states.pop()
        if not last:
            self._text(element.tail)

    def _break(self) -> None:
        if self._states[-1].heading:
            self._buffer.append(" ")
        else:
            self.flush()

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._states[-1].preformatted:
            self._buffer.append(text)
            return
        first, *rest = text.split("\n")
        self._buffer.append(first)
        for line in rest:
            self.flush()
            self._buffer.append(line)

    def flush(self, *, before: bool = False) -> None:
        """End the line; `before` the start of a block, it has the state of what encloses the block."""
        text = collapse("".join(self._buffer))
        self._buffer.clear()
        if text.strip():
            state = self._states[-2 if before and len(self._states) > 1 else -1]
            furniture = Furniture.FOOTNOTE if state.notes else Furniture.NAVIGATION if state.outside else Furniture.CONTENTS if state.toc else None
            self.emit(text, state.heading, furniture)


def collapse(text: str) -> str:
    """White space as browsers show it: a run is one blank.

    Also where the source broke a Chinese line: the break may stand for the blank of 第一章 总则.
    """
    return _SPACE.sub(" ", text)


def _list_label(item: Element) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in parent.get("style", ""):
        return ""
    number = span_of(parent.get("start"))
    for sibling in parent.iterchildren("li"):
        number = span_of(sibling.get("value")) if sibling.get("value") else number
        if sibling is item:
            break
        number += 1
    return render(number, _LIST_FORMATS.get(parent.get("type", ""), "decimal")) + ". "


@dataclass(slots=True)
class WebPage:
    """Writes a tree on a canvas: content and, marked as such, navigation."""

    canvas: Canvas
    total: int = 0

    def write(self, root: Element, outside: Outside) -> None:
        """Write all that `root` shows; what is `outside` becomes furniture."""
        self.total = len("".join("".join(root.itertext()).split()))
        Flow(self._line, self._table, outside.elements).walk(root)

    def _line(self, text: str, heading: int, furniture: Furniture | None) -> None:
        self.canvas.line(text, heading=heading if not furniture else 0, furniture=furniture)

    def _table(self, table: Element, outside: bool) -> bool:
        """Write a table as a grid or a frame; False for one that only lays out the page."""
        rows = own_rows(table)
        if outside or not rows or table.get("role") == "presentation":
            return False
        single = all(len(own_cells(row)) < 2 for row in rows)
        chars = _chars(table)
        if single and chars * 2 > self.total and (chars > _LAYOUT_CHARS or _nested(table)):
            return False
        if single:
            self._frame(table)
            return True
        if _lays_out(table, rows, chars):
            return False
        lines = _labelled(rows)
        for line in lines:
            self.canvas.line(line)
        if not lines:
            self._grid(table, rows)
        return True

    def _frame(self, table: Element) -> None:
        outer = self.canvas.open_frame()
        Flow(self._line, self._table).walk(table)
        self.canvas.close_frame(outer)

    def _grid(self, table: Element, rows: list[Element]) -> None:
        for caption in table.iterchildren("caption"):
            for text in cell_lines(caption):
                self.canvas.line(text)
        cells = [own_cells(row) for row in rows]
        flat = [cell for row in cells for cell in row]
        spans = ([(span_of(c.get("rowspan")), span_of(c.get("colspan"))) for c in row] for row in cells)
        raw = [WrittenCell(p.row, p.col, cell_lines(flat[p.index]), p.rowspan, p.colspan)
               for p in places(spans, self.canvas)]
        self.canvas.table(compact(raw), "html", header_rows(rows))


def cell_lines(cell: Element) -> list[str]:
    """The lines that a cell shows; nested tables are flattened into it."""
    if not len(cell):
        text = collapse(cell.text or "").strip()
        return [text] if text else []
    lines: list[str] = []
    Flow(lambda text, *_: lines.append(text.strip()), lambda *_: False).walk(cell)
    return lines


def _lays_out(table: Element, rows: list[Element], chars: int) -> bool:
    """Whether a table of several columns only arranges the page: it wraps real tables, or one long story."""
    inner = _nested(table)
    if inner and (len(rows) <= _LAYOUT_ROWS or sum(map(_chars, inner)) * 2 > chars):
        return True
    if len(rows) > _LAYOUT_ROWS or chars < _LAYOUT_CHARS:
        return False
    longest = max((cell for row in rows for cell in own_cells(row)), key=_chars)
    return _chars(longest) * 10 > chars * 7 and len(cell_lines(longest)) >= 5


def _labelled(rows: list[Element]) -> list[str]:
    """The lines of a table that only lists labels with their values (索引号：…); [] for any other."""
    texts = [[" ".join(cell_lines(cell)) for cell in own_cells(row)] for row in rows]
    labels = [text for row in texts for text in row[::2]]
    told = all(t.rstrip().endswith(_COLONS) for t in labels) or all(map(_pairs, map(own_cells, rows)))
    if any(len(row) % 2 for row in texts) or not told:
        return []
    return [f"{label} {value}" for row in texts for label, value in zip(row[::2], row[1::2], strict=True)]


def _pairs(cells: list[Element]) -> bool:
    """Whether the cells of a row are two pairs or more of a header cell and its value."""
    return len(cells) >= 4 and all((cell.tag == "th") == (i % 2 == 0) for i, cell in enumerate(cells))


def _nested(table: Element) -> list[Element]:
    return [t for t in table.iter("table") if t is not table]


def _chars(element: Element) -> int:
    return len("".join("".join(element.itertext()).split()))
