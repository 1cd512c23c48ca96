"""Page numbers of pages that print little: they stand beside the same words as those of others."""

from __future__ import annotations

from planparse.grammar import default
from planparse.model.draft import Draft
from planparse.model.furniture import Furniture
from planparse.readers.text import read_text
from planparse.text.furniture import mark_furniture

HEAD = "云岭县水利发展规划"
LONG = "坚持节水优先、空间均衡、系统治理、两手发力，统筹水资源水环境水生态治理。\n" * 8


def _marks(text: str) -> list[str]:
    draft = mark_furniture(Draft(read_text(text.encode(), "plan.txt")), default())
    marked = zip(draft.source.lines, draft.furniture, strict=True)
    source = draft.source.text
    return [source[a.start : a.end] for a, mark in marked if mark is Furniture.PAGE_NUMBER]


def test_the_number_of_a_short_page_stands_beside_the_running_head() -> None:
    pages = [f"{HEAD}\n{number}\n{LONG}" for number in (1, 2, 3, 4)]
    short = f"{HEAD}\n5\n第三章 主要任务\n"
    text = "".join([*pages, short, f"{HEAD}\n6\n", LONG])
    assert _marks(text) == ["1", "2", "3", "4", "5", "6"]


def test_a_number_beside_other_words_stays_a_cell() -> None:
    pages = [f"{HEAD}\n{number}\n{LONG}" for number in (1, 2, 3, 4)]
    text = "".join([*pages, "泵站数量\n12\n堤防长度\n40\n"])
    assert _marks(text) == ["1", "2", "3", "4"]
