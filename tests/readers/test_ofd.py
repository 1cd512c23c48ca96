"""OFD packages: text objects to lines, path objects to grids."""

# ruff: noqa: E501 - markup reads better unwrapped

from __future__ import annotations

import pytest

from ofd_objects import PROSE, line, ofd, text
from planparse.errors import ReadError
from planparse.model.source import Source
from planparse.readers import read_source
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.ofd.path_data import subpaths
from planparse.readers.ofd.text_code import deltas


def read(data: bytes, limits: Limits = DEFAULT) -> Source:
    return read_source(data, "plan.ofd", limits=limits)


TABLE = (
    "".join(line(20, y, 120, y) for y in (50, 60, 70))
    + "".join(line(x, 50, x, 70) for x in (20, 70, 120))
    + text(25, 57, "指标")
    + text(75, 57, "2025年")
    + text(25, 67, "供水能力")
    + text(75, 67, "15万吨")
)


def test_text_and_ruled_tables() -> None:
    source = read(
        ofd(text(20, 30, "第一章") + text(20, 40, PROSE) + TABLE + text(20, 80, "注：略"))
    )
    assert source.text.splitlines() == [
        "第一章",
        PROSE,
        "指标",
        "2025年",
        "供水能力",
        "15万吨",
        "注：略",
    ]
    (grid,) = source.grids
    assert [(c.row, c.col, c.text) for c in grid.cells] == [
        (0, 0, "指标"),
        (0, 1, "2025年"),
        (1, 0, "供水能力"),
        (1, 1, "15万吨"),
    ]
    assert grid.shape == "ofd" and source.meta == {"title": "某县规划"} and source.pages == 1
    first = source.lines[0]
    assert first.page == 1 and first.bbox is not None and abs(first.bbox[0] - 20 * 72 / 25.4) < 0.1


def test_steps_place_the_characters() -> None:
    words = text(20, 40, "到2025年供水", delta="4 g 4 2 4 60")
    source = read(ofd(words + text(20, 60, PROSE)))
    assert source.text.splitlines()[0].split() == ["到2025年供", "水"]
    assert (
        source.lines[0].bbox is not None
        and abs(source.lines[0].bbox[2] - (20 + 76 + 4) * 72 / 25.4) < 1
    )


def test_merged_cells() -> None:
    lines = (
        line(20, 50, 120, 50)
        + line(70, 60, 120, 60)
        + line(20, 70, 120, 70)
        + "".join(line(x, 50, x, 70) for x in (20, 70, 120))
    )
    source = read(
        ofd(
            lines
            + text(25, 62, "类别")
            + text(75, 57, "年份")
            + text(75, 67, "95%", delta="2 2")
            + text(20, 90, PROSE)
        )
    )
    assert [(c.row, c.rowspan, c.text) for c in source.grids[0].cells] == [
        (0, 2, "类别"),
        (0, 1, "年份"),
        (1, 1, "95%"),
    ]


def test_a_scaled_text_object() -> None:
    ctm = ' CTM="2 0 0 2 0 0"'
    source = read(ofd(text(20, 30, PROSE, size=2.0, ctm=ctm)))
    assert source.text.strip() == PROSE and source.lines[0].bbox is not None
    assert abs(source.lines[0].bbox[2] - (20 + 4 * len(PROSE)) * 72 / 25.4) < 1


def test_templates_composites_and_bookmarks() -> None:
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5" Width="90" Height="9"><ofd:Content>{text(0, 5, "一、目标任务")}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    outlines = '<ofd:Outlines><ofd:OutlineElem Title="一、目标任务"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto><ofd:Dest Type="XYZ" PageID="0"/></ofd:Goto></ofd:Action></ofd:Actions></ofd:OutlineElem></ofd:Outlines>'
    source = read(
        ofd(
            '<ofd:CompositeObject Boundary="20 40 90 9" ResourceID="5"/>' + text(20, 60, PROSE),
            template=text(20, 20, "某县文件"),
            resources=unit,
            outlines=outlines,
        )
    )
    assert source.text.splitlines() == ["某县文件", "一、目标任务", PROSE]
    assert [x.heading for x in source.lines] == [0, 1, 0]


def test_a_composite_that_holds_itself_is_refused() -> None:
    unit = '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5"><ofd:Content><ofd:CompositeObject ResourceID="5"/></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    with pytest.raises(ReadError, match="without end"):
        read(ofd('<ofd:CompositeObject ResourceID="5"/>', resources=unit))


def test_pages_that_are_pictures() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="8"/>'
    source = read(ofd(text(20, 40, PROSE), picture))
    assert source.pages == 2 and source.notices[0].about == "第2页"
    with pytest.raises(ReadError, match="every page is a picture"):
        read(ofd(picture))


@pytest.mark.parametrize("size", [0.0, -4.0, 1e9])
def test_text_of_an_impossible_size_is_not_seen(size: float) -> None:
    ghost = text(20, 30, "鬼").replace('Size="4.0"', f'Size="{size}"')
    assert read(ofd(ghost + text(20, 60, PROSE))).text.strip() == PROSE


def test_limits_and_locks() -> None:
    with pytest.raises(ReadError, match=r"over the limit of 1 \(pages\)"):
        read(ofd(text(20, 40, PROSE), text(20, 40, PROSE)), limits=Limits(pages=1))
    with pytest.raises(ReadError, match="encrypted"):
        read(ofd(text(20, 40, PROSE), **{"Encryptions.xml": "<x/>"}))
    with pytest.raises(ReadError, match="missing"):
        read(ofd(text(20, 40, PROSE)).replace(b"Doc_0/Document.xml", b"Doc_1/Document.xml"))


def test_deltas_and_paths() -> None:
    assert deltas("g 3 4 5.5 g 2 -1", 9) == [4, 4, 4, 5.5, -1, -1]
    assert len(deltas("g 999999999 4", 20)) == 20
    assert list(subpaths("M 0 0 L 9 0 L 9 9 C M 1 1 B 1 2 3 4 5 6")) == [
        ([(0, 0), (9, 0), (9, 9)], False, True),
        ([(1, 1), (5, 6)], True, False),
    ]
