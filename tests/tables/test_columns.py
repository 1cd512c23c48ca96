"""Column roles from header words and bodies."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from places import CASES, CORPUS
from planparse.grammar import default
from planparse.model.plan import Column, Period, RegionLevel
from planparse.tables.columns import kind_of_table, read_columns, role_of, unit_of_note
from planparse.tables.columns.bodies import EVIDENCE_ROWS, ColumnBody
from planparse.tables.columns.heads import ColumnHead, read_head
from planparse.tables.columns.scopes import LEVELS
from planparse.tables.columns.when import TableTime

ROLES = {
    "category": "类别 领域 分类 工作任务 一级指标 维度 重点领域 目标类型",
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
    "entity": "机构名称 机构类别 区域 区县 镇街 乡镇（街道） 县（区） 市（县、区） 旗县（市、区）",
}
NO_HEADERS = (
    "合计 医院 5134 约束性 人均预期寿命（岁） 全区 三级乙等 地区生产总值 新建 "
    "规模以上工业增加值增速 "
    "社会消费品零售总额增速 "
    "累计新增高标准农田 "
    "经济发展 万人 % 一 2019-2021年 单位GDP能耗降低 2000 规划编制完成率 财政投入"
)


@pytest.mark.parametrize(
    ("role", "word"), [(r, w) for r, words in ROLES.items() for w in words.split()]
)
def test_a_header_cell_names_its_role(role: str, word: str) -> None:
    assert role_of(word, default()) == role


@pytest.mark.parametrize("word", NO_HEADERS.split())
def test_a_body_cell_is_no_header(word: str) -> None:
    assert role_of(word, default()) is None


def roles(header: str, *rows: str, unit: str | None = None, start: int | None = None) -> str:
    paths = [tuple(c.split(">")) for c in header.split("|")]
    columns = read_columns(
        paths,
        [r.split("|") for r in rows],
        unit,
        default(),
        when=TableTime(Period(start=start, end=start + 4) if start else None),
    )
    return " ".join(c.role + (f":{c.year}" if c.year else "") for c in columns)


@dataclass
class Case:
    """One case of roles.txt: header and rows, and the role of each column."""

    title: str
    rows: list[list[str]] = field(default_factory=list)
    expected: str = ""


def cases() -> list[Case]:
    found: list[Case] = []
    for line in (CASES / "roles.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:]))
        elif line.startswith("=> "):
            found[-1].expected = line[3:]
        elif found and line.strip():
            found[-1].rows.append([cell.strip() for cell in line.split("|")])
    return found


def read(header: str, *rows: str, unit: str | None = None) -> tuple[Column, ...]:
    """The columns under header cells parted by |, those above one another by >."""
    paths = [tuple(cell.split(">")) for cell in header.split("|")]
    return read_columns(paths, [row.split("|") for row in rows], unit, default())


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.title)
def test_cells_decide_what_words_leave_open(case: Case) -> None:
    paths = [(cell,) for cell in case.rows[0]]
    columns = read_columns(paths, case.rows[1:], None, default())
    shown = [f"{c.role} {c.year}" if c.year else c.role for c in columns]
    assert " | ".join(shown) == case.expected


@pytest.mark.parametrize(
    ("header", "role", "years", "growth"),
    [
        ("2025年", "value", (None, 2025), False),
        ("2021-2025年", "value", (2021, 2025), False),
        ("2020年、2022年、2025年目标", "target", (None, 2025), False),
        ("2016-2020年、2021-2025年年均增速", "target", (2016, 2025), True),
        ("2025年[累计]", "target", (None, 2025), False),  # the year's own column
        ("2021-2025年年均增速", "target", (2021, 2025), True),
        ("“十四五”累计", "target", (2021, None), True),  # a total has no year of its own
        ("“十四五”年均增速", "target", (2021, 2025), True),
        ("累计", "target", (None, None), True),
        ("“十三五”末", "value", (2016, 2020), False),
        ("“十二五”末", "value", (2011, 2015), False),
        ("2025年等次", "value", (None, 2025), False),  # a year is enough among other words
        ("等次", None, (None, None), False),
        ("数值", "value", (None, None), False),  # and so is a word for values
        ("等次>数值", "value", (None, None), False),
        ("等次目标", "target", (None, None), False),
        ("指标>2025年", "value", (None, 2025), False),  # the lowest telling cell counts
        ("指标>职工", "name", (None, None), False),
        ("水库（座）", "entity", (None, None), False),  # without its unit
        ("区（县）", "entity", (None, None), False),  # as a whole, though 县 is a unit as well
        ("项目>指标>在校生", "name", (None, None), False),
        ("2025年>机构名称", "entity", (None, None), False),
        ("“十四五”投资", "investment", (None, None), False),  # only values stand in time
    ],
)
def test_words_say_what_a_column_holds_and_when(
    header: str, role: str | None, years: tuple[int | None, int | None], growth: bool
) -> None:
    head = read_head(tuple(header.split(">")), default())
    assert (head.role, (head.first, head.year), head.growth) == (role, years, growth)
    is_bare_year = role == "value" and years[1] is not None
    assert head.bare == is_bare_year


@pytest.mark.parametrize(
    ("header", "text", "unit"),
    [
        ("床位（张）>2025年", "床位/2025年", "张"),
        ("床位（张）>2025年（个）", "床位/2025年", "个"),
        ("床位（张）>床位（张）>2025年", "床位/2025年", "张"),
        ("床位>>2025年", "床位/2025年", None),
        ("项目（工程）名称", "项目(工程)名称", None),
    ],
)
def test_a_head_joins_the_cells_above_one_another(header: str, text: str, unit: str | None) -> None:
    head = read_head(tuple(header.split(">")), default())
    assert (head.text, head.unit) == (text, unit)


@pytest.mark.parametrize(
    ("words", "loose"),
    [
        ("项目", True),
        ("指标", False),
        ("项目>指标", False),
        ("指标>项目", False),  # whichever of both stands lower
        ("主要指标>项目名称", False),
    ],
)
def test_a_word_that_is_sure_makes_the_head_so(words: str, loose: bool) -> None:
    assert read_head(tuple(words.split(">")), default()).loose == loose


def test_a_head_names_the_level_of_its_government() -> None:
    def scope(header: str) -> tuple[str | None, int]:
        head = read_head((header,), default())
        return head.scope, head.level

    assert scope("2025年全国平均") == ("全国", 5)
    assert scope("全省") == ("全省", 4)
    assert scope("2025年") == (None, 0)
    assert scope("市级投资") == (None, 0)


def test_a_body_is_the_cells_that_print_something() -> None:
    rows = [
        ["甲", "5"],
        ["乙", "————"],
        ["丙"],
        ["丁", " "],
        ["戊", "—"],
        ["己", "无"],
        ["庚", "6"],
    ]
    body = ColumnBody(rows, 1, default())
    assert (body.cells, body.filled, body.distinct) == (["5", "6"], 2, 2)
    assert ColumnBody([["5"], ["5"]], 0, default()).distinct == 1
    assert ColumnBody([], 0, default()).share("number") == 0.0


@pytest.mark.parametrize(
    ("cells", "are_natures"),
    [
        ("约束性", True),
        ("约束性 预期性 预期性 城区 乡村", True),
        ("约束性 预期性 全域 城区 乡村", False),
        ("全域 城区", False),
        ("", False),
    ],
)
def test_natures_are_three_of_five_cells(cells: str, are_natures: bool) -> None:
    assert ColumnBody([[cell] for cell in cells.split()], 0, default()).natures == are_natures


def test_sixty_rows_are_evidence() -> None:
    assert EVIDENCE_ROWS == 60
    rows = [[f"第{n}小学"] for n in range(1, 62)]
    assert ColumnBody(rows, 0, default()).cells[-1] == "第60小学"


def test_a_long_table_has_its_names_though_later_rows_are_not_seen() -> None:
    groups = [f"普及|乡镇幼儿园{n}（所）|{n}" for n in range(1, 43)]
    gaps = [f"其他||{n}" for n in range(43, 101)]
    # 42 of the sixty rows that are looked at
    assert roles("指标||2025年", *groups, *gaps) == "category name target:2025"
    assert roles("指标|指标|2025年", *groups, *gaps) == "category name target:2025"
    assert roles("指标||2025年", *groups[1:], *gaps) == "name qualifier target:2025"


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


def test_one_word_over_the_start_and_the_goal_is_that_of_the_goal() -> None:
    rows = ["公路里程（公里）|1|2"]
    assert roles("指标|规划值>2020年|规划值>2025年", *rows, start=2021) == (
        "name baseline:2020 target:2025"
    )
    # A goal of the year before that has its own word, or what was reached beside it, was a goal.
    apart = roles("指标|规划值（2020年）|规划值（2025年）", *rows, start=2021)
    assert apart == "name goal:2020 target:2025"
    rows = ["公路里程（公里）|1|2|2"]
    beside = roles("指标|规划值>2020年|规划值>2025年|2020年实际", *rows, start=2021)
    assert beside.startswith("name goal:2020 target:2025")
    # Nor does a plan start from a year far before its first.
    early = roles("指标|规划值>2018年|规划值>2025年", "公路里程（公里）|1|2", start=2021)
    assert early == "name goal:2018 target:2025"


def test_the_lowest_level_is_the_plans_own() -> None:
    def scopes(header: str) -> list[str | None]:
        return [
            c.scope for c in read_columns([(h,) for h in header.split("|")], [], None, default())
        ]

    assert scopes("指标|2025年新区目标|2025年市级目标") == [None, None, "市级"]
    assert scopes("指标|2025年目标值|2025年市级目标值") == [None, None, "市级"]
    assert scopes("指标|2025年全市|2025年全省") == [None, None, "全省"]
    assert scopes("指标|2025年全市") == [None, None]
    assert scopes("2025年全市|2025年全省") == [None, "全省"]
    # Past and goals are compared each among themselves, and a growth with none of them.
    assert scopes("2020年全省实际|2025年全市目标|2025年全省目标") == [None, None, "全省"]
    assert scopes("2025年全省目标|全市年均增速") == [None, "全市"]
    assert scopes("2025年全市目标|全市年均增速|全省年均增速") == [None, None, "全省"]
    assert scopes("全市年均增速") == ["全市"]
    # Told by a bracket, or by whose plan, wish or measure it is.
    assert scopes("指标|2030年（县）|2030年（市）") == [None, None, "(市)"]
    assert scopes("指标|2030年目标|省规划目标") == [None, None, "省规划"]
    assert scopes("指标|2030年（我市中心城区）|省对各市中心城区要求") == [None, None, "省对各市"]


def test_what_is_handed_down_is_a_goal_though_it_is_called_an_indicator() -> None:
    own, handed_down = read("指标|县规划目标|市级下达指标", "林地保有量|51|52", "湿地面积|8|9")[1:]
    assert (own.role, own.scope) == ("target", None)
    assert (handed_down.role, handed_down.scope) == ("target", "市级")


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("省", [None, None, "全市", None, "全市"]),
        ("市", [None, "全省", None, "全省", None]),
        # Of no level in the table, and of none at all: the lowest.
        ("国家", [None, "全省", None, "全省", None]),
        (None, [None, "全省", None, "全省", None]),
    ],
)
def test_goals_are_those_of_the_plans_own_level(
    level: RegionLevel | None, expected: list[str | None]
) -> None:
    paths = [
        ("指标",),
        ("2020年", "全省"),
        ("2020年", "全市"),
        ("2025年", "全省"),
        ("2025年", "全市"),
    ]
    own = LEVELS[level] if level else 0
    columns = read_columns(paths, [], None, default(), own_level=own)
    assert [column.scope for column in columns] == expected


def test_a_column_without_a_scope_is_the_plans_own_whatever_its_level() -> None:
    paths = [("指标",), ("2025年目标",), ("2025年全省目标",)]
    columns = read_columns(paths, [], None, default(), own_level=LEVELS["省"])
    assert [column.scope for column in columns] == [None, None, "全省"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("指标|2025年>全市|2025年>县域", [None, None, "县域"]),
        # Without a word for a whole the other words are no areas.
        ("指标|2025年>基础|2025年>县域", [None, None, None]),
        ("指标|2025年>全市|责任单位>县域", [None, None, None]),
        # A plain column is the plan's own.
        ("指标|2025年>全市|2025年>目标", [None, "全市", None]),
    ],
)
def test_beside_a_whole_a_single_word_is_a_part(header: str, expected: list[str | None]) -> None:
    paths = [tuple(cell.split(">")) for cell in header.split("|")]
    assert [column.scope for column in read_columns(paths, [], None, default())] == expected


def test_units_come_from_the_header_or_the_line_above() -> None:
    paths = [("机构名称",), ("床位（张）", "2020年"), ("设备", "2025年")]
    columns = read_columns(paths, [["甲院", "5", "6"]], "单位：台（套）", default())
    assert [c.unit for c in columns] == [None, "张", "台（套）"]
    assert unit_of_note("单位：公里、%", default()) is None


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        (None, None),
        ("", None),
        ("单位：万元", "万元"),
        ("（单位：万元）", "万元"),
        ("（计量单位：台（套））。", "台（套）"),
        ("单 位：亿 元；", "亿元"),
        ("2020年价格", None),
        ("责任单位：卫生健康局", "卫生健康局"),
    ],
)
def test_the_line_above_names_one_unit(note: str | None, unit: str | None) -> None:
    assert unit_of_note(note, default()) == unit


def test_only_values_and_money_take_the_unit_of_the_line_above() -> None:
    header = "项目名称|建设年限|总投资|中央投资（亿元）|2025年|2020年实际|2025年目标|年均增速"
    columns = read(header, "城东水厂|2023年|5|6|7|8|9|3", unit="单位：万元")
    units = [None, None, "万元", "亿元", "万元", "万元", "万元", None]
    assert [c.unit for c in columns] == units
    assert columns[1].role == "period"
    assert read("地块", "东坡", unit="单位：亩")[0].unit is None


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        ("指标|2020年|2025年|属性", "公路里程（公里）|5|6|预期性", "indicators"),
        ("机构名称|2020年|2025年", "甲院|5|6", "allocation"),
        ("机构名称|机构>2020年|机构>2025年", "甲院|三级乙等|三级甲等", "other"),
        ("序号|项目名称|建设内容|总投资（万元）", "1|甲路改造|改造道路|500", "projects"),
        ("项目|建设性质|建设年限|投资", "甲路改造|新建|2023年|500", "projects"),
        ("项目名称|建设性质|里程（公里）|等级", "甲路|改建|12|二级", "projects"),
        ("项目名称|建设性质|里程（公里）|等级", "甲路|约束性|12|二级", "indicators"),
        ("项目名称|建设性质|2020年|2025年", "甲路（公里）|改建|5|6", "indicators"),
        ("姓名|职务", "张三|组长", "other"),
    ],
)
def test_the_columns_tell_what_a_table_is_about(header: str, row: str, kind: str) -> None:
    rows = [row.split("|")]
    columns = read_columns([tuple(c.split(">")) for c in header.split("|")], rows, None, default())
    assert kind_of_table(columns, rows, "", default()) == kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ("三级 二级 一级 四级 4.5 5.5 6.5 7.5 8.5 9.5", "allocation"),
        ("三级 二级 一级 四级 三级 二级 一级 4.5 5.5 6.5", "other"),  # three of ten are numbers
        ("三级 . . 4.5 . . . . . .", "allocation"),
        (". . . . . . . . . .", "other"),
    ],
)
def test_a_table_whose_values_are_words_is_no_allocation(values: str, kind: str) -> None:
    rows = [("东湖镇", cell.strip("."), "") for cell in values.split()]
    paths = [("机构名称",), ("机构", "2020年"), ("备注",)]
    columns = read_columns(paths, rows, None, default())
    assert kind_of_table(columns, rows, None, default()) == kind


def test_six_columns_of_values_tell_what_a_table_holds() -> None:
    """Of the first six a third are numbers; of the first five, and of seven, less would be."""
    row = ["甲院", "三级", "三级", "三级", "三级", "41.5", "85.2", "三级", "三级"]
    years = [Column(path=(f"{year}年",), role="target") for year in range(2021, 2029)]
    columns = [Column(path=("机构名称",), role="entity"), *years]
    assert kind_of_table(columns, [row], None, default()) == "allocation"


@pytest.mark.parametrize(
    ("header", "row", "caption", "kind"),
    [
        # names of indicators need numbers or marks of nature
        ("指标|2025年", "城乡供水管网|建成投用", None, "other"),
        ("指标|2025年|属性", "城乡供水管网|建成投用|约束性", None, "indicators"),
        ("指标|2025年", "城乡供水管网|430", None, "indicators"),
        ("指标|备注", "城乡供水管网|市级", None, "other"),
        # the caption decides where entities have units
        ("区县|单位|2025年", "东湖区|公里|430", "主要指标", "indicators"),
        ("区县|单位|2025年", "东湖区|公里|430", "学位配置", "allocation"),
        ("区县|单位|2025年", "东湖区|公里|430", None, "allocation"),
        ("区县|2025年", "东湖区|430", "主要指标", "allocation"),
        ("区县|2025年", "东湖区|建成投用", "主要指标", "other"),
        ("区县|单位|2025年", "东湖区|公里|建成投用", "主要指标", "other"),
        ("备注|2025年", "含在建|430", None, "other"),
    ],
)
def test_what_a_table_is_about_where_columns_leave_it_open(
    header: str, row: str, caption: str | None, kind: str
) -> None:
    rows = [row.split("|")]
    columns = read_columns([(head,) for head in header.split("|")], rows, None, default())
    assert kind_of_table(columns, rows, caption, default()) == kind


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位：万人）", "万人"),
        ("(单位：万人)", "万人"),
        ("（单位：台（套））", "台（套）"),
        ("单位：台（套）", "台（套）"),
        ("单位：万元。", "万元"),
        ("单位：万元；", "万元"),
        ("单位：公里、%", None),
        ("市交通局", None),
        ("", None),
        (None, None),
    ],
)
def test_the_unit_that_the_line_above_names(note: str | None, unit: str | None) -> None:
    assert unit_of_note(note, default()) == unit


def units(header: str, note: str) -> list[str | None]:
    paths = [tuple(head.split(">")) for head in header.split("|")]
    return [column.unit for column in read_columns(paths, [], note, default())]


def test_the_unit_above_goes_to_values_that_print_none() -> None:
    assert units("指标|2025年|年均增速|备注", "单位：万元") == [None, "万元", None, None]
    assert units("指标|2025年（亿元）|2035年", "单位：万元") == [None, "亿元", "万元"]
    assert units("项目名称|建设内容|总投资", "单位：万元") == [None, None, "万元"]
    # the lowest unit is the nearest to the values
    assert units("指标|床位（张）>2025年", "") == [None, "张"]
    assert units("指标|床位（张）>2025年（万张）", "") == [None, "万张"]


def head_of(*path: str) -> ColumnHead:
    return read_head(path, default())


@pytest.mark.parametrize(
    ("path", "role", "year", "first", "growth"),
    [
        (("2025年",), "value", 2025, None, False),
        (("2025年目标",), "target", 2025, None, False),
        (("2020年实际",), "baseline", 2020, None, False),
        (("规划目标", "2025年"), "target", 2025, None, False),
        (("2020年", "2025年"), "value", 2025, None, False),
        (("2021-2025年年均增速",), "target", 2025, 2021, True),
        (("年均增速",), "target", None, None, True),
        (("2025年[累计]",), "target", 2025, None, False),
        (("“十四五”累计",), "target", None, 2021, True),
        (("“十四五”年均增速",), "target", 2025, 2021, True),
        (("2016-2020年", "2021-2025年年均增速"), "target", 2025, 2016, True),
        (("“十三五”末现状",), "baseline", 2020, 2016, False),
        (("指标",), "name", None, None, False),
    ],
)
def test_years_and_growth_of_a_head(
    path: tuple[str, ...], role: str, year: int | None, first: int | None, growth: bool
) -> None:
    head = head_of(*path)
    assert (head.role, head.year, head.first, head.growth) == (role, year, first, growth)
    assert head.bare == (role == "value")


@pytest.mark.parametrize(
    ("path", "role", "loose"),
    [
        # 项目 may head names, groups or entities; a sure word in the path settles it
        (("项目",), "name", True),
        (("指标", "项目"), "name", False),
        (("项目", "指标"), "name", False),
        (("指标",), "name", False),
        # the lowest telling cell
        (("指标", "单位"), "unit", False),
        (("指标", "指标", "备注"), "note", False),
        (("指标", ""), "name", False),
        (("指标", "2025年"), "value", False),
        (("指标", "情况"), "name", False),
        # a word for values alone, and one in a path of others
        (("情况",), None, False),
        (("全市情况", "2025年"), "value", False),
        (("目标引领情况",), "target", False),
        (("现状值",), "baseline", False),
        (("2025年东湖片",), "value", False),
        (("总投资（万元）",), "investment", False),
        ((), None, False),
    ],
)
def test_the_lowest_telling_cell_names_the_role(
    path: tuple[str, ...], role: str | None, loose: bool
) -> None:
    head = head_of(*path)
    assert (head.role, head.loose) == (role, loose)


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        (("2025年全省目标",), "全省"),
        (("全市", "2025年"), "全市"),
        (("2025年",), None),
        (("全省", "备注"), None),
    ],
)
def test_the_level_of_government_is_told_of_values(
    path: tuple[str, ...], scope: str | None
) -> None:
    assert head_of(*path).scope == scope


@pytest.mark.parametrize(
    ("header", "rows", "found"),
    [
        # the year after the last past one
        ("指标|2020年实际|2021年|2025年", [], "name baseline:2020 target:2021 target:2025"),
        (
            "指标|2015年现状|2020年现状|2020年|2025年",
            [],
            "name baseline:2015 baseline:2020 baseline:2020 target:2025",
        ),
        # the year with which a growth begins
        (
            "指标|2018年|2020年|2025年|2021-2025年年均增速",
            [],
            "name baseline:2018 baseline:2020 target:2025 target:2025",
        ),
        (
            "指标|2020年|2025年|2020-2025年年均增速",
            [],
            "name baseline:2020 target:2025 target:2025",
        ),
        # a total has no year of its own
        ("指标|2019年|2025年|“十五五”累计", [], "name baseline:2019 target:2025 target"),
        # a worded goal
        (
            "指标|2018年|2020年|2025年|2030年目标",
            [],
            "name baseline:2018 baseline:2020 baseline:2025 target:2030",
        ),
        ("指标|2025年|2030年|2025年目标", [], "name baseline:2025 target:2030 target:2025"),
        # the first year under which bounds are printed, if it is not the first of all
        (
            "指标|2018年|2020年|2025年",
            ["堤防|5|6|≥7"],
            "name baseline:2018 baseline:2020 target:2025",
        ),
        (
            "指标|2018年|2020年|2025年",
            ["堤防|≥5|6|≥7"],
            "name baseline:2018 target:2020 target:2025",
        ),
        # else the second year; one alone is a goal
        ("指标|2018年|2020年|2025年", ["堤防|5|6|7"], "name baseline:2018 target:2020 target:2025"),
        ("指标|2025年", ["堤防|5"], "name target:2025"),
        ("指标|2025年|2018年|2020年", ["堤防|5|6|7"], "name target:2025 baseline:2018 target:2020"),
    ],
)
def test_the_first_year_of_goals(header: str, rows: list[str], found: str) -> None:
    assert roles(header, *rows) == found


@pytest.mark.parametrize(("bounds", "first_goal"), [(2, 2025), (1, 2020)])
def test_bounds_under_one_year_in_five_rows_make_it_a_goal(bounds: int, first_goal: int) -> None:
    rows = [f"堤防|5|6|{'≥' * (n < bounds)}7" for n in range(10)]
    past = "baseline" if first_goal > 2020 else "target"
    found = roles("指标|2018年|2020年|2025年", *rows)
    assert found == f"name baseline:2018 {past}:2020 target:2025"


@pytest.mark.parametrize(
    ("header", "scopes"),
    [
        ("指标|2025年市级目标|2025年全省目标", [None, None, "全省"]),
        ("指标|2025年市级目标|2025年全省目标|2025年目标", [None, "市级", "全省", None]),
        ("指标|2025年目标|2025年全镇目标", [None, None, "全镇"]),
        # each role for itself
        ("指标|2020年全省现状|2025年市级目标|2025年全省目标", [None, None, None, "全省"]),
        # a growth says nothing of the level, but has the plan's own as well
        ("指标|全省年均增速|2025年市级目标|市级年均增速", [None, "全省", None, None]),
    ],
)
def test_the_scope_of_the_plans_own_columns_is_left_out(
    header: str, scopes: list[str | None]
) -> None:
    columns = read_columns([(head,) for head in header.split("|")], [], None, default())
    assert [column.scope for column in columns] == scopes


def kind(header: str, *rows: str, caption: str | None = None) -> str:
    cells = [row.split("|") for row in rows]
    return kind_of_table(read(header, *rows), cells, caption, default())


@pytest.mark.parametrize(
    ("header", "is_of_projects"),
    [
        ("项目名称|建设内容", True),
        ("项目名称|建设年限", True),
        ("项目名称|总投资", True),
        ("项目名称|建设地点", False),
        ("机构名称|建设内容", False),
    ],
)
def test_names_with_works_period_or_money_are_projects(header: str, is_of_projects: bool) -> None:
    expected = "projects" if is_of_projects else "other"
    assert kind(header, "城东水厂|新建泵房") == expected


def test_more_than_three_numbers_in_ten_make_indicators() -> None:
    words = [f"第{n}中学|达到省级示范标准" for n in "一二三四五六七"]
    numbers = [f"第{n}中学|{size}" for n, size in zip("八九十", (900, 1200, 800), strict=True)]
    assert kind("指标|2025年", *words, *numbers) == "other"
    assert kind("指标|2025年", *words[1:], *numbers) == "indicators"
    assert kind("指标|2025年|属性", *[f"{row}|预期性" for row in words]) == "indicators"
    assert kind("学校|2025年", *words, *numbers) == "other"
    assert kind("学校|2025年", *words[1:], *numbers) == "allocation"
    assert kind("指标|2025年") == "other"


def test_six_columns_of_values_stand_for_all() -> None:
    years = "|".join(f"{year}年" for year in range(2021, 2028))
    assert kind(f"指标|{years}", "学位（个）|—|—|—|—|—|900|—") == "indicators"
    assert kind(f"指标|{years}", "学位（个）|—|—|—|—|—|—|900") == "other"


def test_a_caption_tells_indicators_from_an_allocation() -> None:
    header, row = "机构名称|单位|2025年", "区人民医院|张|620"
    assert kind(header, row, caption="表1 医疗资源主要指标") == "indicators"
    assert kind(header, row, caption="表1 床位配置") == "allocation"
    assert kind(header, row) == "allocation"
    assert kind("机构名称|2025年", "区人民医院|620", caption="表1 主要指标") == "allocation"
    assert kind("类别|2025年", "公立|620") == "allocation"
    assert kind("序号|2025年", "1|620") == "other"


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
def test_any_header_gives_one_column_per_path(
    paths: list[tuple[str, ...]], data: st.DataObject
) -> None:
    """Whatever is printed, there is one column for each path, and nothing raises."""
    rows = data.draw(st.lists(st.lists(st.text(max_size=6), max_size=7), max_size=5))
    columns = read_columns(paths, rows, data.draw(st.none() | st.text(max_size=12)), default())
    assert [c.path for c in columns] == paths
    kind_of_table(columns, rows, None, default())


@pytest.mark.parametrize(
    ("header", "rows", "unit", "expected"),
    [
        (
            "工程名称|2024年|2025年|合计",
            ("管网改造|0.8|1.2|2.0", "双溪水库|3.1|2.2|5.3"),
            "单位：亿元",
            "name investment investment investment",
        ),
        # Of no money, of what is measured, under a head of indicators, and of goals.
        (
            "工程名称|2024年|2025年",
            ("管网改造|8|12", "双溪水库|3|2"),
            "单位：公里",
            "name baseline:2024 target:2025",
        ),
        (
            "重点项目|2024年|2025年",
            ("投产项目数|8|12", "项目开工率|3|2"),
            "单位：亿元",
            "name baseline:2024 target:2025",
        ),
        (
            "指标|2024年|2025年",
            ("管网改造|8|12", "双溪水库|3|2"),
            "单位：亿元",
            "name baseline:2024 target:2025",
        ),
        (
            "工程名称|2024年|2025年目标",
            ("管网改造|8|12", "双溪水库|3|2"),
            "单位：亿元",
            "name baseline:2024 target:2025",
        ),
    ],
)
def test_money_under_years_is_what_projects_cost(
    header: str, rows: tuple[str, ...], unit: str, expected: str
) -> None:
    read_roles = roles(header, *rows, unit=unit)
    assert (
        read_roles.replace("investment:2024", "investment").replace("investment:2025", "investment")
        == expected
    )
