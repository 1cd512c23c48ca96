"""What a value measures: by the words of its cell, its column and its row, in this order."""

from __future__ import annotations

import pytest
from msgspec.structs import astuple

from planparse import grammar
from planparse.model.plan import Period
from planparse.quantity.cell_values import read_cell
from planparse.quantity.holding import Holding
from planparse.quantity.measures import Sense, measured, said_by
from planparse.quantity.units import find_unit, read_per
from planparse.records.row_values import said_in

G = grammar.default()

NAMES = [
    ("地区生产总值增长", "growth", "up"),
    ("单位地区生产总值能耗降低", "growth", "down"),
    ("规模以上工业增加值年均增速", "growth", "up"),
    ("事故死亡人数下降率", "growth", "down"),
    ("化学需氧量重点工程减排量", "change", "down"),
    ("城镇新增就业", "change", "up"),
    ("较规划目标增加", "change", "up"),
    ("累计新增绿地面积", "total", "up"),
    ("非化石能源消费比重", "share", None),
    ("数字经济核心产业增加值占比", "share", None),
    ("优良天数比例", "share", None),
    ("新建住宅节能", None, None),
    ("高效节水灌溉面积", None, None),
    ("技改项目节能量", "change", None),
    ("新增节水灌溉面积", "change", "up"),
    ("新增劳动力平均受教育年限", None, None),
    ("工业增加值", None, None),
    ("森林覆盖率", None, None),
    ("占地面积", None, None),
    ("2025年目标", None, None),
]


@pytest.mark.parametrize(("words", "measure", "direction"), NAMES)
def test_what_a_name_or_a_header_says(
    words: str, measure: str | None, direction: str | None
) -> None:
    assert astuple(said_by(words, G)) == (measure, direction)


def test_a_header_speaks_before_the_name_and_the_name_gives_the_way() -> None:
    assert said_in(said_by("2025年比重", G), "煤炭消费量", G) == Sense("share")
    assert said_in(said_by("2025年", G), "能耗强度降低", G) == Sense("growth", "down")
    assert said_in(said_by("较目标变化", G), "用水量下降", G) == Sense("change", "down")


CELLS = [
    # cell, unit, header or name → measure, direction
    ("35", "张", "床位数", "level", None),
    ("12", "%", "煤炭消费比重", "share", None),
    ("135", "万吨", "煤炭消费量及比重", "level", None),
    ("11", "%", "氨氮减排", "growth", "down"),
    ("1200", "吨", "氨氮减排量", "change", "down"),
    ("1.3", "万亩", "累计新增绿地面积", "total", "up"),
    ("6", "%", "地区生产总值增长", "growth", "up"),
    ("-1.2", "%", "地区生产总值增长", "growth", "down"),
    ("3.5", "%", "能耗强度降低", "growth", "down"),
    ("5", "万人", "城镇新增就业", "change", "up"),
    ("下降18%", "%", "能耗强度", "growth", "down"),
    ("提高3个百分点", "%", "城镇化率", "change", "up"),
    ("3", "百分点", "城镇化率提高", "change", "up"),
    ("新增39", "个", "断面数", "change", "up"),
    ("[13.5]", "%", "能耗降低", "total", "down"),
    ("累计500", "张", "床位", "total", None),
    ("1:1.2", None, "医护比", "level", None),
    ("降至5%", "%", "失业率", "level", None),
]


@pytest.mark.parametrize(("cell", "unit", "words", "measure", "direction"), CELLS)
def test_what_a_cell_measures(
    cell: str, unit: str | None, words: str, measure: str, direction: str | None
) -> None:
    held = Holding(unit=find_unit(unit or "", G), said=said_by(words, G))
    value, _ = read_cell(cell, G, holding=held)
    assert (value.measure, value.direction) == (measure, direction)


def test_a_fall_by_less_than_nothing_is_a_rise() -> None:
    fall = Sense("growth", "down")
    assert measured("number", -2.0, find_unit("%", G), None, fall) == Sense("growth", "up")


def test_a_total_has_the_years_that_it_is_summed_up_over() -> None:
    period = Period(start=2021, end=2025)
    total, _ = read_cell("[13.5]", G, holding=Holding(unit=find_unit("%", G), period=period))
    assert (total.period, total.year, total.basis) == (period, 2025, "cumulative")
    level, _ = read_cell("13.5", G, holding=Holding(year=2025, period=period))
    assert (level.period, level.year) == (None, 2025)


def test_a_value_has_the_unit_that_holds_for_it() -> None:
    """Its own, else its column's; its base goes with a count and not with a share."""
    beds = find_unit("张", G)
    per = read_per("每千人口床位数", G)
    count, _ = read_cell("6.15", G, holding=Holding(unit=beds, per=per))
    assert (count.unit, count.per) == (beds, per)
    share, _ = read_cell("95%", G, holding=Holding(unit=beds, per=per))
    assert (share.unit, share.per) == (find_unit("%", G), None)
    several, _ = read_cell("县城≥40、乡镇≥25", G, holding=Holding(unit=beds, per=per))
    assert [(part.unit, part.per, part.label) for part in several.parts] == [
        (beds, per, "县城"),
        (beds, per, "乡镇"),
    ]
