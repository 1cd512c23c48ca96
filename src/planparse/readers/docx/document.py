"""Word documents (docx, ECMA-376): paragraphs in order, tables and text boxes in their places.

One line per paragraph. Page headers and footers are separate parts and are not read; comments,
deleted and hidden text are not printed and not read; notes stand at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.model.furniture import Furniture
from planparse.model.source import Notice, Source
from planparse.readers.canvas import Canvas, WrittenCell, compact
from planparse.readers.docx.numbering import Numbering
from planparse.readers.docx.runs import Fields, Runs, Story, note_mark
from planparse.readers.docx.styles import Styles, flag, outline_of, value, w
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.package import Package, resolve

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EMBEDDED = Notice(
    "unreadable-cell", "文档中嵌入了另一份文件（altChunk），其内容未读取；请在Word中打开后另存。")
# The strict variant of the standard differs, for what is read here, only in its namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/%s/%s" % names: b"http://schemas.openxmlformats.org/%s/2006/%s" % names
    for names in ((b"wordprocessingml", b"main"), (b"officeDocument", b"math"))
}
_OFFICE_DOCUMENT = "/officeDocument"
_P, _TBL, _TR, _TC, _SDT, _CONTENT = map(w, ("p", "tbl", "tr", "tc", "sdt", "sdtContent"))
_PASS = frozenset(map(w, ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "sdt")))
_LONG = 30
_ENDS = tuple("。！？；：”）.!?;:)")


def read_docx(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read a docx package.

    Raises `ReadError` for a package that is damaged, locked, beyond `limits`, or no Word document.
    """
    package = _WordPackage(data, name, limits)
    main = _main_part(package)
    root = package.xml(main)
    body = root.find(w("body"))
    if body is None:
        raise ReadError(name, f"{main} is no Word document", "give the text document itself, as docx")
    styles = Styles(package.optional_xml(resolve(main, "styles.xml")))
    numbering = Numbering(package.optional_xml(resolve(main, "numbering.xml")), styles)
    writer = _WordWriter(Canvas(name, limits), Story(styles, Fields.of(body)), numbering)
    writer.blocks(body)
    writer.notes({kind: package.optional_xml(resolve(main, f"{kind}.xml"))
                  for kind in ("footnotes", "endnotes")})
    notices = [_EMBEDDED] * any(True for _ in body.iter(w("altChunk")))
    return writer.canvas.source(data, MEDIA_TYPE, notices=notices, meta=_meta(package))


class _WordPackage(Package):
    def read(self, name: str) -> bytes:
        data = super().read(name)
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        return data


def _main_part(package: Package) -> str:
    rels = package.optional_xml("_rels/.rels")
    for relation in [] if rels is None else rels:
        if relation.get("Type", "").endswith(_OFFICE_DOCUMENT) and relation.get("TargetMode") != "External":
            return resolve("", relation.get("Target", ""))
    return "word/document.xml"


def _meta(package: Package) -> dict[str, str]:
    core = package.optional_xml("docProps/core.xml")
    title = None if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title")
    return {"title": title.strip()} if title and title.strip() else {}


@dataclass(slots=True)
class _WordParagraph:
    """A paragraph before it is written."""

    pieces: list[str]
    heading: int
    toc: bool
    boxes: list[Element]


