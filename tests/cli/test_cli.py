"""The command line: the right calls print what the reference says, each wrong one has a defined answer."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from calling import WRONG, Answer, loaded, run, spawn
from drawn import Drawing, pdf
from places import FIXTURES
from planparse import __version__, parse
from planparse.cli import BOUNDS, main
from planparse.model.plan import Finding, FindingKind, Passage
from planparse.outputs.findings.kinds import DESCRIPTIONS
from planparse.outputs.json import plan_json
from planparse.outputs.passages import Passages
from planparse.readers.limits import Limits

HEALTH = FIXTURES / "health-pingchuan.txt"
WATER = FIXTURES / "water-yunling.txt"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A plan with an error and a warning in it."""
    path = tmp_path / "wrong.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


# What is printed


def test_json_is_one_object_in_utf_8() -> None:
    answer = run(HEALTH, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count(b"\n") == 1
    assert answer.out.endswith(b"}\n")
    plan = json.loads(answer.text, parse_constant=pytest.fail)
    assert plan["title"] == "海州市平川区“十四五”卫生健康发展规划（2021—2025年）"
    assert "海州市平川区" in answer.text
    assert "\\u" not in answer.text


def test_same_input_same_bytes() -> None:
    """Neither hash order nor locale, terminal nor time shows in the output."""
    there = spawn(
        HEALTH, "--json", PYTHONHASHSEED="1", LC_ALL="C", COLUMNS="40", TZ="Asia/Shanghai"
    )
    other = spawn(HEALTH, "--json", PYTHONHASHSEED="2", LC_ALL="C.UTF-8", FORCE_COLOR="1", TZ="UTC")
    assert there.out == other.out == run(HEALTH, "--json").out


def test_the_options_may_stand_before_the_file() -> None:
    assert (
        run("--json", HEALTH).out == run("parse", HEALTH, "--json").out == run(HEALTH, "--json").out
    )


def test_several_files_make_json_lines() -> None:
    answer = run(HEALTH, WATER, "--json")
    names = [json.loads(line)["source"]["name"] for line in answer.text.splitlines()]
    assert names == [HEALTH.name, WATER.name]


def test_indented_json_is_the_same_object() -> None:
    answer = run(HEALTH, "--json", "--indent", "2")
    assert json.loads(answer.out) == json.loads(run(HEALTH, "--json").out)
    assert answer.text.startswith('{\n  "schema_version"')


def test_standard_input() -> None:
    answer = run("-", "--json", stdin=HEALTH.read_bytes())
    there, here = json.loads(run(HEALTH, "--json").out), json.loads(answer.out)
    assert here["source"].pop("name") == "-"
    assert here["source"].pop("path") is None
    del there["source"]["name"], there["source"]["path"]
    assert here == there


def test_a_summary_says_what_was_read() -> None:
    answer = run(HEALTH)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.text.splitlines()
    assert lines[0] == "海州市平川区“十四五”卫生健康发展规划（2021—2025年）"
    for words in (
        "平川府发〔2022〕14号",
        "2022-04-18",
        "区县",
        "2021–2025",
        "baseline 2020",
        "约束性",
    ):
        assert words in answer.text
    outline = [line.split() for line in lines if line.startswith(("  1 ", "  2 ", "  3 "))]
    assert outline[:2] == [["1", "一、", "规划背景"], ["2", "（一）", "发展基础"]]
    row = next(line for line in lines if "经常参加体育锻炼" in line)
    assert row.split() == ["6", "经常参加体育锻炼人数比例", "%", "41.5", "≥45", "预期性"]


def test_a_page_is_the_same_at_any_width_of_a_terminal_that_is_none() -> None:
    assert spawn(HEALTH, COLUMNS="30").out == spawn(HEALTH, COLUMNS="300").out


def test_a_plan_without_tables_is_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("示例县水利发展规划\n一、总则\n本规划是纲领性文件。\n", encoding="utf-8")
    answer = run(path)
    assert answer.code == 0
    assert "none found in a table" in answer.text
    assert json.loads(run(path, "--json").out)["tables"] == []


def test_words_of_a_plan_are_no_markup_and_do_not_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    text = "一、[bold]目标[/]与[13.5]\n内容。\n二、保障\x1b[2J措施\u202e\n内容。\n"
    path.write_text(text, encoding="utf-8")
    answer = run(path)
    assert "[bold]目标[/]与[13.5]" in answer.text
    assert "\x1b" not in answer.text
    assert "\u202e" not in answer.text


@pytest.mark.parametrize(
    ("command", "encoding", "written"),
    [("parse", "ascii", "utf-8"), ("parse", "gb18030", "gb18030"), ("check", "cp1252", "utf-8")],
)
def test_a_terminal_without_chinese_gets_utf_8(command: str, encoding: str, written: str) -> None:
    """Never bytes of two encodings: what a terminal's own encoding cannot say at all is UTF-8."""
    answer = spawn(command, HEALTH, PYTHONIOENCODING=encoding)
    assert (answer.code, answer.err) == (0, "")
    assert "海州市平川区" in answer.out.decode(written)


def test_json_is_utf_8_on_any_terminal() -> None:
    assert spawn(HEALTH, "--json", PYTHONIOENCODING="ascii").out == run(HEALTH, "--json").out


def test_half_a_character_makes_valid_json() -> None:
    plan = parse("一、总\ud800则\n内容。\n二、目标\n内容。\n")
    data = json.loads(plan_json(plan).decode("utf-8"))
    assert [s["title"] for s in data["sections"]] == [s.title for s in plan.sections]


# Where it is printed


def test_output_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    answer = run(HEALTH, "--json", "-o", path)
    assert (answer.code, answer.out) == (0, b"")
    assert path.read_bytes() == run(HEALTH, "--json", "--output", "-").out


def test_a_summary_in_a_file_is_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    spawn(HEALTH, "-o", path, PYTHONIOENCODING="ascii")
    assert path.read_text(encoding="utf-8") == run(HEALTH).text


def test_an_input_is_not_overwritten(wrong: Path) -> None:
    answer = run(wrong, "--json", "-o", wrong)
    assert answer.code == 2
    assert "would be lost" in answer.err
    assert wrong.read_text(encoding="utf-8") == WRONG


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    answer = run(HEALTH, "--json", "-o", tmp_path / "gone" / "plan.json")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "cannot be written" in answer.err


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="no /dev/full here to stand for a full disk"
)
def test_a_full_disk() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "planparse", str(HEALTH), "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert os.strerror(errno.ENOSPC).encode() in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize(
    "args", [[HEALTH, "--json"], [HEALTH], ["schema"], ["check", HEALTH]], ids=str
)
def test_a_reader_that_goes_away_is_no_noise(args: Sequence[str | Path]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "planparse", *map(str, args)],
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


