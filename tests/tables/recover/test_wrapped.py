"""Tables that a converter has wrapped or cut: small cases, and what tells one reading from another."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from laws import assert_lossless, assert_spans_slice
from places import CASES
from planparse import grammar, parse
from planparse.model.plan import Table
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.doubt import name_doubt, rows_doubt
from planparse.tables.recover.tokens import ColumnLayout

G = grammar.default()


@dataclass
class Case:
    """One case of the file: the lines of a table, and its rows as they must be read."""

    title: str
    lines: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def cases() -> list[Case]:
    found: list[Case] = []
    for line in (CASES / "wrapped.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:]))
        elif line.startswith("=> "):
            found[-1].rows.append(line[3:].rstrip())
        elif line.strip() and not line.startswith("#"):
            found[-1].lines.append(line.replace("→", "\t"))
    return found


def written(table: Table) -> list[str]:
    """Header and rows of a table as the cases write them."""
    header = " | ".join("".join(c.path) for c in table.columns)
    return [header, *(" | ".join(row).rstrip() for row in table.rows)]


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.title)
def test_case(case: Case) -> None:
    text = "\n".join(
        [
            "云溪市交通运输发展规划",
            "",
            "专栏1 主要指标",
            *case.lines,
            "",
            "二、保障措施",
            "加强组织领导。",
        ]
    )
    plan = parse(text)
    assert written(plan.tables[0]) == case.rows
    assert_spans_slice(plan)
    assert_lossless(plan)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("森林覆盖率（%）", "森林覆盖率（%"),
        ("森林覆盖率（%）", "（%）"),
        ("森林覆盖率（%）", "森林覆盖率（%）湿地保护率（%）"),
        ("森林覆盖率（%）", "森林覆盖率（%）61.2"),
        ("每千人口执业（助理）医师数（人）", "率（%）每千人口执业（助理）医师数（人）"),
        ("湿地保护率", ""),
    ],
)
def test_a_torn_name_is_doubted_more(better: str, worse: str) -> None:
    """Brackets that do not close, a unit inside, an end where no name begins: each speaks against a name."""
    assert name_doubt(better, G) < name_doubt(worse, G)


def test_a_serial_number_out_of_turn_speaks_against_rows() -> None:
    layout = ColumnLayout((), ("number", "name", "value"))

    def rows(*serials: str) -> list[list[RawCell]]:
        return [[RawCell(s), RawCell("森林覆盖率（%）"), RawCell("62")] for s in serials]

    assert (
        rows_doubt(rows("1", "2", "3"), layout, G).total
        < rows_doubt(rows("1", "5", "2"), layout, G).total
    )


def test_a_number_in_a_name_out_of_turn_speaks_against_rows() -> None:
    """1．…, 3．…: the second row was lost, or put into another."""
    layout = ColumnLayout((), ("name", "value"))

    def rows(*names: str) -> list[list[RawCell]]:
        return [[RawCell(f"{name}覆盖率（%）"), RawCell("62")] for name in names]

    lost = rows_doubt(rows("1．公交", "3．地铁"), layout, G).total
    assert rows_doubt(rows("1．公交", "2．客运", "1．地铁"), layout, G).total < lost


def test_a_short_piece_inside_a_name_speaks_against_rows() -> None:
    """A wrapped name fills its column on every line but its last: 养老 is no line of a name."""
    layout = ColumnLayout((), ("name", "value"))

    def rows(*widths: int) -> list[list[RawCell]]:
        spans = tuple((n * 20, n * 20 + width) for n, width in enumerate(widths))
        return [[RawCell("社区养老服务设施覆盖率（%）", spans), RawCell("62")]]

    full, short = (
        rows_doubt(rows(9, 9, 2), layout, G).total,
        rows_doubt(rows(9, 2, 9), layout, G).total,
    )
    assert full < short
    assert full == rows_doubt(rows(9, 9, 9), layout, G).total


def test_radicals_are_read_as_the_characters_that_they_show() -> None:
    """⽂ for 文: names and headings are told in characters, spans and texts beside them are as printed."""
    text = "⽂化发展规划\n⼀、主要⽬标\n到2025年，⼈均公共⽂化设施⾯积达到0.3平⽅⽶，新建⽂化馆12个。\n"
    plan = parse(text)
    assert plan.text == text
    assert [(s.label, s.title) for s in plan.sections] == [("一、", "主要目标")]
    assert [(m.subject, m.text) for m in plan.mentions] == [
        ("人均公共文化设施面积", "0.3平⽅⽶"),
        ("文化馆", "12个"),
    ]
    assert all(plan.text[m.span[0] : m.span[1]] == m.text for m in plan.mentions)
    assert_lossless(plan)


def test_a_numbered_group_on_lines_of_its_own_is_no_row() -> None:
    """一 / 基础设施 / 1 / …: the number of a group is no serial number, and no cell moves by it."""
    cells = [
        "序号",
        "指标名称",
        "单位",
        "2022年",
        "2025年",
        "2027年",
        "属性",
        "一",
        "基础设施",
        "1",
        "生活污水治理率",
        "%",
        "62.5",
        "85",
        "95",
        "约束性",
        "2",
        "公路优良中等路率",
        "%",
        "88",
        "90",
        "92",
        "约束性",
        "二",
        "公共服务",
        "3",
        "养老站点数",
        "个",
        "12",
        "30",
        "60",
        "预期性",
    ]
    plan = parse(
        "\n".join(["青岚县农村建设规划", "表1 主要指标", *cells, "二、任务", "加强领导。"])
    )
    assert [
        (i.category, i.number, i.name, i.target and (i.target.value, i.target.year))
        for i in plan.indicators
    ] == [
        ("基础设施", "1", "生活污水治理率", (95.0, 2027)),
        ("基础设施", "2", "公路优良中等路率", (92.0, 2027)),
        ("公共服务", "3", "养老站点数", (60.0, 2027)),
    ]
