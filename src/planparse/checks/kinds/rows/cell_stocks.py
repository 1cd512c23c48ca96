"""stock-mismatch among the cells of a row: 2020年 600张, 新增 240张, 2025年 860张."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.checks.matching.extents import half_a_step, is_exact, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, Observation, Table

FEWEST_RIGHT = 2
SHARE_RIGHT = 0.6
"""So many rows, and so large a share of them, must come out before another is said not to."""


class CellStocks(NamedTuple):
    """What one row prints of a stock: before, added, after."""

    before: Observation
    added: Observation
    after: Observation

    @property
    def comes_out(self) -> bool:
        """Whether the two make the third, as far as rounding lets one tell."""
        before, added, after = (reach(cell.value).number for cell in self)
        slack = sum(half_a_step(cell.value) for cell in self)
        return abs(before + added - after) <= slack


@check("stock-mismatch")
def cell_stocks(matter: Matter) -> Iterator[Finding]:
    """Rows of allocation tables with a column of what is added, where most other rows come out."""
    for table in matter.draft.tables:
        if matter.sureness.of_table(table) == "grave":
            continue
        rows = list(_rows(table, matter))
        right = sum(1 for row in rows if row.comes_out)
        if right < FEWEST_RIGHT or right < SHARE_RIGHT * len(rows):
            continue
        for row in rows:
            if not row.comes_out:
                yield _finding(row, table, matter)


def _rows(table: Table, matter: Matter) -> Iterator[CellStocks]:
    added = {at for at, column in enumerate(table.columns) if _adds(column.path, matter)}
    if not added:
        return
    by_row: dict[int, list[Observation]] = defaultdict(list)
    for cell in matter.draft.observations:
        if cell.table == table.id:
            by_row[cell.row].append(cell)
    for cells in by_row.values():
        row = _stocks(cells, added)
        if row is not None:
            yield row


def _adds(path: Sequence[str], matter: Matter) -> bool:
    return matter.grammar.pattern("checks.added-column").search("".join(path)) is not None


def _stocks(cells: Sequence[Observation], added: set[int]) -> CellStocks | None:
    """The three cells of a row that has one of each kind, all in one unit."""
    exact = [cell for cell in cells if is_exact(cell.value)]
    more = [cell for cell in exact if cell.column in added]
    before = [cell for cell in exact if cell.role == "baseline" and cell.column not in added]
    after = [cell for cell in exact if cell.role == "target" and cell.column not in added]
    if not len(more) == len(before) == len(after) == 1:
        return None
    row = CellStocks(before[0], more[0], after[0])
    units = {cell.value.normalized.unit for cell in row if cell.value.normalized is not None}
    first, last = row.before.value.year, row.after.value.year
    if len(units) != 1 or first is None or last is None or first >= last:
        return None
    return row


def _finding(row: CellStocks, table: Table, matter: Matter) -> Finding:
    places = matter.places
    before, added, after = (places.printed(cell.value, cell.unit) for cell in row)
    entity = row.after.entity
    where = places.cell(table, row.after.row, row.after.column)
    return finding(
        "stock-mismatch",
        at_most("warning", matter.sureness.of_table(table)),
        entity,
        f"{places.table(table)}“{entity}”一行{where}由{before}加{added}，不得{after}。",
        records=[cell.id for cell in row],
        span=row.after.span,
        page=row.after.page,
    )
