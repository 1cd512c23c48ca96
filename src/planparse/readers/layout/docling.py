"""Docling's document JSON (`DoclingDocument`): texts and tables in the order of its body.

https://docling-project.github.io/docling/concepts/docling_document
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from planparse.model.furniture import Furniture
from planparse.model.source import BBox, Source
from planparse.readers.canvas import WrittenCell
from planparse.readers.layout.json_data import (
    JsonObject,
    child,
    given,
    number,
    objects,
    whole,
    words,
)
from planparse.readers.layout.writing import LaidOut, PlaceOnPage
from planparse.readers.limits import DEFAULT, Limits

ENGINE = "docling"
_FURNITURE = {
    "page_header": Furniture.HEADER,
    "page_footer": Furniture.FOOTER,
}
"""Labels of what is no content, wherever it stands."""
_LAYERS = {
    "furniture": Furniture.HEADER,
    "background": Furniture.WATERMARK,
}
"""Layers that are printed and are no content."""
_UNPRINTED = frozenset(("invisible", "notes"))
"""Layers that a page does not show: hidden text, comments of reviewers."""


def is_docling(value: Any) -> bool:
    """Whether a JSON value is a document of Docling."""
    return isinstance(value, dict) and value.get("schema_name") == "DoclingDocument"


def read_docling(
    document: bytes | JsonObject,
    name: str = "<docling>",
    *,
    limits: Limits = DEFAULT,
) -> Source:
    """The source of a document as `DoclingDocument.export_to_dict()` gives it, or of its JSON.

    Text, headings with their levels, tables with merged cells, captions and notes stand in the
    order of its body; each with page, and with its box in points from the page's upper left corner.
    What Docling calls furniture stays furniture. Hidden text and comments are left out. Raises
    `ReadError` for JSON that is damaged, beyond the limits or without text.
    """
    value, data = given(document, name, limits)
    return docling_source(value, data, name, limits)


def docling_source(value: JsonObject, data: bytes, name: str, limits: Limits) -> Source:
    """The source of a document whose JSON is read already; `data` are its bytes."""
    reading = _DoclingReading(value, LaidOut(name, limits, ENGINE))
    reading.write()
    return reading.out.source(data, reading.pages)


class _DoclingReading:
    """Writes one document."""

    def __init__(self, document: JsonObject, out: LaidOut) -> None:
        self.out = out
        self._document = document
        self._heights = {
            whole(page.get("page_no")): number(child(page, "size").get("height"))
            for page in objects(list(child(document, "pages").values()))
        }
        self._done: set[str] = set()
        """References of what was written: a caption is named by its table and by the body."""

    @property
    def pages(self) -> int | None:
        """How many pages the document has; None where its format has none."""
        return max(self._heights, default=0) or None

    def write(self) -> None:
        """Write body and furniture; older versions keep the latter in a tree of its own."""
        # A stack and no recursion: groups may lie in groups as deep as a file likes.
        waiting = list(self._references(child(self._document, "body"), "children"))
        waiting += self._references(child(self._document, "furniture"), "children")
        waiting.reverse()
        while waiting:
            reference = waiting.pop()
            if reference in self._done:
                continue
            self._done.add(reference)
            item = self._item(reference)
            self._write(reference, item)
            # What lies in a table are texts of its cells, which have them already.
            if not reference.startswith("#/tables/"):
                waiting += reversed(list(self._references(item, "children")))

    def _references(self, item: JsonObject, key: str) -> Iterator[str]:
        for reference in objects(item.get(key)):
            yield words(reference.get("$ref") or reference.get("cref"))

    def _item(self, reference: str) -> JsonObject:
        """What a reference like #/texts/12 names; an empty object where there is nothing."""
        _, _, path = reference.partition("#/")
        kind, _, index = path.partition("/")
        items = self._document.get(kind)
        if not isinstance(items, list) or not index.isascii() or not index.isdigit():
            return {}
        place = int(index[:12])
        found = items[place] if place < len(items) else None
        return found if isinstance(found, dict) else {}

    # ------------------------------------------------------------------ items

    def _write(self, reference: str, item: JsonObject) -> None:
        if words(item.get("content_layer")) in _UNPRINTED:
            return
        if reference.startswith("#/tables/"):
            self._table(item)
        elif reference.startswith("#/pictures/"):
            self._named(item, "captions")
            self._named(item, "footnotes")
        elif words(item.get("label")) == "inline":
            self._inline(item)
        else:
            self._text(item)

    def _inline(self, item: JsonObject) -> None:
        """Write a paragraph that is cut into stretches of different looks."""
        references = list(self._references(item, "children"))
        self._done.update(references)
        stretches = [self._item(reference) for reference in references]
        place = self._place(stretches[0]) if stretches else PlaceOnPage()
        self.out.line("".join(words(one.get("text")) for one in stretches), place)

    def _named(self, item: JsonObject, key: str) -> None:
        """Write the texts that a table or picture names as its own."""
        for reference in self._references(item, key):
            if reference not in self._done:
                self._done.add(reference)
                self._text(self._item(reference), is_note=key == "footnotes")

    def _text(self, item: JsonObject, *, is_note: bool = False) -> None:
        label = words(item.get("label"))
        furniture = _FURNITURE.get(label) or _LAYERS.get(words(item.get("content_layer")))
        # A footnote below a table is the table's own, whether or not the table names it.
        if label == "footnote" and not is_note and not self.out.after_table:
            furniture = furniture or Furniture.FOOTNOTE
        self.out.line(
            _with_marker(item),
            self._place(item),
            heading=_heading(item),
            furniture=furniture,
            is_note=is_note or label == "footnote",
        )

    def _table(self, item: JsonObject) -> None:
        self._named(item, "captions")
        place = self._place(item)
        data = child(item, "data")
        cells = [self._cell(cell, place) for cell in objects(data.get("table_cells"))]
        furniture = _LAYERS.get(words(item.get("content_layer")))
        if furniture is not None:
            for cell in cells:
                self.out.line(" ".join(cell.paragraphs), place, furniture=furniture)
            return
        is_contents = words(item.get("label")) == "document_index"
        header_rows = _header_rows(list(objects(data.get("table_cells"))))
        self.out.table(cells, place, header_rows=header_rows, is_contents=is_contents)
        self._named(item, "footnotes")

    def _cell(self, cell: JsonObject, place: PlaceOnPage) -> WrittenCell:
        row = whole(cell.get("start_row_offset_idx"))
        column = whole(cell.get("start_col_offset_idx"))
        return WrittenCell(
            row=row,
            col=column,
            paragraphs=words(cell.get("text")).splitlines(),
            rowspan=whole(cell.get("end_row_offset_idx"), row + 1) - row,
            colspan=whole(cell.get("end_col_offset_idx"), column + 1) - column,
            page=place.page,
            bbox=self._bbox(child(cell, "bbox"), place.page),
        )

    # ----------------------------------------------------------------- places

    def _place(self, item: JsonObject) -> PlaceOnPage:
        """The first place of an item: one that goes on over a page has two."""
        for first in objects(item.get("prov")):
            page = whole(first.get("page_no")) or None
            return PlaceOnPage(page, self._bbox(child(first, "bbox"), page))
        return PlaceOnPage()

    def _bbox(self, box: JsonObject, page: int | None) -> BBox | None:
        """A box from the page's upper left corner; Docling may count from the lower left one."""
        left, right = number(box.get("l")), number(box.get("r"))
        top, bottom = number(box.get("t")), number(box.get("b"))
        if left is None or right is None or top is None or bottom is None:
            return None
        if box.get("coord_origin") == "BOTTOMLEFT":
            height = self._heights.get(page or 0)
            if height is None:
                return None
            top, bottom = height - top, height - bottom
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _heading(item: JsonObject) -> int:
    """The level of a heading: the title is the first, a section's heading below it."""
    label = words(item.get("label"))
    if label == "title":
        return 1
    if label == "section_header":
        return whole(item.get("level"), 1) + 1
    return 0


def _with_marker(item: JsonObject) -> str:
    """The text of an item with its number, which Docling takes off; a bullet says nothing."""
    text = words(item.get("text")) or words(item.get("orig"))
    marker = words(item.get("marker")).strip()
    if not any(char.isalnum() for char in marker) or text.startswith(marker):
        return text
    # Behind 1. a figure would read as its decimals.
    is_apart = marker[-1].isalnum() or text[:1].isdigit()
    return f"{marker} {text}" if is_apart else f"{marker}{text}"


def _header_rows(cells: Sequence[JsonObject]) -> int | None:
    """How many first rows are header in all of their cells; None where no row is."""
    body = [
        whole(cell.get("start_row_offset_idx"))
        for cell in cells
        if cell.get("column_header") is not True and words(cell.get("text")).strip()
    ]
    if not body:
        return None
    return min(body) or None


def is_old_docling(value: Any) -> bool:
    """Whether a JSON value is a document of Docling's first version, whose text stands in `main-text`."""
    return isinstance(value, dict) and "main-text" in value
