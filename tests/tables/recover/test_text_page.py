"""Cells of a line with the places where they are printed, without a converter's marks."""

from __future__ import annotations

import re

import pytest

from planparse import grammar
from planparse.model.draft import Draft
from planparse.model.source import Source, text_lines
from planparse.tables.raw_cells import EMPTY, RawCell
from planparse.tables.recover.finders import text_page
from planparse.tables.recover.text_page import Stretch, joined

G = grammar.default()


def cell(line: str, start: int = 0, end: int | None = None) -> RawCell:
    """A stretch of the second line of a page; the line begins at place 4."""
    text = f"专栏1\n{line}\n备注"
    source = Source(text, text_lines(text))
    marks = tuple(mark.span() for mark in re.finditer(r"<br>|\*\*", text))
    draft = Draft(source, furniture=(None,) * len(source.lines), inline=marks)
    page = text_page(draft, G)
    found = page.cell(1, start, end)
    printed = [text[begin:behind].replace("**", "") for begin, behind in found.spans]
    assert "\n".join(printed) == found.text
    return found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("公路里程", RawCell("公路里程", ((4, 8),))),
        ("  公路里程 \u3000", RawCell("公路里程", ((6, 10),))),
        ("公路<br>航道", RawCell("公路\n航道", ((4, 6), (10, 12)))),
        ("**公路** 里程", RawCell("公路 里程", ((6, 13),))),
        ("公路**里程**", RawCell("公路里程", ((4, 10),))),
        ("<br>", EMPTY),
        ("   ", EMPTY),
    ],
)
def test_a_cell_is_a_line_without_marks(line: str, found: RawCell) -> None:
    assert cell(line) == found


def test_a_cell_may_be_a_stretch_of_a_line() -> None:
    assert cell("公路 里程 410", 2, 6) == RawCell("里程", ((7, 9),))
    assert cell("公路 里程 410", 5) == RawCell("410", ((10, 13),))
    assert cell("公路 里程 410", 2, 3) == EMPTY


def test_two_cells_are_one_of_two_paragraphs() -> None:
    road, port = RawCell("公路", ((4, 6),)), RawCell("港口", ((8, 10),))
    assert joined(road, port) == RawCell("公路\n港口", ((4, 6), (8, 10)))
    assert joined(EMPTY, port) == port


def test_a_stretch_is_empty_until_it_begins() -> None:
    stretch = Stretch()
    assert (stretch.first, stretch.end, stretch.is_open) == (0, 0, False)
    stretch.begin(7)
    assert (stretch.first, stretch.end, stretch.is_open) == (7, 7, True)
