"""The cleaned document as text and as Markdown: what it leaves out, and that it reads back the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from places import CORPUS, SHARED
from planparse import Parser, Plan, parse, read
from planparse.outputs.cleaned.clean_text import cleaned, tight
from planparse.outputs.cleaned.markdown import escaped, plan_markdown
from planparse.outputs.cleaned.parts import document_parts
from planparse.outputs.cleaned.plain_text import plan_text
from plans import Content, fixtures

Printer = Callable[[Plan], str]
FORMS: list[tuple[str, Printer]] = [("plan.md", plan_markdown), ("plan.txt", plan_text)]


def outline(plan: Plan) -> list[Any]:
    return [(section.level, section.label, section.title) for section in plan.sections]


def values(plan: Plan) -> list[Any]:
    """All that the tables give: indicators, outcomes, projects, observations, with their values."""
    left_out = {"id", "key", "table", "row", "span", "page", "bbox", "doubts", "column", "parent"}
    rows = [*plan.indicators, *plan.outcomes, *plan.projects, *plan.observations]
    return [_without(row.model_dump(), left_out) for row in rows]


def _without(data: Any, keys: set[str]) -> Any:
    if isinstance(data, dict):
        return {key: _without(value, keys) for key, value in data.items() if key not in keys}
    if isinstance(data, list | tuple):
        return [_without(one, keys) for one in data]
    return data


def items(plan: Plan) -> list[Any]:
    return [(box.label, box.title, box.kind, len(box.items)) for box in plan.boxes]


def read_back(plan: Plan, name: str, printer: Printer) -> Plan:
    return Parser().read(printer(plan).encode(), name=name)


@pytest.mark.parametrize(("name", "printer"), FORMS, ids=["md", "text"])
@pytest.mark.parametrize("content", fixtures(), ids=lambda content: content.name)
def test_the_cleaned_document_reads_back_the_same(
    content: Content, name: str, printer: Printer
) -> None:
    """Outline, boxes with their items, and every value of every table come back."""
    before = read(content.path)
    after = read_back(before, name, printer)
    assert outline(after) == outline(before)
    assert items(after) == items(before)
    assert values(after) == values(before)
    assert after.title == before.title


REAL = [
    *(CORPUS / name / "source.txt" for name in ("changshou", "dazu", "leshan", "qijiang")),
    *sorted((SHARED / "wild" / "gold").glob("*/source.docx")),
    *sorted((SHARED / "wild" / "gold").glob("*/source.html")),
]


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.parent.name)
def test_real_plans_read_back_with_their_outline_and_goals(path: Any) -> None:
    if not path.exists():
        pytest.skip(f"there is no {path}")
    before = read(path)
    after = read_back(before, "plan.md", plan_markdown)
    assert outline(after) == outline(before)
    goals = [
        (i.name, i.baseline and i.baseline.value, i.target and i.target.value)
        for i in before.indicators
    ]
    assert [
        (i.name, i.baseline and i.baseline.value, i.target and i.target.value)
        for i in after.indicators
    ] == goals


# ------------------------------------------------------------------------- parts


@pytest.mark.parametrize("content", fixtures(), ids=lambda content: content.name)
def test_every_leaf_belongs_to_one_part(content: Content) -> None:
    plan = read(content.path)
    dealt = []
    for part in document_parts(plan):
        dealt += part.leaves
        dealt += [leaf for line in part.above for leaf in line.leaves]
        dealt += part.caption.leaves if part.caption else []
    content_leaves = [leaf for leaf in plan.leaves if leaf.kind != "furniture"]
    assert sorted(dealt, key=lambda leaf: leaf.span) == content_leaves


def test_a_line_break_inside_of_chinese_words_joins_them() -> None:
    text = "加快建设\n  覆盖城乡的  公共服务\nGDP\ngrowth"
    words = cleaned(text, [(0, len(text))])
    assert words.text == "加快建设覆盖城乡的 公共服务GDP growth"
    start = words.text.index("公共")
    assert [text[s:e] for s, e in words.spans_of(start - 2, start + 2)] == ["的", "公共"]


@given(st.text("甲乙AB \n\t。", max_size=60))
def test_cleaned_words_say_where_they_are_printed(text: str) -> None:
    """Whatever the white space, the words are those of the text, and each stretch slices to its own."""
    words = cleaned(text, [(0, len(text))])
    assert tight(words.text) == tight(text)
    for start in range(len(words.text)):
        for end in range(start + 1, len(words.text) + 1):
            printed = "".join(text[s:e] for s, e in words.spans_of(start, end))
            assert tight(printed) == tight(words.text[start:end])


# ---------------------------------------------------------------------- Markdown


PLAN = """海州市养老服务规划

