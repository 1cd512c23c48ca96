"""What is told of a passage: its leaf, its table and reading, its records, and the rules that found it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

import planparse
from calling import run
from places import FIXTURES
from planparse import grammar
from planparse.explain import Explanation, explain
from planparse.explain.passages import NoPassageError, find_passage
from planparse.explain.watching import Watch, watched
from planparse.parser import run as run_stages
from planparse.readers import read_source

ECOLOGY = FIXTURES / "ecology-shimen.txt"
HEALTH = FIXTURES / "health-pingchuan.txt"


@cache
def told(path: Path, at: str) -> Explanation:
    return explain(read_source(path.read_bytes(), path.name), at, grammar.default())


# ------------------------------------------------------------------ passages


TEXT = "一、总则\n到2025年，\n新增 床位\n新增床位\n"


@pytest.mark.parametrize(
    ("at", "span", "line", "further"),
    [
        ("2", (5, 12), 2, 0),
        ("@5", (5, 6), 2, 0),
        ("@4", (4, 5), 1, 0),
        ("2025年", (6, 11), 2, 0),
        ("，新增床", (11, 17), 2, 0),
        ("新增床位", (13, 18), 3, 1),
        ("5", (24, 24), 5, 0),
    ],
)
def test_a_place_is_a_line_an_offset_or_words(
    at: str, span: tuple[int, int], line: int, further: int
) -> None:
    assert find_passage(TEXT, at) == (span, line, further)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("0", "the text has the lines 1 to 5"),
        ("6", "the text has the lines 1 to 5"),
        ("@24", "the text has the offsets 0 to 23"),
        ("减少", "these words do not stand in the text"),
        (" ", "these words do not stand in the text"),
    ],
)
def test_a_place_that_there_is_not(at: str, reason: str) -> None:
    with pytest.raises(NoPassageError, match=reason):
        find_passage(TEXT, at)


@pytest.mark.parametrize("at", ["i3", "t1", "s2", "m2", "f1"])
def test_a_place_may_be_the_id_of_a_record(at: str) -> None:
    plan = planparse.read(HEALTH)
    record = plan[at]
    explained = told(HEALTH, at)
    assert explained.span == record.span
    records = {one.id for one in explained.records}
    assert at in records | {one.id for one in explained.findings}


def test_an_id_that_no_record_has_is_looked_for_as_words() -> None:
    with pytest.raises(NoPassageError, match="has this id"):
        told(ECOLOGY, "i333")


# ------------------------------------------------------------ what is told


def test_a_row_of_a_table_that_was_put_together() -> None:
    row = told(ECOLOGY, "58")
    assert row.headings == ("第二章 目标指标", "第二节 指标体系")
    assert [leaf.text for leaf in row.leaves] == ["2", "34", "≤31", "约束性"]
    assert {leaf.kind for leaf in row.leaves} == {"cell"}
    assert row.table is not None
    assert not row.table.is_given
    taken, *others = row.table.readings
    assert taken.is_taken
    assert taken.name == "rows that end in their values"
    assert [(cause, round(weight, 2)) for cause, weight in taken.causes] == [("short-piece", 0.24)]
    assert [reading.name for reading in others] == ["wrapped cells around their values"]
    assert not others[0].is_taken
    assert others[0].doubt > taken.doubt
    roles = {column.number: column.role for column in row.table.columns}
    assert roles == {2: "number", 4: "baseline", 5: "target", 6: "nature"}
    nature = row.table.columns[-1]
    assert nature.rule == ("tables.column.nature", "tables.toml", "指标属性")
    indicator = row.records[-1]
    assert (indicator.id, indicator.kind) == ("i2", "indicator")
    assert indicator.fields["target"]["value"] == 31.0
    assert indicator.rule == ("indicators.pm25", "indicators.toml", "细颗粒物年均浓度")
    assert ("values.number", "values.toml", "31") in row.rules


def test_an_offset_tells_of_one_cell() -> None:
    cell = told(ECOLOGY, "@779")
    assert [leaf.text for leaf in cell.leaves] == ["≤31"]
    assert cell.table is not None
    assert [column.role for column in cell.table.columns] == ["target"]


def test_a_heading_and_its_style() -> None:
    heading = told(HEALTH, "规划背景")
    assert [leaf.kind for leaf in heading.leaves] == ["heading"]
    (section,) = heading.records
    assert section.rule == ("outline.han-comma", "outline.toml", "一、")
    assert ("outline.han-comma", "outline.toml", "一、") in heading.rules


def test_a_caption_and_its_label() -> None:
    box = next(record for record in told(HEALTH, "专栏1").records if record.kind == "box")
    assert box.rule == ("boxes.column", "boxes.toml", "专栏1")


def test_furniture_and_who_has_told_it() -> None:
    (leaf,) = told(ECOLOGY, "— 2 —").leaves
    assert (leaf.kind, leaf.why, leaf.told_by) == ("furniture", "page-number", "text")


def test_a_mention_and_the_rules_that_found_it() -> None:
    prose = told(HEALTH, "60岁以上人口占比升至22.8%")
    (mention,) = [record for record in prose.records if record.kind == "mention"]
    assert mention.fields["value"]["value"] == 22.8
    assert ("prose.number", "prose.toml", "22.8") in prose.rules
    assert ("values.says-share", "values.toml", "占比") in prose.rules


def test_a_rule_that_was_asked_about_a_part_of_the_line() -> None:
    """The title was looked for between the brackets of its notice, and in no whole leaf."""
    assert "head.title" in {hit.rule for hit in told(HEALTH, "现将《").rules}


def test_findings_doubts_and_what_is_concluded(tmp_path: Path) -> None:
    row = told(HEALTH, "82")
    assert "target-weaker-than-baseline" in {finding.kind for finding in row.findings}
    child = told(HEALTH, "康复床位数")
    (indicator,) = [record for record in child.records if record.kind == "indicator"]
    assert "per" in indicator.fields["inferred"]


def test_a_table_that_the_format_gives() -> None:
    rows = "<tr><td>指标</td><td>2020年</td><td>2025年</td></tr>"
    rows += "<tr><td>森林覆盖率（%）</td><td>41</td><td>43</td></tr>"
    page = f"<html><body><h1>规划</h1><h2>目标</h2><table>{rows}</table></body></html>"
    source = read_source(page.encode(), "plan.html")
    cell = explain(source, f"@{source.text.index('43')}", grammar.default())
    assert cell.table is not None
    assert cell.table.is_given
    assert cell.table.readings == ()
    assert [column.role for column in cell.table.columns] == ["target"]


def test_an_empty_line() -> None:
    nothing = told(HEALTH, "6")
    assert (nothing.leaves, nothing.records, nothing.rules) == ((), (), ())


def test_watching_changes_nothing() -> None:
    """What is read with a grammar that is watched is what is read without."""
    source = read_source(ECOLOGY.read_bytes(), ECOLOGY.name)
    words = grammar.default()
    watch = Watch(source.text, (773, 785))
    assert run_stages(source, watched(words, watch)) == run_stages(source, words)


# ----------------------------------------------------------- the command


def test_the_page() -> None:
    answer = run("explain", ECOLOGY, "--at", "58")
    assert (answer.code, answer.err) == (0, "")
    lines = [" ".join(line.split()) for line in answer.text.splitlines()]
    assert lines[0] == f"{ECOLOGY} line 58, offsets 773 to 785, page 2"
    for line in (
        "2 34 ≤31 约束性",
        "under 第二章 目标指标 › 第二节 指标体系",
        "cell 778–781 ≤31",
        "table t1, put together from text (flattened)",
        "reading “rows that end in their values”: 12 rows, doubt 0.24",
        "short-piece 0.24: a name ends with what goes on",
        "not taken “wrapped cells around their values”: 12 rows, doubt 1.08",
        "column 6 指标属性 (nature) by the rule tables.column.nature (tables.toml)",
        "indicator i2 by the rule indicators.pm25 (indicators.toml)",
        "name 细颗粒物年均浓度",
        "values.number (values.toml) 31",
    ):
        assert line in lines
    doubted = run("explain", HEALTH, "--at", "康复床位数", "--lang", "zh").text
    assert "concluded, not printed: per" in doubted


def test_the_json_has_what_the_page_has() -> None:
    answer = run("explain", ECOLOGY, "--at", "58", "--json")
    data = json.loads(answer.text)
    assert set(data) == set(Explanation.__dataclass_fields__)
    assert data["table"]["readings"][0]["is_taken"] is True
    assert data["records"][-1]["rule"]["rule"] == "indicators.pm25"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--at", "9999"), 2, "9999: the text has the lines 1 to "),
        (("--at", "@99999"), 2, "@99999: the text has the offsets 0 to "),
        (("--at", "火星"), 2, "火星: these words do not stand in the text; give a line (120)"),
        ((), 2, "Missing option '--at'"),
        ((), 2, "[OPTIONS] FILE\n"),
        ((str(HEALTH), "--at", "1"), 2, "explain takes one FILE"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], code: int, words: str) -> None:
    answer = run("explain", ECOLOGY, *arguments)
    assert (answer.code, answer.out) == (code, b"")
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    answer = run("explain", tmp_path / "gone.txt", "--at", "1")
    assert answer.code == 1
    assert answer.err == f"planparse: {tmp_path / 'gone.txt'}: no such file; check the path\n"


def test_it_is_read_in_a_process_of_its_own() -> None:
    apart = run("explain", ECOLOGY, "--at", "58", "--isolate")
    assert apart.out == run("explain", ECOLOGY, "--at", "58", "--no-isolate").out
    refused = run("explain", ECOLOGY, "--at", "9999", "--isolate")
    assert (refused.code, "the text has the lines" in refused.err) == (2, True)
