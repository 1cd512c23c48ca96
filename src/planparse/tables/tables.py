"""Grids to tables: header, column paths and roles, body rows with merged labels filled down, notes.

From here on it no longer matters what a table looked like: every raw shape and every
format comes through `read_tables` as one `Grid`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import Struct, structs

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Box, Column, Table
from planparse.model.source import Cell, Grid
from planparse.model.spans import without
from planparse.tables.body_rows import (
    BodyRow,
    body_rows,
    fill_labels,
    move_names_from_labels,
    spans_of_rows,
    texts_of_rows,
)
from planparse.tables.columns import kind_of_table, read_columns
from planparse.tables.columns.scopes import LEVELS
from planparse.tables.columns.when import TableTime, table_time
from planparse.tables.continued import grids_of_tables, put_together
from planparse.tables.grid_parts import GridParts
from planparse.tables.header_paths import header_paths
from planparse.tables.raw_cells import clean
from planparse.tables.upright import Upright, one_below_the_other, turned_upright
from planparse.text.table_notes import (
    first_after,
    notes_above,
    notes_from,
    notes_of_document,
)

# Characters above a table without a box in which its unit note is looked for: a line or two.
_UNIT_NOTE_REACH = 80

# Characters of a caption that bears no number; longer lines above a table are prose.
_LONGEST_CAPTION = 50


def read_tables(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.tables` in source order, and the boxes with their table and kind."""
    tables: list[Table] = []
    boxes = list(draft.boxes)
    footnotes = notes_of_document(draft, grammar)
    has_escapes = "\\" in draft.source.text
    for group in grids_of_tables(draft, grammar):
        grids = [_unescaped(grid, grammar) for grid in group] if has_escapes else group
        owner = _owner(boxes, grids[0])
        box = None if owner is None else boxes[owner]
        table = _table(draft, grids, f"t{len(tables) + 1}", box, grammar)
        if table is None:
            continue
        table = _with_footnotes(table, footnotes)
        tables.append(table)
        if owner is not None:
            boxes[owner] = _with_table(boxes[owner], table)
    return structs.replace(draft, tables=tuple(tables), boxes=tuple(boxes))


def _with_footnotes(table: Table, footnotes: Mapping[str, str]) -> Table:
    """The table with those of the document's footnotes whose marks its cells print."""
    if not footnotes:
        return table
    headers = [word for column in table.columns for word in column.path]
    printed = "\n".join([*headers, *map("\n".join, table.rows)])
    own = [note for mark, note in footnotes.items() if mark in printed]
    return table.model_copy(update={"notes": (*table.notes, *own)})


def _unescaped(grid: Grid, grammar: Grammar) -> Grid:
    """`grid` with the words of Markdown's cells as they are shown: no backslash before a sign."""
    if not [cell for cell in grid.cells if "\\" in cell.text]:
        return grid
    escape = grammar.pattern("reflow.escape")
    cells: list[Cell] = []
    for cell in grid.cells:
        text = escape.sub("", cell.text)
        cells.append(structs.replace(cell, text=text))
    return replace(grid, cells=tuple(cells))


def _owner(boxes: Sequence[Box], grid: Grid) -> int | None:
    """The first box in whose content a grid begins, and that has no table yet."""
    # Tags stand before the first cell, which may be the caption that opens the box.
    begin = min([cell.spans[0][0] for cell in grid.cells if cell.spans], default=grid.span[0])
    for i, box in enumerate(boxes):
        first, end = box.content
        if box.table is None and first <= begin < end:
            return i
    return None


def _with_table(box: Box, table: Table) -> Box:
    """The box with its table; the table's notes belong to the box too."""
    # Items that stand beside the table have named the kind already.
    kind = box.kind if box.items else table.kind
    begin, end = box.content
    changes = {
        "table": table.id,
        "kind": kind,
        "content": (begin, max(end, table.span[1])),
    }
    return box.model_copy(update=changes)


# ---------------------------------------------------------------- one table


def _table(
    draft: Draft,
    grids: Sequence[Grid],
    table_id: str,
    box: Box | None,
    grammar: Grammar,
) -> Table | None:
    """The table that some grids make up; None where they print nothing but captions and notes."""
    parts = put_together(grids, grammar)
    if not parts.body and not parts.header:
        return None
    first = grids[0]
    unit_note = parts.unit_note or _unit_note_above(draft, first, box, grammar)
    caption = box.title if box else _caption_above(draft, first, grammar)
    section = _section_at(draft, first.span[0])
    when = table_time(draft, caption, section, first.span[0], grammar)
    columns, rows = _columns_and_rows(draft, grids, parts, unit_note, when, caption, grammar)
    above = notes_above(draft, first, caption, grammar)
    under = _notes_under(draft, grids[-1], grammar)
    texts = texts_of_rows(rows)
    printed = next((cell for cell in first.cells if cell.spans), None)
    return Table(
        id=table_id,
        section=section,
        box=box.id if box else None,
        label=box.label if box else None,
        caption=caption,
        kind=kind_of_table(columns, texts, caption or "", grammar),
        unit_note=unit_note,
        columns=columns,
        rows=texts,
        notes=(*above, *parts.notes, *under.texts),
        span=(first.span[0], under.end),
        cell_spans=spans_of_rows(rows),
        shape=first.shape,
        page=printed.page if printed else None,
        bbox=printed.bbox if printed else None,
    )