@dataclass(slots=True)
class _WordWriter:
    """Walks the blocks of a document in order and writes them on the canvas."""

    canvas: Canvas
    story: Story
    numbering: Numbering
    carry: Runs | None = None
    """Runs of a paragraph whose mark was deleted: the next paragraph goes on with them."""

    def _rest(self) -> list[str]:
        """Lines of a paragraph that no other one goes on with, for its mark was the last."""
        runs, self.carry = self.carry, None
        return [] if runs is None else _pieces(runs.text, whole=False)

    def blocks(self, parent: Element) -> None:
        """Write every paragraph, table and text box below `parent`."""
        for block in _blocks(parent):
            if block.tag == _P:
                self._paragraph(block)
                continue
            self._write_rest()
            if block.tag == _TBL:
                self._table(block)
            else:
                self._contents(block)
        self._write_rest()

    def _write_rest(self) -> None:
        for piece in self._rest():
            self.canvas.line(piece)

    def _paragraph(self, element: Element) -> None:
        read = self._read(element)
        if read is None:
            return
        for piece in read.pieces:
            self.canvas.line(piece, heading=read.heading, furniture=Furniture.CONTENTS if read.toc else None)
        for box in read.boxes:
            outer = self.canvas.open_frame()
            self.blocks(box)
            self.canvas.close_frame(outer)

    def _read(self, element: Element) -> _WordParagraph | None:
        properties = element.find(w("pPr"))
        style = self.story.styles.paragraph(value(properties, "pStyle"))
        runs = self.carry or Runs(self.story, style.hidden)
        runs.walk(element)
        self.carry = runs if _mark_deleted(properties) else None
        if self.carry:
            return None
        mark = None if properties is None else properties.find(w("rPr"))
        label = "" if style.hidden or flag(mark, "vanish") else self._label(properties, style.id)
        own = outline_of(properties)
        heading = (style.outline or 0) if own is None else own
        toc = style.toc or (runs.toc * 2 > len(runs.text) and runs.toc > 0)
        pieces = _pieces(label + runs.text, whole=heading > 0)
        return _WordParagraph(pieces, 0 if toc else heading, toc, runs.boxes)

    def _label(self, properties: Element | None, style_id: str) -> str:
        own = None if properties is None else properties.find(w("numPr"))
        style = self.story.styles.style(style_id)
        num_id = value(own, "numId") or style.num_id
        if not num_id or num_id == "0":
            return ""
        level = value(own, "ilvl")
        return self.numbering.label(num_id, int(level) if level.isdecimal() else style.ilvl, style_id)

    def _contents(self, sdt: Element) -> None:
        """A content control: Word's own table of contents is one, with its title."""
        galleries = sdt.iterfind(f"{w('sdtPr')}//{w('docPartGallery')}")
        toc = any(gallery.get(w("val")) == "Table of Contents" for gallery in galleries)
        outer, content = self.canvas.furniture, sdt.find(_CONTENT)
        self.canvas.furniture = outer or (Furniture.CONTENTS if toc else None)
        if content is not None:
            self.blocks(content)
        self.canvas.furniture = outer

    def _table(self, table: Element) -> None:
        rows = [(row, list(_below(row, _TC)))
                for row in _below(table, _TR) if not _row_deleted(row)]
        if all(len(cells) < 2 for _, cells in rows):
            outer = self.canvas.open_frame()
            for cell in (cell for _, cells in rows for cell in cells):
                self.blocks(cell)
            self.canvas.close_frame(outer)
            return
        headers = _header_rows([row for row, _ in rows])
        self.canvas.table(compact(self._cells(rows)), "docx", headers)

    def _cells(self, rows: list[tuple[Element, list[Element]]]) -> list[WrittenCell]:
        cells: list[WrittenCell] = []
        above: dict[int, WrittenCell] = {}
        for index, (row, elements) in enumerate(rows):
            col = _number(row.find(w("trPr")), "gridBefore", 0)
            for element in elements:
                properties = element.find(w("tcPr"))
                width = _number(properties, "gridSpan", 1)
                self.canvas.count_cells(width)
                open_above = above.get(col)
                if open_above is not None and _continues(properties):
                    open_above.rowspan = index - open_above.row + 1
                elif cells and cells[-1].row == index and _continues(properties, "hMerge"):
                    cells[-1].colspan += width
                else:
                    above[col] = WrittenCell(index, col, list(self._flat(element)), colspan=width)
                    cells.append(above[col])
                col += width
        return cells

    def _flat(self, parent: Element) -> Iterator[str]:
        """The paragraphs of a cell: those of text boxes and nested tables follow in reading order."""
        for block in _blocks(parent):
            if block.tag == _P:
                read = self._read(block)
                yield from [] if read is None else read.pieces
                for box in [] if read is None else read.boxes:
                    yield from self._flat(box)
            elif block.tag == _TBL:
                for row in _below(block, _TR):
                    for cell in _below(row, _TC):
                        yield from self._flat(cell)
            else:
                yield from self._flat(block)
        yield from self._rest()

    def notes(self, parts: dict[str, Element | None]) -> None:
        """Write the notes that the text refers to, in the order of their marks."""
        texts = {(kind, note.get(w("id"), "")): note for kind, root in parts.items()
                 for note in ([] if root is None else root)}
        for number, key in enumerate(list(self.story.notes), 1):
            if key in texts:
                text = " ".join(self._flat(texts[key]))
                self.canvas.line(f"{note_mark(number)} {text}", furniture=Furniture.FOOTNOTE)


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs, tables and content controls right below `parent`, through whatever wraps them."""
    for child in parent:
        if child.tag in (_P, _TBL) or (child.tag == _SDT):
            yield child
        elif child.tag in _PASS:
            yield from _blocks(child)


def _below(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, through content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _PASS:
            yield from _below(child, tag)


def _pieces(text: str, *, whole: bool) -> list[str]:
    """Cut a paragraph at its breaks into lines.

    A heading stays whole, and so does a sentence that was wrapped by hand: a break after a
    long stretch without closing punctuation is a blank.
    """
    pieces: list[str] = []
    for part in text.split("\f"):
        start = True
        for piece in part.split("\n"):
            wrapped = not start and pieces and (whole or (len(pieces[-1]) >= _LONG
                                                          and not pieces[-1].rstrip().endswith(_ENDS)))
            if wrapped and piece.strip():
                pieces[-1] = f"{pieces[-1].rstrip()} {piece.lstrip()}" if pieces[-1].strip() else piece
            else:
                pieces.append(piece)
            start = False
    return [piece for piece in pieces if piece.strip()]


def _mark_deleted(properties: Element | None) -> bool:
    run = None if properties is None else properties.find(w("rPr"))
    return run is not None and (run.find(w("del")) is not None or run.find(w("moveFrom")) is not None)


def _row_deleted(row: Element) -> bool:
    properties = row.find(w("trPr"))
    return properties is not None and properties.find(w("del")) is not None


def _header_rows(rows: Iterable[Element]) -> int | None:
    """How many first rows are marked as header; None where none, or all, are."""
    marks = [bool(flag(row.find(w("trPr")), "tblHeader")) for row in rows]
    count = marks.index(False) if False in marks else 0
    return count or None


def _continues(properties: Element | None, tag: str = "vMerge") -> bool:
    merge = None if properties is None else properties.find(w(tag))
    return merge is not None and merge.get(w("val"), "continue") == "continue"


def _number(properties: Element | None, tag: str, default: int) -> int:
    text = value(properties, tag)
    return int(text) if text.isdecimal() and len(text) < 6 and int(text) else default
