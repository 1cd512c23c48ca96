"""What is on the page: text, its lines, and the grids whose geometry is known.

One convention holds everywhere: a span is `(start, end)`, half open, in Unicode
code points of `Source.text`. A reader delivers a `Source` and never repairs it;
stages mark it and point into it, and never change an offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, repeat
from operator import add

from msgspec import Struct

from planparse.model.doubt import NO_DOUBT, Cause, Doubt
from planparse.model.furniture import Furniture
from planparse.model.signs import Sign

_LINE_ENDS = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"

Span = tuple[int, int]
"""Half-open `(start, end)` in code points of `Source.text`."""

BBox = tuple[float, float, float, float]
"""`(x0, top, x1, bottom)` in points, from the page's upper left corner."""


PLAIN_FORMATS = ("text/plain", "text/markdown")
"""Formats whose text is the file's own, so that its lines are those of an editor."""


class Line(Struct, frozen=True):
    """One line of `Source.text`, without its line end.

    A format that knows paragraphs (docx, html) delivers one line per paragraph.
    """

    start: int
    end: int
    page: int | None = None
    """Page number from 1, for paged formats."""
    bbox: BBox | None = None
    heading: int = 0
    """Evidence from the format that this is a heading (h1 is 1, "Heading 2" is 2); 0 is none."""
    furniture: Furniture | None = None
    """Why the reader knows that this line is no content; None where it is content."""
    frame: int = 0
    """Number from 1 of the text box or one-cell table that holds the line; 0 is none."""
    starts_paragraph: bool | None = None
    """Evidence from the line's place: True begins a paragraph, False goes on with the one before."""

    @property
    def span(self) -> Span:
        """Where the line stands in `Source.text`, without its line end."""
        return self.start, self.end


