"""Indicator tables of many fields: the rows of `fixtures/cases/indicators.txt`, and names."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docx_files import docx, p, tbl, tc
from places import CASES, CORPUS
from planparse import Plan, read
from planparse.grammar import default
from planparse.model.draft import Draft
from planparse.model.plan import Indicator, Table, Unit, Value
from planparse.model.source import Cell, Grid, Source
from planparse.parser import Parser
from planparse.records.indicators import canonical_of, direction_of, read_indicators
from planparse.records.labels.indents import indented_cells
from planparse.tables.columns import kind_of_table, read_columns

NATURES = {"预期性": "预期性", "约束性": "约束性", "预期": "预期性", "约束": "约束性", None: None}


def table_of(lines: list[str], caption: str = "主要指标") -> Table:
    """A table from `| cell | cell |` lines: the first is the header, `a/b` in it a path of two cells."""
    cells = [[c.strip() for c in x.strip("|").split("|")] for x in lines if x.startswith("|")]
    paths = [tuple(c.split("/")) if "/20" in c else (c,) for c in cells[0]]
    unit = next((x.removeprefix("unit: ") for x in lines if x.startswith("unit: ")), None)
    rows = tuple(tuple(r) for r in cells[1:])
    columns = read_columns(paths, rows, unit, default())
    notes = tuple(x.removeprefix("note: ") for x in lines if x.startswith("note: "))
    kind = kind_of_table(columns, rows, caption, default())
    return Table(
        id="t1",
        caption=caption,
        kind=kind,
        unit_note=unit,
        columns=columns,
        rows=rows,
        notes=notes,
        span=(0, 1),
    )


def indicators_of(table: Table) -> tuple[Indicator, ...]:
    return read_indicators(Draft(Source("", ()), tables=(table,)), default()).indicators


def show_value(value: Value | None, of_row: Unit | None = None) -> str:
    """A value on one line, with its unit where it is not the row's."""
    if value is None:
        return "none"
    what = {
        "number": f"{value.comparator}{value.value}",
        "range": f"{value.low}..{value.high}",
        "ratio": f"{value.ratio}",
        "relative": f"{value.comparator}{value.value} against {value.reference}",
        "text": f"“{value.text}”",
        "missing": "missing",
        "compound": " and ".join(show_value(part, of_row) for part in value.parts),
    }.get(value.kind, f"{value.kind} “{value.text}”")
    unit = f" {value.unit.text}" if value.unit and value.unit != of_row else ""
    basis = f" {value.basis}" if value.basis else ""
    return f"{value.year or '?'} {what}{unit}{basis}".replace(".0 ", " ").removesuffix(".0")


def show(x: Indicator, names: dict[str, str]) -> str:
    """An indicator on one line, in the form that the file of cases opens with."""
    per = f" per {x.per.count} {x.per.of}" if x.per else ""
    groups = " > ".join(group for group in (x.category, x.subcategory) if group)
    parts = [
        f"{x.number or '-'} {groups or '-'} / {x.name}",
        f" ({x.qualifier})" if x.qualifier else "",
        f" < {names[x.parent]}" if x.parent else "",
        f" [{x.unit.text if x.unit else '-'}{per}] {x.nature or '-'}: ",
        f"{show_value(x.baseline, x.unit)} → {show_value(x.target, x.unit)}",
        "".join(
            f" | {v.label}{'@' + v.scope if v.scope else ''} {show_value(v, x.unit)}"
            for v in x.others
        ),
        f" # {x.note}" if x.note else "",
        f" inferred {','.join(x.inferred)}" if x.inferred else "",
    ]
    return "".join(parts)


def cases() -> Iterator[tuple[str, list[str], list[str]]]:
    for block in (CASES / "indicators.txt").read_text(encoding="utf-8").split("\n# ")[1:]:
        title, *lines = block.split("\n")
        at = lines.index("=")
        yield title, [x for x in lines[:at] if x], [x for x in lines[at + 1 :] if x]


