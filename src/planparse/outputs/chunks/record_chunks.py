"""Records as chunks: a sentence for each row of a table, a chunk for each item of a box."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from planparse.model.plan import Box, Leaf, Observation, Plan
from planparse.model.source import Span
from planparse.outputs.chunks.headings import ChunkHeadings
from planparse.outputs.chunks.packing import packed
from planparse.outputs.chunks.places import ChunkPlaces
from planparse.outputs.chunks.raw_chunk import RawChunk, box_words
from planparse.outputs.chunks.said_records import SaidRecords
from planparse.outputs.cleaned.parts import paragraphs_within


class RecordChunks:
    """The chunks of one plan's records; each record is told once."""

    def __init__(self, plan: Plan, text: str, headings: ChunkHeadings, places: ChunkPlaces) -> None:
        self._plan = plan
        self._text = text
        self._headings = headings
        self._places = places
        self._said = SaidRecords(plan)
        self._leaf_starts = [leaf.span[0] for leaf in plan.leaves]
        self._done: set[str] = set()
        """Ids of the boxes and tables that were told."""

    def of_box(self, box: Box) -> Iterator[RawChunk]:
        """Each item of a box, below the box's caption."""
        if box.id in self._done:
            return
        self._done.add(box.id)
        above = box_words(box)
        room = self._headings.room(box.section, len(above))
        for item in box.items:
            paragraphs = paragraphs_within(self._leaves_in(item.span), self._text)
            for piece in packed(paragraphs, room):
                text = f"{above}：{piece.text}"
                yield RawChunk("item", text, piece.spans, box.section, (box.id,))

    def of_table(self, table_id: str) -> Iterator[RawChunk]:
        """Each row of a table as a sentence, whatever records it gives."""
        if table_id in self._done:
            return
        self._done.add(table_id)
        section = self._places.section_of_table(table_id)
        yield from self._goals(table_id, section)
        for project in self._places.projects[table_id]:
            yield RawChunk(
                "project",
                self._said.project(project),
                [project.span],
                section,
                (project.id,),
                self._said.doubt_codes(table_id),
            )
        for _, row in groupby(self._places.observations[table_id], key=_entity):
            yield from self._observations(list(row), section)

    def left_over(self) -> Iterator[RawChunk]:
        """Records of boxes and tables that were not told yet."""
        for box in self._plan.boxes:
            yield from self.of_box(box)
        for table in self._plan.tables:
            yield from self.of_table(table.id)

    def _leaves_in(self, span: Span) -> Iterator[Leaf]:
        """The leaves of a stretch, cut at its ends."""
        start, end = span
        first = bisect_right(self._leaf_starts, start) - 1
        behind = bisect_left(self._leaf_starts, end)
        for leaf in self._plan.leaves[max(first, 0) : behind]:
            inside = max(leaf.span[0], start), min(leaf.span[1], end)
            if inside[0] < inside[1]:
                yield replace(leaf, span=inside)

    def _goals(self, table_id: str, section: str | None) -> Iterator[RawChunk]:
        for indicator in self._places.indicators[table_id]:
            yield RawChunk(
                "indicator",
                self._said.indicator(indicator),
                [indicator.span],
                section,
                (indicator.id,),
                self._said.doubt_codes(table_id, indicator.doubts),
            )
        for outcome in self._places.outcomes[table_id]:
            yield RawChunk(
                "outcome",
                self._said.outcome(outcome),
                [outcome.span],
                section,
                (outcome.id,),
                self._said.doubt_codes(table_id, outcome.doubts),
            )

    def _observations(self, row: list[Observation], section: str | None) -> Iterator[RawChunk]:
        """What a row of an allocation table says of one entity, in as many chunks as it takes."""
        entity = self._said.entity(row[0])
        doubts = self._said.doubt_codes(row[0].table)
        room = self._headings.room(section, len(entity))
        for group in _fitting(row, [self._said.observation(one) for one in row], room):
            ones = [one for one, _ in group]
            words = "，".join(said for _, said in group)
            yield RawChunk(
                "observation",
                f"{entity}：{words}。",
                [one.span for one in ones],
                section,
                tuple(one.id for one in ones),
                doubts,
            )


def _entity(one: Observation) -> tuple[int, str, str | None]:
    return one.row, one.entity, one.parent


def _fitting(
    row: Sequence[Observation],
    words: Sequence[str],
    room: int,
) -> Iterator[list[tuple[Observation, str]]]:
    """The observations with their words, in groups of at most `room` characters."""
    group: list[tuple[Observation, str]] = []
    length = 0
    for one, said in zip(row, words, strict=True):
        if group and length + len(said) + 1 > room:
            yield group
            group, length = [], 0
        group.append((one, said))
        length += len(said) + 1  # the comma or full stop behind it
    yield group
