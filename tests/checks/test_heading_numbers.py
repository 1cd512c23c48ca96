"""Headings whose list leaves a number out, and what is printed in the gap."""

from __future__ import annotations

import pytest
from msgspec import structs

from planparse.checks.registry import check_plan
from planparse.grammar import default
from planparse.model.draft import Draft, Paragraph
from planparse.model.plan import Box, Finding, Section
from planparse.model.source import Source, text_lines

LABELS = ("一、", "二、", "三、", "四、", "（一）", "（二）", "（三）", "（四）", "1．")

BARE = {"#": 1, "##": 2}
"""What begins a heading without a number in these plans, and its level."""

CHAPTERS = {
    "一、": "第一章",
    "二、": "第二章",
    "四、": "第四章",
    "（二）": "第二节",
    "（三）": "第三节",
}


def plan(*lines: str) -> Draft:
    """Paragraphs of these lines: 一、 heads, （一） and 1． heads below them, [boxes], and prose.

    # and ## begin headings without a number.
    """
    text = ""
    sections: list[Section] = []
    boxes: list[Box] = []
    paragraphs: list[Paragraph] = []
    for line in lines:
        shown = line.strip("[]")
        start, end = len(text), len(text) + len(shown)
        text += shown + "\n"
        label = next((x for x in LABELS if line.startswith(x)), None)
        bare = BARE.get(line.partition(" ")[0])
        if bare is not None:
            above = [s.id for s in sections if s.level < bare]
            sections.append(
                Section(
                    id=f"s{len(sections) + 1}",
                    parent=above[-1] if above else None,
                    level=bare,
                    label="",
                    title=line.lstrip("# "),
                    span=(start, end),
                    body=(end, end),
                )
            )
        elif label is not None:
            level = LABELS.index(label) // 4 + 1
            above = [s.id for s in sections if s.level < level]
            sections.append(
                Section(
                    id=f"s{len(sections) + 1}",
                    parent=above[-1] if above else None,
                    level=level,
                    label=label,
                    number=LABELS.index(label) % 4 + 1,
                    title=line.removeprefix(label),
                    span=(start, end),
                    body=(end, end),
                )
            )
        elif line.startswith("["):
            boxes.append(
                Box(
                    id=f"b{len(boxes) + 1}",
                    label="专栏1",
                    title="",
                    kind="other",
                    span=(start, end),
                    content=(start, end),
                )
            )
        at = len(paragraphs)
        paragraphs.append(Paragraph(shown, (0,), (start,), at, at))
    return Draft(
        Source(text, text_lines(text)),
        sections=tuple(sections),
        boxes=tuple(boxes),
        paragraphs=tuple(paragraphs),
    )


def found(*lines: str) -> list[Finding]:
    return list(check_plan(plan(*lines), default()).findings)


def gaps(*lines: str) -> list[str]:
    return [f.about for f in found(*lines) if f.kind == "missing-number"]


@pytest.mark.parametrize(
    ("between", "missing"),
    [
        ("提高供水保障能力", False),
        ("节水", False),
        ("水", True),  # too short for a title
        ("建设覆盖城乡的饮水安全监测网络和信息平台", False),  # twenty characters
        ("建设覆盖城乡的饮水安全监测网络和信息化平台", True),
        ("提高供水保障能力。", True),
        ("提高供水保障能力；", True),
        ("提高供水保障能力：", True),
        ("[提高供水保障能力]", True),  # a line of a box
    ],
)
def test_a_title_that_lost_its_label_fills_the_gap(between: str, missing: bool) -> None:
    lines = ("一、任务", "（一）水源工程", between, "（三）排水工程")
    assert gaps(*lines) == ["排水工程"] * missing


@pytest.mark.parametrize(
    "lines",
    [
        ("提高供水保障能力", "一、任务", "（一）水源工程", "（三）排水工程"),
        ("一、任务", "提高供水保障能力", "（一）水源工程", "（三）排水工程"),
        ("一、任务", "（一）水源工程", "（三）排水工程", "提高供水保障能力"),
    ],
)
def test_a_title_elsewhere_does_not_fill_it(lines: tuple[str, ...]) -> None:
    assert gaps(*lines) == ["排水工程"]