@pytest.mark.parametrize(("lines", "expected"), [pytest.param(a, b, id=t) for t, a, b in cases()])
def test_a_table_is_read_as_printed(lines: list[str], expected: list[str]) -> None:
    table = table_of(lines)
    assert table.kind == "indicators"
    found = indicators_of(table)
    names = {x.id: x.name for x in found}
    assert [show(x, names) for x in found] == expected


def periods_of(notes: str) -> list[tuple[str, int, int]]:
    """The values of a plan's table that have a period: their text, its first year and its last."""
    text = (
        "# 松江县“十四五”绿化规划（2021—2025年）\n\n表1 主要指标\n\n"
        "| 指标 | 单位 | 2015年 | 2020年 | 2025年 | “十三五”累计 |\n|---|---|---|---|---|---|\n"
        "| 新建绿道 | 公里 | [11] | [26以上] | [40] | 27 |\n"
        "| 口袋公园* | 个 | 5 | 8 | 12 | — |\n"
        "| 古树 | 株 | 70 | 71（2019年） | 71 | — |\n"
        f"\n{notes}\n"
    )
    row_values = (
        value
        for row in Parser().parse(text).indicators
        for value in (row.baseline, row.target, *row.others)
    )
    return [
        (value.text, value.period.start, value.period.end)
        for value in row_values
        if value and value.period
    ]


def test_a_total_of_the_baseline_is_over_the_period_before() -> None:
    assert periods_of("注：[]内为五年累计数；*为规划期内总量。") == [
        ("[26以上]", 2016, 2020),
        ("[40]", 2021, 2025),
        ("27", 2016, 2020),
        ("8", 2016, 2020),
        ("12", 2021, 2025),
    ]


def test_brackets_alone_may_be_anything_in_the_column_of_the_baseline() -> None:
    assert periods_of("注：绿道含步道。") == [("[40]", 2021, 2025), ("27", 2016, 2020)]


def test_a_difference_of_shares_is_in_points() -> None:
    lines = [
        "| 指标 | 单位 | 2020年 | 2025年 | “十四五”新增 | 较2020年提高 | 年均增速 |",
        "| 湿地保护率 | % | 52 | 55 | 3 | 3 | 1.1 |",
        "| 新生儿死亡率 | ‰ | 3 | 2.5 | -0.5 | -0.5 | — |",
        "| 湿地公园 | 处 | 4 | 6 | 2 | 2 | 8 |",
        # No level in %, and no share by name: how fast it falls.
        "| 单位产值水耗 | % | — | — | — | 16 | — |",
    ]
    shown = []
    for row in indicators_of(table_of(lines)):
        for value in (*row.others, *([row.target] if row.target else [])):
            unit, normalized = value.unit, value.normalized
            if unit and normalized and value.label:
                base = f"{normalized.value:.9g} {normalized.unit}"
                shown.append(f"{value.label} {value.text} {unit.text} {base} {value.measure}")
    assert shown == [
        "“十四五”新增 3 % 3 {pp} change",
        "较2020年提高 3 % 3 {pp} change",
        "年均增速 1.1 % 0.011 1 growth",
        "“十四五”新增 -0.5 ‰ -0.05 {pp} change",
        "较2020年提高 -0.5 ‰ -0.05 {pp} change",
        "“十四五”新增 2 处 2 {site} change",
        "较2020年提高 2 处 2 {site} total",
        "年均增速 8 % 0.08 1 growth",
        "较2020年提高 16 % 0.16 1 total",
    ]