# What cannot be read


UNREADABLE = {
    "missing": (None, "no such file", "check the path"),
    "empty": (b"", "empty", "plan's text"),
    "blank": (" \n\u3000\n".encode(), "no text", "plan's text"),
    "binary": (bytes(range(256)) * 40, "binary", "give the plan"),
    "cut": ("规划目标与指标体系".encode()[:-1], "not valid", "save it again"),
    "pdf": (b"%PDF-1.7\nnothing", "", ""),
    "zip": (b"PK\x03\x04nothing", "", ""),
}


@pytest.mark.parametrize("command", ["parse", "check"])
@pytest.mark.parametrize("case", UNREADABLE)
def test_unreadable_input_is_one_clear_line(case: str, command: str, tmp_path: Path) -> None:
    """The line says what, where, and what to do; nothing stands on standard output."""
    data, reason, remedy = UNREADABLE[case]
    path = tmp_path / f"{case}.txt"
    if data is not None:
        path.write_bytes(data)
    answer = run(command, path, "--json")
    assert answer.code == {"parse": 1, "check": 3}[command]
    assert answer.out == b""
    assert answer.err.startswith(f"planparse: {path}: ")
    assert answer.err.count("\n") == 1
    assert reason in answer.err
    assert remedy in answer.err


def test_the_readable_files_are_read_all_the_same(tmp_path: Path) -> None:
    answer = run(tmp_path / "gone.txt", HEALTH, "--json")
    assert answer.code == 1
    assert "gone.txt: no such file" in answer.err
    assert json.loads(answer.out)["source"]["name"] == HEALTH.name


def test_nothing_on_standard_input() -> None:
    answer = run("-")
    assert answer.code == 1
    assert answer.err.startswith("planparse: -: the file is empty")


@pytest.mark.skipif(os.name != "posix", reason="closes the descriptor with a shell")
def test_standard_input_closed() -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -m planparse - <&-', sys.executable],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr == b"planparse: -: standard input is closed; pipe the plan in, or name a file\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="closes the descriptor with a shell")
def test_standard_output_closed() -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -m planparse "$1" --json >&-', sys.executable, str(HEALTH)],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert b"standard output: cannot be written" in done.stderr


def test_a_limit_can_be_moved(tmp_path: Path) -> None:
    answer = run(HEALTH, "--max-file-bytes", "1K")
    assert answer.code == 1
    assert "over the limit of 1024" in answer.err
    assert "--max-file-bytes" in answer.err
    assert run(HEALTH, "--max-file-bytes", "1M").code == 0


