"""The printed lines of a plan as the readings of tables look at them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import chain

import regex
from msgspec import Struct, field

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.source import Line, Span
from planparse.model.spans import marked_lines, places_of, without
from planparse.tables.raw_cells import EMPTY, RawCell, clean
from planparse.tables.recover.mended.values import has_wrapped_values
from planparse.tables.recover.tokens import ColumnLayout, Token
from planparse.text.captions import match_caption
from planparse.text.table_notes import is_note

# Characters of a line with a full stop that may still be a cell; longer ones are prose.
LONGEST_SENTENCE = 60

# Commas of a line that may still be a cell.
MOST_COMMAS = 2


_NEW_LINE = "\n"
_ENTITY_END = regex.compile(r"#?[a-zA-Z0-9]{2,12};")
_LINE_BREAK = regex.compile(r"<(?:br|/?p|/?div)\b", regex.I)


def _trimmed(text: str, span: Span) -> Span | None:
    """A span without outer white space; None where nothing else stands in it."""
    start, end = span
    words = text[start:end]
    begin = end - len(words.lstrip())
    behind = start + len(words.rstrip())
    return (begin, behind) if begin < behind else None


def _with_entity(span: Span, draft: Draft) -> Span:
    """The span with the rest of the entity that it ends in: `&lt;` shows its sign at the &."""
    start, end = span
    at = bisect_left(draft.inline, (end, end))
    if at == len(draft.inline):
        return span
    mark = draft.inline[at]
    if mark[0] != end or not _ENTITY_END.fullmatch(draft.source.text, *mark):
        return span
    return start, mark[1]


def _between(marks: str) -> str:
    """What divides two pieces of a cell that marks stand between: a line end, a blank or nothing."""
    if _LINE_BREAK.search(marks):
        return _NEW_LINE
    return " " if any(char.isspace() for char in marks) else ""


Lines = list[list[Token]]

# Lines that a table which only spaces divide may take at most.
FAR = 20_000

# The same where tables were sought in vain again and again: a hundred rows of six cells.
NEAR = 600

# How often each line of a page is looked at on the average before tables are sought near by: lines
# that may open a table may stand on one another by the thousand, and each looks at all below it.
MANY_LOOKS = 24


class Reach(Struct):
    """How far down tables are sought. What is looked at grows as the page does, whatever it is."""

    looked: int = 0
    """Lines that were looked at so far, each as often as it was."""

    def end(self, first: int, n_lines: int) -> int:
        """The first line that a table which begins on line `first` of `n_lines` cannot take."""
        reach = FAR if self.looked <= MANY_LOOKS * n_lines else NEAR
        return min(n_lines, first + reach)

    def note(self, first: int, end: int) -> None:
        """The lines `[first, end)` are looked at."""
        self.looked += end - first


class Stretch(Struct):
    """The lines as words that a flattened table may take, from `first` up to `end` (excluded).

    The next line that might begin a table mostly lies inside: what was read for the one before
    need not be read again.
    """

    first: int = 0
    end: int = 0
    is_open: bool = False
    """Nothing has ended the table so far."""
    lines: Lines = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    """The index of each of `lines` in the source: blank ones are left out."""

    def begin(self, first: int) -> None:
        """Forget all, and begin at another line."""
        self.first = first
        self.end = first
        self.is_open = True
        self.lines = []
        self.numbers = []

    def add(self, line: list[Token]) -> None:
        """The words of the line at `end`."""
        self.lines.append(line)
        self.numbers.append(self.end)
        self.end += 1

    def lines_before(self, first: int) -> int:
        """How many of the lines have a lower index in the source."""
        return bisect_left(self.numbers, first)

    def between(self, first: int, end: int) -> Lines:
        """Those of the lines whose index in the source is in `[first, end)`."""
        begin = self.lines_before(first)
        behind = bisect_left(self.numbers, end)
        return self.lines[begin:behind]


class HeaderGuess(Struct, frozen=True):
    """One header that a table may have, and the lines below it."""

    layout: ColumnLayout
    body: Lines


class FlattenedText(Struct, frozen=True):
    """The lines that a flattened table may take, up to what cannot stand in a table."""

    lines: Lines
    captioned: bool
    """Whether a caption stands right above."""
    least_headers: int
    """How many words the grammar must know as headers."""
    headers: tuple[HeaderGuess, ...]
    """The headers that it may have, the likeliest first."""


class TextPage(Struct, frozen=True, dict=True):
    """The lines that readings look at: furniture is blank here, lines of true grids are taken."""

    draft: Draft
    grammar: Grammar
    texts: tuple[str, ...]
    words: tuple[str, ...]
    """The same without outer white space."""
    taken: tuple[bool, ...]
    captions: tuple[bool, ...]
    """Whether a line reads as the caption of a box or table."""
    captioned: tuple[bool, ...]
    """Whether a line stands right under a caption, or its unit notes, and is none of these."""
    stretch: Stretch = field(default_factory=Stretch)
    reach: Reach = field(default_factory=Reach)
    cut_lines: dict[int, list[Token]] = field(default_factory=dict)
    """Lines that were cut at their wide gaps already."""
    flattened: dict[int, FlattenedText | None] = field(default_factory=dict)
    """What the readings of flattened text share about the line that they were asked for last."""

    @property
    def lines(self) -> Sequence[Line]:
        """The source's lines; `texts` has one entry for each."""
        return self.draft.source.lines

    @cached_property
    def announced(self) -> frozenset[int]:
        """The lines under a sentence that says that a table follows (任务分解如下：), captions aside."""
        text = "\n".join(self.words)
        pattern = self.grammar.pattern("grids.announces-table")
        # To look for the words is quicker than to try the pattern at every place.
        places = chain.from_iterable(
            places_of(word, text) for word in self.grammar.words("grids.announcing-words")
        )
        found = (match for at in places if (match := pattern.match(text, at)))
        above = (text.count("\n", 0, match.end()) for match in found)
        below = {next_printed(self, line + 1) for line in above}
        return frozenset(
            line for line in below if line < len(self.words) and not self.captions[line]
        )

    @cached_property
    def marked(self) -> set[int]:
        """The lines with marks inside that a converter has left."""
        return marked_lines(self.lines, self.draft.inline)

    @cached_property
    def has_wrapped_values(self) -> bool:
        """Whether any line is right below a number and belongs to it.

        Nobody asks where no table is flattened, as in most texts.
        """
        return has_wrapped_values(self.words, self.grammar)

    def cell_of_line(self, i: int) -> RawCell:
        """Line i as one cell, without outer white space: what tables with a cell a line ask for."""
        if i in self.marked:
            return self.cell(i)
        words = self.words[i]
        if not words:
            return EMPTY
        start = self.lines[i].start + self.texts[i].index(words)
        return RawCell(words, ((start, start + len(words)),))

    def cell(
        self,
        i: int,
        start: int = 0,
        end: int | None = None,
    ) -> RawCell:
        """The stretch `[start, end)` of line i as a cell, without outer white space."""
        source = self.draft.source
        text = self.texts[i]
        if i not in self.marked:  # as are most lines
            words = text[start:end].strip()
            if not words:
                return EMPTY
            begin = source.lines[i].start + text.index(words, start)
            return RawCell(words, ((begin, begin + len(words)),))
        first = source.lines[i].start
        stop = len(text) if end is None else end
        # Marks that a converter left in the line, as <br> and **, are no part of a cell.
        pieces = without((first + start, first + stop), self.draft.inline)
        if len(pieces) == 1:
            whole = _trimmed(source.text, pieces[0])
            if whole is None:
                return EMPTY
            return RawCell(source.printed(whole), (_with_entity(whole, self.draft),))
        printed: list[str] = []
        spans: list[Span] = []
        for piece in pieces:
            trimmed = _trimmed(source.text, piece)
            if trimmed is None:
                continue
            printed.append(source.printed(trimmed))
            if spans:
                begun, ended = spans[-1]
                between = _between(source.text[ended : trimmed[0]])
                printed.insert(-1, between)
                # Any other mark stands inside of what the cell prints.
                if between != _NEW_LINE:
                    spans[-1] = (begun, trimmed[1])
                    continue
            spans.append(trimmed)
        if not printed:
            return EMPTY
        return RawCell("".join(printed), tuple(_with_entity(span, self.draft) for span in spans))


