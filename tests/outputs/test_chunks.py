"""Chunks: along the outline, whole sentences and rows, and records as sentences."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunk_laws import assert_chunk_laws
from places import CORPUS, FIXTURES, SHARED
from planparse import Plan, parse, read
from planparse.outputs.chunks import Chunk, chunks_jsonl
from planparse.outputs.chunks.sentences import short_sentences
from planparse.readers import read_source
from plans import Content, fixtures
from rendering import SHAPES, render
from strategies import plans as drawn_plans

LENGTHS = (50, 200, 800)
CONVERTED = sorted((FIXTURES / "converted").glob("*/*.*"))


@cache
def fixture(name: str) -> Plan:
    return read(FIXTURES / name)


def of_kind(plan: Plan, kind: str, **options: object) -> list[Chunk]:
    return [chunk for chunk in plan.chunks(**options) if chunk.kind == kind]  # type: ignore[arg-type]


# ------------------------------------------------------------------------ laws


@pytest.mark.parametrize("longest", LENGTHS)
@pytest.mark.parametrize("plan", fixtures(), ids=lambda plan: plan.name)
def test_every_fixture_keeps_the_laws(plan: Content, longest: int) -> None:
    """Whatever the length, no character is lost, spans print the text, and lengths hold."""
    assert_chunk_laws(read(plan.path), longest)


@pytest.mark.parametrize("path", CONVERTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_converters_made_keeps_the_laws(path: object) -> None:
    assert_chunk_laws(read(path), 300)  # type: ignore[arg-type]


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
@given(plan=drawn_plans(), longest=st.integers(50, 1000))
def test_whatever_shape_a_plan_has(shape: str, plan: Content, longest: int) -> None:
    """Whatever shape a plan is printed in, its chunks keep the laws."""
    assert_chunk_laws(parse(render(plan, shape)), longest)


@given(st.text(max_size=400), st.integers(50, 200))
def test_any_text_keeps_the_laws(text: str, longest: int) -> None:
    assert_chunk_laws(parse(text), longest)


@pytest.mark.parametrize("name", ["changshou", "dazu", "leshan", "liangjiang", "qijiang"])
def test_real_plans_keep_the_laws(name: str) -> None:
    path = CORPUS / name / "source.txt"
    if not path.exists():
        pytest.skip(f"the corpus of real plans is not here ({path})")
    assert_chunk_laws(read(path), 800)


GOLD = SHARED / "wild" / "gold"
REAL_FILES = [
    *sorted(GOLD.glob("*/source.docx")),
    *sorted(GOLD.glob("*/source.html")),
    *sorted(GOLD.glob("*/source.txt")),
]


@pytest.mark.skipif(not REAL_FILES, reason=f"there are no real plans in {GOLD}")
@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.parent.name)
def test_real_files_keep_the_laws(path: object) -> None:
    assert_chunk_laws(read(path), 800)  # type: ignore[arg-type]


# ------------------------------------------------------------------- the document


PROSE = """第一章 总体要求

第一节 指导思想

坚持以人民为中心。加快补齐短板。
完善服务体系。

第二节 发展目标

