"""Grids to tables: header, column paths and roles, body rows with merged labels filled down, notes.

From here on it no longer matters what a table looked like: every raw shape and every
format comes through `read_tables` as one `Grid`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Box, Column, Table
from planparse.model.source import Cell, Grid, Span
from planparse.tables.columns import dropped_labels, kind_of_table, read_columns
from planparse.tables.header_rows import is_header_row
from planparse.tables.raw_cells import RawCell, clean
from planparse.text.captions import caption_cells, note_cell
from planparse.text.table_notes import first_after, is_note, notes_from

Matrix = list[list[Cell | None]]
"""For each row and column the cell that covers it."""


@dataclass(slots=True)
class _Parts:
    """A grid taken apart: header and body rows of the matrix, and what was neither."""

    header: Matrix = field(default_factory=list)
    body: Matrix = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unit_note: str | None = None


def read_tables(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.tables` in source order, and the boxes with their table and kind."""
    groups = [[_unescaped(grid, grammar) for grid in grids] for grids in _joined_pages(draft, grammar)]
    tables: list[Table] = []
    boxes = list(draft.boxes)
    for grids in groups:
        owner = next((i for i, b in enumerate(boxes) if b.table is None and _owns(b, grids[0])), None)
        table = _table(draft, grids, f"t{len(tables) + 1}", boxes[owner] if owner is not None else None, grammar)
        if table is None:
            continue
        tables.append(table)
        if owner is not None:
            end = max(boxes[owner].content[1], table.span[1])
            kind = boxes[owner].kind if boxes[owner].items else table.kind
            boxes[owner] = boxes[owner].model_copy(
                update={"table": table.id, "kind": kind, "content": (boxes[owner].content[0], end)}
            )
    return replace(draft, tables=tuple(tables), boxes=tuple(boxes))


def _unescaped(grid: Grid, grammar: Grammar) -> Grid:
    """`grid` with the words of Markdown's cells as they are shown: no backslash before a sign."""
    if not any("\\" in cell.text for cell in grid.cells):
        return grid
    escape = grammar.pattern("reflow.escape")
    return replace(grid, cells=tuple(c._replace(text=escape.sub("", c.text)) for c in grid.cells))


def _owns(box: Box, grid: Grid) -> bool:
    return box.content[0] <= grid.span[0] and grid.span[0] < box.content[1]


# ---------------------------------------------------------------- one table


def _table(draft: Draft, grids: Sequence[Grid], table_id: str, box: Box | None, grammar: Grammar) -> Table | None:
    parts = _take_apart(grids[0], grammar)
    for grid in grids[1:]:
        more = _take_apart(grid, grammar)
        again = _same_rows(more.header, parts.header)
        parts.body += more.body if again else [*more.header, *more.body]
        parts.notes += more.notes
    width = max(g.n_cols for g in grids)
    above = [_texts(h) for h in parts.header]
    parts.body = [row + [None] * (width - len(row)) for row in parts.body if not _repeats_header(row, above)]
    if not parts.body and not parts.header:
        return None
    under, end = _notes_under(draft, grids[-1], grids[-1].span[1], grammar)
    unit_note = parts.unit_note or _unit_note_above(draft, grids[0], box, grammar)
    paths = _paths(parts.header, width)
    rows, spans = _body_rows(parts.body, draft.source.text, grammar)
    if any(g.inferred for g in grids):
        rows, spans = _names_beside_labels(paths, rows, spans, grammar)
    period = draft.head.period
    columns = read_columns(paths, rows, unit_note, grammar, start=period.start if period else None)
    if any(g.inferred for g in grids):
        rows, spans = _fill_labels(rows, spans, columns, grammar)
    title = box.title if box else _caption_above(draft, grids[0], grammar)
    first = next((c for c in grids[0].cells if c.spans), None)
    return Table(
        id=table_id, section=_section_at(draft, grids[0].span[0]), box=box.id if box else None,
        label=box.label if box else None, caption=title, kind=kind_of_table(columns, rows, title or "", grammar),
        unit_note=unit_note, columns=columns, rows=rows, notes=(*parts.notes, *under),
        span=(grids[0].span[0], end), cell_spans=spans, shape=grids[0].shape,
        page=first.page if first else None, bbox=first.bbox if first else None,
    )


