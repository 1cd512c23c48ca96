"""Lines of tab separated cells as rows, where paragraphs of cells have cut rows into several lines.

A row holds as many cells as the table has columns, less those of merged labels that are
not printed. Of all ways to put lines together the one is taken that leaves the fewest gaps,
and whose cells are most alike in kind to their columns. What speaks against a row is summed
up: about 1.5 is a row that cannot be, 0.1 to 0.5 what is seen in good tables as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import RawCell, RawRow, clean
from planparse.tables.recover.text_page import joined

MOST_PARAGRAPHS = 4
"""Lines without a tab that may stand together inside a cell."""

# Lines of a row at most: two of its cells may be wrapped.
_MOST_LINES = 2 * MOST_PARAGRAPHS

# Columns from which on a line too short can be told from a whole row.
_LEAST_COLUMNS = 3

# Share from which on most cells of a column are of one kind, or end with one character.
# Pinned by “No end is usual in the last column … (forestry)” and “Most of the last column ends
# in 局: the one 中心 there does not take in a name (health)”.
_USUAL = 0.6

# Each line that goes on in the row before it: whole lines are rows, if nothing speaks against
# it.
_JOIN = 0.15

# A row with fewer cells than columns: most rows are whole.
_SHORT = 0.5

# Each cell that such a row lacks.
_GAP = 0.1

# A row of one cell that reads like the label of a group: （一）住房保障.
_SPANNING = 0.3

# A row of one short cell between whole rows, whose last column holds no words that might go on. It is
# less than to join it to the name below. Pinned by “Groups on lines of their own between rows of tabs”.
_GROUP = 0.1

# Such a cell is shorter than the longest name by this share: the first line of a wrapped name is not.
# Pinned by “A name that is cut between rows of tabs is no group”.
_SHORT_OF_NAMES = 0.6

# A row of one cell that does not: it is a paragraph of a cell. Pinned by “Rows of tabs that
# paragraphs of their cells have cut into lines”.
_LONE = 2.0

# A header cell of words that nobody knows: the first lines of a table may be cut as well.
_UNKNOWN_HEAD = 0.3

# A first cell in paragraphs where the label is left out: what is wrapped there is the label,
# and no name.
_WRAPPED_LABEL = 0.1

# A value that is one of a cell's paragraphs: a value is a cell of its own.
_VALUE_IN_PARAGRAPHS = 1.5

# A cell of another kind than most in its column.
_UNLIKE = 0.2

# The same where the cell was put together of paragraphs: then they do not belong together.
_UNLIKE_JOINED = 1.5

# Paragraphs in the last column that end as most cells there do: for it, where all else is
# equal.
_USUAL_END = -0.05

# Paragraphs there that end otherwise: the last of them begins the first cell of the next row.
# Pinned by “The last column ends in 局: what ends otherwise begins the next row (education)”
# and “The last column ends in 局, and a wrapped label does not (transport)”.
_UNUSUAL_END = 0.4


class _Cut(Struct, frozen=True):
    """The cheapest rows of the lines up to one: what they cost, and the last of the rows."""

    cost: float
    begin: int
    """The first line of that row."""
    row: RawRow


class _UsualRow(Struct, frozen=True):
    """What most lines of a table that are whole rows look like."""

    kinds: Sequence[str]
    """The kind of cell in each column; "" where that is nothing certain."""
    ends: str
    """Characters with which a cell of the last column may end."""
    groups: frozenset[int]
    """The lines of one cell that can only name the rows below them."""


def whole_rows(lines: Sequence[RawRow], grammar: Grammar) -> list[RawRow]:
    """The rows that lines of cells make up, the header first;
    a line without a tab is a row of one cell.
    """
    width = max(len(line) for line in lines)
    if width < _LEAST_COLUMNS or not _has_cut_rows(lines, width):
        return _mended(lines, grammar)
    kinds = _usual_kinds(lines, width, grammar)
    usual = _UsualRow(
        kinds=kinds,
        ends=_usual_ends(lines, width),
        groups=_group_lines(lines, kinds, grammar),
    )
    cuts = [_Cut(0.0, 0, [])]
    for end in range(1, len(lines) + 1):
        cuts.append(_best_cut(lines, end, cuts, usual, grammar))
    rows: list[RawRow] = []
    end = len(lines)
    while end:
        rows.append(cuts[end].row)
        end = cuts[end].begin
    return rows[::-1]


def _has_cut_rows(lines: Sequence[RawRow], width: int) -> bool:
    """Whether a line is a paragraph of a cell,
    or two lines are just one row of the table's width.
    """
    for line, following in pairwise(lines):
        if len(line) == 1:
            return True
        both_are_short = len(line) < width and len(following) < width
        # The last cell of the first line and the first cell of the second are one.
        if both_are_short and len(line) + len(following) == width + 1:
            return True
    return False


def _best_cut(
    lines: Sequence[RawRow],
    end: int,
    cuts: Sequence[_Cut],
    usual: _UsualRow,
    grammar: Grammar,
) -> _Cut:
    """The cheapest last row of the lines up to `end` (excluded);
    `cuts` are those of all lines before.
    """
    best = _Cut(float("inf"), 0, [])
    width = len(usual.kinds)
    first = max(0, end - _MOST_LINES)
    for begin in reversed(range(first, end)):
        row = _glued(lines[begin:end])
        if len(row) > width:
            break
        cost = cuts[begin].cost + _JOIN * (end - begin - 1)
        if end - begin == 1 and begin in usual.groups:
            cost += _GROUP
        else:
            cost += _misfit(row, usual.kinds, grammar, is_header=begin == 0)
        cost += _cost_of_last_end(row, usual.ends)
        if cost < best.cost:
            best = _Cut(cost, begin, row)
    return best


def _glued(lines: Sequence[RawRow]) -> list[RawCell]:
    """Lines as one row: the last cell of a line goes on in the first of the next."""
    row = list(lines[0])
    for line in lines[1:]:
        rest, *cells = line
        if rest.text:
            row[-1] = joined(row[-1], rest)
        row += cells
    return row


# ------------------------------------------------------------------ what usual rows look like


def _usual_kinds(
    lines: Sequence[RawRow],
    width: int,
    grammar: Grammar,
) -> list[str]:
    """What most whole lines print in each column; "" where that is nothing certain."""
    whole = [line for line in lines[1:] if len(line) == width]
    if not whole:
        return [""] * width
    columns = zip(*whole, strict=True)
    return [_usual_kind(column, grammar) for column in columns]


def _usual_kind(column: Sequence[RawCell], grammar: Grammar) -> str:
    kinds = [_kind(cell, grammar) for cell in column if cell.text]
    if not kinds:
        return ""
    [(kind, count)] = Counter(kinds).most_common(1)
    if count >= 2 and count >= _USUAL * len(kinds):
        return kind
    return ""


def _usual_ends(lines: Sequence[RawRow], width: int) -> str:
    """The character with which most cells of the last column end; all ends where none is usual.

    Pinned by “No end is usual in the last column: each that is seen there may end a cell
    (forestry)”.
    """
    ends: list[str] = []
    for line in lines[1:]:
        *_, last = line
        reaches_last = len(line) > width // 2
        if reaches_last and last.text:
            ends.append(last.text[-1])
    if not ends:
        return ""
    [(end, count)] = Counter(ends).most_common(1)
    if count >= _USUAL * len(ends):
        return end
    return "".join(ends)


def _kind(cell: RawCell, grammar: Grammar) -> str:
    """As `cell_kind`; what stands in columns of values is a value,
    be it a small number or missing.
    """
    kind = cell_kind(clean(cell.text), grammar)
    return "value" if kind in ("missing", "serial") else kind


def _group_lines(lines: Sequence[RawRow], kinds: Sequence[str], grammar: Grammar) -> frozenset[int]:
    """The lines of one short cell between whole rows that end in values or natures."""
    if kinds[-1] not in ("value", "nature"):
        return frozenset()  # words of the last column may go on below
    if any(role_of(clean(cell.text), grammar) == "category" for cell in lines[0]):
        return frozenset()  # a group's label has a column of its own
    width = len(kinds)
    names = [max(len(cell.text) for cell in line[:-1]) for line in lines if len(line) == width]
    longest = _SHORT_OF_NAMES * max(names, default=0)
    return frozenset(
        at
        for at in range(1, len(lines) - 1)
        if len(lines[at]) == 1
        and len(lines[at - 1]) == len(lines[at + 1]) == width
        and len(lines[at][0].text) <= longest
        and _kind(lines[at][0], grammar) == "text"
    )


# ------------------------------------------------------------------ what speaks against a row


def _misfit(
    row: RawRow,
    kinds: Sequence[str],
    grammar: Grammar,
    *,
    is_header: bool,
) -> float:
    """What speaks against a row: cells that are wanting, cells unlike their columns,
    a header of unknown words.
    """
    if len(row) == 1:
        return _SPANNING if _is_spanning_label(row[0], grammar) else _LONE
    cost = 0.0
    missing = len(kinds) - len(row)
    if missing:
        cost = _SHORT + _GAP * missing
    if is_header:
        printed = [clean(cell.text) for cell in row if cell.text]
        roles = [role_of(text, grammar) for text in printed]
        return cost + _UNKNOWN_HEAD * roles.count(None)
    if missing and _is_joined(row[0]):
        cost += _WRAPPED_LABEL
    for cell in row:
        if _is_joined(cell) and _holds_value(cell, grammar):
            cost += _VALUE_IN_PARAGRAPHS
    # Merged labels are missing at the left: the last cell is in the last column.
    for cell, kind in zip(reversed(row), reversed(kinds), strict=False):
        if cell.text and kind and _kind(cell, grammar) != kind:
            cost += _UNLIKE_JOINED if _is_joined(cell) else _UNLIKE
    return cost


def _is_spanning_label(cell: RawCell, grammar: Grammar) -> bool:
    label = grammar.pattern("grids.spanning-label")
    return label.fullmatch(clean(cell.text)) is not None


def _is_joined(cell: RawCell) -> bool:
    """Whether a cell was put together of several paragraphs."""
    return "\n" in cell.text


def _holds_value(cell: RawCell, grammar: Grammar) -> bool:
    """Whether one of a cell's paragraphs is a value, a serial number or a mark of nature."""
    for paragraph in cell.text.split("\n"):
        kind = cell_kind(clean(paragraph), grammar)
        if kind not in ("text", "empty"):
            return True
    return False


def _cost_of_last_end(row: RawRow, ends: str) -> float:
    """What it counts how the paragraphs of the last cell end;
    nothing of a cell of one paragraph.
    """
    if len(row) < 2 or not _is_joined(row[-1]):
        return 0.0
    end = row[-1].text[-1]
    return _USUAL_END if end in ends else _UNUSUAL_END


def _mended(lines: Sequence[RawRow], grammar: Grammar) -> list[RawRow]:
    """Lines without a tab: a category row where it reads like one,
    else the rest of the last cell before.
    """
    rows: list[RawRow] = []
    for line in lines:
        is_row = len(line) > 1 or _is_spanning_label(line[0], grammar)
        if is_row or not rows or len(rows[-1]) == 1:
            rows.append(line)
            continue
        *cells, last = rows[-1]
        whole = joined(last, line[0])
        rows[-1] = [*cells, whole]
    return rows
