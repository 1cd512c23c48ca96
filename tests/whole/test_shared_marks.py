"""Cases of footnote marks, of converters' marks and of web pages that stand beside the project."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from places import SHARED
from planparse.model.plan import Indicator, Plan, Value
from planparse.parser import Parser

CASES = SHARED / "cases"
BACKENDS: list[str | None] = [None]
if find_spec("pypdfium2"):
    BACKENDS.append("pypdfium2")


@cache
def plan(path: str, backend: str | None = None) -> Plan:
    """The plan in a file of `../shared/cases`; skips visibly where that is not beside the project."""
    file = CASES / path
    if not file.exists():
        pytest.skip(f"there is no {file}")
    return Parser().read(Path(file), pdf_backend=backend)


def said(value: Value | None) -> tuple[str, float | None, int | None, str | None]:
    assert value is not None
    return value.comparator or "", value.value, value.year, value.basis


def by_name(found: Plan) -> dict[str, Indicator]:
    return {i.name: i for i in found.indicators}


@pytest.mark.parametrize("file", ["a.pdf", "b.html", "c.docx"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_raised_figures(file: str, backend: str | None) -> None:
    found = plan(f"reports/04-superscript-footnote/{file}", backend)
    rows = by_name(found)
    stock = rows["森林蓄积量"]
    assert said(stock.baseline) == ("=", 560.0, 2019, None)
    assert said(stock.target)[1] == 600.0
    assert stock.unit is not None and stock.unit.code == "10*4.m3"
    rate = rows["5岁以下儿童死亡率"]
    assert rate.unit is not None and rate.unit.text == "‰" and rate.note == "为监测数据。"
    kinds = {f.kind for f in found.findings}
    assert not kinds & {"prose-contradicts-table", "unit-missing"}
    for value in (stock.baseline, stock.target):
        assert value is not None and value.span is not None
        assert found.text[slice(*value.span)] == value.text


@pytest.mark.parametrize("file", ["case.pdf", "case.html"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_notes_that_only_their_figures_tell(file: str, backend: str | None) -> None:
    rows = by_name(plan(f"pdf/16-superscript-mark/{file}", backend))
    first, second = rows["颗粒物年均浓度"], rows["断面水质优良比例"]
    assert first.unit is not None and first.unit.text == "微克/立方米"
    assert first.note == "剔除沙尘影响。"
    assert said(second.baseline) == ("=", 80.5, 2020, "cumulative")


def test_a_mark_before_the_colon_of_its_note() -> None:
    found = plan("office/12-note-whose-mark-stands-before-the-colon/input.docx")
    assert found.tables[0].notes == ("注①：为各乡镇汇总数。", "注②：为快报数。")
    assert [i.note for i in found.indicators] == ["为各乡镇汇总数。", None, "为快报数。"]
    assert said(found.indicators[2].baseline)[1] == 8.3


def test_a_note_in_the_sentence_above() -> None:
    found = plan("text/26-star-note-in-lead-sentence/input.md")
    assert said(found.indicators[0].baseline) == ("=", 45.2, 2024, None)
    assert said(found.indicators[1].baseline)[2] == 2025


def test_notes_are_no_headings() -> None:
    below = plan("text/14-numbered-notes-below-table-as-headings/input.txt")
    assert [s.label for s in below.sections] == ["二、", "（一）", "1．", "2．", "3．", "三、"]
    assert not [f for f in below.findings if f.kind == "heading-out-of-order"]
    circled = plan("text/25-circled-footnote-as-heading/input.txt")
    assert [s.label for s in circled.sections] == ["一、", "（一）", "二、"]
    notes = [circled.text[slice(*leaf.span)] for leaf in circled.leaves if leaf.kind == "note"]
    assert notes[-1].startswith("②“两室”")
    assert not circled.findings


def test_code_marks() -> None:
    found = plan("text/24-pymupdf4llm-code-marks/input.md")
    assert len(found.sections) == 7
    assert [s.title for s in found.sections[1:4]] == ["指导思想", "基本原则", "主要目标"]


def test_formulas_in_prose() -> None:
    found = plan("reports/08-latex-in-markdown/a.md")
    numbers = [(m.value.comparator, m.value.value or m.value.low) for m in found.mentions]
    assert numbers == [
        ("≥", 60.0),
        ("≥", 500.0),
        ("≤", 31.0),
        ("=", 92.5),
        ("≤", 120.0),
        ("=", 14.5),
        ("≤", 3.5),
        ("=", 13.5),
        ("≥", 90.0),
        ("<", 9.0),
        ("=", 58.2),
        ("=", 62.0),
    ]


@pytest.mark.parametrize("file", ["b.md", "d.md"])
def test_formulas_in_tables(file: str) -> None:
    rows = plan(f"reports/08-latex-in-markdown/{file}").indicators
    assert rows[0].name.startswith("细颗粒物")
    assert rows[0].unit is not None and rows[0].unit.code == "ug/m3"
    assert said(rows[0].target)[:2] == ("≤", 31.0)
    assert said(rows[1].target)[:2] == ("≥", 92.5)
    assert rows[2].unit is not None and rows[2].unit.code == "10*4.m3"


def test_raised_figures_and_entities_in_pipes() -> None:
    rows = by_name(plan("reports/08-latex-in-markdown/c.md"))
    assert said(rows["森林蓄积量"].baseline)[1] == 560.0
    assert said(rows["婴儿死亡率"].target)[:2] == ("≤", 3.0)
    assert said(rows["失业率"].target)[:2] == ("<", 4.5)


def test_entities() -> None:
    found = plan("reports/10-html-entities-markdown/a.md")
    goals = [(i.name, *said(i.target)[:2]) for i in found.indicators]
    assert goals == [
        ("城镇登记失业率", "<", 4.5),
        ("婴儿死亡率", "<", 3.0),
        ("空气质量优良率", ">", 92.0),
        ("科技&研发投入强度", "≥", 2.5),
    ]
    prose = [(m.subject, m.value.comparator, m.value.value) for m in found.mentions]
    assert prose == [
        ("城镇登记失业率", "<", 4.5),
        ("婴儿死亡率", "≤", 3.0),
        ("空气质量优良率", ">", 92.0),
        ("研发投入强度", "≥", 2.5),
    ]


def test_a_page_that_its_script_shows() -> None:
    found = plan("text/07-html-body-hidden-until-script/input.html")
    assert found.title == "临川市养老服务三年行动计划（2024—2026年）"
    assert [s.title for s in found.sections] == ["工作目标", "重点任务", "扩大服务供给"]
    assert (found.mentions[0].text, found.mentions[0].value.comparator) == ("70%", "≥")


def test_a_number_behind_the_title() -> None:
    found = plan("text/17-html-title-with-document-number/input.html")
    assert found.title == "临川市新型储能发展“十五五”规划"
    assert found.period is not None and (found.period.start, found.period.end) == (2026, 2030)
    assert found.region is not None and found.region.name == "临川市"
