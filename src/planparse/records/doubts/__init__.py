"""What speaks against tables and their rows, in the fixed words of `Cause`.

The evidence holds for any table, whatever it was read from: names that are torn, serial numbers
that leave one out, words outside of every cell, numbers that could not be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.draft import Draft
from planparse.model.plan import Indicator, Outcome, RecordDoubt, Table
from planparse.model.source import Guess
from planparse.quantity.brackets import read_bracket_notes
from planparse.records.doubts.brackets import doubts_of_brackets
from planparse.records.doubts.cells import doubts_of_cells, doubts_of_guesses
from planparse.records.doubts.flaws import doubts_of_drawn, flawed_cells
from planparse.records.doubts.labels import doubts_of_labels, grave
from planparse.records.doubts.neighbours import Neighbours
from planparse.records.doubts.recognised import doubts_of_recognition
from planparse.records.doubts.tables import doubts_of_neighbours, doubts_of_table, grids_of
from planparse.records.doubts.values import (
    doubts_of_joined_values,
    doubts_of_values,
    values_of,
)
from planparse.records.recognition import doubtful_cells

LEAST_TITLE = 8
"""Characters of a title that no name happens to hold."""

AnyRow = TypeVar("AnyRow", Indicator, Outcome)


def find_doubts(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with `doubts` in its indicators and outcomes, and in their tables."""
    return replace(
        draft,
        tables=_doubted_tables(draft, grammar),
        indicators=_doubted_rows(draft, draft.indicators, grammar),
        outcomes=_doubted_rows(draft, draft.outcomes, grammar),
    )


def _doubted_tables(draft: Draft, grammar: Grammar) -> tuple[Table, ...]:
    """All tables; those that give rows are looked at closely."""
    read: dict[str, set[int]] = defaultdict(set)
    for row in (*draft.indicators, *draft.outcomes):
        read[row.table].add(row.row)
    tables: list[Table] = []
    for table in draft.tables:
        found = list(doubts_of_neighbours(draft, table, grammar))
        if table.id in read:
            found += doubts_of_table(draft, table, read[table.id], grammar)
        doubts = _once(found)
        tables.append(table.model_copy(update={"doubts": doubts}) if doubts else table)
    return tuple(tables)


def _doubted_rows(
    draft: Draft,
    rows: Sequence[AnyRow],
    grammar: Grammar,
) -> tuple[AnyRow, ...]:
    """The rows of all tables, each with what speaks against it alone and beside its neighbours."""
    by_table: dict[str, list[AnyRow]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    tables = {table.id: table for table in draft.tables}
    neighbours = {
        name: Neighbours(
            found, tables[name], grammar, is_inferred=_is_inferred(draft, tables[name])
        )
        for name, found in by_table.items()
    }
    unsure = doubtful_cells(draft)
    flawed = {name: flawed_cells(grids_of(draft, table), table) for name, table in tables.items()}
    guesses = _guesses(draft)
    brackets = {name: read_bracket_notes(tables[name].notes, grammar) for name in by_table}
    doubted: list[AnyRow] = []
    for row in rows:
        found: list[RecordDoubt] = []
        found += doubts_of_labels(row, grammar)
        values = tuple(values_of(row))
        found += doubts_of_values(values, grammar)
        found += doubts_of_brackets(values, brackets[row.table], grammar)
        found += neighbours[row.table].doubts_of(row)
        if _holds_title(row, draft):
            found.append(grave(Cause.SENTENCE_IN_NAME, "name"))
        is_inferred = neighbours[row.table].is_inferred
        found += doubts_of_joined_values(
            values, draft.source.text, grammar, is_inferred=is_inferred
        )
        if is_inferred:
            found += doubts_of_cells(row, tables[row.table], draft.source.text, grammar)
        if guesses:
            found += doubts_of_guesses(row, tables[row.table], guesses)
        if unsure:
            found += doubts_of_recognition(row, tables[row.table], unsure)
        if flawed[row.table]:
            found += doubts_of_drawn(row, tables[row.table], flawed[row.table])
        doubts = _once(found)
        doubted.append(row.model_copy(update={"doubts": doubts}) if doubts else row)
    return tuple(doubted)


def _holds_title(row: AnyRow, draft: Draft) -> bool:
    """Whether the plan's own title went into a name: a running head that was not told from a cell."""
    title = draft.head.title or ""
    return len(title) >= LEAST_TITLE and title in row.name


def _is_inferred(draft: Draft, table: Table) -> bool:
    """Whether a table was put together from text, which keeps no merged cells."""
    return any(grid.inferred for grid in grids_of(draft, table))


def _guesses(draft: Draft) -> dict[int, list[Guess]]:
    """What was guessed, by the offset at which some cell of its row begins."""
    found: dict[int, list[Guess]] = defaultdict(list)
    for grid in draft.grids:
        for guess in grid.guesses:
            found[guess.offset].append(guess)
    return found


def _once(doubts: Iterator[RecordDoubt] | Sequence[RecordDoubt]) -> tuple[RecordDoubt, ...]:
    return tuple(dict.fromkeys(doubts))
