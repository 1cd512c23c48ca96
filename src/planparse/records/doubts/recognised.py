"""Cells of a row that recognition of a picture is not sure of."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.model.doubt import Cause
from planparse.model.plan import RecordDoubt, Table
from planparse.records.doubts.labels import Row, light


def doubts_of_recognition(
    row: Row,
    table: Table,
    unsure: frozenset[int],
) -> Iterator[RecordDoubt]:
    """A doubt for each cell of the row that begins at one of the `unsure` offsets."""
    for index, column in enumerate(table.columns):
        span = table.cell_span(row.row, index)
        if span is not None and span[0] in unsure:
            yield light(Cause.RECOGNITION, column.role)
