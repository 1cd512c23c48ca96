"""Columns with cells that were merged over rows: which they are, and what may be one cell of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.quantity.cell_values import reading_of
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns.heads import VALUES
from planparse.tables.recover.doubt import is_balanced
from planparse.tables.recover.merged.division import PrintedColumn, PrintedPiece
from planparse.tables.recover.merged.rows import BodyRows, lines_of

NEVER = float("inf")

# What each label costs: of divisions that print alike the one with fewer labels.
A_LABEL = 0.3

# What it costs to join pieces to a label that the plan has nowhere else: less than two labels.
UNKNOWN_LABEL = 0.25

# What it costs to divide pieces that the plan has together elsewhere.
TORN_LABEL = 0.6

# What a row without a label costs at the top of a part that goes on with the table above.
GOES_ON = 0.02

# What a row costs that prints a group's name alone, or a part (其中：…), and belongs to no cell.
OUTSIDE_OF_GROUPS = 0.3

# What any other row costs that belongs to no cell: a label is missed in each, a value or a mark of
# nature may not be printed.
NO_LABEL = 1.5
NO_NATURE = 0.8
NO_VALUE = 0.5
NO_NUMBER = 0.3

# What each value in words costs: pieces of one are rather one than two.
A_VALUE = 0.2

IN_WORDS = ("text", "delegated", "unchanged")
"""Kinds of values that a cell over several rows may print; each row has numbers of its own."""

# What it costs to join pieces although the upper one leaves room in its line.
SHORT_LINE = 1.0

# What it costs that a label is one character.
ONE_SIGN = 0.6

MAY_BE_LABELS = ("category", "subcategory", "name", "entity", "other", None)
"""Roles of the columns before that of the names which may hold labels: 项目, or no known head."""

# What it costs to divide a bracket from its other half.
TORN_BRACKET = 3.0

# Share of filled cells up to which a column of values is empty by itself: 五年累计 beside 2025年.
SPARSE = 0.4

# Characters of a label that was put together from pieces.
LONGEST = 18

# Rows with values and a label, and no name, from which on the label is their name.
LEAST_BARE = 2

# Pieces of a label that begins or ends in the plan's own words are at least so long together.
LEAST_KNOWN = 4


class MergedColumn(Struct, frozen=True):
    """A column of which some cells cover several rows."""

    at: int
    field: str
    """The field of a record that its cells become."""
    rows: tuple[int, ...]
    """The row of each piece."""
    texts: tuple[str, ...]
    column: PrintedColumn


def merged_columns(
    body: BodyRows,
    words: str,
    grammar: Grammar,
    *,
    goes_on: bool,
    is_open: bool,
) -> Iterator[MergedColumn]:
    """The columns of a table's part in which cells are merged.

    `words` are those of the plan without white space; `goes_on` says that the part goes on with
    the table above it, `is_open` that it goes on itself on the next page.
    """
    fields = {at: field for at in range(body.grid.n_cols) if (field := _field(body, at, grammar))}
    heights = body.heights(frozenset(fields))
    for at, field in fields.items():
        rows = tuple(row for row in range(len(body.cells)) if body.text(row, at))
        texts = tuple(body.text(row, at) for row in rows)
        lines = [lines_of(body.cells[row][at].text) or [body.text(row, at)] for row in rows]
        pieces = [PrintedPiece(row, len(own)) for row, own in zip(rows, lines, strict=True)]
        column = PrintedColumn(
            pieces=pieces,
            heights=heights,
            cost_of_joint=_Joints(field, rows, texts, lines, words, grammar),
            uncovered=_uncovered(body, at, field, goes_on=goes_on),
            is_single=[not _may_cover(field, text, grammar) for text in texts],
            closed=_parts(body, at, grammar) if field == "number" else frozenset(),
            is_open=is_open,
        )
        yield MergedColumn(at, field, rows, texts, column)


def _field(body: BodyRows, at: int, grammar: Grammar) -> str | None:
    """What a column with merged cells holds; None where its cells are not merged."""
    texts = [body.text(row, at) for row in range(len(body.cells))]
    full = [row for row in range(len(texts)) if body.is_full(row, at)]
    if not any(texts) or all(texts[row] for row in full):
        return None
    kinds = {cell_kind(text, grammar) for text in texts if text}
    role = body.roles[at]
    if role == "nature" or kinds <= {"nature"}:
        return "nature"
    if at < body.name:
        if kinds <= {"serial"}:
            return "number"
        if names_rows(body, at):
            return None
        is_label = role in MAY_BE_LABELS and kinds <= {"text"}
        return "category" if is_label else None
    filled = sum(bool(texts[row]) for row in full)
    if role in VALUES and filled > SPARSE * len(full):
        return role if any(_is_in_words(text, grammar) for text in texts if text) else None
    return None


def names_rows(body: BodyRows, at: int) -> bool:
    """Whether a column in front of the names holds names itself: those of parts stand further in.

    风电 | | 万千瓦 | 3785, and below it | 本地 | 万千瓦 | 3200.
    """
    bare = sum(
        bool(body.text(row, at))
        and not body.text(row, body.name)
        and body.has_values(row, body.name)
        for row in range(len(body.cells))
    )
    return bare >= LEAST_BARE


def _may_cover(field: str, text: str, grammar: Grammar) -> bool:
    """Whether a cell may cover several rows: a number is that of its own row."""
    if field in VALUES:
        return _is_in_words(text, grammar)
    return True


def _is_in_words(text: str, grammar: Grammar) -> bool:
    """Whether a value is told in words: 完成省下达任务, 基本消除."""
    return reading_of(text, grammar).kind in IN_WORDS


def _uncovered(body: BodyRows, at: int, field: str, *, goes_on: bool) -> list[float]:
    """What it costs that each row belongs to no cell of a column."""
    costs = {"category": NO_LABEL, "nature": NO_NATURE, "number": NO_NUMBER}
    usual = costs.get(field, NO_VALUE)
    found: list[float] = []
    for row in range(len(body.cells)):
        goes_on = goes_on and not body.text(row, at)
        if goes_on:
            found.append(GOES_ON)
        elif field in VALUES and not _misses_value(body, row, at):
            found.append(0.0)
        elif body.is_full(row, at):
            found.append(usual)
        elif field == "category" and list(body.cells[row]) == [body.name]:
            found.append(0.0)
        else:
            found.append(min(usual, OUTSIDE_OF_GROUPS))
    return found


def _parts(body: BodyRows, at: int, grammar: Grammar) -> frozenset[int]:
    """The rows without a serial number that are parts of an indicator: 其中：… and those behind it."""
    found: set[int] = set()
    is_part = False
    for row in range(len(body.cells)):
        begins = grammar.pattern("grids.child").match(body.text(row, body.name)) is not None
        is_part = not body.text(row, at) and (is_part or begins)
        if is_part:
            found.add(row)
    return frozenset(found)


def _misses_value(body: BodyRows, row: int, at: int) -> bool:
    """Whether a row may have a value in a column: it names no group, and no other column of the
    same role prints its value, as 2025年 beside 五年累计 does.
    """
    if not body.has_values(row, at):
        return False
    own = body.roles[at]
    if own == "value":  # 2020年 beside 2025年: neither stands for the other
        return True
    others = [other for other, role in enumerate(body.roles) if other != at and role == own]
    return not any(body.text(row, other) for other in others)


class _Joints(Struct, frozen=True):
    """Which pieces of a column may be one cell."""

    field: str
    rows: Sequence[int]
    texts: Sequence[str]
    lines: Sequence[Sequence[str]]
    """The lines of each piece."""
    words: str
    grammar: Grammar

    def __call__(self, first: int, behind: int) -> float:
        """What it costs that the pieces `[first, behind)` are one cell."""
        if behind - first > 1 and not self._may_be_one(first, behind):
            return NEVER
        if self.field != "category":
            return A_VALUE
        cost = A_LABEL
        if not is_balanced("".join(self.texts[first:behind])):
            cost += TORN_BRACKET
        # Single characters are no labels: nothing else has to tell that they go together.
        is_whole = any(len(text) > 1 for text in self.texts[first:behind])
        if behind - first > 1 and is_whole and not self._is_known(first, behind):
            cost += UNKNOWN_LABEL
        if self._is_torn(first) or self._is_torn(behind):
            cost += TORN_LABEL
        if len("".join(self.texts[first:behind])) == 1:
            cost += ONE_SIGN
        cost += SHORT_LINE * sum(self._ends_short(piece) for piece in range(first, behind - 1))
        return cost

    def _ends_short(self, piece: int) -> bool:
        """Whether the last line of a piece leaves room for what would go on below it."""
        widest = max(len(line) for own in self.lines for line in own)
        return len(self.lines[piece][-1].strip()) < widest - 1

    def _may_be_one(self, first: int, behind: int) -> bool:
        if any(below - above > 1 for above, below in pairwise(self.rows[first:behind])):
            return False
        whole = "".join(self.texts[first:behind])
        if self.field == "category":
            return len(whole) <= LONGEST
        if self.field == "nature":
            return cell_kind(whole, self.grammar) == "nature"
        if self.field == "number":
            return False
        pieces = self.texts[first:behind]
        return self._is_delegated(whole) and not all(map(self._is_delegated, pieces))

    def _is_delegated(self, text: str) -> bool:
        return reading_of(text, self.grammar).kind in ("delegated", "unchanged")

    def _is_known(self, first: int, behind: int) -> bool:
        whole = "".join(self.texts[first:behind])
        return len(whole) >= LEAST_KNOWN and whole in self.words

    def _is_torn(self, at: int) -> bool:
        """Whether the pieces on both sides of a division stand together elsewhere in the plan."""
        if not 0 < at < len(self.rows) or self.rows[at] - self.rows[at - 1] > 1:
            return False
        return self._is_known(at - 1, at + 1)
