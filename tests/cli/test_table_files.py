"""Plans as tables on the command line: the form by the name of the file, or said outright."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest

from calling import Answer, loaded, run
from places import FIXTURES
from planparse import read
from planparse.cli import formats, parsing
from planparse.errors import MissingExtraError
from planparse.frames import DEFAULT_TABLE, TABLES, rows
from planparse.frames.writers import FORMATS, writer_for
from planparse.parser import Parser

HEALTH = FIXTURES / "health-pingchuan.txt"
WATER = FIXTURES / "water-yunling.txt"
PATHS = [str(HEALTH), str(WATER)]


def expected(table: str = DEFAULT_TABLE) -> list[dict[str, Any]]:
    """The rows of a table, of both plans."""
    return list(rows([read(path) for path in PATHS], table))


def fine(answer: Answer) -> Answer:
    assert (answer.code, answer.err) == (0, "")
    return answer


# -------------------------------------------------------------- which format


def test_the_formats_of_the_help_are_those_there_are() -> None:
    assert set(formats.TABLES) == set(FORMATS)
    for name in formats.TABLES:
        assert formats.usual_suffix(name) == FORMATS[name].suffixes[0]
        assert name in run("parse", "--help").text


def test_a_csv_has_a_row_for_each_indicator(tmp_path: Path) -> None:
    target = tmp_path / "plans.csv"
    answer = fine(run(*PATHS, "-o", target))
    assert answer.out == b""
    with target.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["name"] for row in found] == [row["name"] for row in expected()]
    assert {row["path"] for row in found} == set(PATHS)


def test_parquet_and_its_table(tmp_path: Path) -> None:
    target = tmp_path / "VALUES.PQ"
    fine(run(*PATHS, "-o", target, "--table", "values"))
    assert pyarrow.parquet.read_table(target).to_pylist() == expected("values")


def test_a_workbook_has_a_sheet_for_each_table(tmp_path: Path) -> None:
    target = tmp_path / "plans.xlsx"
    fine(run(*PATHS, "-o", target))
    assert "indicators" in openpyxl.load_workbook(target).sheetnames
    fine(run(*PATHS, "-o", target, "--table", "indicators", "--lang", "zh"))
    sheets = openpyxl.load_workbook(target).sheetnames
    assert "指标" in sheets
    assert "提及" not in sheets


def test_json_lines_hold_rows_and_with_json_plans(tmp_path: Path) -> None:
    target = tmp_path / "plans.jsonl"
    fine(run(*PATHS, "-o", target))
    lines = target.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == expected()
    fine(run(*PATHS, "-o", target, "--json"))
    assert target.read_bytes() == run(*PATHS, "--json").out


def test_several_tables_in_json_lines(tmp_path: Path) -> None:
    """Repeated, separated by commas, or all of them; each once, in the order that is asked for."""
    answer = fine(run(*PATHS, "--to", "jsonl", "--table", "plans, values", "--table", "plans"))
    frames = [json.loads(line)["frame"] for line in answer.text.splitlines()]
    assert list(dict.fromkeys(frames)) == ["plans", "values"]
    assert frames.count("values") == len(expected("values"))
    answer = fine(run(*PATHS, "--to", "jsonl", "--table", "all"))
    assert {json.loads(line)["frame"] for line in answer.text.splitlines()} <= set(TABLES)
    assert '"frame":"mentions"' in answer.text


def test_json_by_the_name_of_the_file(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    fine(run(HEALTH, "-o", target))
    assert target.read_bytes() == run(HEALTH, "--json").out
    fine(run(HEALTH, "-o", target, "--indent", "2"))
    assert target.read_text(encoding="utf-8").startswith('{\n  "schema_version"')
    assert run(HEALTH, "--to", "json").out == run(HEALTH, "--json").out


def test_to_goes_before_the_name_of_the_file(tmp_path: Path) -> None:
    target = tmp_path / "plans.txt"
    fine(run(HEALTH, "-o", target, "--to", "md"))
    assert target.read_text(encoding="utf-8").startswith("| title of the plan |")
    assert fine(run(HEALTH, "--to", "txt")).text == run(HEALTH).text


def test_a_file_without_a_suffix_gets_the_summary(tmp_path: Path) -> None:
    fine(run(HEALTH, "-o", tmp_path / "plan"))
    assert (tmp_path / "plan").read_text(encoding="utf-8") == run(HEALTH).text


def test_tables_go_through_a_pipe() -> None:
    for name in formats.BINARY:
        data = io.BytesIO(fine(run(*PATHS, "--to", name)).out)
        if name == "xlsx":
            assert "indicators" in openpyxl.load_workbook(data).sheetnames
        else:
            assert pyarrow.parquet.read_table(data).to_pylist() == expected()


def test_a_table_for_each_file(tmp_path: Path) -> None:
    fine(run(*PATHS, "--to", "xlsx", "-o", f"{tmp_path}/out/"))
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"{HEALTH.stem}.xlsx", f"{WATER.stem}.xlsx"]
    sheet = openpyxl.load_workbook(tmp_path / "out" / names[1])["indicators"]
    assert sheet.max_row == 1 + len(rows(read(WATER), "indicators"))


def test_a_table_grows_and_is_whole_or_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plans.csv"
    sizes = []
    original = Parser.made

    def watched(*args: Any, **options: Any) -> object:
        (beside,) = tmp_path.glob(".plans.csv.*")
        sizes.append(beside.stat().st_size)
        if len(sizes) == 3:
            raise SystemExit(130)
        return original(*args, **options)

    monkeypatch.setattr(Parser, "made", watched)
    (tmp_path / "third.txt").write_text("x", encoding="utf-8")
    # A row for each plan, of which a buffer would hold many.
    asked = [*PATHS, str(tmp_path / "third.txt"), "-o", str(target), "--table", "plans"]
    assert run(*asked).code == 130
    assert sizes[0] == 0 < sizes[1] < sizes[2]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["third.txt"]


def test_where_nothing_was_read_there_is_no_table(tmp_path: Path) -> None:
    for name in formats.TABLES:
        target = tmp_path / f"plans.{name}"
        assert run(tmp_path / "gone.txt", "-o", target).code == 1
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------- wrong usage


USAGE = {
    "an unknown suffix": (
        ("-o", "plans.dta"),
        "plans.dta: there is no format with the suffix .dta; there are .txt (a summary), "
        ".json (the records), .csv, .parquet .pq, .jsonl .ndjson, .xlsx, .md .markdown; "
        "or say which with --to or --json",
    ),
    "an unknown format": (("--to", "stata"), "'stata' is not one of 'txt', 'json', 'csv'"),
    "an unknown table": (
        ("-o", "x.csv", "--table", "goals"),
        f"there is no table 'goals'; there are {', '.join(TABLES)}, and all",
    ),
    "several tables in a format of one": (
        ("-o", "x.csv", "--table", "plans,values"),
        "a file of csv holds one table, not plans, values; "
        "name one of them, or write jsonl or xlsx",
    ),
    "a table of a summary": (("--table", "plans"), "--table goes with a format of tables (csv,"),
    "a table of records": (("--json", "--table", "plans"), "--table goes with a format of tables"),
    "two formats": (("--json", "--to", "csv"), "--json and --to csv exclude each other"),
    "JSON in a workbook": (
        ("--json", "-o", "x.xlsx"),
        "x.xlsx would hold JSON; for a table leave --json out",
    ),
    "several plans in one object": (("-o", "all.json"), "one a line, to --json -o all.jsonl"),
    "indented rows": (("-o", "x.jsonl", "--indent", "2"), "--indent goes with --json"),
    "the text in a table": (("-o", "x.csv", "--text"), "--text goes with --json"),
}


@pytest.mark.parametrize(("arguments", "words"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_told_before_anything_is_read(
    arguments: tuple[str, ...],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Parser, "made", pytest.fail)
    answer = run(*PATHS, *arguments)
    assert (answer.code, answer.out) == (2, b"")
    assert words in answer.err.replace("\n", " ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", formats.BINARY)
def test_an_extra_that_is_missing_is_named_before_anything_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, extra = formats._PACKAGES[name]
    for module in [module for module in sys.modules if module.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    assert importlib.util.find_spec(package) is None
    # What is told is what the writer would tell, had it been begun.
    with pytest.raises(MissingExtraError) as refused:
        writer_for(name, io.BytesIO())
    assert refused.value.extra == extra
    monkeypatch.setattr(Parser, "made", pytest.fail)
    answer = run(*PATHS, "-o", tmp_path / f"x.{name}")
    assert answer.code == 2
    assert f"install it with: pip install 'planparse[{extra}]'" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_bytes_are_not_written_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "is_terminal", lambda stream: stream is sys.stdout)
    answer = run(HEALTH, "--to", "xlsx")
    assert (answer.code, answer.out) == (2, b"")
    assert "xlsx is nothing for a terminal; name a file with -o" in answer.err


def test_records_are_written_without_what_tables_need() -> None:
    call = f"main(['parse', {str(HEALTH)!r}, '--json'])"
    modules = loaded(f"from planparse.cli import main\ntry: {call}\nexcept SystemExit: pass")
    assert not {"rich", "pyarrow", "xlsxwriter", "planparse.frames", "planparse.explain"} & modules


def test_help_is_shown_without_what_reads_and_writes() -> None:
    call = "main(['parse', '--help'])"
    modules = loaded(f"from planparse.cli import main\ntry: {call}\nexcept SystemExit: pass")
    assert not {"rich", "pyarrow", "regex", "pydantic", "planparse.parser"} & modules
    assert not [
        name for name in modules if name.startswith(("planparse.readers", "planparse.frames"))
    ]
