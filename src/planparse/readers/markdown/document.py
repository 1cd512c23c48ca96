"""Markdown as MinerU, Docling and Marker write it. The text stays as it is in the file.

Marks (#, list bullets, images, rules, page separators, table tags) become lines of their own that
are furniture, so that content lines hold words and every character lies in some line.
Pipe tables have lost their merged cells; they stay lines, for the stage that recovers grids.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from msgspec import structs

from planparse.model.furniture import Furniture
from planparse.model.ignore_marks import with_ignore_marks
from planparse.model.source import Grid, Line, Source, Span, text_lines
from planparse.readers.canvas import Canvas
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.markdown.html_tables import MarkupTable, find_tables
from planparse.readers.markdown.labelled_values import find_records
from planparse.readers.markdown.marks import front_matter, is_debris, read_marks
from planparse.readers.markdown.signs import read_writing
from planparse.readers.text import decode

_LONG_LINE = 20
"""Characters above which a line tells whether paragraphs stand apart; headings do in any file."""
_MOST_ADJACENT = 4
"""Lines are paragraphs where at most one long line stands on another for so many that do not."""

_QUOTATION = "> \t"
"""What a line of a quotation begins with, and all that a blank one has."""
_OPENS_QUOTED = re.compile(r" {0,3}>")


def read_markdown(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read Markdown in any encoding of plain text; raises `ReadError` as `read_text` does."""
    limits.check("file_bytes", name, len(data))
    text, encoding = decode(data, name)
    source = markdown_source(text, name, limits=limits)
    return replace(
        source,
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
    )


def markdown_source(text: str, name: str = "<text>", *, limits: Limits = DEFAULT) -> Source:
    """The source of a Markdown text, which stays as it is; spans are offsets in `text`."""
    front = front_matter(text)
    # Nothing is written on the canvas: it counts the cells against the limit.
    writing = read_writing(text)
    tables = list(find_tables(writing, Canvas(name, limits)))
    page = _MarkdownPage(text, tables)
    page.write(front.end)
    grids = page.records()
    grids += [table.grid for table in tables if table.grid]
    grids.sort(key=lambda grid: grid.span)
    meta: dict[str, str] = {}
    if front.title:
        meta["title"] = front.title
    source = Source(
        text=text,
        lines=tuple(page.lines),
        grids=tuple(grids),
        name=name,
        media_type="text/markdown",
        paragraphs_known=page.paragraphs_known,
        signs=tuple(writing.signs),
        marks=tuple(writing.marks),
        meta=meta,
    )
    return with_ignore_marks(source)


