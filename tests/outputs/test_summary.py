"""The summary for people: what bears a mark, what is listed, and what a text without a plan says."""

from __future__ import annotations

from planparse import parse
from planparse.model.plan import Plan, RecordDoubt
from planparse.outputs.page import set_page
from planparse.outputs.summary import summary
from planparse.parser import Parser

PLAN = """# 松江县“十四五”绿化规划（2021—2025年）

表1 “十三五”规划目标完成情况

| 指标 | 2020年规划目标值 | 2020年完成值 |
|---|---|---|
| 绿道长度（公里） | 30 | 36 |
| 古树1（株） | 70 | 65 |

表2 主要指标

| 指标 | 2020年 | 2025年 |
|---|---|---|
| 绿道长度（公里） | 36 | 60 |
| 绿地率（%） | 36 | 38 |
"""


def page(plan: Plan) -> str:
    lines = summary(plan)
    return set_page(lines, encoding="utf-8", width=100, colour=False).decode("utf-8")


def row(plan: Plan, name: str) -> list[str]:
    return next(line for line in page(plan).splitlines() if name in line).split()


def test_outcomes_are_listed_as_indicators_are() -> None:
    shown = page(Parser().parse(PLAN))
    assert "Outcomes  2 in 1 table" in shown
    heads = next(line for line in shown.splitlines() if "goal 2020" in line)
    assert heads.split() == ["outcome", "unit", "goal", "2020", "actual", "2020", "met"]
    assert row(Parser().parse(PLAN), "古树1")[:5] == ["古树1", "!", "株", "70", "65"]
    assert "outcome 古树1: mark-in-name (name)" in shown


def test_doubts_of_a_document_of_pages_name_the_page() -> None:
    """Its text has lines too, which a reader of the document cannot count."""
    plan = Parser().parse(PLAN)
    assert "line 8" in next(line for line in page(plan).splitlines() if "mark-in-name" in line)
    outcomes = [one.model_copy(update={"page": 21}) for one in plan.outcomes]
    source = plan.source.model_copy(update={"media_type": "application/pdf"})
    paged = plan.model_copy(update={"outcomes": tuple(outcomes), "source": source})
    told = next(line for line in page(paged).splitlines() if "mark-in-name" in line)
    assert "page 21" in told
    assert "line" not in told


def test_rows_of_a_table_with_a_grave_doubt_bear_its_mark() -> None:
    plan = Parser().parse(PLAN)
    assert row(plan, "绿地率") == ["绿地率", "%", "36", "38"]
    light = RecordDoubt(code="words-outside", field=None, severity="light")
    for doubt, marked in ((light, False), (light.model_copy(update={"severity": "grave"}), True)):
        of_plan = plan.indicators[0].table
        tables = [
            table.model_copy(update={"doubts": (doubt,)}) if table.id == of_plan else table
            for table in plan.tables
        ]
        doubted = plan.model_copy(update={"tables": tuple(tables)})
        assert ("!" in row(doubted, "绿地率")) is marked


def test_a_text_that_is_no_plan_says_so_in_one_line() -> None:
    shown = page(Parser().parse("dear all\nsee you there\n"))
    assert shown.count("nothing of a plan was found") == 1
    assert "Outline" not in shown
    assert "nothing of a plan" not in page(Parser().parse("一、总则\n内容。\n二、目标\n内容。\n"))


def test_a_long_outline_leaves_the_indicators_in_sight() -> None:
    """As many upper levels as fit on a page are listed, and the others counted."""
    marks = "一二三四五六七八九"
    text = "示例市交通发展规划\n"
    for chapter in marks:
        text += f"第{chapter}章 第{chapter}项任务\n"
        text += "".join(f"第{part}节 {chapter}之{part}类工程\n建设道路。\n" for part in marks)
    told = page(parse(text)).splitlines()
    assert len([line for line in told if "项任务" in line]) == len(marks)
    assert not [line for line in told if "类工程" in line]
    assert "  … and 81 more below; `planparse md` prints them all" in told


def test_a_short_outline_is_listed_whole() -> None:
    told = page(parse("示例市交通发展规划\n第一章 任务\n第一节 道路\n建设道路。\n")).splitlines()
    assert [line.split() for line in told if "节" in line] == [["2", "第一节", "道路"]]