到2025年，建成养老服务中心12个。
"""


def test_paragraphs_of_one_section_share_a_chunk_and_headings_go_with_them() -> None:
    first, second = parse(PROSE).chunks()
    assert first.text.splitlines() == [
        "第一章 总体要求",
        "第一节 指导思想",
        "坚持以人民为中心。加快补齐短板。",
        "完善服务体系。",
    ]
    assert first.heading == ("第一章 总体要求", "第一节 指导思想")
    assert second.heading == ("第一章 总体要求", "第二节 发展目标")
    assert second.text.startswith("第二节 发展目标\n到2025年")
    assert (first.kind, first.section) == ("prose", "s2")


def test_headings_may_stand_before_the_text_and_are_not_said_twice() -> None:
    chunks = list(parse(PROSE).chunks(headings=True))
    assert chunks[0].text.startswith("第一章 总体要求\n第一节 指导思想\n坚持")
    assert chunks[1].text.startswith("第一章 总体要求\n第二节 发展目标\n到2025年")


def test_the_headings_before_a_text_count_in_its_length() -> None:
    plan = fixture("health-pingchuan.txt")
    for chunk in plan.chunks(max_chars=200, headings=True):
        assert len(chunk.text) <= 200 or chunk.kind in ("table", "indicator", "observation")


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "加快建设覆盖城乡的公共服务体系，不断提高服务水平。"
    found = [chunk.text for chunk in parse(sentence * 10).chunks(max_chars=60)]
    assert found == [sentence * 2] * 5


def test_a_sentence_longer_than_a_chunk_is_cut_at_a_mark() -> None:
    clause = "加快建设覆盖城乡的公共服务体系，"
    pieces = [
        ("甲" + clause * 8)[start:end] for start, end in short_sentences("甲" + clause * 8, 60)
    ]
    assert all(piece.endswith("，") and len(piece) <= 60 for piece in pieces)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("他说：“要抓紧。”会议结束。", ["他说：“要抓紧。”", "会议结束。"]),
        ("真的吗？！是。", ["真的吗？！", "是。"]),
        ("见http://a.cn/?id=3。完。", ["见http://a.cn/?id=3。", "完。"]),
        ("没有句号", ["没有句号"]),
    ],
)
def test_where_a_sentence_ends(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in short_sentences(text, 100)] == sentences


def test_a_paragraph_over_a_page_is_one() -> None:
    line = "加快建设覆盖城乡的公共服务体系，不断提高服务水平，健全服务网络，补齐短板\n"
    text = f"第一章 总则\n{line * 4}— 1 —\n\f并建成应急体系。\n{line * 2}。\n"
    (chunk,) = parse(text).chunks()
    assert "补齐短板并建成应急体系" in chunk.text
    assert chunk.pages == (1, 2) and chunk.page == 1
    assert next(parse(text).text[start:end] for start, end in chunk.spans).startswith("第一章")


def test_furniture_is_left_out_unless_it_is_asked_for() -> None:
    plan = fixture("ecology-shimen.txt")
    assert not of_kind(plan, "furniture")
    kept = of_kind(plan, "furniture", keep_furniture=True)
    assert any("— 2 —" in chunk.text for chunk in kept)
    without = [chunk.text for chunk in plan.chunks()]
    with_it = [
        chunk.text for chunk in plan.chunks(keep_furniture=True) if chunk.kind != "furniture"
    ]
    assert without == with_it


def test_marks_of_markdown_are_no_words_of_a_chunk() -> None:
    plan = parse(
        "# 一、总则\n\n**重点任务**。空气质量优良天数比例&lt;90%，$\\geq$ 5项。\n\n# 二、其他\n"
    )
    first = next(iter(plan.chunks()))
    assert first.text == "一、总则\n重点任务。空气质量优良天数比例<90%，≥ 5项。"


def test_a_box_is_told_whole_and_each_item_with_its_caption() -> None:
    plan = fixture("culture-dongting.txt")
    (box,) = of_kind(plan, "box")
    items = of_kind(plan, "item")
    assert box.text.startswith("专栏二 文化遗产保护利用工程\n1.")
    assert len(items) == len(plan.boxes[1].items) == 3
    assert all(item.text.startswith("专栏二 文化遗产保护利用工程：") for item in items)
    assert box.records == items[0].records == ("b2",)


# ------------------------------------------------------------------------ tables


def test_a_table_is_markdown_with_its_caption_and_notes() -> None:
    (table,) = of_kind(fixture("energy-gangcheng.txt"), "table", max_chars=2000)
    lines = table.text.splitlines()
    assert lines[0] == "表1 港城新区“十四五”能源发展主要指标"
    assert lines[1] == "| 类别 | 序号 | 指标名称 | 单位 | 2020年 | 2025年 | 属性 |"
    assert lines[2] == "| --- | --- | --- | --- | --- | --- | --- |"
    assert lines[-1].startswith("注：") and len(lines) == 3 + 11 + 1


def test_a_unit_above_the_table_stands_in_it() -> None:
    (table,) = of_kind(fixture("agriculture-national.txt"), "table")
    assert table.text.splitlines()[1] == "单位：%"
    prose = [
        chunk.text
        for chunk in fixture("agriculture-national.txt").chunks()
        if chunk.kind == "prose"
    ]
    assert not any("单位：%" in text for text in prose)


def test_a_table_that_is_cut_repeats_its_header_and_cuts_no_row() -> None:
    plan = fixture("energy-gangcheng.txt")
    whole = of_kind(plan, "table", max_chars=2000)[0].text.splitlines()
    pieces = [chunk.text.splitlines() for chunk in of_kind(plan, "table", max_chars=300)]
    assert len(pieces) > 1
    assert all(piece[:3] == whole[:3] for piece in pieces)
    assert [line for piece in pieces for line in piece[3:]] == whole[3:]


def test_a_bar_in_a_cell_does_not_divide_it() -> None:
    html = (
        "<table><tr><td>指标</td><td>2025年</td></tr><tr><td>床位|张</td><td>5</td></tr>"
        "<tr><td>医师</td><td>6</td></tr></table>"
    )
    (table,) = of_kind(parse(f"# 一、目标\n\n{html}\n"), "table")
    assert "| 床位\\|张 | 5 |" in table.text


# ----------------------------------------------------------------------- records


def sentences(name: str, kind: str = "indicator") -> list[str]:
    return [chunk.text for chunk in of_kind(fixture(name), kind)]


def test_an_indicator_is_a_sentence_that_stands_alone() -> None:
    found = sentences("health-pingchuan.txt")
    assert "人均预期寿命：2020年78.6岁，2025年80.2岁，预期性。" in found
    assert "每千人口执业（助理）医师数：2020年2.71人，2025年3.3人，约束性。" in found
    # 0 in 1/10万 must not read as 01.
    assert "孕产妇死亡率：2020年0/10万，2025年≤9/10万，预期性。" in found
    assert "床人（卫生人员）比：2020年1:1.31，2025年1:1.5，预期性。" in found


def test_a_part_is_said_below_its_whole_and_what_is_concluded_is_told() -> None:
    part = next(text for text in sentences("health-pingchuan.txt") if "其中" in text)
    assert part == (
        "每千人口医疗卫生机构床位数，其中公立医院床位：2020年2.84张，2025年3.7张，预期性（推断：计量基数）。"
    )


def test_words_about_the_value_stand_behind_its_unit() -> None:
    assert "学前三年毛入园率：2020年86.1%，2025年92%以上，预期性。" in sentences(
        "education-yunling.txt"
    )


def test_values_of_other_columns_are_said_with_their_heads() -> None:
    assert sentences("sports-qinghe.txt")[0] == (
        "人均体育场地面积：2022年2.1平方米，2025年2.6平方米，2025年市级目标2.6平方米，预期性。"
    )
    growth = sentences("outline-linjiang.txt")[1]
    assert "年均增速：2021—2025年6.9%" in growth


def test_a_total_says_its_years() -> None:
    found = [text for text in sentences("energy-gangcheng.txt") if "〔" in text]
    assert found and all("2021—2025年" in text and "〔" in text for text in found)


def test_projects_and_observations_are_told_a_row_each() -> None:
    projects = sentences("education-yunling.txt", "project")
    assert projects[0] == (
        "云岭职业本科大学新校区：占地1200亩，新建教学和实训用房35万平方米；新建；2021—2024年；"
        "总投资186000万元。"
    )
    observations = sentences("health-pingchuan.txt", "observation")
    assert observations[2].startswith("医院——公立医院：床位数2020年1920张，床位数2025年2480张，")
    told = [chunk.records for chunk in of_kind(fixture("health-pingchuan.txt"), "observation")]
    every = [observation.id for observation in fixture("health-pingchuan.txt").observations]
    assert [one for records in told for one in records] == every


DOUBTFUL = """表1 主要指标

