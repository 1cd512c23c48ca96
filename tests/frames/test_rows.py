"""Rows of the tables: each fits its schema, tells from where it is, and no value is lost."""

from __future__ import annotations

from collections import Counter

import pytest

from places import FIXTURES
from planparse import Plan, frames, parse
from planparse.errors import UnknownNameError
from planparse.frames.cells import finite, whole
from planparse.frames.columns import DOUBTS, PLACE, PLAN, Cell, ColumnType
from planparse.model import plan as models
from tabled import RARE, plan_of

PYTHON_TYPES: dict[ColumnType, type] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "strings": str,
    "numbers": float,
}
HEALTH = FIXTURES / "health-pingchuan.txt"


def test_a_row_fits_its_columns(plan: Plan) -> None:
    """The columns' names in their order, and cells of their types; what is empty is None, and a list []."""
    for table in frames.TABLES:
        columns = frames.columns(table)
        for row in frames.rows(plan, table):
            assert list(row) == [column.name for column in columns]
            for column in columns:
                assert fits(row[column.name], column.type), column.name


def fits(cell: object, type_: ColumnType) -> bool:
    """Whether a cell is of its column's type, and empty in the one way that there is."""
    if isinstance(cell, list):
        is_list = type_ in ("strings", "numbers")
        return is_list and {type(item) for item in cell} <= {PYTHON_TYPES[type_]}
    if cell is None:
        return type_ not in ("strings", "numbers")
    return type(cell) is PYTHON_TYPES[type_] and cell != ""


@pytest.mark.parametrize("table", frames.TABLES)
def test_every_table_says_which_plan_where_and_how_sure(table: str) -> None:
    names = [column.name for column in frames.columns(table)]
    assert len(set(names)) == len(names)
    assert names[: len(PLAN)] == [column.name for column in PLAN]
    if table != "plans":
        assert {column.name for column in PLACE} <= set(names)
    if table not in ("plans", "doubts"):
        assert names[-len(DOUBTS) :] == [column.name for column in DOUBTS]


@pytest.mark.parametrize("table", frames.TABLES)
def test_the_name_of_a_column_is_one_in_sql_r_and_stata(table: str) -> None:
    """Stata has 32 characters for a name, and SQL words of its own, among them `table` and `end`."""
    for column in frames.columns(table):
        assert column.name.isidentifier()
        assert column.name == column.name.lower()
        assert len(column.name) <= 32
        assert column.name not in ("table", "column", "row", "end", "order", "group", "values")


def test_an_id_stands_once_in_a_plan(plan: Plan) -> None:
    for table in frames.TABLES:
        if table not in ("plans", "doubts"):
            ids = Counter(row["id"] for row in frames.rows(plan, table))
            assert [id for id, times in ids.items() if times > 1] == []


def test_the_cells_of_an_indicator_are_its_own() -> None:
    plan = plan_of(HEALTH)
    row = frames.rows(plan, "indicators")[7]
    indicator = plan.indicators[7]
    assert indicator.target is not None
    assert indicator.parent is not None
    assert row["id"] == indicator.id
    assert row["key"] == indicator.key
    assert row["name"] == indicator.name
    assert row["parent_id"] == indicator.parent
    assert row["parent_name"] == "每千人口医疗卫生机构床位数"
    assert row["per_count"] == 1000
    assert row["target_value"] == indicator.target.value
    assert row["target_normalized_unit"] == "{bed}"
    assert row["inferred"] == ["per"]
    assert (row["region"], row["region_level"]) == ("海州市平川区", "区县")
    assert (row["period_start"], row["period_end"]) == (2021, 2025)
    assert row["plan_id"] == "plan-" + plan.source.sha256[:12]
    assert row["path"] == str(HEALTH)


def test_an_outcome_says_which_of_its_values_stand_above() -> None:
    """A cell that is an indicator's and an outcome's is there twice, and the second time says so."""
    rows = {row["id"]: row for row in frames.rows(parse(RARE), "values")}
    assert rows["r1.goal"]["same_as"] == "i1.others.0"
    assert rows["r1.actual"]["same_as"] == "i1.baseline"
    assert rows["i1.target"]["same_as"] is None
    assert rows["i2.target.parts.1"]["part_of"] == "i2.target"


def test_a_value_of_a_table_was_reached_or_is_planned() -> None:
    rows = {row["id"]: row for row in frames.rows(parse(RARE), "values")}
    told = {
        id: (rows[id]["role"], rows[id]["status"])
        for id in ("i1.baseline", "i1.target", "i1.others.1", "r1.goal", "r1.actual", "m1.value")
    }
    assert told == {
        "i1.baseline": ("baseline", "reached"),
        "i1.target": ("target", "planned"),
        "i1.others.1": ("target", "planned"),
        "r1.goal": ("goal", "planned"),
        "r1.actual": ("actual", "reached"),
        "m1.value": ("baseline", "reached"),
    }
    assert rows["i1.others.1"]["scope"] == "市级"
    assert rows["m1.value"]["source"] == "prose"


