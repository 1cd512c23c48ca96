"""Quantities in prose: found, bounded, dated, named."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import MOST, TIMES, growth
from places import CASES, CORPUS
from planparse import grammar, parse
from planparse.model.draft import Draft, Head, Paragraph
from planparse.model.plan import Box, BoxItem, Mention, Period, Section
from planparse.model.source import Source, text_lines
from planparse.prose.mentions import read_mentions
from planparse.prose.quantities import QuantityReader

G = grammar.default()
TITLE = "主要任务"


@dataclass
class Case:
    """One case of the file: a paragraph under a heading, and how its mentions are written down."""

    title: str
    under: str = TITLE
    text: str = ""
    mentions: list[str] = field(default_factory=list)


def cases() -> list[Case]:
    found: list[Case] = []
    for line in (CASES / "prose.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:]))
        elif line.startswith("under "):
            found[-1].under = line[6:]
        elif line.startswith("=> "):
            found[-1].mentions.append(line[3:])
        elif line and not line.startswith("#"):
            found[-1].text = line
    return found


def draft(text: str, under: str = TITLE) -> Draft:
    """One paragraph under one heading."""
    head = f"一、{under}\n"
    at = len(head)
    section = Section(
        id="s1", level=1, label="一、", title=under, span=(0, at - 1), body=(at - 1, at + len(text))
    )
    return Draft(
        Source(head + text, text_lines(head + text)),
        paragraphs=(Paragraph(text, (0,), (at,), 1, 1),),
        sections=(section,),
        head=Head(period=Period(start=2021, end=2025)),
    )


def read(text: str, under: str = TITLE) -> tuple[Mention, ...]:
    return read_mentions(draft(text, under), G).mentions


def written(m: Mention) -> str:
    unit = m.unit.text if m.unit else "-"
    per = f"{m.per.count} {m.per.of}" if m.per else "-"
    return f"{m.text} | {unit} | {m.value.comparator} {m.value.year or '-'} {m.role} | {per} | {m.subject or '-'}"


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.title)
def test_case(case: Case) -> None:
    assert [written(m) for m in read(case.text, case.under)] == case.mentions


@pytest.mark.parametrize("name", ["addition", "yearly", "summed-up", "taken-up"])
def test_words_that_say_what_a_number_measures_are_looked_for_first(name: str) -> None:
    examples = G.rule(f"prose.{name}").accepts
    assert [words for words in examples if not G.find("prose.measure-said", words)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("建成公园3个，累计培训农民500人次。", [("level", None), ("total", "cumulative")]),
        ("建成公园3个，净增就业岗位500个。", [("level", None), ("change", None)]),
        (
            "建成公园3个，产值达到18亿元（占45%）。",
            [("level", None), ("level", None), ("share", None)],
        ),
        ("建成公园3个，高技能人才年均500人。", [("level", None), ("level", "annual")]),
    ],
)
def test_the_words_before_a_number_say_what_it_measures(
    text: str, said: list[tuple[str, str | None]]
) -> None:
    assert [(m.value.measure, m.value.basis) for m in read(text)] == said


def test_spans_point_into_the_source_through_a_wrap() -> None:
    """Digits broken by a line wrap are one number, and the span covers the break."""
    text = "一、主要任务\n新建学校1\n2所。"
    paragraph = Paragraph("新建学校12所。", (0, 5), (7, 13), 1, 2)
    plan = Draft(Source(text, text_lines(text)), paragraphs=(paragraph,))
    (m,) = read_mentions(plan, G).mentions
    assert m.value.value == 12 and m.text == "1\n2所" == text[m.span[0] : m.span[1]]


def test_a_heading_of_its_own_is_no_prose() -> None:
    text = "（一）建成3个中心"
    section = Section(
        id="s1", level=1, label="（一）", title="建成3个中心", span=(0, 9), body=(9, 9)
    )
    plan = Draft(
        Source(text, text_lines(text)),
        paragraphs=(Paragraph(text, (0,), (0,), 0, 0),),
        sections=(section,),
    )
    assert read_mentions(plan, G).mentions == ()


def test_a_run_in_heading_is_prose_past_its_label() -> None:
    text = "1.5个中心建成投用。配备医师20名。"
    section = Section(
        id="s1",
        level=1,
        label="1.",
        title="5个中心建成投用",
        run_in=True,
        span=(0, 9),
        body=(9, len(text)),
    )
    plan = Draft(
        Source(text, text_lines(text)),
        paragraphs=(Paragraph(text, (0,), (0,), 0, 0),),
        sections=(section,),
    )
    assert [m.text for m in read_mentions(plan, G).mentions] == ["5个", "20名"]


def test_items_of_a_box_are_prose_and_table_notes_are_not() -> None:
    text = "1.新建学校3所。\n注：新建学校3所。"
    item = BoxItem(label="1.", title="新建学校3所", text="1.新建学校3所。", span=(0, 9))
    box = Box(
        id="b1",
        label="专栏1",
        title="",
        kind="measures",
        span=(0, 0),
        content=(0, 9),
        items=(item,),
    )
    table = Box(
        id="b2", label="表1", title="", kind="projects", span=(10, 10), content=(10, len(text))
    )
    lines = (Paragraph(text[:9], (0,), (0,), 0, 0), Paragraph(text[10:], (0,), (10,), 1, 1))
    plan = Draft(Source(text, text_lines(text)), paragraphs=lines, boxes=(box, table))
    assert [m.span for m in read_mentions(plan, G).mentions] == [(6, 8)]


def test_normalized_divides_the_base_out() -> None:
    rate, ratio, money = read("每千人口床位6.15张，医护比1:1.38，投资500亿元。")
    assert rate.value.normalized is not None and rate.value.normalized.value == pytest.approx(
        0.00615
    )
    assert ratio.value.ratio == (1.0, 1.38)
    assert money.value.normalized is not None and money.value.normalized.unit == "CNY"


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("到2025年，单位能耗较2020年下降14%，森林蓄积量年均增长2%。", ["2020年", None]),
        ("人均预期寿命比“十三五”末提高1.2岁。", ["“十三五”末"]),
        (
            "甲类事故、乙类事故分别比2019年下降12%和9.5%，丙类事故下降8%。",
            ["2019年", "2019年", None],
        ),
        ("与2010年第六次人口普查相比，城镇人口比重上升11个百分点。", ["2010年第六次人口普查"]),
        ("粮食产量同比增长3%，占比2025年达到5%，是2015年的1.6倍。", [None, None, None]),
    ],
)
def test_a_change_says_what_it_is_measured_against(text: str, references: list[str | None]) -> None:
    mentions = read(text, "发展目标")
    assert [m.value.reference for m in mentions] == references
    assert {m.value.kind for m in mentions} == {"number"}


def test_ids_and_sections() -> None:
    first, second = read("新建学校3所、医院2所。")
    assert (first.id, second.id, first.section) == ("m1", "m2", "s1")


UNITS = [
    "%",
    "‰",
    "个",
    "家",
    "张",
    "名",
    "亿元",
    "万人",
    "公里",
    "万亩",
    "平方米",
    "万千瓦",
    "微克/立方米",
    "个百分点",
]
BOUNDS = {
    "达到{}": "=",
    "不低于{}": "≥",
    "不少于{}": "≥",
    "至少{}": "≥",
    "达到{}以上": "≥",
    "不超过{}": "≤",
    "控制在{}以内": "≤",
    "大于{}": ">",
    "超过{}": ">",
    "低于{}": "<",
    "不足{}": "<",
    "约{}": "≈",
    "{}左右": "≈",
}
CARRIERS = [
    "到2025年，全市蓝田指标{}，各项工作有序推进。",
    "加强统筹，蓝田指标{}。",
    "其中蓝田指标{}、青山指标保持稳定；其他不变。",
    "“十四五”时期，按照统一部署，蓝田指标{}。",
]
numbers = st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False).map(
    lambda d: d.normalize()
)


@given(numbers, st.sampled_from(UNITS), st.sampled_from(sorted(BOUNDS)), st.sampled_from(CARRIERS))
@settings(max_examples=300, deadline=None)
def test_a_printed_quantity_is_read_back(
    number: Decimal, unit: str, bound: str, carrier: str
) -> None:
    """Whatever quantity a sentence prints, its value, unit, comparator and span are read back."""
    printed = f"{number:f}{unit}"
    text = carrier.format(bound.format(printed))
    (m,) = read(text)
    assert (m.text, m.value.value, m.value.comparator) == (printed, float(number), BOUNDS[bound])
    assert m.unit is not None and m.unit.text == unit
    assert m.subject is not None and "蓝田指标" in m.subject


@given(
    st.lists(
        st.tuples(st.integers(1, 9999), st.sampled_from(["所", "个", "家", "名"])),
        min_size=1,
        max_size=6,
    )
)
@settings(deadline=None)
def test_a_list_is_read_in_order(items: list[tuple[int, str]]) -> None:
    """Each quantity of a list keeps its own subject, in printed order."""
    names = [f"{c}类机构" for c in "甲乙丙丁戊己"]
    text = "建成" + "、".join(f"{names[i]}{n}{u}" for i, (n, u) in enumerate(items)) + "。"
    assert [(m.subject, m.value.value) for m in read(text)] == [
        (names[i], n) for i, (n, _) in enumerate(items)
    ]


PIECES = st.sampled_from(
    [
        "到",
        "2025年",
        "每千",
        "人口",
        "达到",
        "分别",
        "1",
        "3.5",
        "20",
        "%",
        "个",
        "万",
        "亿元",
        "“",
        "”",
        "（",
        "）",
        "《",
        "》",
        "、",
        "，",
        "。",
        "；",
        "和",
        "的",
        "以上",
        "不低于",
        "按照",
        "标准",
        "—",
        ":",
        "/",
        "较",
        "由",
        "提高到",
        "其中",
        "第",
        "岁",
        "G",
        "年",
        "内",
        "余",
        "建成",
        "十四五",
        "学校",
        "率",
        "每",
        "+",
        "≥",
        "\n",
        "五",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No text raises; mentions stand in order, do not overlap, and slice to their own text."""
    plan = draft(text)
    end = 0
    for m in read_mentions(plan, G).mentions:
        assert end <= m.span[0] < m.span[1]
        assert plan.source.text[m.span[0] : m.span[1]] == m.text
        end = m.span[1]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1.",
        "1—",
        "1%",
        "1个",
        "（",
        "每",
        "2025年",
        "建成1个、",
        "占比1%、",
        "在1个基础上新增1个，达到1个；",
        "不低于",
        "《",
        "“",
        "一",
        "到2025年，率达到1%和",
        "的",
        "由1%",
        "率到2025年达到1%，",
        "分别降1%、",
        "按1个标准，",
        "较2015年降1%",
        "2025年好。",
    ],
)
def test_time_is_linear(piece: str) -> None:
    """Four times the text costs about four times the time, for any repeated piece."""
    assert growth(read, piece * 300, piece * 300 * TIMES) <= MOST


