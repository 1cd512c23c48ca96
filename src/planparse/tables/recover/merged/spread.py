"""Pipe tables whose merged cells a converter printed in the rows amid them: each gets its rows back.

pymupdf4llm writes the words of a merged cell where they stand on the page: in the middle of its
rows, torn where they take several lines. Where a table has lost which rows it stands for, the rows
in question are kept as guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from msgspec import Struct, field, structs

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.doubt import Cause
from planparse.model.draft import Draft
from planparse.model.plan import Role
from planparse.model.source import Cell, Grid, Guess
from planparse.tables.recover.merged.columns import MergedColumn, merged_columns, names_rows
from planparse.tables.recover.merged.division import MISFIT, RowDivision, RowShare, divided
from planparse.tables.recover.merged.rows import BodyRows, bodies_of
from planparse.tables.recover.merged.whole_rows import (
    names_of_two_cells,
    put_together,
    with_whole_rows,
)

PIPED = "pipe table"

# Cells that are broken amid their words, before a text is one whose rows are those of a page.
LEAST_BROKEN = 2

# Share of the cells from which on all of a text are taken to be written alike.
MOSTLY = 0.8

_BROKEN = compiled(r"\p{Han}\n\S")
_SPACE = compiled(r"\s+")


def with_merged_cells(
    draft: Draft,
    grids: Sequence[Grid],
    grammar: Grammar,
) -> list[Grid]:
    """The grids with the merged cells of pipe tables over all their rows."""
    piped = [grid for grid in grids if grid.shape == PIPED]
    if not piped:
        return list(grids)
    words = _SPACE.sub("", draft.source.text)
    parts = _parts(draft, grids, grammar)
    is_centred = any(_begins_below(part.bodies[0]) for part in parts if not part.goes_on)
    keeps_places = _keeps_lines(piped) and _is_tight(piped, draft.source.text)
    if not is_centred and not keeps_places:
        return list(grids)
    merged = {
        part.grid.span: _merged(part, draft.source.text, words, grammar, is_centred=is_centred)
        for part in parts
    }
    return [merged.get(grid.span, grid) for grid in grids]


def _is_tight(grids: Sequence[Grid], text: str) -> bool:
    """Whether bars and words touch, as pymupdf4llm writes them.

    Programs that put blanks between them print a merged label in the first of its rows.
    """
    starts = [cell.spans[0][0] for grid in grids for cell in grid.cells if cell.spans]
    tight = sum(text[start - 1 : start] in ("|", ">", "*") for start in starts)
    return tight > MOSTLY * len(starts)


class _PipedPart(NamedTuple):
    """A grid whose columns are known, page by page."""

    grid: Grid
    bodies: Sequence[BodyRows]
    goes_on: bool
    """Whether it goes on with the table above it."""
    is_open: bool = False
    """Whether the table below it goes on with it."""


def _parts(draft: Draft, grids: Sequence[Grid], grammar: Grammar) -> list[_PipedPart]:
    found: list[_PipedPart] = []
    above: Sequence[Role | None] = ()
    for grid in grids:
        if grid.shape != PIPED:
            continue
        bodies = bodies_of(grid, draft.source.text, above, grammar)
        goes_on = bool(bodies) and above == bodies[0].roles
        if goes_on:
            found[-1] = found[-1]._replace(is_open=True)
        if bodies:
            found.append(_PipedPart(grid, bodies, goes_on))
            above = bodies[0].roles
    return found


def _begins_below(body: BodyRows) -> bool:
    """Whether the first row of a table has no label and a row below it has one: so labels stand in
    the middle of their rows.
    """
    if not body.is_full(0, body.name):
        return False
    labels = [at for at in range(body.name) if body.roles[at] in ("category", "subcategory")]
    return any(
        not body.text(0, at) and any(body.text(row, at) for row in range(len(body.cells)))
        for at in labels
    )


def _keeps_lines(grids: Iterable[Grid]) -> bool:
    """Whether cells are broken as on their page, amid words: other converters join their lines."""
    broken = 0
    for grid in grids:
        broken += sum(_BROKEN.search(cell.text) is not None for cell in grid.cells)
        if broken >= LEAST_BROKEN:
            return True
    return False


def _merged(
    part: _PipedPart,
    text: str,
    words: str,
    grammar: Grammar,
    *,
    is_centred: bool,
) -> Grid:
    """A grid with its merged cells over the rows that they stand for, page by page.

    `text` is the plan's, `words` the same without white space; `is_centred` says that some label of the text stands amid its rows.
    """
    grid = part.grid
    of_bodies = {row for body in part.bodies for row in body.rows}
    kept = [cell for cell in grid.cells if cell.row not in of_bodies]
    spread = _Spread(grid, words, grammar, is_centred, kept, goes_on=part.goes_on)
    for page, body in enumerate(part.bodies, start=1):
        is_open = page < len(part.bodies) or part.is_open
        spread.page(with_whole_rows(body, grammar), is_open=is_open)
    cells = sorted(spread.cells, key=lambda cell: (cell.row, cell.col))
    guesses = (*grid.guesses, *spread.guesses, *_short_pages(part, text))
    return _without_rows(replace(grid, cells=tuple(cells), guesses=guesses), of_bodies)


def _short_pages(part: _PipedPart, text: str) -> Iterator[Guess]:
    """The rows of the pages on which the lines have fewer bars than on another one."""
    bars = [max(_bars_beside(row, text) for row in body.cells) for body in part.bodies]
    for body, here in zip(part.bodies, bars, strict=True):
        if here == max(bars):
            continue
        for row in body.cells:
            start = min(cell.spans[0][0] for cell in row.values() if cell.spans)
            yield Guess(start, None, Cause.RAGGED_ROWS)


def _bars_beside(row: Mapping[int, Cell], text: str) -> int:
    """How many bars the line of a row has."""
    start, _ = next(iter(row.values())).spans[0]
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    return text.count("|", line_start, line_end if line_end >= 0 else len(text))


class _Spread(Struct):
    """The cells of a grid while the pages of its body are gone through."""

    grid: Grid
    words: str
    grammar: Grammar
    is_centred: bool
    cells: list[Cell]
    """Those of the header, then those of each page that is done."""
    goes_on: bool
    """Whether the next page goes on with rows above it."""
    guesses: list[Guess] = field(default_factory=list)
    unsure_ends: set[int] = field(default_factory=set)
    """The columns in which the last cell of the page before was guessed."""
    labels: set[int] = field(default_factory=set)
    """The columns of groups' labels on this page and those before."""

    def page(self, body: BodyRows, *, is_open: bool) -> None:
        """Add the rows of a page; `is_open` says that another page goes on with them."""
        cells = [cell for row in body.cells for cell in row.values()]
        for row in names_of_two_cells(body):
            start, _ = body.cells[row][body.name].spans[0]
            self.guesses.append(Guess(start, "name", Cause.SHORT_PIECE))
        unsure_ends: set[int] = set()
        covered: set[int] = set()
        if any(names_rows(body, at) for at in range(body.name)):
            self.guesses += _guesses_of(body, "category", range(len(body.cells)))
        columns = merged_columns(
            body, self.words, self.grammar, goes_on=self.goes_on, is_open=is_open
        )
        for merged in columns:
            division = divided(merged.column)
            if division is None or not _is_believed(division, is_centred=self.is_centred):
                self.guesses += _guesses(body, merged, range(len(body.cells)))
                unsure_ends.add(merged.at)
                continue
            unsure = self._unsure(division, merged)
            self.guesses += _guesses(body, merged, sorted(unsure))
            if len(body.cells) - 1 in unsure:
                unsure_ends.add(merged.at)
            cells = [cell for cell in cells if cell.col != merged.at]
            cells += [_cell(body, merged, share) for share in division.shares]
            if merged.field == "category":
                covered.update(_covered(division, body))
                self.labels.add(merged.at)
                self.cells = _under_head(
                    self.cells, self.grid.header_rows or 0, merged.at, body.name
                )
        if 0 in self.labels:
            cells = _over_all(cells, self.grid.n_cols, body, covered)
        self.cells += cells
        self.unsure_ends = unsure_ends
        self.goes_on = True

    def _unsure(self, division: RowDivision, merged: MergedColumn) -> set[int]:
        """The rows of a page of which a cell was guessed."""
        found = set(division.unsure)
        if not self.is_centred:
            found.update(_otherwise(division, merged))
        if merged.at in self.unsure_ends:
            # Rows without a cell of their own go on with that of the page before.
            found.update(range(min(share.begin for share in division.shares)))
        return found


