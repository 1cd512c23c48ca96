"""Numbered inputs that once broke a law: found by mutation, kept small, and never to break it again."""

from __future__ import annotations

import pytest

import planparse
from laws import assert_laws

FOUND = {
    "001 words behind a row of an unclosed table": "<table><td><td><tr>甲",
    "002 a lone number between rows": "号 名称 内容 总\n2 0\n0\n4 5 1",
    "003 a word cut off behind a cell": "类 指标 属性\n预期性\n9 级应6 预期\n0 乡",
    "004 a control character in a tag": "<table><td><\x1c><td>",
    "005 an annex whose next line is an annex": "附件\n附件",
    "006 a mark amid the words of a cell": "|0|约束\n|别||标<b>质\n|||4|0",
    "008 a tag of no name in a cell": "<table><td><tr><td>><td>5<d>>",
    "009 a raised mark between lines of a cell": "\t2022\t指标\n\t2\t\n\t标<sup>①<sup>\n性\t1",
    "010 a spaced piece of a cell": "\t\0\n\0\t\0  \0\n（此件公开发布）\n划\n\t5\n求\t6",
    "011 an entity in a torn cell": "<table><td><tr><td>><td>&lt;0</td><",
    "012 a tag that is spelt with an entity": "<table><th><th><tr><td>>><td>&lt;p>6",
    "013 an entity behind the words of a cell": "|0|\n|计|0 &lt;\n# （\n# ）",
    "014 a number sign that opens a line of a cell": "<table><td><td>2025<td>属性<tr><td>安<td>\n# **",
    "015 a line end of another kind in a cell": (
        "<table><td><td>项目<td><td><td>投资<tr><td><td><td>><td><td>\n\x00\r\\>"
    ),
    "016 bold words of a cell": "<table><td>项目<td>2025年<tr><td>甲<td>__12__</td></tr></table>",
    "007 a section sign of its own line": "附件1\n附件2\n附件3 清单\n",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_a_find_stays_mended(text: str) -> None:
    assert_laws(planparse.parse(text))


def test_annexes_on_lines_of_their_own_are_two_sections() -> None:
    sections = planparse.parse("附件\n附件").sections
    assert [(section.label, section.title) for section in sections] == [("附件", ""), ("附件", "")]
