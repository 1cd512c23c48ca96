"""What notes under a table say of numbers in brackets, and what the numbers are then."""

from __future__ import annotations

import pytest

from planparse.grammar import default
from planparse.quantity.brackets import read_bracket_notes
from planparse.quantity.cell_values import read_cell
from planparse.quantity.holding import Holding
from planparse.quantity.measures import Sense

G = default()


@pytest.mark.parametrize(
    ("note", "round_ones", "square_ones"),
    [
        ("注：（ ）表示不增反减的数值；/表示没有统计", "contrary", None),
        ("（）内数据与指标方向相反。", "contrary", None),
        ("备注：“（）”内为负数", "negative", None),
        ("圆括号内的数值为负增长", "negative", None),
        ("括号内为规划期累计值", "total", "total"),
        ("2.带〔 〕的为五年累计数，其余为当年数", None, "total"),
        ("1）[ ]内为重点项目削减量。", None, "total"),
        ("[]内为五年累计数，（）内为反向变化", "contrary", "total"),
        ("（）内为年均增速", "annual", None),
        ("〔〕内为2024年数值", None, "level"),
        ("〔〕内为2021—2024年累计", None, "total"),
        ("方括号内为预计数", None, "level"),
        ("（）内为较上年上升幅度", "rise", None),
        ("【】内为减少的数量", None, "fall"),
        ("注：（）内为占全市比重", "unknown", None),
        ("注：[ ]内为口径乙", None, "unknown"),
        ("注：未带[ ]的为当年数", None, None),
        ("注：绿道（含步道）按长度累计", None, None),
    ],
)
def test_what_a_note_says(note: str, round_ones: str | None, square_ones: str | None) -> None:
    notes = read_bracket_notes([note], G)
    said = [found.meaning if found else None for found in (notes.round, notes.square)]
    assert said == [round_ones, square_ones]


def test_the_first_note_holds() -> None:
    notes = read_bracket_notes(["（）内为负值", "[]内为五年累计", "括号内为当年数值"], G)
    assert notes.round and notes.round.meaning == "negative"
    assert notes.square and notes.square.meaning == "total"


FALL = Sense("growth", "down")
RISE = Sense("growth", "up")
NOTHING = Sense()


@pytest.mark.parametrize(
    ("note", "cell", "said", "expected"),
    [
        ("", "（13.5）", NOTHING, (13.5, None, "level", None)),
        ("", "〔13.5〕", NOTHING, (13.5, "cumulative", "total", None)),
        ("", "（13.5）", Sense("total"), (13.5, "cumulative", "total", None)),
        ("（）内为五年累计", "（13.5）", NOTHING, (13.5, "cumulative", "total", None)),
        ("（）表示不降反升", "（4.2）", FALL, (-4.2, None, "growth", "up")),
        ("（）内为负值", "（4.2）", RISE, (-4.2, None, "growth", "down")),
        ("（）内为负值", "（-4.2）", RISE, (-4.2, None, "growth", "down")),
        ("（）内为上升幅度", "（4.2）", FALL, (-4.2, None, "growth", "up")),
        ("（）内为上升幅度", "（4.2）", RISE, (4.2, None, "growth", "up")),
        ("（）内为下降幅度", "（4.2）", NOTHING, (4.2, None, "growth", "down")),
        ("[]内为当年数值", "[4.2]", NOTHING, (4.2, None, "level", None)),
        ("[]内为年均数", "[4.2]", NOTHING, (4.2, "annual", "level", None)),
        ("[]内为口径乙", "[4.2]", NOTHING, (4.2, "cumulative", "total", None)),
    ],
)
def test_what_the_number_is(
    note: str,
    cell: str,
    said: Sense,
    expected: tuple[float, str | None, str, str | None],
) -> None:
    holding = Holding(said=said, brackets=read_bracket_notes([note], G))
    value, _ = read_cell(cell, G, holding=holding)
    assert (value.value, value.basis, value.measure, value.direction) == expected


def test_a_number_below_zero_is_normalized_as_one() -> None:
    holding = Holding(brackets=read_bracket_notes(["（）内为负值"], G))
    value, _ = read_cell("（4%）", G, holding=holding)
    assert value.normalized and value.normalized.value == -0.04


def test_the_year_that_a_note_names() -> None:
    holding = Holding(year=2025, brackets=read_bracket_notes(["[]内为2024年数值"], G))
    assert read_cell("[4.2]", G, holding=holding)[0].year == 2024
    assert read_cell("4.2", G, holding=holding)[0].year == 2025


def test_several_values_in_a_cell_share_what_they_print() -> None:
    value, _ = read_cell("1.2人/2.5人", G)
    assert [part.unit.text for part in value.parts if part.unit] == ["人", "人"]
