"""The cleaned document as Markdown: headings with their levels, pipe tables, boxes as lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planparse.model.plan import Box, Plan
from planparse.outputs.cleaned.clean_text import shown_text, tight
from planparse.outputs.cleaned.parts import DocumentPart, document_parts
from planparse.outputs.cleaned.table_lines import (
    TableLines,
    markdown_head,
    markdown_row,
    table_lines,
)

_DEEPEST = 6
"""Levels of headings that Markdown has."""
_SPECIAL = re.compile(r"[*_~<>&^\\`$]|^#")
"""What Markdown reads as a mark, the # only where a line begins."""
_WRITTEN = {"\\": "&#92;", "`": "&#96;", "$": "&#36;"}
"""Characters that HTML writes more safely: even behind a backslash, some programs begin a formula with them."""
_LINK = re.compile(r"\[(?=[^\[\]]{0,200}\][(:\[])")
_LIST_MARK = re.compile(r"\d{1,9}(?=[.)](?:\s|$))|(?=[+-](?:\s|$))")
"""What makes a list of a line that begins with it."""


def plan_markdown(plan: Plan) -> str:
    """The cleaned document as Markdown; read again, it gives the same outline and indicators.

    Headings begin with as many # as their level, below the plan's title if there is one. Captions
    are bold, items of boxes are a list, and merged labels of tables stand in each of their rows.
    """
    text = shown_text(plan)
    parts = document_parts(plan)
    title = _title(plan, parts)
    page = _MarkdownBlocks(text, deepest_above=0 if title is None else 1)
    for part in parts:
        if part is title:
            page.add(f"# {escaped(part.words.text)}")
        else:
            page.part(part)
    return page.text()


class _MarkdownBlocks:
    """Blocks of Markdown, those of a box as one quotation."""

    def __init__(self, shown: str, *, deepest_above: int) -> None:
        """`deepest_above` counts the levels above the first of the outline."""
        self._shown = shown
        self._above = deepest_above
        self._blocks: list[str] = []
        self._quoted: list[str] = []
        self._box: str | None = None

    def add(self, block: str, box: Box | None = None) -> None:
        """Add lines; those of one box that has no table are quoted together."""
        own = box.id if box is not None and box.table is None else None
        if own != self._box:
            self._close_box()
            self._box = own
        if own is None:
            self._blocks.append(block)
        else:
            self._quoted.append("\n".join(f"> {line}" for line in block.splitlines()))

    def part(self, part: DocumentPart) -> None:
        """Add a part of the document."""
        if part.table is not None:
            self._table(part)
        elif part.heading is not None and part.kind in ("heading", "caption"):
            self.add(self._heading(part))
        elif part.kind == "caption":
            self.add(f"**{escaped(part.words.text)}**", part.box)
        else:
            self.add(_paragraph(part), part.box)

    def text(self) -> str:
        """The whole page, closed by a line end."""
        self._close_box()
        return "\n\n".join(self._blocks) + "\n"

    def _heading(self, part: DocumentPart) -> str:
        assert part.heading is not None
        marks = "#" * min(part.heading.level + self._above, _DEEPEST)
        if part.heading.label.startswith("附"):
            # An annex has its label on a line of its own: 附件1 甲 may be an item of a list.
            return f"{marks} {escaped(part.heading.label)}\n\n{marks} {escaped(part.heading.title)}"
        return f"{marks} {escaped(part.words.text)}"

    def _close_box(self) -> None:
        if self._quoted:
            self._blocks.append("\n>\n".join(self._quoted))
            self._quoted = []

    def _table(self, part: DocumentPart) -> None:
        """Caption, note of the unit, the rows, and the notes below."""
        lines = table_lines(part, self._shown)
        above = lines.above
        if part.caption is not None:
            is_annex = part.caption.heading is not None
            caption = escaped(above[0])
            self.add(self._heading(part.caption) if is_annex else f"**{caption}**")
            above = above[1:]
        for line in above:
            self.add(escaped(line))
        rows = [markdown_row([_cell(cell) for cell in row]) for row in lines.rows]
        if rows:
            self.add("\n".join([*_heads(lines), *rows]))
        for note in lines.below:
            self.add(escaped(note.text))


def escaped(text: str) -> str:
    """One line of text as Markdown that shows it."""
    text = _SPECIAL.sub(_shown_as_it_is, text)
    text = _LINK.sub("&#91;", text)
    mark = _LIST_MARK.match(text)
    if mark is not None:
        return f"{mark[0]}\\{text[mark.end() :]}"
    return text


def _shown_as_it_is(found: re.Match[str]) -> str:
    char = found[0]
    return _WRITTEN.get(char) or f"\\{char}"


def _title(plan: Plan, parts: Sequence[DocumentPart]) -> DocumentPart | None:
    """The line above the text that prints the plan's title and nothing else, the last of several."""
    if plan.title is None:
        return None
    title = None
    for part in parts:
        if part.kind == "heading" or part.heading is not None:
            break
        if part.kind == "paragraph" and tight(part.words.text) == tight(plan.title):
            title = part
    return title


def _paragraph(part: DocumentPart) -> str:
    text = escaped(part.words.text)
    if part.box is None or part.heading is not None:
        return text
    item = _item_at(part.box, part.start)
    if item is None:
        return text
    # A further paragraph of an item stands below it.
    return f"- {text}" if item[0] == part.start else f"  {text}"


def _item_at(box: Box, offset: int) -> tuple[int, int] | None:
    """The span of the box's item that has an offset."""
    for item in box.items:
        start, end = item.span
        if start <= offset < end:
            return start, end
    return None


def _heads(lines: TableLines) -> list[str]:
    """The header rows; Markdown has one, so that further ones stand below its line, as converters do."""
    levels = [[_cell(head) for head in level] for level in lines.head_rows]
    first = levels[0] if levels else [""] * len(lines.table.columns)
    return [*markdown_head(first), *map(markdown_row, levels[1:])]


def _cell(text: str) -> str:
    return escaped(text).replace("|", "&#124;")
