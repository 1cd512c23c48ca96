"""Column roles from header words and bodies."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from places import CORPUS
from planparse.grammar import default
from planparse.tables.columns import kind_of_table, read_columns, role_of, unit_of_note

ROLES = {
    "category": "类别 领域 分类 一级指标 维度 重点领域 目标类型",
    "number": "序号 编号",
    "name": "指标 主要指标 指标名称 具体指标 二级指标 “十四五”主要指标 项目名称 工程名称 项目",
    "unit": "单位 计量单位",
    "value": "2020年 2025年 2035年",
    "baseline": "2020年实际 “十三五”末现状 现状值 基期值 2020年完成情况 现状（2020年） 2020年（实际值）",
    "target": "2025年目标 目标值 规划值 预期值 规划目标 年均增速 [累计] 五年累计 年均/累计 2025年市级目标",
    "nature": "属性 指标属性 指标性质 性质 建设性质 指标性质（约束性/预期性）",
    "note": "备注 说明",
    "other": "数据来源 牵头单位 责任单位 建设地点 项目业主",
    "content": "主要建设内容 建设内容及规模",
    "period": "建设年限 建设起止年限 起止时间 建设期",
    "investment": "总投资 投资额 估算投资 总计（万元） “十四五”投资 总投资（亿元）",
    "entity": "机构名称 机构类别 区域 区县 镇街 乡镇（街道）",
}
NO_HEADERS = (
    "合计 医院 5134 约束性 人均预期寿命（岁） 全区 三级乙等 地区生产总值 新建 "
    "规模以上工业增加值增速 "
    "社会消费品零售总额增速 "
    "累计新增高标准农田 "
    "经济发展 万人 % 一 2019-2021年 单位GDP能耗降低 2000 规划编制完成率 财政投入"
)


@pytest.mark.parametrize(("role", "word"), [(r, w) for r, words in ROLES.items() for w in words.split()])
def test_a_header_cell_names_its_role(role: str, word: str) -> None:
    assert role_of(word, default()) == role


@pytest.mark.parametrize("word", NO_HEADERS.split())
def test_a_body_cell_is_no_header(word: str) -> None:
    assert role_of(word, default()) is None


def roles(header: str, *rows: str, unit: str | None = None, start: int | None = None) -> str:
    paths = [tuple(c.split(">")) for c in header.split("|")]
    columns = read_columns(paths, [r.split("|") for r in rows], unit, default(), start=start)
    return " ".join(c.role + (f":{c.year}" if c.year else "") for c in columns)


def test_the_body_tells_natures_from_categories_under_one_word() -> None:
    assert roles("类型|指标|2025年", "经济|工业增加值（亿元）|5") == "category name target:2025"
    assert roles("指标|2025年|类型", "工业增加值（亿元）|5|约束性") == "name target:2025 nature"


def test_the_body_tells_a_group_from_a_goal_under_one_word() -> None:
    rows = ["富民|人均可支配收入（元）|3", "富民|新增就业（万人）|4", "强基|公路里程（公里）|5"]
    assert roles("目标|指标|2025年", *rows) == "category name target:2025"
    assert roles("指标|现状|目标", "公路里程（公里）|3|5") == "name baseline target"


def test_three_columns_under_one_head_are_number_name_and_qualifier() -> None:
    rows = ["1|参保人数（万人）|职工|5", "2|参保人数（万人）|居民|6", "3|参保率（%）||7"]
    assert roles("指标|指标|指标|2025年", *rows) == "number name qualifier target:2025"


def test_bare_years_are_told_apart_by_the_plan_or_by_their_order() -> None:
    rows = ["公路里程（公里）|1|2|3"]
    assert roles("指标|2020年|2025年|2035年", *rows) == "name baseline:2020 target:2025 target:2035"
    late = "name baseline:2015 baseline:2020 target:2025"
    assert roles("指标|2015年|2020年|2025年", *rows, start=2021) == late
    assert roles("指标|2015年|2020年|2025年规划", *rows) == late


def test_the_lowest_level_is_the_plans_own() -> None:
    def scopes(header: str) -> list[str | None]:
        return [c.scope for c in read_columns([(h,) for h in header.split("|")], [], None, default())]

    assert scopes("指标|2025年新区目标|2025年市级目标") == [None, None, "市级"]
    assert scopes("指标|2025年目标值|2025年市级目标值") == [None, None, "市级"]
    assert scopes("指标|2025年全市|2025年全省") == [None, None, "全省"]
    assert scopes("指标|2025年全市") == [None, None]


def test_units_come_from_the_header_or_the_line_above() -> None:
    paths = [("机构名称",), ("床位（张）", "2020年"), ("设备", "2025年")]
    columns = read_columns(paths, [["甲院", "5", "6"]], "单位：台（套）", default())
    assert [c.unit for c in columns] == [None, "张", "台（套）"]
    assert unit_of_note("单位：公里、%", default()) is None


@pytest.mark.parametrize(("header", "row", "kind"), [
    ("指标|2020年|2025年|属性", "公路里程（公里）|5|6|预期性", "indicators"),
    ("机构名称|2020年|2025年", "甲院|5|6", "allocation"),
    ("机构名称|机构>2020年|机构>2025年", "甲院|三级乙等|三级甲等", "other"),
    ("序号|项目名称|建设内容|总投资（万元）", "1|甲路改造|改造道路|500", "projects"),
    ("项目|建设性质|建设年限|投资", "甲路改造|新建|2023年|500", "projects"),
    ("姓名|职务", "张三|组长", "other"),
])
def test_the_columns_tell_what_a_table_is_about(header: str, row: str, kind: str) -> None:
    rows = [row.split("|")]
    columns = read_columns([tuple(c.split(">")) for c in header.split("|")], rows, None, default())
    assert kind_of_table(columns, rows, "", default()) == kind


def test_every_table_of_the_corpus_has_the_kind_of_its_box() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real plans is not beside the checkout (../shared/corpus)")
    for folder in sorted(p for p in CORPUS.iterdir() if p.is_dir()):
        lines = (folder / "boxes.jsonl").read_text(encoding="utf-8").splitlines()
        boxes = {b["label"]: b for b in map(json.loads, lines)}
        for line in (folder / "tables.jsonl").read_text(encoding="utf-8").splitlines():
            table = json.loads(line)
            paths = [tuple(c.split("/")) for c in table["columns"]]
            columns = read_columns(paths, table["rows"], table["unit_note"], default())
            box = boxes[table["label"]]
            assert kind_of_table(columns, table["rows"], box["title"], default()) == box["kind"]


PATH = st.lists(st.text(max_size=12), min_size=1, max_size=3).map(tuple)


@settings(max_examples=60, deadline=None)
@given(st.lists(PATH, min_size=1, max_size=6), st.data())
def test_any_header_gives_one_column_per_path(paths: list[tuple[str, ...]], data: st.DataObject) -> None:
    """Whatever is printed, there is one column for each path, and nothing raises."""
    rows = data.draw(st.lists(st.lists(st.text(max_size=6), max_size=7), max_size=5))
    columns = read_columns(paths, rows, data.draw(st.none() | st.text(max_size=12)), default())
    assert [c.path for c in columns] == paths
    kind_of_table(columns, rows, None, default())
