"""Documents of other layout engines: Docling's document JSON, MinerU's content list."""

from __future__ import annotations

import json
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from layout_files import HEIGHT, WIDTH, content_list, docling
from planparse import Parser, Plan, ReadError, parse
from planparse.cli import main
from planparse.model.furniture import Furniture
from planparse.model.source import Source
from planparse.outputs.chunks import chunks_jsonl
from planparse.outputs.json import plan_json
from planparse.readers import read_source
from planparse.readers.layout import read_content_list, read_docling
from planparse.readers.limits import Limits
from plans import Content, fixtures
from rendering import LOSES

HEALTH = next(plan for plan in fixtures() if plan.name == "health-pingchuan")
Json = dict[str, Any]


def document(*body: str, **kinds: Any) -> Json:
    """A document of Docling whose body has these items, by their references."""
    return {
        "schema_name": "DoclingDocument",
        "version": "1.10.0",
        "body": {"children": [{"$ref": f"#/{one}"} for one in body]},
        "pages": {"1": {"size": {"width": 600.0, "height": 800.0}, "page_no": 1}},
        **kinds,
    }


def text(words: str, label: str = "text", **more: Any) -> Json:
    return {"label": label, "text": words, "orig": words, "content_layer": "body", **more}


def cell(words: str, row: int, col: int, down: int = 1, right: int = 1, **more: Any) -> Json:
    return {
        "text": words,
        "start_row_offset_idx": row,
        "end_row_offset_idx": row + down,
        "start_col_offset_idx": col,
        "end_col_offset_idx": col + right,
        **more,
    }


def lines(source: Source) -> list[tuple[str, int, Furniture | None]]:
    return [(source.printed(one.span), one.heading, one.furniture) for one in source.lines]


def at(box: Json, page: int = 1) -> list[Json]:
    return [{"page_no": page, "bbox": box}]


# ----------------------------------------------------------------------- Docling


def test_texts_keep_their_order_level_and_furniture() -> None:
    source = read_docling(
        document(
            *("texts/0", "texts/1", "texts/2", "texts/3", "texts/4"),
            texts=[
                text("某县规划", "title"),
                text("一、总则", "section_header", level=2),
                text("加快\n建设 GDP\ngrowth。"),
                text("— 1 —", "page_footer", content_layer="furniture"),
                text("样本", content_layer="background"),
            ],
        )
    )
    assert lines(source) == [
        ("某县规划", 1, None),
        ("一、总则", 3, None),
        ("加快建设 GDP growth。", 0, None),
        ("— 1 —", 0, Furniture.FOOTER),
        ("样本", 0, Furniture.WATERMARK),
    ]
    assert (source.pages, source.backend, source.media_type) == (1, "docling", "application/json")


def test_what_a_page_does_not_show_is_left_out() -> None:
    hidden = [text("批注", content_layer="notes"), text("隐藏", content_layer="invisible")]
    source = read_docling(
        document("texts/0", "texts/1", "texts/2", texts=[text("正文。"), *hidden])
    )
    assert source.text == "正文。"


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ({"l": 10, "t": 700, "r": 90, "b": 650, "coord_origin": "BOTTOMLEFT"}, (10, 100, 90, 150)),
        ({"l": 10, "t": 100, "r": 90, "b": 150, "coord_origin": "TOPLEFT"}, (10, 100, 90, 150)),
        ({"l": 10, "t": 100, "r": 90, "b": 150}, (10, 100, 90, 150)),
        ({"l": 10, "t": 100}, None),
        ({"l": "10", "t": 100, "r": 90, "b": 150}, None),
    ],
)
def test_boxes_count_from_the_upper_left_corner(box: Json, expected: Any) -> None:
    source = read_docling(document("texts/0", texts=[text("正文。", prov=at(box))]))
    assert (source.lines[0].page, source.lines[0].bbox) == (1, expected)


def test_a_box_from_below_is_nothing_on_a_page_of_unknown_height() -> None:
    box = {"l": 10, "t": 700, "r": 90, "b": 650, "coord_origin": "BOTTOMLEFT"}
    source = read_docling(document("texts/0", texts=[text("正文。", prov=at(box, page=9))]))
    assert (source.lines[0].page, source.lines[0].bbox) == (9, None)