# ------------------------------------------------------------ places and doubts


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_is_what_an_editor_shows(end: str) -> None:
    """A form feed, and what only Unicode takes for a line end, are characters of their line."""
    lines = ["一、总\x0c则", "甲\x0b乙\u2028丙", "二、目标", "到2025年，床位达到5张。"]
    plan = parse(end.join(lines) + end)
    assert [row["line"] for row in frames.rows(plan, "mentions")] == [4]
    assert [row["line"] for row in frames.rows(plan, "sections")] == [1, 3]


def test_a_plan_without_its_text_has_no_lines() -> None:
    """The JSON has the text only where it is asked for."""
    dumped = plan_of(HEALTH).model_dump_json(exclude={"text", "leaves"})
    plan = Plan.model_validate_json(dumped)
    rows = frames.rows(plan, "indicators")
    assert {row["line"] for row in rows} == {None}
    assert rows[0]["span_start"] is not None


def test_the_headings_above_a_row_are_those_of_the_findings() -> None:
    plan = plan_of(HEALTH)
    (first, *_) = plan.findings
    (side, *_) = frames.rows(plan, "sides")
    assert side["heading"] == first.passages[0].section
    headings = {row["section_id"]: row["heading"] for row in frames.rows(plan, "sections")}
    assert frames.rows(plan, "indicators")[0]["heading"] == "二、总体要求 > （二）发展目标"
    for row in frames.rows(plan, "values"):
        assert row["heading"] == headings[row["section_id"]]


DOUBTED = """\
示例县水利发展规划
专栏1 主要指标
序号\t指标\t单位\t2020年\t2025年
1\t自来水普及率\t\t92\t94
2\t污水处理率（含\t%\t92\t94
"""


def words_of(cell: Cell) -> list[str]:
    """A cell of words as a list of them."""
    assert isinstance(cell, list)
    return [str(word) for word in cell]


def test_doubts_name_their_field_and_are_rows_of_their_own() -> None:
    plan = parse(DOUBTED)
    told = [words_of(row["doubts"]) for row in frames.rows(plan, "indicators")]
    codes = [[d.code for d in i.doubts] for i in plan.indicators]
    assert [[word.rpartition(":")[2] for word in words] for words in told] == codes
    assert "name:torn-brackets" in told[1]
    doubts = frames.rows(plan, "doubts")
    assert [row["code"] for row in doubts] == [code for found in codes for code in found]
    assert {row["record_kind"] for row in doubts} == {"indicator"}


def test_a_doubt_of_a_table_is_one_of_its_rows() -> None:
    plan = parse(DOUBTED)
    doubt = models.RecordDoubt(code="ragged-rows", field="name", severity="grave")
    table = plan.tables[0].model_copy(update={"doubts": (doubt,)})
    plan = plan.model_copy(update={"tables": (table,)})
    for name in ("indicators", "values"):
        row = frames.rows(plan, name)[0]
        assert "table.name:ragged-rows" in words_of(row["doubts"])
        assert row["grave"] is True
    assert frames.rows(plan, "tables")[0]["doubts"] == ["name:ragged-rows"]


# ------------------------------------------------------------ odd input


def test_half_a_surrogate_pair_is_written_out() -> None:
    """UTF-8 has no bytes for it, nor has any format."""
    plan = parse("一、总\ud800则\n到2025年，床位达到5张。\n")
    (section,) = frames.rows(plan, "sections")
    assert section["section_title"] == "总\\ud800则"
    assert frames.rows(plan, "mentions")[0]["heading"] == "一、总\\ud800则"


def test_numbers_that_no_format_holds_are_left_out() -> None:
    assert whole(2**63) is None
    assert whole(2**63 - 1) == 2**63 - 1
    assert finite(float("inf")) is None
    assert finite(0.0) == 0.0
    plan = parse(f"专栏1 主要指标\n序号\t指标\t单位\t2020年\t2025年\n1\t床位\t张\t5\t{'9' * 400}\n")
    assert frames.rows(plan, "indicators")[0]["target_value"] is None


def test_rows_of_several_plans_follow_one_another() -> None:
    plans = [plan_of(HEALTH), parse(RARE)]
    apart = [row for plan in plans for row in frames.rows(plan, "values")]
    assert frames.rows(plans, "values") == apart
    assert frames.rows(iter(plans), "values") == apart
    assert len({row["plan_id"] for row in apart}) == 2


def test_a_table_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(
        UnknownNameError, match=r"'indicator' is no table; there are plans, .*indicators"
    ):
        frames.rows(parse(RARE), "indicator")
    with pytest.raises(ValueError, match="no table"):
        frames.columns("rows")
