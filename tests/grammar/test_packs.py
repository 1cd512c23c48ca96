"""A pack of one's own needs no Python: what it adds counts, with whatever characters it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from planparse import Parser

PACK = r"""
[[heading]]
id = "mine.paragraph-sign"
pattern = '(?P<label>§(?P<number>\d{1,2}))\s?'
rank = 25
accepts = ["§1 发展基础"]

[[caption]]
id = "mine.figure"
pattern = '(?P<label>图\s?(?P<number>\d{1,2}))\s{0,4}'
accepts = ["图1 主要指标"]

[[pattern]]
id = "reflow.imprint"
how = "full"
pattern = '发：各镇街.{0,40}'
accepts = ["发：各镇街，区级各部门。"]

[[pattern]]
id = "tables.caption.indicators"
how = "search"
pattern = '奋斗数字'
accepts = ["奋斗数字"]

[[pattern]]
id = "prose.cumulative"
how = "search"
pattern = '先后筹得'
accepts = ["先后筹得"]
"""
ROWS = """序号 指标 2020年 2025年 指标属性
1 森林覆盖率（%） 61 65 预期性
2 公园绿地面积（公顷） 6 9 预期性
"""


@pytest.fixture
def parser(tmp_path: Path) -> Parser:
    path = tmp_path / "mine.toml"
    path.write_text(PACK, encoding="utf-8")
    return Parser(grammar=path)


def test_a_heading_with_a_sign_of_its_own(parser: Parser) -> None:
    plan = parser.parse(
        "云溪市规划\n\n§1 发展基础\n\n城乡面貌一新。\n\n§2 主要任务\n\n做好工作。\n"
    )
    assert [(s.label, s.number, s.title) for s in plan.sections] == [
        ("§1", 1, "发展基础"),
        ("§2", 2, "主要任务"),
    ]


def test_an_imprint_with_words_of_its_own(parser: Parser) -> None:
    plan = parser.parse(
        "云溪市规划\n\n一、发展基础\n\n城乡面貌一新。\n\n发：各镇街，区级各部门。\n"
    )
    last = plan.leaves[-1]
    assert last.kind == "furniture"
    assert plan.text[slice(*last.span)].startswith("发：各镇街")


def test_a_caption_with_a_word_of_its_own(parser: Parser) -> None:
    plan = parser.parse(f"云溪市规划\n\n图1 主要指标\n{ROWS}\n做好工作。\n")
    assert [(box.label, box.number, box.table) for box in plan.boxes] == [("图1", 1, "t1")]


def test_words_of_a_caption_decide_what_a_table_holds(parser: Parser) -> None:
    """区域 names entities, so that only the caption can say that these are indicators."""
    rows = "区域 单位 2020年 2025年\n城东 个 61 65\n城西 个 6 9\n城南 个 16 19\n"
    text = f"云溪市规划\n\n表1 奋斗数字\n{rows}\n做好工作。\n"
    assert [table.kind for table in parser.parse(text).tables] == ["indicators"]
    assert [table.kind for table in Parser().parse(text).tables] == ["allocation"]


@pytest.mark.parametrize("caption", ["【专栏2】教育指标", "[专栏2] 教育指标", "专栏2 教育指标"])
def test_a_caption_between_two_tables_is_in_neither(caption: str) -> None:
    plan = Parser().parse(f"云溪市规划\n\n专栏1 主要指标\n{ROWS}{caption}\n{ROWS}\n做好工作。\n")
    assert [box.label for box in plan.boxes] == ["专栏1", "专栏2"]
    assert [box.table for box in plan.boxes] == ["t1", "t2"]
    assert [i.name for i in plan.indicators] == ["森林覆盖率", "公园绿地面积"] * 2


def test_a_caption_between_two_tables_with_a_heading_of_its_own_words(parser: Parser) -> None:
    """图2 ends the table above it as 专栏2 does."""
    plan = parser.parse(f"云溪市规划\n\n图1 主要指标\n{ROWS}图2 教育指标\n{ROWS}\n做好工作。\n")
    assert [box.table for box in plan.boxes] == ["t1", "t2"]
    assert [i.name for i in plan.indicators] == ["森林覆盖率", "公园绿地面积"] * 2


HARD_WRAPPED = """云溪市规划

　　先办群众最急的几件事，城里修路和乡下修渠一并排进计划，年底逐件核对，不断
把学校、医院和公园建到离家近的地方，让住得远的人走着就能到，日子过得更舒心，
把老街修得干净好走，市里和各县分头去做、按月碰头，件件有人管，确保规划目标
{label} 发展基础
　　城里新修的路通到了各镇，河水比从前清了许多，晚上出门散步的人也多了起来，
老厂房里开起了工坊和书店，外地来做生意的人变多，街上热闹的铺子明显增加不少
"""


@pytest.mark.parametrize("label", ["§1", "（一）"])
def test_a_heading_under_a_full_line_opens_a_line_of_its_own(parser: Parser, label: str) -> None:
    """A label of a pack ends the paragraph above it, as those of the built-in files do."""
    plan = parser.parse(HARD_WRAPPED.format(label=label))
    assert [(s.label, s.title) for s in plan.sections] == [(label, "发展基础")]


def test_marks_inside_a_cell_are_no_part_of_its_value() -> None:
    """TeX of a converter: $98$ is 98, and the signs stay in the text as furniture."""
    rows = "| 指标 | 2020年 | 2025年 |\n|---|---|---|\n"
    rows += "| 森林覆盖率（%） | $61.5$ | $65$ |\n| 湿地保护率（%） | $40$ | 42 |\n"
    plan = Parser().parse(f"云溪市规划\n\n表1 主要指标\n\n{rows}\n做好工作。\n")
    assert [i.target.value for i in plan.indicators if i.target] == [65.0, 42.0]
    assert [i.baseline.text for i in plan.indicators if i.baseline] == ["61.5", "40"]


def test_a_sum_with_words_of_its_own(parser: Parser) -> None:
    """No letter of the built-in pattern is in it."""
    text = "云溪市规划\n\n一、发展基础\n\n2020年，各级部门先后筹得专项资金5亿元。\n"
    assert Parser().parse(text).mentions[0].subject != "专项资金"
    assert parser.parse(text).mentions[0].subject == "专项资金"
