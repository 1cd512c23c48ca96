"""A canvas for what another engine has laid out: headings, lines, tables, furniture, each on its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planparse.model.furniture import Furniture
from planparse.model.source import BBox, Notice, Source, Span
from planparse.readers.canvas import Canvas, WrittenCell
from planparse.readers.limits import Limits

_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
_MOST_HEADING = 9
"""Levels of headings; an engine that says more counts something else."""


@dataclass(slots=True)
class PlaceOnPage:
    """Where something is printed; None is not known."""

    page: int | None = None
    bbox: BBox | None = None


NOWHERE = PlaceOnPage()


@dataclass(slots=True)
class LaidOut:
    """Collects a document in reading order."""

    where: str
    limits: Limits
    engine: str
    """Who read it, in one word: the shape of its tables, and what the plan says of its reading."""
    notices: list[Notice] = field(default_factory=list)
    canvas: Canvas = field(init=False)
    after_table: bool = False
    """Whether the last words written are a table or its notes."""

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.where, self.limits)

    def line(
        self,
        text: str,
        place: PlaceOnPage = NOWHERE,
        *,
        heading: int = 0,
        furniture: Furniture | None = None,
        is_note: bool = False,
    ) -> Span | None:
        """Write one paragraph; a line break inside of it is the margin's."""
        span = self.canvas.line(
            _unbroken(text),
            heading=min(heading, _MOST_HEADING),
            furniture=furniture,
            page=place.page,
            bbox=place.bbox,
        )
        if span is not None and not furniture:
            self.after_table = is_note and self.after_table
        return span

    def table(
        self,
        cells: Sequence[WrittenCell],
        place: PlaceOnPage,
        *,
        header_rows: int | None = None,
        is_contents: bool = False,
    ) -> None:
        """Write a table; one without words is told, as its figures stand in a picture."""
        self._check_size(cells)
        if is_contents:
            self.canvas.furniture = Furniture.CONTENTS
        ordered = sorted(cells, key=lambda cell: (cell.row, cell.col))
        grid = self.canvas.table(ordered, self.engine, header_rows)
        self.canvas.furniture = None
        self.after_table = True
        if grid is None and not is_contents:
            self._unread(place)

    def _check_size(self, cells: Sequence[WrittenCell]) -> None:
        """Refuse a table that is large by its numbers alone, before a later stage lays it out."""
        rows = max((cell.row + cell.rowspan for cell in cells), default=0)
        columns = max((cell.col + cell.colspan for cell in cells), default=0)
        self.limits.check("cells", self.where, rows * columns)

    def _unread(self, place: PlaceOnPage) -> None:
        on_page = f"第{place.page}页" if place.page else "文中"
        message = f"{on_page}有一张表格未被版面引擎识别，其内容没有读入"
        pages = (place.page,) if place.page else ()
        self.notices.append(Notice("unreadable-table", message, about="表格", pages=pages))

    def source(self, data: bytes, pages: int | None) -> Source:
        """The finished source; `ReadError` where nothing was written."""
        source = self.canvas.source(
            data,
            "application/json",
            pages=pages,
            notices=self.notices,
        )
        return replace(source, backend=self.engine)


def _unbroken(text: str) -> str:
    """The text on one line: a break between Chinese characters is nothing, another one a blank."""

    def between(found: re.Match[str]) -> str:
        before = text[found.start() - 1 : found.start()]
        behind = text[found.end() : found.end() + 1]
        return " " if before.isascii() and behind.isascii() else ""

    return _BREAK.sub(between, text.strip())