class Cell(Struct, frozen=True):
    """One cell of a grid; `row`/`col` from 0, spans at least 1.

    `text` is the printed words with their signs (m³ where the 3 is raised) and with line breaks
    inside the cell as "\\n"; `spans` are the pieces of `Source.text` that print them, in order.
    """

    row: int
    col: int
    text: str
    spans: tuple[Span, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    bbox: BBox | None = None
    confidence: float | None = None
    """How sure OCR is of the text, 0 to 1; None where the text was not recognised but read."""
    indent: float | None = None
    """By how many characters its words begin further to the right than others of its column; None
    where the format does not tell, or where the words of the column are centred."""


class Flaw(Struct, frozen=True):
    """A place on a page where what is printed was not read, or not surely."""

    cause: Cause
    page: int
    bbox: BBox


class Guess(Struct, frozen=True):
    """A row of which a cell was guessed: it is merged over others, nothing saying surely that it covers
    this one, or the columns of its page are fewer than those of the header.
    """

    offset: int
    """Where another cell of the row begins in `Source.text`."""
    field: str | None
    """The field of a record that the cell becomes; None where it may be any."""
    cause: Cause = Cause.LABEL_REACH


@dataclass(frozen=True)
class Grid:
    """A table as cells with true or recovered geometry.

    `span` is the stretch of `Source.text` that the table's lines occupy: every
    line inside it belongs to the table.
    """

    span: Span
    cells: tuple[Cell, ...]
    shape: str
    """Where the geometry comes from: "docx", "html", "pdf", "xlsx", … or a raw shape of text."""
    header_rows: int | None = None
    """How many first rows are header, where the format says so (thead, tblHeader)."""
    furniture: tuple[Span, ...] = ()
    """What is printed inside `span` and is no cell: rules of a pipe table, a repeated header."""
    notes: tuple[Cell, ...] = ()
    """Cells inside `span` that belong to the table but to no row of it (their `row` is -1)."""
    inferred: bool = False
    """True where the geometry was recovered from flattened text, not given by the format."""
    doubt: Doubt = NO_DOUBT
    """What speaks against the way in which recovered cells were put together."""
    flaws: tuple[Flaw, ...] = ()
    """Where on its pages something of it was not read, for formats that know places."""
    guesses: tuple[Guess, ...] = ()
    """Rows of which some cell was guessed."""

    @cached_property
    def n_rows(self) -> int:
        """Number of rows that the cells cover."""
        ends = [cell.row + cell.rowspan for cell in self.cells]
        return max(ends, default=0)

    @cached_property
    def n_cols(self) -> int:
        """Number of columns that the cells cover."""
        ends = [cell.col + cell.colspan for cell in self.cells]
        return max(ends, default=0)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader must tell the user: pages without text, garbled fonts, low confidence."""

    kind: str
    """A finding kind of the contract, usually `unreadable-cell`."""
    message: str
    """One Chinese sentence."""
    span: Span = (0, 0)
    severity: str = "warning"
    about: str = ""
    cause: str = ""
    """What was in the way, in a word that stages may ask for: `DRAWN_LETTERS`, or nothing."""
    pages: tuple[int, ...] = ()
    """Numbers of the pages that it is about, where it is about pages."""
    places: tuple[tuple[int, BBox], ...] = ()
    """Page and box of each picture, where it is about pictures."""


DRAWN_LETTERS = "drawn-letters"
"""`Notice.cause` where words are painted as outlines, and stand in no line and no cell."""
PICTURES = "pictures"
"""`Notice.cause` where pictures stand on pages of text, and were not read."""
OLD_LAYER = "recognition"
"""`Notice.cause` where a scan was read by the text that an older recognition has laid under it."""


@dataclass(frozen=True)
class Source:
    """A plan as read: the one text that every span of every record points into."""

    text: str
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...] = ()
    name: str = "<text>"
    path: str | None = None
    """As the user gave it; None for bytes and text."""
    media_type: str = "text/plain"
    encoding: str | None = None
    sha256: str = ""
    bytes: int = 0
    pages: int | None = None
    paragraphs_known: bool = False
    """True where each line is a whole paragraph (docx, html, markdown), so that none are joined."""
    notices: tuple[Notice, ...] = ()
    signs: tuple[Sign, ...] = ()
    """Characters of `text` that show another one, where the format says so: raised figures."""
    marks: tuple[Span, ...] = ()
    """Marks of the format inside of lines that print nothing (the `lt;` of `&lt;`), in order."""
    meta: dict[str, str] = field(default_factory=dict)
    """Evidence from the format's own metadata: "title", …"""
    backend: str | None = None
    """The program that read the file's format, where there is a choice: pdfminer, pypdfium2."""
    ocr: str | None = None
    """The program that recognised pages or words, where any were; None where all were read."""

    @cached_property
    def line_texts(self) -> list[str]:
        """What is printed on each line, white space included: several stages go through all of them."""
        text = self.text
        return [text[line.start : line.end] for line in self.lines]

    @cached_property
    def line_words(self) -> list[str]:
        """The same without outer white space."""
        return [text.strip() for text in self.line_texts]

    def printed(self, span: Span) -> str:
        """What is printed at a span, white space included."""
        start, end = span
        return self.text[start:end]

    def line_starts(self) -> list[int]:
        """The offsets at which the lines of the text begin, as an editor counts them."""
        # The lines of a plain text are its own, but for those that marks were taken out of.
        if self.media_type == "text/plain" and not self.marks:
            return [line.start for line in self.lines]
        return line_starts(self.text)

    def page_starts(self) -> Iterator[tuple[int, int]]:
        """Where the text comes to another page: the offset and the page's number, in order."""
        page = None
        for line in self.lines:
            if line.page is not None and line.page != page:
                page = line.page
                yield line.start, page


def line_starts(text: str) -> list[int]:
    """Offsets in `text` where the lines of `text_lines` begin, and at last that of its end."""
    return _starts_of(text, text.splitlines())


def _starts_of(text: str, printed: Sequence[str]) -> list[int]:
    """The same of a text that was cut into what its lines print."""
    if "\r\n" in text:
        lengths = map(len, text.splitlines(keepends=True))
        return list(accumulate(lengths, initial=0))
    # Every other line end is one character.
    lengths_with_end = map((1).__add__, map(len, printed))
    starts = list(accumulate(lengths_with_end, initial=0))
    starts[-1] = len(text)  # the last line may have none
    return starts


def text_lines(text: str) -> tuple[Line, ...]:
    r"""Cut `text` into lines at "\n", "\r\n", "\r" and form feeds; a form feed starts a new page.

    Spans leave the line ends out; nothing of the text is changed.
    """
    printed = text.splitlines()
    starts = _starts_of(text, printed)
    ends = map(add, starts, map(len, printed))
    pages = _pages(text, starts)
    lines = list(map(Line, starts, ends, pages))
    # Behind the last line end an empty line begins, as in an editor.
    if not lines or text[-1] in _LINE_ENDS:
        end = starts[-1]
        last_page = text.count("\f") + 1 if "\f" in text else None
        lines.append(Line(end, end, last_page))
    return tuple(lines)


def _pages(text: str, starts: Sequence[int]) -> Iterable[int | None]:
    """The page of each line, counted from 1; None for all where no form feed tells pages."""
    if "\f" not in text:
        return repeat(None)
    new_page = [text[after - 1] == "\f" for after in starts[1:]]
    return accumulate(new_page, initial=1)
