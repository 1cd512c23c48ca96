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

_FIELD_OF: dict[str, str] = {
    **dict.fromkeys(VALUES, "others"),
    **dict(zip(FIELDS, FIELDS, strict=True)),
}
"""The field that the cells of a column become part of, by its role."""


def doubts_of_cells(
    row: Row,
    table: Table,
    text: str,
    grammar: Grammar,
) -> Iterator[RecordDoubt]:
    """What is seen in the cells of a row of a table that was put together from `text`.

    11 05 has lost its point, or is two numbers; 万吨 above 万吨 in one cell are two rows.
    """
    spans = table.cell_spans[row.row] if row.row < len(table.cell_spans) else ()
    has_digits_apart = grammar.memory(_has_digits_apart)
    for column, span in zip(table.columns, spans, strict=False):
        field = _FIELD_OF.get(column.role)
        if span is None or field is None:
            continue
        printed = text[span[0] : span[1]]
        # Many cells of a table print the same.
        if has_digits_apart[printed] or (
            field == "unit" and grammar.remembered(_holds_units, printed)
        ):
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


def _has_digits_apart(printed: str, grammar: Grammar) -> bool:
    """Whether a line of a cell prints digits that stand apart: 11 05."""
    lines = grammar.pattern("doubts.cell-lines").split(printed)
    return any(map(grammar.pattern("doubts.digits-apart").search, lines))


def _holds_units(printed: str, grammar: Grammar) -> bool:
    """Whether the lines of a cell are each a unit of its own."""
    lines = grammar.pattern("doubts.cell-lines").split(printed)
    words = [grammar.pattern("reflow.mark").sub("", line).strip() for line in lines]
    units = [word for word in words if word]
    # 万人 above 次 is one unit that was broken.
    is_one = known("".join(units), grammar)
    return len(units) > 1 and not is_one and all(known(word, grammar) for word in units)
