"""Places: each row and each value of a table stands where its own cells are printed."""

from __future__ import annotations

from planparse.grammar import default
from planparse.model.draft import Draft
from planparse.model.plan import Column, Indicator, Role, Table, Value
from planparse.model.source import Line, Source, Span
from planparse.records.pages import find_pages

TEXT = "生态\n绿地率\n36\n40\n湖泊\n8\n9\n"
"""A label merged over two rows, then the cells of each; the second row is on the next page."""

LINES = (
    Line(0, 2, 1, (0, 0, 20, 60)),
    Line(3, 6, 1, (30, 10, 60, 20)),
    Line(7, 9, 1, (70, 10, 80, 20)),
    Line(10, 12, 1, (90, 12, 99, 22)),
    Line(13, 15, 2, (30, 5, 60, 15)),
    Line(16, 17, 2, (70, 5, 80, 15)),
    Line(18, 19, 2, (90, 5, 99, 15)),
)
MERGED: Span = (0, 2)
CELLS = ((MERGED, (3, 6), (7, 9), (10, 12)), (MERGED, (13, 15), (16, 17), (18, 19)))


def table() -> Table:
    roles: tuple[Role, ...] = ("category", "name", "baseline", "target")
    return Table(
        id="t1",
        kind="indicators",
        columns=tuple(Column(path=(role,), role=role) for role in roles),
        rows=(("生态", "绿地率", "36", "40"), ("生态", "湖泊", "8", "9")),
        cell_spans=CELLS,
        span=(0, 19),
        page=1,
    )


def placed() -> tuple[Indicator, ...]:
    rows = [
        Indicator(
            id=f"i{row + 1}",
            table="t1",
            row=row,
            name="x",
            baseline=Value(text="x", kind="number", span=CELLS[row][2]),
            target=Value(text="x", kind="number", span=CELLS[row][3]),
            span=table().row_span(row) or (0, 0),
            page=1,
        )
        for row in (0, 1)
    ]
    draft = Draft(Source(TEXT, LINES), tables=(table(),), indicators=tuple(rows))
    return find_pages(draft, default()).indicators


def test_a_merged_label_belongs_to_no_row() -> None:
    assert [table().row_span(row) for row in (0, 1)] == [(3, 12), (13, 19)]


def test_a_row_has_the_rectangle_around_its_own_cells() -> None:
    first, second = placed()
    assert (first.page, first.bbox) == (1, (30, 10, 99, 22))
    assert (second.page, second.bbox) == (2, (30, 5, 99, 15))


def test_a_value_has_its_own_place() -> None:
    _, second = placed()
    assert second.baseline is not None
    assert second.target is not None
    assert (second.baseline.page, second.baseline.bbox) == (2, (70, 5, 80, 15))
    assert (second.target.page, second.target.bbox) == (2, (90, 5, 99, 15))