一、发展目标

（一）主要指标。

专栏1 主要指标

类别\t指标\t单位\t2020年\t2025年
床位\t护理床位数\t张\t120\t150
\t家庭床位数\t张\t30\t40
注：不含公办床位。

1. 增加投入。
2. 加强监管。

— 1 —
二、保障措施

压实责任。
"""


def test_headings_tables_and_boxes_as_markdown() -> None:
    assert plan_markdown(parse(PLAN)) == (
        "# 海州市养老服务规划\n\n"
        "## 一、发展目标\n\n"
        "### （一）主要指标。\n\n"
        "**专栏1 主要指标**\n\n"
        "| 类别 | 指标 | 单位 | 2020年 | 2025年 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 床位 | 护理床位数 | 张 | 120 | 150 |\n"
        "| 床位 | 家庭床位数 | 张 | 30 | 40 |\n\n"
        "注：不含公办床位。\n\n"
        "1\\. 增加投入。\n\n"
        "2\\. 加强监管。\n\n"
        "## 二、保障措施\n\n"
        "压实责任。\n"
    )


def test_the_same_as_text() -> None:
    lines = plan_text(parse(PLAN)).splitlines()
    assert lines[:2] == ["海州市养老服务规划", ""]
    assert "类别\t指标\t单位\t2020年\t2025年" in lines
    assert "床位\t家庭床位数\t张\t30\t40" in lines
    assert not any("— 1 —" in line for line in lines)


def test_a_box_is_a_quotation_and_its_items_a_list() -> None:
    plan = read(next(content.path for content in fixtures() if content.name == "culture-dongting"))
    box = re.search(r"(?:^>.*\n)+", plan_markdown(plan), re.M)
    assert box is not None
    lines = box[0].splitlines()
    assert lines[0] == "> **专栏二 文化遗产保护利用工程**"
    assert [line for line in lines if line != ">"][1].startswith("> - 1.")


HEADER = (
    '<table><tr><td rowspan="2">机构类别</td><td colspan="2">床位数（张）</td></tr>'
    "<tr><td>2020年</td><td>2025年</td></tr><tr><td>医院</td><td>50</td><td>60</td></tr>"
    "<tr><td>卫生院</td><td>20</td><td>30</td></tr></table>"
)


def test_levels_of_a_header_are_rows() -> None:
    plan = parse(f"# 一、总则\n\n表1 床位配置\n\n{HEADER}\n")
    assert (
        "| 机构类别 | 床位数（张） | 床位数（张） |\n"
        "| --- | --- | --- |\n"
        "|  | 2020年 | 2025年 |\n"
        "| 医院 | 50 | 60 |\n"
    ) in plan_markdown(plan)


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """What a reader of Markdown sees of one paragraph."""
    html: str = MARKDOWN.render(markdown)
    assert html.startswith("<p>") and html.endswith("</p>\n"), html
    body = html.removeprefix("<p>").removesuffix("</p>\n")
    assert "<" not in body, body
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        body = body.replace(entity, char)
    return body


SPECIAL = st.text("甲乙12 *_~<>&#^\\`$[]()!.+-:|/ab;", min_size=1, max_size=30)


@given(SPECIAL.map(lambda text: " ".join(text.split())).filter(bool))
def test_what_is_escaped_is_shown_as_it_is(line: str) -> None:
    """Whatever a line holds, a program that shows Markdown shows the line."""
    assert shown(escaped(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        "1. 项目",
        "- 项目",
        "# 项目",
        "> 5",
        "50~60%，70~80%",
        "**甲**",
        "a_b_c",
        "x<y",
        "&lt;",
        "[甲](乙)",
    ],
)
def test_what_markdown_would_read_is_escaped(line: str) -> None:
    assert shown(escaped(line)) == line
    assert escaped(line) != line


@pytest.mark.parametrize("line", ["1. 建设公园12个", "- 建成12个", "空气质量<90%，*达标", "5~6个"])
def test_our_own_reader_takes_the_escapes_off(line: str) -> None:
    plan = parse(f"# 一、总则\n\n{escaped(line)}，加快补齐短板。\n\n# 二、目标\n\n加快建设。\n")
    assert any(f"{line}，加快补齐短板。" in chunk.text for chunk in plan.chunks())
