"""Labels of headings: their style, their number, and whether one is printed in a stretch of text."""

from __future__ import annotations

import pytest

from planparse.checks.numbering.labels import label_stands, number_of, style_of
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Section


@pytest.mark.parametrize(
    ("label", "style"),
    [
        ("（一）", "（#）"),
        ("(十二)", "（#）"),
        ("3．", "#."),
        ("第 四 章", "第#章"),
        ("2.1", "2.#"),
        ("2.1.3", "2.1.#"),
        ("一、", "#、"),
        ("附则", "附则"),
        ("第\n五节", "第#节"),
    ],
)
def test_style(label: str, style: str) -> None:
    assert style_of(label) == style


@pytest.mark.parametrize(
    ("label", "number", "counted"),
    [
        ("2.1", 2, 1),
        ("（十二）", 12, 12),
        ("第一百零三章", 103, 103),
        ("附则", 4, 4),
        ("附则", None, 0),
    ],
)
def test_the_number_that_counts_among_siblings(
    label: str, number: int | None, counted: int
) -> None:
    heading = Section(
        id="s1", level=1, label=label, number=number, title="医疗服务体系", span=(0, 6), body=(6, 6)
    )
    assert number_of(heading) == counted


HAN = {
    0: "〇",
    1: "一",
    9: "九",
    10: "十",
    11: "十一",
    19: "十九",
    20: "二十",
    21: "二十一",
    99: "九十九",
    100: "一百",
    101: "一百零一",
    109: "一百零九",
    110: "一百一十",
    112: "一百一十二",
    119: "一百一十九",
    120: "一百二十",
    203: "二百零三",
    999: "九百九十九",
}


@pytest.mark.parametrize("number", HAN)
def test_a_label_stands_in_chinese_numerals(number: int) -> None:
    text = f"上一章的正文\n第{HAN[number]}章公共卫生\n"
    assert label_stands("第七章", number, text)
    assert not label_stands("第七章", number + 1, text)


def test_the_numerals_are_read_back() -> None:
    assert {number: read_integer(han) for number, han in HAN.items()} == {n: n for n in HAN}


@pytest.mark.parametrize(
    ("label", "number", "text", "stands"),
    [
        ("第七章", 3, "第3章 供水", True),
        ("第七章", 1000, "第1000章 供水", True),
        ("（一）", 2, "( 二 ) 排水管网", True),
        ("1．", 2, "2. 节水改造", True),
        ("1．", 2, "12. 节水改造", False),
        ("第一章", 12, "第 十 二 章 供水", True),
        ("①", 3, "③供水", True),
        ("2.1", 2, "2.2节水改造", True),
        ("2.1", 2, "2.25万亩", False),
        ("2.1", 2, "12.2节水改造", False),
    ],
)
def test_a_label_stands_as_it_may_be_printed(
    label: str, number: int, text: str, stands: bool
) -> None:
    assert label_stands(label, number, text) is stands
