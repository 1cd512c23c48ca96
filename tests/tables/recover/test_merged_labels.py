"""Merged labels whose extent is lost: which row each begins in."""

from __future__ import annotations

import pytest

from planparse.tables.recover.readings.merged_labels import Seen, begin_rows, centred
from planparse.tables.recover.tokens import Token

Printed = list[tuple[float, str]]
"""The words of labels, each with the number of rows above it."""


def seen(printed: Printed) -> list[Seen]:
    found = []
    for n, (at, text) in enumerate(printed):
        span = (n * 10, n * 10 + len(text))
        found.append(Seen(at, Token(text, span, n, 0)))
    return found


@pytest.mark.parametrize(
    ("printed", "rows", "begins"),
    [
        # a label before the first of its rows
        ([], 3, {}),
        ([(0, "绿色"), (0, "出行"), (3, "节水")], 5, {0: "绿色出行", 3: "节水"}),
        ([(0.5, "绿色出行"), (2, "节水")], 4, {0: "绿色出行", 2: "节水"}),
        ([(0, "绿色出行"), (2.5, "节水")], 4, {0: "绿色出行", 2: "节水"}),
        # rows stand above the first one: labels stand in the middle of theirs
        ([(1, "绿色出行")], 2, {0: "绿色出行"}),
        ([(1, "绿色出行"), (3, "节约用水")], 4, {0: "绿色出行", 2: "节约用水"}),
        ([(1.5, "绿色出行"), (4, "节约用水")], 5, {0: "绿色出行", 3: "节约用水"}),
        # pieces of one label: as near as one row, as short as four characters
        ([(1, "绿色"), (2, "出行")], 3, {0: "绿色出行"}),
        ([(1, "绿色低碳"), (2, "交通出行")], 3, {0: "绿色低碳交通出行"}),
        ([(1, "绿色低碳的"), (2, "交通出行")], 3, {0: "绿色低碳的", 2: "交通出行"}),
        ([(1, "绿色低碳"), (2, "交通的出行")], 3, {0: "绿色低碳", 2: "交通的出行"}),
        ([(1, "绿色"), (2.5, "出行")], 3, {0: "绿色", 2: "出行"}),
        ([(1, "绿色"), (3, "出行")], 4, {0: "绿色", 2: "出行"}),
        # five pieces at most
        ([(n, x) for n, x in enumerate("推进节约用", 1)], 6, {0: "推进节约用"}),
        ([(1, "节水优先的"), (1.5, "农业用水的")], 2, {0: "节水优先的", 1: "农业用水的"}),
        # of two that stand as far off, the one below whose rows it is
        ([(1, "绿色低碳出行"), (2, "节约集约用水")], 3, {0: "绿色低碳出行", 2: "节约集约用水"}),
        ([(1, "绿色低碳出行"), (5, "节约集约用水")], 6, {0: "绿色低碳出行", 3: "节约集约用水"}),
    ],
)
def test_a_label_begins_in_a_row(printed: Printed, rows: int, begins: dict[int, str]) -> None:
    assert {row: cell.text for row, cell in begin_rows(seen(printed), rows).items()} == begins


@pytest.mark.parametrize(
    ("printed", "edges", "begins"),
    [
        ([], [0, 1], {}),
        ([(0.5, "绿色")], [0, 1, 2], {0: "绿色"}),
        # pieces as wide as the column go on, as near as two lines
        ([(0.5, "绿色低碳"), (1.5, "出行")], [0, 1, 2], {0: "绿色低碳出行"}),
        ([(0.5, "绿色低碳"), (2.5, "出行")], [0, 1, 2, 3], {0: "绿色低碳出行"}),
        ([(0.5, "绿色低碳"), (3.5, "出行")], [0, 1, 2, 3, 4], {0: "绿色低碳", 2: "出行"}),
        ([(0.5, "绿色低"), (1.5, "碳出行节")], [0, 1, 2], {0: "绿色低", 1: "碳出行节"}),
        ([(0.5, "绿色低"), (1.5, "碳出")], [0, 1, 2], {0: "绿色低碳出"}),
        # two of one width are two where each stands amid rows of its own
        ([(1, "绿色出行"), (3, "节约用水")], [0, 2, 4], {0: "绿色出行节约用水"}),
        ([(1, "绿色出行"), (4, "节约用水")], [0, 2, 6], {0: "绿色出行", 1: "节约用水"}),
        ([(0.5, "绿色出行"), (2.5, "节约用水")], [0, 1, 4], {0: "绿色出行节约用水"}),
        ([(0.5, "绿色出行"), (2.5, "节约用水")], [0, 1, 5], {0: "绿色出行", 1: "节约用水"}),
    ],
)
def test_labels_in_the_middle_of_their_rows(
    printed: Printed,
    edges: list[float],
    begins: dict[int, str],
) -> None:
    assert {row: cell.text for row, cell in centred(seen(printed), edges).items()} == begins


def test_six_pieces_are_no_label() -> None:
    pieces: Printed = [(n, piece) for n, piece in enumerate("推进节约用水", 1)]
    assert len(begin_rows(seen(pieces), 7)) > 1


def test_a_label_is_read_in_the_order_of_print() -> None:
    words = [
        Token("出行", (10, 12), 1, 0),
        Token("色", (3, 4), 0, 2),
        Token("绿", (0, 1), 0, 0),
    ]
    (cell,) = begin_rows([Seen(0, word) for word in words], 2).values()
    assert (cell.text, cell.spans) == ("绿色出行", ((0, 1), (3, 4), (10, 12)))