def test_quantities_start_where_it_is_told() -> None:
    assert [q.start for q in G.derived(QuantityReader).read("3个和4个", 3)] == [3]


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of real plans is not beside the checkout"
)
@pytest.mark.parametrize("name", ["changshou", "dazu", "leshan", "liangjiang", "qijiang"])
def test_printed_forms_of_the_corpus(name: str) -> None:
    """Each passage that a reader marked in real plans is found at its place with its unit."""
    text = (CORPUS / name / "source.txt").read_bytes().decode("utf-8")
    for line in (CORPUS / name / "mentions.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        around = "".join(text[gold["start"] - 30 : gold["end"] + 8].split())
        shown = "".join(gold["text"].split())
        found = {around[q.start : q.end]: q.unit for q in G.derived(QuantityReader).read(around, 0)}
        assert found.get(shown, "") == gold["unit"], around


def test_years_in_chinese_digits_govern_as_those_in_plain_ones() -> None:
    """二〇二五年 dates a quantity, also with a circle for the nought; what is printed stays."""
    found = read("二〇二〇年，全县港口吞吐量达到86.4万吨。到二○二五年，港口吞吐量达到120万吨。")
    assert [(m.text, m.value.year, m.role) for m in found] == [
        ("86.4万吨", 2020, "baseline"),
        ("120万吨", 2025, "target"),
    ]


def test_a_space_parts_the_number_of_an_item_from_a_date_and_no_decimal() -> None:
    text = "例县农业规划\n一、目标\n耕地保有量稳定在\n1. 8亿亩以上。\n4. 6月30日前整治河塘12处。\n"
    numbers = [mention.value.value for mention in parse(text).mentions]
    assert numbers == [1.8, 12]