def next_printed(page: TextPage, i: int) -> int:
    """The first line from i on that is not blank; past the last one where all are."""
    while i < len(page.texts):
        if page.words[i]:
            break
        i += 1
    return i


def is_caption(page: TextPage, i: int) -> bool:
    """Whether line i reads as the caption of a box or table."""
    return page.captions[i]


def reads_as_caption(text: str, grammar: Grammar) -> bool:
    """Whether a line's words read as a caption."""
    return match_caption(text, grammar) is not None


def is_label_alone(text: str, grammar: Grammar) -> bool:
    """Whether a line is the label of a caption, whose title may stand below: 表2."""
    found = match_caption(text, grammar)
    return found is not None and not found.title


def joined(a: RawCell, b: RawCell) -> RawCell:
    """Two cells as one of two paragraphs."""
    spans = (*a.spans, *b.spans)
    if not a.text:
        return RawCell(b.text, spans)
    return RawCell(f"{a.text}\n{b.text}", spans)


def ends_table(page: TextPage, j: int) -> bool:
    """Whether line j cannot stand in a table: a caption, a note, prose."""
    text = page.words[j]
    if page.captions[j] or text.count("，") > MOST_COMMAS:
        return True
    # a short sentence may be a cell of 备注
    if len(text) > LONGEST_SENTENCE and text.endswith("。"):
        return True
    return is_note(clean(text), page.grammar)