def _columns_and_rows(
    draft: Draft,
    grids: Sequence[Grid],
    parts: GridParts,
    unit_note: str | None,
    when: TableTime,
    caption: str | None,
    grammar: Grammar,
) -> tuple[tuple[Column, ...], list[BodyRow]]:
    """The columns of a table, and its body with the labels that a converter has lost."""
    width = max(grid.n_cols for grid in grids)
    paths = header_paths(parts.header, width, grammar)
    rows = body_rows(parts.body, draft, grammar)
    table = one_below_the_other(Upright(paths, rows), grammar)
    # True geometry knows its merged cells; there an empty cell is empty.
    is_inferred = any(grid.inferred for grid in grids)
    if is_inferred:
        move_names_from_labels(table.paths, table.rows, grammar)
    region = draft.head.region
    level = LEVELS[region.level] if region and region.level else 0

    def columns_of(table: Upright) -> tuple[Column, ...]:
        texts = texts_of_rows(table.rows)
        return read_columns(table.paths, texts, unit_note, grammar, when=when, own_level=level)

    heads = body_rows(parts.header, draft, grammar)
    turned = turned_upright(table, heads, caption, grammar)
    if turned is not None:
        columns = columns_of(turned)
        # A table on its side that tells of no goals is one of statistics.
        if any(column.role == "target" for column in columns):
            return columns, turned.rows
    columns = columns_of(table)
    if is_inferred:
        fill_labels(table.rows, columns, grammar)
    return columns, table.rows


# ------------------------------------------------------------ what stands around


class NotesUnder(Struct, frozen=True):
    """Notes below a table, and the offset behind the last of them,
    or behind the table where there are none.
    """

    texts: tuple[str, ...]
    end: int


def _notes_under(
    draft: Draft,
    grid: Grid,
    grammar: Grammar,
) -> NotesUnder:
    texts: list[str] = []
    end = grid.span[1]
    first = first_after(draft, end)
    for at in notes_from(draft, first, grammar):
        paragraph = draft.paragraphs[at]
        texts.append(paragraph.text)
        last = len(paragraph.text) - 1
        end = paragraph.at(last) + 1
    return NotesUnder(tuple(texts), end)


def _unit_note_above(
    draft: Draft,
    grid: Grid,
    box: Box | None,
    grammar: Grammar,
) -> str | None:
    """单位：… in the caption's line, or on a line of its own between caption and table."""
    start = box.span[0] if box else _start_of_reach(draft, grid)
    # What stands beside the note and prints nothing is no part of its line.
    pieces = without((start, grid.span[0]), draft.inline)
    above = "".join(draft.source.printed(piece) for piece in pieces)
    unit_note = grammar.pattern("boxes.unit-note")
    no_unit_note = grammar.pattern("boxes.not-unit-note")
    for line in reversed(above.splitlines()):
        found = unit_note.search(line.strip())
        if found and not no_unit_note.search(line):
            return clean(found["note"])
    return None


def _start_of_reach(draft: Draft, grid: Grid) -> int:
    """From where on a unit note belongs to a table without a box:
    never from above the table before it.
    """
    return max(0, grid.span[0] - _UNIT_NOTE_REACH, _end_of_grid_above(draft, grid))


def _end_of_grid_above(draft: Draft, grid: Grid) -> int:
    """Where the grid before this one ends; 0 where it is the first."""
    at = bisect_left(draft.grids, grid.span[0], key=lambda other: other.span[0])
    return draft.grids[at - 1].span[1] if at else 0


def _caption_above(
    draft: Draft,
    grid: Grid,
    grammar: Grammar,
) -> str | None:
    """The words right above a table that has no numbered caption, where they read like a title."""
    unit_note = grammar.pattern("boxes.unit-note")
    at = first_after(draft, grid.span[0]) - 1
    behind = _end_of_grid_above(draft, grid)
    while at >= 0:
        paragraph = draft.paragraphs[at]
        if paragraph.start < behind:
            return None  # it stands above another table
        text = unit_note.sub("", paragraph.text).strip()
        if text:
            return text if _reads_like_title(text) else None
        at -= 1
    return None


def _reads_like_title(text: str) -> bool:
    return len(text) <= _LONGEST_CAPTION and not text.endswith(("。", "；"))


def _section_at(draft: Draft, offset: int) -> str | None:
    """The section in which an offset lies; None before the first one."""
    at = bisect_right(draft.sections, offset, key=lambda section: section.span[0])
    if at == 0:
        return None
    return draft.sections[at - 1].id
