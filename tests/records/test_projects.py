"""Project tables to projects, allocation tables to observations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planparse.grammar import default
from planparse.model.draft import Draft
from planparse.model.plan import Table
from planparse.model.source import Source
from planparse.records.resources.projects import read_projects
from planparse.tables.columns import kind_of_table, read_columns


def read(*lines: str, unit: str | None = None, caption: str = "配置表") -> Draft:
    cells = [x.split("|") for x in lines]
    rows = tuple(map(tuple, cells[1:]))
    columns = read_columns([tuple(c.split(">")) for c in cells[0]], rows, unit, default())
    kind = kind_of_table(columns, rows, caption, default())
    table = Table(
        id="t1", caption=caption, kind=kind, unit_note=unit, columns=columns, rows=rows, span=(0, 9)
    )
    return read_projects(Draft(Source("", ()), tables=(table,)), default())


def projects(*lines: str, unit: str | None = None) -> list[str]:
    out = []
    for p in read(*lines, unit=unit).projects:
        money = p.investment.normalized.value if p.investment and p.investment.normalized else None
        out.append(f"{p.number or '-'} {p.name} {p.nature or '-'} {p.start}-{p.end} {money}")
    return out


def test_sums_and_groups_are_no_projects() -> None:
    assert projects(
        "序号|项目名称|建设内容|建设性质|建设年限|总计（万元）",
        "|合计||||3500",
        "一|道路工程||||2000",
        "1|甲路改造工程|改造道路3公里|改建|2021—2023年|1500",
        "2|乙桥新建工程|新建桥梁一座|新建|2024年|500",
        "二|供水工程（1个）||||1500",
        "3|丙水厂|日供水2万吨|续建|续建|1500",
    ) == [
        "1 甲路改造工程 改建 2021-2023 15000000.0",
        "2 乙桥新建工程 新建 2024-2024 5000000.0",
        "3 丙水厂 续建 None-None 15000000.0",
    ]


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("2019-2021年", 2019, 2021),
        ("2021—2025", 2021, 2025),
        ("2021年至2024年", 2021, 2024),
        ("2023年", 2023, 2023),
        ("2021.6-2023.12", 2021, 2023),
        ("2021年3月—2024年6月", 2021, 2024),
        ("2021-25年", 2021, 2025),
        ("2025年底前", None, 2025),
        ("2023年起", 2023, None),
        ("续建", None, None),
        ("", None, None),
    ],
)
def test_years_of_a_project(printed: str, start: int | None, end: int | None) -> None:
    draft = read("项目名称|建设年限|建设内容", f"甲工程|{printed}|新建")
    assert (draft.projects[0].start, draft.projects[0].end) == (start, end)


def test_the_total_is_taken_among_several_columns_of_money() -> None:
    assert projects(
        "项目名称|“十四五”投资|总投资|开工时间|竣工时间",
        "甲工程|3|5|2021年|2026年",
        unit="单位：亿元",
    ) == ["- 甲工程 - 2021-2026 500000000.0"]


def test_a_unit_in_the_cell_counts() -> None:
    found = projects("序号|工程名称|建设规模|估算投资", "1|甲水库|小型|1.2亿元")
    assert found == ["1 甲水库 - None-None 120000000.0"]


# ---------------------------------------------------------------- observations


def observations(*lines: str, unit: str | None = None, caption: str = "配置表") -> list[str]:
    return [
        f"{o.entity}{'<' + o.parent if o.parent else ''} {o.metric} {o.value.year or '?'} {o.value.text}"
        f" {o.unit.text if o.unit else '-'}{'/' + str(o.per.count) if o.per else ''} {o.role}"
        for o in read(*lines, unit=unit, caption=caption).observations
    ]


def test_a_header_of_two_rows_gives_metric_year_unit_and_base() -> None:
    assert observations(
        "机构类别|床位数（张）>2020年|床位数（张）>2025年|每千人口床位数（张）>2025年",
        "全区|50|60|7.2",
    ) == [
        "全区 床位数 2020 50 张 baseline",
        "全区 床位数 2025 60 张 target",
        "全区 每千人口床位数 2025 7.2 张/1000 target",
    ]


def test_a_base_in_the_middle_row_goes_before_the_metric() -> None:
    header = (
        "机构类别|护士数（人）>总数>2020年|护士数（人）>总数>2025年|护士数（人）>每千人口>2020年"
    )
    assert observations(header, "全县|900|1000|3.1") == [
        "全县 护士数 2020 900 人 baseline",
        "全县 护士数 2025 1000 人 target",
        "全县 每千人口护士数 2020 3.1 人/1000 baseline",
    ]


def test_present_and_planned_number_have_one_metric() -> None:
    header = "学校名称|现有学位（个）|2025年规划学位（个）"
    assert observations(header, "甲小学|900|1200", "合计|900|1200") == [
        "甲小学 学位 ? 900 个 baseline",
        "甲小学 学位 2025 1200 个 target",
        "合计 学位 ? 900 个 baseline",
        "合计 学位 2025 1200 个 target",
    ]


def test_parts_by_name_end_where_the_name_changes() -> None:
    rows = ("医院|30", "其中：公立医院|20", "民办医院|10", "卫生院|5")
    found = read("机构类别|2025年床位（张）", *rows).observations
    assert [(o.entity, o.parent) for o in found] == [
        ("医院", None),
        ("公立医院", "医院"),
        ("民办医院", "医院"),
        ("卫生院", None),
    ]


def test_parts_by_sum_end_where_the_sum_is_full() -> None:
    rows = ("全县|30", "其中：甲镇|20", "乙乡|10", "丙农场|5")
    found = read("区域|2025年产量（吨）", *rows).observations
    assert [(o.entity, o.parent) for o in found] == [
        ("全县", None),
        ("甲镇", "全县"),
        ("乙乡", "全县"),
        ("丙农场", None),
    ]


def test_empty_cells_and_dashes_are_no_observations() -> None:
    assert observations("区县|2025年目标|现状", "甲区|—|", caption="各区粮食产量") == []


CELL = st.text("一1合计其中：医院—.（张）2025年-", max_size=7)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=6))
def test_whatever_the_cells_print_nothing_raises_and_ids_are_unique(
    rows: list[tuple[str, ...]],
) -> None:
    """Any body under either header gives records with ids of their own, in the order of the rows."""
    for header in ("机构名称|现有床位|2025年|2030年", "序号|项目名称|建设年限|总投资（万元）"):
        draft = read(header, *("|".join(r) for r in rows))
        for records in (draft.projects, draft.observations):
            assert len({r.id for r in records}) == len(records)
            assert [r.row for r in records] == sorted(r.row for r in records)
