"""What speaks against the way a table was put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.draft import Draft
from planparse.model.plan import RecordDoubt, Table
from planparse.model.source import Grid, Span
from planparse.model.spans import without
from planparse.records.doubts.flaws import doubts_of_flaws
from planparse.records.doubts.labels import grave, light
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns.heads import VALUES, read_head
from planparse.tables.header_words import plain, role_of
from planparse.text.table_notes import first_after

LEAST_SERIALS = 3
"""Numbers that a table must print before one that is left out is missed."""

STRAINED = 0.6
"""Doubt of a row, in empty cells, from which a table that was put together from text is not believed.

Tables of the corpus and the fixtures that are read right have at most 0.4."""

LEAST_OUTSIDE = 2
"""Characters between cells that count; a single one is a mark or a line's end."""

NUMBERS = ("value", "serial")
"""Kinds of cells that a column of numbers holds; a small number may be a serial one."""

MOSTLY = 0.5
"""Share of a column's cells that must be numbers, or different words."""

NO_VALUES = ("nature", "unit", "note", "number")
"""Roles whose heads stand over no column of values."""

MAY_HAVE_MOVED = ("other", "nature")
"""Roles of columns that are filled, and whose cells pass for others: 责任单位, and the ticks of
预期性 beside those of 约束性."""

LEAST_VALUES = 2
"""Values on a line, or on lines of their own, that are no coincidence behind a table."""

ENDS_OF_ROWS = ("value", "missing", "nature")
"""Kinds of the cells with which a row ends."""

LINES_BEHIND = 6
"""Lines behind a table in which its next row ends, its name being wrapped over some."""

SENTENCE_ENDS = ("。", "；", "：", "，")
"""Ends of lines of prose: the table is over."""

LEAST_CUT_ROWS = 2
"""Rows of two tables from which on it is no coincidence that they have as many."""


def doubts_of_table(
    draft: Draft,
    table: Table,
    read: Set[int],
    grammar: Grammar,
) -> Iterator[RecordDoubt]:
    """What speaks against all rows of a table; `read` are the indexes of those with a record."""
    grids = grids_of(draft, table)
    yield from _of_columns(table, grammar)
    yield from _of_serials(table, grammar)
    yield from _of_lost_rows(table, read, grammar)
    yield from _of_reading(grids)
    for field in sorted({field for grid in grids for field in _lost_columns(grid, grammar)}):
        yield light(Cause.LABEL_REACH, field)
    if grids and grids[0].inferred:
        yield from _of_joined_cells(table, grammar)
    if _goes_on_behind(draft, grids[-1], table, grammar):
        yield grave(Cause.ROWS_BEHIND)
    yield from doubts_of_flaws(grids, table)
    if any(_words_outside(draft, grid) for grid in grids):
        yield grave(Cause.WORDS_OUTSIDE)


def grids_of(draft: Draft, table: Table) -> Sequence[Grid]:
    """The grids that make up a table."""
    start, end = table.span
    first = bisect_left(draft.grids, start, key=lambda grid: grid.span[0])
    until = bisect_left(draft.grids, end, key=lambda grid: grid.span[0])
    return draft.grids[first:until]


# ------------------------------------------------------------------ columns


def doubts_of_neighbours(draft: Draft, table: Table, grammar: Grammar) -> Iterator[RecordDoubt]:
    """Whether the columns of a table go on in its neighbour: nothing stands between them, both have
    as many rows, and the right one has no names.
    """
    at = bisect_left(draft.tables, table.span[0], key=lambda other: other.span[0])
    for left, right in pairwise(draft.tables[max(0, at - 1) : at + 2]):
        if len(left.rows) != len(right.rows) or len(left.rows) < LEAST_CUT_ROWS:
            continue
        if first_after(draft, left.span[1]) != first_after(draft, right.span[0]):
            continue
        if _has_words(left, grammar) and not _has_words(right, grammar):
            yield grave(Cause.CUT_SIDEWAYS)


def _has_words(table: Table, grammar: Grammar) -> bool:
    """Whether a table has a column that tells its rows apart by words."""
    for cells in zip(*table.rows, strict=False):
        words = [text for text in cells if cell_kind(text, grammar) == "text"]
        if len(set(words)) > MOSTLY * len(cells):
            return True
    return False


def _of_columns(table: Table, grammar: Grammar) -> Iterator[RecordDoubt]:
    for index, column in enumerate(table.columns):
        if not any(column.path) and _holds_numbers(table, index, grammar):
            yield grave(Cause.NO_HEADER)
    if _has_equal_heads(table):
        yield grave(Cause.EQUAL_HEADS)
    if any(_is_of_two_kinds(column.path, grammar) for column in table.columns):
        yield grave(Cause.JOINED_HEADS)
    if _has_second_names(table, grammar):
        yield light(Cause.SECOND_NAMES)
    if _has_parts_of_period(table, grammar):
        yield light(Cause.PERIOD_PARTS, "target")