def test_a_table_has_merged_cells_places_and_what_belongs_to_it() -> None:
    box = {"l": 10.0, "t": 20.0, "r": 30.0, "b": 40.0, "coord_origin": "TOPLEFT"}
    table = {
        "label": "table",
        "prov": at(box),
        "captions": [{"$ref": "#/texts/1"}],
        "footnotes": [{"$ref": "#/texts/0"}],
        "data": {
            "table_cells": [
                cell("指标", 0, 0, down=2, column_header=True),
                cell("床位", 0, 1, right=2, column_header=True),
                cell("2020年", 1, 1, column_header=True, bbox=box),
                cell("2025年", 1, 2, column_header=True),
                cell("医院", 2, 0),
                cell("5", 2, 1),
                cell("6", 2, 2),
            ]
        },
    }
    source = read_docling(
        document(
            "texts/0",
            "tables/0",
            "texts/1",
            texts=[text("注：甲", "footnote"), text("表1 乙")],
            tables=[table],
        )
    )
    (grid,) = source.grids
    assert [(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells][:2] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
    ]
    assert (grid.shape, grid.header_rows) == ("docling", 2)
    assert grid.cells[2].bbox == (10, 20, 30, 40) and grid.cells[2].page == 1
    # The body names the note before the table: it is written once, where it came first.
    assert source.text.splitlines()[:2] == ["注：甲", "表1 乙"]


def test_caption_and_notes_stand_around_their_table() -> None:
    plan = Parser().read(docling(HEALTH), name="plan.json")
    table = plan.tables[1]
    assert table.caption and table.notes and table.page == 4
    assert table.notes[0].startswith("备注：")


def test_a_footnote_is_furniture_but_below_a_table_its_note() -> None:
    table = {"label": "table", "data": {"table_cells": [cell("甲", 0, 0), cell("乙", 0, 1)]}}
    body = ["texts/0", "texts/1", "tables/0", "texts/2", "texts/3", "texts/4"]
    notes = [text("正文①。"), text("①出处。", "footnote")]
    below = [text("注：丙。", "footnote"), text("又一段。"), text("②出处。", "footnote")]
    source = read_docling(document(*body, texts=[*notes, *below], tables=[table]))
    marked = {words: furniture for words, _, furniture in lines(source)}
    assert marked["①出处。"] is marked["②出处。"] is Furniture.FOOTNOTE
    assert marked["注：丙。"] is None


def test_items_keep_their_numbers_and_lose_their_bullets() -> None:
    items = [
        text("建设公园", "list_item", marker="1.", enumerated=True),
        text("建设学校", "list_item", marker="•"),
        text("（一）建设医院", "list_item", marker="（一）"),
        text("科学城", "list_item", marker="01"),
    ]
    group = {"label": "list", "children": [{"$ref": f"#/texts/{n}"} for n in range(4)]}
    source = read_docling(document("groups/0", texts=items, groups=[group]))
    assert source.text.splitlines() == ["1.建设公园", "建设学校", "（一）建设医院", "01 科学城"]


def test_stretches_of_one_paragraph_are_one_line() -> None:
    group = {"label": "inline", "children": [{"$ref": "#/texts/0"}, {"$ref": "#/texts/1"}]}
    source = read_docling(
        document("groups/0", texts=[text("坚持"), text("以人民为中心。")], groups=[group])
    )
    assert source.text == "坚持以人民为中心。"


def test_pictures_give_their_captions_and_the_words_in_them() -> None:
    picture = {
        "label": "picture",
        "captions": [{"$ref": "#/texts/0"}],
        "children": [{"$ref": "#/texts/1"}],
    }
    source = read_docling(
        document("pictures/0", texts=[text("专栏1 工程"), text("新建学校。")], pictures=[picture])
    )
    assert source.text.splitlines() == ["专栏1 工程", "新建学校。"]


def test_a_table_of_contents_is_furniture() -> None:
    index = {
        "label": "document_index",
        "data": {"table_cells": [cell("一、总则", 0, 0), cell("1", 0, 1)]},
    }
    source = read_docling(document("tables/0", "texts/0", texts=[text("正文。")], tables=[index]))
    assert source.grids == ()
    assert [mark for _, _, mark in lines(source)] == [Furniture.CONTENTS, Furniture.CONTENTS, None]


def test_a_table_that_the_engine_did_not_read_is_told() -> None:
    tables = [{"label": "table", "data": {"table_cells": []}, "prov": at({})}]
    source = read_docling(document("texts/0", "tables/0", texts=[text("正文。")], tables=tables))
    plan = Parser().parse_source(source)
    assert [finding.kind for finding in plan.findings] == ["unreadable-table"]
    assert "第1页" in plan.findings[0].message


