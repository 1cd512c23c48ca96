"""Twice the document costs twice the work, whatever its shape: counted in calls, never in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from math import log2

import pytest

from growing import HEAD, OPENINGS, SHAPES
from hostile_files import merged_xlsx
from planparse import Parser
from planparse.grammar import load
from planparse.parser import Parser as ParserType
from planparse.tables.recover import text_page

MOST = 1.15
"""The exponent by which the calls may grow; work that is n log n comes to about 1.1."""


LEAST = 4
"""Pieces of a text that asks for every table of words that its shape needs, and is read at once."""


@pytest.fixture(scope="module")
def parser() -> ParserType:
    """A parser whose words are made into tables already, whichever shape is measured first."""
    # With a grammar of its own: what other tests made that of all remember would be counted here.
    made = Parser(grammar=load())
    made.parse(HEAD + "到2025年，绿化面积达到30亩。\n")
    for make, _ in SHAPES.values():
        made.parse(make(LEAST))
    return made


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those in C included, until the work is done."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_grows_as_the_document_does(parser: ParserType, shape: str) -> None:
    make, length = SHAPES[shape]
    texts = [make(length * times) for times in (1, 2, 4)]
    # Patterns are compiled, and words looked up, where a text first needs them: a shape may do so at
    # some length only, which is no growth.
    parser.parse(texts[-1])
    short, middle, long = (calls(partial(parser.parse, text)) for text in texts)
    assert log2(max(1, middle) / short) < MOST + 0.1  # what is done once for each document fades
    assert log2(long / middle) < MOST


@pytest.mark.long
@pytest.mark.parametrize("shape", OPENINGS)
def test_lines_that_may_open_a_table_look_at_those_near_by(
    parser: ParserType,
    shape: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So that a short document is longer than what is near by.
    monkeypatch.setattr(text_page, "NEAR", 12)
    monkeypatch.setattr(text_page, "MANY_LOOKS", 3)
    make, length = OPENINGS[shape]
    middle, long = (calls(partial(parser.parse, make(length * times))) for times in (2, 4))
    assert log2(long / middle) < MOST


@pytest.mark.long
def test_merges_of_a_sheet(parser: ParserType) -> None:
    sheets = [merged_xlsx(200), merged_xlsx(400)]
    middle, long = (calls(partial(parser.read, sheet, name="a.xlsx")) for sheet in sheets)
    assert log2(long / middle) < MOST


@pytest.mark.parametrize("rows", [99, 100, 200, 1000])
def test_no_row_is_dropped_where_each_cell_has_a_line(parser: ParserType, rows: int) -> None:
    make, _ = SHAPES["a line for each cell"]
    assert len(parser.parse(make(rows)).indicators) == rows
