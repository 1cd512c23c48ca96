"""Tables with a cell on each line, wrapped or not: the header and the cut that agree best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from weakref import proxy

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import RawRow
from planparse.tables.recover.doubt import rows_doubt
from planparse.tables.recover.flattened_text import (
    FIRST_LINES,
    body_below,
    flattened_text,
    is_stacked,
)
from planparse.tables.recover.line_cells import NUMBERS
from planparse.tables.recover.mended.letters_down import with_letters_closed_up
from planparse.tables.recover.mended.marks_alone import with_marks_behind
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings.stack.costs import PieceCosts
from planparse.tables.recover.readings.stack.headers import OfferedHeader, headers_of_stack
from planparse.tables.recover.readings.stack.letter_gaps import without_letter_gaps
from planparse.tables.recover.readings.stack.pieces import stack_of
from planparse.tables.recover.readings.stack.rows import StackRows, rows_of_pieces
from planparse.tables.recover.text_page import Lines, TextPage
from planparse.tables.recover.tokens import ColumnLayout

# Lines of the body by which all headers are weighed, and then the best few of them.
FIRST_SAMPLE = 30
SAMPLE = 70
BEST = 10


class _Weighed(Struct, frozen=True):
    """A header and how badly the first rows read under it."""

    badness: float
    header: OfferedHeader


class _Bodies:
    """What stands below the headers that a stack may have, and the rows that are made of it.

    It is the same below all that take as many lines, but for the units where they have a column.
    """

    def __init__(self, lines: Lines, page: TextPage) -> None:
        self._lines = lines
        self._page = page
        # A proxy, for else this would be garbage that is only found when all of a document is read.
        self._below = Answers[int, Lines](partial(_Bodies._below_lines, proxy(self)))
        """The lines below a header, by how many it takes."""
        self._pieces: dict[tuple[int, int, bool], PieceCosts] = {}
        self._rows: dict[tuple[int, int, tuple[str, ...]], StackRows | None] = {}

    def rows(self, header: OfferedHeader, sample: int | None = None) -> StackRows | None:
        """The rows of the first `sample` lines below a header, or of all; None where they make none.

        Whatever its words are, they are the same for all headers of the same roles. A short body is
        as long as its samples, and read once.
        """
        body = self._below[header.lines][:sample]
        key = (header.lines, len(body), header.layout.roles)
        if key not in self._rows:
            self._rows[key] = rows_of_pieces(self._pieces_of(body, header), header.layout)
        return self._rows[key]

    def _pieces_of(self, body: Lines, header: OfferedHeader) -> PieceCosts:
        """The first lines below a header as pieces."""
        layout, page = header.layout, self._page
        key = (header.lines, len(body), "unit" in layout.tail)
        if key not in self._pieces:
            stack = stack_of(body, layout, page.grammar, page.draft.source.text)
            self._pieces[key] = PieceCosts(stack, layout, page.grammar)
        return self._pieces[key]

    def _below_lines(self, taken: int) -> Lines:
        return body_below(self._lines, taken, self._page.grammar)


class WrappedStack(Struct, frozen=True):
    """Every cell on a line of its own or, where it was wrapped, on several."""

    name: str = "wrapped cells on lines of their own"
    shape: str = "flattened"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = True
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows under the header that they agree with best."""
        if page.captions[first] or not page.words[first]:
            return
        text = flattened_text(page, first)
        if text is None or not is_stacked(text.lines):
            return
        if not _has_body(text.lines, page.grammar):
            return
        lines = without_letter_gaps(text.lines, page.draft.source.text, page.grammar)
        lines = with_letters_closed_up(lines, page.grammar)
        lines = with_marks_behind(lines, page.grammar)
        offered = headers_of_stack(lines, page.grammar, captioned=text.captioned)
        bodies = _Bodies(lines, page)
        weighed = sorted(_weighed(bodies, offered, FIRST_SAMPLE), key=_badness)
        offered = [one.header for one in weighed[:BEST]]
        best = min(_weighed(bodies, offered, SAMPLE), key=_badness, default=None)
        if best is None:
            return
        found = bodies.rows(best.header)
        if found is not None:
            yield _proposal(best.header.layout, found, page.grammar)


def _badness(weighed: _Weighed) -> float:
    return weighed.badness


def _has_body(lines: Lines, grammar: Grammar) -> bool:
    """Whether anything but words of headers stands on the first lines, which no header fills."""
    words = (word.text for line in lines[:FIRST_LINES] for word in line)
    return any(role_of(word, grammar) is None for word in words)


def _weighed(bodies: _Bodies, offered: Sequence[OfferedHeader], sample: int) -> Iterator[_Weighed]:
    """The headers with what the first lines below them cost as rows."""
    for header in offered:
        found = bodies.rows(header, sample)
        if found is not None:
            yield _Weighed(header.cost + found.cost, header)


def _proposal(layout: ColumnLayout, found: StackRows, grammar: Grammar) -> Proposal:
    layout = with_values(layout, found.rows, grammar)
    doubt = rows_doubt(
        found.rows,
        layout,
        grammar,
        strain=found.strain,
        held=found.held,
    )
    return Proposal(
        [*layout.header, *found.rows],
        found.last + 1,
        layout,
        doubt=doubt,
    )


def with_values(
    layout: ColumnLayout,
    rows: Sequence[RawRow],
    grammar: Grammar,
) -> ColumnLayout:
    """The layout with columns of values and natures under headers that no rule knows, told by their
    cells."""
    roles = list(layout.roles)
    whole = [row for row in rows if len(row) == len(roles)]
    for column, role in enumerate(roles):
        kinds = [cell_kind(row[column].text, grammar) for row in whole]
        numbers = sum(kind in NUMBERS for kind in kinds)
        if role == "text" and 2 * numbers > len(whole):
            roles[column] = "value"
        if role == "text" and 2 * kinds.count("nature") > len(whole) and "nature" not in roles:
            roles[column] = "nature"
    return ColumnLayout(layout.header, tuple(roles))