def test_references_that_lead_in_a_circle_or_nowhere_end() -> None:
    group = {"label": "list", "children": [{"$ref": "#/groups/0"}, {"$ref": "#/texts/0"}]}
    body = ["groups/0", "texts/99", "nothing/0", "texts/-1", "texts/x"]
    assert read_docling(document(*body, texts=[text("正文。")], groups=[group])).text == "正文。"


# ------------------------------------------------------------------------ MinerU


def block(kind: str, page: int = 0, **more: Any) -> Json:
    return {"type": kind, "page_idx": page, **more}


def test_blocks_keep_their_level_and_furniture() -> None:
    source = read_content_list(
        [
            block("header", text="某县人民政府"),
            block("text", text="一、总则", text_level=2),
            block("title", text="二、目标"),
            block("text", 1, text="优良天数$\\geq 90 \\%$，<b>&lt;5个。"),
            block("list", 1, list_items=["1.建设公园", "2.建设学校"]),
            block("equation", 1, text="$$\nx\n$$", text_format="latex"),
            block("page_number", 1, text="— 2 —"),
            block("page_footnote", 1, text="①出处。"),
            block("image", 1, img_caption=["图1 布局"], img_footnote=["注：示意。"]),
        ]
    )
    assert lines(source)[:6] == [
        ("某县人民政府", 0, Furniture.HEADER),
        ("一、总则", 2, None),
        ("二、目标", 1, None),
        ("优良天数≥90%，<b><5个。", 0, None),
        ("1.建设公园", 0, None),
        ("2.建设学校", 0, None),
    ]
    marked = {words: furniture for words, _, furniture in lines(source)}
    assert marked["— 2 —"] is Furniture.PAGE_NUMBER and marked["①出处。"] is Furniture.FOOTNOTE
    assert marked["图1 布局"] is marked["注：示意。"] is None
    assert [line.page for line in source.lines][:4] == [1, 1, 1, 2]
    assert (source.pages, source.backend) == (2, "mineru")


TABLE = (
    '<table><tr><td rowspan="2">指标</td><td colspan="2">床位（张）</td></tr><tr><td>2020年</td><td>2025年</td></tr>'
    "<tr><td>医院</td><td>$5 ^ { 2 }$</td><td>&lt;6</td></tr></table>"
)


def test_a_table_of_html_has_merged_cells() -> None:
    source = read_content_list(
        [
            block(
                "table",
                table_caption=["表1 床位"],
                table_footnote=["注：甲。"],
                table_body=f"<html><body>{TABLE}</body></html>",
            )
        ]
    )
    (grid,) = source.grids
    assert [(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells][:2] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
    ]
    assert [c.text for c in grid.cells][-2:] == ["5²", "<6"]
    assert source.text.splitlines()[0] == "表1 床位" and source.text.splitlines()[-1] == "注：甲。"


def test_a_frame_of_one_column_is_lines() -> None:
    body = "<table><tr><td>专栏1 工程</td></tr><tr><td>1.建设公园。</td></tr></table>"
    source = read_content_list([block("table", table_body=body)])
    assert source.grids == () and source.text.splitlines() == ["专栏1 工程", "1.建设公园。"]


def test_a_table_that_is_only_a_picture_is_told() -> None:
    source = read_content_list([block("text", text="正文。"), block("table", 3, img_path="a.jpg")])
    assert [(one.kind, one.pages) for one in source.notices] == [("unreadable-table", (4,))]


def test_places_become_boxes_where_the_size_of_a_page_is_given() -> None:
    blocks = [block("text", 1, text="正文。", bbox=[100, 200, 500, 250])]
    assert read_content_list(blocks).lines[0].bbox is None
    assert read_content_list(blocks, page_size=(500, 1000)).lines[0].bbox == (50, 200, 250, 250)
    assert read_content_list(blocks, page_size={2: (500, 1000)}).lines[0].bbox == (
        50,
        200,
        250,
        250,
    )
    assert read_content_list(blocks, page_size={1: (500, 1000)}).lines[0].bbox is None


# -------------------------------------------------------------------- whole plans


def values(plan: Plan, without: Collection[str] = ()) -> list[Any]:
    return [
        (
            i.name,
            i.category if "category" not in without else None,
            i.unit and i.unit.text,
            i.nature,
            i.baseline and i.baseline.value,
            i.target and i.target.value,
        )
        for i in plan.indicators
    ]


