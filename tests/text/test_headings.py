"""Single headings: where a title ends, and what is none. In the texts a blank is white space that
was printed and taken out, and _ a blank between Latin words that stays.
"""

from __future__ import annotations

from itertools import accumulate

import pytest

from planparse.grammar import default
from planparse.model.draft import Draft, Paragraph
from planparse.model.source import Source
from planparse.text.headings import (
    lone_heading,
    read_annex,
    read_annex_label,
    read_heading,
    read_label,
    read_spaced_number,
    title_below,
    whole_heading,
)

G = default()

TASKS = (
    "统筹推进城乡义务教育优质均衡发展和学前教育普及普惠安全优质发展并加快建设高质量职业教育体系"
    "与终身学习服务平台同步完善教师队伍管理机制和学校安全保障机制"
)
"""A title that can be cut to any length."""
PROSE = "以立德树人为根本任务，坚持公益普惠，全面提高教育质量，办好每一所学校，成就每一名学生"


def paragraph(printed: str, start: int = 0) -> Paragraph:
    """The paragraph of a line that is printed from `start` on."""
    words: list[str] = []
    starts: list[int] = []
    for word in printed.replace("_", "\0_\0").replace(" ", "\0 \0").split("\0"):
        if word != " ":
            words.append(word.replace("_", " "))
            starts.append(start)
        start += len(word)
    pieces = tuple(accumulate(map(len, words[:-1]), initial=0))
    return Paragraph("".join(words), pieces, tuple(starts), 0, 0)


def draft(*lines: str) -> Draft:
    """A document of which each line is a paragraph."""
    starts = accumulate((len(line) + 1 for line in lines[:-1]), initial=0)
    paragraphs = [paragraph(line, start) for line, start in zip(lines, starts, strict=True)]
    return Draft(source=Source(text="\n".join(lines), lines=()), paragraphs=tuple(paragraphs))


def title(line: str) -> str | None:
    """The title of the heading that the paragraph opens with."""
    heading = read_heading(draft(line), 0, G)
    if heading is None:
        return None
    text = paragraph(line).text
    assert heading.run_in == (text[heading.title_end :].strip("。：") != "")
    return text[heading.label.end : heading.title_end]


@pytest.mark.parametrize(
    ("line", "label", "number"),
    [
        ("第十二章港口", "第十二章", 12),
        ("第3节港口", "第3节", 3),
        ("一、港口", "一、", 1),
        ("（十）港口", "（十）", 10),
        ("1.港口", "1.", 1),
        ("2.3港口", "2.3", 3),
        ("2.3.4港口", "2.3.4", 4),
        ("（5）港口", "（5）", 5),
        ("6）港口", "6）", 6),
        ("⑦港口", "⑦", 7),
        ("附件8港口", "附件8", 8),
        ("附件：港口", "附件", None),
        ("港口", None, None),
    ],
)
def test_a_label_has_a_number(line: str, label: str | None, number: int | None) -> None:
    found = read_label(line, G) or read_annex_label(line, G)
    assert (found and found.text, found and found.number) == (label, number)
    if found:
        assert line[found.end :].lstrip("：") == "港口"


def test_styles_are_ordered_from_the_widest() -> None:
    labels = [
        "第一编",
        "第一部分",
        "第一章",
        "第一节",
        "一、",
        "（一）",
        "1.",
        "1.1",
        "1.1.1",
        "（1）",
        "1）",
        "①",
    ]
    found = [read_label(label + "港口", G) for label in labels]
    ranks = [label.rank for label in found if label]
    assert len(ranks) == len(labels)
    assert ranks == sorted(set(ranks))
    plain = read_spaced_number(draft("3 港口"), 0, G)
    assert plain is not None
    assert ranks[5] < plain.label.rank < ranks[6]  # over 1. and 1.1


