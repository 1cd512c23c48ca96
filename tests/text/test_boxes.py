"""Boxes that go on: a caption that is printed again, frames that a page has cut, captions in cells."""

from __future__ import annotations

from docx_files import docx, p, tbl, tc
from planparse import parse
from planparse.model.plan import Plan
from planparse.parser import Parser

ITEMS = "（一）新建水厂：日供水五万吨。\n（二）改造管网：更换旧管道。\n"


def boxes(plan: Plan) -> list[tuple[str | None, str | None, list[str]]]:
    """Label, title and the titles of the items of each box."""
    return [(box.label, box.title, [item.title for item in box.items]) for box in plan.boxes]


def word(*blocks: str) -> Plan:
    return Parser().read(docx("".join(blocks)))


def test_a_caption_printed_again_is_the_same_box() -> None:
    text = f"专栏2 供水工程\n{ITEMS}专栏2 供水工程（续）\n（三）保护水源：设立隔离网。\n"
    assert boxes(parse(text)) == [("专栏2", "供水工程", ["新建水厂", "改造管网", "保护水源"])]


def test_another_number_is_another_box() -> None:
    text = f"专栏2 供水工程\n{ITEMS}专栏3 供水工程\n（一）保护水源：设立隔离网。\n"
    assert [label for label, *_ in boxes(parse(text))] == ["专栏2", "专栏3"]


def test_a_box_that_a_page_has_cut_into_frames() -> None:
    first = [p("专栏1 造林工程"), p("（一）荒山造林。"), p("（二）退耕还林。")]
    rest = [p("（三）防沙治沙。"), p("（四）城市绿化。")]
    plan = word(
        p("规划"), tbl(tc("".join(first))), p(), tbl(tc("".join(rest))), p("后面的正文不在框里。")
    )
    titles = ["荒山造林", "退耕还林", "防沙治沙", "城市绿化"]
    assert boxes(plan) == [("专栏1", "造林工程", titles)]


def test_a_frame_that_begins_anew_is_another_thing() -> None:
    first = [p("专栏1 造林工程"), p("（一）荒山造林。"), p("（二）退耕还林。")]
    other = [p("（一）水库除险。"), p("（二）河道治理。")]
    plan = word(tbl(tc("".join(first))), p(), tbl(tc("".join(other))))
    assert boxes(plan) == [("专栏1", "造林工程", ["荒山造林", "退耕还林"])]


def test_items_amid_a_paragraph() -> None:
    content = [p("专栏1 造林工程"), p("（一）荒山造林。（二）退耕还林。"), p("（三）防沙治沙。")]
    plan = word(tbl(tc("".join(content))))
    assert boxes(plan) == [("专栏1", "造林工程", ["荒山造林", "退耕还林", "防沙治沙"])]
    for item in plan.boxes[0].items:
        assert item.text.startswith(item.label)
    assert plan.boxes[0].items[0].text == "（一）荒山造林。"


def test_a_caption_in_cells_of_its_own() -> None:
    caption = tbl(tc("专栏三") + tc("供热重点项目"))
    plan = word(
        p("正文。"), caption, p("（一）热源"), p("建一座。"), p("（二）管网"), p("建十公里。")
    )
    assert boxes(plan) == [("专栏三", "供热重点项目", ["热源", "管网"])]
    assert plan.tables == ()


def test_a_padded_list_of_people_is_no_table() -> None:
    lines = [
        "附件1",
        "领导小组成员",
        "组  长：王一  县长",
        "副组长：李二  副县长",
        "张三  局长",
        "赵四  主任",
    ]
    plan = parse("\n".join(["规划", "正文一段。", *lines]) + "\n")
    assert plan.tables == ()
    assert plan.boxes == ()


def test_a_caption_above_another_table_is_not_this_ones() -> None:
    rows = "<tr><td>指标</td><td>2020年</td></tr><tr><td>失业率</td><td>3</td></tr>"
    other = "<tr><td>甲</td><td>乙</td><td>丙</td></tr><tr><td>丁</td><td>戊</td><td>己</td></tr>"
    page = f"<html><body><p>主要目标</p><table>{rows}</table><table>{other}</table></body></html>"
    assert [table.caption for table in parse(page).tables] == ["主要目标", None]