def test_growth_over_all_years_is_no_sum_of_them() -> None:
    lines = [
        "| 指标 | 单位 | 2020年 | 2025年 | 五年累计增长（%） |",
        "| 茶叶产量 | 万吨 | 1.5 | 1.8 | 20 |",
        "| 肉类产量 | 万吨 | 4.0 | 5.0 | 25 |",
    ]
    grown = [value for row in indicators_of(table_of(lines)) for value in row.others]
    assert [(value.measure, value.basis) for value in grown] == [("growth", "cumulative")] * 2


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("每千常住人口医疗卫生机构床位数", "beds-per-1000"),
        ("每千人口执业(助理)医师数", "doctors-per-1000"),
        ("每万人口全科医生数量", "gps-per-10000"),
        ("全市森林覆盖率", "forest-cover"),
        ("地区生产总值（GDP）", "gdp"),
        ("万人发明专利拥有量", "patents-per-10000"),
        ("孕产妇系统管理率", "maternal-management"),
        ("某种没有听说过的指标", None),
    ],
)
def test_a_known_name_has_an_id_however_it_is_printed(name: str, canonical: str | None) -> None:
    assert canonical_of(name, default()) == canonical


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("婴儿死亡率", "lower"),
        ("单位GDP二氧化碳排放降低", "higher"),
        ("单位产品能耗", "lower"),
        ("污水处理率", "higher"),
        ("居民结核病发病率", "lower"),
        ("结核病患者成功治疗率", "higher"),
        ("中小学生近视率", "lower"),
        ("村卫生室覆盖率", "higher"),
        ("事故起数下降率", "higher"),
        ("经营净收入占农民收入比重", None),
        ("个人医药支出占家庭收入比重", "lower"),
        ("床人（卫生人员）比", None),
        ("常住人口", None),
        ("辖区面积变更", None),
        ("规上企业研发经费支出占营业收入比重", "higher"),
        ("全社会研发投入强度（%）", "higher"),
        ("行政经费支出占财政支出比重", None),
        ("研发经费支出", None),
    ],
)
def test_a_name_says_which_way_is_better(name: str, direction: str | None) -> None:
    assert direction_of(name, default()) == direction


def test_no_name_belongs_to_two_indicators_once_compared() -> None:
    """Two rules may not share a name, also not one that differs only in what comparing leaves out."""
    owner: dict[str, str] = {}
    for rule in default().group("indicator"):
        for word in rule.words:
            assert canonical_of(word, default()) == rule.id.removeprefix("indicators."), word
            assert owner.setdefault(word, rule.id) == rule.id
        assert rule.attrs["direction"] in ("higher", "lower", "none")


# ---------------------------------------------------------------- laws


def test_spans_are_those_of_the_printed_row() -> None:
    table = table_of(["| 指标 | 2020年 | 2025年 |", "| 公路里程（公里） | 5 | 6 |"])
    table = table.model_copy(update={"cell_spans": (((10, 19), None, (24, 25)),)})
    found = indicators_of(table)[0]
    assert found.span == (10, 25)
    assert found.target is not None and found.target.span == (24, 25)
    assert found.baseline is not None and found.baseline.span is None


def test_a_table_of_another_kind_gives_no_indicator() -> None:
    table = table_of(["| 机构名称 | 2020年 |", "| 甲院 | 5 |"], "床位配置")
    assert table.kind == "allocation"
    assert indicators_of(table) == ()


CELL = st.text("一二1其中：（%）①*〔〕—/≥. 率约束", max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), max_size=6), st.lists(CELL, max_size=2))
def test_whatever_the_cells_print_each_row_gives_at_most_one_indicator(
    rows: list[tuple[str, ...]], notes: list[str]
) -> None:
    """Rows come out in order, once each at most, with ids that are unique and parents that exist."""
    columns = read_columns(
        [("序号",), ("指标",), ("2020年",), ("2025年",), ("属性",)], rows, None, default()
    )
    table = Table(
        id="t1",
        kind="indicators",
        columns=columns,
        rows=tuple(rows),
        notes=tuple(notes),
        span=(0, 1),
    )
    found = indicators_of(table)
    assert [x.row for x in found] == sorted({x.row for x in found})
    ids = {x.id for x in found}
    assert len(ids) == len(found)
    assert all(x.parent is None or x.parent in ids for x in found)


