"""Words that are painted as outlines: told from ornaments, and named by page."""

from __future__ import annotations

import pytest

from drawn import Drawing, pdf
from planparse import Plan
from planparse.model.source import DRAWN_LETTERS, Source
from planparse.parser import Parser
from planparse.readers.pdf.document import read_pdf

HEIGHT = 842


@pytest.fixture(autouse=True)
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.readers.pdf.document._RECOGNITION", ("no_such_module",))


def contour(x: float, y: float, size: float) -> str:
    """A closed bow of `size` points with its upper left corner at (x, y)."""
    top, low = HEIGHT - y, HEIGHT - y - size
    return f"{x} {top} m {x + size} {top} {x + size} {low} {x} {low} c {x + size} {low} l h f"


def word(page: Drawing, x: float, y: float, letters: int, size: float = 10) -> Drawing:
    """Paint `letters` of two contours each from (x, y) to the right."""
    for number in range(letters):
        left = x + 1.05 * size * number
        page.steps += [contour(left, y, size / 2), contour(left + size / 3, y + size / 2, size / 2)]
    return page


def drawn(source: Source) -> list[int]:
    return [p for notice in source.notices if notice.cause == DRAWN_LETTERS for p in notice.pages]


def read(*pages: Drawing) -> Source:
    return read_pdf(pdf(*pages), "plan.pdf")


def test_pages_with_drawn_letters_are_named() -> None:
    plain = Drawing().text(80, 100, "第一页的文字可以读出来，没有画出的字。")
    source = read(plain, word(Drawing().text(80, 100, "第二页也有文字。"), 80, 140, 14))
    assert drawn(source) == [2]
    (notice,) = source.notices
    assert (
        notice.message.startswith("第2页有用轮廓画出的文字") and "planparse[ocr]" in notice.message
    )


def test_short_words_count_where_there_are_many() -> None:
    page = Drawing().text(80, 100, "表头画成了轮廓。")
    for number, x in enumerate((80, 160, 240, 320, 400, 480)):
        word(page, x, 140 + number % 2, 3)
    assert drawn(read(page)) == [1]


def test_ornaments_are_no_letters() -> None:
    page = Drawing().text(80, 100, "正文一行，说明情况。")
    for row in range(10):
        word(page, 300, 200 + 7 * row, 8, size=8)  # an emblem: as high as it is wide
    for number in range(30):
        page.steps.append(contour(60 + 16 * number, 600, 3))  # a dotted line
    assert drawn(read(page)) == []


def test_letters_below_real_print_are_no_loss() -> None:
    page = word(Drawing().text(80, 148, "加粗的标题在这里印了两遍", size=10), 80, 140, 12)
    assert drawn(read(page)) == []


XS = [76, 260, 350, 430, 520]
ROWS = [
    ["指标", "2020年", "2025年", "属性"],
    ["林木绿化率（%）", "42.3", "45", "约束性"],
    ["林木蓄积量（万立方米）", "512", "560", "约束性"],
    ["湿地保有量（公顷）", "830", "860", "预期性"],
]
YS = [100, 120, 140, 160, 180]


def plan_of(page: Drawing, missing: set[tuple[int, int]]) -> Plan:
    """A ruled table in which the words of some cells, by row and column, are painted."""
    page.grid(XS, YS)
    for row, words in enumerate(ROWS):
        for col, text in enumerate(words):
            x, y = XS[col] + 4, YS[row] + 5
            if (row, col) in missing:
                word(page, x, y, 5, size=10)
            else:
                page.text(x, y + 10, text, size=10.5)
    return Parser().read(pdf(page), name="plan.pdf")


def codes(plan: Plan) -> list[str]:
    return [f"{d.code} {d.severity}" for table in plan.tables for d in table.doubts]


def rows(plan: Plan) -> list[bool]:
    return [any(d.code == "drawn-letters" for d in i.doubts) for i in plan.indicators]


def test_a_painted_header_speaks_against_all_rows() -> None:
    plan = plan_of(Drawing(), {(0, 0), (0, 1), (0, 2), (0, 3)})
    assert "drawn-letters grave" in codes(plan)
    assert rows(plan) and all(rows(plan))
    assert [f for f in plan.findings if f.kind == "unreadable-table"]


def test_a_painted_cell_speaks_against_its_row() -> None:
    plan = plan_of(Drawing(), {(2, 1), (2, 2), (2, 3)})
    assert "drawn-letters grave" in codes(plan)
    assert rows(plan) == [False, True, False]


def test_painted_words_elsewhere_on_the_page_say_nothing_of_a_table() -> None:
    page = word(word(Drawing(), 80, 300, 14), 80, 330, 14)
    plan = plan_of(page, set())
    assert [f for f in plan.findings if f.kind == "unreadable-cell"]
    assert codes(plan) == [] and rows(plan) == [False] * 3
