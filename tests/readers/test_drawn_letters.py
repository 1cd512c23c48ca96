"""Words that are painted as outlines: told from ornaments, and named by page."""

from __future__ import annotations

import pytest

from drawn import Drawing, pdf
from planparse.model.source import DRAWN_LETTERS, Source
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
