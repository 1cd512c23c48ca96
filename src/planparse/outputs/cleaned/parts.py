"""A plan's text as the parts of a document, in reading order: headings, paragraphs, tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from planparse.model.plan import Box, Leaf, Plan, Section, Table
from planparse.model.source import Span
from planparse.outputs.cleaned.clean_text import CleanText, cleaned, shown_text, tight

PartKind = Literal["heading", "paragraph", "caption", "note", "table", "furniture"]

_MARKUP = re.compile(r"</?\w[^<>]*>|&\w+;|\W+")
"""Furniture that says nothing to a reader: tags, and marks without a letter or figure."""


@dataclass(slots=True)
class DocumentPart:
    """A part of the cleaned document. What several leaves print as one paragraph is one part."""

    kind: PartKind
    leaves: list[Leaf]
    words: CleanText
    """Its words on one line; of a table all of its cells' words, which `table` has in order."""
    section: Section | None = None
    """The innermost section that it stands in; of a heading its own."""
    heading: Section | None = None
    """The section whose heading it is, or which it opens (a heading that runs on into text)."""
    box: Box | None = None
    """The innermost box that it belongs to; of a caption its own."""
    table: Table | None = None
    caption: DocumentPart | None = None
    """The caption of a table, where it stands right above."""
    is_headed: bool = False
    """Whether the heading right above a table prints its caption."""
    above: list[DocumentPart] = field(default_factory=list)
    """Lines between the caption and the table that the table's record has: a note of its unit."""

    @property
    def start(self) -> int:
        """Offset in `Plan.text` of its first leaf."""
        return self.leaves[0].span[0]

    @property
    def spans(self) -> list[Span]:
        """Where its leaves are printed, with those of its caption."""
        own = [leaf.span for leaf in self.leaves]
        around = [span for part in self.above for span in part.spans]
        if self.caption is not None:
            around += self.caption.spans
        return around + own


def document_parts(plan: Plan, *, keep_furniture: bool = False) -> list[DocumentPart]:
    """The parts in reading order; furniture (page numbers, contents) only where it is asked for.

    Every leaf that is no furniture belongs to exactly one part.
    """
    text = shown_text(plan)
    places = _PartPlaces(plan)
    parts = [
        places.placed(_part(text, leaves, table))
        for leaves, table in _grouped(plan.leaves, places)
        if keep_furniture or leaves[0].kind != "furniture"
    ]
    whole = [part for part in parts if part.kind != "furniture" or _says_something(part)]
    return list(_with_captions(_whole_headings(whole)))


def _grouped(
    leaves: Sequence[Leaf],
    places: _PartPlaces,
) -> list[tuple[list[Leaf], Table | None]]:
    """The leaves of each part. A table takes all that stands inside of it, apart from headings."""
    paragraph: list[Leaf] = []
    of_tables: dict[str, list[Leaf]] = {}
    groups: list[tuple[list[Leaf], Table | None]] = []
    for leaf in leaves:
        if leaf.kind == "furniture":
            groups.append(([leaf], None))
            continue
        table = places.table_of(leaf)
        if table is not None:
            if table.id not in of_tables:
                of_tables[table.id] = []
                groups.append((of_tables[table.id], table))
            of_tables[table.id].append(leaf)
        elif leaf.goes_on and paragraph:
            paragraph.append(leaf)
        else:
            paragraph = [leaf]
            groups.append((paragraph, None))
    return groups


def paragraphs_within(leaves: Iterable[Leaf], text: str) -> list[DocumentPart]:
    """The parts of a few leaves without furniture, as paragraphs; `text` is that of `shown_text`."""
    groups: list[list[Leaf]] = []
    for leaf in leaves:
        if leaf.kind == "furniture":
            continue
        if leaf.goes_on and groups:
            groups[-1].append(leaf)
        else:
            groups.append([leaf])
    words = [cleaned(text, (leaf.span for leaf in group)) for group in groups]
    return [
        DocumentPart("paragraph", group, said) for group, said in zip(groups, words, strict=True)
    ]


def _part(text: str, leaves: list[Leaf], table: Table | None) -> DocumentPart:
    words = cleaned(text, (leaf.span for leaf in leaves))
    if table is not None:
        return DocumentPart("table", leaves, words, table=table)
    # The full stop behind a heading is no text of its own.
    kinds = [leaf.kind for leaf in leaves if leaf is leaves[0] or _has_words(text, leaf)]
    kind: PartKind = "paragraph"
    if kinds[0] == "furniture":
        kind = "furniture"
    # A heading or a caption that runs on into text is a paragraph which opens with it.
    elif all(other == kinds[0] for other in kinds) and kinds[0] != "cell":
        kind = kinds[0]
    return DocumentPart(kind, leaves, words)