@pytest.mark.parametrize(
    ("longest", "behind"),
    [
        (70, ""),  # on a line of its own
        (70, "："),
        (45, "。"),  # a sentence, if it is longer
        (45, "。新建小学12所。"),  # prose goes on
        (45, "：新建小学12所，"),
        (45, "：新建小学12所。"),
    ],
)
def test_a_title_has_so_many_characters_at_most(longest: int, behind: str) -> None:
    assert title("（一）" + TASKS[:longest] + behind) == TASKS[:longest]
    assert title("（一）" + TASKS[: longest + 1] + behind) is None


@pytest.mark.parametrize(
    ("most", "behind"),
    [
        (3, ""),
        (1, "。"),
        (2, "。新建小学12所。"),
    ],
)
def test_a_title_has_so_many_commas_at_most(most: int, behind: str) -> None:
    parts = ["办好学校", "建强队伍", "改进评价", "守住安全", "开放校园"]
    words = "，".join(parts[: most + 1])
    assert title("二、" + words + behind) == words
    if behind:
        assert title("二、" + "，".join(parts[: most + 2]) + behind) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、发展基础", "发展基础"),
        ("一、发展基础：", "发展基础"),
        ("一、发展基础：", "发展基础"),
        ("一、发展基础。路网已经成形。", "发展基础"),
        ("一、发展基础：路网已经成形。", "发展基础"),
        ("一、", None),
        ("一、：路网已经成形。", None),
        ("一、修建桥梁；", None),
        ("一、修建桥梁、", None),
        ("发展基础", None),
        # In brackets a colon ends no title, but 。 does: a bracket may never be closed.
        ("二、布局（东区：港口）和分工", "布局（东区：港口）和分工"),
        ("二、布局（东区：港口）：分工明确。", "布局（东区：港口）"),
        ("二、布局（“东区”：港口）和分工", "布局（“东区”：港口）和分工"),
        (
            "二、布局（东区（含岛：半岛）港口：深水）和分工",
            "布局（东区（含岛：半岛）港口：深水）和分工",
        ),
        ("二、布局（东区。港口和分工", "布局（东区"),
        ("二、布局）东区：港口和分工。", "布局）东区"),
        ("二、布局）东区（岛：半岛）：港口。", "布局）东区（岛"),
        ("二、做优“三港”：扩建码头。", "做优“三港”"),
        ("二、编制《航道图》：一年一版。", "编制《航道图》"),
        # A colon between two digits is a ratio.
        ("三、按照1：50配置安全员", "按照1：50配置安全员"),
        ("三、按照1:5配置安全员", "按照1:5配置安全员"),
        ("三、船员比达到15：100：一年一考。", "船员比达到15：100"),
        ("三、客运2025：站站有无障碍设施。", "客运2025"),
        ("三、客运：2025年全部换乘。", "客运"),
        ("三、客运：", "客运"),
    ],
)
def test_a_title_ends_at_a_mark_outside_of_brackets(line: str, expected: str | None) -> None:
    assert title(line) == expected


@pytest.mark.parametrize(
    ("words", "length", "expected"),
    [
        ("指导思想", 63, "指导思想"),  # with its label a line of 70
        ("指导思想", 62, None),
        ("指导", 70, None),
        ("新思想", 70, None),
        ("指 导 思 想", 70, "指导思想"),
        ("指导思想 和原则", 70, "指导思想"),
        (TASKS[:30], 40, TASKS[:30]),
        (TASKS[:31], 40, None),
        ("办好学校，建强队伍", 70, None),
        ("推广Health_Code应用", 70, "推广Health Code应用"),
        ("推广校园 Health_Code", 70, "推广校园"),
    ],
)
def test_a_gap_parts_title_and_prose(words: str, length: int, expected: str | None) -> None:
    behind = (PROSE + "，" + PROSE)[: length - 1] + "。"
    assert title(f"（一）{words} {behind}") == expected
    assert title(f"（一） {words} {behind}") == expected
    assert title(f"（一）{words.replace(' ', '')}{behind}") is None


