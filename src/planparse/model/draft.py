"""The plan while it is being read: what each stage adds for the next ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain

from msgspec import Struct

from planparse.model.furniture import Furniture
from planparse.model.plan import (
    AnyRecord,
    Box,
    Finding,
    Indicator,
    Leaf,
    Mention,
    Observation,
    Outcome,
    Period,
    Project,
    Region,
    Section,
    Table,
)
from planparse.model.source import Grid, Source, Span


class Paragraph(Struct, frozen=True):
    """A paragraph of prose, hard-wrapped lines joined.

    `text` has no white space except between Latin words; `starts[i]` is the offset
    in `Source.text` of `text[pieces[i]]`, and the piece runs on unbroken until
    `pieces[i + 1]`. Line indexes `first` to `last` (included) index `Source.lines`.
    """

    text: str
    pieces: tuple[int, ...]
    starts: tuple[int, ...]
    first: int
    last: int

    def at(self, index: int) -> int:
        """Offset in `Source.text` of the character `text[index]`."""
        piece = self._piece_of(index)
        return self.starts[piece] + index - self.pieces[piece]

    def _piece_of(self, index: int) -> int:
        return bisect_right(self.pieces, index) - 1

    @property
    def start(self) -> int:
        """Offset in `Source.text` of the first character."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """Offset in `Source.text` behind the last character."""
        return self.starts[-1] + len(self.text) - self.pieces[-1]

    @property
    def span(self) -> Span:
        """Span in `Source.text` of the whole paragraph."""
        # Asked of every paragraph in most stages, so that it is worked out in one call.
        starts = self.starts
        return starts[0], starts[-1] + len(self.text) - self.pieces[-1]

    def span_of(self, start: int, end: int) -> Span:
        """Span in `Source.text` of `text[start:end]`; `end` is excluded in both."""
        piece = self._piece_of(start)
        shift = self.starts[piece] - self.pieces[piece]
        is_last = piece + 1 == len(self.pieces)
        # Most spans lie in one piece, and need no second look-up.
        if is_last or end <= self.pieces[piece + 1]:
            return start + shift, end + shift
        return start + shift, self.at(end - 1) + 1


class HeadingLabel(Struct, frozen=True):
    """What stands before a title."""

    rank: int
    """The rank of its style, from the widest on."""
    text: str
    """As printed: 第一章."""
    number: int | None
    """Its numeral as an integer; None where it has none."""
    end: int
    """Where it ends in the paragraph's text; the title begins there."""


class Heading(Struct, frozen=True):
    """A heading that was found."""

    paragraph: int
    """Index in `Draft.paragraphs`."""
    label: HeadingLabel
    title_end: int
    """Where the title ends in the paragraph's text."""
    run_in: bool
    """Whether prose goes on behind the title in the same paragraph."""


class Head(Struct, frozen=True):
    """What notice and cover say of the plan."""

    title: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    region: Region | None = None
    period: Period | None = None
    draft: bool = False


class Draft(Struct, frozen=True):
    """Everything known so far; a stage returns a copy with its own fields set.

    `furniture[i]` says why line i is no content (None where it is); `inline` are the
    marks inside lines that are none either ([bookmark: …], **). `grids` are the
    tables with geometry, in order; `paragraphs` the prose outside of them, in order.
    `headings[i]` is the heading with label and title that paragraph i opens with, in a box or
    not; None where it opens with none. `notes` are the indexes of the paragraphs that are notes
    wherever they stand.
    """

    source: Source
    furniture: tuple[Furniture | None, ...] = ()
    inline: tuple[Span, ...] = ()
    grids: tuple[Grid, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    headings: tuple[Heading | None, ...] = ()
    notes: frozenset[int] = frozenset()
    head: Head = Head()
    sections: tuple[Section, ...] = ()
    boxes: tuple[Box, ...] = ()
    tables: tuple[Table, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    projects: tuple[Project, ...] = ()
    observations: tuple[Observation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    findings: tuple[Finding, ...] = ()
    leaves: tuple[Leaf, ...] = ()

    def records(self) -> Iterator[AnyRecord]:
        """All records but the findings, the widest kinds first."""
        return chain(
            self.sections,
            self.boxes,
            self.tables,
            self.indicators,
            self.outcomes,
            self.projects,
            self.observations,
            self.mentions,
        )