def test_a_list_may_follow_a_box() -> None:
    """What stands right behind a box, or right behind a heading, is not of it."""
    for before in ("[总投资120万元。]", "总投资120万元。"):
        lines = ("一、任务", "（一）水源工程", before, "提高供水保障能力", "（三）排水工程")
        assert gaps(*lines) == []


def test_a_heading_further_down_is_no_title_that_lost_its_label() -> None:
    assert gaps("一、任务", "（一）水源工程", "1．水库扩容", "（三）排水工程") == ["排水工程"]


@pytest.mark.parametrize(
    ("first", "missing"),
    [
        ("（一）水源工程", []),
        ("（二）水源工程", ["水源工程"]),
        ("（三）水源工程", ["水源工程"]),
    ],
)
def test_a_list_that_begins_late(first: str, missing: list[str]) -> None:
    second = f"（{'二三四'['一二三'.index(first[1])]}）排水工程"
    assert gaps("一、任务", first, second) == missing


def test_a_list_whose_1_stands_unread() -> None:
    assert gaps("一、任务", "（一）水源工程建设。今年开工。", "（二）排水工程") == []


def test_a_late_list_names_its_parent() -> None:
    (finding,) = found("一、任务", "（三）水源工程", "（四）排水工程")
    assert "缺编号1、2" in finding.message and "“一、任务”（第1行）" in finding.message
    assert finding.records == ("s1", "s2")


def test_a_list_that_goes_on_from_the_last_parent() -> None:
    assert (
        found("一、任务", "（一）水源", "（二）节水", "二、保障", "（三）资金", "（四）人才") == []
    )


def test_a_list_that_leaves_one_out_after_the_last_parent() -> None:
    """With （一） before, （三） neither goes on nor begins."""
    assert gaps("一、任务", "（一）水源", "二、保障", "（三）资金", "（四）人才") == ["资金"]


def test_a_parent_that_was_not_read() -> None:
    """三、 printed in the text leaves its children with those of 二、."""
    lines = ("二、任务", "（一）水源", "（二）节水", "三 、保障措施如下。", "（二）资金")
    assert found("一、形势", *lines) == []
    assert len(found("一、形势", *lines[:3], *lines[4:])) == 1


def test_a_second_list_below_one_parent() -> None:
    """Where a list begins with 1 a second time, what stood between was not read as a heading."""
    assert found("一、任务", "（一）水源", "（二）节水", "（一）资金", "（二）人才") == []
    kinds = [f.kind for f in found("一、任务", "（二）水源", "（三）节水", "（一）资金")]
    assert kinds == ["heading-out-of-order"]


def test_headings_of_the_first_level_need_not_begin_with_1() -> None:
    """An excerpt may begin anywhere."""
    assert found("三、任务", "四、保障") == []


def gaps_of_chapters(*lines: str) -> list[str]:
    """The gaps of a plan whose 一、 are chapters (第一章) and whose （一） are sections (第一节)."""
    draft = plan(*lines)
    sections = [
        section.model_copy(update={"label": CHAPTERS.get(section.label, section.label)})
        for section in draft.sections
    ]
    told = check_plan(structs.replace(draft, sections=tuple(sections)), default()).findings
    return [f.about for f in told if f.kind == "missing-number"]


def test_a_heading_without_a_number_may_be_the_one_that_a_list_leaves_out() -> None:
    first, third, second_part = ("一、任务", "（一）清退违建"), "（三）水质监测", "二、保障"
    assert len(gaps(*first, third, second_part)) == 1
    assert not gaps(*first, "## 生态缓冲", third, second_part)
    assert not gaps(*first, third, "## 生态缓冲", second_part)


def test_chapters_lose_no_number_to_a_heading_before_or_behind_them() -> None:
    assert len(gaps_of_chapters("# 前言", "一、总则", "二、现状", "四、投资", "# 附件")) == 1
    assert not gaps_of_chapters("一、总则", "二、现状", "# 目标", "四、投资")


def test_sections_begin_late_behind_a_heading_without_a_number() -> None:
    assert len(gaps_of_chapters("一、总则", "（二）范围", "（三）期限")) == 1
    assert not gaps_of_chapters("一、总则", "## 概述", "（二）范围", "（三）期限")