@pytest.mark.parametrize("made", [docling, content_list], ids=["docling", "mineru"])
@pytest.mark.parametrize("content", fixtures(), ids=lambda content: content.name)
def test_the_indicators_are_those_of_the_text(content: Content, made: Any) -> None:
    plan = Parser().read(made(content), name="plan.json")
    # A text may have lost what the rows of a merged label were; a table with cells has not.
    lost = content.ignored | LOSES.get(content.shape, frozenset())
    assert values(plan, lost) == values(Parser().read(content.path), lost)
    assert all(indicator.page for indicator in plan.indicators)


def test_rows_are_found_again_on_their_page() -> None:
    size = dict.fromkeys(range(1, 9), (WIDTH, HEIGHT))
    source = read_content_list(json.loads(content_list(HEALTH)), page_size=size)
    plan = Parser().parse_source(source)
    assert plan.sections[0].bbox is not None and plan.sections[0].page == 1


def test_a_table_that_goes_on_over_a_page_is_one() -> None:
    value = json.loads(docling(HEALTH))
    table = value["tables"][0]
    cells = table["data"]["table_cells"]
    cut = 9
    rest = []
    for one in cells:
        if one["start_row_offset_idx"] >= cut:
            one["start_row_offset_idx"] -= cut
            one["end_row_offset_idx"] -= cut
            rest.append(one)
    table["data"]["table_cells"] = [one for one in cells if one not in rest]
    for one in table["data"]["table_cells"]:
        one["end_row_offset_idx"] = min(one["end_row_offset_idx"], cut)
    value["tables"].append({**table, "captions": [], "data": {"table_cells": rest}})
    children = value["body"]["children"]
    place = children.index({"$ref": "#/tables/0"})
    children.insert(place + 1, {"$ref": f"#/tables/{len(value['tables']) - 1}"})
    plan = Parser().parse_source(read_docling(value))
    whole = Parser().read(HEALTH.path)
    assert [i.name for i in plan.indicators] == [i.name for i in whole.indicators]
    assert len(plan.tables) == len(whole.tables)


@pytest.mark.skipif(find_spec("docling_core") is None, reason="docling-core is not installed")
@pytest.mark.parametrize("content", fixtures(), ids=lambda content: content.name)
def test_our_samples_are_documents_to_docling_itself(content: Content) -> None:
    """What we make for these tests is what docling-core takes, and what it writes of it reads the same."""
    from docling_core.types.doc import DoclingDocument

    made = DoclingDocument.model_validate_json(docling(content))
    again = read_docling(made.export_to_dict())
    assert again.text == read_docling(docling(content)).text


# ------------------------------------------------------------- which JSON is read


def refusal(data: bytes, name: str = "a.json", **limits: int) -> str:
    with pytest.raises(ReadError) as caught:
        read_source(data, name, limits=Limits(**limits))
    return str(caught.value)


@pytest.mark.parametrize("name", ["a.json", "a", "a.txt", "-"])
def test_json_is_known_by_its_content(name: str) -> None:
    for made, engine in ((docling, "docling"), (content_list, "mineru")):
        assert read_source(made(HEALTH), name).backend == engine


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_in_other_encodings(encoding: str) -> None:
    data = docling(HEALTH).decode().encode(encoding)
    assert read_source(data, "a.json").text == read_source(docling(HEALTH), "a.json").text


@pytest.mark.parametrize(
    "text",
    ["[2021]35号\n某县规划\n一、总则\n加快建设。", "{甲}\n一、总则\n加快建设。", "[注]\n一、总则"],
)
def test_a_plan_that_begins_with_a_bracket_is_text(text: str) -> None:
    assert read_source(text.encode(), "a.txt").media_type == "text/plain"


