"""Files of tables: what is read back from each format is what the rows were."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from planparse import Plan, frames, parse
from planparse.errors import MissingExtraError, OneTableError, UnknownNameError
from planparse.frames.writers import FORMATS, format_of, parquet, writer_for
from planparse.frames.writers.csv import csv_cell, read_csv
from planparse.frames.writers.markdown import markdown_cell
from tabled import FILES, RARE, plan_of


def written(plans: list[Plan], format: str, *tables: str) -> bytes:
    """What a writer makes of the plans."""
    file = io.BytesIO()
    writer = writer_for(format, file, tables=tables)
    for plan in plans:
        writer.add(plan)
    writer.close()
    return file.getvalue()


def from_csv(data: bytes, table: str) -> frames.Rows:
    return read_csv(io.StringIO(data.decode("utf-8-sig"), newline=""), table)


def test_csv_gives_back_what_it_was_given(plan: Plan) -> None:
    for table in frames.TABLES:
        assert from_csv(written([plan], "csv", table), table) == frames.rows(plan, table)


def test_json_lines_give_back_what_they_were_given(plan: Plan) -> None:
    for table in frames.TABLES:
        lines = written([plan], "jsonl", table).decode("utf-8").split("\n")[:-1]
        assert [json.loads(line) for line in lines] == frames.rows(plan, table)


def test_parquet_gives_back_what_it_was_given(plan: Plan) -> None:
    read_table = pytest.importorskip("pyarrow.parquet").read_table
    for table in frames.TABLES:
        made = read_table(io.BytesIO(written([plan], "parquet", table)))
        assert made.schema.equals(frames.SCHEMAS[table])
        assert made.to_pylist() == frames.rows(plan, table)


def test_parquet_keeps_what_its_columns_mean() -> None:
    package = pytest.importorskip("pyarrow.parquet")
    schema = package.read_table(io.BytesIO(written([parse(RARE)], "parquet", "values"))).schema
    assert schema.field("status").metadata[b"description"].startswith(b"reached, planned or norm")
    assert schema.metadata[b"description"].startswith(b"One row for each value")


@pytest.mark.parametrize("format", FORMATS)
def test_plans_are_written_one_by_one_and_the_same_each_time(format: str) -> None:
    plans = [plan_of(path) for path in FILES]
    assert written(plans, format, "values") == written(plans, format, "values")


@pytest.mark.parametrize("format", ["csv", "jsonl", "md"])
def test_a_file_grows_with_each_plan(format: str) -> None:
    """Nothing is kept back until the end."""
    file = io.BytesIO()
    writer = writer_for(format, file)
    sizes = []
    for path in FILES[:3]:
        writer.add(plan_of(path))
        sizes.append(len(file.getvalue()))
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == len(written([plan_of(path) for path in FILES[:3]], format))


def test_parquet_keeps_a_row_group_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    package = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet, "ROWS_KEPT", 20)
    plans = [plan_of(path) for path in FILES[:6]]
    made = package.ParquetFile(io.BytesIO(written(plans, "parquet", "indicators")))
    assert made.metadata.num_row_groups > 1
    assert made.read().to_pylist() == frames.rows(plans, "indicators")


@pytest.mark.parametrize("format", FORMATS)
def test_no_plan_gives_a_file_that_can_be_read(format: str) -> None:
    data = written([], format)
    if format == "csv":
        assert from_csv(data, "indicators") == []
    elif format == "parquet":
        package = pytest.importorskip("pyarrow.parquet")
        assert package.read_table(io.BytesIO(data)).num_rows == 0
    elif format == "xlsx":
        package = pytest.importorskip("openpyxl")
        assert package.load_workbook(io.BytesIO(data))["indicators"].max_row == 1
    else:
        assert len(data.splitlines()) == {"jsonl": 0, "md": 2}[format]


# ------------------------------------------------------------ csv


def test_csv_begins_with_a_byte_order_mark_and_ends_its_lines_as_the_standard_says() -> None:
    data = written([parse(RARE)], "csv", "indicators")
    assert data.startswith(b"\xef\xbb\xbfplan_id,path,title,")
    assert data.endswith(b"\r\n")


def test_a_text_that_a_spreadsheet_would_run_has_an_apostrophe() -> None:
    rows = list(csv.DictReader(io.StringIO(written([parse(RARE)], "csv").decode("utf-8-sig"))))
    assert rows[3]["name"] == "'=SUM(A1:A9)"
    assert rows[3]["target_text"] == "'@6"


@pytest.mark.parametrize(
    "text", ["-1.2", "-1.2%", "+3", "-0.85‰", "-1,200.5", "—", "-", "--", "=", "≥35", "3-5"]
)
def test_a_number_and_a_dash_stay_as_they_are(text: str) -> None:
    assert csv_cell(text) == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "-5个", "+A1", "@x", "\t=1", "\r=1", "'=1", "''-2", "-2+3", "==", "'x", "'", "'-1.2"],
)
def test_what_an_apostrophe_guards_is_read_back(text: str) -> None:
    rows = frames.rows(parse(RARE), "indicators")
    rows[0]["name"] = text
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerow({name: csv_cell(cell) for name, cell in rows[0].items()})
    file.seek(0)
    assert read_csv(file, "indicators") == rows[:1]
    is_run = text[0] in "=+-@\t\r"
    assert csv_cell(text).startswith("'") == (is_run or text.startswith("'"))


def test_numbers_are_written_short_and_lists_as_json() -> None:
    assert csv_cell(136240000000.0) == "136240000000"
    assert csv_cell(0.7246376811594203) == "0.7246376811594203"
    assert csv_cell(1e300) == "1e+300"
    assert csv_cell(True) == "true"
    assert csv_cell(["name:torn-brackets", "no-unit"]) == '["name:torn-brackets", "no-unit"]'
    assert csv_cell([]) == csv_cell(None) == ""


def test_pandas_and_duckdb_read_csv_and_parquet(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    plans = [plan_of(path) for path in FILES]
    expected = sum(1 for row in frames.rows(plans, "values") if row["comparator"] == "≥")
    for format in ("csv", "parquet"):
        path = tmp_path / f"values.{format}"
        path.write_bytes(written(plans, format, "values"))
        read = pandas.read_csv if format == "csv" else pandas.read_parquet
        frame = read(path)
        assert (frame["comparator"] == "≥").sum() == expected
        query = f"SELECT count(*) FROM '{path}' WHERE comparator = '≥' AND plan_id IS NOT NULL"
        assert duckdb.sql(query).fetchall() == [(expected,)]


# ------------------------------------------------------------ the others


def test_json_lines_of_several_tables_say_of_which_each_is() -> None:
    lines = written([parse(RARE)], "jsonl", "indicators", "values").decode("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row.pop("frame") for row in rows] == ["indicators"] * 5 + ["values"] * (len(rows) - 5)
    assert rows[:5] == frames.rows(parse(RARE), "indicators")


def test_markdown_is_a_page_with_its_marks_escaped() -> None:
    plan = parse(
        "示例县规划\n专栏1 主要指标\n序号\t指标\t单位\t2020年\t2025年\n1\t甲|乙*`\t个\t5\t6\n"
    )
    lines = written([plan], "md").decode("utf-8").splitlines()
    assert len(lines) == 3
    assert lines[1].replace("| --- ", "") == "|"
    assert r"| 甲\|乙\*\` | 个 | 5 | 2020 | 6 | 2025 |" in lines[2]


def test_a_cell_of_markdown_is_one_line_without_tags() -> None:
    assert markdown_cell("一\n二 <script>") == r"一 二 \<script>"
    assert markdown_cell("<5") == "<5"
    assert markdown_cell(["no-unit", "name:torn-brackets"]) == "no-unit; name:torn-brackets"
    assert markdown_cell(None) == ""


@pytest.mark.parametrize("table", frames.TABLES)
def test_markdown_shows_columns_that_there_are(table: str) -> None:
    head, rule, *_ = written([parse(RARE)], "md", table).decode("utf-8").splitlines()
    assert head.count("|") == rule.count("|")
    assert head.count("|") - 1 <= len(frames.columns(table))


def test_markdown_has_chinese_heads_where_they_are_asked_for() -> None:
    file = io.BytesIO()
    writer = writer_for("md", file, tables=["values"], lang="zh")
    writer.add(parse(RARE))
    head, _, first, *_ = file.getvalue().decode("utf-8").splitlines()
    assert "指标名称" in head
    assert "| 表格 | 污水处理率 |  | 基期值 | 2020 | = | 94 | % | 已达到 |" in first


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("a/plans.csv", "csv"),
        ("PLANS.CSV", "csv"),
        ("p.parquet", "parquet"),
        ("p.jsonl", "jsonl"),
        ("p.md", "md"),
        ("p.xlsx", "xlsx"),
        ("p.json", None),
        ("csv", None),
    ],
)
def test_a_suffix_names_a_format(path: str, format: str | None) -> None:
    assert format_of(path) == format


def test_what_cannot_be_written_is_refused_with_what_can() -> None:
    file = io.BytesIO()
    with pytest.raises(
        UnknownNameError, match=r"'tsv' is no format of tables; there are csv, parquet"
    ):
        writer_for("tsv", file)
    with pytest.raises(UnknownNameError, match="'nothing' is no table"):
        writer_for("csv", file, tables=["nothing"])
    with pytest.raises(UnknownNameError, match="'fr' is no language"):
        writer_for("md", file, lang="fr")  # type: ignore[arg-type]
    with pytest.raises(
        OneTableError, match=r"a file of csv holds one table, not plans, values; .* write jsonl"
    ):
        writer_for("csv", file, tables=["plans", "values"])
    assert file.getvalue() == b""


def test_parquet_without_its_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr(frames.SCHEMAS, "_made", {})
    with pytest.raises(MissingExtraError, match=r"planparse\[arrow\]"):
        writer_for("parquet", io.BytesIO())
