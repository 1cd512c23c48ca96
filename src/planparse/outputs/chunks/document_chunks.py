"""The document as chunks along its outline: prose, boxes, tables, and the records behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from planparse.model.plan import Box
from planparse.outputs.chunks.chunk import ChunkKind
from planparse.outputs.chunks.headings import ChunkHeadings, is_right_below
from planparse.outputs.chunks.packing import packed
from planparse.outputs.chunks.raw_chunk import RawChunk, box_words
from planparse.outputs.chunks.record_chunks import RecordChunks
from planparse.outputs.chunks.table_pieces import table_pieces
from planparse.outputs.cleaned.parts import DocumentPart
from planparse.outputs.cleaned.table_lines import table_lines


@dataclass(slots=True)
class _OpenChunk:
    """Parts that may share a chunk: of one section and one box, without a table between them."""

    section: str | None = None
    box: Box | None = None
    parts: list[DocumentPart] = field(default_factory=list)

    def takes(self, part: DocumentPart) -> bool:
        """Whether a part goes on with it."""
        own_box = self.box.id if self.box else None
        its_box = part.box.id if part.box else None
        return bool(self.parts) and (self.section, own_box) == (_section_id(part), its_box)


class DocumentChunks:
    """Cuts the parts of one plan, which it must be given in reading order."""

    def __init__(self, text: str, headings: ChunkHeadings, records: RecordChunks | None) -> None:
        """`text` is that of `shown_text`; without `records` only the document is cut."""
        self._text = text
        self._headings = headings
        self._records = records
        self._pending: list[DocumentPart] = []
        """Headings whose text is still to come."""
        self._open = _OpenChunk()
        self._furniture: list[DocumentPart] = []
        """What is printed between the parts of the open chunk and is no content."""

    def cut(self, parts: Sequence[DocumentPart]) -> Iterator[RawChunk]:
        """The chunks in reading order; those of records stand behind their box or table."""
        for part in parts:
            if part.kind == "heading":
                yield from self._finish_open()
                yield from self._heading(part)
            elif part.table is not None:
                yield from self._finish_open()
                yield from self._table(part)
                if self._records is not None:
                    yield from self._records.of_table(part.table.id)
            elif part.kind == "furniture":
                # It interrupts the text on the page, and shall not do so here.
                self._furniture.append(part)
            else:
                if not self._open.takes(part):
                    yield from self._finish_open()
                    yield from self._settle_headings(part)
                    self._open = _OpenChunk(_section_id(part), part.box)
                self._open.parts.append(part)
        yield from self._finish_open()
        yield from self._lonely_headings()
        if self._records is not None:
            yield from self._records.left_over()

    # ---------------------------------------------------------------- headings

    def _heading(self, part: DocumentPart) -> Iterator[RawChunk]:
        """Keep a heading for the text below it."""
        yield from self._settle_headings(part)
        self._pending.append(part)

    def _settle_headings(self, part: DocumentPart) -> Iterator[RawChunk]:
        """The headings before a part that opens a section elsewhere: nothing follows them."""
        last = self._pending[-1].heading if self._pending else None
        if part.heading is not None and not is_right_below(part.heading, last):
            yield from self._lonely_headings()

    def _lonely_headings(self) -> Iterator[RawChunk]:
        """Headings with no text of their own."""
        if self._pending:
            pending, self._pending = self._pending, []
            yield from self._packed(_OpenChunk(_section_id(pending[-1]), None, pending), "prose")

    # ------------------------------------------------------------------- text

    def _finish_open(self) -> Iterator[RawChunk]:
        """The open chunk in as many as it takes, the items of its box, and the furniture between."""
        run, self._open = self._open, _OpenChunk()
        if run.parts:
            run.parts = self._pending + run.parts
            self._pending = []
            yield from self._packed(run, "box" if run.box else "prose")
        if self._records is not None and run.box is not None:
            yield from self._records.of_box(run.box)
        if self._furniture:
            furniture, self._furniture = self._furniture, []
            yield from self._packed(_OpenChunk(run.section, None, furniture), "furniture")

    def _packed(self, run: _OpenChunk, kind: ChunkKind) -> Iterator[RawChunk]:
        """The parts of an open chunk in as many chunks as they take; a box's caption opens each of them."""
        opening = [part for part in run.parts if part.heading is not None]
        caption = box_words(run.box) if run.box else ""
        room = self._headings.room(run.section, len(caption))
        for index, piece in enumerate(packed(run.parts, room)):
            yield RawChunk(
                kind,
                f"{caption}\n{piece.text}" if caption and index else piece.text,
                piece.spans,
                run.section,
                records=(run.box.id,) if run.box else (),
                own_headings=0 if index else len(opening),
            )

    # ------------------------------------------------------------------ tables

    def _table(self, part: DocumentPart) -> Iterator[RawChunk]:
        """The table as Markdown, below headings that have no other text."""
        table = part.table
        assert table is not None
        if part.caption is not None:
            yield from self._settle_headings(part.caption)
        pending, self._pending = self._pending, []
        lines = table_lines(part, self._text)
        above = [heading.words.text for heading in pending]
        is_annex = part.caption is not None and part.caption.heading is not None
        own_headings = len(pending) + is_annex
        room = self._headings.room(_section_id(part))
        pieces = table_pieces(lines, room, above, is_headed=part.is_headed)
        for index, piece in enumerate(pieces):
            spans = piece.spans
            if not index:
                spans += [span for heading in pending for span in heading.spans]
            yield RawChunk(
                "table",
                piece.text,
                spans,
                _section_id(part),
                records=tuple(filter(None, (table.box, table.id))),
                doubts=tuple(dict.fromkeys(doubt.code for doubt in table.doubts)),
                own_headings=0 if index else own_headings,
            )


def _section_id(part: DocumentPart) -> str | None:
    return part.section.id if part.section else None
