"""The goals that stand only in prose, in the summary."""

from __future__ import annotations

from places import FIXTURES
from planparse.model.plan import Plan
from planparse.outputs.goals import goal_lines
from planparse.parser import Parser

REPORT = """松江县政府工作报告
——2026年1月12日在松江县第十八届人民代表大会第六次会议上
一、2025年工作回顾
地区生产总值增长5.1%。
二、2026年主要工作
地区生产总值增长5.5%左右，单位地区生产总值能耗下降3%，办好12件实事。
"""


def lines(plan: Plan) -> list[str]:
    return [str(line) for line in goal_lines(plan)]


def test_goals_are_listed_and_results_are_not() -> None:
    assert lines(Parser().parse(REPORT)) == [
        "",
        "Goals in prose  3 planned numbers",
        "  2026  line 6     地区生产总值 + ≈5.5%",
        "  2026  line 6     单位地区生产总值能耗 - 3%",
        "  … and 1 more; the JSON lists them all",
    ]


def test_a_table_of_indicators_has_the_goals() -> None:
    plan = Parser().read(FIXTURES / "ecology-shimen.txt")
    assert plan.indicators
    assert lines(plan) == []
