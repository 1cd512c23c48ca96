"""Writing at the edge of a page: what begins inside of it stays whole."""

from __future__ import annotations

from planparse.readers.pages.page import DrawnPage


def written(*places: tuple[str, float]) -> str:
    page = DrawnPage(1, 595, 842)
    for text, x in places:
        page.write(text, x, 100, (6, 0), size=10)
    return "".join(glyph.text for glyph in page.glyphs)


def test_a_number_that_runs_over_the_edge_is_whole() -> None:
    assert written(("7", 592), (".", 598), ("5", 604)) == "7.5"


def test_what_begins_outside_of_the_page_is_dropped() -> None:
    assert written(("7", 580), ("8", 600), ("9", 606)) == "7"