def _is_believed(division: RowDivision, *, is_centred: bool) -> bool:
    """Whether the words of merged cells stand where they would, if they stood in the middle of these."""
    if is_centred:
        return division.cost <= MISFIT * max(1, len(division.shares))
    return not division.misfits


def _otherwise(division: RowDivision, merged: MergedColumn) -> Iterator[int]:
    """The rows that would have another cell if the words of each stood in the first of its rows."""
    for share in division.shares:
        first = merged.rows[share.first]
        yield from range(share.begin, first)


def _covered(division: RowDivision, body: BodyRows) -> Iterator[int]:
    """The rows of the grid that labels cover."""
    for share in division.shares:
        yield from body.rows[share.begin : share.end]


def _over_all(
    cells: Sequence[Cell],
    width: int,
    body: BodyRows,
    covered: Set[int],
) -> list[Cell]:
    """The cells, those that stand alone in their row over the whole width: they name the groups of
    the labels below them, unless a label covers their row, too.
    """
    pairs = zip(body.rows, body.cells, strict=True)
    alone = {number for number, row in pairs if list(row) == [body.name]} - covered
    return [
        structs.replace(cell, col=0, colspan=width) if cell.row in alone else cell for cell in cells
    ]


def _under_head(cells: Sequence[Cell], rows: int, at: int, name: int) -> list[Cell]:
    """The cells, with the head of the names over the labels beside them that have none of their own.

    The words of such a head stand in its middle, as those of any merged cell do.
    """
    # A caption over the whole table is no head.
    heads = [
        cell
        for cell in cells
        if cell.row < rows and cell.col + cell.colspan - 1 <= name and cell.text.strip()
    ]
    if at + 1 != name or any(cell.col <= at < cell.col + cell.colspan for cell in heads):
        return list(cells)
    lowest = max((cell.row for cell in heads if cell.col == name), default=None)
    found: list[Cell] = []
    for cell in cells:
        if (cell.row, cell.col) == (lowest, name):
            found.append(structs.replace(cell, col=at, colspan=cell.colspan + 1))
        elif (cell.row, cell.col) != (lowest, at):
            found.append(cell)
    return found


