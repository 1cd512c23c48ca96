"""The passages that a finding rests on: where each of its sides is printed, for a reader of the page.

A passage of prose is its sentence, of a table the row, of a heading or a box the caption.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from planparse.checks.places import Places
from planparse.checks.running_text import RunningText
from planparse.model.draft import Draft, Paragraph
from planparse.model.heading_paths import BETWEEN_HEADINGS, heading_words
from planparse.model.plan import AnyRecord, Box, Finding, Mention, Passage, Section, Table
from planparse.model.source import Span

SENTENCE_ENDS = "。；;！!？?"
"""Marks behind which another sentence begins."""

LONGEST_PASSAGE = 400
"""Characters of a passage that a person reads; of a longer one its beginning is shown."""


class PassageFinder:
    """Finds the passages of the findings of one draft, whose `places` and `prose` are known."""

    def __init__(self, draft: Draft, places: Places, prose: RunningText) -> None:
        self._draft = draft
        self._places = places
        self._prose = prose
        self._text = draft.source.text

    def numbered(self, finding: Finding, id: str) -> Finding:
        """The finding with its id, and with a passage for each record that it names, and for each place besides.

        One that names neither rests on its own place.
        """
        sides = [self._of_record(record, finding.span) for record in self._records_of(finding)]
        # A check gives places that belong to no record as passages without words.
        sides += [self._at(side.span, None) for side in finding.passages]
        if not sides and finding.span[0] < finding.span[1]:
            sides = [self._at(finding.span, None)]
        return finding.model_copy(update={"id": id, "passages": tuple(sides)})

    def _records_of(self, finding: Finding) -> Iterator[AnyRecord]:
        for name in finding.records:
            if name in self._records:
                yield self._records[name]

    # ------------------------------------------------------------ one side

    def _of_record(self, record: AnyRecord, spot: Span) -> Passage:
        """The passage of a record; `spot` is where the finding is."""
        if isinstance(record, Mention):
            return self._at(record.span, record.id)
        if isinstance(record, (Section, Box)):
            return self._made(record.span, record.id)
        if isinstance(record, Table):
            span = _row_at(record, spot) or self._caption_of(record)
            return self._made(span, record.id)
        return self._made(record.span, record.id)

    def _at(self, span: Span, record: str | None) -> Passage:
        """The sentence around a place, without the heading that it runs on from."""
        return self._made(self._sentence(span), record)

    def _made(self, span: Span, record: str | None) -> Passage:
        span = self._shortened(span)
        start, end = span
        number = bisect_right(self._places.line_starts, start)
        return Passage(
            record=record,
            span=span,
            text=self._text[start:end],
            page=self._page(start),
            line=number,
            section=self._path(start),
        )

    def _shortened(self, span: Span) -> Span:
        """So much of a place as a person reads, to the end of a sentence or line: pages, for one, go on."""
        start, end = span
        if end - start <= LONGEST_PASSAGE:
            return span
        text = self._text[start : start + LONGEST_PASSAGE]
        last = max(text.rfind(mark) for mark in SENTENCE_ENDS + "\n")
        end = start + (last + 1 if last > 0 else LONGEST_PASSAGE)
        return start, start + len(self._text[start:end].rstrip())

    def _caption_of(self, table: Table) -> Span:
        """Where a table is captioned; else its first line."""
        for box in self._draft.boxes:
            if box.id == table.box:
                return box.span
        start, end = table.span
        line_end = self._text.find("\n", start, end)
        return start, end if line_end < 0 else line_end

    # ------------------------------------------------------------ sentences

    def _sentence(self, span: Span) -> Span:
        at = bisect_right(self._prose.paragraph_starts, span[0]) - 1
        if at < 0 or self._draft.paragraphs[at].end < span[1]:
            return self._line_of(span)
        paragraph = self._draft.paragraphs[at]
        first, last = _indexes(paragraph, span)
        begin = max(self._body_of(at, first), _sentence_start(paragraph.text, first))
        return paragraph.span_of(begin, _sentence_end(paragraph.text, last))

    def _body_of(self, at: int, first: int) -> int:
        """Where the prose of a paragraph begins, behind the heading that it opens with."""
        headings = self._draft.headings
        heading = headings[at] if at < len(headings) else None
        if heading is None or first < heading.title_end:
            return 0
        return heading.title_end

    def _line_of(self, span: Span) -> Span:
        """The line of a place that no paragraph holds."""
        start = self._text.rfind("\n", 0, span[0]) + 1
        end = self._text.find("\n", span[1])
        end = len(self._text) if end < 0 else end
        inner = self._text[start:end]
        left = len(inner) - len(inner.lstrip())
        return start + left, start + max(left + 1, len(inner.rstrip()))

    # ------------------------------------------------------------ where it stands

    def _page(self, start: int) -> int | None:
        at = bisect_right(self._places.starts_of_lines, start) - 1
        return self._draft.source.lines[at].page if at >= 0 else None

    def _path(self, start: int) -> str | None:
        """The headings above a place, from the outermost; None above all headings."""
        by_id = self._places.sections
        at = bisect_right(self._heading_ends, start) - 1
        section = self._draft.sections[at] if at >= 0 else None
        while section is not None and start >= section.body[1]:
            section = by_id.get(section.parent or "")
        words: list[str] = []
        while section is not None:
            words.append(heading_words(section))
            section = by_id.get(section.parent or "")
        return BETWEEN_HEADINGS.join(reversed(words)) or None

    # ------------------------------------------------------------ looked up once

    # Most plans have no finding, so nothing is made ready before the first one asks.

    @cached_property
    def _heading_ends(self) -> list[int]:
        return [section.span[1] for section in self._draft.sections]

    @cached_property
    def _records(self) -> dict[str, AnyRecord]:
        return {record.id: record for record in self._draft.records()}


def _row_at(table: Table, spot: Span) -> Span | None:
    """The row of a table that a place is in."""
    start = spot[0]
    for row, cells in enumerate(table.cell_spans):
        if any(cell is not None and cell[0] <= start < cell[1] for cell in cells):
            return table.row_span(row)
    return None


def _indexes(paragraph: Paragraph, span: Span) -> Span:
    """Where a span of the text lies in a paragraph's own words."""
    starts = paragraph.starts

    def index(offset: int) -> int:
        at = bisect_right(starts, offset) - 1
        return min(paragraph.pieces[at] + offset - starts[at], len(paragraph.text))

    return index(span[0]), index(span[1] - 1) + 1


def _sentence_start(text: str, first: int) -> int:
    return max(text.rfind(mark, 0, first) for mark in SENTENCE_ENDS) + 1


def _sentence_end(text: str, last: int) -> int:
    ends = [at for mark in SENTENCE_ENDS if (at := text.find(mark, max(0, last - 1))) >= 0]
    return min(ends, default=len(text) - 1) + 1