def test_our_own_output_is_told() -> None:
    plan = parse("第一章 总则\n加快建设。")
    for printed in (plan_json(plan), plan_json(plan, text=True, indent=1)):
        assert "planparse has written this itself" in refusal(printed)
    assert "planparse has written" in refusal(chunks_jsonl(list(plan.chunks())[:1]))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"a": 1}, "JSON of an unknown kind"),
        ([{"a": 1}], "JSON of an unknown kind"),
        ([[{"type": "text", "content": "甲"}]], r"give the \*_content_list.json"),
        ({"pdf_info": []}, r"middle.json; give the \*_content_list.json"),
        ({"main-text": []}, "Docling's first version"),
        ({"schema_name": "Other"}, "docling --to json"),
    ],
)
def test_other_json_is_refused_with_what_to_do(value: Any, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read_source(json.dumps(value).encode(), "a.json")


def test_json_lines_are_told_and_not_called_damaged() -> None:
    """What `planparse plans --json -o plans.jsonl` wrote is whole, and no plan."""
    told = refusal(b'{"schema_version": "1.1"}\n{"schema_version": "1.1"}\n')
    assert "JSON Lines" in told
    assert "give the plan itself" in told


def test_damaged_json_says_the_line() -> None:
    assert "the JSON is damaged or broken off (line" in refusal(
        docling(HEALTH).decode()[:3000].encode()
    )


def test_json_lines_are_told() -> None:
    plan = parse("第一章 总则\n加快建设。")
    assert "JSON" in refusal(plan_json(plan) + plan_json(plan))


def test_a_document_without_words_is_refused() -> None:
    assert "holds no text" in refusal(json.dumps(document()).encode())
    assert "holds no text" in refusal(json.dumps([block("image", img_path="a.jpg")]).encode())


# ------------------------------------------------------------------------- bounds


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_json_is_refused(depth: int) -> None:
    data = b'{"a":' + b"[" * depth + b"]" * depth + b"}"
    assert "over the limit of 256 (nesting)" in refusal(data)


def test_brackets_in_strings_are_words() -> None:
    value = document("texts/0", texts=[text("[" * 1000 + "正文。")])
    assert read_source(json.dumps(value).encode(), "a.json").text.endswith("正文。")


def test_many_cells_are_refused() -> None:
    table = {
        "label": "table",
        "data": {"table_cells": [cell("甲", 10**9, 0), cell("乙", 0, 10**9)]},
    }
    data = json.dumps(document("tables/0", tables=[table])).encode()
    assert "(cells)" in refusal(data)
    wide = {"label": "table", "data": {"table_cells": [cell("甲", 0, 0, down=2000, right=2000)]}}
    assert "(cells)" in refusal(json.dumps(document("tables/0", tables=[wide])).encode())
    html = "<table><tr>" + '<td colspan="1000">甲</td>' * 20 + "</tr><tr><td>乙</td></tr></table>"
    assert "(cells)" in refusal(json.dumps([block("table", table_body=html)]).encode(), cells=5000)


def test_many_characters_are_refused() -> None:
    value = document("texts/0", texts=[text("甲" * 2000)])
    assert "(characters)" in refusal(json.dumps(value).encode(), characters=1000)


def test_large_files_are_refused() -> None:
    assert "(file_bytes)" in refusal(docling(HEALTH), file_bytes=1000)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = [
    "label",
    "text",
    "prov",
    "children",
    "captions",
    "footnotes",
    "data",
    "content_layer",
    "marker",
    "level",
]
MINERU_KEYS = [
    "text",
    "text_level",
    "page_idx",
    "bbox",
    "table_body",
    "table_caption",
    "list_items",
]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=6), max_size=4), ANYTHING)
def test_whatever_docling_says_is_read_or_refused(items: list[Json], pages: Any) -> None:
    """Values of any kind under known keys never crash: the file is read, or refused in one line."""
    body = [
        f"{kind}/{n}"
        for n in range(len(items))
        for kind in ("texts", "tables", "groups", "pictures")
    ]
    value = document(*body, texts=items, tables=items, groups=items, pictures=items, pages=pages)
    _read_or_refused(value)


@given(st.lists(st.dictionaries(st.sampled_from(MINERU_KEYS), ANYTHING, max_size=6), max_size=4))
def test_whatever_mineru_says_is_read_or_refused(blocks: list[Json]) -> None:
    """The same of the blocks of a content list."""
    kinds = ["text", "table", "list", "page_footnote"]
    _read_or_refused([{"type": kinds[n % 4], **one} for n, one in enumerate(blocks)])


def _read_or_refused(value: Any) -> None:
    reader: Any = read_docling if isinstance(value, dict) else read_content_list
    try:
        source = reader(value)
    except ReadError:
        return
    Parser().parse_source(source)


# ------------------------------------------------------------------ the command line


def test_the_command_line_reads_them(tmp_path: Path) -> None:
    for made, name in ((docling, "plan.docling.json"), (content_list, "plan_content_list.json")):
        path = tmp_path / name
        path.write_bytes(made(HEALTH))
        result = CliRunner().invoke(main, [str(path), "--json"])
        assert result.exit_code == 0
        assert len(json.loads(result.stdout)["indicators"]) == 16