def test_pages_are_limited_and_a_password_opens(tmp_path: Path) -> None:
    """What a PDF needs or exceeds is told with the option that mends it."""
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf(*[Drawing().text(100, 100, "示例县水利发展规划")] * 3, password="guhe"))
    answer = run(file)
    assert answer.code == 1
    assert "the PDF is encrypted; give its password (--password)" in answer.err
    answer = run(file, "--password", "guhe", "--max-pages", "2")
    assert answer.code == 1
    assert "3 is over the limit of 2 (pages)" in answer.err
    assert run(file, "--password", "guhe", "--json").code == 0


def test_every_limit_has_an_option() -> None:
    assert list(BOUNDS) == [f.name for f in fields(Limits)]


# Wrong usage


USAGE = {
    "no file": (("parse",), "Missing argument 'FILE...'"),
    "nothing at all": ((), "Usage: planparse [OPTIONS] FILE... | COMMAND"),
    "an unknown option": ((HEALTH, "--yaml"), "No such option"),
    "an unknown kind": (
        ("check", HEALTH, "--select", "typo"),
        "prose-contradicts-table, sum-mismatch",
    ),
    "an unknown kind among known ones": (
        ("check", HEALTH, "--ignore", "unit-missing,typo"),
        "'typo'",
    ),
    "an unknown backend": ((HEALTH, "--pdf-backend", "acrobat"), "pypdfium2"),
    "a limit that is no number": ((HEALTH, "--max-pages", "many"), "not a number above 0"),
    "a limit of nothing": ((HEALTH, "--max-pages", "0"), "not a number above 0"),
    "less than a page": ((HEALTH, "--max-pages", "0.5"), "a number from 1 to"),
    "a wait without an end": ((HEALTH, "--max-seconds", "9" * 20), "from 0.001 to 31536000"),
    "memory for nothing": ((HEALTH, "--max-memory-bytes", "1"), "a number from 16777216 to"),
    "memory of no machine": ((HEALTH, "--max-memory-bytes", str(2**63)), "to 9007199254740992"),
    "indent of several": ((HEALTH, WATER, "--json", "--indent", "2"), "one FILE"),
    "indent of a summary": ((HEALTH, "--indent", "2"), "--json"),
    "a missing grammar": ((HEALTH, "--grammar", "gone.toml"), "gone.toml: "),
}


@pytest.mark.parametrize(("args", "words"), USAGE.values(), ids=USAGE)
def test_wrong_usage(args: Sequence[str | Path], words: str) -> None:
    answer = run(*args)
    assert (answer.code, answer.out) == (2, b"")
    assert words in " ".join(answer.err.split())
    assert "Traceback" not in answer.err


def test_a_broken_grammar_names_file_and_rule(tmp_path: Path) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(
        "[[unit]]\nid = 'my.carts'\nwords = ['车次']\ncode = '{cart}'\n", encoding="utf-8"
    )
    answer = run(HEALTH, "--grammar", pack)
    assert answer.code == 2
    assert "my.toml: my.carts: the key 'dimension' is missing" in answer.err


def test_a_grammar_of_ones_own(tmp_path: Path) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(
        "[[unit]]\nid = 'my.carts'\nwords = ['畚箕']\ncode = '{basket}'\ndimension = 'count'\n",
        encoding="utf-8",
    )
    text = "示例县规划\n一、目标\n到2025年，配备工具30畚箕。\n"
    plan = json.loads(run("-", "--json", "--grammar", pack, stdin=text.encode()).out)
    assert [m["unit"]["code"] for m in plan["mentions"]] == ["{basket}"]


# check


def test_check_exits_1_for_an_error(wrong: Path) -> None:
    answer = run("check", wrong)
    assert (answer.code, answer.err) == (1, "")
    assert f"{wrong}  示例县交通发展“十四五”规划" in answer.text


def test_check_names_kinds_lines_and_passages(wrong: Path) -> None:
    lines = [line.strip() for line in run("check", wrong).text.splitlines()]
    assert "sum-mismatch (1): the rows do not add up to the printed total" in lines
    assert any(line.startswith("line 12") and line.endswith("合计 | 250") for line in lines)
    assert any(line.startswith("line 3 ") and line.endswith("一、发展基础") for line in lines)
    assert any(line.startswith("line 5 ") and line.endswith("一、总体要求") for line in lines)
    assert lines[-1] == "2 findings: 1 error, 1 warning"


def test_check_without_findings(tmp_path: Path) -> None:
    path = tmp_path / "fine.txt"
    path.write_text("示例县水利发展规划\n一、总则\n坚持节水优先。\n", encoding="utf-8")
    answer = run("check", path)
    assert answer.code == 0
    assert answer.text.splitlines()[-1].strip() == "no findings"


