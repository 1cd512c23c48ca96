"""How the table that a passage stands in was put together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from planparse.explain.explanation import ExplainedColumn, ExplainedTable, RuleHit, WeighedReading
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Column, Table
from planparse.model.source import Grid, Span
from planparse.model.spans import overlap
from planparse.tables.header_words import plain, split_header_unit
from planparse.tables.recover.finders import reading_at, readings_for, text_page
from planparse.tables.recover.proposal import TableReading
from planparse.tables.recover.text_page import TextPage


def explain_table(draft: Draft, grammar: Grammar, span: Span) -> ExplainedTable | None:
    """The table whose lines the passage reaches into; None where there is none."""
    table = next((table for table in draft.tables if overlap(table.span, span)), None)
    grid = next((grid for grid in draft.grids if overlap(grid.span, span)), None)
    if table is None or grid is None:
        return None
    readings: tuple[WeighedReading, ...] = ()
    if grid.inferred:
        readings = tuple(_readings(draft, grammar, grid))
    return ExplainedTable(
        id=table.id,
        shape=table.shape,
        is_given=not grid.inferred,
        readings=readings,
        columns=tuple(_columns(table, grid, span, grammar)),
    )


def _readings(draft: Draft, grammar: Grammar, grid: Grid) -> Iterator[WeighedReading]:
    """What the readings propose where a table begins, up to the group of which one was taken."""
    page = text_page(draft, grammar)
    first = _line_at(draft, grid.span[0])
    groups = readings_for(page)
    chosen = reading_at(page, first, groups)
    if chosen is None:
        return
    for group in groups:
        found = list(_proposed(page, first, group.readings))
        for name, rows, doubt, causes in found:
            proposal = chosen.proposal
            is_taken = (
                name == chosen.reading.name
                and rows == proposal.height
                and doubt == proposal.doubt.total
            )
            yield WeighedReading(name, rows, doubt, causes, is_taken)
        if found:
            return


def _proposed(
    page: TextPage, first: int, group: Sequence[TableReading]
) -> Iterator[tuple[str, int, float, tuple[tuple[str, float], ...]]]:
    for reading in group:
        for proposal in reading.propose(page, first):
            causes = tuple((str(cause), weight) for cause, weight in proposal.doubt)
            yield reading.name, proposal.height, proposal.doubt.total, causes


def _line_at(draft: Draft, offset: int) -> int:
    """Index in `Source.lines` of the line that holds an offset."""
    return bisect_right(draft.source.lines, offset, key=lambda line: line.start) - 1


def _columns(table: Table, grid: Grid, span: Span, grammar: Grammar) -> Iterator[ExplainedColumn]:
    """The columns of the cells that the passage reaches into, header cells too."""
    reached: set[int] = set()
    for spans in table.cell_spans:
        for number, cell in enumerate(spans):
            if cell is not None and overlap(cell, span):
                reached.add(number)
    # Where columns were dropped or merged, those of the header are not told by their place.
    cells = grid.cells if grid.n_cols == len(table.columns) else ()
    for own in cells:
        if any(overlap(piece, span) for piece in own.spans):
            reached.update(range(own.col, own.col + own.colspan))
    for number, column in enumerate(table.columns):
        if number in reached:
            rule = _column_rule(column, grammar)
            yield ExplainedColumn(
                number + 1, column.path, column.role, column.year, column.unit, rule
            )


def _column_rule(column: Column, grammar: Grammar) -> RuleHit | None:
    """The rule that gives a column its role by the lowest cell of its head that names one."""
    rules = [rule for rule in grammar.group("column") if rule.attrs["role"] == column.role]
    for cell in reversed(column.path):
        words, _ = split_header_unit(cell, grammar)
        for rule in rules:
            if words in map(plain, rule.words) or (not rule.words and rule.find(words)):
                return RuleHit(rule.id, rule.file, words)
    return None
