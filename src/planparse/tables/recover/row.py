"""A row that was read from text, with every cell in the column that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.model.source import Span
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.lay_out import place
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of


def build_row(
    layout: ColumnLayout,
    grammar: Grammar,
    *,
    name: RawCell,
    values: Sequence[Token],
    serial: Token | None = None,
    label: RawCell | None = None,
) -> RawRow:
    """A cell for each column of `layout`: label, serial number, name, and the cells behind it.

    `label` is the merged label that begins in this row; it and `serial` are left out where the
    table has no column for them. Of `values` some may be missing: they go to the columns that
    hold their kinds.
    """
    cells = [EMPTY] * len(layout.roles)
    category = layout.column("category")
    if category is not None and label is not None:
        cells[category] = label
    number = layout.column("number")
    if number is not None and serial is not None:
        cells[number] = serial.raw()
    cells[layout.name] = name
    columns = value_columns(
        values,
        layout,
        grammar,
    )
    # values behind the last column belong to nothing that the header names
    for column, value in zip(
        columns,
        values,
        strict=False,
    ):
        cells[column] = value.raw()
    return cells


def joined(words: Sequence[Token]) -> RawCell:
    """Words as one cell, without anything between them."""
    text = "".join([word.text for word in words])
    spans: list[Span] = []
    for word in words:
        spans += word.spans
    return RawCell(text, tuple(spans))


def value_columns(
    values: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> list[int]:
    """The column of each cell behind the name; where some are missing, told by their kinds."""
    first = layout.name + 1
    width = len(layout.tail)
    if len(values) >= width:
        return list(range(first, first + width))
    # 62.5 约束性 under 2020年, 2025年, 属性: one value is missing, and the mark of nature says
    # that it is none of its own column
    profile = tuple({_kind_of_role(role): 1.0} for role in layout.tail)
    kinds = [
        kind_of(
            value.text,
            layout,
            grammar,
        )
        for value in values
    ]
    return [first + column for column in place(kinds, profile)]


def _kind_of_role(role: str) -> str:
    """The kind of the cells in a column with this role."""
    if role in VALUES:
        return "value"
    if role in ("nature", "unit"):
        return role
    return "text"
