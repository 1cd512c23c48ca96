"""What the print of a row's cells says against it: digits that stand apart, two cells in one, and
merged cells of which it was guessed that they cover the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.plan import RecordDoubt, Table
from planparse.model.source import Guess
from planparse.quantity.units import known
from planparse.records.doubts.labels import Row, grave, light
from planparse.tables.columns.heads import VALUES

FIELDS = ("name", "unit", "baseline", "target", "goal", "actual", "change")
"""Roles of columns whose cells become fields of the same name; other values are `others`."""


def doubts_of_cells(
    row: Row,
    table: Table,
    text: str,
    grammar: Grammar,
) -> Iterator[RecordDoubt]:
    """What is seen in the cells of a row of a table that was put together from `text`.

    11 05 has lost its point, or is two numbers; 万吨 above 万吨 in one cell are two rows.
    """
    lines_of = grammar.pattern("doubts.cell-lines").split
    digits_apart = grammar.pattern("doubts.digits-apart").search
    spans = table.cell_spans[row.row] if row.row < len(table.cell_spans) else ()
    for column, span in zip(table.columns, spans, strict=False):
        field = _field(column.role)
        if span is None or field is None:
            continue
        lines = lines_of(text[slice(*span)])
        if any(map(digits_apart, lines)) or (field == "unit" and _are_units(lines, grammar)):
            yield grave(Cause.JOINED_VALUES, field)


def doubts_of_guesses(
    row: Row,
    table: Table,
    guesses: Mapping[int, Sequence[Guess]],
) -> Iterator[RecordDoubt]:
    """What of a row was guessed when its table was put together.

    `guesses` stand at the offset at which some cell of their row begins.
    """
    for index in range(len(table.columns)):
        span = table.cell_span(row.row, index)
        if span is not None:
            for guess in guesses.get(span[0], ()):
                yield light(guess.cause, guess.field)


def _field(role: str) -> str | None:
    if role in FIELDS:
        return role
    return "others" if role in VALUES else None


def _are_units(lines: Sequence[str], grammar: Grammar) -> bool:
    """Whether the lines of a cell are each a unit of its own."""
    words = [grammar.pattern("reflow.mark").sub("", line).strip() for line in lines]
    printed = [word for word in words if word]
    # 万人 above 次 is one unit that was broken.
    is_one = known("".join(printed), grammar)
    return len(printed) > 1 and not is_one and all(known(word, grammar) for word in printed)
