"""MinerU's content list (`*_content_list.json`): blocks in reading order, tables as HTML.

https://opendatalab.github.io/MinerU/reference/output_files
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planparse.model.furniture import Furniture
from planparse.model.source import BBox, Source
from planparse.readers.canvas import Canvas, WrittenCell
from planparse.readers.layout.json_data import (
    JsonObject,
    given,
    lines,
    number,
    objects,
    whole,
    words,
)
from planparse.readers.layout.writing import LaidOut, PlaceOnPage
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.markdown.html_tables import find_tables
from planparse.readers.markdown.signs import read_writing

ENGINE = "mineru"
PageSizes = tuple[float, float] | Mapping[int, tuple[float, float]]
"""Width and height in points: of all pages, or of each by its number from 1."""

_BOX_UNITS = 1000
"""MinerU counts the places on a page in thousandths of its width and height."""
_FURNITURE = {
    "header": Furniture.HEADER,
    "footer": Furniture.FOOTER,
    "page_number": Furniture.PAGE_NUMBER,
    "aside_text": Furniture.HEADER,
    "page_footnote": Furniture.FOOTNOTE,
    "discarded": Furniture.HEADER,
}
"""Types of blocks that are no content."""
_TYPES = frozenset(
    (
        *("text", "title", "table", "image", "equation", "list", "code", "chart", "ref_text"),
        *_FURNITURE,
    )
)
"""Types that a content list has; one of them is enough to know it."""
_ABOVE = ("image_caption", "img_caption", "chart_caption", "code_caption")
_TEXTS = ("text", "list_items", "code_body", "content")
_BELOW = ("image_footnote", "img_footnote", "chart_footnote", "code_footnote")


def is_content_list(value: Any) -> bool:
    """Whether a JSON value is a content list of MinerU: blocks that say their type and their page."""
    if not isinstance(value, list):
        return False
    blocks = list(objects(value[:50]))
    return any(block.get("type") in _TYPES and "page_idx" in block for block in blocks)


def read_content_list(
    blocks: bytes | Sequence[JsonObject],
    name: str = "<mineru>",
    *,
    page_size: PageSizes | None = None,
    limits: Limits = DEFAULT,
) -> Source:
    """The source of a content list, or of its JSON.

    Text, headings by their `text_level`, tables with merged cells, captions and notes stand in the
    order of the list, each with its page. The list has places in thousandths of a page; with
    `page_size` (points) they become boxes, without it there are none. Headers, footers and page
    numbers are furniture. Formulas and entities are read as what they show. Raises `ReadError` for
    JSON that is damaged, beyond the limits or without text.
    """
    value, data = given(blocks, name, limits)
    return content_list_source(value, data, name, limits, page_size)


def content_list_source(
    value: Any,
    data: bytes,
    name: str,
    limits: Limits,
    page_size: PageSizes | None = None,
) -> Source:
    """The source of a content list whose JSON is read already; `data` are its bytes."""
    reading = _ContentList(LaidOut(name, limits, ENGINE), page_size)
    for block in objects(value):
        reading.write(block)
    return reading.out.source(data, reading.last_page or None)


class _ContentList:
    """Writes the blocks of one list."""

    def __init__(self, out: LaidOut, page_size: PageSizes | None) -> None:
        self.out = out
        self.last_page = 0
        self._page_size = page_size

    def write(self, block: JsonObject) -> None:
        """Write one block, whatever its type."""
        place = self._place(block)
        kind = words(block.get("type"))
        if kind == "table":
            self._table(block, place)
            return
        heading = whole(block.get("text_level"))
        if kind == "title":
            heading = max(heading, 1)
        furniture = _FURNITURE.get(kind)
        # A note below a table is the table's own, though it stands at the foot of the page.
        if kind == "page_footnote" and self.out.after_table:
            furniture = None
        for key in (*_ABOVE, *_TEXTS, *_BELOW):
            for text in lines(block.get(key)):
                self.out.line(
                    _shown(text),
                    place,
                    heading=heading,
                    furniture=furniture,
                    is_note=kind == "page_footnote",
                )

    def _table(self, block: JsonObject, place: PlaceOnPage) -> None:
        for caption in lines(block.get("table_caption")):
            self.out.line(_shown(caption), place)
        body = "".join(lines(block.get("table_body")))
        cells = self._cells(body, place)
        self.out.table(cells, place)
        for note in lines(block.get("table_footnote")):
            self.out.line(_shown(note), place, is_note=True)

    def _cells(self, html: str, place: PlaceOnPage) -> list[WrittenCell]:
        """The cells of the HTML; a drawn box of one column has a cell for each of its lines."""
        writing = read_writing(html)
        # A canvas of its own counts the places: on ours each of them is counted as it is written.
        counting = Canvas(self.out.where, self.out.limits)
        for table in find_tables(writing, counting):
            if table.grid is None:
                for span in table.frame:
                    self.out.line(writing.shown(span), place)
                return []
            return [
                WrittenCell(
                    row=cell.row,
                    col=cell.col,
                    paragraphs=cell.text.splitlines(),
                    rowspan=cell.rowspan,
                    colspan=cell.colspan,
                    page=place.page,
                )
                for cell in table.grid.cells
            ]
        return []

    def _place(self, block: JsonObject) -> PlaceOnPage:
        page = whole(block.get("page_idx")) + 1
        if "page_idx" not in block:
            return PlaceOnPage()
        self.last_page = max(self.last_page, page)
        return PlaceOnPage(page, self._bbox(block.get("bbox"), page))

    def _bbox(self, box: Any, page: int) -> BBox | None:
        size = self._page_size
        if isinstance(size, Mapping):
            size = size.get(page)
        if size is None or not isinstance(box, list) or len(box) != 4:
            return None
        x0, top, x1, bottom = (number(value) for value in box)
        if x0 is None or top is None or x1 is None or bottom is None:
            return None
        across, down = size[0] / _BOX_UNITS, size[1] / _BOX_UNITS
        return x0 * across, top * down, x1 * across, bottom * down


def _shown(text: str) -> str:
    r"""What MinerU's text shows: formulas ($\geq$) and entities as characters."""
    writing = read_writing(text)
    return writing.shown((0, len(text)))
