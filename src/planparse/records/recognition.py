"""Cells that recognition of a picture is not sure of, by where they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from planparse.model.draft import Draft
from planparse.model.plan import Value
from planparse.model.source import Span
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import RowSlots

SURE = 0.85
"""Less sure than this, a cell may say something else in print: right ones are 0.95 and more,
but for a few."""


_FieldPlace = tuple[str, Span | None]
"""A field of a record, and the cell that it was read from."""

NamedValue = tuple[str, Value | None]
"""A field of a record, and its value."""


def doubtful_cells(draft: Draft) -> frozenset[int]:
    """Offsets at which doubtful cells begin; none in a text that was not recognised but read."""
    # Cells of a text that was read carry no confidence at all.
    return frozenset(
        [
            cell.spans[0][0]
            for grid in draft.grids
            for cell in grid.cells
            if cell.confidence is not None and cell.confidence < SURE and cell.spans
        ]
    )


def doubtful_fields(
    row: PrintedRow,
    at: RowSlots,
    values: Iterable[NamedValue],
    doubtful: frozenset[int],
) -> Iterator[str]:
    """The fields of a record whose cells begin at one of the `doubtful` offsets."""
    places = chain(_label_places(row, at), _value_places(values))
    for field, span in places:
        # A cell is known by where it begins, as rows keep no link to the grid's cells.
        if span is not None and span[0] in doubtful:
            yield field


def _label_places(row: PrintedRow, at: RowSlots) -> Iterator[_FieldPlace]:
    yield "category", row.span(at.category)
    yield "subcategory", row.span(at.subcategory)
    yield "number", row.span(at.number)
    yield "name", row.span(at.name)
    yield "qualifier", row.span(at.qualifier)
    yield "unit", row.span(at.unit)
    yield "nature", row.span(at.nature)
    for column in at.notes:
        yield "note", row.span(column)


def _value_places(values: Iterable[NamedValue]) -> Iterator[_FieldPlace]:
    for field, value in values:
        if value is not None:
            yield field, value.span
