"""Which column each cell of a short row is in."""

from __future__ import annotations

from itertools import permutations

import pytest

from planparse import grammar
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.alignment import Profile, kind_in_row, place, profile_of

G = grammar.default()


def of(*kinds: str) -> Profile:
    """Columns of one kind each; `a+b` is a column of both in equal parts, `?` one of no kind."""
    columns = []
    for names in kinds:
        parts = [] if names == "?" else names.split("+")
        columns.append({kind: 1 / len(parts) for kind in parts})
    return tuple(columns)


@pytest.mark.parametrize(
    ("kinds", "columns", "found"),
    [
        # the very kind
        ("serial text value", "serial text value nature", [0, 1, 2]),
        ("text value nature", "serial text value nature", [1, 2, 3]),
        ("text nature", "serial text value nature", [1, 3]),
        ("value", "serial text value nature", [2]),
        ("nature", "text", [0]),
        # on a tie the gap stands behind the words
        ("text", "text text", [0]),
        ("text value", "text text value", [0, 2]),
        ("value", "text text", [0]),
        # a number goes to numbers of the other sort rather than to words
        ("serial", "text value", [1]),
        ("value", "text serial", [1]),
        ("serial", "value serial", [1]),
        # — stands where the column has a value
        ("missing", "serial value", [1]),
        ("missing", "text serial", [1]),
        ("missing", "text unit", [1]),
        ("missing", "nature text", [1]),
        # words that are no known unit may be one; rarely are they a value
        ("text", "value unit", [1]),
        ("text", "nature value", [0]),
        ("text", "value nature", [1]),
        ("text", "nature unit", [1]),
        ("text", "missing unit", [1]),
        ("text", "serial missing", [1]),
        # an empty cell is most often a value that is not known
        ("empty", "value missing", [1]),
        ("empty", "text value", [1]),
        ("empty", "text serial", [1]),
        ("empty", "text unit", [1]),
        ("empty", "nature value", [1]),
        ("empty", "text nature", [0]),
        # columns of several kinds count by their shares
        ("value", "value+text value", [1]),
        ("text", "value+text value", [0]),
        ("nature", "text+nature nature", [1]),
        # of a column that nobody knows any kind may be
        ("nature", "text ?", [1]),
        ("text", "nature ?", [1]),
        ("value", "text ?", [1]),
        ("text", "unit ?", [0]),
        ("serial", "value ?", [0]),
        ("empty", "nature ?", [0]),
        # whatever a pair is like, it is better than one that does not agree
        ("value", "nature text", [1]),
        ("serial", "nature text", [1]),
    ],
)
def test_a_short_row_is_laid_where_its_kinds_agree(
    kinds: str, columns: str, found: list[int]
) -> None:
    assert place(kinds.split(), of(*columns.split())) == found


KINDS = ("serial", "value", "missing", "unit", "nature", "text", "empty")


@pytest.mark.parametrize(("kind", "other"), list(permutations(KINDS, 2)))
def test_nothing_agrees_with_a_column_as_well_as_its_own_kind(kind: str, other: str) -> None:
    assert place([kind], of(other, kind)) == [1]
    assert place([kind], of(kind, other)) == [0]


@pytest.mark.parametrize(
    ("skips", "found"),
    [
        ((0, 0, 0), [0, 1]),
        ((0.1, 0.1, 0.1), [0, 1]),
        ((0.2, 0.1, 0.3), [0, 2]),
        ((0.2, 0.3, 0.1), [0, 1]),
        ((0.1, 0.2, 0.2), [1, 2]),
    ],
)
def test_the_column_that_costs_least_is_left_empty(
    skips: tuple[float, ...], found: list[int]
) -> None:
    assert place(["text", "text"], of("text", "text", "text"), skips) == found


def test_agreement_may_outweigh_what_an_empty_column_costs() -> None:
    profile = of("text", "value", "value")
    assert place(["text", "serial"], profile, (0, 0.5, 0.1)) == [0, 1]
    assert place(["value"], of("serial", "value"), (0.1, 0)) == [1]
    assert place(["value"], of("serial", "value"), (0.2, 0)) == [0]
    # what does not agree counts nothing, and speaks against nothing
    assert place(["nature"], of("text", "value"), (0, 0.4)) == [1]
    assert place(["nature"], of("text", "value"), (0, 0.2)) == [0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("公里", "unit"),
        ("标准立方米/万元", "unit"),
        ("千克标准煤/平方公里·年", "unit"),  # twelve characters
        ("千克标准煤/万平方公里·年", "text"),
        ("东湖镇", "text"),
        ("12", "serial"),
        ("85.2", "value"),
        ("约束性", "nature"),
        ("—", "missing"),
        ("", "empty"),
    ],
)
def test_a_unit_is_told_from_other_words(text: str, kind: str) -> None:
    assert kind_in_row(text, G) == kind


def rows(*lines: str) -> list[RawRow]:
    return [[RawCell(cell) for cell in line.split("|")] for line in lines]


def test_kinds_are_counted_in_whole_rows_alone() -> None:
    body = rows("公路", "航道|85.2|约束性", "隧道|12|", "锚地|430|约束性", "码头|—|", "站场|85.2")
    assert profile_of(body, 3, G) == (
        {"text": 1.0},
        {"value": 0.25, "serial": 0.5, "missing": 0.25},
        {"nature": 1.0},
    )


def test_a_column_is_of_empty_cells_only_where_there_are_no_others() -> None:
    assert profile_of(rows("航道|", "隧道|"), 2, G) == ({"text": 1.0}, {"empty": 1.0})
    assert profile_of(rows("航道"), 2, G) == ({}, {})
