"""What is told as one note, cut short, or read across a line that was cut."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from planparse import parse
from planparse.checks.passages import LONGEST_PASSAGE
from planparse.checks.registry import check_plan
from planparse.grammar import default
from planparse.model.source import OLD_LAYER, Notice
from planparse.text.line_width import characters_a_line
from sketch import sketch

TWICE = "head 1 一、 供水现状\nhead 1 二、 建设任务\nhead 1 二、 组织保障\nhead 1 四、 附则"


def test_numbers_of_an_old_recognition_are_one_note() -> None:
    draft = sketch(TWICE, default())
    sections = tuple(section.model_copy(update={"page": 2}) for section in draft.sections)
    notice = Notice("unreadable-cell", "第2页是扫描件", cause=OLD_LAYER, pages=(2,))
    source = replace(draft.source, notices=(notice,))
    found = check_plan(structs.replace(draft, sections=sections, source=source), default()).findings
    (note,) = [one for one in found if one.kind != "unreadable-cell"]
    assert note.severity == "info"
    assert "2处" in note.message
    # All headings that the findings were about are its sides.
    assert {side.record for side in note.passages} == {"s2", "s3", "s4"}


def test_a_passage_of_pages_is_cut_at_the_end_of_a_sentence() -> None:
    pages = "供水管网漏损严重。" * 200
    notice = Notice("unreadable-cell", "第3页没有可读的文字。", (0, len(pages)), "warning", "第3页")
    draft = sketch(f"text {pages}", default())
    source = replace(draft.source, notices=(notice,))
    (found,) = check_plan(structs.replace(draft, source=source), default()).findings
    (side,) = found.passages
    assert len(side.text) <= LONGEST_PASSAGE
    assert side.text.endswith("。")
    assert draft.source.text[slice(*side.span)] == side.text


def test_lines_cut_after_a_number_of_characters_are_told_by_their_length() -> None:
    assert characters_a_line([36] * 8 + [12, 20, 30, 37]) == 36
    # At a width lines of digits have more characters than others.
    assert characters_a_line([36, 38, 41, 36, 39, 37, 40, 36]) == 0
    assert characters_a_line([]) == 0


def test_a_number_that_was_cut_after_a_number_of_characters_is_read() -> None:
    """500公 and 里 stand on two lines, the first of which is narrower than others by its digits."""
    body = (
        "　　坚持以人民为中心的发展思想，着力补齐交通基础设施短板，提升运输服务水平，推动综合交通运输高质量发展，"
        "为全面建设社会主义现代化提供坚实保障。到2025年底，公路路网密度达到126，12条高速公路里程达到500公里，"
        "实现县县通高速，普通国道二级及以上公路比例明显提高，铁路营业里程和港口吞吐能力稳步增长，客运枢纽布局更加"
        "完善，城乡客运一体化水平持续提高，安全应急保障能力进一步增强，绿色低碳转型取得新的进展，行业治理体系和"
        "治理能力现代化水平明显提升，各项工作继续走在前列，群众满意程度不断提高，营商环境持续优化。"
    )
    cut = body.index("里，实现县县")
    # As many words more before it as the line that is to be cut there needs.
    length = 36
    more = "在新的发展阶段，全市交通运输系统要认真贯彻落实各项决策部署，保持战略定力和历史耐心"
    body = body[:2] + more[: -cut % length] + body[2:]
    lines = [body[at : at + length] for at in range(0, len(body), length)]
    text = "西陵州综合交通运输发展“十四五”规划\n一、发展目标\n" + "\n".join(lines)
    assert "500公\n里" in [mention.text for mention in parse(text).mentions]


def test_more_that_comes_new_than_a_stock_grows_by_is_worth_a_look() -> None:
    """Some of the old may be given up, so that it is no slip for sure."""
    plan = parse(
        "石泉市光伏发展规划（2021—2025年）\n一、现状\n2020年底，全市光伏装机40万千瓦。\n"
        "二、目标\n2021—2025年新增光伏装机35万千瓦，到2025年底，全市光伏累计装机达到60万千瓦。"
    )
    (note,) = plan.findings
    assert (note.kind, note.severity) == ("stock-mismatch", "info")
    assert "35万千瓦" in note.message
