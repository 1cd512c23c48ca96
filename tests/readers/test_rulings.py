"""Ruling lines to cells, without any page: laws of the lattice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planparse.readers.pages.page import DrawnPage, Edge
from planparse.readers.pages.rulings import find_tables, join_edges

Spans = tuple[int, int, int, int]


def test_lines_that_do_not_meet_make_no_table() -> None:
    assert find_tables([Edge(0, 10, 100, 10), Edge(0, 50, 100, 50)]) == []
    assert find_tables([Edge(0, 10, 100, 10), Edge(300, 0, 300, 90)]) == []


def test_a_line_drawn_twice_or_in_pieces_is_one() -> None:
    pieces = [Edge(0, 10, 40, 10), Edge(42, 10.5, 100, 10.5), Edge(0, 9.8, 100, 9.8)]
    flat, upright = join_edges(pieces)
    assert (len(flat), upright) == (1, [])
    assert (flat[0].x0, flat[0].x1) == (0, 100)


def test_dots_that_are_square_up_to_rounding_rule_in_both_directions() -> None:
    page = DrawnPage(1, 300, 300)
    for side in (50.0, 250.0):
        for at in range(50, 251, 2):
            for x, y in ((side, at), (at, side)):
                corner = (x + 0.75, y + 0.7500001)
                page.shape([(x, y), corner], stroked=False, closed=True)
    (table,) = find_tables(page.edges)
    assert len(table.cells) == 1


def test_a_double_line_is_one_bound() -> None:
    edges = [Edge(0, y, 200, y) for y in (0, 2.5, 40, 80, 82.5)] + [
        Edge(x, 0, x, 82.5) for x in (0, 100, 200)
    ]
    (table,) = find_tables(edges)
    assert (len(table.xs), len(table.ys), len(table.cells)) == (3, 3, 4)


@pytest.mark.long
def test_a_drawing_of_thousands_of_lines_is_no_table() -> None:
    edges = [Edge(0, 5 * i, 2000, 5 * i) for i in range(200)] + [
        Edge(5 * i, 0, 5 * i, 1000) for i in range(200)
    ]
    assert find_tables(edges) == []


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, set[Spans]]:
    """A lattice of rows and columns, and rectangles (row, col, rowspan, colspan) that cover it."""
    rows, cols = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    free = {(r, c) for r in range(rows) for c in range(cols)}
    tiles: set[Spans] = set()
    while free:
        r, c = min(free)
        high, wide = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        while not all((r + i, c + j) in free for i in range(high) for j in range(wide)):
            high, wide = (high, wide - 1) if wide > 1 else (high - 1, wide)
        free -= {(r + i, c + j) for i in range(high) for j in range(wide)}
        tiles.add((r, c, high, wide))
    return rows, cols, tiles


@given(tilings())
def test_the_cells_found_are_the_cells_drawn(tiling: tuple[int, int, set[Spans]]) -> None:
    """However merged, cells drawn one by one as boxes are found again, each with its own box."""
    _, _, tiles = tiling
    edges = []
    for r, c, high, wide in tiles:
        x0, x1, top, bottom = 50 * c, 50 * (c + wide), 20 * r, 20 * (r + high)
        edges += [
            Edge(x0, top, x1, top),
            Edge(x0, bottom, x1, bottom),
            Edge(x0, top, x0, bottom),
            Edge(x1, top, x1, bottom),
        ]
    (table,) = find_tables(edges)
    found = {
        (cell.bbox[0] / 50, cell.bbox[1] / 20, cell.bbox[2] / 50, cell.bbox[3] / 20)
        for cell in table.cells
    }
    assert found == {(c, r, c + wide, r + high) for r, c, high, wide in tiles}