def test_a_gap_in_words_without_a_comma_parts_nothing() -> None:
    assert title("（一）指导思想 " + TASKS[:60] + "到村。") is None
    assert title("（一）指导思想 " + TASKS[:60] + "，到村。") == "指导思想"


@pytest.mark.parametrize(
    ("label", "below", "is_heading"),
    [
        ("第一编", "水资源", True),
        ("第一部分", "水资源", True),
        ("第一章", "水资源", True),
        ("第一节", "水资源", True),
        ("一、", "水资源", False),
        ("（一）", "水资源", False),
        ("第一章水资源", "水环境", False),
        ("水资源", "水环境", False),
        ("第一章", TASKS[:45], True),
        ("第一章", TASKS[:46], False),
        ("第一章", "保护水资源，改善水环境", True),
        ("第一章", "水源，水质，水量，水价", False),
        ("第一章", "全市有水库12座。", False),
        ("第一章", "水资源；", False),
        ("第一章", "水资源：", False),
        ("第一章", "第一节 水资源", False),
        ("第一章", "一、水资源", False),
        ("第一章", "", False),
    ],
)
def test_a_label_may_stand_over_its_title(label: str, below: str, is_heading: bool) -> None:
    document = draft("云溪市水利规划", label, *([below] if below else []), "一、供水")
    if not below:
        document = draft("云溪市水利规划", label)
    found = read_label(document.paragraphs[1].text, G)
    heading = lone_heading(document, 1, found, G) if found else None
    assert (heading is not None) == is_heading
    if heading:
        assert heading.paragraph == 1
        assert not heading.run_in
        assert title_below(document, heading, G) == document.paragraphs[2:3]


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("3 主要任务", True),
        ("12 主要 任务", True),
        ("3主要任务", False),
        ("3主要 任务", False),
        ("主要任务", False),
        ("3 " + TASKS[:29], True),
        ("3 " + TASKS[:30], False),
        ("3 建成公园。", False),
        ("3 公园，绿道", False),
        ("3 建成公园；", False),
    ],
)
def test_white_space_parts_a_bare_number_from_its_title(line: str, is_heading: bool) -> None:
    heading = read_spaced_number(draft(line), 0, G)
    assert (heading is not None) == is_heading
    if heading:
        assert heading.title_end == len(paragraph(line).text)
        assert not heading.run_in


@pytest.mark.parametrize(
    ("line", "below", "is_heading"),
    [
        ("附件1", "重点工程表", True),
        ("附件1", None, True),
        ("附件1 重点工程表", "一、港口", True),
        ("附件1 重点工程表", None, True),
        ("附件1 重点工程表", "附件2 任务分工表", False),  # a list of annexes
        ("附件1", "附件2 任务分工表", True),
        ("附件1 " + TASKS[:67], None, True),
        ("附件1 " + TASKS[:68], None, False),
        ("附件1 重点工程表。", None, False),
        ("重点工程表", None, False),
    ],
)
def test_an_annex_is_a_line_of_its_own(line: str, below: str | None, is_heading: bool) -> None:
    heading = read_annex(draft(line, *([below] if below else [])), 0, G)
    assert (heading is not None) == is_heading


@pytest.mark.parametrize(
    ("line", "below", "is_title"),
    [
        ("附件1", "重点工程表", True),
        ("附件1", TASKS[:70], True),
        ("附件1", TASKS[:71], False),
        ("附件1", "本表由交通运输局解释。", False),
        ("附件1", "港口；", False),
        ("附件1", "港口：", False),
        ("附件1", None, False),
        ("附件1 重点工程表", "港口", False),
    ],
)
def test_the_title_of_an_annex_may_stand_below_it(
    line: str, below: str | None, is_title: bool
) -> None:
    document = draft("云溪市交通规划", line, *([below] if below else []))
    heading = read_annex(document, 1, G)
    assert heading is not None
    expected = document.paragraphs[2:3] if is_title else ()
    assert title_below(document, heading, G) == expected
    assert heading == whole_heading(document, 1, heading.label)
