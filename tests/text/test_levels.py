"""How the styles of a document's headings nest, told by where their numbers begin anew."""

from __future__ import annotations

import pytest

from planparse.model.draft import Heading, HeadingLabel
from planparse.text.hierarchy.levels import levels_of

CHAPTER, HAN, IN_BRACKETS, DECIMAL = 20, 40, 50, 62
"""Ranks of styles: 第一章, 一、, （一）, 1.1."""


def levels(*styles: tuple[int, int]) -> list[int]:
    """The levels of headings, each given by the rank of its style and its number."""
    headings = [
        Heading(at, HeadingLabel(rank, "", number, 0), 0, run_in=False)
        for at, (rank, number) in enumerate(styles)
    ]
    return levels_of(headings)


def level_of_last(*styles: tuple[int, int]) -> int:
    return levels(*styles)[-1]


@pytest.mark.parametrize(
    ("times", "level"),
    [
        pytest.param(4, 3, id="one beginning of four"),
        pytest.param(9, 2, id="one beginning of nine is chance"),
    ],
)
def test_a_single_beginning_says_how_styles_nest_beside_few_others(times: int, level: int) -> None:
    """1.1 begins behind each chapter, and once behind a （一）."""
    chapters = [style for n in range(1, times) for style in ((CHAPTER, n), (DECIMAL, 1))]
    with_bracket = [(CHAPTER, times), (IN_BRACKETS, 1), (DECIMAL, 1)]
    assert level_of_last(*chapters, *with_bracket) == level


@pytest.mark.parametrize(
    ("items", "level"),
    [
        pytest.param(15, 3, id="two headings beside fifteen"),
        pytest.param(40, 2, id="two beside forty are chance"),
    ],
)
def test_a_style_that_hardly_occurs_has_nothing_under_it(items: int, level: int) -> None:
    """By custom （一） stands under 一、, of which this plan has two, each at a chapter's end."""
    in_order = [(IN_BRACKETS, n) for n in range(1, items - 1)]
    ends = [(CHAPTER, 1), *in_order, (HAN, 1), (CHAPTER, 2), (IN_BRACKETS, 1), (HAN, 2)]
    assert level_of_last(*ends, (CHAPTER, 3), (IN_BRACKETS, 1)) == level