def _guesses(body: BodyRows, merged: MergedColumn, rows: Iterable[int]) -> Iterable[Guess]:
    """The rows of which a cell in a column was guessed."""
    # 2020年, 2025年: which of them is the goal is told later on.
    return _guesses_of(body, None if merged.field == "value" else merged.field, rows)


def _guesses_of(body: BodyRows, field: str | None, rows: Iterable[int]) -> Iterator[Guess]:
    """The rows of which a field was guessed, by the first character of their names."""
    for row in rows:
        behind = [cell for at, cell in body.cells[row].items() if at >= body.name and cell.spans]
        if behind:
            start, _ = behind[0].spans[0]
            yield Guess(start, field)


def _cell(body: BodyRows, merged: MergedColumn, share: RowShare) -> Cell:
    """The pieces of a share as one cell over all its rows."""
    pieces = [body.cells[row][merged.at] for row in merged.rows[share.first : share.behind]]
    first, *others = pieces
    whole = put_together(first, others)
    rows = body.rows[share.begin : share.end]
    return structs.replace(whole, row=rows[0], rowspan=rows[-1] - rows[0] + 1)


def _without_rows(grid: Grid, rows: Iterable[int]) -> Grid:
    """The grid without those of some rows in which no cell begins but merged ones."""
    begun = {cell.row for cell in grid.cells if cell.rowspan == 1 and cell.text.strip()}
    gone = [row for row in rows if row not in begun]
    if not gone:
        return grid
    cells: list[Cell] = []
    for cell in grid.cells:
        end = cell.row + cell.rowspan
        rowspan = cell.rowspan - sum(cell.row <= row < end for row in gone)
        if rowspan > 0:
            above = sum(row < cell.row for row in gone)
            cells.append(structs.replace(cell, row=cell.row - above, rowspan=rowspan))
    return replace(grid, cells=tuple(cells))
