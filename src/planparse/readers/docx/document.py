"""Word documents (docx, ECMA-376): paragraphs in order, tables and text boxes in their places.

One line per paragraph. Page headers and footers are separate parts and are not read; comments,
deleted and hidden text are not printed and not read; notes stand at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.model.furniture import Furniture
from planparse.model.source import Notice, Source
from planparse.readers.canvas import Canvas, WrittenCell, compact
from planparse.readers.docx import blocks
from planparse.readers.docx.fields import Fields
from planparse.readers.docx.numbering import Numbering
from planparse.readers.docx.paragraphs import ParagraphReader, WordParagraph
from planparse.readers.docx.runs import NoteReference, Story, note_mark
from planparse.readers.docx.styles import Styles, w
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.package import Package, resolve

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EMBEDDED = Notice(
    "unreadable-cell",
    "文档中嵌入了另一份文件（altChunk），其内容未读取；请在Word中打开后另存。",
)
# The strict variant of the standard differs, for what is read here, only in its namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
}
_OFFICE_DOCUMENT = "/officeDocument"
"""How the type of the main part's relation ends, in the usual and the strict variant."""
_USUAL_MAIN_PART = "word/document.xml"
_CONTENTS_GALLERY = "Table of Contents"
"""The same in every language of Word."""
_NOTE_PARTS = ("footnotes", "endnotes")
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read_docx(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read a docx package.

    Raises `ReadError` for a package that is damaged, locked, beyond `limits`, or no Word document.
    """
    package = _WordPackage(data, name, limits)
    main = _main_part(package)
    root = package.xml(main)
    body = root.find(w("body"))
    if body is None:
        remedy = "give the text document itself, as docx"
        raise ReadError(name, f"{main} is no Word document", remedy)

    # The relations of the main part name these parts; every program calls them as here.
    def beside(part: str) -> Element | None:
        return package.optional_xml(resolve(main, f"{part}.xml"))

    styles = Styles(beside("styles"))
    numbering = Numbering(beside("numbering"))
    story = Story(styles, Fields.of(body))
    canvas = Canvas(name, limits)
    writer = _WordWriter(canvas, ParagraphReader(story, numbering))
    writer.blocks(body)
    # At last: only then it is known which notes the text refers to, and in what order.
    writer.notes({part: beside(part) for part in _NOTE_PARTS})
    notices = []
    if next(body.iter(w("altChunk")), None) is not None:
        notices.append(_EMBEDDED)
    return canvas.source(
        data,
        MEDIA_TYPE,
        notices=notices,
        meta=_meta(package),
    )


class _WordPackage(Package):
    """A package whose parts all come in the usual variant of the standard."""

    def read(self, name: str) -> bytes:
        data = super().read(name)
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        return data


def _main_part(package: Package) -> str:
    """Name of the part that holds the text."""
    relations = package.optional_xml("_rels/.rels")
    if relations is None:
        return _USUAL_MAIN_PART
    for relation in relations:
        is_main = relation.get("Type", "").endswith(_OFFICE_DOCUMENT)
        # A part outside of the package would have to be fetched.
        if is_main and relation.get("TargetMode") != "External":
            return resolve("", relation.get("Target", ""))
    return _USUAL_MAIN_PART


def _meta(package: Package) -> dict[str, str]:
    core = package.optional_xml("docProps/core.xml")
    if core is None:
        return {}
    title = (core.findtext(_DC_TITLE) or "").strip()
    if not title:
        return {}
    return {"title": title}


def _place(places: list[int], line: int) -> int:
    """The column that begins at a line of the grid, be it listed or not."""
    last = len(places) - 1
    return places[line] if line <= last else places[last] + line - last


@dataclass(frozen=True, slots=True)
class _WordRow:
    """A row of a table with its cells."""

    element: Element
    cells: list[Element]


@dataclass(slots=True)
class _WordWriter:
    """Walks the blocks of a document in order and writes them on the canvas."""

    canvas: Canvas
    paragraphs: ParagraphReader

    def blocks(self, parent: Element) -> None:
        """Write every paragraph, table and text box below `parent`."""
        for block in blocks.blocks(parent):
            if block.tag == blocks.PARAGRAPH:
                self._paragraph(block)
                continue
            # A paragraph cannot go on behind a table.
            self._write_rest()
            if block.tag == blocks.TABLE:
                self._table(block)
            else:
                self._content_control(block)
        self._write_rest()

    def _write_rest(self) -> None:
        for piece in self.paragraphs.rest():
            self.canvas.line(piece)

    def _paragraph(self, element: Element) -> None:
        read = self.paragraphs.read(element)
        if read is None:
            return
        furniture = Furniture.CONTENTS if read.toc else None
        for piece in read.pieces:
            self.canvas.line(piece, heading=read.heading, furniture=furniture)
        for box in read.boxes:
            self._frame([box])

    def _frame(self, parents: list[Element]) -> None:
        """Write what stands below `parents` into one frame."""
        outer = self.canvas.open_frame()
        for parent in parents:
            self.blocks(parent)
        self.canvas.close_frame(outer)

    def _content_control(self, control: Element) -> None:
        """A content control: Word's own table of contents is one, with its title."""
        content = control.find(w("sdtContent"))
        if content is None:
            return
        outer = self.canvas.furniture
        # A control inside the contents is part of them.
        if outer is None and _is_contents_gallery(control):
            self.canvas.furniture = Furniture.CONTENTS
        self.blocks(content)
        self.canvas.furniture = outer

    def _table(self, table: Element) -> None:
        rows = [
            _WordRow(row, list(blocks.cells(row)))
            for row in blocks.rows(table)
            if not blocks.is_deleted(row)
        ]
        # A table of one column is a drawn box: its paragraphs stay paragraphs.
        if all(len(row.cells) < 2 for row in rows):
            cells_in_order = [cell for row in rows for cell in row.cells]
            self._frame(cells_in_order)
            return
        header_rows = blocks.header_rows(row.element for row in rows)
        places = blocks.column_places(table, ((row.element, row.cells) for row in rows))
        cells = self._cells(rows, places)
        self.canvas.table(compact(cells), "docx", header_rows)

    def _cells(self, rows: list[_WordRow], places: list[int]) -> list[WrittenCell]:
        """The cells of a table, each printed once with all grid places that it covers.

        `places` are the columns that begin at the lines of the table's own grid.
        """
        cells: list[WrittenCell] = []
        above: dict[int, WrittenCell] = {}  # by column, the cell that a row below may go on with
        for index, row in enumerate(rows):
            line = blocks.skipped_columns(row.element)
            for element in row.cells:
                col = _place(places, line)
                line += blocks.width(element)
                width = _place(places, line) - col
                # A cell that goes on counts too: spans alone must not make a table without bound.
                self.canvas.count_cells(width)
                open_above = above.get(col)
                has_left = bool(cells) and cells[-1].row == index
                if open_above is not None and blocks.continues_above(element):
                    # From the row, not by one more: a row between them may lack the cell.
                    open_above.rowspan = index - open_above.row + 1
                elif has_left and blocks.continues_left(element):
                    cells[-1].colspan += width
                else:
                    paragraphs = list(self._flat(element))
                    cell = WrittenCell(index, col, paragraphs, colspan=width)
                    above[col] = cell
                    cells.append(cell)
        return cells

    def _flat(self, parent: Element) -> Iterator[str]:
        """The lines of a cell: text boxes and nested tables follow in reading order."""
        for block in blocks.blocks(parent):
            if block.tag == blocks.PARAGRAPH:
                read = self.paragraphs.read(block)
                if read is not None:
                    yield from self._flat_paragraph(read)
            elif block.tag == blocks.TABLE:
                for row in blocks.rows(block):
                    for cell in blocks.cells(row):
                        yield from self._flat(cell)
            else:
                yield from self._flat(block)
        yield from self.paragraphs.rest()

    def _flat_paragraph(self, read: WordParagraph) -> Iterator[str]:
        for piece in read.pieces:
            yield self.canvas.gathered(piece)
        for box in read.boxes:
            yield from self._flat(box)

    def notes(self, parts: dict[str, Element | None]) -> None:
        """Write the notes that the text refers to, in the order of their marks.

        `parts` are the roots of the parts that hold notes, by their kind.
        """
        notes: dict[NoteReference, Element] = {}
        for kind, root in parts.items():
            if root is None:
                continue
            for note in root:
                reference = NoteReference(kind, id=note.get(w("id"), ""))
                notes[reference] = note
        # A copy: a note that refers to another note would lengthen the list.
        references = list(self.paragraphs.story.notes)
        for number, reference in enumerate(references, 1):
            if reference not in notes:
                continue
            mark = note_mark(number)
            text = " ".join(self._flat(notes[reference]))
            self.canvas.line(f"{mark} {text}", furniture=Furniture.FOOTNOTE)


def _is_contents_gallery(control: Element) -> bool:
    """Whether Word's gallery of tables of contents made the control."""
    path = f"{w('sdtPr')}//{w('docPartGallery')}"
    galleries = [gallery.get(w("val")) for gallery in control.iterfind(path)]
    return _CONTENTS_GALLERY in galleries
