"""What a notebook and a console show of plans, tables and findings."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from everything import records_of
from places import FIXTURES
from planparse import Finding, Parser, Passage, Plan, Table
from planparse.model.plan import Column, Section, Unit, Value

PARSER = Parser()
PLAN = PARSER.read(FIXTURES / "ecology-shimen.txt")

VOID = ("br",)


class Elements(HTMLParser):
    """The tags of a piece of HTML, closed as they were opened, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == [], "no style, no link, no resource"
        assert tag in ("p", "b", "br", "ul", "li", "table", "thead", "tbody", "tr", "th", "td")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_plan_shows_its_title_and_its_first_indicators() -> None:
    words = Elements(PLAN._repr_html_()).words
    assert words[0] == "石门县“十四五”生态环境保护规划"
    assert "细颗粒物年均浓度" in words
    assert "≤31 (2025)" in words
    assert words[-1] == "… and 2 more indicators"


def test_a_table_shows_its_first_rows() -> None:
    words = Elements(PLAN.tables[0]._repr_html_()).words
    assert words[0] == "表1 石门县“十四五”生态环境保护主要指标"
    rows = (("值",),) * 30
    table = Table(id="t1", kind="other", columns=(Column(path=("甲", "乙"), role="other"),), rows=rows, span=(0, 1))  # fmt: skip
    words = Elements(table._repr_html_()).words
    assert words.count("值") == 20
    assert "甲 / 乙" in words
    assert words[-1] == "… and 10 more rows"


def test_a_finding_shows_both_sides() -> None:
    text = "示例市规划\n一、目标\n到2025年，森林覆盖率达到58%。\n二、任务\n到2025年，森林覆盖率达到60%。\n"
    (finding,) = PARSER.parse(text).findings
    words = Elements(finding._repr_html_()).words
    assert words[:2] == ["warning", " prose-contradicts-prose"]
    assert words[-2:] == [
        "line 3, 一、目标: 到2025年，森林覆盖率达到58%。",
        "line 5, 二、任务: 到2025年，森林覆盖率达到60%。",
    ]


@given(st.text())
@example("\u202e百分之\x1b[31m")
def test_nothing_that_a_plan_prints_is_markup(text: str) -> None:
    """Whatever a plan holds, it is shown as words: no tag of its own, no sign that turns them."""
    passage = Passage(span=(0, 1), text=text, section=text)
    finding = Finding(id="f1", kind="unit-missing", severity="info", about=text, message=text, passages=(passage,), span=(0, 1))  # fmt: skip
    table = Table(id="t1", kind="other", caption=text, columns=(Column(path=(text,), role="other"),), rows=((text,),), span=(0, 1))  # fmt: skip
    plan = PLAN.model_copy(update={"title": text or "x"})
    for shown in (finding, table, plan):
        words = "".join(Elements(shown._repr_html_()).words)
        assert "\u202e" not in words


def test_markup_in_a_plan_is_shown_as_it_is() -> None:
    table = Table(id="t1", kind="other", columns=(), rows=(("<script>alert(1)</script>",),), span=(0, 1))  # fmt: skip
    assert "&lt;script&gt;" in table._repr_html_()
    assert "<script" not in table._repr_html_()


@pytest.mark.parametrize("plan", [PLAN, PARSER.read(FIXTURES / "health-pingchuan.txt")])
def test_records_fit_a_line(plan: Plan) -> None:
    """A record tells what it is on one line, in a console and in a log."""
    for record in records_of(plan):
        assert "\n" not in repr(record)
        assert len(repr(record)) < 160
        assert str(record) == repr(record)
        assert record.id in repr(record)


def test_what_a_record_shows() -> None:
    assert repr(PLAN["i2"]) == (
        "<Indicator i2 name='细颗粒物年均浓度' baseline=34 target=≤31 unit=微克/立方米>"
    )
    target = PLAN.indicators[1].target
    assert repr(target) == "<Value text='≤31' value=31.0 unit=微克/立方米 year=2025>"
    assert repr(Unit(text="%", code="%")) == "<Unit text=% code=%>"
    long = Section(id="s1", level=1, label="一、", title="总" * 90, span=(0, 1), body=(1, 1))
    assert repr(long) == f"<Section s1 label='一、' title='{'总' * 35}…' level=1>"
    assert "None" not in repr(Value(text="—", kind="missing"))