指标\t单位\t2020年\t2025年
医疗机构床位数\t张\t120\t150
执业（助理医师数\t人\t30\t40
注册护士数\t人\t30\t45
"""


def test_what_is_doubtful_is_said_in_the_sentence() -> None:
    plan = parse(DOUBTFUL)
    doubted = [indicator for indicator in plan.indicators if indicator.doubts]
    assert doubted
    chunk = next(c for c in of_kind(plan, "indicator") if c.records == (doubted[0].id,))
    assert "（存疑，请核对原文：" in chunk.text and "括号不配对" in chunk.text
    assert doubted[0].doubts[0].code in chunk.doubts


TWICE = """表1 主要指标

类别\t指标\t单位\t2020年\t2025年
城镇\t人均住房面积\t平方米\t30\t35
城镇\t自来水普及率\t%\t95\t98
农村\t人均住房面积\t平方米\t40\t45
农村\t自来水普及率\t%\t80\t90
"""


def test_a_category_is_said_where_the_name_alone_is_not_enough() -> None:
    found = [chunk.text for chunk in of_kind(parse(TWICE), "indicator")]
    assert found[0].startswith("城镇——人均住房面积：") and found[2].startswith(
        "农村——人均住房面积："
    )


def test_every_record_is_told_once_and_on_request_not_at_all() -> None:
    plan = fixture("health-pingchuan.txt")
    rows = [chunk.records for chunk in of_kind(plan, "indicator")]
    assert rows == [(indicator.id,) for indicator in plan.indicators]
    kinds = {chunk.kind for chunk in plan.chunks(records=False)}
    assert kinds == {"prose", "box", "table"}


# ---------------------------------------------------------------------- the record


def test_a_chunk_says_where_it_is_from() -> None:
    plan = fixture("health-pingchuan.txt")
    chunk = next(iter(plan.chunks()))
    assert chunk.plan_id == f"plan-{plan.source.sha256[:12]}"
    assert chunk.source.endswith("health-pingchuan.txt") and chunk.title == plan.title
    assert (chunk.region, chunk.period) == (plan.region and plan.region.name, plan.period)


def test_keys_stay_when_something_is_inserted_before() -> None:
    before = {chunk.text: chunk.key for chunk in parse(PROSE).chunks()}
    after = {chunk.text: chunk.key for chunk in parse(f"关于印发规划的通知\n\n{PROSE}").chunks()}
    second = "第二节 发展目标\n到2025年，建成养老服务中心12个。"
    assert before[second] == after[second]


def test_equal_chunks_have_keys_of_their_own() -> None:
    text = "第一章 总则\n\n第一节 目标\n\n不断提高。\n\n第二节 目标\n\n不断提高。\n"
    keys = [chunk.key for chunk in parse(text).chunks()]
    assert len(set(keys)) == len(keys)


def test_too_few_characters_are_refused() -> None:
    with pytest.raises(ValueError, match="max_chars is 49; it must be 50 or more"):
        parse(PROSE).chunks(max_chars=49)


def test_json_lines_read_back_equal() -> None:
    chunks = list(fixture("health-pingchuan.txt").chunks())
    lines = chunks_jsonl(chunks).decode().splitlines()
    assert [Chunk.model_validate_json(line) for line in lines] == chunks
    assert json.loads(lines[0])["kind"] == "prose"


def test_half_a_surrogate_pair_is_written_as_an_escape() -> None:
    line = chunks_jsonl(parse("甲\ud800乙").chunks())
    assert json.loads(line)["text"] == "甲\ud800乙"


def test_pages_are_those_of_the_reader() -> None:
    plan = parse("第一章 总则\n加快建设。\n\f第二章 目标\n不断提高。\n")
    assert plan.page_starts == ((0, 1), (14, 2))
    assert [chunk.page for chunk in plan.chunks()] == [1, 2]


def test_a_format_without_pages_has_none() -> None:
    source = read_source("<p>第一章 总则</p><p>加快建设。</p>".encode(), "a.html")
    assert list(source.page_starts()) == []
