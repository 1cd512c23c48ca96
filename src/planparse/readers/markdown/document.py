"""Markdown as MinerU, Docling and Marker write it. The text stays as it is in the file.

Marks (#, list bullets, images, rules, page separators, table tags) become lines of their own that
are furniture, so that content lines hold words and every character lies in some line.
Pipe tables have lost their merged cells; they stay lines, for the stage that recovers grids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import regex

from planparse.model.furniture import Furniture
from planparse.model.source import Grid, Line, Source, Span, text_lines
from planparse.readers.canvas import Canvas
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.markdown.html_tables import MarkupTable, find_tables
from planparse.readers.markdown.labelled_values import find_records
from planparse.readers.text import decode

_HEADING = regex.compile(r"[ ]{0,3}(#{1,6})[ \t]+(?:<span\b[^<>\n]{0,200}></span>\s?)*(?=\S)")
_OPENER = regex.compile(
    r"\s{0,8}(?:>\s?){1,5}|\s{0,12}[-*+•][ \t]+(?=\S)(?!\d{1,4}[ \t]*-)"
    r"|(?:<span\b[^<>\n]{0,200}></span>)+")
_CLOSER = regex.compile(r"[ \t]+#{1,6}[ \t]*$")
# Lines that print nothing: pictures, comments, rules, fences, page separators of converters.
_DEBRIS = regex.compile(
    r"\s{0,9}(?:!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\)[ \t]*|<!--(?:(?!-->).){0,500}-->[ \t]*"
    r"|<img\b[^<>\n]{0,800}>[ \t]*)+|\s{0,3}(?:[-*_][ \t]*){3,120}|\s{0,3}(?:```|~~~)\S{0,20}\s{0,9}"
    r"|\{\d{1,5}\}-{3,200}"
    r"|</?(?:div|center|details|summary|p|span|a|br|hr)\b[^<>\n]{0,200}>\s{0,9}")
_FRONT = regex.compile(
    r"---[ \t]*\r?\n(?:[\w-]{1,40}:[^\n]{0,500}\n|[ \t-][^\n]{0,500}\n){0,60}---[ \t]*(?=\r?\n)")
_TITLE = regex.compile(r"^title:[ \t]*[\"']?(.{1,300}?)[\"']?[ \t]*\r?$", regex.M)


def read_markdown(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read Markdown in any encoding of plain text; raises `ReadError` as `read_text` does."""
    limits.check("file_bytes", name, len(data))
    text, encoding = decode(data, name)
    return replace(
        markdown_source(text, name, limits=limits), encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
    )


def markdown_source(text: str, name: str = "<text>", *, limits: Limits = DEFAULT) -> Source:
    """The source of a Markdown text, which stays as it is; spans are offsets in `text`."""
    front = _FRONT.match(text)
    page = _MarkdownPage(text, list(find_tables(text, Canvas(name, limits))))
    page.write(front.end() if front else 0)
    grids = [table.grid for table in page.tables if table.grid] + page.records()
    title = _TITLE.search(front[0]) if front else None
    grids.sort(key=lambda grid: grid.span)
    return Source(
        text, tuple(page.lines), tuple(grids), name, "text/markdown", paragraphs_known=page.parted,
        meta={"title": title[1]} if title else {})


@dataclass(slots=True)
class _MarkdownPage:
    """The text while its lines are cut."""

    text: str
    tables: list[MarkupTable]
    lines: list[Line] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    """The printed stretches of the table that the cutting is in, last first."""
    adjacent: int = 0
    single: int = 0

    @property
    def parted(self) -> bool:
        """Whether blank lines part the paragraphs; else lines may be hard-wrapped."""
        return self.adjacent * 4 <= self.single

    def write(self, front: int) -> None:
        """Cut everything; the first `front` characters are front matter."""
        at, after_blank = 0, True
        for line in text_lines(self.text):
            while at < len(self.tables) and self.tables[at].span[1] <= line.start:
                at, self.words = at + 1, []
            if line.end <= front:
                self._add(line.start, line.end, Furniture.MARKUP)
            elif at < len(self.tables) and self.tables[at].span[0] < line.end:
                self._around(line, at)
            else:
                self._count(line, after_blank)
                self._line(line)
            after_blank = line.end - line.start == 0

    def _count(self, line: Line, after_blank: bool) -> None:
        if line.end - line.start > 20 and self.text[line.start] != "|":
            self.single += after_blank
            self.adjacent += not after_blank

    def _add(self, start: int, end: int, furniture: Furniture | None = None, heading: int = 0, frame: int = 0) -> None:
        """Add the stretch without outer white space; blank lines keep their place as empty ones."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start < end:
            self.lines.append(Line(start, end, heading=heading, furniture=furniture, frame=frame))

    def _line(self, line: Line) -> None:
        start, end, heading = line.start, line.end, 0
        if _DEBRIS.fullmatch(self.text, start, end):
            self._add(start, end, Furniture.MARKUP)
            return
        head = _HEADING.match(self.text, start, end)
        mark = head or _OPENER.match(self.text, start, end)
        if head:
            heading = len(head[1])
        if mark:
            self._add(start, mark.end(), Furniture.MARKUP)
            start = mark.end()
        tail = _CLOSER.search(self.text, start, end) if head else None
        self._add(start, tail.start() if tail else end, heading=heading)
        if tail:
            self._add(tail.start(), end, Furniture.MARKUP)
        if line.start == line.end:
            self.lines.append(line)

    def _around(self, line: Line, at: int) -> None:
        """A physical line that tables touch: words before, between and after them, and the tables' own."""
        start = line.start
        while at < len(self.tables) and self.tables[at].span[0] < line.end:
            table = self.tables[at]
            if start < table.span[0]:
                self._line(line._replace(start=start, end=table.span[0]))
            if table.span[0] >= line.start:
                self.words = sorted(_words(table), reverse=True)
            first, last = max(start, table.span[0]), min(line.end, table.span[1])
            self._inside(first, last, 0 if table.grid else at + 1)
            start = last
            at += 1
        if start < line.end:
            self._line(line._replace(start=start))

    def _inside(self, first: int, last: int, frame: int) -> None:
        """The words of a table on one line, and its tags as furniture between them."""
        at = first
        while self.words and self.words[-1][1] <= last:
            start, end = self.words.pop()
            self._add(at, start, Furniture.MARKUP)
            self._add(start, end, frame=frame)
            at = end
        self._add(at, last, Furniture.MARKUP)

    def records(self) -> list[Grid]:
        """Grids of flattened rows; their lines are cut anew, so that labels printed again are marks."""
        taken = [table.grid.span for table in self.tables if table.grid]
        lines, self.lines, at = self.lines, [], 0
        spans = [(line.start, line.start if line.furniture else line.end) for line in lines]
        grids: list[Grid] = []
        for grid, first, last in find_records(self.text, spans):
            if any(a < grid.span[1] and grid.span[0] < b for a, b in taken):
                continue
            self.lines += lines[at:first]
            self.words = sorted((span for cell in grid.cells for span in cell.spans), reverse=True)
            for line in lines[first:last + 1]:
                self._inside(line.start, line.end, 0)
            grids.append(grid)
            at = last + 1
        self.lines += lines[at:]
        return grids


def _words(table: MarkupTable) -> Iterable[Span]:
    if table.grid is None:
        return table.frame
    return sorted([*table.frame, *(span for cell in table.grid.cells for span in cell.spans)])