def _has_equal_heads(table: Table) -> bool:
    """Whether two columns of values have the same words above them: whose values they are, and when,
    is told by a row of the header that was not read."""
    heads = [column.path for column in table.columns if column.role in VALUES and column.path]
    return len(set(heads)) < len(heads)


def _is_of_two_kinds(path: Sequence[str], grammar: Grammar) -> bool:
    """Whether the cells above a column name values and something else: 指标属性 over 2025年."""
    roles = {role_of(cell, grammar) for cell in path}
    return bool(roles & {*VALUES}) and bool(roles & {*NO_VALUES})


def _has_parts_of_period(table: Table, grammar: Grammar) -> bool:
    """Whether goals of several spans of years stand side by side, and none of the last year alone or
    of all these years."""
    goals = [column for column in table.columns if column.role == "target" and not column.scope]
    heads = [read_head(column.path, grammar) for column in goals]
    spans = {(head.first, head.until) for head in heads if not head.growth}
    firsts = [first for first, _ in spans if first is not None]
    if len(spans) < 2 or len(firsts) < len(spans):
        return False
    whole = (min(firsts), max(until or 0 for _, until in spans))
    return whole not in spans


def _has_second_names(table: Table, grammar: Grammar) -> bool:
    """Whether names stand behind values, too: in halves side by side whose heads differ."""
    columns = iter(table.columns)
    for column in columns:
        if column.role in VALUES:
            break
    lasts = [column.path[-1] for column in columns if column.role == "other" and column.path]
    return any(role_of(last, grammar) == "name" for last in lasts)


def _holds_numbers(table: Table, column: int, grammar: Grammar) -> bool:
    texts = [row[column] for row in table.rows if column < len(row) and row[column]]
    numbers = [text for text in texts if cell_kind(text, grammar) in NUMBERS]
    return len(numbers) > MOSTLY * len(texts)


# ------------------------------------------------------------------ serial numbers


def _is_no_number(text: str, grammar: Grammar) -> bool:
    """Whether words stand in the column of serial numbers; a label may span all columns, and 其中 stand there."""
    if not text or any(char.isnumeric() for char in text):
        return False
    if grammar.pattern("tables.row.child-only").fullmatch(text):
        return False
    return cell_kind(text, grammar) == "text"


def _of_serials(table: Table, grammar: Grammar) -> Iterator[RecordDoubt]:
    """One number of a table is left out, or comes in another place than its turn."""
    columns = [at for at, column in enumerate(table.columns) if column.role == "number"]
    if not columns:
        return
    serials = [row[columns[0]] for row in table.rows if columns[0] < len(row)]
    if any(_is_no_number(text, grammar) for text in serials):
        yield grave(Cause.SERIAL_OUT_OF_TURN, "number")
    numbers = [int(text) for text in serials if text.isdecimal()]
    if len(numbers) < LEAST_SERIALS:
        return
    for before, number in pairwise(numbers):
        # A merged number stands in several rows; a new group begins at 1.
        if number not in (before, before + 1, 1):
            yield grave(Cause.SERIAL_GAP, "number")
            return


def _of_lost_rows(table: Table, read: Set[int], grammar: Grammar) -> Iterator[RecordDoubt]:
    """Rows with values of which no record was made: they have no name."""
    values = [at for at, column in enumerate(table.columns) if column.role in VALUES]
    without_record = [row for number, row in enumerate(table.rows) if number not in read]
    for row in without_record:
        kinds = [cell_kind(row[at], grammar) for at in values if at < len(row)]
        # A small number looks like a serial one, and is none in a column of values.
        values_printed = kinds.count("value") + kinds.count("serial")
        if values_printed >= LEAST_VALUES:
            yield grave(Cause.NO_NAME)
            return


# ------------------------------------------------------------------ how it was read


def _of_reading(grids: Sequence[Grid]) -> Iterator[RecordDoubt]:
    """Labels whose rows were guessed, and the gravest cause against a table made from text."""
    if any(cause is Cause.LABEL_REACH for grid in grids for cause, _ in grid.doubt):
        yield light(Cause.LABEL_REACH, "category")
    if any(cause is Cause.CLOSE_CALL for grid in grids for cause, _ in grid.doubt):
        yield light(Cause.CLOSE_CALL)
    for grid in grids:
        rows = max(1, grid.n_rows - 1)
        if grid.doubt.total > STRAINED * rows:
            cause, _ = max(grid.doubt, key=lambda part: part[1])
            yield grave(cause)
            return


