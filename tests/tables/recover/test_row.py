"""A row that was read from text: every cell in its column."""

from __future__ import annotations

import pytest

from planparse import grammar
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.row import build_row, joined, value_columns
from planparse.tables.recover.tokens import ColumnLayout, tokens_of

G = grammar.default()


def layout(roles: str) -> ColumnLayout:
    return ColumnLayout((), tuple(roles.split()))


@pytest.mark.parametrize(
    ("roles", "values", "columns"),
    [
        ("name baseline target nature", "62.5 70 约束性", [1, 2, 3]),
        ("name baseline target nature", "62.5 约束性", [1, 3]),
        ("name baseline target nature", "约束性", [3]),
        ("number name baseline target nature", "62.5 约束性", [2, 4]),
        ("name unit value nature", "公里 约束性", [1, 3]),
        ("name unit value nature", "410.5 约束性", [2, 3]),
        ("name unit value nature", "公里 410.5", [1, 2]),
        ("name value note", "410.5 含在建", [1, 2]),
        ("name value note", "含在建", [2]),
        ("name content value note", "含在建", [1]),
        ("name content value note", "410.5", [2]),
        ("name investment target", "410.5", [1]),
        ("name text unit", "公里", [2]),
        # values behind the last column belong to nothing that the header names
        ("name value value", "62.5 70 86.5", [1, 2]),
    ],
)
def test_missing_values_are_told_by_the_kinds_of_the_others(
    roles: str, values: str, columns: list[int]
) -> None:
    assert value_columns(tokens_of(values, 0, 0, G), layout(roles), G) == columns


@pytest.mark.parametrize(
    ("roles", "row"),
    [
        ("category number name baseline nature", "公路|3|公路里程（公里）|62.5|约束性"),
        ("number category name baseline nature", "3|公路|公路里程（公里）|62.5|约束性"),
        ("name baseline nature", "公路里程（公里）|62.5|约束性"),
        ("name baseline target nature", "公路里程（公里）|62.5||约束性"),
        ("number name baseline", "3|公路里程（公里）|62.5"),
    ],
)
def test_each_part_of_a_row_goes_to_its_column(roles: str, row: str) -> None:
    [serial] = tokens_of("3", 0, 0, G)
    cells = build_row(
        layout(roles),
        G,
        name=RawCell("公路里程（公里）"),
        values=tokens_of("62.5 约束性", 0, 0, G),
        serial=serial,
        label=RawCell("公路"),
    )
    assert "|".join(cell.text for cell in cells) == row


def test_what_is_not_printed_leaves_its_column_empty() -> None:
    cells = build_row(layout("category number name value"), G, name=RawCell("航道整治"), values=[])
    assert [cell.text for cell in cells] == ["", "", "航道整治", ""]


def test_words_are_joined_with_all_their_places() -> None:
    words = tokens_of("航道 整治", 5, 0, G)
    assert joined(words) == RawCell("航道整治", ((5, 7), (8, 10)))
