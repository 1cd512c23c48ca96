"""The body of a table as cells with their places, merged labels filled down.

A merged cell that the format knows is told by its spans. Where a converter has lost the
merge (`Grid.inferred`), an empty cell under a label stands for that label.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Column
from planparse.model.source import Cell, Span
from planparse.model.spans import without
from planparse.tables.columns.bodies import ColumnBody
from planparse.tables.grid_parts import Matrix
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import clean

# Share of names that measure something (…率, …（公里）) from which on a column is one of
# indicators.
_MEASURED = 0.5

# Share of the same below which a column is one of labels.
_LABELS = 0.2

# Cells that a row with a serial number prints at least: a category row prints one, a note two.
_LEAST_PRINTED = 3


class BodyCell(Struct, frozen=True):
    """What a cell of the body prints, and where; an empty cell stands nowhere."""

    text: str = ""
    span: Span | None = None


BodyRow = list[BodyCell]
"""The cells of a row, one for each column."""

_NOTHING = BodyCell()


def texts_of_rows(rows: Sequence[BodyRow]) -> tuple[tuple[str, ...], ...]:
    """The texts of the cells, row by row."""
    return tuple([tuple([cell.text for cell in row]) for row in rows])


def spans_of_rows(rows: Sequence[BodyRow]) -> tuple[tuple[Span | None, ...], ...]:
    """The places of the cells, row by row."""
    return tuple([tuple([cell.span for cell in row]) for row in rows])


def body_rows(body: Matrix, draft: Draft, grammar: Grammar) -> list[BodyRow]:
    """The cells of the body: vertical merges filled down, horizontal ones in their first column.

    The cells' spans point into the text of the draft's source.
    """
    rows: list[BodyRow] = []
    for cells in body:
        row = [_NOTHING] * len(cells)
        for col, cell in enumerate(cells):
            if cell is None:
                continue
            spans = cell.spans
            # Most cells are in one piece and cover one column.
            place = spans[0] if len(spans) == 1 else _place(spans, draft, clean(cell.text))
            home = cell.col if cell.colspan == 1 else _home(cell, grammar)
            if col == home:
                row[col] = BodyCell(clean(cell.text), place)
        rows.append(row)
    return _with_words_of_parts(rows, grammar)


def _with_words_of_parts(rows: Sequence[BodyRow], grammar: Grammar) -> list[BodyRow]:
    """The rows; 其中 that stands on one of its own is the first cell of the next, where that is empty."""
    is_of_parts = grammar.pattern("tables.row.child-only").fullmatch
    kept: list[BodyRow] = []
    waiting: BodyRow | None = None
    for row in rows:
        if waiting is not None and row[0].text:
            kept.append(waiting)
        elif waiting is not None:
            row[0] = waiting[0]
        waiting = row if is_label(row) and is_of_parts(row[0].text) else None
        if waiting is None:
            kept.append(row)
    return kept if waiting is None else [*kept, waiting]


def _home(cell: Cell, grammar: Grammar) -> int:
    """The column that a merged cell's text goes to.

    It is the first, but 合计 over 序号 and 名称 is a name.
    """
    covers_first_two = cell.colspan == 2 and cell.col == 0
    if covers_first_two and _is_total(clean(cell.text), grammar):
        return 1
    return cell.col


def _place(spans: Sequence[Span], draft: Draft, words: str) -> Span | None:
    """Where a cell is printed; of pieces that other cells stand between, the first word."""
    if len(spans) < 2:
        return spans[0] if spans else None
    for before, after in pairwise(spans):
        if _has_words((before[1], after[0]), draft):
            # A word is shorter than the cell, by which a value knows that it is not all of it.
            return _first_word(spans[0], draft.source.text, most=len(words) - 1)
    begin, _ = spans[0]
    _, end = spans[-1]
    return begin, end


def _first_word(span: Span, text: str, *, most: int) -> Span:
    """The first word in a stretch, `most` characters of it: one with entities (&lt;) is longer than it shows."""
    start, end = span
    words = text[start:end].split(maxsplit=1)
    if not words:
        return span
    begin = text.index(words[0], start)
    return begin, begin + min(len(words[0]), max(most, 1))


def _has_words(span: Span, draft: Draft) -> bool:
    """Whether something is printed in a stretch; the marks in it are not."""
    text = draft.source.text
    printed = "".join(text[start:end] for start, end in without(span, draft.inline))
    return any(char.isalnum() for char in printed)


def _printed(row: BodyRow) -> int:
    """How many cells of a row print something."""
    return len([cell for cell in row if cell.text])


def is_label(row: BodyRow) -> bool:
    """Whether a row prints nothing but its first cell."""
    return [at for at, cell in enumerate(row) if cell.text] == [0]


def _is_total(text: str, grammar: Grammar) -> bool:
    return grammar.pattern("grids.total").fullmatch(text) is not None


# ---------------------------------------------------------------- labels that are dropped


def move_names_from_labels(
    paths: Sequence[tuple[str, ...]],
    rows: Sequence[BodyRow],
    grammar: Grammar,
) -> None:
    """Move names that stand among their labels to the right, the label above them being dropped.

    So it is where two columns share the head of the names, the right one holds what is
    measured and the left one does not, but for the rows where it stands alone.
    """
    for col in range(len(paths) - 1):
        if not _is_head_of_names(paths[col], paths[col + 1], grammar):
            continue
        alone = [row for row in rows if _is_alone(row, col)]
        if _are_names_among_labels(alone, rows, col, grammar):
            for row in alone:
                name = row[col]
                row[col : col + 2] = [_NOTHING, name]
            return


def _is_head_of_names(
    path: tuple[str, ...],
    beside: tuple[str, ...],
    grammar: Grammar,
) -> bool:
    """Whether a header path stands over two columns, and names what is in one of them."""
    if not path or beside not in ((), path):
        return False
    return role_of(path[-1], grammar) == "name"


def _is_alone(row: BodyRow, col: int) -> bool:
    """Whether a row prints the column `col` and not the next one.

    A category row, which prints nothing else, does not count.
    """
    here, beside = row[col : col + 2]
    if not here.text or beside.text:
        return False
    return _printed(row) > 1


def _are_names_among_labels(
    alone: Sequence[BodyRow],
    rows: Sequence[BodyRow],
    col: int,
    grammar: Grammar,
) -> bool:
    """Whether the column `col` holds labels, but names in the rows where it stands `alone`."""
    both: list[BodyRow] = []
    for row in rows:
        label, name = row[col : col + 2]
        if label.text and name.text:
            both.append(row)
    if not both or not alone:
        return False
    if _share_measured(both, col + 1, grammar) < _MEASURED:
        return False
    if _share_measured(both, col, grammar) >= _LABELS:
        return False
    return _share_measured(alone, col, grammar) >= _MEASURED


def _share_measured(rows: Sequence[BodyRow], col: int, grammar: Grammar) -> float:
    texts = [[row[col].text] for row in rows]
    return ColumnBody(texts, 0, grammar).share("measured")


# ---------------------------------------------------------------- labels that were merged


def fill_labels(
    rows: Sequence[BodyRow],
    columns: Sequence[Column],
    grammar: Grammar,
) -> None:
    """Fill down the labels whose merge a converter has lost.

    An empty category stands for the one above.
    """
    roles = [column.role for column in columns]
    if _groups_entities(roles):
        _fill_column(rows, 0)
    for col, role in enumerate(roles):
        if role in ("category", "subcategory"):
            _fill_column(rows, col)
    if "number" in roles and "name" in roles:
        number = roles.index("number")
        name = roles.index("name")
        _fill_numbers(rows, number, name, grammar)


def _groups_entities(roles: Sequence[str]) -> bool:
    """Whether the first column groups what the second one names: 区县 before 机构名称."""
    if len(roles) < 2 or roles[0] != "entity":
        return False
    return roles[1] in ("name", "entity", "qualifier")


def _fill_column(rows: Sequence[BodyRow], col: int) -> None:
    """Put the cell above into each empty cell of a column; category rows stay as they are."""
    above = _NOTHING
    for row in rows:
        if row[col].text:
            above = row[col]
        elif above.text and _printed(row) > 1:
            row[col] = above


def _fill_numbers(
    rows: Sequence[BodyRow],
    number: int,
    name: int,
    grammar: Grammar,
) -> None:
    """A serial number merged over several indicators belongs to each.

    The parts after 其中 have none.
    """
    above = _NOTHING
    for row in rows:
        words = row[name].text
        if row[number].text:
            # 二 | 非电利用: a group has a number of its own.
            names_group = _printed(row) < _LEAST_PRINTED
            above = _NOTHING if names_group else row[number]
        elif _ends_serial(row, words, grammar):
            above = _NOTHING
        elif above.text and words and not _is_total(words, grammar):
            row[number] = above


def _ends_serial(row: BodyRow, name: str, grammar: Grammar) -> bool:
    """Whether the serial number above a row holds no longer.

    So it is at a part (其中：…) and at a category row.
    """
    if grammar.pattern("grids.child").match(name):
        return True
    return _printed(row) < _LEAST_PRINTED