def _matrix(grid: Grid) -> Matrix:
    matrix: Matrix = [[None] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        if cell.rowspan == cell.colspan == 1:
            if matrix[cell.row][cell.col] is None:
                matrix[cell.row][cell.col] = cell
            continue
        for r in range(cell.row, cell.row + cell.rowspan):
            for c in range(cell.col, cell.col + cell.colspan):
                if matrix[r][c] is None:
                    matrix[r][c] = cell
    return matrix


def _take_apart(grid: Grid, grammar: Grammar) -> _Parts:
    """Caption and unit rows off the top, notes off the bottom, then header and body."""
    parts, matrix = _Parts(), _matrix(grid)
    top = 1 if caption_cells(grid, grammar) else 0
    if top and (cell := note_cell(grid, grammar)) and (found := grammar.pattern("boxes.unit-note").search(cell.text)):
        parts.unit_note = found["note"]
    while top < len(matrix) - 1 and (words := _only_words(matrix[top])):
        found = grammar.pattern("boxes.unit-note").search(words)
        if not found and top == 0:
            break
        if not found:
            break
        parts.unit_note, top = found["note"], top + 1
    while len(matrix) > top + 1 and (words := _only_words(matrix[-1])) and is_note(clean(words), grammar):
        parts.notes.insert(0, clean(words))
        matrix.pop()
    height = _height(grid, matrix, top, grammar)
    parts.notes += [clean(c.text) for c in grid.notes]
    parts.header, parts.body = matrix[top : top + height], matrix[top + height :]
    parts.body = [row for row in parts.body if any(c and c.text.strip() for c in row)]
    return parts


def _only_words(row: Sequence[Cell | None]) -> str:
    """The text of a row that prints a single cell, "" for any other row."""
    printed = {id(c): c for c in row if c is not None and c.text.strip()}
    return next(iter(printed.values())).text if len(printed) == 1 else ""


def _height(grid: Grid, matrix: Matrix, top: int, grammar: Grammar) -> int:
    """Number of header rows below the caption."""
    if grid.header_rows is not None:
        return max(0, grid.header_rows - top)
    if len(matrix) <= top:
        return 0
    height = max((c.rowspan for c in matrix[top] if c is not None and c.row == top and c.rowspan < 4), default=1)
    height = min(height, len(matrix) - top - 1) or 1
    above = [_raw(c) for c in matrix[top + height - 1]]
    while height < 4 and top + height < len(matrix) - 1:
        row = [RawCell("") if c is None or c.row < top + height else _raw(c) for c in matrix[top + height]]
        if not is_header_row(row, above, grammar):
            break
        height, above = height + 1, row
    return height


def _raw(cell: Cell | None) -> RawCell:
    return RawCell(cell.text, cell.spans) if cell else RawCell("")


def _texts(row: Sequence[Cell | None]) -> tuple[str, ...]:
    return tuple(clean(c.text) if c else "" for c in row)


def _same_rows(a: Matrix, b: Matrix) -> bool:
    return bool(a) and [_texts(r) for r in a] == [_texts(r) for r in b]


def _repeats_header(row: Sequence[Cell | None], header: Sequence[tuple[str, ...]]) -> bool:
    """Whether a row prints one of the header's rows again; mostly the first cell says no."""
    return any(
        any(words) and len(words) == len(row)
        and all((clean(c.text) if c else "") == w for c, w in zip(row, words, strict=True))
        for words in header
    )


def _paths(header: Matrix, width: int) -> list[tuple[str, ...]]:
    paths = []
    for col in range(width):
        words: list[str] = []
        for row in header:
            cell = row[col] if col < len(row) else None
            text = clean(cell.text) if cell is not None else ""
            if text and (not words or words[-1] != text):
                words.append(text)
        paths.append(tuple(words))
    return paths


def _place(spans: Sequence[Span], text: str) -> Span:
    """Where a cell is printed; of pieces that other cells stand between, the first one."""
    apart = any(c.isalnum() for a, b in pairwise(spans) for c in text[a[1] : b[0]]) if len(spans) > 1 else False
    return spans[0] if apart else (spans[0][0], spans[-1][1])


Rows = tuple[tuple[str, ...], ...]
Spans = tuple[tuple[Span | None, ...], ...]


def _body_rows(body: Matrix, text: str, grammar: Grammar) -> tuple[Rows, Spans]:
    """Body cells as strings: vertical merges filled down, horizontal ones in their first column."""
    rows, spans = [], []
    for cells in body:
        texts: list[str] = []
        places: list[Span | None] = []
        for col, cell in enumerate(cells):
            if cell is None or col != (cell.col if cell.colspan == 1 else _home(cell, grammar)):
                texts.append("")
                places.append(None)
                continue
            texts.append(clean(cell.text))
            places.append(_place(cell.spans, text) if cell.spans else None)
        rows.append(tuple(texts))
        spans.append(tuple(places))
    return tuple(rows), tuple(spans)


def _home(cell: Cell, grammar: Grammar) -> int:
    """The column that a merged cell's text goes to: the first, but 合计 over 序号 and 名称 is a name."""
    if cell.colspan == 2 and cell.col == 0 and grammar.pattern("grids.total").fullmatch(clean(cell.text)):
        return 1
    return cell.col


def _names_beside_labels(
    paths: Sequence[tuple[str, ...]], rows: Rows, spans: Spans, grammar: Grammar
) -> tuple[Rows, Spans]:
    """Move names that stand among their labels, the label above them being merged and dropped, to the right."""
    col, alone = dropped_labels(paths, rows, grammar)
    out_rows, out_spans = list(rows), list(spans)
    for i in alone:
        row, places = rows[i], spans[i]
        out_rows[i] = (*row[:col], "", row[col], *row[col + 2 :])
        out_spans[i] = (*places[:col], None, places[col], *places[col + 2 :])
    return tuple(out_rows), tuple(out_spans)


def _fill_labels(rows: Rows, spans: Spans, columns: Sequence[Column], grammar: Grammar) -> tuple[Rows, Spans]:
    """Fill down the labels whose merge a converter has lost: an empty category stands for the one above."""
    for col, column in enumerate(columns):
        if column.role == "category" or (col == 0 and column.role == "entity" and len(columns) > 1 and columns[1].role in ("name", "entity", "qualifier")):
            rows, spans = _fill(rows, spans, col)
    numbers = [c for c, column in enumerate(columns) if column.role == "number"]
    names = [c for c, column in enumerate(columns) if column.role == "name"]
    return _fill_numbers(rows, spans, numbers[0], names[0], grammar) if numbers and names else (rows, spans)


def _fill_numbers(rows: Rows, spans: Spans, number: int, name: int, grammar: Grammar) -> tuple[Rows, Spans]:
    """A serial number merged over several indicators belongs to each; the parts after 其中 have none."""
    out_rows, out_spans = [], []
    last: tuple[str, Span | None] | None = None
    for row, places in zip(rows, spans, strict=True):
        if row[number]:
            last = (row[number], places[number])
        elif grammar.pattern("grids.child").match(row[name]) or sum(bool(c) for c in row) < 3:
            last = None
        elif last is not None and row[name] and not grammar.pattern("grids.total").fullmatch(row[name]):
            row = (*row[:number], last[0], *row[number + 1 :])
            places = (*places[:number], last[1], *places[number + 1 :])
        out_rows.append(row)
        out_spans.append(places)
    return tuple(out_rows), tuple(out_spans)


def _fill(rows: Rows, spans: Spans, col: int) -> tuple[Rows, Spans]:
    out_rows, out_spans = [], []
    text, span = "", None
    for row, places in zip(rows, spans, strict=True):
        if row[col]:
            text, span = row[col], places[col]
        elif text and sum(bool(c) for c in row) > 1:
            row = (*row[:col], text, *row[col + 1 :])
            places = (*places[:col], span, *places[col + 1 :])
        out_rows.append(row)
        out_spans.append(places)
    return tuple(out_rows), tuple(out_spans)


# ------------------------------------------------------------ what stands around


def _joined_pages(draft: Draft, grammar: Grammar) -> list[list[Grid]]:
    """Grids in groups: a table that a page break has cut is one group."""
    groups: list[list[Grid]] = []
    for grid in draft.grids:
        if groups and _continues(draft, groups[-1][-1], groups[-1][0], grid, grammar):
            groups[-1].append(grid)
        else:
            groups.append([grid])
    return groups


def _continues(draft: Draft, before: Grid, first: Grid, grid: Grid, grammar: Grammar) -> bool:
    if grid.n_cols != first.n_cols:
        return False
    between = draft.paragraphs[first_after(draft, before.span[1]) : first_after(draft, grid.span[0])]
    marked = any(grammar.pattern("boxes.continued").fullmatch(p.text) for p in between)
    if between and not marked:
        return False
    return marked or _texts(_matrix(grid)[0]) == _texts(_matrix(first)[0])


def _notes_under(draft: Draft, grid: Grid, end: int, grammar: Grammar) -> tuple[list[str], int]:
    notes = []
    for at in notes_from(draft, first_after(draft, grid.span[1]), grammar):
        paragraph = draft.paragraphs[at]
        notes.append(paragraph.text)
        end = paragraph.at(len(paragraph.text) - 1) + 1
    return notes, end


def _unit_note_above(draft: Draft, grid: Grid, box: Box | None, grammar: Grammar) -> str | None:
    """单位：… in the caption's line, or on a line of its own between caption and table."""
    before = bisect_left(draft.grids, grid.span[0], key=lambda g: g.span[0]) - 1
    start = box.span[0] if box else max(0, grid.span[0] - 80, draft.grids[before].span[1] if before >= 0 else 0)
    stretch = draft.source.text[start : grid.span[0]]
    for line in reversed(stretch.splitlines()):
        found = grammar.pattern("boxes.unit-note").search(line.strip())
        if found and not grammar.pattern("boxes.not-unit-note").search(line):
            return clean(found["note"])
    return None


def _caption_above(draft: Draft, grid: Grid, grammar: Grammar) -> str | None:
    """The words right above a table that has no numbered caption, where they read like a title."""
    at = first_after(draft, grid.span[0]) - 1
    while at >= 0:
        text = draft.paragraphs[at].text
        text = grammar.pattern("boxes.unit-note").sub("", text).strip()
        if text:
            return text if len(text) <= 50 and not text.endswith(("。", "；")) else None
        at -= 1
    return None


def _section_at(draft: Draft, offset: int) -> str | None:
    i = bisect_right(draft.sections, offset, key=lambda s: s.span[0]) - 1
    return draft.sections[i].id if i >= 0 else None
