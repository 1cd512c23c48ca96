"""The rows of a pipe table as they stood on a page: what each prints, and how high it was."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.plan import Role
from planparse.model.source import Cell, Grid
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import clean

# A line of a cell that makes no row higher: the raised 3 of m³, a footnote's mark.
_RAISED = compiled(r"\s*[\d①-⑳*()（）\[\]]{0,3}\s*")

_RULE = compiled(r"(?m)^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$")

# Lines of a cell at most: in one that has more, a label merged over rows stands among the names.
HIGHEST = 4

# Cells that a row of the body prints beside the one in question: else it is a piece of one, or a
# group's name.
LEAST_BESIDE = 2


class BodyRows(Struct, frozen=True):
    """The body of a grid, or as much of it as stood on one page."""

    grid: Grid
    rows: tuple[int, ...]
    """The rows of the grid, one right below the other."""
    roles: tuple[Role | None, ...]
    """What the header says of each column."""
    name: int
    """The column of names."""
    cells: tuple[Mapping[int, Cell], ...]
    """The printed cells of each of the rows, by column."""

    def text(self, row: int, column: int) -> str:
        """What a cell prints, "" where it is empty."""
        cell = self.cells[row].get(column)
        return clean(cell.text) if cell else ""

    def is_full(self, row: int, column: int) -> bool:
        """Whether a row prints more than the cell in a column, and a group's name beside it."""
        return len([at for at in self.cells[row] if at != column]) >= LEAST_BESIDE

    def has_values(self, row: int, column: int) -> bool:
        """Whether a row prints anything behind its name but the cell in a column."""
        return any(at > self.name and at != column for at in self.cells[row])

    def heights(self, merged: frozenset[int]) -> list[float]:
        """How high each row was, in lines; the cells of the columns `merged` tell nothing of it."""
        heights: list[float] = []
        for row in self.cells:
            lines = [_lines(cell.text) for column, cell in row.items() if column not in merged]
            if lines:
                heights.append(max(lines))
            else:
                # A line of a merged cell beside the space between two rows.
                heights.append(max(_lines(cell.text) for cell in row.values()))
        return heights


def bodies_of(
    grid: Grid,
    text: str,
    above: Sequence[Role | None],
    grammar: Grammar,
) -> list[BodyRows]:
    """The rows of a grid page by page; none where no rule stands in it, or no column is of names.

    `text` is the plan's. A grid without a header of its own has the roles of the columns `above`.
    """
    first = grid.header_rows or 0
    roles = _roles(grid, first, grammar)
    if not any(roles) and len(above) == grid.n_cols:
        roles = tuple(above)
    name = _name_column(grid, roles)
    if name is None or not _RULE.search(text, *grid.span):
        return []
    rows: list[dict[int, Cell]] = [{} for _ in range(grid.n_rows)]
    for cell in grid.cells:
        if cell.text.strip():
            rows[cell.row][cell.col] = cell
    heads = [_texts(row) for row in rows[:first]]
    bodies: list[BodyRows] = []
    for page in _pages(grid, rows, first, text):
        kept = [row for row in page if rows[row] and _texts(rows[row]) not in heads]
        if kept:
            cells = tuple(rows[row] for row in kept)
            bodies.append(BodyRows(grid, tuple(kept), roles, name, cells))
    return bodies


def _texts(row: Mapping[int, Cell]) -> list[str]:
    return [clean(cell.text) for cell in row.values()]


def _pages(
    grid: Grid,
    rows: Sequence[Mapping[int, Cell]],
    first: int,
    text: str,
) -> list[range]:
    """The rows of the body page by page: a rule stands below the first row of each."""
    offsets: list[int] = []
    for row in rows:
        starts = [cell.spans[0][0] for cell in row.values() if cell.spans]
        offsets.append(min(starts, default=offsets[-1] if offsets else grid.span[0]))
    begins = [first]
    for rule in _RULE.finditer(text, *grid.span):
        top = bisect_left(offsets, rule.start()) - 1
        if top > begins[-1]:
            begins.append(top)
    return [range(begin, end) for begin, end in pairwise([*begins, len(rows)])]


def _roles(grid: Grid, first: int, grammar: Grammar) -> tuple[Role | None, ...]:
    """What the lowest words above each column say of it."""
    roles: list[Role | None] = [None] * grid.n_cols
    for cell in grid.cells:
        if cell.row >= first or not cell.text.strip():
            continue
        role = role_of(clean(cell.text), grammar)
        for column in range(cell.col, min(cell.col + cell.colspan, grid.n_cols)):
            roles[column] = role or roles[column]
    return tuple(roles)


def _name_column(grid: Grid, roles: Sequence[Role | None]) -> int | None:
    """The column of names: the last one that is headed so, or the one behind the groups' labels."""
    named = [column for column, role in enumerate(roles) if role == "name"]
    if named:
        return named[-1]
    labels = [column for column, role in enumerate(roles) if role in ("category", "subcategory")]
    if not labels or labels[-1] + 1 >= grid.n_cols:
        return None
    # 类别 before 单位 is the head of names.
    is_headed = roles[labels[-1] + 1] not in (None, "entity", "other")
    return labels[-1] if is_headed else labels[-1] + 1


def lines_of(text: str) -> list[str]:
    """The lines of a cell that make it higher."""
    return [line for line in text.split("\n") if not _RAISED.fullmatch(line)]


def _lines(text: str) -> int:
    return min(HIGHEST, max(1, len(lines_of(text))))