def _has_words(text: str, leaf: Leaf) -> bool:
    return any(char.isalnum() for char in text[slice(*leaf.span)])


def _says_something(part: DocumentPart) -> bool:
    return bool(_MARKUP.sub("", part.words.text))


# -------------------------------------------------------------------- places


class _PartPlaces:
    """Which section, box and table a leaf stands in."""

    def __init__(self, plan: Plan) -> None:
        self._sections = sorted(plan.sections, key=lambda section: section.span)
        self._section_starts = [section.span[0] for section in self._sections]
        self._by_id = {section.id: section for section in plan.sections}
        self._boxes = sorted(plan.boxes, key=lambda box: box.content)
        self._box_starts = [min(box.span[0], box.content[0]) for box in self._boxes]
        self._tables = sorted(plan.tables, key=lambda table: table.span)
        self._table_starts = [table.span[0] for table in self._tables]

    def placed(self, part: DocumentPart) -> DocumentPart:
        """The part with its section, its box, and the heading that it opens with."""
        part.section = self._section(part.start)
        part.box = self._box(part.start)
        # An annex is a heading and the caption of its table as well.
        opens = part.leaves[0].kind in ("heading", "caption")
        if opens and part.section is not None and part.start < part.section.span[1]:
            part.heading = part.section
        return part

    def table_of(self, leaf: Leaf) -> Table | None:
        """The table that a leaf belongs to; a heading belongs to none."""
        index = bisect_right(self._table_starts, leaf.span[0]) - 1
        if index < 0 or leaf.kind == "heading":
            return None
        table = self._tables[index]
        return table if leaf.span[0] < table.span[1] else None

    def _section(self, offset: int) -> Section | None:
        index = bisect_right(self._section_starts, offset) - 1
        section = self._sections[index] if index >= 0 else None
        # What stands behind the end of a section may still be in one of those above it.
        while section is not None and offset >= max(section.body[1], section.span[1]):
            section = self._by_id.get(section.parent or "")
        return section

    def _box(self, offset: int) -> Box | None:
        index = bisect_right(self._box_starts, offset) - 1
        # Boxes hold one another at most one deep: a table inside of an annex.
        for box in reversed(self._boxes[max(index - 1, 0) : index + 1]):
            if offset < max(box.content[1], box.span[1]):
                return box
        return None


# ------------------------------------------------------------ parts put together


def _whole_headings(parts: Sequence[DocumentPart]) -> list[DocumentPart]:
    """The parts; label and title of one heading on two lines are one part."""
    whole: list[DocumentPart] = []
    for part in parts:
        if whole and _is_rest_of_heading(whole[-1], part):
            whole[-1].leaves += part.leaves
            whole[-1].words = _on_one_line(whole[-1].words, part.words)
        else:
            whole.append(part)
    return whole


def _is_rest_of_heading(first: DocumentPart, part: DocumentPart) -> bool:
    both_headings = first.kind == part.kind == "heading"
    return both_headings and part.heading is not None and first.heading is part.heading


def _on_one_line(first: CleanText, second: CleanText) -> CleanText:
    """Two lines as one, with a blank between them."""
    moved = len(first.text) + 1
    behind = tuple(piece._replace(at=piece.at + moved) for piece in second.pieces)
    return CleanText(f"{first.text} {second.text}", first.pieces + behind)


def _with_captions(parts: Sequence[DocumentPart]) -> Iterator[DocumentPart]:
    """The parts; a caption and a note of the unit right above a table are the table's own."""
    held: list[DocumentPart] = []
    last: DocumentPart | None = None
    for part in parts:
        if part.kind == "furniture":
            yield part
            continue
        part.is_headed = _is_headed(part, last)
        last = part
        if part.kind == "caption":
            yield from held
            held = [part]
            continue
        if held and part.table is not None and _is_caption(held[0], part):
            part.caption, *part.above = held
            held = []
        elif len(held) == 1 and _may_be_unit_note(part):
            held.append(part)
            continue
        yield from held
        held = []
        yield part
    yield from held


_LONGEST_UNIT_NOTE = 30
"""Characters of a line between caption and table that says the unit of its values."""


def _may_be_unit_note(part: DocumentPart) -> bool:
    is_text = part.kind == "paragraph" and part.heading is None
    return is_text and len(part.words.text) <= _LONGEST_UNIT_NOTE


def _is_headed(part: DocumentPart, last: DocumentPart | None) -> bool:
    table = part.table
    if table is None or table.caption is None or last is None or last.kind != "heading":
        return False
    heading = tight(last.words.text)
    return heading in (tight(table.caption), tight(f"{table.label or ''}{table.caption}"))


def _is_caption(caption: DocumentPart, part: DocumentPart) -> bool:
    table = part.table
    return table is not None and caption.box is not None and caption.box.id == table.box