@dataclass(slots=True)
class _MarkdownPage:
    """The text while its lines are cut."""

    text: str
    tables: list[MarkupTable]
    lines: list[Line] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    """The printed stretches of the table that the cutting is in, last first."""
    adjacent: int = 0
    """Long lines right below another line, and short ones that a long one may go on with."""
    single: int = 0
    """Long lines with a blank line above them."""
    after_long: bool = False
    """Whether the line before is a long one of prose."""
    quotation: int = 0
    """The frame that the quotation is which the cutting is in; 0 outside of any."""
    quotations: int = 0
    """How many quotations were begun."""

    @property
    def paragraphs_known(self) -> bool:
        """Whether blank lines separate the paragraphs; else lines may be hard-wrapped."""
        return self.adjacent * _MOST_ADJACENT <= self.single

    def write(self, front: int) -> None:
        """Cut everything; the first `front` characters are front matter."""
        next_table = 0
        after_blank = True
        for line in text_lines(self.text):
            while self._is_behind(line, next_table):
                next_table += 1
                self.words = []
            if line.end <= front:
                self._add_marks(line.start, line.end)
            elif self._touches(line, next_table):
                self._around(line, next_table)
            else:
                self._follow_quotation(line)
                self._count(line, after_blank=after_blank)
                self._line(line)
            after_blank = not self.text[line.start : line.end].strip(_QUOTATION)

    def _is_behind(self, line: Line, index: int) -> bool:
        """Whether the line begins behind the table number `index`, if there is one."""
        if index >= len(self.tables):
            return False
        _, end = self.tables[index].span
        return end <= line.start

    def _touches(self, line: Line, index: int) -> bool:
        """Whether the table number `index`, if there is one, begins before the line ends."""
        if index >= len(self.tables):
            return False
        start, _ = self.tables[index].span
        return start < line.end

    def _follow_quotation(self, line: Line) -> None:
        """Note in which quotation a line stands: one is a frame around its lines, as a box is."""
        if not _OPENS_QUOTED.match(self.text, line.start, line.end):
            self.quotation = 0
        elif not self.quotation:
            self.quotations += 1
            # Behind the numbers of the tables that are frames.
            self.quotation = len(self.tables) + self.quotations

    def _count(self, line: Line, *, after_blank: bool) -> None:
        is_long = line.end - line.start > _LONG_LINE
        # Rows of a pipe table always stand on one another.
        if is_long and self.text[line.start] == "|":
            is_long = False
        elif is_long and after_blank:
            self.single += 1
        elif is_long or (self.after_long and not after_blank and self._is_prose(line)):
            # The last line of a wrapped paragraph is as short as chance has it.
            self.adjacent += 1
        self.after_long = is_long

    def _is_prose(self, line: Line) -> bool:
        """Whether a line prints words, and no mark of Markdown before them."""
        return self.text[line.start : line.end].lstrip()[:1].isalnum()

    def _add(
        self,
        start: int,
        end: int,
        *,
        furniture: Furniture | None = None,
        heading: int = 0,
        frame: int = 0,
    ) -> None:
        """Add the stretch as a line, without outer white space, unless there is nothing else."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start < end:
            line = Line(
                start,
                end,
                heading=heading,
                furniture=furniture,
                frame=frame,
            )
            self.lines.append(line)

    def _add_marks(self, start: int, end: int) -> None:
        """Add a stretch that prints nothing, unless it is empty."""
        self._add(start, end, furniture=Furniture.MARKUP)

    def _line(self, line: Line) -> None:
        """A line outside of HTML tables: its words, and its marks as furniture around them."""
        # A blank line keeps its place as an empty one: it separates paragraphs.
        if line.start == line.end:
            self.lines.append(line)
            return
        if self.quotation and not self.text[line.start : line.end].strip(_QUOTATION):
            self._add_marks(line.start, line.end)
            self.lines.append(structs.replace(line, start=line.end))
            return
        span = (line.start, line.end)
        if is_debris(self.text, span):
            self._add_marks(line.start, line.end)
            return
        marked = read_marks(self.text, span)
        start, end = marked.words
        self._add_marks(line.start, start)
        self._add(start, end, heading=marked.heading, frame=self.quotation)
        self._add_marks(end, line.end)

    def _around(self, line: Line, first_table: int) -> None:
        """A line that tables touch: words before, between and behind them, and the tables' own."""
        at = line.start
        index = first_table
        while self._touches(line, index):
            table = self.tables[index]
            start, end = table.span
            if at < start:
                self._line(structs.replace(line, start=at, end=start))
            # Here the table begins; on its later lines some of its words are written already.
            if start >= line.start:
                self.words = sorted(_printed(table), reverse=True)
            # Tables without a grid are boxes, and their numbers those of the frames.
            frame = 0
            if table.grid is None:
                frame = index + 1
            at = max(at, start)
            stop = min(line.end, end)
            self._inside(at, stop, frame=frame)
            at = stop
            index += 1
        if at < line.end:
            self._line(structs.replace(line, start=at))

    def _inside(self, first: int, last: int, *, frame: int = 0) -> None:
        """The words of a table on one line, and its tags as furniture between them."""
        at = first
        while self.words:
            start, end = self.words[-1]
            # The cell goes on a later line.
            if end > last:
                break
            self.words.pop()
            self._add_marks(at, start)
            self._add(start, end, frame=frame)
            at = end
        self._add_marks(at, last)

    def records(self) -> list[Grid]:
        """Grids of flattened rows; their lines are cut anew.

        Only the labels of the first row stay words: printed again, they are marks.
        """
        lines = self.lines
        spans = [_content_span(line) for line in lines]
        self.lines = []
        grids: list[Grid] = []
        at = 0  # the first line that is not yet taken over
        for found in find_records(self.text, spans):
            # Cells of a table may print labels with colons, too.
            if self._meets_table(found.grid.span):
                continue
            self.lines += lines[at : found.first]
            self.words = sorted(_cell_spans(found.grid), reverse=True)
            for line in lines[found.first : found.last + 1]:
                self._inside(line.start, line.end)
            grids.append(found.grid)
            at = found.last + 1
        self.lines += lines[at:]
        return grids

    def _meets_table(self, span: Span) -> bool:
        """Whether a table with a grid has some of the span."""
        with_grid = (table.span for table in self.tables if table.grid)
        return any(_overlap(taken, span) for taken in with_grid)


def _content_span(line: Line) -> Span:
    """The span of a line; empty for furniture, so that no words are found in it."""
    if line.furniture:
        return (line.start, line.start)
    return (line.start, line.end)


def _overlap(one: Span, other: Span) -> bool:
    start = max(one[0], other[0])
    end = min(one[1], other[1])
    return start < end


def _printed(table: MarkupTable) -> Iterable[Span]:
    """All stretches of a table that are words."""
    if table.grid is None:
        return table.frame
    return [*table.frame, *_cell_spans(table.grid)]


def _cell_spans(grid: Grid) -> Iterable[Span]:
    for cell in grid.cells:
        yield from cell.spans