def _lost_columns(grid: Grid, grammar: Grammar) -> Iterator[str]:
    """The fields of columns of labels that were lost: which rows each label spans is not told."""
    if not grid.inferred:
        return
    for note in grid.notes:
        role = role_of(note.text.split("、")[0], grammar)
        if role in ("category", "subcategory", "nature"):
            yield role


def _of_joined_cells(table: Table, grammar: Grammar) -> Iterator[RecordDoubt]:
    """Cells of a table made from text that went into others: two heads with a year each in one, and a
    column whose words are in the labels of the rows below."""
    heads = (cell for column in table.columns if column.role in VALUES for cell in column.path)
    if any(_holds_two_heads(plain(head), grammar) for head in heads):
        yield grave(Cause.JOINED_HEADS)
    for at, column in enumerate(table.columns):
        cells = (row[at] for row in table.rows if at < len(row))
        if column.role in MAY_HAVE_MOVED and column.path and not any(cells):
            yield grave(Cause.EMPTY_COLUMN)


def _holds_two_heads(head: str, grammar: Grammar) -> bool:
    """Whether two heads, or a head and the label below it, are in one cell: 2025年（末期）产业规模."""
    if grammar.pattern("doubts.two-heads").search(head):
        return True
    behind = grammar.pattern("doubts.behind-bracket").match(head)
    is_value = grammar.pattern("tables.value.header").fullmatch
    return behind is not None and not is_value(behind["rest"])


def _goes_on_behind(draft: Draft, grid: Grid, table: Table, grammar: Grammar) -> bool:
    """Whether lines right behind a table that was put together from text print values as its rows
    do: rows were cut off."""
    if not grid.inferred:
        return False
    least = max(LEAST_VALUES, sum(column.role in VALUES for column in table.columns))
    ends_in_values = table.columns[-1].role in (*VALUES, "nature")
    values = 0
    for words in _lines_behind(draft, grid):
        kinds = [cell_kind(word, grammar) for word in words]
        values = values + 1 if kinds in (["value"], ["serial"]) else 0
        # A note tells of numbers, too, and goes on behind them.
        if ends_in_values and kinds[-1] not in (*ENDS_OF_ROWS, "serial"):
            continue
        # The first number of a line may be that of a row, or of a heading.
        ends = sum(kind in ENDS_OF_ROWS for kind in kinds) + kinds[1:].count("serial")
        if values >= least or ends >= least:
            return True
    return False


def _lines_behind(draft: Draft, grid: Grid) -> Iterator[list[str]]:
    """The words of the first lines behind a grid that no other grid holds."""
    lines = draft.source.lines
    at = bisect_left(lines, grid.span[1], key=lambda line: line.start)
    following = bisect_left(draft.grids, grid.span[1], key=lambda other: other.span[0])
    until = draft.grids[following].span[0] if following < len(draft.grids) else None
    found = 0
    while at < len(lines) and found < LINES_BEHIND and (until is None or lines[at].start < until):
        words = draft.source.text[slice(*lines[at].span)].split()
        if words and not draft.furniture[at]:
            if words[-1].endswith(SENTENCE_ENDS):
                return
            found += 1
            yield words
        at += 1


def _words_outside(draft: Draft, grid: Grid) -> bool:
    """Whether words that stand between the cells of a grid are in none of them."""
    owned = sorted(_owned(draft, grid))
    between = without(grid.span, owned)
    # Most gaps are a line end or a tab, too short for words, and of the others most are blank.
    wide = [span for span in between if span[1] - span[0] >= LEAST_OUTSIDE]
    printed = [words for words in map(draft.source.printed, wide) if not words.isspace()]
    return any(_letters(words) >= LEAST_OUTSIDE for words in printed)


def _letters(words: str) -> int:
    """Letters and digits: bars and rules stand between the cells of many tables."""
    return sum(map(str.isalnum, words))


def _owned(draft: Draft, grid: Grid) -> list[Span]:
    start, end = grid.span
    first = bisect_left(draft.inline, (start, start))
    last = bisect_right(draft.inline, (end, end))
    lines = draft.source.lines
    top = bisect_left(lines, start, key=lambda line: line.start)
    behind = bisect_left(lines, end, key=lambda line: line.start)
    furniture = [lines[at].span for at in range(top, behind) if draft.furniture[at]]
    cells = [span for cell in (*grid.cells, *grid.notes) for span in cell.spans]
    return [*cells, *grid.furniture, *draft.inline[first:last], *furniture]