def test_the_gold_of_the_corpus_is_read_from_its_tables() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real plans is not beside the checkout (../shared/corpus)")
    for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        lines = (folder / "tables.jsonl").read_text(encoding="utf-8").splitlines()
        first = json.loads(lines[0])
        rows = tuple(map(tuple, first["rows"]))
        columns = read_columns(
            [tuple(c.split("/")) for c in first["columns"]], rows, None, default()
        )
        table = Table(id="t1", kind="indicators", columns=columns, rows=rows, span=(0, 1))
        gold = [
            json.loads(x)
            for x in (folder / "indicators.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        found = indicators_of(table)
        names = {x.id: x.name for x in found}
        fields = ("name", "category", "number", "qualifier", "note")
        assert [[getattr(x, f) for f in fields] for x in found] == [
            [g[f] for f in fields] for g in gold
        ]
        assert [x.nature for x in found] == [NATURES[g["nature"]] for g in gold]
        assert [names.get(x.parent or "") for x in found] == [g["parent"] for g in gold]
        assert [x.per.model_dump() if x.per else None for x in found] == [g["per"] for g in gold]
        assert [x.target.value if x.target else None for x in found] == [
            g["target"]["value"] if g["target"] else None for g in gold
        ]


INDENTED = [
    ("指标", "单位", "2020年", "2025年"),
    ("每千人口床位数", "张", "5.2", "6.6"),
    ("\u3000公立医院", "张", "3.1", "3.6"),
    ("\u3000社会办医院", "张", "1.0", "1.5"),
    ("康复机构", "家", "3", "6"),
    ("\u3000护理站", "家", "9", "12"),
]


def parents(plan: Plan) -> list[tuple[str, str | None, bool]]:
    names = {row.id: row.name for row in plan.indicators}
    return [
        (row.name, names.get(row.parent or ""), "parent" in row.inferred) for row in plan.indicators
    ]


def as_page() -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in INDENTED
    )
    return f"<html><body><p>专栏1 主要指标</p><table>{rows}</table></body></html>".encode()


def as_text() -> bytes:
    return ("专栏1 主要指标\n" + "\n".join("\t".join(row) for row in INDENTED)).encode()


def as_pipes() -> bytes:
    return ("专栏1 主要指标\n" + "".join(f"| {' | '.join(row)} |\n" for row in INDENTED)).encode()


def as_word() -> bytes:
    rows = ("".join(tc(cell) for cell in row) for row in INDENTED)
    return docx(p("专栏1 主要指标") + tbl(*rows))


@pytest.mark.parametrize(
    "written",
    [as_page(), as_text(), as_pipes(), as_word()],
    ids=["page", "text", "pipes", "word"],
)
def test_rows_that_are_indented_are_parts_of_the_row_above_them(written: bytes) -> None:
    """Concluded, as nothing is printed that says so; one row alone may be set askew."""
    assert parents(read(written)) == [
        ("每千人口床位数", None, False),
        ("公立医院", "每千人口床位数", True),
        ("社会办医院", "每千人口床位数", True),
        ("康复机构", None, False),
        ("护理站", None, False),
    ]


@pytest.mark.parametrize(
    ("indents", "indented"),
    [
        ([0.0, 0.8, 2.0], [0.8, 2.0]),
        ([0.0, 0.2, 1.0], [1.0]),  # set askew by a hair
        ([0.0, 0.3, 1.0], []),  # centred: its cells begin anywhere
        ([0.0, 0.7, 0.0], []),
        ([0.0, None, 1.0], [1.0]),
    ],
)
def test_a_column_is_indented_or_it_is_not(
    indents: list[float | None], indented: list[float]
) -> None:
    """Of cells that begin at places of all kinds none is indented."""
    text = "甲乙丙丁"
    cells = [Cell(at, 0, text[at], ((at, at + 1),), indent=own) for at, own in enumerate(indents)]
    # Another column is looked at by itself.
    cells.append(Cell(0, 1, text[3], ((3, 4),), indent=0.5))
    grid = Grid((0, len(text)), tuple(cells), "pdf")
    draft = Draft(source=Source(text, ()), grids=(grid,))
    assert list(indented_cells(draft).values()) == indented


@pytest.mark.parametrize(("year", "target"), [("2025年", "≥23"), ("2023年", "≥20")])
def test_a_goal_without_a_year_gives_way_to_one_of_the_plans_last_year(
    year: str, target: str
) -> None:
    rows = f"指标\t指标值\t2020年现状\t{year}\n考核比例（%）\t≥20\t22\t≥23\n降尘（吨）\t≤9\t8\t≤7\n"
    plan = read(f"# 云溪市供水规划（2021—2025年）\n\n专栏1 主要指标\n{rows}".encode())
    first = plan.indicators[0].target
    assert first is not None and (first.text, first.year) == (target, 2025)
