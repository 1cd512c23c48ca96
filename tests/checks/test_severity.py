"""How much a finding weighs: an error cannot be right, a warning may be, a note is one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from planparse.checks.registry import check_plan
from planparse.grammar import default
from planparse.model.source import OLD_LAYER, Notice
from planparse.parser import Parser
from sketch import sketch

SHEET = "sheet 专栏2 allocation: 乡镇 | 水窖（口）\nline 柳河镇 | 12\nline 清泉镇 | 30\n"


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        ("row 1 | 自来水普及率（%） | 88 | 95\nsaid target 2025 自来水普及率 93%", "error"),
        ("row 1 | 自来水普及率（%） | 88 | 95\nsaid target 2025 自来水普及率 ≥78%", "warning"),
        ("row 1 | 自来水普及率（%） | 88 | 95\nsaid standard - 自来水普及率 93%", "warning"),
        (
            "row 1 | 旅游业增加值占比（%） | 8 | 10\nsaid target 2025 旅游业增加值占地区生产总值比重 12%",
            "warning",
        ),
        (
            "row 1 | 旅游业增加值占地区生产总值比重（%） | 8 | 10\nsaid target 2025 旅游业增加值占比 12%",
            "warning",
        ),
        (
            "row 1 | 优质高山茶叶产量（吨） | 386 | 520\nsaid baseline 2020 茶叶产量 386吨\n"
            "said target 2025 茶叶产量 500吨",
            "warning",
        ),
        ("row 1 | 森林覆盖率（%） | 52 | 51", "warning"),
        ("row 1 | 用水总量（亿立方米） | 186 | ≤226", "info"),
        ("row 1 | 森林覆盖率（%） | 50 | 51 | 市级=52", "info"),
        (SHEET + "line 合计 | 43", "error"),
        (SHEET + "line 石桥镇 | 1□", "warning"),
    ],
)
def test_severity(lines: str, severity: str) -> None:
    assert [f.severity for f in check_plan(sketch(lines, default()), default()).findings] == [
        severity
    ]


@pytest.mark.parametrize(("page", "severity"), [(1, "warning"), (2, "info")])
def test_numbers_that_an_old_recognition_has_read_are_worth_a_note(
    page: int, severity: str
) -> None:
    draft = sketch(
        "head 1 一、 供水现状\nhead 1 二、 建设任务\nhead 1 二、 组织保障\nhead 1 四、 附则",
        default(),
    )
    sections = tuple(section.model_copy(update={"page": 2}) for section in draft.sections)
    notice = Notice("unreadable-cell", "第2页是扫描件", cause=OLD_LAYER, pages=(page,))
    source = replace(draft.source, notices=(notice,))
    found = check_plan(structs.replace(draft, sections=sections, source=source), default()).findings
    numbers = [one.severity for one in found if one.kind != "unreadable-cell"]
    assert numbers == [severity] * len(numbers)
    assert numbers


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ("到2020年，全县用水总量控制在2.6亿立方米以内。", []),
        ("截至2020年，全县用水总量控制在2.6亿立方米以内。", ["prose-contradicts-table"]),
    ],
)
def test_a_ceiling_of_the_period_before_is_not_what_was_used(told: str, kinds: list[str]) -> None:
    plan = Parser().parse(
        "# 松江县“十四五”水务规划（2021—2025年）\n\n## 一、“十三五”回顾\n\n"
        f"{told}\n\n## 二、目标\n\n表1 主要指标\n\n"
        "| 指标 | 2020年 | 2025年 |\n|---|---|---|\n| 用水总量（亿立方米） | 2.9 | 2.8 |\n"
    )
    assert [one.kind for one in plan.findings] == kinds


def test_serial_numbers_of_rows_whose_place_is_not_known() -> None:
    """The rows of the table are counted where its lines are not known."""
    draft = sketch(
        "sheet 专栏4 projects: 序号 | 项目名称 | 总投资（万元）\nline 1 | 水厂扩建 | 3000\n"
        "line 2 | 管网改造 | 1250\nline 4 | 河道整治 | 800",
        default(),
    )
    table = draft.tables[0]
    for known in range(4):
        lost = table.model_copy(update={"cell_spans": table.cell_spans[:known]})
        (finding,) = check_plan(structs.replace(draft, tables=(lost,)), default()).findings
        last = "第4行" if known == 3 else "表中第3行"
        assert finding.message.startswith("专栏4缺序号3：")
        assert (last in finding.message) is (known < 3)
