"""What a table is: its name, its columns, and how the rows of one plan are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from planparse.frames.columns import DOUBTS, PLACE, PLAN, FrameColumn, Row
from planparse.frames.view import PlanView


class FrameTable(NamedTuple):
    """One table: `rows` gives those of one plan, each with the names of `columns` in their order.

    `shown` are the columns that fit on a page; a Markdown table has no others.
    """

    name: str
    description: str
    columns: tuple[FrameColumn, ...]
    rows: Callable[[PlanView], Iterator[Row]]
    shown: tuple[str, ...]


def columns_of_records(*own: FrameColumn) -> tuple[FrameColumn, ...]:
    """The columns of a table of records: the plan's, the table's own, place and doubts."""
    return (*PLAN, *own, *PLACE, *DOUBTS)