def kinds(answer: Answer) -> list[str]:
    """The kinds of the findings in an answer of `check --json`."""
    return [f["kind"] for f in json.loads(answer.out)["findings"]]


def test_select_and_ignore(wrong: Path) -> None:
    """They work as those of a linter do: repeatable, comma separated, and what is ignored wins."""
    both = ["duplicate-number", "sum-mismatch"]
    assert sorted(kinds(run("check", wrong, "--json"))) == both
    only = run("check", wrong, "--json", "--select", "duplicate-number")
    assert (only.code, kinds(only)) == (0, ["duplicate-number"])
    rest = run("check", wrong, "--json", "--ignore", "sum-mismatch, unit-missing")
    assert (rest.code, kinds(rest)) == (0, ["duplicate-number"])
    twice = run(
        "check", wrong, "--json", "--select", "sum-mismatch", "--select", "duplicate-number"
    )
    assert (twice.code, sorted(kinds(twice))) == (1, both)
    none = run("check", wrong, "--json", "--select", ",".join(both), "--ignore", ",".join(both))
    assert (none.code, kinds(none)) == (0, [])


def test_the_json_of_check_adds_lines_and_passages(wrong: Path) -> None:
    data = json.loads(run("check", wrong, "--json").out)
    assert set(data) == {"source", "title", "findings", "doubts", "ignored", "known", "fixed"}
    finding = next(f for f in data["findings"] if f["kind"] == "sum-mismatch")
    records = json.loads(run(wrong, "--json").out)["findings"]
    assert {k: v for k, v in finding.items() if k != "line"} in records
    assert finding["line"] == 12
    (passage,) = finding["passages"]
    assert (passage["record"], passage["line"], passage["page"]) == ("t1", 12, None)
    assert passage["text"].split() == ["合计", "250"]


def test_an_unreadable_file_outweighs_a_finding(wrong: Path, tmp_path: Path) -> None:
    answer = run("check", wrong, tmp_path / "gone.txt")
    assert answer.code == 3
    assert "sum-mismatch" in answer.text
    assert "gone.txt: no such file" in answer.err


# About the program itself


def test_version() -> None:
    assert run("--version").text.strip().endswith(__version__)


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize(
    "command",
    [
        (),
        *[(name,) for name in main.commands],
        ("grammar", "check"),
        ("grammar", "explain"),
    ],
    ids=" ".join,
)
def test_help(command: tuple[str, ...], flag: str) -> None:
    answer = run(*command, flag)
    assert (answer.code, answer.err) == (0, "")
    assert "Usage: planparse" in answer.text
    example = f"planparse {' '.join(command)}".strip()
    if command == ("parse",):  # left out, as nobody needs it
        example = "planparse"
    # Below the usage line stands what one types.
    assert f"    {example} " in answer.text.split("\n", 2)[2]


def test_help_shows_examples_and_exit_codes() -> None:
    text = run("--help").text
    for words in (
        "planparse plan.txt --json",
        "planparse check plan.docx",
        "Exit codes:",
        "planparse -",
    ):
        assert words in text


HEAVY = {
    "jieba",
    "pdfminer",
    "pypdfium2",
    "lxml",
    "openpyxl",
    "rapidocr",
    "onnxruntime",
    "rich",
    "numpy",
}


def test_importing_planparse_loads_no_reader() -> None:
    """Nothing of a format, of jieba or of the terminal is loaded before it is used."""
    modules = loaded("import planparse")
    assert not HEAVY & modules
    assert not [m for m in modules if m.startswith("planparse.readers")]
    assert "pydantic" not in modules


def test_reading_text_loads_only_its_reader() -> None:
    modules = loaded(f"import planparse\nplanparse.read({str(HEALTH)!r})")
    assert not (HEAVY - {"jieba"}) & modules


def test_json_is_printed_without_rich() -> None:
    call = f"main(['parse', {str(HEALTH)!r}, '--json'])"
    modules = loaded(f"from planparse.cli import main\ntry: {call}\nexcept SystemExit: pass")
    assert "rich" not in modules


def test_every_kind_of_finding_is_explained() -> None:
    assert tuple(DESCRIPTIONS) == get_args(FindingKind)


def test_a_passage_is_printed_without_the_breaks_of_its_margin() -> None:
    plan = parse("一、目标\n到2025年，全县公路里\n程达到200公里以上。\n")
    begin, spot = plan.text.index("到"), plan.text.index("200")
    finding = Finding(
        id="f1", kind="unit-missing", severity="info", about="", message="", span=(spot, spot + 5)
    )
    sentence = Passage(span=(begin, len(plan.text) - 1), line=2)
    shown = Passages(plan).shown(finding, sentence)
    assert shown == "到2025年，全县公路里程达到200公里以上。"
